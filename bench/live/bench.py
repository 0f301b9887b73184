"""Our live room beside Hocuspocus, y-websocket and the raw limit, on the same machine in the same minutes.

    python bench.py cell   --server ours --load L1                    one measurement, one line of JSON
    python bench.py matrix --servers A,B --loads L1,L2 --reps 5 --out results/main.jsonl      interleaved
    python bench.py cell   --server ours --load L1 --seconds 20 --busy    while a report is made and eight boards are redrawn
    python bench.py kill   --server ours --times 20                   kill -9 at the moment of showing

See README.md for how everything is run with one command, and for what is measured.
"""

import argparse
import asyncio
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uvloop
from load import LOADS, Load
from machines import Server, pc, wait_quiet
from wire import Client


def fresh(name: str, load: str, *, busy: bool = False) -> Server:
    """A server with everything that the load needs."""
    server = Server(name)
    server.prepare(LOADS[load][0], LOADS[load][1], examples=busy)
    server.start()
    return server


def go_before(pid: int) -> None:
    """The threads that a process has now go before ordinary ones; its children and later threads do not."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setscheduler(int(task.name), os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))


async def cell(name: str, load: str, seconds: float | None, *, busy: bool = False) -> dict[str, Any]:
    """One measurement; `busy` with a report and eight boards in the making beside it."""
    server = fresh(name, load, busy=busy)
    beside: subprocess.Popen[str] | None = None
    try:
        run = Load(server, load, seconds)
        await run.open()
        if busy:
            if os.environ.get("BENCH_RT"):
                go_before(server.proc.pid)
            beside = server.keep_busy()
        await run.type_all()
        if beside is None:
            return {**run.result(), **await run.converge()}
        said, _ = beside.communicate("", timeout=60)
        return {**run.result(), "load": f"{load} busy", "beside": json.loads(said), **await run.converge()}
    finally:
        if beside is not None and beside.poll() is None:
            beside.kill()
        server.close()
        if os.environ.get("BENCH_LOG") and server.tail.strip():
            print(server.tail, file=sys.stderr)


async def kill(name: str, at: float, load: str) -> dict[str, Any]:
    """kill -9 as soon as somebody else was shown an update; then: what does the server still know when it is back?

    Nobody comes back with an old copy: in life an open page would bring what it holds.
    """
    server = fresh(name, load)
    try:
        run = Load(server, load)
        await run.open()
        pids, dead = server.pids()[::-1], False

        def strike() -> None:
            nonlocal dead
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
            dead, run.trigger_at = True, float("inf")

        run.trigger, run.trigger_at = strike, pc() + at
        await run.type_all(lambda: dead)
        server.proc.wait(10)
        gc.enable()
        await asyncio.sleep(0.5)
        shown, acked, sent, gone = set(), set(), set(), set()
        by_typist = {client.typist: client for client in run.clients if client.typist >= 0}
        keep = max(1, 150 // run.typists)
        for w, times in run.sent.items():
            numbers = [s for s, moment in enumerate(times) if moment]
            sent |= {f"{w:04d}{s:05d}" for s in numbers}
            seen = [s for s in numbers if any(c.seen[run.slot[w] + s] for c in run.clients if c.typist != w)]
            shown |= {f"{w:04d}{s:05d}" for s in seen}
            me = by_typist[w]
            acked |= {f"{w:04d}{s:05d}" for s in range(me.acknowledged or len(me.acks))}
            # A token that a later one of the same typist took away is not in the text, and is not lost.
            gone |= {f"{w:04d}{s:05d}" for s in range(max(0, len(numbers) - keep))}
        server.start()
        late = Client(run, 9999, 0, True)
        await run.connect(late)
        await asyncio.sleep(1.0)
        read = str(run.read(late)).split("~")
        kept = {part for part in read if len(part) == 9 and part.isdigit()}
        return {
            "server": name, "test": "kill", "sent": len(sent), "shown": len(shown), "acked": len(acked),
            "kept": len(kept), "lost_shown": len(shown - gone - kept), "lost_acked": len(acked - gone - kept),
            "twice": sum(read.count(token) - 1 for token in kept),
        }  # fmt: skip
    finally:
        server.close()


def matrix(options: argparse.Namespace) -> None:
    """All servers and loads, turn by turn; each measurement in a process of its own."""
    names = options.servers.split(",")
    Path(options.out).parent.mkdir(parents=True, exist_ok=True)
    for rep in range(options.reps):
        for load in options.loads.split(","):
            turn = rep % len(names)
            for name in names[turn:] + names[:turn]:
                words = [sys.executable, __file__, "cell", "--server", name, "--load", load]
                if options.seconds:
                    words += ["--seconds", str(options.seconds)]
                if options.busy:
                    words.append("--busy")
                if not os.environ.get("BENCH_RT"):
                    wait_quiet(options.patience)
                begun = time.time()
                done = subprocess.run(words, capture_output=True, text=True, timeout=400, check=False)
                found = {"server": name, "load": load, "error": (done.stderr or done.stdout)[-600:]}
                if done.returncode == 0 and done.stdout.strip():
                    found = json.loads(done.stdout.strip().splitlines()[-1])
                with Path(options.out).open("a") as out:
                    out.write(json.dumps({**found, "rep": rep}) + "\n")
                said = ("p50", "p95", "p99", "cpu_s_per_1k", "lost", "converged", "other_cpu_pct", "error")
                print(f"{time.time() - begun:5.1f}s {rep} {load} {name:22s}",
                      *(f"{word}={found[word]}" for word in said if word in found), flush=True)  # fmt: skip


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cell", "matrix", "kill"])
    parser.add_argument("--server", default="ours")
    parser.add_argument("--servers", default="ours,y-websocket,y-websocket-leveldb,hocuspocus,hocuspocus-db,raw")
    parser.add_argument("--load", default="L1")
    parser.add_argument("--loads", default="L1,L2,L3,L4")
    parser.add_argument("--reps", type=int, default=5)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--busy", action="store_true", help="ours: make a report and redraw eight boards meanwhile")
    parser.add_argument("--at", type=float, default=4.0)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--patience", type=float, default=25.0, help="seconds to wait for a quiet machine")
    parser.add_argument("--out", default="results/main.jsonl")
    options = parser.parse_args()
    if options.what == "matrix":
        matrix(options)
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if os.environ.get("BENCH_RT"):  # root: server and client go before ordinary processes
        how = os.SCHED_RR | (os.SCHED_RESET_ON_FORK if options.busy else 0)
        os.sched_setscheduler(0, how, os.sched_param(1))
    uvloop.install()
    if options.what == "cell":
        print(json.dumps(asyncio.run(cell(options.server, options.load, options.seconds, busy=options.busy))))
        return
    for turn in range(options.times):
        # Each time a little later, so that compaction, history and checkpoints are met as well.
        print(json.dumps(asyncio.run(kill(options.server, options.at + turn * 0.37, options.load))), flush=True)


if __name__ == "__main__":
    main()
