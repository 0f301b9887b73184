"""Paints the marks of a drawing straight into a page's content stream, where SVG would be laid out letter by letter.

A `Picture` is what WeasyPrint calls an image: it says its size and draws itself. It is given to the layout through the
public `cache` of images, and paints text with the layout's own shaping, so that joined letters, accents and fallback
fonts come out as in running text. The golden test holds it to the SVG painter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kehittamo_core.api import Group, Mark, Path, Role, Run, Scene, lower, rgb
from kehittamo_exports.pdf.engine import FALLBACK

PX_PER_MM = 96 / 25.4
Colour = tuple[float, float, float]
Window = tuple[float, float, float, float]
"""x, y, width and height in millimetres of the drawing."""

FAMILIES: Mapping[str, list[str]] = {
    "text": ["Atkinson Hyperlegible Next", *FALLBACK],
    "display": ["Schibsted Grotesk", *FALLBACK],
}


@dataclass(frozen=True)
class Art:
    """Marks and the part of them that is shown; plain values, so they travel between processes and can be hashed."""

    marks: tuple[Mark, ...]
    window: Window
    clipped: bool = False
    ground: str = "print"

    @classmethod
    def of(cls, scene: Scene) -> "Art":
        """A whole drawing."""
        return cls(tuple(lower(scene)), scene.bounds)


def words(marks: Sequence[Mark]) -> Iterator[str]:
    """Every text that marks paint."""
    for mark in marks:
        match mark:
            case Run():
                yield mark.text
            case Group():
                yield from words(mark.marks)


ON_SPRUCE: Mapping[str, Colour] = {
    "thread": (1.0, 0x80 / 255, 0x95 / 255),
    "ink": (1.0, 1.0, 1.0),
    "ink-2": (0xCF / 255, 0xE6 / 255, 0xDE / 255),
    "surface": (0x14 / 255, 0x59 / 255, 0x4C / 255),
}
"""The colours of the roles on the cover's deep spruce."""


def _on_spruce(role: Role) -> Colour:
    return ON_SPRUCE.get(role) or rgb(role)


PALETTES: Mapping[str, Callable[[Role], Colour]] = {"print": rgb, "spruce": _on_spruce}


class Picture:
    """Art as WeasyPrint's layout sees an image; sizes in CSS pixels."""

    def __init__(self, art: Art, fonts: Any, more: Sequence[str] = ()) -> None:
        self._art = art
        self._fonts = fonts
        self._more = more
        self._colour = PALETTES[art.ground]
        self._layouts: dict[tuple[str, int, float], Any] = {}

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        """Width, height and their ratio."""
        _, _, width, height = self._art.window
        return width * PX_PER_MM, height * PX_PER_MM, width / height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        """Paint into the stream, into a rectangle of this size at the origin."""
        left, top, own_width, own_height = self._art.window
        across, down = width / own_width, height / own_height
        with stream.stacked():
            stream.transform(a=across, d=down, e=-left * across, f=-top * down)
            if self._art.clipped:
                stream.rectangle(left, top, own_width, own_height)
                stream.clip()
                stream.end()
            stream.set_line_cap(1)
            stream.set_line_join(1)
            self._paint(stream, self._art.marks)

    def _paint(self, stream: Any, marks: Sequence[Mark]) -> None:
        for mark in marks:
            match mark:
                case Path():
                    self._path(stream, mark)
                case Run():
                    self._run(stream, mark)
                case Group():
                    self._paint(stream, mark.marks)

    def _path(self, stream: Any, path: Path) -> None:
        if path.fill is None and path.stroke is None:
            return
        if path.fill is not None:
            stream.set_color_rgb(*self._colour(path.fill))
        if path.stroke is not None:
            stream.set_color_rgb(*self._colour(path.stroke), stroke=True)
            stream.set_line_width(path.width)
            stream.set_dash(path.dash or (), 0)
        for kind, numbers in path.segments:
            match kind:
                case "M":
                    stream.move_to(*numbers)
                case "L":
                    stream.line_to(*numbers)
                case "C":
                    stream.curve_to(*numbers)
                case "Z":
                    stream.close()
        if path.fill is None:
            stream.stroke()
        elif path.stroke is None:
            stream.fill()
        else:
            stream.fill_and_stroke()

    def _layout(self, run: Run) -> Any:
        from weasyprint.css.properties import INITIAL_VALUES
        from weasyprint.svg.text import Style
        from weasyprint.text.line_break import Layout

        key = (run.family, run.weight, run.size)
        layout = self._layouts.get(key)
        if layout is None:
            style = Style()
            style.update(INITIAL_VALUES)
            style.font_config = self._fonts
            style["font_family"] = [*FAMILIES[run.family], *self._more]
            style["font_weight"] = run.weight
            style["font_size"] = run.size
            layout = self._layouts[key] = Layout(style)
        return layout

    def _run(self, stream: Any, run: Run) -> None:
        from weasyprint.draw.text import draw_emojis, draw_first_line
        from weasyprint.matrix import Matrix
        from weasyprint.svg.text import TextBox

        if not run.text.strip():
            return
        layout = self._layout(run)
        layout.set_text(run.text)
        box = TextBox(layout, layout.style)
        box.baseline = 0
        stream.set_color_rgb(*self._colour(run.role))
        stream.begin_text()
        emojis = draw_first_line(stream, box, "none", "none", Matrix(d=-1, e=run.x, f=run.y))
        stream.end_text()
        draw_emojis(stream, layout.style, run.x, run.y, emojis)
