"""The result day's slides as PPTX: the same composition as the slides in PDF, in texts, tables and shapes one can edit."""

import io
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from kehittamo_core.api import Cell, ExportRequest
from kehittamo_exports.chapters.cards import Card
from kehittamo_exports.composition import Chapter, Composition, crew_of
from kehittamo_exports.deck.chapters import board_slides, failed_slides
from kehittamo_exports.deck.lines import beside, shown_size
from kehittamo_exports.deck.model import BELOW, CELL, TOP, WIDTH, Column, Piece, Slide, Words
from kehittamo_exports.page.text import clean, plain
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.powerpoint.forms import colour, paint
from kehittamo_exports.powerpoint.ground import thread, widened
from kehittamo_exports.powerpoint.said import Pen, bullet, country, inset, jump, numbered, under
from kehittamo_exports.powerpoint.shapes import MM, Painter
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version
from kehittamo_exports.slides import contents_slides, slides_of, with_dividers

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table without style and grid."""


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
        self._pen = Pen(version.language)
        self._file = Presentation()
        self._layout = widened(self._file)
        self._places: dict[str, Any] = {}
        self._links: list[tuple[Any, Any, str]] = []
        self._leads: list[tuple[Any, str]] = []

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
        for made, run, target in self._links:
            if target in self._places:
                jump(run, made, self._places[target], run.text)
        for shape, target in self._leads:
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
        if slide.look == "cover":
            thread(made.shapes, self._version)
        if slide.where:
            self._line(
                made,
                slide.where,
                (18, 28.5, 300, 6) if not dark else (24, 40, 280, 9),
                12 if not dark else 14,
                dark=dark,
            )
        if slide.drawn is not None:
            name = slide.caption or slide.title
            Painter(made.shapes, slide.drawn, name, language=country(self._version.language)).paint()
            if slide.caption:
                self._line(made, slide.caption, (18, 160 if slide.carded else 169, 300, 6), 12, dark=False)
        elif slide.caption:
            self._line(made, slide.caption, (24, 88, 270, 26), 16, dark=dark)
        for column in slide.columns:
            self._column(made, column)
        if slide.links:
            self._contents(made, slide, dark=dark)
        if not dark:
            foot = " · ".join(part for part in (self._version.title.text, self._version.banner) if part)
            frame = self._box(made, (18, 179.5, 240, 6))
            self._pen.run(frame.paragraphs[0], plain(foot), 9, "ink-3")
            frame = self._box(made, (270, 179.5, WIDTH - 288, 6))
            frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
            numbered(frame.paragraphs[0], number, 9, "ink-3")
            self._pen.run(frame.paragraphs[0], f" / {count}", 9, "ink-3")
        if slide.id in self._cards:
            self._card(made, self._cards[slide.id])
        if slide.notes:
            frame = made.notes_slide.notes_text_frame
            frame.text = clean(slide.notes)[:4000]
            for paragraph in frame.paragraphs:
                for run in paragraph.runs:
                    run._r.get_or_add_rPr().set("lang", country(self._version.language))

    def _card(self, made: Any, card: Card) -> None:
        """A perspective's card at the foot: the goal and the benefit, each in a line."""
        place = (Emu(round(one * MM)) for one in (18, 166.0, WIDTH - 36, 0.2))
        paint(made.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place), "spruce", None)
        frame = self._box(made, (18, 167.0, WIDTH - 36, 11.0))
        paragraph = frame.paragraphs[0]
        for heading, text in card.in_one:
            if not text:
                continue
            if paragraph.runs:
                paragraph = frame.add_paragraph()
            self._pen.run(paragraph, f"{heading}  ", 12, "ink").font.bold = True
            self._pen.run(paragraph, plain(text), 12, "ink")

    def _title(self, made: Any, slide: Slide, *, dark: bool) -> None:
        title = made.shapes.title
        x, y, width, height = (24.0, 48.0, 270.0, 36.0) if dark else (18.0, 7.0, 302.0, 21.0)
        title.left, title.top, title.width, title.height = (Emu(round(value * MM)) for value in (x, y, width, height))
        label = f"{slide.number}  {slide.title}" if slide.number is not None and not dark else slide.title
        frame = title.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP if slide.over else MSO_ANCHOR.MIDDLE
        inset(frame)
        paragraph = frame.paragraphs[0]
        if slide.over:
            self._pen.run(paragraph, plain(slide.over), 12, "ink-3").font.bold = False
            paragraph.add_line_break()
        long = len(slide.title) > 60
        size = (26 if long else 34) if dark else (20 if long else 26)
        run = self._pen.run(
            paragraph, plain(label), size, "on-spruce" if dark else "ink", lang=slide.title_lang, display=True
        )
        run.font.bold = True
        paragraph.alignment = PP_ALIGN.LEFT

    def _line(self, made: Any, text: str, place: tuple[float, float, float, float], size: float, *, dark: bool) -> None:
        frame = self._box(made, place)
        self._pen.run(frame.paragraphs[0], plain(text), size, "on-spruce" if dark else "ink-3")

    def _box(self, made: Any, place: tuple[float, float, float, float]) -> Any:
        shape = made.shapes.add_textbox(*(Emu(round(value * MM)) for value in place))
        frame = shape.text_frame
        frame.word_wrap = True
        inset(frame)
        return frame

    # Columns

    def _column(self, made: Any, column: Column) -> None:
        y = column.y
        run: list[Piece] = []
        for piece in column.pieces:
            if piece.role in ("table", "numbers", "image"):
                y = self._texts(made, column, run, y)
                run = []
                if piece.role == "table":
                    self._table(made, piece, column.x, y)
                elif piece.photo is not None:
                    self._photo(made, piece, piece.photo, column, y)
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
                self._paragraph(paragraph, piece, words, index)
                if first:
                    paragraph.space_before = Pt(0)
                first = False
        return y + height

    def _paragraph(self, paragraph: Any, piece: Piece, words: Words, index: int) -> None:
        head = piece.role in ("head", "sub", "quote")
        role = {"lead": "ink-2", "meta": "ink-3", "quote": "spruce"}.get(piece.role, "ink")
        display = piece.role in ("head", "quote")
        run = self._pen.run(paragraph, plain(words.text), piece.size, role, lang=words.lang, display=display)
        run.font.bold = head
        if piece.role in ("points", "numbered"):
            bullet(paragraph, piece, index)
        if piece.role == "note":
            run.font.italic = True
        paragraph.space_before = Pt({"head": 8, "sub": 4}.get(piece.role, 0))
        paragraph.space_after = Pt({"lead": 9, "quote": 12, "head": 4, "sub": 3}.get(piece.role, 4))

    def _photo(self, made: Any, piece: Piece, photo: Photo, column: Column, y: float) -> None:
        """An image with its text in words, its credit below."""
        wide, high = shown_size(photo, column.width, piece.most)
        places = (Emu(round(one * MM)) for one in (column.x, y, wide, high))
        picture = made.shapes.add_picture(io.BytesIO(photo.data), *places)
        picture.name = clean(piece.alt)[:120] or "Image"
        picture._element.nvPicPr.cNvPr.set("descr", clean(piece.alt))
        if piece.texts:
            self._texts(made, column, [replace(piece, photo=None, height=piece.height - high - 2)], y + high + 2)

    def _numbers(self, made: Any, piece: Piece, column: Column, y: float) -> None:
        each = beside(piece, column.width)
        width = column.width / each
        high = (piece.height - BELOW["numbers"]) / -(-len(piece.texts) // each)
        for index, words in enumerate(piece.texts):
            value, _, rest = words.text.partition("\n")
            frame = self._box(made, (column.x + (index % each) * width, y + (index // each) * high, width - 3, high))
            run = self._pen.run(frame.paragraphs[0], value, 40, "spruce", display=True)
            run.font.bold = True
            self._pen.run(frame.add_paragraph(), rest, 14, "ink-2")

    def _table(self, made: Any, piece: Piece, x: float, y: float) -> None:
        rows, columns = len(piece.rows) + 1, len(piece.columns)
        width, height = sum(piece.widths), sum(piece.heights)
        holder = made.shapes.add_table(rows, columns, *(Emu(round(value * MM)) for value in (x, y, width, height)))
        table = holder.table
        table.first_row, table.horz_banding, table.first_col = True, False, True
        holder._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = NO_STYLE
        for index, wide in enumerate(piece.widths):
            table.columns[index].width = Emu(round(wide * MM))
        for index, high in enumerate(piece.heights):
            table.rows[index].height = Emu(round(high * MM))
        for index, title in enumerate(piece.columns):
            self._cell(table.cell(0, index), title, piece.size, head=True)
        for number, row in enumerate(piece.rows, 1):
            link = piece.links[number - 1] if piece.links else ""
            for index, cell in enumerate(row):
                runs = self._cell(table.cell(number, index), cell, piece.size, head=False, first=index == 0)
                if link and not index:
                    self._links += [(made, run, link) for run in runs]

    def _cell(self, cell: Any, value: Cell, size: float, *, head: bool, first: bool = False) -> list[Any]:
        texts = [text for text in ((value,) if isinstance(value, str) else value) if text.strip()]
        frame = cell.text_frame
        frame.word_wrap = True
        cell.margin_left = cell.margin_right = Emu(round(CELL * MM))
        cell.margin_top = cell.margin_bottom = Emu(round(CELL * 0.7 * MM))
        cell.fill.background()
        runs = []
        for index, text in enumerate(texts or [""]):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            said = f"• {plain(text)}" if len(texts) > 1 else plain(text)
            run = self._pen.run(paragraph, said, size, "ink-2" if head else "ink")
            run.font.bold = head or first
            runs.append(run)
        under(cell, "ink" if head else "line", 1.5 if head else 0.75)
        return runs

    def _contents(self, made: Any, slide: Slide, *, dark: bool) -> None:
        half = -(-len(slide.links) // 2) if len(slide.links) > 9 else len(slide.links)
        top = 86.0 if dark else TOP
        for index, part in enumerate((slide.links[:half], slide.links[half:])):
            left = (24.0 if dark else 18.0) + index * 154
            for number, (words, target) in enumerate(part):
                label, _, rest = words.partition("\t")
                title, _, page = rest.partition("\t")
                said = f"{label}  {plain(title)}" + (f"  –  {page}" if page else "")
                frame = self._box(made, (left, top + number * 10.5, 146, 9.0))
                self._pen.run(frame.paragraphs[0], said, 14, "on-spruce" if dark else "ink")
                self._leads.append((made.shapes[-1], target))


def _moment(version: Version) -> datetime:
    try:
        return datetime.fromisoformat(str(version.snapshot.get("when"))).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)  # noqa: DTZ001
