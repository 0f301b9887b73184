"""What travels on the socket, version 1: JSON in text frames, y-protocols sync messages in binary frames.

Page to server, text:   sub {rooms: [{room, since, epoch, at, unseen}]} · pres {room, field, element, typing} · ping
Server to page, text:   hello · frag {room, seq, epoch, at, ops} · mine {room, ops} · text {key, plain} · draw {room, rev} ·
                        rights {room, rights} · saved {key, count} · text-reset {key, reason} · text-trimmed {key, limit, cut} ·
                        pres {room, all, people, gone} · reload {why} · bye {retry_ms} · pong
Binary, both ways:      u8 kind | length and bytes of the text's key | rest
                        kind SYNC: rest is a y-protocols sync message; kind CLOSE: the page has closed the text, no rest
Close codes:            1012 restart · 1013 too slow a reader · 1008 malformed, the reason says what · 1009 too large ·
                        4401 sign in again · 4403 no access · 4000 silent for too long
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from kehittamo_core.live.varint import Truncated, read_bytes, read_text, read_varuint, varuint, with_length

SYNC, CLOSE = 0, 1
STEP1: Final = 0
STEP2: Final = 1
UPDATE: Final = 2

RESTART, SLOW, MALFORMED, TOO_LARGE = 1012, 1013, 1008, 1009
SIGN_IN, NO_ACCESS, SILENT = 4401, 4403, 4000

FRAME_LIMIT = 64 * 1024
FIRST_SYNC_LIMIT = 1024 * 1024
KEY_LIMIT = 200


class BadFrame(ValueError):
    """A frame that cannot be understood; the message says why."""


class TooLarge(BadFrame):
    """A frame that is larger than a page has reason to send."""

    def __init__(self) -> None:
        super().__init__("a frame is too large")


@dataclass(frozen=True)
class TextFrame:
    """A binary frame: a text was closed (`step` is None), or a sync step with its body (a state vector or an update)."""

    key: str
    step: Literal[0, 1, 2] | None
    body: bytes = b""


def read_binary(frame: bytes) -> TextFrame:
    """A binary frame from a page. Raises BadFrame."""
    try:
        if not frame:
            raise BadFrame("an empty frame")
        key, at = read_text(frame, 1)
        if not key or len(key) > KEY_LIMIT:
            raise BadFrame("the key of a text has 1 to 200 characters")
        if frame[0] == CLOSE:
            return TextFrame(key, None)
        if frame[0] != SYNC:
            raise BadFrame(f"there is no kind {frame[0]}")
        step, at = read_varuint(frame, at)
        body, at = read_bytes(frame, at)
    except Truncated as error:
        raise BadFrame(str(error)) from None
    if at != len(frame):
        raise BadFrame("something follows the frame's end")
    if step == STEP1:
        return TextFrame(key, 0, body)
    if step == STEP2:
        return TextFrame(key, 1, body)
    if step == UPDATE:
        return TextFrame(key, 2, body)
    raise BadFrame(f"there is no sync step {step}")


def sync_frame(key: str, step: Literal[0, 1, 2], body: bytes) -> bytes:
    """A binary frame with one sync message."""
    return bytes((SYNC,)) + with_length(key.encode()) + varuint(step) + with_length(body)


def read_json(frame: str) -> dict[str, Any]:
    """A text frame from a page: an object with a `type`. Raises BadFrame."""
    try:
        message = json.loads(frame)
    except (ValueError, RecursionError):
        raise BadFrame("a text frame is not JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise BadFrame("a text frame is an object with a type")
    return message


def json_frame(kind: str, /, **values: Any) -> str:
    """A text frame of one type."""
    return json.dumps({"type": kind, **values}, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Subscription:
    """A room that a page wants to follow, from what it has already.

    `since` is the number of the last event it has (None: what the page showed when it was made, unknown),
    `epoch` the room's epoch it belongs to, `at` the server's time (unix ms) up to which it has the texts.
    Who leads may follow a room `unseen`: a console that shows eight tables sits at none of them.
    """

    room: str
    since: int | None
    epoch: str | None
    at: int | None
    unseen: bool = False


MAX_ROOMS = 20


def read_subscriptions(message: Mapping[str, Any]) -> tuple[Subscription, ...]:
    """The rooms of a `sub` frame. Raises BadFrame."""
    rooms = message.get("rooms")
    if not isinstance(rooms, list) or not 1 <= len(rooms) <= MAX_ROOMS:
        raise BadFrame(f"sub names 1 to {MAX_ROOMS} rooms")
    found = []
    for part in rooms:
        if not isinstance(part, dict) or not isinstance(part.get("room"), str):
            raise BadFrame("sub names a room by its id")
        found.append(
            Subscription(
                part["room"],
                _whole(part.get("since"), "since"),
                _word(part.get("epoch")),
                _whole(part.get("at"), "at"),
                part.get("unseen") is True,
            )
        )
    return tuple(found)


def _whole(value: Any, name: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 53:
        raise BadFrame(f"{name} is a whole number")
    return value


def _word(value: Any) -> str | None:
    return None if value is None else str(value)[:100]
