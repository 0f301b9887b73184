"""One board as a PDF: its drawing fills a sheet of A3 or, where its words need it, a larger one; then tables. Or as a picture."""

import io
from xml.etree.ElementTree import Element

from kehittamo_core.api import Chapter, Mark, Scene, item_tables, lower
from kehittamo_exports.chapters.board import Part, raw_tables
from kehittamo_exports.page.blocks import Blocks
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import smallest_scale
from kehittamo_exports.pdf.merge import Description, join
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.sheet import Sheet, render
from kehittamo_exports.reading import Version
from kehittamo_exports.words import Voice

MARGIN = 12.0
HEAD = 22.0
SMALLEST = 120.0
LONGEST = 5_000.0
"""A page of PDF has at most 200 inches; a longer drawing is made smaller."""
PAPERS = ((420.0, 297.0), (594.0, 420.0), (841.0, 594.0), (1189.0, 841.0))
"""A3 to A0 across, in millimetres."""
LARGEST = 2.5
"""A small drawing is made so much larger at most."""


def _sheet_of(width: float, height: float, least: float) -> tuple[float, float, float]:
    """Width and height of the smallest standard paper, across or upright, on which a drawing is readable, and its scale.

    A drawing that no paper holds gets a page of its own size.
    """
    for long, short in PAPERS:
        found = [
            (min((across - 2 * MARGIN) / width, (up - 2 * MARGIN - HEAD) / height, LARGEST), across, up)
            for across, up in ((long, short), (short, long))
        ]
        scale, across, up = max(found, key=lambda one: one[0])
        if scale >= least:
            return across, up, scale
    scale = min(1.0, (LONGEST - 2 * MARGIN) / width, (LONGEST - 2 * MARGIN - HEAD) / height)
    return max(width * scale + 2 * MARGIN, SMALLEST), max(height * scale + 2 * MARGIN + HEAD, SMALLEST), scale


def _no_drawing(id_: str) -> tuple[Scene, str]:
    """The tables have none."""
    raise LookupError(id_)


def board_pdf(part: Part, scene: Scene, marks: tuple[Mark, ...], version: Version) -> bytes:
    """The file's bytes; raises MissingPart without Pango."""
    voice = version.voice
    draft = Draft("board", part.title, voice)
    draft.open(where=version.title.text)
    pen = draft.pen
    _, _, width, height = scene.bounds
    across, up, scale = _sheet_of(width, height, smallest_scale(marks))
    art = {"art:drawing": Art(marks, scene.bounds)}
    aside = max((across - 2 * MARGIN - width * scale) / 2, 0.0)
    size = f"width:{width * scale:.2f}mm;height:{height * scale:.2f}mm;margin-left:{aside:.2f}mm"
    body = Element("body")
    heads = [piece.node for piece in draft.runs[0].pieces]
    body.append(pen("section", heads, pen("figure", pen.image("art:drawing", scene.alt, size)), class_="fitted"))
    method, board = part.method, part.board
    tables = item_tables(board, method, setup=True) if method is not None else raw_tables(board, voice)
    below = Draft("tables", part.title, voice)
    Blocks(below, _no_drawing, foreign=part.foreign).write(Chapter(title=part.title, blocks=tables))
    body.extend(below.sections())
    rendered = render(Sheet("board", part.title, version.language, body, art, fitted=(across, up)))
    return join([rendered], Description(part.title, version.language, subject=version.title.text), None)


DOTS = 200 / 72
"""Dots of a picture for each point: 200 to the inch."""
MOST_DOTS = 40_000_000
"""A picture is made coarser where it would have more."""


def picture(scene: Scene, language: str) -> bytes:
    """A drawing as PNG, rasterised from the PDF that is printed, so that both show the same.

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    import pypdfium2

    body = Element("body")
    _, _, width, height = scene.bounds
    scale = min(1.0, (LONGEST - 2 * MARGIN) / width, (LONGEST - 2 * MARGIN) / height)
    pen = Draft("drawing", "drawing", Voice(language)).pen
    size = f"width:{width * scale:.2f}mm;height:{height * scale:.2f}mm;margin:0"
    body.append(pen("section", pen.image("art:drawing", scene.alt, size), class_="fitted"))
    fitted = (width * scale + 2 * MARGIN, height * scale + 2 * MARGIN + 2)
    sheet = Sheet(
        "drawing", "drawing", language, body, {"art:drawing": Art(tuple(lower(scene)), scene.bounds)}, fitted=fitted
    )
    file = pypdfium2.PdfDocument(render(sheet).pdf)
    try:
        page = file[0]
        across, up = page.get_size()
        edge = MARGIN * 72 / 25.4
        dots = min(DOTS, (MOST_DOTS / (across * up)) ** 0.5)
        below = max(up - edge - height * scale * 72 / 25.4, 0.0)
        image = page.render(scale=dots, crop=(edge, below, edge, edge)).to_pil()
    finally:
        file.close()
    target = io.BytesIO()
    image.save(target, "PNG", dpi=(72 * dots, 72 * dots), optimize=False)
    return target.getvalue()
