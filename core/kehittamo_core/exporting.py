"""What a way out is asked for: a saved version, the language, and somebody to tell how far it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from kehittamo_core.loading import Plugins


def _silent(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Outlined:
    """A chapter as its composer sees it: one of the programme's own, a board's (`board` is its key), or a free page."""

    id: str
    title: str
    kind: Literal["chapter", "board", "page"] = "chapter"
    where: str = ""
    board: str = ""
    left_out: bool = False
    introduction: str = ""
    text: str = ""
    style: str = "text"
    by: str = ""
    perspective: str = ""
    agenda: str = ""
    images: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something to look at before a report is made, and the `board` (by its key, with its `title`) where it is mended.

    Without a board it is mended on a page of the programme: `place` is its address below the programme's, such as
    `about#images`; with a board, below the board's (`findings`). `item` is the key of the item or link on the board.
    """

    message: str
    board: str = ""
    title: str = ""
    place: str = ""
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What a report would hold, and what to look at first."""

    chapters: tuple[Outlined, ...]
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageLook:
    """A page of a made file: a picture as PNG, its number from 1 of how many, its words, title and first page of the chapters."""

    picture: bytes
    number: int
    count: int
    words: str = ""
    chapters: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExportRequest:
    """What an `Export.write` gets.

    `document` is the archive of a saved version (docs/exchange-format.md); `snapshot` its id, name, sha256, who and
    when; `board` the id of one board for exports of scope board; `progress(done, total, what)` may be called often.
    """

    document: Mapping[str, Any]
    plugins: "Plugins"
    language: str = "fi"
    board: str | None = None
    drawing: str | None = None
    snapshot: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[int, int, str], None] = _silent
