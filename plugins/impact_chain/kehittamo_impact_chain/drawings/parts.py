"""Pieces that several drawings use: boxes that stay readable, headings, a legend of evidence, the goal's strip."""

from collections.abc import Iterable
from typing import Any, Literal

from kehittamo_core.api import (
    Area,
    Badge,
    Board,
    Box,
    Connector,
    Item,
    Part,
    Sign,
    Stroke,
    Words,
    break_lines,
    text_height,
)
from kehittamo_impact_chain.naming import kind_many, text_of

Tone = Literal["lakka", "sammal", "jarvi", "kanerva", "puolukka", "kivi", "plain"]
Form = Literal["rounded", "square", "pill", "hexagon", "circle", "cut", "cylinder", "note", "tab", "diamond", "plain"]
Glyph = Literal["", "disc", "square", "hexagon", "triangle", "star", "bolt", "person", "gear", "flag", "question", "tick",
                "arrow", "euro", "eye", "speech"]  # fmt: skip
Role = Literal["line", "edge", "ink", "ink-2", "ink-3", "spruce", "thread", "lake", "moss", "amber", "heather", "rust",
               "surface", "sunken", "n-kanerva-e", "n-sammal-e", "n-jarvi-e", "n-kivi-e"]  # fmt: skip

Shape = Area | Badge | Box | Connector | Sign | Stroke | Words

HEAD_SIZE = 4.0
SMALL = 2.85
"""The smallest words of a drawing, in millimetres: 8.1 pt on paper."""

LOOK: dict[str, tuple[Form, Tone, Glyph]] = {
    "input": ("pill", "kivi", "disc"),
    "output": ("rounded", "lakka", "square"),
    "solution": ("hexagon", "kanerva", "hexagon"),
    "outcome": ("rounded", "sammal", "triangle"),
    "impact": ("circle", "jarvi", "star"),
    "sub_change": ("rounded", "sammal", "flag"),
    "indicator": ("tab", "jarvi", "eye"),
}
"""Form, tone and sign of each kind, as in the legend of the report."""

TALLEST = 46.0
"""A box never grows taller than this: longer texts become their short id, which the table explains."""


def fitted(
    item: Item, board: Board, width: float, *, form: Form, tone: Tone = "plain", glyph: Glyph = "", text: str = "",
    second: str = "", size: float = 3.2, tallest: float = TALLEST, dashed: bool = False, strong: bool = False,
    align: Literal["start", "middle"] = "start",
) -> Box:  # fmt: skip
    """A box for an item at 0, 0, grown to its text; where that would be too tall, its short id in a small box."""
    label = text or text_of(board, item) or item.code or board.label(item.kind)
    options: dict[str, Any] = {
        "item": item, "text": label, "width": width, "form": form, "tone": tone, "glyph": glyph, "second": second,
        "size": size, "dashed": dashed, "strong": strong, "language": board.language, "align": align,
    }  # fmt: skip
    box = Box(x=0, y=0, **options)
    if box.height <= tallest:
        return box
    box = Box(x=0, y=0, **{**options, "second": ""})
    if box.height <= tallest:
        return box
    return short(item, board, width, form=form, tone=tone, glyph=glyph, dashed=dashed, strong=strong)


def short(
    item: Item, board: Board, width: float, *, form: Form, tone: Tone = "plain", glyph: Glyph = "",
    dashed: bool = False, strong: bool = False,
) -> Box:  # fmt: skip
    """A box that shows an item's short id only."""
    return Box(
        x=0, y=0, item=item, text=item.code or board.label(item.kind), width=width, form=form, tone=tone, glyph=glyph,
        dashed=dashed, strong=strong, language=board.language, align="middle",
    )  # fmt: skip


def node(item: Item, board: Board, width: float, second: str = "") -> Box:
    """A chain item in the form, tone and sign of its kind; an assumed or unproved outcome is dashed."""
    form, tone, glyph = LOOK[item.kind]
    assumed = item.kind in ("outcome", "impact") and item.get("evidence") == "assumed"
    return fitted(item, board, width, form=form, tone=tone, glyph=glyph, second=second, dashed=assumed)


def label_box(text: str, width: float, **options: Any) -> Box:
    """A box without an item at 0, 0, whose text is cut rather than let grow taller than a page allows."""
    box = Box(x=0, y=0, text=text, width=width, **options)
    while box.height > 90 and len(text) > 40:
        text = text[: len(text) * 2 // 3].rstrip() + "…"
        box = Box(x=0, y=0, text=text, width=width, **options)
    return box


def heading(board: Board, kind: str, x: float, y: float, count: int | None = None) -> tuple[Words, ...]:
    """A column's head: its sign's word in the plural, and how many there are."""
    text = kind_many(board, kind)
    return head(board, text, x, y, count)


def head(board: Board, text: str, x: float, y: float, count: int | None = None) -> tuple[Words, ...]:
    """A head of any words, with a count after it."""
    label = Words(x=x, y=y, text=text, size=HEAD_SIZE, weight=700, family="display", language=board.language)
    if count is None:
        return (label,)
    return (
        label,
        Words(x=x + label.line_width + 2, y=y + 0.8, text=str(count), size=3.2, role="ink-3", language=board.language),
    )


def note(board: Board, text: str, x: float, y: float, width: float, role: Role = "ink-2", size: float = SMALL) -> Words:
    """Small running words."""
    return Words(x=x, y=y, text=text, width=width, size=size, role=role, language=board.language)


def goal_strip(board: Board, width: float, y: float = 0.0) -> tuple[Box, ...]:
    """The shared goal as a strip across the drawing; nothing where the programme has none yet."""
    node_ = next(iter(board.of("change_goal")), None)
    text = (text_of(board, node_) if node_ is not None else "") or board.goal.text
    if not text:
        return ()
    box = Box(
        x=0, y=y, item=node_, text=text, width=width, form="rounded", tone="plain", glyph="flag", weight=700, size=3.6,
        strong=True, language=board.language,
    )  # fmt: skip
    if box.height > TALLEST:
        box = Box(
            x=0, y=y, item=node_, text=board.label("change_goal"), width=width, form="rounded", tone="plain",
            glyph="flag", weight=700, size=3.6, strong=True, language=board.language,
        )  # fmt: skip
    return (box,)


EVIDENCE_MARKS: dict[str, str] = {"shown": "", "promising": "~", "contradictory": "±"}
"""What stands on a link of this grade; a shown one has a tick. An assumed one has no mark."""


def evidence_mark(grade: str | None, x: float, y: float) -> tuple[Badge | Sign, ...]:
    """The mark of a link's evidence, centred at x, y."""
    if grade == "shown":
        return Badge(x=x, y=y, text="", form="disc", role="moss", size=4.0, filled=False), Sign(
            x=x, y=y, glyph="tick", role="moss", size=2.4
        )
    if grade in ("promising", "contradictory"):
        role: Role = "moss" if grade == "promising" else "rust"
        return (Badge(x=x, y=y, text=EVIDENCE_MARKS[grade], form="ring", role=role, size=4.0),)
    return ()


def evidence_legend(board: Board, x: float, y: float, grades: set[str]) -> list[Badge | Sign | Words]:
    """What the marks on links mean; only the grades that the drawing shows."""
    shapes: list[Badge | Sign | Words] = []
    for grade in ("shown", "promising", "contradictory"):
        if grade not in grades:
            continue
        shapes.extend(evidence_mark(grade, x + 2, y + 2))
        words = note(board, board.label(f"link:leads.evidence.{grade}"), x + 5.2, y + 0.2, 60)
        shapes.append(words)
        x += 5.2 + words.line_width + 6
    if shapes:
        shapes.append(note(board, board.say("no mark: assumed or not graded"), x, y + 0.2, 90))
    return shapes


def empty(board: Board, text: str) -> tuple[Words, ...]:
    """What an empty drawing says."""
    return (Words(x=0, y=0, text=text, width=120, size=3.6, role="ink-2", language=board.language),)


def words_height(words: Words) -> float:
    """The height of words, in millimetres."""
    return text_height(len(words.lines), words.size)


def panel_head(label: str, width: float, language: str, size: float = 3.2) -> float:
    """The height that a panel's label takes at its top, in millimetres."""
    if not label:
        return 2.4
    lines = break_lines(label, width - 5.2, size, 700, language=language)
    return 1.8 + text_height(len(lines), size) + 2.0


def with_the_rest(board: Board, parts: tuple[Part, ...], shapes: Iterable[Shape]) -> tuple[Part, ...]:
    """Parts, and further ones for the boxes that stand in none of them: part by part the big screen leaves nothing out.

    The goal's strip needs none: the big screen says the goal itself. A drawing without parts stays without.
    """
    boxes = [shape for shape in shapes if isinstance(shape, Box) and shape.item is not None]
    loose = [box for box in boxes if _kind(box) != "change_goal" and not any(_holds(part, box) for part in parts)]
    if not parts or not loose:
        return parts
    bands: list[list[Box]] = []
    bottom = 0.0
    for box in sorted(loose, key=lambda box: (box.y, box.x)):
        if bands and box.y < bottom + 8.0:
            bands[-1].append(box)
            bottom = max(bottom, box.bottom)
        else:
            bands.append([box])
            bottom = box.bottom
    return (*parts, *(_band(board, band) for band in bands))


def _kind(box: Box) -> str:
    return box.item.kind if box.item is not None else ""


def _holds(part: Part, box: Box) -> bool:
    near = 0.5
    return (
        part.x - near <= box.x
        and box.right <= part.x + part.width + near
        and part.y - near <= box.y
        and box.bottom <= part.y + part.height + near
    )


def _band(board: Board, boxes: list[Box]) -> Part:
    """A part round boxes, named by their kinds."""
    left, top = min(box.x for box in boxes) - 3.0, min(box.y for box in boxes) - 3.0
    right, bottom = max(box.right for box in boxes) + 3.0, max(box.bottom for box in boxes) + 3.0
    kinds = dict.fromkeys(_kind(box) for box in sorted(boxes, key=lambda box: box.x))
    label = ", ".join(kind_many(board, kind) for kind in kinds)
    return Part(label=label, x=left, y=top, width=right - left, height=bottom - top)
