"""Spreadsheets: a workbook with a sheet for each kind, and CSV files of boards. Nobody's words ever become a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from kehittamo_core.api import ExportRequest, Method, MissingPart, spreadsheet_text, text_width
from kehittamo_exports.files import file_name, zipped
from kehittamo_exports.grid import Column, Format, Grid, Value, whole_board
from kehittamo_exports.page.text import plain
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version
from kehittamo_exports.sheets import Part, parts_of
from kehittamo_exports.words import Voice

LONGEST = 32_767
"""So many characters a cell of a workbook holds, counted as UTF-16 does."""
NAME = 31
"""So many the name of a sheet."""
SHORT_END = re.compile(r" (?:– \S{1,14}|\d+)$")
"""What stays of a name that is cut: what tells it from the one beside it."""
DATE = "d.m.yyyy"
DECIMALS = 10
WIDEST = 60.0
TABS = ("#14594C", "#8A5A00", "#3B5B92", "#7A3E6B", "#4F6228", "#5A5A5A")
"""The sheets of one method have one colour of tab; the contents say in words what belongs together."""


def write_xlsx(request: ExportRequest) -> bytes:
    """A workbook: the programme, a sheet for each kind and each kind of link, what was decided and what comes next."""
    import xlsxwriter

    version = version_of(request)
    parts = parts_of(version)
    names = _names([*parts], version.voice("Contents"))
    target = io.BytesIO()
    safe = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"title": plain(version.title.text)[:250], "created": _moment(version), "company": ""})
        look = _Look(book, version.voice)
        _contents(book.add_worksheet(names[0]), parts, names[1:], look)
        groups = list(dict.fromkeys(part.group for part in parts))
        for done, (part, name) in enumerate(zip(parts, names[1:], strict=True), 1):
            sheet = book.add_worksheet(name)
            sheet.set_tab_color(TABS[groups.index(part.group) % len(TABS)])
            _sheet(sheet, part.grid, look)
            request.progress(done, len(parts), part.grid.title)
    return target.getvalue()


def _moment(version: Version) -> datetime:
    """When the version was saved; a fixed time where nobody knows, so that the same content is the same file."""
    try:
        return datetime.fromisoformat(str(version.snapshot.get("when"))).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001


class _Look:
    """The formats of a workbook, made when they are asked for, and the language of its notes."""

    def __init__(self, book: Any, voice: Voice) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.voice = voice
        self.text = self._format({"text_wrap": True})
        self.link = self._format({"text_wrap": True, "font_color": "#14594C", "underline": 1})
        head = {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": "#14594C", "valign": "bottom"}
        self.head, self.head_right = self._format(head), self._format({**head, "align": "right"})

    def _format(self, more: dict[str, Any]) -> Any:
        return self._book.add_format({"valign": "top", "font_name": "Calibri", "font_size": 11, **more})

    def of(self, value: float | date, format_: Format) -> Any:
        """A number with the decimals that it has, euros in whole ones or with cents, a day as Finns write it."""
        pattern = pattern_of(value, format_) if isinstance(value, float) else DATE
        if pattern not in self._made:
            self._made[pattern] = self._format({"num_format": pattern, "align": "right"})
        return self._made[pattern]


def pattern_of(value: float, format_: Format) -> str:
    """How a spreadsheet shows a number: thousands apart, as many decimals as it has, so that no comma stands alone."""
    if format_ == "euro":
        return '#,##0\\ "€"' if round(value, 2).is_integer() else '#,##0.00\\ "€"'
    decimals = len(f"{value:.{DECIMALS}f}".rstrip("0").partition(".")[2])
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"


def _contents(sheet: Any, parts: Sequence[Part], names: Sequence[str], look: _Look) -> None:
    """What stands on which sheet; the names lead there."""
    voice = look.voice
    columns = (Column(voice("Sheet")), Column(voice("Of")), Column(voice("Rows"), "number"))
    rows = [
        (part.grid.title, part.group, float(len(part.grid.rows))) for part in parts
    ]  # fmt: skip
    _sheet(sheet, Grid(voice("Contents"), columns, tuple(rows)), look)
    for number_, (part, name) in enumerate(zip(parts, names, strict=True), 1):
        quoted = name.replace("'", "''")
        sheet.write_url(number_, 0, f"internal:'{quoted}'!A1", look.link, string=_fitting(part.grid.title, voice))


def _sheet(sheet: Any, grid: Grid, look: _Look) -> None:
    widths = [_width(column, [row[index] for row in grid.rows]) for index, column in enumerate(grid.columns)]
    for index, (column, width) in enumerate(zip(grid.columns, widths, strict=True)):
        head = look.head if column.format == "text" else look.head_right
        sheet.write_string(0, index, _fitting(column.title, look.voice), head)
        sheet.set_column(index, index, width)
    for number_, row in enumerate(grid.rows, 1):
        sheet.set_row(number_, 15.0 * min(_lines(row, widths), 26))
        for index, (value, column) in enumerate(zip(row, grid.columns, strict=True)):
            _cell(sheet, number_, index, value, column.format, look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L&A")
    sheet.set_footer("&R&P / &N")


def _cell(sheet: Any, row: int, column: int, value: Value, format_: Format, look: _Look) -> None:
    match value:
        case None | "":
            return
        case float():
            sheet.write_number(row, column, value, look.of(value, format_))
        case date() if value.year >= 1900:
            moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
            sheet.write_datetime(row, column, moment, look.of(value, format_))
        case date():
            sheet.write_string(row, column, value.isoformat(), look.text)
        case _:
            sheet.write_string(row, column, _fitting(value, look.voice), look.text)


def _fitting(text: str, voice: Voice) -> str:
    """A text that a cell holds; what is cut says so at its end."""
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST:
        return text
    end = " … " + voice("(cut: a cell holds {most} characters)", most=LONGEST)
    return units[: 2 * (LONGEST - len(end))].decode("utf-16-le", "ignore") + end


def _width(column: Column, values: Iterable[Value]) -> float:
    """About as wide as its longest cell, in characters."""
    longest = max((text_width(str(value)[:200], 1.0) for value in values if value is not None), default=0.0)
    return min(
        max(longest * 1.9, max((text_width(word, 1.0, 600) for word in column.title.split()), default=0) * 2.2, 8.0)
        + 3,
        WIDEST,
    )


def _lines(row: Sequence[Value], widths: Sequence[float]) -> int:
    """How many lines a row takes: not every program finds its height by itself."""
    return max(
        sum(1 + int(text_width(line[:2000], 1.0) * 1.95 / width) for line in value.split("\n"))
        if isinstance(value, str)
        else 1
        for value, width in zip(row, widths, strict=True)
    )


def _names(parts: Sequence[Part], first: str) -> list[str]:
    """Names of sheets, the contents first: at most 31 characters, none of the forbidden ones, none twice.

    A longer name is cut at a word; two of one name say of which method they are.
    """
    used = {"history"}
    names = []
    for title, group in ((first, ""), *((part.grid.title, part.group) for part in parts)):
        wanted = [title, f"{title} – {group}", *(f"{title} {count}" for count in range(2, len(parts) + 3))]
        name = next(name for one in wanted if (name := _name(one)).casefold() not in used)
        used.add(name.casefold())
        names.append(name)
    return names


def _name(title: str) -> str:
    """A title as a sheet may be called."""
    words = " ".join(re.sub(r"[\[\]:*?/\\]", " ", plain(title)).split()).strip("' ")
    if len(words) <= NAME:
        return words or "?"
    end = SHORT_END.search(words)
    tail = end[0] if end else ""
    kept = words.removesuffix(tail)[: NAME - 1 - len(tail)]
    at_word = kept.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > len(kept) / 2 else kept).rstrip(' –,')}…{tail}"


# CSV


def write_csv(request: ExportRequest) -> bytes:
    """One board as CSV where one is named, else a zip of every board's."""
    version = version_of(request)
    wanted = [entry for entry in version.boards if request.board in (None, entry["id"])]
    if request.board is not None:
        if not wanted:
            raise MissingPart(f"There is no board {request.board}.")
        return _csv(version, request.board, version.methods.get(wanted[0]["method"]))
    files = []
    for number_, entry in enumerate(wanted, 1):
        data = _csv(version, entry["id"], version.methods.get(entry["method"]))
        files.append((f"{number_:02d}-{file_name(entry.get('title') or entry['id'])}.csv", data))
        request.progress(number_, len(wanted), entry.get("title") or entry["id"])
    return zipped(files)


def _csv(version: Version, board_id: str, method: Method | None) -> bytes:
    """Semicolons and a mark of UTF-8, as Finnish spreadsheets read them; dates in ISO form."""
    grid = whole_board(version.board(board_id), method, version.voice)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([spreadsheet_text(column.title) for column in grid.columns])
    for row in grid.rows:
        writer.writerow([_written(value, version.language) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _written(value: Value, language: str) -> str:
    match value:
        case None:
            return ""
        case float():
            text = f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else f"{value:g}"
            return text if language == "en" else text.replace(".", ",")
        case date():
            return value.isoformat()
    return spreadsheet_text(value)
