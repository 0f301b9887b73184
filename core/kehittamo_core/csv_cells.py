"""CSV files for methods: written so that spreadsheets open them, read as cells with every fault named by row and column.

A codec's `read` makes a `Cells` of the bytes, takes values from its rows with `number`, `choice`, `actor`, `day` and
`flag`, adds faults of its own, and at the end calls `refuse_if_wrong`: a file is read whole or not at all. What it adds
carries `cells.unchecked`, so that nobody takes a file's values for checked ones.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kehittamo_core.board import Board, Element
from kehittamo_core.errors import Fault, Invalid
from kehittamo_core.showing import spreadsheet_text
from kehittamo_core.words import LANGUAGES, translate, translate_many

PACKAGE = "kehittamo_core"
CELL_LIMIT = 2_000
MOST_ROWS = 2_000
NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")
FINNISH_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YES = ("x", "1", "yes", "true", "kyllä", "ja")
NO = ("", "-", "0", "no", "false", "ei", "nej")
UNCHECKED = "Imported, not checked yet"


def unchecked_note(language: str) -> str:
    """The note of doubt that an imported value carries until somebody has looked at it."""
    return translate(PACKAGE, language, UNCHECKED)


def is_unchecked(element: Element) -> bool:
    """Whether an element still carries the note of an import, in whichever language it was imported."""
    return element.uncertain.get("", "") in {unchecked_note(language) for language in LANGUAGES}


def write_cells(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as CSV: semicolons, UTF-8 with a byte order mark so that spreadsheets read å, ä and ö; formulas are disarmed."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), delimiter=";", lineterminator="\r\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _armless(cell) for name, cell in row.items()})
    return out.getvalue().encode("utf-8-sig")


def _armless(cell: str) -> str:
    return cell if NUMBER.fullmatch(cell) else spreadsheet_text(cell)


def _as_written(cell: str) -> str:
    """A cell without the apostrophe by which a formula was disarmed."""
    plain = cell.strip()
    return plain[1:] if plain.startswith("'") and spreadsheet_text(plain[1:]) == plain else plain


class Cells:
    """The rows of a file, and the faults found in them. Row numbers count as a spreadsheet does: the headings are row 1.

    `columns` are the ids of the columns that may stand there, or a mapping from each to the other headings by which it
    is known; `required` must be there. Headings are read without regard to case; cells are separated by semicolons,
    commas or tabs; text is UTF-8, UTF-16 with its mark, or Windows-1252 as older spreadsheets write it. With `foreign`,
    columns that are unknown or there again are passed over: files of other programs have columns of their own.

    Raises:
        Invalid: the bytes are no text, a heading is unknown, twice there or missing, or there are too many rows.
    """

    def __init__(
        self,
        board: Board,
        data: bytes,
        columns: Sequence[str] | Mapping[str, Sequence[str]],
        required: Sequence[str] = (),
        *,
        most: int = MOST_ROWS,
        foreign: bool = False,
    ) -> None:
        self.board = board
        self.faults: list[Fault] = []
        text = self._decoded(data)
        first = text.lstrip("\r\n").partition("\n")[0]
        mark = max((";", ",", "\t"), key=first.count)
        try:
            self._rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        except csv.Error as error:
            raise Invalid(self._say("The file cannot be read as CSV: {why}", why=str(error))) from error
        if not any(cell.strip() for row in self._rows for cell in row):
            raise Invalid(self._say("The file is empty; its first row holds the headings."))
        if len(self._rows) > most + 1:
            raise Invalid(
                self._say("The file has {count} rows; at most {most} are read at once.",
                          count=len(self._rows), most=most)
            )  # fmt: skip
        self.heads = self._headings(columns, required, foreign=foreign)

    @property
    def unchecked(self) -> dict[str, str]:
        """What an `Add`, `Change` or `Connect` made of this file carries as its `uncertain`."""
        return {"": unchecked_note(self.board.language)}

    def _decoded(self, data: bytes) -> str:
        coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            try:
                text = data.decode("cp1252")
            except UnicodeDecodeError as error:
                raise Invalid(self._say("The file is not text. Save it as «CSV UTF-8».")) from error
        if "\0" in text:
            raise Invalid(self._say("The file is not text. Save it as «CSV UTF-8»."))
        return text

    def _headings(
        self, columns: Sequence[str] | Mapping[str, Sequence[str]], required: Sequence[str], *, foreign: bool
    ) -> list[str]:
        names = {column.casefold(): column for column in columns}
        if isinstance(columns, Mapping):
            for column, others in columns.items():
                for other in others:
                    names.setdefault(other.casefold(), column)
        given = [head.strip() for head in self._rows[0]]
        heads = [names.get(head.casefold(), "") for head in given]
        if foreign:
            heads = [head if head not in heads[:place] else "" for place, head in enumerate(heads)]
            given = [head if found else "" for head, found in zip(given, heads, strict=True)]
        unknown = [head for head, found in zip(given, heads, strict=True) if head and not found]
        twice = [head for place, head in enumerate(heads) if head and head in heads[:place]]
        missing = [column for column in required if column not in heads]
        if unknown or missing or twice:
            raise Invalid(
                self._say(
                    "The first row must name the columns. Unknown: {unknown}; missing: {missing}. Known: {known}.",
                    unknown=", ".join([*unknown, *twice]) or "–",
                    missing=", ".join(missing) or "–",
                    known=", ".join(columns),
                )
            )
        return heads

    def _say(self, message: str, **values: Any) -> str:
        return translate(PACKAGE, self.board.language, message, **values)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells by column, empty rows left out; cells that no heading names are a fault."""
        for number, cells in enumerate(self._rows[1:], start=2):
            row = {head: _as_written(cell) for head, cell in zip(self.heads, cells, strict=False) if head}
            if any(cell.strip() for cell in cells[len(self.heads) :]):
                self._wrong(
                    number, str(len(self.heads) + 1), "the row has {count} cells, there are {columns} columns",
                    count=len(cells), columns=len(self.heads),
                )  # fmt: skip
            if not any(row.values()):
                continue
            for column, cell in row.items():
                if len(cell) > CELL_LIMIT:
                    self._wrong(
                        number, column, "{count} characters are too many; at most {limit} fit",
                        count=len(cell), limit=CELL_LIMIT,
                    )  # fmt: skip
            yield number, row

    def fault(self, row: int, column: str, message: str, **values: Any) -> None:
        """Remember a wrong cell; `message` is a msgid of the method, its places are filled when it is shown."""
        self._remember(row, column, self.board.say(message), values)

    def _wrong(self, row: int, column: str, message: str, **values: Any) -> None:
        self._remember(row, column, self._say(message), values)

    def _remember(self, row: int, column: str, message: str, values: Mapping[str, Any]) -> None:
        self.faults.append(Fault(self._say("row {row}, column {column}", row=row, column=column), message, values))

    def refuse_if_wrong(self) -> None:
        """Refuse the whole file if any cell is wrong.

        Raises:
            Invalid: with every fault.
        """
        if self.faults:
            said = translate_many(
                PACKAGE, self.board.language, "{number} cell is wrong; nothing was imported.",
                "{number} cells are wrong; nothing was imported.", len(self.faults),
            )  # fmt: skip
            raise Invalid(said, faults=self.faults)

    def number(self, row: int, column: str, text: str) -> float | None:
        """A number as people write it: «1 020 000», «3,8», «−12», «400 €»; a fault and None for anything else."""
        plain = "".join(text.split()).replace("\u2212", "-").replace(",", ".").removesuffix("€").removesuffix("%")
        try:
            value = float(plain) if NUMBER.fullmatch(plain) else math.nan
        except (ValueError, OverflowError):
            value = math.nan
        if not math.isfinite(value):
            self._wrong(row, column, "{value} is not a number", value=text)
            return None
        return value

    def choice(self, row: int, column: str, text: str, known: Sequence[str] | Mapping[str, str]) -> str | None:
        """One of the known ids, or of their labels in a mapping; a fault and None for anything else."""
        wanted = text.strip().casefold()
        labels = known if isinstance(known, Mapping) else dict.fromkeys(known, "")
        for id_, label in labels.items():
            if wanted == id_.casefold() or (label and wanted == label.casefold()):
                return id_
        self._wrong(row, column, "{value} is not one of {known}", value=text, known=", ".join(known))
        return None

    def actor(self, row: int, column: str, text: str) -> str | None:
        """An actor's id, by its id, name or alias; a fault and None where the programme does not know it."""
        wanted = text.strip().casefold()
        for actor in self.board.actors.values():
            if wanted in (actor.id.casefold(), actor.name.casefold(), *(name.casefold() for name in actor.aliases)):
                return actor.id
        self._wrong(row, column, "the programme has no actor {value}", value=text.strip())
        return None

    def day(self, row: int, column: str, text: str) -> str | None:
        """An ISO date from «2018-03-28» or «28.3.2018»; a fault and None for anything else."""
        finnish = FINNISH_DAY.fullmatch(text.strip())
        try:
            if finnish is not None:
                return date(*(int(part) for part in reversed(finnish.groups()))).isoformat()
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            self._wrong(row, column, "{value} is not a date such as 2018-03-28", value=text)
            return None

    def flag(self, row: int, column: str, text: str) -> bool | None:
        """Yes or no, as «x», «kyllä», «ja», «1», or an empty cell; a fault and None for anything else."""
        wanted = text.strip().casefold()
        if wanted in YES or wanted in NO:
            return wanted in YES
        self._wrong(row, column, "{value} is neither true nor false", value=text)
        return None
