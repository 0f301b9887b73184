"""What python-pptx has no word for: outlines of free forms, dashes, arrow heads, colours by their roles."""

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from kehittamo_core.api import Box, Path, Role, rgb

UNITS = 1000
"""Units of an outline's own grid in a millimetre of the drawing."""
_TAGS = {"M": "a:moveTo", "L": "a:lnTo", "C": "a:cubicBezTo", "Z": "a:close"}


def colour(role: Role) -> RGBColor:
    """A role's printed colour."""
    made: RGBColor = RGBColor.from_string(  # type: ignore[no-untyped-call]
        "".join(f"{round(part * 255):02X}" for part in rgb(role))
    )
    return made


def paint(shape: Any, fill: Role | None, stroke: Role | None) -> None:
    """Fill and edge of a shape; None leaves it out."""
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
    if stroke is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = colour(stroke)


def dash(line: Any) -> None:
    """Draw a line in dashes."""
    line.dash_style = MSO_LINE.DASH


def arrow(line: Any, end: str) -> None:
    """An arrow head: `tailEnd` where the line ends, `headEnd` where it begins."""
    element = line._get_or_add_ln()
    head = etree.SubElement(element, qn(f"a:{end}"))
    head.set("type", "triangle")
    head.set("w", "med")
    head.set("len", "med")
    if end == "headEnd":  # the schema wants it before tailEnd
        tail = element.find(qn("a:tailEnd"))
        if tail is not None:
            tail.addprevious(head)


def outline(shape: Any, path: Path, left: float, top: float, width: float, height: float) -> None:
    """Give a shape the outline of a path, curves included."""
    properties = shape._element.spPr
    preset = properties.find(qn("a:prstGeom"))
    custom = etree.Element(qn("a:custGeom"))
    for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
        etree.SubElement(custom, qn(f"a:{name}"))
    rectangle = etree.SubElement(custom, qn("a:rect"))
    for name, value in (("l", "0"), ("t", "0"), ("r", "r"), ("b", "b")):
        rectangle.set(name, value)
    paths = etree.SubElement(custom, qn("a:pathLst"))
    drawn = etree.SubElement(paths, qn("a:path"))
    drawn.set("w", str(max(round(width * UNITS), 1)))
    drawn.set("h", str(max(round(height * UNITS), 1)))
    if path.fill is None:
        drawn.set("fill", "none")
    for kind, numbers in path.segments:
        element = etree.SubElement(drawn, qn(_TAGS[kind]))
        for index in range(0, len(numbers), 2):
            point = etree.SubElement(element, qn("a:pt"))
            point.set("x", str(round((numbers[index] - left) * UNITS)))
            point.set("y", str(round((numbers[index + 1] - top) * UNITS)))
    preset.addprevious(custom)
    properties.remove(preset)


def touches(box: Box, point: tuple[float, float]) -> bool:
    """Whether a point stands on a box's edge."""
    x, y = point
    inside = box.x - 1 <= x <= box.right + 1 and box.y - 1 <= y <= box.bottom + 1
    return inside and min(abs(x - box.x), abs(x - box.right), abs(y - box.y), abs(y - box.bottom)) < 1.5


def side(box: Box, point: tuple[float, float]) -> str:
    """The side of a box that a point stands on."""
    x, y = point
    away = {"left": abs(x - box.x), "right": abs(x - box.right), "top": abs(y - box.y), "bottom": abs(y - box.bottom)}
    return min(away, key=lambda name: away[name])
