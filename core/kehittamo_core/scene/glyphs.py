"""The closed list of signs, drawn as paths: fonts lack them, and colour is never the only sign."""

import math
from typing import TYPE_CHECKING

from kehittamo_core.scene import outlines
from kehittamo_core.scene.palette import Role

if TYPE_CHECKING:
    from kehittamo_core.scene.marks import Path


def _regular(count: int, radius: float, turn: float = -math.pi / 2) -> tuple[tuple[float, float], ...]:
    return tuple(
        (radius * math.cos(turn + 2 * math.pi * i / count), radius * math.sin(turn + 2 * math.pi * i / count))
        for i in range(count)
    )


def _star() -> tuple[tuple[float, float], ...]:
    outer, inner = _regular(4, 0.5), _regular(4, 0.17, -math.pi / 4)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)


_SOLID: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.42, -0.42), (0.42, -0.42), (0.42, 0.42), (-0.42, 0.42)),
    "hexagon": _regular(6, 0.5, 0.0),
    "triangle": ((0.0, -0.45), (0.48, 0.4), (-0.48, 0.4)),
    "star": _star(),
    "bolt": ((0.12, -0.5), (-0.36, 0.1), (-0.04, 0.1), (-0.14, 0.5), (0.36, -0.12), (0.04, -0.12)),
    "diamond": ((0.0, -0.5), (0.5, 0.0), (0.0, 0.5), (-0.5, 0.0)),
    "flag": ((-0.32, -0.5), (0.42, -0.3), (-0.2, -0.05), (-0.2, 0.5), (-0.32, 0.5)),
    "arrow": ((-0.48, -0.1), (0.08, -0.1), (0.08, -0.34), (0.5, 0.0), (0.08, 0.34), (0.08, 0.1), (-0.48, 0.1)),
}

_LINES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "tick": (((-0.42, 0.05), (-0.12, 0.36), (0.44, -0.34)),),
    "question": (((-0.22, -0.22), (-0.1, -0.42), (0.14, -0.42), (0.24, -0.22), (0.0, 0.02), (0.0, 0.16)), ((0.0, 0.38), (0.0, 0.42))),
    "euro": (
        ((0.36, -0.34), (0.1, -0.44), (-0.16, -0.3), (-0.24, 0.0), (-0.16, 0.3), (0.1, 0.44), (0.36, 0.34)),
        ((-0.44, -0.1), (0.14, -0.1)), ((-0.44, 0.12), (0.1, 0.12)),
    ),
    "speech": (((-0.45, -0.35), (0.45, -0.35), (0.45, 0.2), (0.0, 0.2), (-0.22, 0.45), (-0.22, 0.2), (-0.45, 0.2), (-0.45, -0.35)),),
}  # fmt: skip


def marks(glyph: str, x: float, y: float, size: float, role: Role) -> "tuple[Path, ...]":
    """A sign centred at x, y within `size` millimetres; nothing for the empty glyph."""
    from kehittamo_core.scene.marks import Path  # marks uses this module to draw boxes

    def at(points: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple((x + px * size, y + py * size) for px, py in points)

    line = size * 0.12
    if glyph in _SOLID:
        return (Path(outlines.polygon(at(_SOLID[glyph])), role, None),)
    if glyph in _LINES:
        return tuple(Path(outlines.polygon(at(points), closed=False), None, role, line) for points in _LINES[glyph])
    match glyph:
        case "disc":
            return (Path(outlines.disc(x, y, size * 0.45), role, None),)
        case "ring":
            return (Path(outlines.disc(x, y, size * 0.38), None, role, size * 0.2),)
        case "pin":
            return (
                Path(outlines.disc(x, y, size * 0.42), None, role, line),
                Path(outlines.disc(x, y, size * 0.14), role, None),
            )
        case "person":
            body = outlines.rounded(x - size * 0.36, y + size * 0.05, size * 0.72, size * 0.45, size * 0.22)
            return (Path(outlines.disc(x, y - size * 0.24, size * 0.22), role, None), Path(body, role, None))
        case "eye":
            lids = (
                ("M", (x - size * 0.5, y)),
                ("C", (x - size * 0.2, y - size * 0.42, x + size * 0.2, y - size * 0.42, x + size * 0.5, y)),
                ("C", (x + size * 0.2, y + size * 0.42, x - size * 0.2, y + size * 0.42, x - size * 0.5, y)),
                ("Z", ()),
            )
            return (Path(lids, None, role, line), Path(outlines.disc(x, y, size * 0.14), role, None))  # type: ignore[arg-type]
        case "heart":
            s = size
            shape = (
                ("M", (x, y + s * 0.45)),
                ("C", (x - s * 0.7, y, x - s * 0.45, y - s * 0.5, x - s * 0.22, y - s * 0.42)),
                ("C", (x - s * 0.08, y - s * 0.4, x, y - s * 0.26, x, y - s * 0.2)),
                ("C", (x, y - s * 0.26, x + s * 0.08, y - s * 0.4, x + s * 0.22, y - s * 0.42)),
                ("C", (x + s * 0.45, y - s * 0.5, x + s * 0.7, y, x, y + s * 0.45)),
                ("Z", ()),
            )
            return (Path(shape, role, None),)  # type: ignore[arg-type]
        case "gear":
            teeth = tuple(
                point
                for i in range(8)
                for point in (
                    (0.5 * math.cos(math.pi * i / 4 - 0.16), 0.5 * math.sin(math.pi * i / 4 - 0.16)),
                    (0.5 * math.cos(math.pi * i / 4 + 0.16), 0.5 * math.sin(math.pi * i / 4 + 0.16)),
                    (0.34 * math.cos(math.pi * i / 4 + 0.3), 0.34 * math.sin(math.pi * i / 4 + 0.3)),
                    (0.34 * math.cos(math.pi * i / 4 + 0.49), 0.34 * math.sin(math.pi * i / 4 + 0.49)),
                )
            )
            return (
                Path(outlines.polygon(at(teeth)), role, None),
                Path(outlines.disc(x, y, size * 0.14), "surface", None),
            )
        case "cylinder":
            body = outlines.rounded(x - size * 0.38, y - size * 0.4, size * 0.76, size * 0.85, size * 0.2)
            lid = outlines.ellipse(x - size * 0.38, y - size * 0.45, size * 0.76, size * 0.3)
            return (Path(body, None, role, line), Path(lid, "surface", role, line))
    return ()
