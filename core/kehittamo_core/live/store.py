"""The live room's store on the database: SQLite with one process, PostgreSQL with several."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

from kehittamo_core.database.engine import Database, Session
from kehittamo_core.database.models import now
from kehittamo_core.errors import NotFound
from kehittamo_core.live.hub import Hub
from kehittamo_core.live.ports import (
    Absorb,
    Page,
    RoomEvent,
    RoomState,
    Standing,
    StoredText,
    TextWrite,
    Written,
)
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import events, live_store, looking, texts
from kehittamo_core.workshop.live_store import Append, Minute
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.texts import TextPlace

_own: ContextVar[frozenset[str]] = ContextVar("own texts", default=frozenset())


class DatabaseStore:
    """What `ports.Store` promises, on a `Database`."""

    def __init__(self, database: Database, plugins: Plugins) -> None:
        self._database = database
        self._plugins = plugins
        self._places: dict[str, TextPlace] = {}
        self._minutes: dict[tuple[str, str], Minute] = {}
        self._after: dict[str, str] = {}

    async def room_state(self, room: str) -> RoomState | None:
        """A room's counter and epoch; a room in which nothing has happened stands at 0."""
        state = await self._database.read(lambda session: events.room_state(session, room))
        return RoomState(state.seq, state.epoch)

    async def events(self, room: str, after: int, limit: int) -> Sequence[RoomEvent]:
        """The events of a room after a number."""
        found = await self._database.read(lambda session: events.events_after(session, room, after, limit))
        return [_event(row) for row in found]

    async def news(self, room: str, after: int, limit: int) -> tuple[RoomState | None, Sequence[RoomEvent]]:
        """A room's counter and epoch with the events after a number."""
        state, found = await self._database.read(
            lambda session: (events.room_state(session, room), events.events_after(session, room, after, limit))
        )
        return RoomState(state.seq, state.epoch), [_event(row) for row in found]

    async def rights(self, who: Any, room: str) -> frozenset[str]:
        """What somebody may do in a room; who looks as a participant does is shown their page, and writes nothing."""
        return await self._database.read(lambda session: _rights(session, who, room))

    async def standings(self, pages: Sequence[Page]) -> Sequence[Standing]:
        """Who many pages are and what they may do: people of one table and role are asked for once."""
        return await self._database.read(lambda session: _standings(session, pages))

    async def open_text(self, key: str) -> StoredText | None:
        """A text; None where there is no such field."""
        try:
            place, stored = await self._database.read(
                lambda session: (texts.text_place(session, self._plugins, key), texts.load_text(session, key))
            )
        except NotFound:
            return None
        self._places[key] = place
        size = sum(len(data) for data in stored.updates)
        right = "facilitate" if place.setup else "write"
        return StoredText(place.room, stored.updates, stored.n, size, place.limit, right)

    async def later(self, key: str, after: int) -> Sequence[tuple[int, bytes]]:
        """The updates of a text after a number."""
        return await self._database.read(lambda session: texts.read_updates(session, key, after))

    async def append(self, writes: Sequence[TextWrite], absorb: Absorb) -> Sequence[Written]:
        """Write in one transaction.

        PostgreSQL's work is done on the event loop, so a text that another process has written to is caught up with inside
        the transaction. SQLite has no other process: its few statements are done at once where nobody else writes, else in
        the writer's thread.
        """
        batch = [Append(self._places[write.key], write.expected, write.updates, write.plain) for write in writes]
        fresh, going_on = self._history(writes)
        several = not self._database.is_sqlite
        refused: dict[str, str] = {}
        if not self._database.at_once(lambda cursor: live_store.append_at_once(cursor, batch, tuple(fresh.values()))):
            refused = await self._append(writes, batch, tuple(fresh.values()), absorb if several else None)
        for (key, actor), minute in fresh.items():
            if key not in refused:
                self._minutes[key, actor] = minute
        for id_, (key, words) in going_on.items():
            if key not in refused:
                self._after[id_] = words
        return [
            Written(write.key, behind=refused.get(write.key) == "behind", refused=_reason(refused.get(write.key)))
            for write in writes
        ]

    async def _append(
        self, writes: Sequence[TextWrite], batch: Sequence[Append], fresh: Sequence[Minute], absorb: Absorb | None
    ) -> dict[str, str]:
        tell = not self._database.is_sqlite
        with _mine(write.key for write in writes):
            return await self._database.write(
                lambda session: live_store.append(session, batch, fresh, absorb, tell=tell), hurried=True
            )

    def _history(self, writes: Sequence[TextWrite]) -> tuple[dict[tuple[str, str], Minute], dict[str, tuple[str, str]]]:
        """The entries that begin with these writes, and new endings (id -> key, words) of those that go on."""
        minute = now().replace(second=0, microsecond=0)
        fresh: dict[tuple[str, str], Minute] = {}
        going_on: dict[str, tuple[str, str]] = {}
        for write in writes:
            for actor, before, after in write.history:
                known = self._minutes.get((write.key, actor))
                if known is not None and known.minute == minute:
                    going_on[known.id] = (write.key, after)
                else:
                    fresh[write.key, actor] = live_store.new_minute(write.key, actor or None, minute, before, after)
        return fresh, going_on

    async def finish(self) -> None:
        """Write the endings of history entries, and forget the minutes that are over. Call it every few seconds."""
        after, self._after = self._after, {}
        if after:
            await self._database.write(lambda session: live_store.finish_minutes(session, after))
        minute = now().replace(second=0, microsecond=0)
        self._minutes = {who: known for who, known in self._minutes.items() if known.minute == minute}

    async def durable(self) -> None:
        """Return when everything committed so far is on the disk."""
        await self._database.synced()

    async def compact(self, key: str, n: int, state: bytes) -> None:
        """Replace a text's updates by its state."""
        await self._database.write(lambda session: live_store.compact(session, key, n, state))

    async def texts_since(self, room: str, at: int) -> Sequence[tuple[str, str]]:
        """The texts of a room that were written since a time."""
        return await self._database.read(lambda session: live_store.texts_since(session, room, at))


HARMLESS = (
    "item.", "link.", "voted", "comment", "goal.", "snapshot", "echo", "list.", "hall.", "alone.counted", "ballot.voted", "rating.",
)  # fmt: skip
"""How the kinds of events begin that change nobody's rights; after any other, everybody's rights are asked again."""


def _event(row: events.EventRow) -> RoomEvent:
    return RoomEvent(row.seq, row.ref, row.actor_id, not row.kind.startswith(HARMLESS), row.kind == "item.added")


def _rights(session: Session, who: Any, room: str) -> frozenset[str]:
    rights = live_store.rights_in(session, who, room)
    return rights & {"see"} if who.looking else rights


def _standings(session: Session, pages: Sequence[Page]) -> list[Standing]:
    people: dict[str, Identity | None] = {}
    asked: dict[tuple[Identity, str], frozenset[str]] = {}
    found = []
    for page in pages:
        if page.token and page.token not in people:
            people[page.token] = looking.holder(session, looking.Ticket.read(page.token))
        who: Identity | None = people[page.token] if page.token else page.who
        if who is None:
            found.append(Standing(None, {}))
            continue
        alike = replace(who, person_id="", name="", organisation="", language="")
        for room in page.rooms:
            if (alike, room) not in asked:
                asked[alike, room] = _rights(session, who, room)
        found.append(Standing(who, {room: asked[alike, room] for room in page.rooms}))
    return found


def _reason(refused: str | None) -> str:
    return "" if refused in (None, "behind") else str(refused)


@contextmanager
def _mine(keys: Iterable[str]) -> Iterator[None]:
    token = _own.set(frozenset(keys))
    try:
        yield
    finally:
        _own.reset(token)


def split_names(names: frozenset[str]) -> tuple[frozenset[str], frozenset[str], bool]:
    """What a commit touched: rooms, texts (without those this very task has just written), and whether it may be anything."""
    rooms = frozenset(name for name in names if name.startswith(("board:", "programme:")))
    keys = frozenset(name.removeprefix("text:") for name in names if name.startswith("text:"))
    return rooms, keys - _own.get(), "*" in names


def watch(database: Database, hub: Hub) -> None:
    """Let the hub hear every commit of the database, and the hubs of other processes who is where."""

    def heard(names: frozenset[str]) -> None:
        rooms, keys, anything = split_names(names)
        if anything:
            hub.committed(frozenset())
        if rooms:
            hub.committed(rooms)
        if keys:
            hub.texts_written(keys)

    database.on_commit.append(heard)
    if not database.is_sqlite:
        hub.presence.tell_others = database.tell_others
        database.on_word.append(hub.presence.hear)
