"""A short way out of and into the live socket: one frame, encoded once, written straight to the transports of all its readers.

A frame that goes through the application's layers is wrapped, checked and serialised for each reader: most of the processor time of
a letter that fifty people see. Frames of a server carry no mask, so all readers may get the same bytes. Everything else (the opening,
closing, pings, a reader who is too slow) goes the ordinary way, and under another server than ours every frame does.
"""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import OPEN

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

NAME = "kehittamo.short_way"
"""Where the application finds it: in the extensions of the connection's scope."""

WHOLE_TEXT, WHOLE_BINARY = 0x81, 0x82
"""The first byte of a frame that is not one of several of a message."""
MASKED, LONGER, SMALLEST = 0x80, 126, 6
"""The second byte of a page's frame: its mask's bit and the length, or that the length stands in two bytes more; the least that a frame has."""

Taker = Callable[[str | bytes], bool]
"""Takes a frame that has come; False: it has to go the ordinary way, and so have those after it until that is done."""


class ShortWay(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which also lets frames pass directly."""

    taker: Taker | None = None
    is_full = False

    def handle_connect(self, event: Request) -> None:
        """The application is told of the short way."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[NAME] = self

    def pause_writing(self) -> None:
        """What was written before waits for its reader."""
        super().pause_writing()
        self.is_full = True

    def resume_writing(self) -> None:
        """What was written before is on its way."""
        super().resume_writing()
        self.is_full = False

    def write(self, octets: bytes) -> bool:
        """Write frames that are `encoded`; False where it cannot be done now: the socket is not open, or full."""
        if self.is_full or self.close_sent or self.disconnected:
            return False
        self.transport.write(octets)
        return True

    def data_received(self, data: bytes) -> None:
        """Bytes have come: small whole frames are taken at once, the rest is read the ordinary way."""
        at = self._take_whole(data) if self.taker is not None else 0
        if at < len(data):
            super().data_received(data[at:] if at else data)

    def _take_whole(self, data: bytes) -> int:
        """Take the whole text and binary frames at the beginning, and say how many bytes they had.

        What is begun, joined, large, closing or malformed is not for here, and neither is what comes behind it.
        """
        taker, conn, at = self.taker, self.conn, 0
        if taker is None or conn.reader.buffer or conn.current_size is not None or conn.state is not OPEN:
            return 0
        while len(data) >= at + SMALLEST and not self.close_sent and self.queue.empty():
            kind, length, start = data[at], data[at + 1] - MASKED, at + 2
            if kind not in (WHOLE_TEXT, WHOLE_BINARY) or not 0 <= length <= LONGER:
                break
            if length == LONGER:
                length, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            end = start + 4 + length
            if end > len(data):
                break
            octets = apply_mask(data[start + 4 : end], data[start : start + 4])
            frame = octets if kind == WHOLE_BINARY else as_text(octets)
            if frame is None or not taker(frame):
                break
            at = end
        return at

    def send_receive_event_to_app(self) -> None:
        """A frame has come: to who takes it, else into the queue as usual."""
        if self.taker is not None and not self.close_sent and self.queue.empty():
            data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
            frame = as_text(data) if self.curr_msg_data_type == "text" else bytes(data)
            if frame is not None and self.taker(frame):
                self.frames = []
                return
        super().send_receive_event_to_app()


def short_way(scope: Any) -> ShortWay | None:
    """The short way of a connection; None where another server than ours carries it."""
    found = scope.get("extensions", {}).get(NAME)
    return found if isinstance(found, ShortWay) else None


def as_text(data: bytes) -> str | None:
    """The letters of a text frame; None where they are no letters (the ordinary way says so)."""
    try:
        return bytes(data).decode()
    except UnicodeDecodeError:
        return None


_last: tuple[str | bytes, bytes] = ("", b"")


def encoded(frame: str | bytes) -> bytes:
    """A frame as it stands on the wire. The one that was asked for last is kept: it goes to many readers in a row."""
    global _last
    if frame is not _last[0]:
        opcode, data = (Opcode.TEXT, frame.encode()) if isinstance(frame, str) else (Opcode.BINARY, frame)
        _last = (frame, Frame(opcode, data).serialize(mask=False))
    return _last[1]
