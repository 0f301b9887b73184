"""Spreadsheets: a workbook with a sheet for each kind, and CSV files of boards. Nobody's words ever become a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from kehittamo_core.api import Board, ExportRequest, Method, MissingPart, spreadsheet_text, text_width
from kehittamo_exports.files import file_name, zipped
from kehittamo_exports.grid import Column, Grid, Value, day, items, links, number, whole_board
from kehittamo_exports.page.text import plain
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version

LONGEST = 32_000
"""A cell of a workbook holds 32,767 characters."""
FORMATS = {"number": "#,##0.##########", "euro": '#,##0\\ "€"', "date": "d.m.yyyy"}
WIDEST = 60.0


def write_xlsx(request: ExportRequest) -> bytes:
    """A workbook: the programme, a sheet for each kind and each kind of link, what was decided and what comes next."""
    import xlsxwriter

    version = version_of(request)
    grids = [grid for grid in _grids(version) if grid.rows]
    target = io.BytesIO()
    safe = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"title": plain(version.title.text)[:250], "created": _moment(version), "company": ""})
        look = _Look(book)
        names = _names([grid.title for grid in grids])
        for done, (grid, name) in enumerate(zip(grids, names, strict=True), 1):
            _sheet(book.add_worksheet(name), grid, look)
            request.progress(done, len(grids), grid.title)
    return target.getvalue()


def _moment(version: Version) -> datetime:
    """When the version was saved; a fixed time where nobody knows, so that the same content is the same file."""
    try:
        return datetime.fromisoformat(str(version.snapshot.get("when"))).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001


class _Look:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        base = {"valign": "top", "font_name": "Calibri", "font_size": 11}
        self.head = book.add_format(
            {**base, "bold": True, "text_wrap": True, "bottom": 2, "bottom_color": "#14594C", "valign": "bottom"}
        )
        self.cells = {"text": book.add_format({**base, "text_wrap": True})}
        for name, pattern in FORMATS.items():
            self.cells[name] = book.add_format({**base, "num_format": pattern, "align": "right"})


def _sheet(sheet: Any, grid: Grid, look: _Look) -> None:
    widths = [_width(column, [row[index] for row in grid.rows]) for index, column in enumerate(grid.columns)]
    for index, (column, width) in enumerate(zip(grid.columns, widths, strict=True)):
        sheet.write_string(0, index, column.title[:LONGEST], look.head)
        sheet.set_column(index, index, width)
    for number_, row in enumerate(grid.rows, 1):
        sheet.set_row(number_, 15.0 * min(_lines(row, widths), 26))
        for index, (value, column) in enumerate(zip(row, grid.columns, strict=True)):
            _cell(sheet, number_, index, value, look.cells[column.format], look.cells["text"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, row: int, column: int, value: Value, form: Any, plain_form: Any) -> None:
    match value:
        case None | "":
            return
        case float():
            sheet.write_number(row, column, value, form)
        case date() if value.year >= 1900:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001
        case date():
            sheet.write_string(row, column, value.isoformat(), plain_form)
        case _:
            sheet.write_string(row, column, value[:LONGEST], plain_form)


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


def _names(titles: Sequence[str]) -> list[str]:
    """Names of sheets: at most 31 characters, none of the forbidden ones, none twice."""
    used: set[str] = set()
    names = []
    for title in titles:
        base = re.sub(r"[\[\]:*?/\\]", " ", plain(title)).strip("' ")[:31] or "?"
        name, count = base, 2
        while name.casefold() in used or name.casefold() == "history":
            end = f" {count}"
            name, count = base[: 31 - len(end)] + end, count + 1
        used.add(name.casefold())
        names.append(name)
    return names


def _grids(version: Version) -> Iterator[Grid]:
    yield _programme(version)
    boards: dict[str, list[Board]] = {}
    for entry in version.boards:
        boards.setdefault(entry["method"], []).append(version.board(entry["id"]))
    titles = {entry["id"]: version.said(entry, "title").text or entry["id"] for entry in version.boards}
    for method_id, own in boards.items():
        method = version.methods.get(method_id)
        if method is None:
            yield from (whole_board(board, None, version.voice) for board in own)
            continue
        for kind in method.kinds:
            yield items(own, method, kind, version.voice, titles)
        yield links(own, method, version.voice, titles)
    yield from _lists(version)


def _programme(version: Version) -> Grid:
    voice, goal = version.voice, version.programme.get("goal") or {}
    rows: list[tuple[Value, ...]] = [
        (voice("Programme"), version.title.text, None, None, None),
        (voice("Version"), f"{version.snapshot.get('name') or ''} {version.short_id}".strip(), None, None, None),
    ]
    if version.banner:
        rows.append((voice("Note"), version.banner, None, None, None))
    if version.said(goal):
        rows.append((voice("Shared goal"), version.said(goal).text, None, None, None))
    for target in goal.get("targets") or ():
        amount, unit, by = number(target.get("amount")), target.get("unit"), day(target.get("deadline"))
        rows.append((voice("Target"), version.said(target).text, amount, unit, by))
    for entry in version.entries("figures"):
        rows.append((voice("Planned"), version.said(entry).text, number(entry.get("value")), None, None))
    columns = (
        Column(voice("What")), Column(voice("Text")), Column(voice("Amount"), "number"), Column(voice("Unit")),
        Column(voice("By"), "date"),
    )  # fmt: skip
    return Grid(voice("Programme"), columns, tuple(rows))


def _lists(version: Version) -> Iterator[Grid]:
    """Meetings, decisions, questions, next steps, tasks, how many came from where."""
    voice = version.voice
    text, owner, by = Column(voice("Text")), Column(voice("Owner")), Column(voice("By"), "date")
    stages = {stage["id"]: version.stage_name(stage) for stage in version.stages}
    yield Grid(
        voice("Meetings"), (Column(voice("Meeting")), Column(voice("Theme")), Column(voice("Date"), "date")),
        tuple((stages[one["id"]], version.said(one, "theme").text, day(one.get("date"))) for one in version.stages),
    )  # fmt: skip
    yield Grid(
        voice("Decisions"), (text, Column(voice("Reason")), Column(voice("Date"), "date"), owner),
        tuple(
            (version.said(one).text, version.said(one, "reason").text, day(one.get("date")), version.owner(one.get("owner")))
            for one in version.rows("decisions")
        ),
    )  # fmt: skip
    yield Grid(
        voice("Questions"), (text, Column(voice("State")), Column(voice("Answer"))),
        tuple(
            (version.said(one).text, voice("answered") if one.get("state") == "answered" else voice("open"), version.said(one, "answer").text)
            for one in version.rows("questions")
        ),
    )  # fmt: skip
    yield Grid(
        voice("Next steps"), (text, owner, by),
        tuple((version.said(one).text, version.owner(one.get("owner")), day(one.get("due"))) for one in version.rows("next_steps")),
    )  # fmt: skip
    yield Grid(
        voice("Tasks between meetings"), (text, Column(voice("Meeting")), owner, by, Column(voice("State"))),
        tuple(
            (
                version.said(one).text, stages.get(one.get("stage") or ""), version.owner(one.get("owner")), day(one.get("due")),
                voice("done") if one.get("done") else voice("not done"),
            )
            for one in version.rows("interim_tasks")
        ),
    )  # fmt: skip
    counted: dict[str, float] = {}
    for one in version.rows("participants"):
        name = one.get("organisation") or voice("no organisation given")
        counted[name] = counted.get(name, 0.0) + 1
    columns = (Column(voice("Organisation")), Column(voice("People"), "number"))
    yield Grid(voice("Participants"), columns, tuple(sorted(counted.items())))


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
