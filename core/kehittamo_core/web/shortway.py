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

NAME = "kehittamo.short_way"
"""Where the application finds it: in the extensions of the connection's scope."""

Taker = Callable[[str | bytes], bool]
"""Takes a frame that has come; False: it has to go the ordinary way, and so have those after it until that is done."""


class ShortWay(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which also lets frames pass directly."""

    taker: Taker | None = None

    def handle_connect(self, event: Request) -> None:
        """The application is told of the short way."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[NAME] = self

    @property
    def is_free(self) -> bool:
        """Whether a frame can be written now: the socket is open, and what was written before is on its way."""
        return self.writable.is_set() and not self.close_sent and not self.disconnected

    def write(self, frame: str | bytes) -> None:
        """Write a frame. Ask `is_free` before."""
        self.transport.write(encoded(frame))

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
