"""A method that gives too much of everything, chosen by the title of its board; workers import it by name."""

import math
from collections.abc import Callable

from kehittamo_core.api import (
    Badge,
    Block,
    Board,
    Box,
    Chapter,
    Drawing,
    Figure,
    Heading,
    Insight,
    Kind,
    Method,
    Paragraph,
    Points,
    Scene,
    Table,
    Words,
)


def shapes(board: Board) -> Scene:
    """Drawings too large, too many, without a size, with a word without an end."""
    match board.title:
        case "SHAPES":
            made = tuple(Badge(x=n % 100 * 8.0, y=n // 100 * 8.0, text=str(n)) for n in range(20_000))
        case "SIZE":
            made = (Badge(x=0, y=0, text="a"), Badge(x=1e9, y=1e9, text="b"))
        case "NOWHERE":
            made = (Badge(x=math.nan, y=math.inf, text="a"),)
        case "LETTERS":
            made = tuple(Words(x=0, y=n * 9.0, text="sana " * 400) for n in range(150))
        case "RING":
            raise RecursionError("maximum recursion depth exceeded")
        case _:
            return Scene(
                shapes=tuple(Box(item=item, x=0, y=n * 40.0) for n, item in enumerate(board.items)), alt="Laput"
            )
    return Scene(shapes=made, alt="Liikaa")


BLOCKS: dict[str, Callable[[], tuple[Block, ...]]] = {
    "ROWS": lambda: (
        Table(caption="Rivit", columns=("A", "B", "C"), rows=tuple((f"rivi {n}", "bb", "ccc") for n in range(10_000))),
    ),
    "COLUMNS": lambda: (
        Table(
            caption="Sarakkeet", columns=tuple(f"Sarake {n}" for n in range(300)),
            rows=tuple(tuple(f"{row}/{n}" for n in range(300)) for row in range(3)),
        ),
    ),
    "POINTS": lambda: (Points(tuple(f"kohta {n}" for n in range(20_000))),),
    "PARAGRAPH": lambda: (Paragraph("palvelun tuottaja " * 60_000),),
    "WORD": lambda: (Paragraph("ä" * 1_000_000), Heading("ö" * 100_000)),
    "TALL": lambda: (Table(caption="", columns=("A", "B"), rows=(("\n".join(["rivi"] * 2_000), "b"),)),),
}  # fmt: skip


MORE: dict[str, Callable[[], tuple[Block, ...]]] = {
    "MANY": lambda: tuple(Paragraph(f"kappale {n}") for n in range(10_000)),
    "WORDS": lambda: (
        Paragraph(f"{'x' * 38} {'x' * 45}"), Points((f"{'7' * 38} {'7' * 59}",)),
        Table(caption="", columns=("A", "B"), rows=(("a", f"{'x' * 23} {'x' * 26}"),)),
    ),
}  # fmt: skip
"""What is composed only, and not laid out in every form."""


def chapter(board: Board, _insights: tuple[Insight, ...]) -> Chapter:
    """What the title asks for, and the drawing."""
    made = {**BLOCKS, **MORE}.get(board.title)
    blocks = made() if made is not None else ()
    return Chapter(title=board.title, blocks=(*blocks, Figure(drawing="shapes", caption="Kuva")))


HOSTILE = Method(
    id="hostile", package="", title="Liikaa", summary="Liikaa kaikkea.",
    kinds=(Kind(id="note", code="ZH", label="Lappu"),),
    drawings=(Drawing(id="shapes", label="Kuva", draw=shapes),), write_chapter=chapter,
)  # fmt: skip
