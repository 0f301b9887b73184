"""The hub: every page that is connected, and what becomes of each frame it sends. It knows no transport and no SQL."""

import asyncio
import itertools
import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from kehittamo_core.live import frames
from kehittamo_core.live.document import OpenText
from kehittamo_core.live.frames import BadFrame, TextFrame, TooLarge, json_frame
from kehittamo_core.live.member import Member
from kehittamo_core.live.ports import Connection, Person, Renderer, Store
from kehittamo_core.live.presence import Presence
from kehittamo_core.live.rooms import Rooms
from kehittamo_core.live.texts import Texts

log = logging.getLogger(__name__)

BEAT = 5.0
"""Seconds between two signs of life that a page is asked for."""
SILENCE = 90.0
"""Seconds of silence after which a socket is closed; a page in the background is slowed down by its browser to one sign a minute."""
SWEEP = 1.0


class Hub:
    """Everything that is live in this process."""

    def __init__(self, store: Store, renderer: Renderer, version: str = "") -> None:
        self._store = store
        self._version = version
        self._members: dict[str, Member] = {}
        self._numbers = itertools.count(1)
        self._prefix = secrets.token_hex(3)
        self.texts = Texts(store, self._text_changed)
        self.rooms = Rooms(store, renderer, self._plain)
        self.rooms.rechecked = self.texts.recheck
        self.presence = Presence(self._to_room)
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to work."""
        self.texts.start()
        self._sweeper = asyncio.create_task(self._sweeps())

    async def stop(self) -> None:
        """Commit what is pending, tell every page that we will be back, and end."""
        for member in list(self._members.values()):
            member.connection.push_text(json_frame("bye", retry_ms=300))
            member.close(frames.RESTART, "restart")
        if self._sweeper is not None:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
        await self.texts.stop()
        await self.rooms.stop()
        self.presence.stop()

    # What the database tells

    def committed(self, rooms: frozenset[str]) -> None:
        """Events were committed in these rooms; an empty set means: perhaps in any, and perhaps any text was written."""
        self.rooms.wake(rooms)
        if not rooms:
            self.texts.written_by_anybody()

    def texts_written(self, keys: Iterable[str]) -> None:
        """These texts were written by a command or by another process."""
        self.texts.written(keys)

    # What the transport tells

    def connect(self, who: Person, connection: Connection, token: str = "") -> Member:
        """A page has connected, with this session token; it is greeted."""
        member = Member(f"{self._prefix}{next(self._numbers)}", who, connection, token)
        self._members[member.id] = member
        connection.push_text(json_frame("hello", person=who.person_id, version=self._version, beat=int(BEAT * 1000)))
        return member

    def disconnect(self, member: Member) -> None:
        """A page is gone."""
        member.closed = True
        if self._members.pop(member.id, None) is not None:
            self.texts.leave(member)
            self.rooms.leave(member)
            self.presence.leave(member)

    async def receive(self, member: Member, frame: str | bytes) -> None:
        """A frame of a page. Whatever is wrong with it closes this socket at most, with a reason, and disturbs nobody else."""
        if not self._admit(member, frame):
            return
        with self._peace(member):
            message = _read(frame)
            if _waits(message):
                await self._in_time(member, message)
            else:
                self._at_once(member, message)

    def take(self, member: Member, frame: str | bytes) -> bool:
        """Deal with a frame now. False where something has to be waited for: nothing is done then, and `receive` does it."""
        try:
            message = _read(frame)
        except BadFrame:
            return False
        if _waits(message):
            return False
        if self._admit(member, frame):
            with self._peace(member):
                self._at_once(member, message)
        return True

    def _admit(self, member: Member, frame: str | bytes) -> bool:
        """Whether the page may send this now; one that sends too much is closed."""
        member.seen = now = monotonic()
        if member.closed:
            return False
        if not member.frames.take(1, now) or not member.octets.take(len(frame), now):
            member.close(frames.MALFORMED, "too many frames")
            return False
        return True

    @contextmanager
    def _peace(self, member: Member) -> Iterator[None]:
        """What goes wrong with a frame closes its own socket."""
        try:
            yield
        except TooLarge as error:
            member.close(frames.TOO_LARGE, str(error))
        except BadFrame as error:
            member.close(frames.MALFORMED, str(error))
        except Exception:
            log.exception("a frame of %s failed", member.id)
            member.close(1011, "something went wrong here; it has been noted")

    def _at_once(self, member: Member, message: TextFrame | dict[str, Any]) -> None:
        """Deal with what needs no waiting."""
        if isinstance(message, TextFrame):
            if message.step is None:
                self.texts.close(member, message.key)
            else:
                self.texts.update(member, message.key, message.body, is_answer=message.step == frames.STEP2)
        elif message["type"] == "ping":
            member.connection.push_along('{"type":"pong"}')
        elif message["type"] == "pres":
            room = message.get("room")
            if isinstance(room, str) and room in member.rooms:
                # Where writing is anonymous, nobody is told who is at which field.
                said = {} if "nameless" in member.rooms[room] else message
                self.presence.say(member, room, said.get("field"), said.get("element"), said.get("typing"))

    async def _in_time(self, member: Member, message: TextFrame | dict[str, Any]) -> None:
        """Deal with what the database has to be asked for: a text is opened, rooms are followed."""
        if isinstance(message, TextFrame):
            await self.texts.open(member, message.key, message.body)
            return
        if message["type"] != "sub":
            raise BadFrame(f"there is no type {message['type'][:40]!r}")
        for wanted in frames.read_subscriptions(message):
            if wanted.room in member.rooms:
                continue
            if await self.rooms.follow(member, wanted) is None:
                member.close(frames.NO_ACCESS, "no access to this room")
                return
            if not (wanted.unseen and member.may("facilitate", wanted.room)):
                self.presence.come(member, wanted.room)

    # Between the parts

    def _plain(self, key: str) -> str | None:
        text = self.texts.get(key)
        return text.plain if text is not None else None

    def _text_changed(self, text: OpenText) -> None:
        self.rooms.text_changed(text.room, text.key)

    def _to_room(self, name: str, frame: str) -> None:
        room = self.rooms.get(name)
        for member in room.members if room is not None else ():
            member.connection.push_text(frame)

    async def _sweeps(self) -> None:
        for turn in itertools.count(1):
            await asyncio.sleep(SWEEP)
            try:
                self._close_silent(self._members.values())
                self.presence.sweep()
                self.rooms.sweep()
                if turn % 3 == 0:
                    await self.texts.sweep()
            except Exception:
                log.exception("a sweep failed")

    def _close_silent(self, members: Iterable[Member]) -> None:
        now = monotonic()
        for member in list(members):
            if now - member.seen > SILENCE:
                member.close(frames.SILENT, "silent for too long")


def _waits(message: TextFrame | dict[str, Any]) -> bool:
    """Whether the database has to be asked before a frame is dealt with."""
    if isinstance(message, TextFrame):
        return message.step == frames.STEP1
    return message["type"] not in ("ping", "pres")


def _read(frame: str | bytes) -> TextFrame | dict[str, Any]:
    """A frame as what it says. Raises BadFrame."""
    size = len(frame)
    if isinstance(frame, str):
        if size > frames.FRAME_LIMIT:
            raise TooLarge
        return frames.read_json(frame)
    if size > frames.FIRST_SYNC_LIMIT:
        raise TooLarge
    message = frames.read_binary(frame)
    if size > frames.FRAME_LIMIT and message.step != frames.STEP2:
        raise TooLarge
    return message
