"""One run of a load against one server: everybody comes, types what was planned, and is compared at the end."""

import asyncio
import gc
import random
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import picows
from machines import Server, machine_busy
from pycrdt import Doc, Text
from wire import Client, pc, read_varuint, varbytes

ROOT_TEXT = "text"
WARM = 2.0
"""Seconds of typing before the measured window."""
FITS = 150
"""Tokens that stand in a text at a time: 1,500 letters, as a note holds at most 2,000. Each new one takes the typist's oldest away."""
LOADS = {
    # rooms, clients a room, typists a room, edits a second of each, measured seconds
    "L1": (1, 50, 10, 5, 15),
    "L2": (1, 50, 50, 4, 10),
    "L3": (40, 25, 5, 2, 10),
    "L4": (40, 50, 1, 1, 10),
    "L5": (1, 50, 50, 20, 6),
}
LATE = 9000
"""The number of the first client who comes late."""


class Load:
    """Everything of one run."""

    def __init__(self, server: Server, load: str, seconds: float | None = None) -> None:
        self.server, self.load = server, load
        self.kind: str = server.spec["kind"]
        self.cast = server.cast
        self.rooms, self.per, self.typists, self.rate, self.seconds = LOADS[load]
        self.seconds = seconds or self.seconds
        self.tag = f"{random.randrange(1 << 24):06x}"
        self.latencies: list[float] = []
        self.echo: list[float] = []
        self.delivered = self.duplicates = 0
        self.clients: list[Client] = []
        self.slot: dict[int, int] = {}
        self.warm_seq: dict[int, int] = {}
        self.sent: dict[int, list[float]] = {}
        self.stands: list[set[str]] = [set() for _ in range(self.rooms)]
        self.lag: list[float] = []
        self.refused: list[str] = []
        self.trigger_at = float("inf")
        self.trigger: Callable[[], None] = lambda: None

    def room_name(self, room: int) -> str:
        """The name of a document, fresh for each run."""
        return f"r{room}-{self.tag}"

    async def connect(self, client: Client) -> None:
        """Connect, and wait for the first sync."""
        await picows.ws_connect(
            lambda: client, f"ws://127.0.0.1:{self.server.port}{client.path}", extra_headers=client.headers or None
        )
        await asyncio.wait_for(client.synced, 60)

    def plan(self) -> list[tuple[float, Client, bytes, int, int]]:
        """All edits, encoded beforehand: (when, client, frame, typist, number)."""
        dice, plan, total = random.Random(7), [], self.seconds + WARM
        keep = max(1, FITS // self.typists)
        for room in range(self.rooms):
            members = self.clients[room * self.per : (room + 1) * self.per]
            base = 0
            for client in members[: self.typists]:
                w, count = client.idx, int(total * self.rate)
                self.slot[w], base = base, base + count
                client.typist, self.sent[w] = w, [0.0] * count
                phase = dice.random() / self.rate
                self.warm_seq[w] = max(0, int((WARM - phase) * self.rate) + 1)
                doc: Doc[Text] = Doc(client_id=0x40000000 + w)
                text = doc.get(ROOT_TEXT, type=Text)
                made: list[bytes] = []
                subscription = doc.observe(lambda event, made=made: made.append(event.update))
                for s in range(count):
                    with doc.transaction():
                        text += f"~{w:04d}{s:05d}"
                        if s >= keep:
                            del text[0:10]
                    plan.append((phase + s / self.rate, client, b"\x00\x02" + varbytes(made[-1]), w, s))
                del subscription
                self.stands[room] |= {f"{w:04d}{s:05d}" for s in range(max(0, count - keep), count)}
            for client in members:
                client.seen = bytearray(base)
        plan.sort(key=lambda part: part[0])
        return plan

    async def open(self) -> None:
        """Everybody comes; waits until the coming has calmed down."""
        n = self.rooms * self.per
        sample = 5 if self.rooms == 1 else 1
        # Those who are compared at the end are the last of each room: readers where the load has any.
        self.clients = [Client(self, i, i // self.per, i % self.per >= self.per - sample) for i in range(n)]
        self.edits = self.plan()
        await self.settled()
        self.rss0 = self.server.rss()
        begun = pc()
        for room in range(self.rooms):
            await self.connect(self.clients[room * self.per])
        rest = [client for i, client in enumerate(self.clients) if i % self.per]
        for i in range(0, len(rest), 50):
            await asyncio.gather(*(self.connect(client) for client in rest[i : i + 50]))
        self.connect_s = pc() - begun
        while True:
            before = sum(client.nframes for client in self.clients)
            await asyncio.sleep(0.4)
            if sum(client.nframes for client in self.clients) == before:
                break
        await self.settled()
        self.rss1 = self.server.rss()

    async def settled(self, limit: float = 30.0) -> None:
        """Wait until the server has finished what it does by itself (ours starts its workers after the first page)."""
        end, before = pc() + limit, self.server.cpu()
        while pc() < end:
            await asyncio.sleep(0.5)
            now = self.server.cpu()
            if now - before < 0.02:
                return
            before = now

    async def type_all(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Type what was planned; the measured window opens after WARM seconds."""
        for client in self.clients:
            client.live = True
        gc.collect()
        gc.disable()
        frames = octets = 0
        marked = False
        beat = asyncio.create_task(self._beat())
        t0 = pc() + 0.05
        for at, client, frame, w, s in self.edits:
            wait = t0 + at - pc()
            if wait > 0:
                await asyncio.sleep(wait)
            if not marked and at >= WARM:
                marked = True
                self.cpu0, self.own0 = self.server.cpu(), time.process_time()
                self.busy0, self.wall0 = machine_busy(), pc()
                frames, octets = sum(x.nframes for x in self.clients), sum(x.nbytes for x in self.clients)
            if stop():
                beat.cancel()
                return
            now = pc()
            if at >= WARM:
                self.lag.append(now - t0 - at)
            self.sent[w][s] = now
            client.send(frame)
            if wait <= 0 and len(self.lag) % 16 == 0:
                await asyncio.sleep(0)
        self.typed_wall = pc() - self.wall0
        want, last, still = self.expected, -1, pc()
        while self.delivered < want and pc() - still < 5:
            if self.delivered != last:
                last, still = self.delivered, pc()
            await asyncio.sleep(0.02)
        beat.cancel()
        self.wall = pc() - self.wall0
        self.cpu1, self.own1, self.busy1 = self.server.cpu(), time.process_time(), machine_busy()
        self.nframes = sum(x.nframes for x in self.clients) - frames
        self.nbytes = sum(x.nbytes for x in self.clients) - octets
        self.rss2 = self.server.rss()
        gc.enable()

    async def _beat(self) -> None:
        """Our pages give a sign of life every 5 seconds; each at its own moment."""
        while self.kind == "ours":
            for client in self.clients:
                client.ping()
                await asyncio.sleep(5 / len(self.clients))

    @property
    def expected(self) -> int:
        """Deliveries that there ought to be."""
        return len(self.edits) * (self.per - 1)

    async def converge(self) -> dict[str, Any]:
        """Whether the sampled documents and those of late comers are equal, and hold what they ought to, once."""
        texts: list[set[str]] = [set() for _ in range(self.rooms)]
        complete = True
        late = []
        if self.kind != "raw":
            late = [Client(self, LATE + room, room, True) for room in range(min(self.rooms, 5))]
            await asyncio.gather(*(self.connect(client) for client in late))
            await asyncio.sleep(0.3)
        checked = 0
        for client in [client for client in self.clients if client.sampled] + late:
            read = str(self.read(client))
            texts[client.room].add(read)
            tokens = re.findall(r"~(\d{9})", read)
            complete &= len(tokens) == len(set(tokens)) and set(tokens) == self.stands[client.room]
            checked += 1
        return {"converged": all(len(one) <= 1 for one in texts), "complete": complete, "docs_checked": checked}

    def read(self, client: Client) -> Text:
        """The text as a client holds it: what it was sent, and what it wrote itself."""
        doc: Doc[Text] = Doc()
        text = doc.get(ROOT_TEXT, type=Text)
        raw = (f[3:] if f[2] < 128 else f[4:] for f in client.frames) if self.kind == "raw" else None
        for update in raw or client.updates():
            doc.apply_update(update)
        if client.typist >= 0:
            for _, author, frame, _, _ in self.edits:
                if author is client:
                    n, j = read_varuint(frame, 2)
                    doc.apply_update(frame[j : j + n])
        return text

    def result(self) -> dict[str, Any]:
        """The figures of this run."""
        latencies, echo = np.array(self.latencies) * 1e3, np.array(self.echo) * 1e3

        def q(values: Any, p: float) -> float | None:
            return round(float(np.percentile(values, p)), 3) if len(values) else None

        wall, cpu, own, n = self.wall, self.cpu1 - self.cpu0, self.own1 - self.own0, len(self.clients)
        return {
            "server": self.server.name, "load": self.load, "clients": n, "edits": len(self.edits),
            "expected": self.expected, "delivered": self.delivered, "lost": self.expected - self.delivered,
            "duplicates": self.duplicates, "refused": len(self.refused),
            "p50": q(latencies, 50), "p95": q(latencies, 95), "p99": q(latencies, 99), "max": q(latencies, 100),
            "echo_p50": q(echo, 50), "echo_p99": q(echo, 99),
            "deliveries_per_s": round(len(latencies) / wall, 1), "window_s": round(wall, 2),
            "overrun_s": round(self.wall - self.typed_wall, 2), "frames_per_s": round(self.nframes / wall, 1),
            "bytes_per_delivery": round(self.nbytes / max(1, len(latencies)), 1),
            "server_cpu_pct": round(100 * cpu / wall, 1),
            "cpu_s_per_1k": round(1000 * cpu / max(1, len(latencies)), 5),
            "client_cpu_pct": round(100 * own / wall, 1),
            "other_cpu_pct": round(100 * (self.busy1 - self.busy0 - cpu - own) / wall, 1),
            "send_lag_p99": round(float(np.percentile(self.lag, 99)) * 1e3, 2),
            "rss_base_mb": round(self.rss0, 1), "rss_conn_mb": round(self.rss1, 1), "rss_end_mb": round(self.rss2, 1),
            "rss_kb_per_client": round(1024 * (self.rss1 - self.rss0) / n, 1), "connect_s": round(self.connect_s, 2),
            "closed": sum(client.closed for client in self.clients),
        }  # fmt: skip
