"""Who is here, and what they are writing: said by pages, stamped by the server, and gone soon after they fall silent.

Where several processes serve, each tells the others of its own people at every change and every few seconds; of a process that
is heard no more, nobody is here.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from kehittamo_core.live.frames import KEY_LIMIT, json_frame
from kehittamo_core.live.member import Member

TICK = 0.05
"""Seconds in which changes of presence in one room are gathered."""
TYPING = 4.0
"""Seconds after the last sign of typing until somebody is not writing any more."""
AWAY = 12.0
"""Seconds of silence after which somebody counts as gone; the page is heard every 5 seconds (BEAT)."""
REPEAT = 5
"""Sweeps (seconds) after which the other processes are told everything once more."""
MESSAGE = 7000
"""Bytes of one message to the other processes; PostgreSQL takes at most 8,000, and one person has at most 2,000."""
NAME_SHOWN = 80
"""Letters of a name that others are told; more would not fit at a field."""


@dataclass
class Far:
    """Somebody at another process, as that has told us, and when it last did."""

    shown: dict[str, Any]
    heard: float


@dataclass
class Here:
    """One page in one room: where it is, and whether somebody writes there."""

    member: Member
    field: str | None = None
    element: str | None = None
    typing_until: float = 0.0
    is_typing: bool = False
    is_away: bool = False

    def shown(self) -> dict[str, Any]:
        """As the others are told; the identity is ours, not the page's."""
        who = self.member.who
        return {
            "id": self.member.id,
            "person": who.person_id,
            "name": who.name[:NAME_SHOWN],
            "role": who.role,
            "hue": who.hue,
            "field": self.field,
            "element": self.element,
            "typing": self.is_typing,
        }


class Presence:
    """Who is here in every room of this process. `send` pushes a frame to the members of a room."""

    def __init__(self, send: Callable[[str, str], None]) -> None:
        self._send = send
        self.tell_others: Callable[[str], None] | None = None
        self._far: dict[str, dict[str, Far]] = {}
        self._sweeps = 0
        self._rooms: dict[str, dict[Member, Here]] = {}
        self._changed: dict[str, set[str]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def come(self, member: Member, room: str) -> None:
        """A page has begun to follow a room: it hears who is here, and the others hear of it."""
        people = self._rooms.setdefault(room, {})
        people[member] = Here(member)
        shown = [here.shown() for here in people.values() if not here.is_away]
        shown += [far.shown for far in self._far.get(room, {}).values()]
        member.connection.push_text(json_frame("pres", room=room, all=True, people=shown, gone=[]))
        self._tell(room, member)

    def say(self, member: Member, room: str, field: Any, element: Any, typing: Any) -> None:
        """A page says where it is, and whether somebody is writing there."""
        here = self._rooms.get(room, {}).get(member)
        if here is None:
            return
        before = (here.field, here.element, here.is_typing)
        here.field = field[:KEY_LIMIT] if isinstance(field, str) and field else None
        here.element = element[:64] if isinstance(element, str) and element else None
        here.is_typing = typing is True and here.field is not None
        if here.is_typing:
            here.typing_until = monotonic() + TYPING
        if before != (here.field, here.element, here.is_typing):
            self._tell(room, member)

    def leave(self, member: Member) -> None:
        """A page is gone."""
        for room, people in list(self._rooms.items()):
            if people.pop(member, None) is not None:
                self._tell(room, member)
            if not people:
                del self._rooms[room]

    def here(self, room: str) -> list[dict[str, Any]]:
        """Everybody who is in a room now, at this process and at the others, as pages are told of them."""
        people = [here.shown() for here in self._rooms.get(room, {}).values() if not here.is_away]
        return people + [far.shown for far in self._far.get(room, {}).values()]

    def sweep(self) -> None:
        """Whoever has fallen silent writes no more, and after a while is not here."""
        now = monotonic()
        for room, people in self._rooms.items():
            for member, here in people.items():
                away = now - member.seen > AWAY
                typing = here.is_typing and here.typing_until > now and not away
                if (away, typing) != (here.is_away, here.is_typing):
                    here.is_away, here.is_typing = away, typing
                    self._tell(room, member)
        if self.tell_others is not None:
            self._sweeps += 1
            if self._sweeps % REPEAT == 0:
                for room, people in self._rooms.items():
                    self._pass_on(room, [here.shown() for here in people.values() if not here.is_away], [])
            self._forget_silent(now)

    def stop(self) -> None:
        """End all timers."""
        for timer in self._timers.values():
            timer.cancel()

    def _tell(self, room: str, member: Member) -> None:
        self._changed.setdefault(room, set()).add(member.id)
        if room not in self._timers:
            self._timers[room] = asyncio.get_running_loop().call_later(TICK, self._flush, room)

    def _flush(self, room: str) -> None:
        del self._timers[room]
        changed = self._changed.pop(room, set())
        present = [here for here in self._rooms.get(room, {}).values() if not here.is_away]
        people = [here.shown() for here in present if here.member.id in changed]
        gone = sorted(changed - _ids(present))
        self._send(room, json_frame("pres", room=room, all=False, people=people, gone=gone))
        self._pass_on(room, people, gone)

    # Other processes

    def _pass_on(self, room: str, people: list[dict[str, Any]], gone: list[str]) -> None:
        if self.tell_others is None:
            return
        changes = [*({"person": person} for person in people), *({"gone": id_} for id_ in gone)]
        for part in _in_parts([json.dumps(change, ensure_ascii=False) for change in changes]):
            self.tell_others(f"{room} [{','.join(part)}]")

    def hear(self, words: str) -> None:
        """Another process says who has come, moved or gone there."""
        room, _, rest = words.partition(" ")
        changes, now = json.loads(rest), monotonic()
        people = [change["person"] for change in changes if "person" in change]
        gone = [change["gone"] for change in changes if "gone" in change]
        far = self._far.setdefault(room, {})
        news = []
        for person in people:
            known = far.get(person["id"])
            if known is None or known.shown != person:
                news.append(person)
            far[person["id"]] = Far(person, now)
        left = [id_ for id_ in gone if far.pop(id_, None) is not None]
        if (news or left) and room in self._rooms:
            self._send(room, json_frame("pres", room=room, all=False, people=news, gone=left))

    def _forget_silent(self, now: float) -> None:
        """Whoever has not been told of for a while was at a process that is gone."""
        for room, far in list(self._far.items()):
            silent = [id_ for id_, one in far.items() if now - one.heard > AWAY]
            for id_ in silent:
                del far[id_]
            if silent and room in self._rooms:
                self._send(room, json_frame("pres", room=room, all=False, people=[], gone=silent))
            if not far:
                del self._far[room]


def _in_parts(changes: Iterable[str]) -> Iterator[list[str]]:
    """As many together as fit into one message."""
    part: list[str] = []
    size = 0
    for change in changes:
        length = len(change.encode()) + 1
        if part and size + length > MESSAGE:
            yield part
            part, size = [], 0
        part.append(change)
        size += length
    if part:
        yield part


def _ids(present: Iterable[Here]) -> set[str]:
    return {here.member.id for here in present}
