"""Slides as pages of a PDF: the same elements as the report's, standing where the composition put them."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from kehittamo_core.api import Cell, lower
from kehittamo_exports.deck.lines import beside, shown_size
from kehittamo_exports.deck.model import Column, Drawn, Piece, Slide, Words
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.paper import Part as Window
from kehittamo_exports.page.paper import shown
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.merge import LINK
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.pdf.sheet import Sheet

LONG_TITLE = 60


def sheet(slides: Sequence[Slide], language: str, *, contents: bool = False) -> Sheet:
    """A chapter's slides ready to be laid out, one page each; `contents`: their lists are the table of contents."""
    pen = Pen(language)
    body = Element("body")
    art: dict[str, Art | Photo] = {}
    for index, slide in enumerate(slides):
        body.append(_section(pen, slide, art, first=index == 0))
    first = slides[0]
    return Sheet(first.id, plain(first.title), language, body, art, contents)


def _section(pen: Pen, slide: Slide, art: dict[str, Art | Photo], *, first: bool) -> Element:
    look = f"slide {slide.look} carded" if slide.carded else f"slide {slide.look}"
    title = _title(pen, slide, first=first)
    parts: list[Element | None] = [title]
    if slide.where:
        parts.append(pen("p", slide.where, class_="under" if slide.look == "page" else "said"))
    if slide.drawn is not None:
        parts.append(_figure(pen, slide, slide.drawn, art))
    ranks: set[str] = set()
    parts += [_column(pen, column, ranks, art) for column in slide.columns]
    if slide.links:
        parts.append(_links(pen, slide))
    return pen("section", parts, class_=look)


def _title(pen: Pen, slide: Slide, *, first: bool) -> Element:
    label = f"{slide.number} {slide.title}" if slide.number is not None else slide.title
    number = None
    if slide.number is not None and slide.look == "page":
        number = pen.verbatim("span", str(slide.number), class_="no long" if slide.number > 99 else "no")
        number.tail = " "
    size = 30.0 if slide.look != "page" else 26.0
    words = pen.headline("span", slide.title, size, 250.0, lang=slide.title_lang)
    class_ = " ".join(
        name
        for name, wanted in (
            ("again", not first),
            ("below", bool(slide.over)),
            ("tight", len(slide.title) > LONG_TITLE),
        )
        if wanted
    )
    over = pen("span", slide.over, class_="over") if slide.over else None
    if over is not None:
        over.tail = " "
    return pen("h1", over, number, words, id=slide.id, data_label=plain(label), class_=class_)


def _figure(pen: Pen, slide: Slide, drawn: Drawn, art: dict[str, Art | Photo]) -> Element:
    name = f"art:{slide.id}"
    marks = tuple(lower(drawn.scene))
    if drawn.whole:
        art[name] = Art(marks, drawn.window)
    else:
        window = Window(*drawn.window)
        windows = [Window(*one) for one in drawn.windows]
        art[name] = Art(shown(marks, window, windows), drawn.window, clipped=True)
    _, _, width, height = drawn.window
    style = f"width:{width * drawn.scale:.2f}mm;height:{height * drawn.scale:.2f}mm"
    place = f"left:{drawn.x:.2f}mm;top:{drawn.y:.2f}mm"
    caption = pen("figcaption", slide.caption, lang=slide.caption_lang) if slide.caption else None
    return pen("figure", pen("div", pen.image(name, drawn.alt, style), style=place, class_="drawn"), caption)


def _column(pen: Pen, column: Column, ranks: set[str], art: dict[str, Art | Photo]) -> Element:
    place = f"left:{column.x:.2f}mm;top:{column.y:.2f}mm;width:{column.width:.2f}mm"
    return pen(
        "div", [_piece(pen, piece, column.width, ranks, art) for piece in column.pieces], style=place, class_="col"
    )


def _piece(pen: Pen, piece: Piece, width: float, ranks: set[str], art: dict[str, Art | Photo]) -> Element | None:
    size = f"font-size:{piece.size:.2f}pt"
    match piece.role:
        case "head" | "sub":
            words = piece.texts[0]
            ranks.add(piece.role)
            tag = "h2" if piece.role == "head" or "head" not in ranks else "h3"  # no level is skipped on a slide
            return pen.headline(tag, words.text, piece.size, width, lang=words.lang, style=size)
        case "points" | "numbered":
            tag = "ol" if piece.role == "numbered" else "ul"
            start = str(piece.first) if piece.first > 1 and tag == "ol" else ""
            if start:
                size += f";counter-reset:list-item {piece.first - 1}"
            return pen(tag, [pen("li", one.text, lang=one.lang) for one in piece.texts], style=size, start=start)
        case "note":
            return pen("div", _paragraphs(pen, piece.texts), class_=f"note {piece.tone}".strip(), style=size)
        case "quote":
            return pen("div", _paragraphs(pen, piece.texts), class_="goal", style=size)
        case "numbers":
            share = f"width:{width / beside(piece, width) - 4:.2f}mm"
            return pen("div", [_number(pen, one, share) for one in piece.texts], class_="planned")
        case "image" if piece.photo is not None:
            name = f"photo:{len(art)}"
            art[name] = piece.photo
            wide, high = shown_size(piece.photo, width, piece.most)
            image = pen.image(name, piece.alt, f"width:{wide:.2f}mm;height:{high:.2f}mm;display:block")
            credit = pen("figcaption", _paragraphs(pen, piece.texts), style=size) if piece.texts else None
            return pen("figure", image, credit, class_="photo")
        case "table":
            return _table(pen, piece)
        case _:
            class_ = piece.role if piece.role in ("lead", "meta") else ""
            return pen("div", _paragraphs(pen, piece.texts, class_), style=size)


def _paragraphs(pen: Pen, texts: Sequence[Words], class_: str = "") -> list[Element]:
    return [pen("p", one.text, lang=one.lang, class_=class_) for one in texts]


def _number(pen: Pen, words: Words, style: str) -> Element:
    value, _, rest = words.text.partition("\n")
    number = pen.verbatim("b", value) if value else None
    return pen("p", number, pen("span", rest), style=style)


def _table(pen: Pen, piece: Piece) -> Element:
    total = sum(piece.widths)
    columns = pen("colgroup", [pen("col", style=f"width:{100 * one / total:.2f}%") for one in piece.widths])
    head = pen("thead", pen("tr", [pen("th", column, scope="col") for column in piece.columns]))
    links = piece.links or ("",) * len(piece.rows)
    body = pen("tbody", [_row(pen, row, link) for row, link in zip(piece.rows, links, strict=True)])
    style = f"font-size:{piece.size:.2f}pt;width:{total:.2f}mm"
    return pen("table", columns, head, body, style=style)


def _row(pen: Pen, row: Sequence[Cell], link: str = "") -> Element:
    first, *rest = row
    head = _cell(pen, first)
    if link:
        title = plain(" ".join((first,) if isinstance(first, str) else first))
        head = [pen("a", head, href=LINK + link, title=title)]
    return pen("tr", pen("th", head, scope="row"), [pen("td", _cell(pen, cell)) for cell in rest])


def _cell(pen: Pen, cell: Cell) -> list[Element]:
    texts = [text for text in ((cell,) if isinstance(cell, str) else cell) if text.strip()]
    if len(texts) > 1:
        return [pen("ul", [pen("li", plain(text)) for text in texts])]
    return [pen("span", plain(texts[0]))] if texts else []


def _links(pen: Pen, slide: Slide) -> Element:
    entries = []
    for words, target in slide.links:
        number, _, rest = words.partition("\t")
        title, _, page = rest.partition("\t")
        first = pen.verbatim("span", number, class_="no")
        first.tail = " "
        name = pen("span", title, class_="name")
        name.tail = " "
        last = pen.verbatim("span", page, class_="page") if page else None
        entries.append(
            pen("li", pen("a", first, name, last, href=LINK + target, title=f"{number} {plain(title)}".strip()))
        )
    half = -(-len(entries) // 2) if len(entries) > 9 else len(entries)
    columns = [entries[:half], entries[half:]]
    return pen("div", [pen("ol", column, class_="toc") for column in columns if column], class_="links")
