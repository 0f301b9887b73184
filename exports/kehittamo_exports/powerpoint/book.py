"""The result day's slides as PPTX: the same composition as the slides in PDF, in texts, tables and shapes one can edit."""

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from kehittamo_core.api import Cell, ExportRequest
from kehittamo_exports.chapters.cards import Card
from kehittamo_exports.composition import Chapter, Composition, crew_of
from kehittamo_exports.deck.chapters import board_slides, failed_slides
from kehittamo_exports.deck.model import CELL, HEIGHT, TOP, WIDTH, Column, Piece, Slide, Words
from kehittamo_exports.page.text import clean, plain
from kehittamo_exports.powerpoint.forms import colour
from kehittamo_exports.powerpoint.shapes import FONTS, MM, Painter
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version
from kehittamo_exports.slides import contents_slides, slides_of, with_dividers

TITLE_ONLY = 5
"""The layout of the default template that has a title and nothing else."""


def write(request: ExportRequest) -> bytes:
    """The slides as a PowerPoint file; the options are the report's."""
    version = version_of(request)
    with crew_of(request) as workers:
        composition = Composition(version)
        chapters = composition.chapters(composition.ask_rules(workers))
        sent: dict[str, Future[tuple[Slide, ...]]] = {
            one.id: workers.submit(board_slides, one.job, name=one.title) for one in chapters if one.job is not None
        }
        body: list[Slide] = []
        numbers: dict[str, int] = {}
        cards: dict[str, Card] = {}
        for done, one in enumerate(with_dividers(version, chapters), 1):
            if isinstance(one, Slide):
                body.append(one)
                continue
            numbers[one.id] = len(body)
            own = _chapter(version, one, sent.get(one.id))
            body += own
            if one.card is not None:
                cards |= dict.fromkeys((slide.id for slide in own), one.card)
            request.progress(done, len(chapters) + len(chapters) // 2, one.title)
    front = [_cover(version, final=bool(request.options.get("final")))]
    lines = contents_slides(version, chapters, numbers)
    before = len(front) + len(lines) + 1
    lines = contents_slides(version, chapters, {id_: number + before for id_, number in numbers.items()})
    return _Book(version, cards).made([*front, *lines, *body])


def _chapter(version: Version, one: Chapter, sent: "Future[tuple[Slide, ...]] | None") -> Sequence[Slide]:
    if sent is None:
        return slides_of(version, one)
    try:
        return sent.result()
    except Exception as error:
        return failed_slides(one.id, one.title, one.number, version.voice, str(error))


def _cover(version: Version, *, final: bool) -> Slide:
    voice, day = version.voice, version.result_day
    when = " ".join(
        part for part in (voice.day(day.get("date")), voice.hours(day.get("start"), day.get("end"))) if part
    )
    state = f"{voice('version')} {version.short_id} · {voice('final') if final else voice('draft')}"
    goal = version.said(version.programme.get("goal") or {})
    return Slide(
        id="cover", title=version.title.text, look="cover", where=" · ".join(part for part in (version.banner, when, state) if part),
        caption=plain(goal.text), notes=plain(goal.text),
    )  # fmt: skip


class _Book:
    """One presentation in the making."""

    def __init__(self, version: Version, cards: Mapping[str, Card]) -> None:
        self._version = version
        self._cards = cards
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Emu(round(WIDTH * MM)), Emu(round(HEIGHT * MM))
        self._layout = self._file.slide_layouts[TITLE_ONLY]
        self._places: dict[str, Any] = {}
        self._links: list[tuple[Any, str]] = []

    def made(self, slides: Sequence[Slide]) -> bytes:
        """The file's bytes."""
        properties = self._file.core_properties
        properties.title = plain(self._version.title.text)[:250]
        properties.author = "Kehittämö"
        properties.language = self._version.language
        properties.last_modified_by = ""
        when = _moment(self._version)
        properties.created = properties.modified = when
        for number, slide in enumerate(slides, 1):
            self._add(slide, number, len(slides))
        for shape, target in self._links:
            if target in self._places:
                shape.click_action.target_slide = self._places[target]
        target_file = io.BytesIO()
        self._file.save(target_file)
        return target_file.getvalue()

    def _add(self, slide: Slide, number: int, count: int) -> None:
        made = self._file.slides.add_slide(self._layout)
        made.shapes.turbo_add_enabled = True
        self._places[slide.id] = made
        dark = slide.look != "page"
        if dark:
            made.background.fill.solid()
            made.background.fill.fore_color.rgb = colour("spruce")
        self._title(made, slide, dark=dark)
        if slide.where:
            self._line(
                made, slide.where, (18, 28, 300, 7) if not dark else (24, 40, 280, 9), 11 if not dark else 14, dark=dark
            )
        if slide.drawn is not None:
            Painter(made.shapes, slide.drawn, slide.caption or slide.title).paint()
            if slide.caption:
                self._line(made, slide.caption, (18, 162 if slide.carded else 169, 300, 9), 12, dark=False)
        elif slide.caption:
            self._line(made, slide.caption, (24, 90, 270, 40), 18, dark=dark)
        for column in slide.columns:
            self._column(made, column)
        if slide.links:
            self._contents(made, slide, dark=dark)
        if not dark:
            foot = " · ".join(part for part in (self._version.title.text, self._version.banner) if part)
            self._line(made, f"{foot}  –  {number} / {count}", (18, 180, 302, 6), 9, dark=False)
        if slide.id in self._cards:
            for (heading, text), y in zip(self._cards[slide.id].in_one, (172.6, 176.2), strict=True):
                if text:
                    self._line(made, f"{heading}: {text}", (18, y, 302, 4.4), 8.5, dark=False)
        if slide.notes:
            made.notes_slide.notes_text_frame.text = clean(slide.notes)[:4000]

    def _title(self, made: Any, slide: Slide, *, dark: bool) -> None:
        title = made.shapes.title
        x, y, width, height = (24.0, 52.0, 270.0, 36.0) if dark else (18.0, 9.0, 302.0, 19.0)
        title.left, title.top, title.width, title.height = (Emu(round(value * MM)) for value in (x, y, width, height))
        label = f"{slide.number}  {slide.title}" if slide.number is not None and not dark else slide.title
        frame = title.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP if dark else MSO_ANCHOR.MIDDLE
        _inset(frame)
        run = frame.paragraphs[0].add_run()
        run.text = plain(label)
        long = len(slide.title) > 60
        run.font.size = Pt((26 if long else 34) if dark else (20 if long else 26))
        run.font.bold = True
        run.font.name = FONTS["display"]
        run.font.color.rgb = colour("on-spruce" if dark else "ink")
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT

    def _line(self, made: Any, text: str, place: tuple[float, float, float, float], size: float, *, dark: bool) -> None:
        frame = self._box(made, place)
        _said(frame.paragraphs[0], plain(text), size, "on-spruce" if dark else "ink-3")

    def _box(self, made: Any, place: tuple[float, float, float, float]) -> Any:
        shape = made.shapes.add_textbox(*(Emu(round(value * MM)) for value in place))
        frame = shape.text_frame
        frame.word_wrap = True
        _inset(frame)
        return frame

    # Columns

    def _column(self, made: Any, column: Column) -> None:
        y = TOP
        run: list[Piece] = []
        for piece in column.pieces:
            if piece.role in ("table", "numbers"):
                y = self._texts(made, column, run, y)
                run = []
                if piece.role == "table":
                    self._table(made, piece, column.x, y)
                else:
                    self._numbers(made, piece, column, y)
                y += piece.height
            else:
                run.append(piece)
        self._texts(made, column, run, y)

    def _texts(self, made: Any, column: Column, pieces: Sequence[Piece], y: float) -> float:
        """Texts that follow each other are one text box, so that they stay one flow when somebody edits them."""
        if not pieces:
            return y
        height = sum(piece.height for piece in pieces)
        frame = self._box(made, (column.x, y, column.width, height))
        first = True
        for piece in pieces:
            for index, words in enumerate(piece.texts):
                paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
                first = False
                self._paragraph(paragraph, piece, words, index)
        return y + height

    def _paragraph(self, paragraph: Any, piece: Piece, words: Words, index: int) -> None:
        head = piece.role in ("head", "sub", "quote")
        role = {"lead": "ink-2", "meta": "ink-3", "quote": "spruce"}.get(piece.role, "ink")
        run = _said(paragraph, plain(words.text), piece.size, role)
        run.font.bold = head
        if words.lang:
            run._r.get_or_add_rPr().set("lang", words.lang)
        if piece.role in ("head", "quote"):
            run.font.name = FONTS["display"]
        if piece.role in ("points", "numbered"):
            _bullet(paragraph, piece, index)
        if piece.role == "note":
            run.font.italic = True
        paragraph.space_before = Pt({"head": 8, "sub": 4}.get(piece.role, 0))
        paragraph.space_after = Pt({"lead": 9, "quote": 12, "head": 4, "sub": 3}.get(piece.role, 5))

    def _numbers(self, made: Any, piece: Piece, column: Column, y: float) -> None:
        each = max(2, min(4, len(piece.texts)))
        width = column.width / each
        for index, words in enumerate(piece.texts):
            value, _, rest = words.text.partition("\n")
            place = (column.x + (index % each) * width, y + (index // each) * 30, width - 3, 28.0)
            frame = self._box(made, place)
            run = _said(frame.paragraphs[0], value, 44, "spruce")
            run.font.bold = True
            run.font.name = FONTS["display"]
            _said(frame.add_paragraph(), rest, 14, "ink-2")

    def _table(self, made: Any, piece: Piece, x: float, y: float) -> None:
        rows, columns = len(piece.rows) + 1, len(piece.columns)
        width, height = sum(piece.widths), sum(piece.heights)
        holder = made.shapes.add_table(rows, columns, *(Emu(round(value * MM)) for value in (x, y, width, height)))
        table = holder.table
        table.first_row, table.horz_banding, table.first_col = True, False, True
        holder._element.graphic.graphicData.tbl.tblPr.find("{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId").text = (
            "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
        )  # fmt: skip
        for index, wide in enumerate(piece.widths):
            table.columns[index].width = Emu(round(wide * MM))
        for index, high in enumerate(piece.heights):
            table.rows[index].height = Emu(round(high * MM))
        for index, title in enumerate(piece.columns):
            self._cell(table.cell(0, index), title, piece.size, head=True)
        for number, row in enumerate(piece.rows, 1):
            for index, cell in enumerate(row):
                self._cell(table.cell(number, index), cell, piece.size, head=False, first=index == 0)

    def _cell(self, cell: Any, value: Cell, size: float, *, head: bool, first: bool = False) -> None:
        texts = [text for text in ((value,) if isinstance(value, str) else value) if text.strip()]
        frame = cell.text_frame
        frame.word_wrap = True
        cell.margin_left = cell.margin_right = Emu(round(CELL * MM))
        cell.margin_top = cell.margin_bottom = Emu(round(CELL * 0.7 * MM))
        cell.fill.background()
        for index, text in enumerate(texts or [""]):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            said = f"• {plain(text)}" if len(texts) > 1 else plain(text)
            run = _said(paragraph, said, size, "ink-2" if head else "ink")
            run.font.bold = head or first
        _under(cell, "ink" if head else "line", 1.5 if head else 0.75)

    def _contents(self, made: Any, slide: Slide, *, dark: bool) -> None:
        half = -(-len(slide.links) // 2) if len(slide.links) > 9 else len(slide.links)
        top = 86.0 if dark else TOP
        for index, part in enumerate((slide.links[:half], slide.links[half:])):
            if not part:
                continue
            left = (24.0 if dark else 18.0) + index * 154
            for number, (words, target) in enumerate(part):
                label, _, rest = words.partition("\t")
                title, _, page = rest.partition("\t")
                said = f"{label}  {plain(title)}" + (f"  –  {page}" if page else "")
                frame = self._box(made, (left, top + number * 10.5, 146, 9.0))
                _said(frame.paragraphs[0], said, 14, "on-spruce" if dark else "ink")
                self._links.append((made.shapes[-1], target))


def _moment(version: Version) -> datetime:
    try:
        return datetime.fromisoformat(str(version.snapshot.get("when"))).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001


def _inset(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _said(paragraph: Any, text: str, size: float, role: Any) -> Any:
    run = paragraph.add_run()
    run.text = clean(text).replace("\u00ad", "")
    run.font.size = Pt(round(size, 1))
    run.font.name = FONTS["text"]
    run.font.color.rgb = colour(role)
    return run


def _bullet(paragraph: Any, piece: Piece, index: int) -> None:
    """A point's mark or number, as the program's own lists have it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "228600")
    properties.set("indent", "-228600")
    if piece.role == "numbered":
        mark = etree.SubElement(properties, qn("a:buAutoNum"))
        mark.set("type", "arabicPeriod")
        if piece.first > 1 and index == 0:
            mark.set("startAt", str(piece.first))
    else:
        etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def _under(cell: Any, role: Any, points: float) -> None:
    """The line below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"))
    line.set("w", str(round(points * 12700)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", str(colour(role)))
    properties.insert(0, line)
