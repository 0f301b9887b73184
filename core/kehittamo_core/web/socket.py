"""The live socket: `GET /ws?v=1`. Carries frames between a page and the hub; knows nothing of what they say.

A frame is sent where it is pushed: straight to the transport where our own server carries the socket (`shortway`), else by driving
the server's `send` by hand; never by a task per send. Only where the reader is slower than we are does a frame wait, in a queue with
an end; who falls behind further is cut off (1013), comes back and catches up.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Coroutine, Generator
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.types import WebSocketSendMessage

from kehittamo_core.live.frames import FIRST_SYNC_LIMIT, SIGN_IN, SLOW, json_frame
from kehittamo_core.live.hub import Hub
from kehittamo_core.live.member import Member
from kehittamo_core.web.shortway import ShortWay, encoded, short_way
from kehittamo_core.workshop.people import Identity

log = logging.getLogger("kehittamo.live")

QUEUE_FRAMES, QUEUE_BYTES = 1000, 4 * 1024 * 1024
"""What may wait for one slow reader."""
ALONG = 0.25
"""Seconds that a frame which is in no hurry waits for one that it can go with."""
LAST_WORDS = 5.0
"""Seconds that a slow reader has for its close frame."""

SERVER_OPTIONS: dict[str, Any] = {
    "ws": ShortWay,
    "ws_per_message_deflate": False,
    "ws_max_size": FIRST_SYNC_LIMIT + 64 * 1024,
    "ws_ping_interval": 40.0,
    "ws_ping_timeout": 20.0,
    "timeout_graceful_shutdown": 5,
}
"""How uvicorn has to be started: the leanest of its socket implementations, and no compression of single frames."""


class SocketConnection:
    """A page's socket, as the hub sees it."""

    def __init__(
        self, socket: WebSocket[Any, Any, Any], way: ShortWay | None = None, along: "Along | None" = None
    ) -> None:
        self._send = socket.send
        self._way = way
        self._along = along
        self._goes_along: list[tuple[str, bytes]] = []
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._queue: deque[tuple[WebSocketSendMessage, int]] = deque()
        self._bytes = 0
        self._blocked = False
        self._ended = False
        self.is_cut = False

    def push_text(self, frame: str) -> None:
        """Send a text frame after everything that was pushed before."""
        if self._goes_along:
            self.flush()
        if self._blocked or self._ended or self._way is None or not self._way.write(encoded(frame)):
            self._push({"type": "websocket.send", "bytes": None, "text": frame}, len(frame))

    def push_bytes(self, frame: bytes) -> None:
        """Send a binary frame after everything that was pushed before."""
        if self._goes_along:
            self.flush()
        if self._blocked or self._ended or self._way is None or not self._way.write(encoded(frame)):
            self._push({"type": "websocket.send", "bytes": frame, "text": None}, len(frame))

    def push_along(self, frame: str) -> None:
        """Send a text frame that is in no hurry, in one write with the next one or soon by itself."""
        if self._along is None or self._way is None or self._blocked or self._ended:
            self.push_text(frame)
            return
        if not self._goes_along:
            self._along.wait(self)
        self._goes_along.append((frame, encoded(frame)))

    def flush(self) -> None:
        """Send what waits for a frame to go with."""
        frames, self._goes_along = self._goes_along, []
        if not frames:
            return
        if self._way is None or self._blocked or self._ended:
            is_written = False
        else:
            is_written = self._way.write(b"".join(octets for _, octets in frames))
        for frame, _ in frames if not is_written else ():
            self.push_text(frame)

    def close(self, code: int, reason: str = "") -> None:
        """Close after what was pushed before; what is pushed afterwards is dropped."""
        if self._goes_along:
            self.flush()
        if not self._ended:
            short = reason.encode()[:120].decode(errors="ignore")
            self._push({"type": "websocket.close", "code": code, "reason": short}, 0)
            self._ended = True
            if self._blocked:
                self._loop.call_later(LAST_WORDS, self._cut)

    def _push(self, message: WebSocketSendMessage, size: int) -> None:
        if self._ended:
            return
        if not self._blocked:
            self._drive(self._start(message))
            return
        self._queue.append((message, size))
        self._bytes += size
        if len(self._queue) > QUEUE_FRAMES or self._bytes > QUEUE_BYTES:
            self._queue.clear()
            self.close(SLOW, "too slow a reader")

    def _start(self, message: WebSocketSendMessage) -> Generator[Any, Any, None]:
        return cast("Coroutine[Any, Any, None]", self._send(message)).__await__()

    def _drive(self, sending: Generator[Any, Any, None]) -> None:
        """Run sends until one has to wait, then go on when that has what it waits for."""
        while True:
            try:
                waits_for = next(sending)
            except StopIteration:
                self._blocked = False
                if not self._queue:
                    return
                message, size = self._queue.popleft()
                self._bytes -= size
                sending = self._start(message)
                continue
            except Exception:
                # The page is gone; the reading end finds out by itself.
                self._blocked = self._ended = True
                self._queue.clear()
                return
            self._blocked = True
            if waits_for is None:
                self._loop.call_soon(self._drive, sending)
            else:
                # What a task does when it awaits a future: take it over, and come back when it is done.
                waits_for._asyncio_future_blocking = False
                waits_for.add_done_callback(partial(self._resume, sending))
            return

    def _resume(self, sending: Generator[Any, Any, None], _done: object) -> None:
        self._drive(sending)

    def _cut(self) -> None:
        if self._task is not None and not self._task.done():
            self.is_cut = True
            self._task.cancel()


class Along:
    """Pages for which frames wait that are in no hurry; those that nothing else went to meanwhile get them after a moment."""

    def __init__(self) -> None:
        self._waiting: list[SocketConnection] = []

    def wait(self, connection: SocketConnection) -> None:
        """Something waits for this page."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(ALONG, self._go)
        self._waiting.append(connection)

    def _go(self) -> None:
        waiting, self._waiting = self._waiting, []
        for connection in waiting:
            connection.flush()


def comes_from_here(socket: WebSocket[Any, Any, Any]) -> bool:
    """Whether a page of this site opens the socket. A client that is no browser names no origin, and holds no one's cookie."""
    origin = socket.headers.get("origin")
    if not origin:
        return True
    hosts = {socket.headers.get("host", "").lower()}
    if base := getattr(socket.app.state, "base_url", ""):
        hosts.add(urlsplit(str(base)).netloc.lower())
    return urlsplit(origin).netloc.lower() in hosts


@websocket("/ws")
async def live_socket(socket: WebSocket[Identity | None, str | None, Any]) -> None:
    """One page's socket, from its opening to its end."""
    if not comes_from_here(socket):
        await socket.close(code=4403, reason="this page is of another site")
        return
    await socket.accept()
    if socket.user is None:
        await socket.close(code=SIGN_IN, reason="sign in first")
        return
    if socket.query_params.get("v") != "1":
        await socket.send_text(json_frame("reload", why="version"))
        await socket.close(code=1008, reason="this server speaks version 1")
        return
    hub: Hub = socket.app.state.hub
    way = short_way(socket.scope)
    connection = SocketConnection(socket, way, socket.app.state.along)
    member = hub.connect(socket.user, connection, socket.auth or "")
    try:
        await _read(socket, hub, member, way)
    except asyncio.CancelledError:
        if not connection.is_cut:
            raise
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
    finally:
        hub.disconnect(member)


async def _read(socket: WebSocket[Any, Any, Any], hub: Hub, member: Member, way: ShortWay | None) -> None:
    """Hand every frame to the hub, in its order: at once where that is possible, else here, one after the other."""
    receive = socket.receive
    is_waiting = False

    def take(frame: str | bytes) -> bool:
        return not is_waiting and hub.take(member, frame)

    if way is not None:
        way.taker = take
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            event = await receive()
            if event["type"] != "websocket.receive":
                return
            text = event.get("text")
            frame = event.get("bytes") if text is None else text
            if frame is not None:
                is_waiting = True
                await hub.receive(member, frame)
                is_waiting = False
