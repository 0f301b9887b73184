"""A CSV file as rows of cells, with every wrong cell named by its row and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from kehittamo_core.api import Board, Fault, Invalid

TEXT_LIMIT = 2_000
MOST_ROWS = 2_000


class Cells:
    """The rows of a file, and the faults found in them. Row numbers count as a spreadsheet does: the heads are row 1.

    Raises:
        Invalid: the bytes are not UTF-8, a head is unknown or missing, or there are too many rows.
    """

    def __init__(self, board: Board, data: bytes, columns: Sequence[str], required: Sequence[str]) -> None:
        self.board = board
        self.faults: list[Fault] = []
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Invalid(board.say("The file is not UTF-8 text. Save it as «CSV UTF-8».")) from error
        first = text.partition("\n")[0]
        mark = ";" if first.count(";") >= first.count(",") else ","
        try:
            self._rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        except csv.Error as error:
            raise Invalid(board.say("The file cannot be read as CSV: {why}", why=str(error))) from error
        self.heads = [head.strip().casefold() for head in self._rows[0]] if self._rows else []
        unknown = [head for head in self.heads if head and head not in columns]
        missing = [head for head in required if head not in self.heads]
        if unknown or missing or not self.heads:
            raise Invalid(
                board.say(
                    "The first row must name the columns. Unknown: {unknown}; missing: {missing}. Known: {known}.",
                    unknown=", ".join(unknown) or "–",
                    missing=", ".join(missing) or "–",
                    known=", ".join(columns),
                )
            )
        if len(self._rows) > MOST_ROWS + 1:
            raise Invalid(
                board.say(
                    "The file has {count} rows; at most {most} are read at once.", count=len(self._rows), most=MOST_ROWS
                )
            )

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells by column, empty rows left out."""
        for number, cells in enumerate(self._rows[1:], start=2):
            row = {head: cell.strip() for head, cell in zip(self.heads, cells, strict=False) if head}
            if not any(row.values()):
                continue
            for column, cell in row.items():
                if len(cell) > TEXT_LIMIT:
                    self.fault(number, column, "{count} characters are too many", count=len(cell))
            yield number, row

    def fault(self, row: int, column: str, message: str, **values: Any) -> None:
        """Remember a wrong cell; `message` is a msgid, its places are filled when it is shown."""
        place = self.board.say("row {row}, column {column}", row=row, column=column)
        self.faults.append(Fault(place=place, message=self.board.say(message), values=values))

    def refuse_if_wrong(self) -> None:
        """Refuse the whole file if any cell is wrong."""
        if self.faults:
            raise Invalid(
                self.board.say_many(
                    "{number} cell is wrong; nothing was imported.",
                    "{number} cells are wrong; nothing was imported.",
                    len(self.faults),
                ),
                faults=self.faults,
            )


def number_of(cells: Cells, row: int, column: str, text: str) -> float | None:
    """A number as people write it: «1 020 000», «3,8», «−12»; a fault and None for anything else."""
    plain = "".join(text.split()).replace("\u2212", "-").replace(",", ".").removesuffix("€")
    try:
        value = float(plain)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        cells.fault(row, column, "{value} is not a number", value=text)
        return None
    return value


def choice_of(cells: Cells, row: int, column: str, text: str, known: Sequence[str]) -> str | None:
    """One of the known words; a fault and None for anything else."""
    if text in known:
        return text
    cells.fault(row, column, "{value} is not one of {known}", value=text, known=", ".join(known))
    return None


def actor_of(board: Board, cells: Cells, row: int, text: str, column: str = "actor") -> str | None:
    """An actor's id, by its id, name or alias; a fault and None where the programme does not know it."""
    wanted = text.strip()
    for actor in board.actors.values():
        if wanted == actor.id or wanted.casefold() in (
            actor.name.casefold(),
            *(name.casefold() for name in actor.aliases),
        ):
            return actor.id
    cells.fault(row, column, "the programme has no actor {value}", value=wanted)
    return None
