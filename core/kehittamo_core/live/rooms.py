"""Rooms: who follows which, and how a change that was committed becomes the same bytes on every socket.

A room has one task at a time. It reads the events after its cursor, asks rights again where an event may have changed them,
has each fragment rendered once per language and role, and pushes; what is committed meanwhile goes into the next round.
Whoever comes late, or back, gets the events after the number that their page has, rendered in the same way.
"""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from time import time

from kehittamo_core.live.frames import NO_ACCESS, SIGN_IN, Subscription, json_frame
from kehittamo_core.live.member import Member
from kehittamo_core.live.ports import Op, Page, Renderer, RoomEvent, RoomState, Store

log = logging.getLogger(__name__)

BATCH = 200
"""Events read at once."""
REPLAY = 1000
"""More events than this are not replayed: the page loads itself again."""
KEPT = 16
"""Rendered replays kept per room, for the many pages that come back at once after a restart."""
DRAW_EVERY, DRAW_TEXT_EVERY = 0.15, 1.0
"""Seconds between two announcements of a drawing after a change of structure and of a text; after a rest it comes at once."""
TEXT_EVERY = 0.08
"""Seconds between two plain copies of one text to those who only look."""
TEXT_MARGIN = 5000
"""Milliseconds by which the clocks of two processes may differ."""


class Room:
    """One programme or board that somebody follows."""

    def __init__(self, room: str, state: RoomState) -> None:
        self.id = room
        self.epoch = state.epoch
        self.cursor = state.seq
        self.members: set[Member] = set()
        self.woken = False
        self.task: asyncio.Task[None] | None = None
        self.replays: OrderedDict[tuple[int, int, str, str], list[Op]] = OrderedDict()
        self.text_marks: dict[str, int] = {}
        self.draw_at = 0.0
        self.draw_hurries = False
        self.draw_due = 0.0
        self.draw_timer: asyncio.TimerHandle | None = None


class Rooms:
    """All rooms of this process that somebody follows."""

    def __init__(self, store: Store, renderer: Renderer, plain: Callable[[str], str | None]) -> None:
        self._store = store
        self._renderer = renderer
        self._plain = plain
        self._rooms: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room | None]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._mark = 0
        self.rechecked: Callable[[Member], None] = lambda _: None

    def get(self, room: str) -> Room | None:
        """A room that somebody follows."""
        return self._rooms.get(room)

    def all(self) -> list[Room]:
        """Every room that somebody follows."""
        return list(self._rooms.values())

    async def stop(self) -> None:
        """End all tasks and timers."""
        tasks = [*(room.task for room in self._rooms.values() if room.task), *self._opening.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for timer in (*self._timers.values(), *(room.draw_timer for room in self._rooms.values() if room.draw_timer)):
            timer.cancel()

    # Coming and going

    async def follow(self, member: Member, wanted: Subscription) -> Room | None:
        """A page follows a room from what it has; it gets what it missed. None where it may not see it."""
        rights = await self._store.rights(member.who, wanted.room)
        room = await self._enter(wanted.room) if "see" in rights else None
        if room is None:
            return None
        member.rooms[wanted.room] = rights
        push = member.connection.push_text
        have = room.cursor if wanted.since is None else wanted.since
        why = await self._outdated(room, wanted, have)
        if why:
            push(json_frame("reload", room=room.id, why=why))
            have = room.cursor
        while have < room.cursor and not member.closed:
            until = room.cursor
            try:
                ops = await self._replay(room, have, until, member.who.language, member.who.role)
                push(self._frag(room, until, ops))
            except Exception:
                log.exception("room %s: what was missed could not be shown", room.id)
                push(json_frame("reload", room=room.id, why="failed"))
            have = until
        if member.closed:
            return None
        room.members.add(member)
        push(self._frag(room, room.cursor, []))
        # From here on changes of texts reach this member; those before it are read now.
        since = wanted.at if wanted.at is not None else int(time() * 1000) - 60_000
        for key, plain in await self._store.texts_since(room.id, since - TEXT_MARGIN):
            push(json_frame("text", key=key, plain=self._plain(key) or plain))
        return room

    def leave(self, member: Member) -> None:
        """A page is gone."""
        for name in member.rooms:
            room = self._rooms.get(name)
            if room is not None:
                room.members.discard(member)

    async def _enter(self, name: str) -> Room | None:
        room = self._rooms.get(name)
        if room is not None:
            return room
        task = self._opening.get(name)
        if task is None:
            task = self._opening[name] = asyncio.create_task(self._open(name))
            task.add_done_callback(lambda _: self._opening.pop(name, None))
        return await asyncio.shield(task)

    async def _open(self, name: str) -> Room | None:
        state = await self._store.room_state(name)
        if state is None:
            return None
        room = self._rooms[name] = Room(name, state)
        return room

    async def _outdated(self, room: Room, wanted: Subscription, have: int) -> str:
        if wanted.epoch is not None and wanted.epoch != room.epoch:
            return "epoch"
        if have > room.cursor:
            state = await self._store.room_state(room.id)
            if state is None or have > state.seq:
                return "ahead"
            self.wake((room.id,))
        return "gap" if room.cursor - have > REPLAY else ""

    async def _replay(self, room: Room, since: int, until: int, language: str, role: str) -> list[Op]:
        key = (since, until, language, role)
        ops = room.replays.get(key)
        if ops is None:
            events = await self._store.events(room.id, since, REPLAY)
            refs = {event.ref for event in events if event.seq <= until}
            ops = list(await self._renderer.render(room.id, refs, language, role))
            room.replays[key] = ops
            while len(room.replays) > KEPT:
                room.replays.popitem(last=False)
        return ops

    # Changes

    def wake(self, names: Iterable[str] = ()) -> None:
        """Something was committed in these rooms; without names, perhaps in any."""
        for name in names or list(self._rooms):
            room = self._rooms.get(name)
            if room is None:
                continue
            room.woken = True
            if room.task is None:
                room.task = asyncio.create_task(self._rounds(room))

    async def _rounds(self, room: Room) -> None:
        try:
            while room.woken:
                room.woken = False
                await self._run(room)
        except Exception:
            log.exception("room %s could not be read; the next change tries again", room.id)
        finally:
            room.task = None
            if room.woken:
                self.wake((room.id,))

    async def _run(self, room: Room) -> None:
        number = BATCH
        # Whatever is committed after the last look wakes the room again.
        while number == BATCH:
            state, events = await self._store.news(room.id, room.cursor, BATCH)
            number = len(events)
            if state is not None and state.epoch != room.epoch:
                room.epoch, room.cursor = state.epoch, state.seq
                room.replays.clear()
                self._reload(room, "epoch")
                return
            if not events:
                return
            if any(event.changes_rights for event in events):
                await self.recheck(room)
            try:
                await self._show(room, events)
            except Exception:
                # One thing that cannot be rendered must not keep a room silent for ever: its pages load themselves again.
                log.exception("room %s: a change could not be shown", room.id)
                room.cursor = events[-1].seq
                self._reload(room, "failed")

    def _reload(self, room: Room, why: str) -> None:
        for member in room.members:
            member.connection.push_text(json_frame("reload", room=room.id, why=why))

    async def _show(self, room: Room, events: Iterable[RoomEvent]) -> None:
        events = tuple(events)
        refs = {event.ref for event in events}
        fresh = frozenset(refs - {event.ref for event in events if not event.adds})
        mark = self._mark
        last = events[-1].seq
        mine = await self._mine(room, refs, {event.actor_id for event in events})
        frames: dict[tuple[str, str], str] = {}
        told: set[Member] = set()

        def tell() -> None:
            for member in room.members - told:
                if frame := frames.get(_audience(member)):
                    told.add(member)
                    member.connection.push_text(frame)
                    if own := mine.get(member.who.person_id):
                        member.connection.push_text(own)

        # Those of whom there are most are told first. Somebody may come while we render: the last look and the telling are one step.
        while missing := Counter(_audience(member) for member in room.members if member not in told):
            language, role = missing.most_common(1)[0][0]
            if (language, role) not in frames:
                ops = list(await self._renderer.render(room.id, refs, language, role, fresh))
                frames[language, role] = self._frag(room, last, ops)
            tell()
        room.cursor = last
        self._repeat_texts(room, mark)
        self._draw(room, DRAW_EVERY)

    async def _mine(self, room: Room, refs: set[str], actors: set[str | None]) -> dict[str, str]:
        """What those who did it see of it on their own pages: all pages of one person alike."""
        people = {member.who.person_id: member.who for member in room.members if member.who.person_id in actors}
        frames = {}
        for person, who in people.items():
            if ops := list(await self._renderer.mine(room.id, refs, who)):
                frames[person] = json_frame("mine", room=room.id, ops=ops)
        return frames

    def _frag(self, room: Room, seq: int, ops: list[Op]) -> str:
        return json_frame("frag", room=room.id, seq=seq, epoch=room.epoch, at=int(time() * 1000), ops=ops)

    async def recheck(self, room: Room) -> None:
        """Ask again who everybody in a room is and what they may do there; who may not even see it is sent away.

        What happens in a programme (a role, a link taken back) concerns all rooms that its people follow.
        """
        rooms = self.all() if room.id.startswith("programme:") else [room]
        followed: dict[Member, list[Room]] = {}
        for one in rooms:
            for member in one.members:
                followed.setdefault(member, []).append(one)
        pages = [Page(member.token, member.who, [one.id for one in its]) for member, its in followed.items()]
        standings = await self._store.standings(pages) if pages else ()
        for (member, its), standing in zip(followed.items(), standings, strict=True):
            who = standing.who
            for one in its:
                rights = standing.rights.get(one.id, frozenset())
                if who is not None and "see" in rights:
                    member.who = who
                    if rights != member.rooms.get(one.id):
                        member.rooms[one.id] = rights
                        member.connection.push_text(json_frame("rights", room=one.id, rights=sorted(rights)))
                    self.rechecked(member)
                else:
                    member.close(SIGN_IN if who is None else NO_ACCESS)
                    one.members.discard(member)

    def sweep(self) -> None:
        """Forget the rooms that nobody follows any more."""
        for name, room in list(self._rooms.items()):
            if not room.members and room.task is None and room.draw_timer is None:
                del self._rooms[name]

    # Texts and drawings

    def text_changed(self, name: str, key: str) -> None:
        """A text of a room was shown in a new form to those who have it open; the others follow."""
        room = self._rooms.get(name)
        if room is None:
            return
        self._mark += 1
        room.text_marks[key] = self._mark
        # Where everybody has it open nobody needs a copy, and no clock is set.
        if key not in self._timers and self._send_text(room, key):
            loop = asyncio.get_running_loop()
            self._timers[key] = loop.call_later(TEXT_EVERY, self._text_due, name, key, self._mark)
        # Who looks at a drawing need not follow every letter, and fifty who fetch it are more work than fifty who read.
        self._draw(room, DRAW_TEXT_EVERY)

    def _text_due(self, name: str, key: str, sent: int) -> None:
        del self._timers[key]
        room = self._rooms.get(name)
        mark = room.text_marks.get(key, 0) if room is not None else 0
        if room is None or mark == sent or not self._send_text(room, key):
            return
        self._timers[key] = asyncio.get_running_loop().call_later(TEXT_EVERY, self._text_due, name, key, mark)

    def _send_text(self, room: Room, key: str) -> bool:
        """Send how a text reads to those who only look at it; whether there are any."""
        lookers = [member for member in room.members if key not in member.texts]
        plain = self._plain(key) if lookers else None
        if plain is None:
            return False
        frame = json_frame("text", key=key, plain=plain)
        for member in lookers:
            member.connection.push_text(frame)
        return True

    def _repeat_texts(self, room: Room, mark: int) -> None:
        """Texts that changed while fragments were rendered stand in these in an older form: send them once more."""
        for key, changed in list(room.text_marks.items()):
            if changed > mark:
                self._send_text(room, key)
            else:
                del room.text_marks[key]

    def _draw(self, room: Room, every: float) -> None:
        loop = asyncio.get_running_loop()
        room.draw_hurries |= every == DRAW_EVERY
        due = max(loop.time(), room.draw_at + every)
        if room.draw_timer is not None:
            if room.draw_due <= due:
                return
            room.draw_timer.cancel()
        room.draw_due = due  # uvloop's own handle does not tell it where it is due at once
        room.draw_timer = loop.call_at(due, self._announce, room)

    def _announce(self, room: Room) -> None:
        room.draw_timer = None
        room.draw_at = asyncio.get_running_loop().time()
        self._mark += 1
        frame = json_frame("draw", room=room.id, rev=f"{room.cursor}.{self._mark}")
        hurries, room.draw_hurries = room.draw_hurries, False
        for member in room.members:
            if hurries:
                member.connection.push_text(frame)
            else:
                member.connection.push_along(frame)


def _audience(member: Member) -> tuple[str, str]:
    """What a fragment depends on besides the things it shows."""
    return member.who.language, member.who.role
