"""How sentences and tables name things: short id and words, choices by their labels, gaps as gaps."""

from collections.abc import Iterable, Sequence
from typing import Any

from kehittamo_core.api import Board, Element, Item, Link, reference

LONGEST_NAME = 90


def shorten(text: str, limit: int = LONGEST_NAME) -> str:
    """A text on one line, cut at a word where it is longer than `limit` characters (for sentences, never for tables)."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def text_of(board: Board, element: Element) -> str:
    """An element's words; a node of the goal that has none of its own speaks with the programme's goal."""
    if element.text:
        return element.text
    if element.kind == "change_goal":
        return board.goal.text
    if element.kind == "goal_target":
        target = next((target for target in board.goal.targets if target.id == element.get("target")), None)
        return target.text if target is not None else ""
    return ""


def name(board: Board, element: Element) -> str:
    """An element as a sentence names it: «R-3 Toimintakulttuurin muutos»."""
    if isinstance(element, Link):
        ends = [found for end in (element.source, element.target) if (found := board.find(end)) is not None]
        arrow = " → ".join(end.code or shorten(text_of(board, end), 30) for end in ends)
        return f"{element.code} ({arrow})" if element.code and arrow else element.code or arrow or element.id
    text = shorten(text_of(board, element))
    return f"{element.code} {text}".strip() if text or element.code else shorten(reference(element))


def names(board: Board, elements: Sequence[Element], most: int = 3) -> str:
    """Several names in a row, «… and 4 more» after the first few."""
    shown = ", ".join(name(board, element) for element in elements[:most])
    rest = len(elements) - most
    if rest <= 0:
        return shown
    return board.say_many("{shown} and {number} more", "{shown} and {number} more", rest, shown=shown)


def codes(elements: Iterable[Element]) -> str:
    """Short ids in a row: «P-1, P-4»."""
    return ", ".join(element.code or element.id for element in elements)


def choice(board: Board, owner: str, field: str, value: Any) -> str:
    """A choice by its label, "" for a gap. `owner` is a kind or `link:ID`."""
    return board.label(f"{owner}.{field}.{value}") if value else ""


def kind_many(board: Board, kind: str) -> str:
    """The label of many of a kind."""
    return board.labels.get(f"{kind}+") or board.label(kind)


def actors_of(board: Board, element: Element, field: str = "actor") -> tuple[str, ...]:
    """The names of an element's actors, whether the field holds one or a list."""
    value = element.get(field)
    ids = value if isinstance(value, list | tuple) else [value]
    return tuple(found for id_ in ids if (found := board.actor(id_)))


def sure(board: Board, element: Element, field: str, shown: str) -> str:
    """A value, marked where it was read out of order, layout or content and never stated."""
    if shown and (field in element.inferred or "" in element.inferred):
        return board.say("{value} (inferred)", value=shown)
    return shown


def sentence(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def once(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items without repetition, in their order."""
    return tuple({item.id: item for item in items}.values())
