"""What the drawing's signs mean: always there, below the map."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Literal

from kehittamo_core.api import Badge, Board, Box, Connector, Sign, Words, text_width
from kehittamo_network_map.drawings.badges import LETTER, Form, mark
from kehittamo_network_map.drawings.nodes import symbol
from kehittamo_network_map.drawings.ties import WIDTHS, role_of
from kehittamo_network_map.graph import agreement, strength, ties, type_name
from kehittamo_network_map.insights.study import rate_line
from kehittamo_network_map.kinds import STRENGTHS, TIES, TYPES
from kehittamo_network_map.marks import Sort
from kehittamo_network_map.types import Colour

Shape = Badge | Box | Connector | Sign | Words
Sample = Callable[[float, float], Iterator[Shape]]

LOOKS: dict[Sort, tuple[Form, Colour]] = {
    "solutions": ("disc", "moss"),
    "tasks": ("square", "amber"),
    "needs": ("diamond", "lake"),
}
TEXT = 3.2
ROW = 6.6


def key(
    board: Board,
    x: float,
    y: float,
    width: float,
    *,
    broker: bool = False,
    missing: bool = False,
    sorts: Iterable[Sort] = (),
    types: bool = True,
    lettered: bool = True,
    more: Iterable[tuple[float, str, Sample]] = (),
) -> tuple[list[Shape], float]:
    """The signs that a drawing uses, flowing in rows from x, y on; the shapes, and the y below them."""  # fmt: skip
    entries = [*_actors(board), *(_ties(board, lettered) if types else ()), *more]
    if missing:
        entries.append((8.0, board.say("missing tie"), partial(line, role="rust", wide=0.7, dashed=True, text="?")))
    if broker:
        entries.append((5.6, board.say("broker"), _rings))
    words = {
        "solutions": board.say("solutions"),
        "tasks": board.say("tasks and barriers"),
        "needs": board.say("information needs, listed in their own drawing"),
    }
    entries.extend((5.4, words[sort], partial(_number, sort=sort)) for sort in sorts)
    shapes: list[Shape] = []
    left, top = x, y
    for room, text, sample in entries:
        wide = room + 1.4 + text_width(text, TEXT) + 5.0
        if left > x and left + wide - 5.0 > x + width:
            left, top = x, top + ROW
        shapes.extend(sample(left, top + 3.0))
        shapes.append(
            Words(x=left + room + 1.4, y=top + 1.1, text=text, width=max(width - room - 1.4, 20.0), size=TEXT, role="ink-2", language=board.language)
        )  # fmt: skip
        left += wide
    return shapes, top + ROW if entries else y


def _actors(board: Board) -> Iterator[tuple[float, str, Sample]]:
    types = {actor.get("type") for actor in board.of("actor") if not actor.get("centre")}
    centres = [actor for actor in board.of("actor") if actor.get("centre")]
    for choice in TYPES:
        if choice.id in types or (choice.id == "customer" and any(actor.get("type") == choice.id for actor in centres)):
            yield 5.0, board.label(f"actor.type.{choice.id}"), partial(_symbol, type_=choice.id)
    if any(actor.get("type") != "customer" for actor in centres):
        yield 5.6, board.say("centre"), _centre


def _ties(board: Board, lettered: bool) -> Iterator[tuple[float, str, Sample]]:
    roles = {type_name(board, tie): role_of(tie) for tie in ties(board)}
    for word, letter in letters_of(board).items():
        yield 8.0, word, partial(line, role=roles[word], wide=0.95, text=letter if lettered else "")
    powers = {strength(tie) for tie in ties(board)}
    for power, choice in enumerate(STRENGTHS):
        if power in powers:
            yield (
                8.0,
                board.label(f"link:tie.strength.{choice.id}"),
                partial(line, role="ink-2", wide=WIDTHS[power], dashed=power == 0),
            )
    stated = {agreement(board, tie) for tie in ties(board, "now")}
    if "one_sided" in stated:
        yield 8.0, board.say("stated by one end only: dashed at the other"), _half
    if "neither" in stated:
        yield 8.0, board.say("stated by neither end"), partial(line, role="ink-2", wide=0.95, dashed=True)


def _half(x: float, y: float) -> Iterator[Shape]:
    for start, dashed in ((x, False), (x + 4.0, True)):
        yield Connector(
            points=((start, y), (start + 4.0, y)), curve="straight", role="ink-2", width=0.95, dashed=dashed
        )


def survey_line(board: Board, x: float, y: float, width: float) -> tuple[list[Words], float]:
    """The response rate, wherever something is drawn that was measured; nothing where nobody was asked."""
    said = rate_line(board)
    if not said:
        return [], y
    words = Words(x=x, y=y + 1.0, text=said, width=width, size=TEXT, role="ink-2", language=board.language)
    return [words], y + words.height + 2.0


def letters_of(board: Board) -> dict[str, str]:
    """A letter for every type of tie on the board, each once: of the words themselves, the first that is free."""
    order = {choice.id: index for index, choice in enumerate(TIES)}
    found: dict[str, int] = {}
    for tie in ties(board):
        word = type_name(board, tie)
        if word:
            found[word] = min(found.get(word, 99), 50 if tie.get("own_type") else order.get(tie.get("type"), 98))
    letters: dict[str, str] = {}
    for word in sorted(found, key=lambda word: (found[word], word.casefold())):
        candidates = [*(sign for sign in word.upper() if sign.isalpha()), *"0123456789"]
        letters[word] = next((sign for sign in candidates if sign not in letters.values()), "·")
    return letters


def line(
    x: float,
    y: float,
    *,
    role: Colour,
    wide: float,
    dashed: bool = False,
    text: str = "",
    arrow: Literal["none", "end"] = "none",
) -> Iterator[Shape]:
    """A sample of a line, with the letter that stands on it."""
    yield Connector(
        points=((x, y), (x + 8.0, y)), curve="straight", role=role, width=wide, dashed=dashed, arrow=arrow,
    )  # fmt: skip
    if text:
        yield mark((x + 4.0, y), text, "ring", "ink-2" if role == "edge" else role, size=LETTER, filled=False)


def _symbol(x: float, y: float, *, type_: str) -> Iterator[Shape]:
    yield from symbol(None, type_, x + 2.4, y, 2.1)


def _centre(x: float, y: float) -> Iterator[Shape]:
    yield mark((x + 2.8, y), "", "ring", "spruce", size=5.2, filled=False)
    yield Sign(x=x + 2.8, y=y, glyph="star", role="spruce", size=4.0)


def _rings(x: float, y: float) -> Iterator[Shape]:
    yield mark((x + 2.8, y), "", "ring", "spruce", size=5.4, filled=False)
    yield mark((x + 2.8, y), "", "ring", "spruce", size=3.4, filled=False)


def _number(x: float, y: float, *, sort: Sort) -> Iterator[Shape]:
    form, role = LOOKS[sort]
    yield mark((x + 2.6, y), "1", form, role)
