"""A client of the bench: speaks y-websocket's framing, Hocuspocus' or ours, and times every token that it sees."""

import asyncio
import json
import re
import time
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import picows

if TYPE_CHECKING:
    from load import Load

TOKEN = re.compile(rb"~(\d{9})")
BINARY, TEXT = picows.WSMsgType.BINARY, picows.WSMsgType.TEXT
pc = time.perf_counter


def varuint(n: int) -> bytes:
    """A number as lib0 writes it."""
    out = bytearray()
    while n > 127:
        out.append(128 | (n & 127))
        n >>= 7
    out.append(n)
    return bytes(out)


def varbytes(b: bytes) -> bytes:
    """Bytes behind their length."""
    return varuint(len(b)) + b


def read_varuint(b: bytes, i: int) -> tuple[int, int]:
    """A number, and where the next thing starts."""
    n = shift = 0
    while True:
        c = b[i]
        i += 1
        n |= (c & 127) << shift
        shift += 7
        if c < 128:
            return n, i


STEP1 = b"\x00\x00" + varbytes(b"\x00")
STEP2_EMPTY = b"\x00\x01" + varbytes(b"\x00\x00")
CHAT = 8
"""Hocuspocus' message type that says that an update was applied."""


class Client(picows.WSListener):  # type: ignore[misc]
    """One page. `head` stands before every sync message: nothing, the document's name, or the kind and key of our frames."""

    def __init__(self, run: "Load", idx: int, room: int, sampled: bool) -> None:
        self.run, self.idx, self.room, self.sampled = run, idx, room, sampled
        self.kind = run.kind
        place = run.cast.place(room, idx) if run.cast else None
        name = run.room_name(room)
        self.head = varbytes(name.encode()) if self.kind == "hocuspocus" else b""
        self.path, self.headers, self.rooms = f"/{name}", {}, []
        if place:
            self.head = b"\x00" + varbytes(place.key.encode())
            self.path = "/ws?v=1"
            self.headers = {"Cookie": f"kehittamo={place.token}", "Origin": run.server.url}
            self.rooms = place.rooms
        self.skip = len(self.head) - (1 if place else 0)
        self.synced: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.frames: list[bytes] = []
        self.closed = False
        self.live = False
        self.typist = -1
        self.acks: list[float] = []
        self.acknowledged = 0
        self.seen = bytearray()
        self.nframes = self.nbytes = 0
        self.clock = 0
        self.inflate = zlib.decompressobj(-15)

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """Say hello as a page of this server does, and ask for the text."""
        self.transport = transport
        if self.kind == "raw":
            self.synced.set_result(True)
            return
        if self.kind == "hocuspocus":
            self.send(b"\x02\x00" + varbytes(b"token"))
        if self.kind == "ours":
            rooms = [{"room": room, "since": None, "epoch": None, "at": None} for room in self.rooms]
            self.say({"type": "sub", "rooms": rooms})
        self.send(STEP1)
        self.send_presence()

    def send(self, payload: bytes) -> None:
        """Send a y-websocket message in this server's framing."""
        self.transport.send(BINARY, self.head + (payload[1:] if self.kind == "ours" else payload))

    def say(self, message: object) -> None:
        """Send JSON."""
        self.transport.send(TEXT, json.dumps(message).encode())

    def send_presence(self) -> None:
        """Who and where one is."""
        if self.kind == "ours":
            field = self.head[2:].decode()
            self.say({"type": "pres", "room": self.rooms[0], "field": field, "element": None, "typing": False})
            return
        state = json.dumps({"user": {"name": f"Expert {self.idx}", "color": "#3366cc"}, "cursor": self.clock}).encode()
        self.clock += 1
        body = varuint(1) + varuint(0x40000000 + self.idx) + varuint(self.clock) + varbytes(state)
        self.send(b"\x01" + varbytes(body))

    def ping(self) -> None:
        """The sign of life that our pages give every 5 seconds."""
        if self.kind == "ours" and not self.closed:
            self.say({"type": "ping"})

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        """The server closed."""
        self.closed = True
        if not self.synced.done():
            self.synced.set_exception(ConnectionError("closed before sync"))

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        """Find the tokens in a frame; nothing is decoded while it is measured."""
        if frame.msg_type == TEXT and self.kind == "ours":
            self.told(frame.get_payload_as_bytes())
            return
        if frame.msg_type != BINARY:
            return
        t = pc()
        b = frame.get_payload_as_bytes()
        if frame.rsv1:
            b = self.inflate.decompress(b + b"\x00\x00\xff\xff")
        self.nframes += 1
        self.nbytes += len(b)
        if self.sampled:
            self.frames.append(b)
        if not self.live:
            self.handshake(b)
            return
        tokens = TOKEN.findall(b)
        if not tokens:
            if self.kind == "hocuspocus" and b[len(self.head)] == CHAT:
                self.acks.append(t)
            return
        run, seen, own = self.run, self.seen, self.typist
        for token in tokens:
            w, s = divmod(int(token), 100000)
            i = run.slot[w] + s
            if seen[i]:
                run.duplicates += 1
                continue
            seen[i] = 1
            if w == own:
                run.echo.append(t - run.sent[w][s])
                if self.kind == "yjs":
                    self.acks.append(t)
            else:
                run.delivered += 1
                if t > run.trigger_at:
                    run.trigger()
                if s >= run.warm_seq[w]:
                    run.latencies.append(t - run.sent[w][s])

    def told(self, frame: bytes) -> None:
        """What our server says in JSON: of it only what it has acknowledged matters here."""
        if frame.startswith(b'{"type":"saved"'):
            self.acknowledged = json.loads(frame)["count"]
        elif frame.startswith((b'{"type":"text-reset"', b'{"type":"text-trimmed"')):
            self.run.refused.append(frame.decode())

    def handshake(self, b: bytes) -> None:
        """The first sync, both ways."""
        if self.kind == "raw":
            return
        i = self.skip
        if self.kind != "ours" and b[i] not in (0, 4):
            return
        if b[i + 1] == 0:
            self.send(STEP2_EMPTY)
        elif b[i + 1] == 1 and not self.synced.done():
            self.synced.set_result(True)

    def updates(self) -> Iterator[bytes]:
        """The Yjs updates in all frames so far."""
        for b in self.frames:
            i = self.skip
            if (self.kind == "ours" or b[i] in (0, 4)) and b[i + 1] in (1, 2):
                n, j = read_varuint(b, i + 2)
                yield b[j : j + n]
