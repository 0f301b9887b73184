"""What stands behind the slides: the template stretched to 16:9, with the house's fonts, and the cover's thread."""

from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from kehittamo_core.api import Scene
from kehittamo_exports.chapters.cover import journey, logo
from kehittamo_exports.deck.model import HEIGHT, WIDTH, Drawn
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.powerpoint.forms import colour
from kehittamo_exports.powerpoint.said import country
from kehittamo_exports.powerpoint.shapes import FONTS, MM, Painter
from kehittamo_exports.reading import Version

TITLE_ONLY = 5
"""The layout of the default template that has a title and nothing else."""
THEME, THUMBNAIL = "/relationships/theme", "/metadata/thumbnail"


def widened(file: Any) -> Any:
    """The default template in 16:9 with our fonts, all other layouts gone; gives the layout with a title alone."""
    wide, high = Emu(round(WIDTH * MM)), Emu(round(HEIGHT * MM))
    across, down = wide / file.slide_width, high / file.slide_height
    file.slide_width, file.slide_height = wide, high
    package = file.part.package
    for id_, relation in list(package._rels.items()):
        if relation.reltype.endswith(THUMBNAIL):
            package._rels.pop(id_)  # a picture of the empty template
    layout = file.slide_layouts[TITLE_ONLY]
    for other in [one for one in file.slide_layouts if one is not layout]:
        file.slide_layouts.remove(other)
    for holder in (file.slide_master, layout):
        for shape in holder.placeholders:
            if shape._element.spPr.find(qn("a:xfrm")) is None:
                continue
            shape.left, shape.width = Emu(round(shape.left * across)), Emu(round(shape.width * across))
            shape.top, shape.height = Emu(round(shape.top * down)), Emu(round(shape.height * down))
    for relation in file.slide_master.part.rels.values():
        if relation.reltype.endswith(THEME):
            part = relation.target_part
            theme = etree.fromstring(part.blob)
            for font in theme.iter(qn("a:latin")):
                if font.getparent().tag in (qn("a:majorFont"), qn("a:minorFont")):
                    font.set("typeface", FONTS["text"])
            for name in ("a:hlink", "a:folHlink"):
                for link in theme.iter(qn(name)):
                    link[:] = []
                    etree.SubElement(link, qn("a:srgbClr")).set("val", str(colour("spruce")))
            part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    return layout


def thread(shapes: Any, version: Version) -> None:
    """The product's sign and the way through the meetings, as on the cover in PDF."""
    art, words = journey(version)
    _, _, width, _ = art.window
    _art(
        shapes,
        art,
        0.0,
        122.0,
        WIDTH / width,
        version.voice("The journey: {meetings}", meetings=words),
        version.language,
    )
    _art(shapes, logo(), 24.0, 20.0, 1.0, "Kehittämö", version.language)


def _art(shapes: Any, art: Art, x: float, y: float, scale: float, alt: str, language: str) -> None:
    drawn = Drawn(Scene(shapes=(), alt=alt), art.window, x, y, scale, alt)
    Painter(shapes, drawn, alt, ground=art.ground, language=country(language)).paint_marks(art.marks)
