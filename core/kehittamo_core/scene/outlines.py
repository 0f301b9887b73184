"""Outlines as absolute path segments: boxes of each form, routes of connectors, arrow heads."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from kehittamo_core.scene.shapes import Box, Point

Segment = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
Segments = tuple[Segment, ...]

KAPPA = 0.5522847498
"""Control length of a quarter circle drawn as a cubic Bézier curve, for radius 1."""


def polygon(points: Sequence[Point], closed: bool = True) -> Segments:
    """Straight lines through points."""
    first, *rest = points
    segments: list[Segment] = [("M", first), *(("L", point) for point in rest)]
    if closed:
        segments.append(("Z", ()))
    return tuple(segments)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Segments:
    """A rectangle with round corners."""
    r = max(0.0, min(radius, width / 2, height / 2))
    k = r * (1 - KAPPA)
    right, bottom = x + width, y + height
    return (
        ("M", (x + r, y)),
        ("L", (right - r, y)),
        ("C", (right - k, y, right, y + k, right, y + r)),
        ("L", (right, bottom - r)),
        ("C", (right, bottom - k, right - k, bottom, right - r, bottom)),
        ("L", (x + r, bottom)),
        ("C", (x + k, bottom, x, bottom - k, x, bottom - r)),
        ("L", (x, y + r)),
        ("C", (x, y + k, x + k, y, x + r, y)),
        ("Z", ()),
    )


def disc(x: float, y: float, radius: float) -> Segments:
    """A circle by its middle."""
    return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def ellipse(x: float, y: float, width: float, height: float) -> Segments:
    """An ellipse by its enclosing rectangle."""
    rx, ry = width / 2, height / 2
    kx, ky = rx * KAPPA, ry * KAPPA
    cx, cy = x + rx, y + ry
    return (
        ("M", (cx, y)),
        ("C", (cx + kx, y, x + width, cy - ky, x + width, cy)),
        ("C", (x + width, cy + ky, cx + kx, y + height, cx, y + height)),
        ("C", (cx - kx, y + height, x, cy + ky, x, cy)),
        ("C", (x, cy - ky, cx - kx, y, cx, y)),
        ("Z", ()),
    )


LID = 1.6
"""Half the height of a cylinder's lid, in millimetres."""


def box(shape: Box, inset: float = 0.0) -> Segments:
    """The outline of a box of any form, drawn inwards by `inset`."""
    x, y = shape.x + inset, shape.y + inset
    width, height = max(shape.width - 2 * inset, 0.2), max(shape.height - 2 * inset, 0.2)
    right, bottom, middle = x + width, y + height, y + height / 2
    match shape.form:
        case "pill":
            return rounded(x, y, width, height, height / 2)
        case "circle":
            return ellipse(x, y, width, height)
        case "hexagon":
            side = min(6.0, width / 4)
            return polygon(
                (
                    (x + side, y),
                    (right - side, y),
                    (right, middle),
                    (right - side, bottom),
                    (x + side, bottom),
                    (x, middle),
                )
            )
        case "cut":
            c = min(2.6, width / 4, height / 4)
            return polygon(
                (
                    (x + c, y), (right - c, y), (right, y + c), (right, bottom - c), (right - c, bottom), (x + c, bottom),
                    (x, bottom - c), (x, y + c),
                )
            )  # fmt: skip
        case "diamond":
            return polygon(((x + width / 2, y), (right, middle), (x + width / 2, bottom), (x, middle)))
        case "cylinder":
            k = width / 2 * (1 - KAPPA)
            return (
                ("M", (x, y + LID)),
                ("L", (x, bottom - LID)),
                ("C", (x, bottom - LID * (1 - KAPPA), x + k, bottom, x + width / 2, bottom)),
                ("C", (right - k, bottom, right, bottom - LID * (1 - KAPPA), right, bottom - LID)),
                ("L", (right, y + LID)),
                ("C", (right, y + LID * (1 - KAPPA), right - k, y, x + width / 2, y)),
                ("C", (x + k, y, x, y + LID * (1 - KAPPA), x, y + LID)),
                ("Z", ()),
            )
        case "square":
            return rounded(x, y, width, height, 0.4)
        case "note":
            return rounded(x, y, width, height, 0.9)
        case "tab":
            return rounded(x, y, width, height, 1.0)
    return rounded(x, y, width, height, 2.2)


def cylinder_lid(shape: Box) -> Segments:
    """The lid of a cylinder."""
    return ellipse(shape.x, shape.y, shape.width, 2 * LID)


def route(points: Sequence[Point], curve: str) -> Segments:
    """The path of a connector through its points."""
    segments: list[Segment] = [("M", points[0])]
    for index in range(1, len(points)):
        (x1, y1), (x2, y2) = points[index - 1], points[index]
        if curve == "flow":
            bend = max(abs(x2 - x1) / 2, 4.0) * (1 if x2 >= x1 else -1)
            segments.append(("C", (x1 + bend, y1, x2 - bend, y2, x2, y2)))
        elif curve == "fall":
            bend = max(abs(y2 - y1) / 2, 4.0) * (1 if y2 >= y1 else -1)
            segments.append(("C", (x1, y1 + bend, x2, y2 - bend, x2, y2)))
        elif curve == "round" and index < len(points) - 1:
            segments.extend(_corner((x1, y1), (x2, y2), points[index + 1]))
        else:
            segments.append(("L", (x2, y2)))
    return tuple(segments)


def _corner(before: Point, corner: Point, after: Point, radius: float = 3.0) -> tuple[Segment, Segment]:
    def towards(target: Point) -> Point:
        length = math.dist(corner, target) or 1.0
        share = min(radius, length / 2) / length
        return corner[0] + (target[0] - corner[0]) * share, corner[1] + (target[1] - corner[1]) * share

    start, end = towards(before), towards(after)
    return ("L", start), ("C", (*_between(start, corner), *_between(end, corner), *end))


def _between(a: Point, b: Point, share: float = KAPPA) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def smooth(points: Sequence[Point]) -> Segments:
    """A curve through points (Catmull-Rom as cubic Béziers)."""
    segments: list[Segment] = [("M", points[0])]
    for index in range(len(points) - 1):
        p0, p1 = points[max(index - 1, 0)], points[index]
        p2, p3 = points[index + 1], points[min(index + 2, len(points) - 1)]
        segments.append(
            (
                "C",
                (
                    p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6,
                    p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6, *p2,
                ),
            )
        )  # fmt: skip
    return tuple(segments)


def _end(segment: Segment) -> Point:
    return segment[1][-2], segment[1][-1]


def reverse(segments: Segments) -> Segments:
    """The same open path walked backwards."""
    path = [segment for segment in segments if segment[0] != "Z"]
    turned: list[Segment] = [("M", _end(path[-1]))]
    for index in range(len(path) - 1, 0, -1):
        target = _end(path[index - 1])
        kind, numbers = path[index]
        if kind == "C":
            turned.append(("C", (numbers[2], numbers[3], numbers[0], numbers[1], *target)))
        else:
            turned.append(("L", target))
    return tuple(turned)


def arrow_head(segments: Segments, width: float) -> Segments:
    """A filled triangle at the end of a path, turned the way the path arrives."""
    tip = _end(segments[-1])
    back = _end(segments[-2]) if len(segments) > 1 else tip
    if segments[-1][0] == "C":
        numbers = segments[-1][1]
        back = numbers[2], numbers[3]
    if math.dist(tip, back) < 1e-6:
        back = _end(segments[-2]) if len(segments) > 1 else (tip[0] - 1, tip[1])
    angle = math.atan2(tip[1] - back[1], tip[0] - back[0])
    length, half = 2.4 + width, 1.0 + width / 2
    base = tip[0] - length * math.cos(angle), tip[1] - length * math.sin(angle)
    across = half * math.sin(angle), -half * math.cos(angle)
    return polygon((tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1])))


def sampled(segments: Segments, steps: int = 16) -> tuple[Point, ...]:
    """Points along a path, curves cut into `steps` pieces."""
    points: list[Point] = []
    for kind, numbers in segments:
        if kind == "C":
            (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], numbers
            for step in range(1, steps + 1):
                t = step / steps
                u = 1 - t
                a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
                points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
        elif kind != "Z":
            points.append((numbers[0], numbers[1]))
    return tuple(points)


def point_along(segments: Segments, share: float) -> Point:
    """The point at a share (0 to 1) of a path's length."""
    points = sampled(segments)
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    left = sum(lengths) * share
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length:
            return _between(a, b, left / length)
        left -= length
    return points[-1]
