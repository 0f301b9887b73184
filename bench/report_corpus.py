"""Reports of a wanted length made of the examples: their boards again and again, each a chapter of its own.

Ids are made anew in every copy, so that nothing of one board's stands on another; titles say which copy it is.
"""

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kehittamo_core.api import Board, Chapter, Figure, Insight, Method, Plugins
from kehittamo_core.demo import demo_document
from kehittamo_core.loading import load_plugins
from kehittamo_core.showing import plain_chapter

CORPORA = {64: ("siun-sote-hebu", 9), 198: ("siun-sote-hebu", 35)}
"""The example, and how many of its boards make about so many pages; what it came to is printed.

One example for both, so that what grows is the number of pages and not the kind of content.
"""


def plugins() -> Plugins:
    """The methods that are installed."""
    return load_plugins()


def corpus(pages: int, known: Plugins) -> dict[str, Any]:
    """An example with as many boards as make about so many pages."""
    return copies(*CORPORA[pages], known)


def copies(key: str, wanted: int, known: Plugins) -> dict[str, Any]:
    """An example with so many boards: its own again and again."""
    document = demo_document(key, [method.package for method in known.methods.values()])
    own = document["boards"]
    document["boards"] = [_copy(own[number % len(own)], number // len(own)) for number in range(wanted)]
    return document


def _copy(board: dict[str, Any], number: int) -> dict[str, Any]:
    if not number:
        return board
    ids = {board["id"], *(part["id"] for name in ("items", "links") for part in board.get(name) or ())}
    made: dict[str, Any] = _renamed(board, ids, f"-{number}")
    made["title"] = f"{board.get('title') or board['method']}, {number + 1}. ryhmä"
    return made


def _renamed(value: Any, ids: set[str], end: str) -> Any:
    """The value with every id of the board's own made another."""
    if isinstance(value, str):
        return value + end if value in ids else value
    if isinstance(value, dict):
        return {name: _renamed(part, ids, end) for name, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, ids, end) for part in value]
    return value


# The same without drawings


def without_drawings(known: Plugins) -> Plugins:
    """Methods whose chapters have no drawings; what they say and list stays."""
    methods = {
        name: replace(method, drawings=(), write_chapter=functools.partial(_words_only, method))
        for name, method in known.methods.items()
    }
    return replace(known, methods=methods)


def _words_only(method: Method, board: Board, insights: tuple[Insight, ...]) -> Chapter:
    write = method.write_chapter
    chapter = write(board, insights) if write is not None else plain_chapter(board, method, insights)
    return Chapter(title=chapter.title, blocks=tuple(_words(chapter)))


def _words(chapter: Chapter) -> Iterator[Any]:
    for block in chapter.blocks:
        if not isinstance(block, Figure):
            yield block


def change(document: dict[str, Any], number: int) -> None:
    """Another text in one note of the board with the most."""
    board = max(document["boards"], key=lambda entry: len(entry.get("items", ())))
    item = next(item for item in board["items"] if (item.get("values") or {}).get("text"))
    item["values"]["text"] = f"Muutettu kohta, uusi teksti {number}"
