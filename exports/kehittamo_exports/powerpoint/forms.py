"""What python-pptx has no word for: outlines of free forms, dashes, arrow heads, colours by their roles."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn

from kehittamo_core.api import Area, Box, Path, Role, Stroke
from kehittamo_exports.pdf.painter import PALETTES

UNITS = 1000
"""Units of an outline's own grid in a millimetre of the drawing."""
BREAK = "\v"
"""Ends a line inside of a paragraph."""
_TAGS = {"M": "a:moveTo", "L": "a:lnTo", "C": "a:cubicBezTo", "Z": "a:close"}


def colour(role: Role, ground: str = "print") -> RGBColor:
    """A role's colour as it is printed on white, or on another ground."""
    made: RGBColor = RGBColor.from_string(  # type: ignore[no-untyped-call]
        "".join(f"{round(part * 255):02X}" for part in PALETTES[ground](role))
    )
    return made


def paint(shape: Any, fill: Role | None, stroke: Role | None, ground: str = "print") -> None:
    """Fill and edge of a shape; None leaves it out."""
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill, ground)
    if stroke is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = colour(stroke, ground)


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


SITES = {
    "circle": {"top": 0, "left": 2, "bottom": 4, "right": 6},
    "hexagon": {"right": 0, "bottom": 1, "left": 3, "top": 4},
}
"""The numbers of the places where connectors hold on to a native form (ECMA-376, preset shapes), where they are not these."""
PLAIN_SITES = {"top": 0, "left": 1, "bottom": 2, "right": 3}
# LibreOffice, which leads connectors anew when it opens a file, counts a cylinder, a cut and a tab like rectangles too,
# PowerPoint only when somebody moves them: what is seen at once goes first.


def site(box: Box, point: tuple[float, float]) -> int:
    """The place of a box's native form that a connector's end holds on to."""
    return SITES.get(box.form, PLAIN_SITES)[side(box, point)]


def without_style(shape: Any) -> None:
    """Drop the theme's fill, edge and shadow: everything that is seen is said by the drawing."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def broken(lines: Sequence[str], text: str) -> str:
    """A text with the drawing's own line breaks, which every program keeps; the whole text where there are none."""
    return BREAK.join(lines) if lines else text


def clipped(area: Area | Stroke, window: tuple[float, float, float, float]) -> Area | Stroke:
    """A field as far as it stands in a window: nothing hides the rest of a native shape."""
    x, y, width, height = window
    if isinstance(area, Stroke):
        points = tuple((min(max(px, x), x + width), min(max(py, y), y + height)) for px, py in area.points)
        return replace(area, points=points) if area.closed else area
    left, top = max(area.x, x), max(area.y, y)
    right, bottom = min(area.x + area.width, x + width), min(area.y + area.height, y + height)
    begins = area.y >= y - 0.1
    whole = begins and area.x >= x - 0.1 and right == area.x + area.width and bottom == area.y + area.height
    if whole:
        return area
    return replace(
        area, x=left, y=top, width=right - left, height=bottom - top, label=area.label if begins else "",
        second=area.second if begins else "", form="panel" if area.form == "hull" else area.form,
    )  # fmt: skip
