"""Words of a slide in PowerPoint's own terms: runs in their language, lists, lines below cells, jumps to slides."""

from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from kehittamo_exports.deck.model import Piece
from kehittamo_exports.page.text import clean
from kehittamo_exports.powerpoint.forms import colour
from kehittamo_exports.powerpoint.shapes import FONTS

COUNTRIES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""Languages as spelling checkers know them."""
INDENT = 228_600


class Pen:
    """Writes in the deck's language where none is named."""

    def __init__(self, language: str) -> None:
        self.language = language

    def run(self, paragraph: Any, text: str, size: float, role: Any, *, lang: str = "", display: bool = False) -> Any:
        """A run of words, in points."""
        run = paragraph.add_run()
        run.text = clean(text).replace("\u00ad", "")
        run.font.size = Pt(round(size, 1))
        run.font.name = FONTS["display" if display else "text"]
        run.font.color.rgb = colour(role)
        run._r.get_or_add_rPr().set("lang", country(lang or self.language))
        return run


def country(language: str) -> str:
    """A language's full name."""
    return COUNTRIES.get(language, language)


def inset(frame: Any) -> None:
    """A frame without margins."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def bullet(paragraph: Any, piece: Piece, index: int) -> None:
    """A point's mark or number, as the program's own lists have it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(INDENT))
    properties.set("indent", str(-INDENT))
    if piece.role == "numbered":
        mark = etree.SubElement(properties, qn("a:buAutoNum"))
        mark.set("type", "arabicPeriod")
        if piece.first > 1:
            mark.set("startAt", str(piece.first))
    else:
        etree.SubElement(properties, qn("a:buChar")).set("char", "•")


def under(cell: Any, role: Any, points: float) -> None:
    """The line below a cell."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.Element(qn("a:lnB"))
    line.set("w", str(round(points * 12700)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", str(colour(role)))
    properties.insert(0, line)


def jump(run: Any, slide: Any, target: Any, tip: str) -> None:
    """Make words a link to another slide of the file."""
    link = etree.SubElement(run._r.get_or_add_rPr(), qn("a:hlinkClick"))
    link.set(qn("r:id"), slide.part.relate_to(target.part, RELATIONSHIP_TYPE.SLIDE))
    link.set("action", "ppaction://hlinksldjump")
    link.set("tooltip", clean(tip)[:200])


def numbered(paragraph: Any, number: int, size: float, role: Any) -> None:
    """The slide's number as a field: it stays right when slides are moved."""
    field = etree.SubElement(paragraph._p, qn("a:fld"))
    field.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    field.set("type", "slidenum")
    properties = etree.SubElement(field, qn("a:rPr"))
    properties.set("sz", str(round(size * 100)))
    fill = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", str(colour(role)))
    etree.SubElement(properties, qn("a:latin")).set("typeface", FONTS["text"])
    etree.SubElement(field, qn("a:t")).text = str(number)
