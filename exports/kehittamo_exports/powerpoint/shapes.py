"""Paints a drawing's shapes as native PowerPoint shapes: boxes with their own text, connectors that hold on to them.

What PowerPoint has no shape for (signs, hulls, curves) becomes a free form with the same outline as in SVG and PDF.
"""

from collections.abc import Iterable
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from kehittamo_core.api import (
    Area,
    Badge,
    Box,
    Connector,
    Group,
    Mark,
    Path,
    Role,
    Run,
    Scene,
    Shape,
    Stroke,
    Words,
    edge_of,
    extent,
    fill_of,
    lower,
    text_width,
)
from kehittamo_exports.deck.model import Drawn
from kehittamo_exports.page.text import clean
from kehittamo_exports.powerpoint.forms import (
    BREAK,
    arrow,
    broken,
    clipped,
    colour,
    dash,
    outline,
    paint,
    site,
    touches,
    without_style,
)

MM = 36_000
"""English metric units in a millimetre."""
FONTS = {"text": "Arial", "display": "Arial"}
"""Fonts that every machine has under some name: ours are not there where the file is opened, and lines would break anew."""
NATIVE = {
    "rounded": MSO_SHAPE.ROUNDED_RECTANGLE, "square": MSO_SHAPE.RECTANGLE, "pill": MSO_SHAPE.ROUNDED_RECTANGLE,
    "hexagon": MSO_SHAPE.HEXAGON, "circle": MSO_SHAPE.OVAL, "cylinder": MSO_SHAPE.CAN, "diamond": MSO_SHAPE.DIAMOND,
    "cut": MSO_SHAPE.SNIP_1_RECTANGLE, "note": MSO_SHAPE.FOLDED_CORNER, "tab": MSO_SHAPE.ROUND_2_SAME_RECTANGLE,
    "plain": MSO_SHAPE.RECTANGLE,
}  # fmt: skip
WIDER = 1.15
"""Room for letters of another font: a line that just fits in ours would break."""
LEAST = 3.0
"""An area that reaches less into a part, in millimetres, is left out of it."""


class Painter:
    """Paints one drawing into a group of a slide; `ground` is what it stands on, `language` what its words are in."""

    def __init__(self, shapes: Any, drawn: Drawn, name: str, *, ground: str = "print", language: str = "") -> None:
        self._ground = ground
        self._language = language
        self._slide = shapes
        self._group = shapes.add_group_shape()
        self._group.name = name[:120] or "Drawing"
        self._group._element.nvGrpSpPr.cNvPr.set("descr", clean(drawn.alt)[:4000])
        self._drawn = drawn
        self._shapes = self._group.shapes
        self._shapes.turbo_add_enabled = True
        # the group's extent is reckoned once, at the end, and not anew for every shape
        self._shapes._recalculate_extents = lambda: None
        self._boxes: dict[str, tuple[Box, Any]] = {}

    def paint(self) -> None:
        """Everything of the scene that stands in the window."""
        scene = self._drawn.scene
        shown = [shape for shape in scene.ordered() if self._drawn.whole or self._inside(shape)]
        if not self._drawn.whole:
            shown = [clipped(one, self._drawn.window) if isinstance(one, Area | Stroke) else one for one in shown]
        connectors = [shape for shape in shown if isinstance(shape, Connector)]
        below = [shape for shape in shown if isinstance(shape, Area | Stroke)]
        above = [shape for shape in shown if not isinstance(shape, Area | Stroke | Connector)]
        for shape in below:
            self._shape(shape)
        anchor = len(self._group._element)
        for one in above:
            self._shape(one)
        painted = [self._connector(line) for line in connectors]
        # connectors know the boxes that they hold, so they are made last, and lie below them
        for place, element in enumerate(one for made in painted for one in made):
            self._group._element.remove(element)
            self._group._element.insert(anchor + place, element)
        self._done()

    def paint_marks(self, marks: Iterable[Mark]) -> None:
        """Marks that come from no scene, such as the thread on the cover."""
        self._free(marks)
        self._done()

    def _done(self) -> None:
        """The group's extent, and the slide's count of shapes: no number is given twice."""
        self._group._element.recalculate_extents()
        self._slide.turbo_add_enabled = self._slide.turbo_add_enabled

    def _inside(self, shape: Shape) -> bool:
        """Whether most of a shape stands in the window, and no other window has it whole."""
        x, y, width, height = self._drawn.window
        corners = shape.points if isinstance(shape, Connector | Stroke) else extent(shape)
        if isinstance(shape, Connector):
            return all(x - 1 <= px <= x + width + 1 and y - 1 <= py <= y + height + 1 for px, py in corners)
        left, right = min(px for px, _ in corners), max(px for px, _ in corners)
        top, bottom = min(py for _, py in corners), max(py for _, py in corners)
        field = isinstance(shape, Area) or (isinstance(shape, Stroke) and shape.closed)
        if (
            not field
            and not (x <= left and right <= x + width and y <= top and bottom <= y + height)
            and any(
                one[0] <= left and right <= one[0] + one[2] and one[1] <= top and bottom <= one[1] + one[3]
                for one in self._drawn.windows
            )
        ):
            return False
        across = min(right, x + width) - max(left, x)
        down = min(bottom, y + height) - max(top, y)
        if field:
            return across > LEAST and down > LEAST
        return across >= 0.6 * (right - left) and down >= 0.6 * (bottom - top)

    # Places

    def _x(self, value: float) -> Emu:
        return Emu(round((self._drawn.x + (value - self._drawn.window[0]) * self._drawn.scale) * MM))

    def _y(self, value: float) -> Emu:
        return Emu(round((self._drawn.y + (value - self._drawn.window[1]) * self._drawn.scale) * MM))

    def _long(self, value: float) -> Emu:
        return Emu(max(round(value * self._drawn.scale * MM), 0))

    def _points(self, size: float) -> Pt:
        return Pt(max(round(size * self._drawn.scale * 72 / 25.4, 1), 1))

    # Shapes

    def _shape(self, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(shape)
            case Words():
                self._words(shape)
            case Badge():
                self._badge(shape)
            case Area() if shape.form != "hull":
                self._area(shape)
            case _:
                self._free(_group_marks(shape))

    def _native(self, kind: Any, x: float, y: float, width: float, height: float, name: str) -> Any:
        made = self._shapes.add_shape(kind, self._x(x), self._y(y), self._long(width), self._long(height))
        made.name = clean(name)[:120] or "Shape"
        without_style(made)
        return made

    def _box(self, box: Box) -> None:
        label = box.text or (box.item.text if box.item is not None else "") or " ".join(box.lines)
        name = f"{box.item.code} {label}".strip() if box.item is not None else label
        made = self._native(NATIVE[box.form], box.x, box.y, box.width, box.height, name)
        if box.form == "pill":
            made.adjustments[0] = 0.5
        elif box.form == "rounded":
            made.adjustments[0] = min(2.2 / max(min(box.width, box.height), 1.0), 0.5)
        elif box.form == "hexagon":
            made.adjustments[0] = min(6.0 / max(box.height, 1.0), 0.5)
        plain = box.form == "plain"
        paint(made, None if plain else fill_of(box.tone), None if plain else edge_of(box.tone))
        if not plain:
            made.line.width = self._points_of_line(0.7 if box.strong else 0.45)
            if box.dashed:
                dash(made.line)
        frame = made.text_frame
        glyph_room = 5.2 if box.glyph and box.glyph_beside else 0.0
        above = 4.8 if box.glyph and not box.glyph_beside else 0.0
        middle = box.form in ("hexagon", "circle", "pill", "diamond") or box.align == "middle"
        self._frame(frame, 0.0 if middle else box.pad_x, 0, glyph_room, above, wrap=False)
        role: Role = "ink" if plain else "n-ink"
        lines: list[tuple[str, float, int, Role]] = []
        if box.code and box.item is not None and box.item.code:
            lines.append((box.item.code, 2.85, 400, "ink-3"))
        label_lines = broken(box.lines, label)
        lines.append((label_lines, box.size, box.weight, role))
        if box.second_lines:
            lines.append(
                (broken(box.second_lines, box.second), 2.85, 400, "ink-2" if plain or box.tone == "plain" else "n-ink")
            )
        self._text(frame, lines, PP_ALIGN.CENTER if middle else PP_ALIGN.LEFT, struck=box.struck, struck_at=label_lines)
        if box.item is not None:
            self._boxes[box.item.id] = (box, made)
        self._free(_signs(box))

    def _words(self, words: Words) -> None:
        width = words.line_width * WIDER + 0.4
        left = {"start": words.x, "middle": words.x - width / 2, "end": words.x - width}[words.anchor]
        made = self._shapes.add_textbox(self._x(left), self._y(words.y), self._long(width), self._long(words.height))
        made.name = clean(words.text)[:120] or "Text"
        self._frame(made.text_frame, 0, 0, 0, 0, anchor=MSO_ANCHOR.TOP)
        align = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}[words.anchor]
        self._text(
            made.text_frame,
            [(broken(words.lines, words.text), words.size, words.weight, words.role)],
            align,
            family=words.family,
        )

    def _badge(self, badge: Badge) -> None:
        width = badge.size
        if badge.form == "pill":
            (left, _), (right, _) = extent(badge)
            width = right - left
        kind = {
            "disc": MSO_SHAPE.OVAL, "ring": MSO_SHAPE.OVAL, "diamond": MSO_SHAPE.DIAMOND, "square": MSO_SHAPE.ROUNDED_RECTANGLE,
            "pill": MSO_SHAPE.ROUNDED_RECTANGLE,
        }[badge.form]  # fmt: skip
        made = self._native(kind, badge.x - width / 2, badge.y - badge.size / 2, width, badge.size, badge.text)
        if badge.form == "pill":
            made.adjustments[0] = 0.5
        solid = badge.filled and badge.form != "ring"
        paint(made, badge.role if solid else "surface", badge.role)
        made.line.width = self._points_of_line(0.4)
        self._frame(made.text_frame, 0, 0, 0, 0, wrap=False)
        role: Role = ("on-spruce" if badge.role == "spruce" else "surface") if solid else badge.role
        self._text(made.text_frame, [(badge.text, badge.size * 0.62, 700, role)], PP_ALIGN.CENTER)

    def _area(self, area: Area) -> None:
        made = self._native(MSO_SHAPE.ROUNDED_RECTANGLE, area.x, area.y, area.width, area.height, area.label or "Area")
        made.adjustments[0] = min(2.2 / max(min(area.width, area.height), 1.0), 0.5)
        lane = area.form == "lane"
        edge = edge_of(area.tone) if area.strong or area.dashed else "line"
        paint(made, "surface" if lane else fill_of(area.tone), "line" if lane else edge)
        made.line.width = self._points_of_line(0.9 if area.strong else 0.35)
        if area.dashed:
            dash(made.line)
        holder = made
        if lane:
            holder = self._native(MSO_SHAPE.ROUNDED_RECTANGLE, area.x, area.y, area.head, area.height, area.label)
            holder.adjustments[0] = 0.05
            paint(holder, fill_of(area.tone), None)
        if area.label:
            self._frame(holder.text_frame, 2.2, 0.8, 0, 1.8, anchor=MSO_ANCHOR.TOP)
            lines: list[tuple[str, float, int, Role]] = [(area.label, area.size, 700, "ink")]
            if area.second:
                lines.append((area.second, 2.85, 400, "ink-2"))
            self._text(holder.text_frame, lines, PP_ALIGN.LEFT)

    # Connectors

    def _connector(self, line: Connector) -> list[Any]:
        """A native connector where it goes from one box to another, else a free form; the elements that it made."""
        before = set(self._group._element)
        ends = self._ends(line)
        role: Role = "rust" if line.missing else line.role
        if ends is not None and len(line.points) == 2:
            (x1, y1), (x2, y2) = line.points
            kind = MSO_CONNECTOR.CURVE if line.curve == "flow" and abs(y1 - y2) > 0.5 else MSO_CONNECTOR.STRAIGHT
            made = self._shapes.add_connector(kind, self._x(x1), self._y(y1), self._x(x2), self._y(y2))
            made.name = clean(line.label)[:120] or "Connector"
            # the ends stay where the drawing has them; the connection only says what they hold on to
            made._connect_begin_to(ends[0][1], site(ends[0][0], line.points[0]))
            made._connect_end_to(ends[1][1], site(ends[1][0], line.points[1]))
            without_style(made)
            made.line.color.rgb = colour(role)
            made.line.width = self._points_of_line(line.width)
            if line.dashed or line.missing:
                dash(made.line)
            if line.arrow in ("end", "both"):
                arrow(made.line, "tailEnd")
            if line.arrow == "both":
                arrow(made.line, "headEnd")
            heads = {"none": 0, "end": 1, "both": 2}[line.arrow]
            self._free(_group_marks(line)[1 + heads :])
        else:
            self._free(_group_marks(line))
        return [one for one in self._group._element if one not in before]

    def _ends(self, line: Connector) -> tuple[tuple[Box, Any], tuple[Box, Any]] | None:
        """The boxes that a link's line touches."""
        if line.link is None:
            return None
        source, target = getattr(line.link, "source", ""), getattr(line.link, "target", "")
        first, last = self._boxes.get(source), self._boxes.get(target)
        if first is None or last is None:
            return None
        start, end = line.points[0], line.points[-1]
        if touches(first[0], start) and touches(last[0], end):
            return first, last
        return None

    # Free forms

    def _free(self, marks: Iterable[Mark]) -> None:
        given = list(marks)
        for mark in given:
            if isinstance(mark, Path):
                self._path(mark)
            elif isinstance(mark, Group):
                self._free(mark.marks)
        self._runs([mark for mark in given if isinstance(mark, Run)])

    def _runs(self, runs: list[Run]) -> None:
        for run in runs:
            width = text_width(run.text, run.size, run.weight) * WIDER + 0.4
            made = self._shapes.add_textbox(
                self._x(run.x), self._y(run.y - run.size), self._long(width), self._long(run.size * 1.25)
            )
            made.name = clean(run.text)[:120] or "Text"
            self._frame(made.text_frame, 0, 0, 0, 0)
            self._text(made.text_frame, [(run.text, run.size, run.weight, run.role)], PP_ALIGN.LEFT, family=run.family)

    def _path(self, path: Path) -> None:
        points = [
            (numbers[index], numbers[index + 1]) for _, numbers in path.segments for index in range(0, len(numbers), 2)
        ]
        if len(points) < 2:
            return
        left, top = min(x for x, _ in points), min(y for _, y in points)
        width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
        made = self._native(MSO_SHAPE.RECTANGLE, left, top, max(width, 0.01), max(height, 0.01), "Line")
        outline(made, path, left, top, max(width, 0.01), max(height, 0.01))
        paint(made, path.fill, path.stroke, self._ground)
        if path.stroke is not None:
            made.line.width = self._points_of_line(path.width)
            if path.dash:
                dash(made.line)

    # Text and lines

    def _points_of_line(self, width: float) -> Pt:
        return Pt(max(round(width * self._drawn.scale * 72 / 25.4, 2), 0.25))

    def _frame(
        self, frame: Any, left: float, right: float, extra: float, above: float, *, wrap: bool = True,
        anchor: Any = MSO_ANCHOR.MIDDLE,
    ) -> None:  # fmt: skip
        frame.margin_left, frame.margin_right = self._long(left + extra), self._long(right)
        frame.margin_top, frame.margin_bottom = self._long(above), Emu(0)
        frame.word_wrap = wrap
        frame.vertical_anchor = anchor

    def _text(
        self, frame: Any, lines: list[tuple[str, float, int, Role]], align: Any, *, family: str = "text",
        struck: bool = False, struck_at: str = "",
    ) -> None:  # fmt: skip
        for index, (text, size, weight, role) in enumerate(lines):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = align
            for number, line in enumerate(text.split(BREAK)):
                if number:
                    paragraph.add_line_break()
                run = paragraph.add_run()
                run.text = clean(line).replace("\u00ad", "").replace("\n", " ")
                run.font.size = self._points(size)
                run.font.bold = weight >= 600
                run.font.name = FONTS[family]
                run.font.color.rgb = colour(role, self._ground)
                if self._language:
                    run._r.get_or_add_rPr().set("lang", self._language)
                if struck and text == struck_at:
                    run.font._element.set("strike", "sngStrike")


def _signs(box: Box) -> list[Path]:
    """What stands on a box beside its words: its sign, the second edge of some forms, the knot of the thread."""
    paths = [mark for mark in _group_marks(box) if isinstance(mark, Path)]
    outlines = {"plain": 0, "cylinder": 2}.get(box.form, 1)  # a native cylinder has its lid
    return [path for path in paths[outlines:] if path.stroke != "rust" or path.fill is not None]


def _group_marks(shape: Shape) -> list[Path | Run]:
    """The marks of one shape, its group opened."""
    found: list[Path | Run] = []
    for mark in lower(Scene(shapes=(shape,), alt="-")):
        found.extend(mark.marks if isinstance(mark, Group) else (mark,))
    return found
