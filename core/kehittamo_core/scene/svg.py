"""A scene as SVG: for screens with classes that the style sheet colours, for files with plain attributes."""

from collections.abc import Iterator
from html import escape
from typing import Literal

from kehittamo_core.scene.marks import Group, Mark, Path, Run, lower
from kehittamo_core.scene.measure import NAMES
from kehittamo_core.scene.palette import LIGHT, Role
from kehittamo_core.scene.shapes import Scene

Palette = Literal["screen", "print"]
PX_PER_MM = 96 / 25.4


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def path_data(path: Path) -> str:
    """The `d` attribute of a path."""
    return "".join(kind + " ".join(_number(value) for value in numbers) for kind, numbers in path.segments)


def _colour(path: Path, palette: Palette) -> str:
    if palette == "screen":
        names = [f"f-{path.fill}" if path.fill else "f-none"]
        if path.stroke:
            names.append(f"s-{path.stroke}")
        colour = f' class="{" ".join(names)}"'
    else:
        colour = f' fill="{LIGHT[path.fill] if path.fill else "none"}"'
        if path.stroke:
            colour += f' stroke="{LIGHT[path.stroke]}"'
    if path.stroke:
        colour += f' stroke-width="{_number(path.width)}"'
    if path.dash:
        colour += f' stroke-dasharray="{_number(path.dash[0])} {_number(path.dash[1])}"'
    return colour


def _text_colour(role: Role, palette: Palette) -> str:
    return f'class="f-{role}"' if palette == "screen" else f'fill="{LIGHT[role]}"'


def _paint(mark: Mark, palette: Palette, placed: dict[str, tuple[float, float]] | None = None) -> Iterator[str]:
    match mark:
        case Path():
            yield f'<path d="{path_data(mark)}"{_colour(mark, palette)}/>'
        case Run():
            family = "" if mark.family == "text" else f' font-family="{NAMES[mark.family]}"'
            weight = "" if mark.weight == 400 else f' font-weight="{mark.weight}"'
            yield (
                f'<text x="{_number(mark.x)}" y="{_number(mark.y)}" font-size="{_number(mark.size)}"{weight}{family} '
                f"{_text_colour(mark.role, palette)}>{escape(mark.text)}</text>"
            )
        case Group():
            name = escape(mark.name, quote=True)
            at = placed.pop(mark.element, None) if placed else None
            place = f' data-place="{_number(at[0])} {_number(at[1])}"' if at is not None else ""
            yield f'<g data-element="{escape(mark.element, quote=True)}"{place} role="group" aria-label="{name}">'
            for inner in mark.marks:
                yield from _paint(inner, palette)
            yield "</g>"


def paint(scene: Scene, palette: Palette = "screen", *, title_id: str = "") -> str:
    """The scene as one `<svg>` element, its alternative text as a direct `<title>`; lengths are millimetres."""
    x, y, width, height = scene.bounds
    size = f'width="{_number(width)}mm" height="{_number(height)}mm"'
    title = f' id="{escape(title_id, quote=True)}"' if title_id else ""
    label = f' aria-labelledby="{escape(title_id, quote=True)}"' if title_id else ""
    step = (
        f' data-step="{_number(scene.step[0])} {_number(scene.step[1])}"' if scene.step and palette == "screen" else ""
    )
    # What may be put elsewhere by hand says on its first group where it stands; paper has no hands.
    placed = dict(scene.placed) if palette == "screen" else None
    body = "".join(part for mark in lower(scene) for part in _paint(mark, palette, placed))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="scene" viewBox="{_number(x)} {_number(y)} {_number(width)} '
        f'{_number(height)}" {size}{step} role="img"{label} font-family="{NAMES["text"]}" stroke-linecap="round" '
        f'stroke-linejoin="round"><title{title}>{escape(scene.alt)}</title>{body}</svg>'
    )
