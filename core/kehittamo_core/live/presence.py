"""Who is here, and what they are writing: said by pages, stamped by the server, and gone soon after they fall silent."""

import asyncio
from collections.abc import Callable, Iterable
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
            "name": who.name,
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
        self._rooms: dict[str, dict[Member, Here]] = {}
        self._changed: dict[str, set[str]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def come(self, member: Member, room: str) -> None:
        """A page has begun to follow a room: it hears who is here, and the others hear of it."""
        people = self._rooms.setdefault(room, {})
        people[member] = Here(member)
        shown = [here.shown() for here in people.values() if not here.is_away]
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


def _ids(present: Iterable[Here]) -> set[str]:
    return {here.member.id for here in present}
