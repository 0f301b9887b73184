"""What the live room needs of the rest of the house, as protocols: it knows no transport, no SQL and no template."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kehittamo_core.fields import TEXT_LIMIT

Op = Mapping[str, Any]
"""One change of a page: {"op": "upsert" | "move" | "delete", "id": dom id, "parent": dom id, "before": dom id | None, "html": str}."""


class Person(Protocol):
    """Who sits behind a socket, as `workshop.people.Identity` says it."""

    @property
    def person_id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def language(self) -> str: ...  # noqa: D102
    @property
    def hue(self) -> int: ...  # noqa: D102


class Connection(Protocol):
    """One open socket. Pushing never waits: what cannot be sent at once is queued, and too long a queue closes it with 1013."""

    def push_text(self, frame: str) -> None:
        """Send a text frame after everything that was pushed before."""

    def push_bytes(self, frame: bytes) -> None:
        """Send a binary frame after everything that was pushed before."""

    def push_along(self, frame: str) -> None:
        """Send a text frame that is in no hurry: with the next one to the same page, or soon; in its order all the same."""

    def close(self, code: int, reason: str = "") -> None:
        """Close after what was pushed before; nothing may be pushed afterwards, and nothing is sent then."""


@dataclass(frozen=True)
class RoomState:
    """A room's counter and its epoch (a new one after a restore: numbers of another epoch mean nothing)."""

    seq: int
    epoch: str


@dataclass(frozen=True)
class RoomEvent:
    """One row of a room's log, as far as the live room needs it; `changes_rights` marks lock, role, revoke and the like.

    `adds` marks the first event of a thing: nobody has it open yet.
    """

    seq: int
    ref: str
    actor_id: str | None
    changes_rights: bool
    adds: bool = False


@dataclass(frozen=True)
class StoredText:
    """A text as it stands in the database: its room, its updates, the number of the last, and the bytes they take.

    `limit` is how many characters fit, `right` what one must be allowed in the room to write it.
    """

    room: str
    updates: Sequence[bytes]
    n: int
    size: int
    limit: int = TEXT_LIMIT
    right: str = "write"


@dataclass(frozen=True)
class TextWrite:
    """One text's part of a commit.

    `expected` is the number of the last update that the writer knows; `updates` are (actor id, bytes), stored as the next
    numbers; `plain` is the text after them; `history` are (actor id, before, after) for the person's log of the minute.
    """

    key: str
    room: str
    expected: int
    updates: Sequence[tuple[str | None, bytes]]
    plain: str
    history: Sequence[tuple[str, str, str]] = ()


Absorb = Callable[[str, Sequence[tuple[int, bytes]]], str]
"""Takes up the (number, update) that others have stored of a text (key); gives how it reads then, with our own updates."""


@dataclass(frozen=True)
class Written:
    """What became of one TextWrite: stored (`refused` is ""), refused with a reason, or `behind`: others wrote meanwhile."""

    key: str
    refused: str = ""
    behind: bool = False


@dataclass(frozen=True)
class Page:
    """A page whose rights are asked again: its session token ("" without one), who it was, and the rooms that it follows."""

    token: str
    who: Any
    rooms: Sequence[str]


@dataclass(frozen=True)
class Standing:
    """Who a page is now (None: signed out), and what it may do in each of its rooms; empty where it may not even see it."""

    who: Person | None
    rights: Mapping[str, frozenset[str]]


class Store(Protocol):
    """The database as the live room sees it. Everything may raise; nobody but the caller is disturbed then."""

    async def room_state(self, room: str) -> RoomState | None:
        """A room's counter and epoch; None where there is no such room."""

    async def events(self, room: str, after: int, limit: int) -> Sequence[RoomEvent]:
        """The events of a room after a number, oldest first, at most `limit`."""

    async def news(self, room: str, after: int, limit: int) -> tuple[RoomState | None, Sequence[RoomEvent]]:
        """What `room_state` and `events` say, of one moment."""

    async def rights(self, who: Any, room: str) -> frozenset[str]:
        """What somebody may do in a room, now; empty where they may not even see it.

        A room that is closed for writing answers without `write` and with `locked`.
        """

    async def standings(self, pages: Sequence[Page]) -> Sequence[Standing]:
        """Who is signed in with the pages' tokens now, and what `rights` says of them, of one moment: a lock concerns the whole hall at once."""

    async def open_text(self, key: str) -> StoredText | None:
        """A text, empty where nothing was written yet; None where there is no such field."""

    async def later(self, key: str, after: int) -> Sequence[tuple[int, bytes]]:
        """The (number, update) of a text after a number."""

    async def append(self, writes: Sequence[TextWrite], absorb: Absorb) -> Sequence[Written]:
        """Write everything in one transaction; returns after the commit, before the fsync.

        Where others have written to a text meanwhile, a store that works on the event loop may hand what they wrote to
        `absorb` inside the transaction, and go on; any other answers `behind`.
        """

    async def durable(self) -> None:
        """Return when everything that was committed before the call is on the disk."""

    async def compact(self, key: str, n: int, state: bytes) -> None:
        """Replace a text's updates up to number n by one that holds its state."""

    async def finish(self) -> None:
        """Write what was put off (the endings of history entries); called every few seconds and at the end."""

    async def texts_since(self, room: str, at: int) -> Sequence[tuple[str, str]]:
        """The (key, plain) of a room's texts that were written since a time (unix ms)."""


class Renderer(Protocol):
    """Makes fragments of pages; given by the web."""

    async def render(
        self, room: str, refs: set[str], language: str, role: str, fresh: frozenset[str] = frozenset()
    ) -> Iterable[Op]:
        """The changes of a page that shows these things of a room, for a language and a role; nothing personal.

        Of `fresh` things all that happened is that they were added, so that no page has one of them open.
        """

    async def mine(self, room: str, refs: set[str], who: Any) -> Iterable[Op]:
        """What only this person is shown of these things: own marks, own hidden notes."""
