"""A hall at work: 48 people at 8 tables and two real browsers, the console and the projector open, five notes a second.

    python bench/hall.py [--people 48] [--tables 8] [--rate 5] [--seconds 30] [--chromium /usr/bin/chromium]

`note, socket` and `note, browser` are from the POST of a note until another screen of its table has it: a socket that holds the
fragment, a page that shows it. `console` is an answer to whoever leads, asked twice a second all the while: what the console shows
anew (`news`) and its controls. `lost` are notes that a screen of their table, or the database, does not have at the end.
What is asked for: notes p95 at most 100 ms, the console p95 at most 300 ms, nothing lost.
"""

import argparse
import asyncio
import itertools
import json
import random
import re
import secrets
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402
from playwright.async_api import Browser, Page, async_playwright  # noqa: E402
from sqlalchemy import select  # noqa: E402
from websockets.asyncio.client import connect  # noqa: E402

from bench.live_pages import ARGUMENTS, LIVE  # noqa: E402
from kehittamo_core.database import models as m  # noqa: E402
from kehittamo_core.database.engine import Database  # noqa: E402
from kehittamo_core.loading import load_plugins  # noqa: E402
from kehittamo_core.workshop import hall_commands as h  # noqa: E402
from kehittamo_core.workshop.carrying import execute  # noqa: E402
from kehittamo_core.workshop.people import OPERATOR  # noqa: E402
from tests.live.kit import Server, command  # noqa: E402

TOKEN = re.compile(r"mittaus-\d+")
SEEN = """() => { window.seen = {}; const look = () => { for (const found of document.body.textContent.matchAll(/mittaus-\\d+/g))
  window.seen[found[0]] ??= Date.now(); }; new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true }); }"""


def furnish(session: Any, people: int, tables: int) -> dict[str, Any]:
    """Tables, people at them, and an activity that has begun with a board for each table."""
    programme = session.scalars(select(m.Programme).where(m.Programme.key == "harjoitus")).one()
    groups = [
        m.Group(programme_id=programme.id, key=f"m-{n}", number=n, name=f"Pöytä {n}", position=n)
        for n in range(1, tables + 1)
    ]
    session.add_all(groups)
    session.flush()
    for number in range(people):
        name, group = f"Mittaaja {number}", groups[number % tables]
        session.add(
            m.Participant(
                programme_id=programme.id,
                key=f"m-{number}",
                name=name,
                role="expert",
                group_id=group.id,
                joined_at=m.now(),
            )
        )
    session.flush()

    def do(kind: Any, **parts: Any) -> Any:
        return execute(
            session, load_plugins(()), OPERATOR, kind(command_id=secrets.token_hex(8), programme=programme.id, **parts)
        )

    keys = [group.key for group in groups]
    values = {"title": "Mittaus", "method": "impact_chain", "minutes": 45, "groups": keys, "signing": "name"}
    activity = do(h.AddActivity, values=values).ref
    do(h.MoveActivity, activity=activity, state="open")
    do(h.ShowOnScreen, what="activity")
    boards = {
        row.group_id: row.id
        for row in session.scalars(select(m.Board).where(m.Board.group_id.in_([g.id for g in groups])))
    }
    return {
        "programme": programme.id,
        "activity": activity,
        "boards": [boards[group.id] for group in groups],
        "keys": keys,
    }


class Seat:
    """Somebody at a table: cookies, a socket, and when it had which note."""

    def __init__(self, server: Server, table: int, board: str, programme: str, client: httpx.Client) -> None:
        self.table, self.board = table, board
        self.cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        self.url, self.rooms = server.url, (f"board:{board}", f"programme:{programme}")
        self.seen: dict[str, float] = {}
        self.posts = httpx.AsyncClient(
            base_url=server.url, headers={"Cookie": self.cookie, "Origin": server.url, "HX-Request": "true"}, timeout=30
        )

    async def sit(self, ready: asyncio.Semaphore) -> None:
        """Follow the rooms until the end."""
        headers = {"Cookie": self.cookie, "Origin": self.url}
        async with connect(
            f"{self.url.replace('http', 'ws')}/ws?v=1", compression=None, max_size=None, additional_headers=headers
        ) as socket:
            rooms = [{"room": room, "since": None, "epoch": None, "at": None} for room in self.rooms]
            await socket.send(json.dumps({"type": "sub", "rooms": rooms}))
            beat = asyncio.create_task(self._beat(socket))
            ready.release()
            try:
                async for frame in socket:
                    if isinstance(frame, str) and "mittaus-" in frame:
                        now = time.time()
                        for token in TOKEN.findall(frame):
                            self.seen.setdefault(token, now)
            finally:
                beat.cancel()

    @staticmethod
    async def _beat(socket: Any) -> None:
        while True:
            await asyncio.sleep(5)
            await socket.send('{"type":"ping"}')


async def browse(browser: Browser, server: Server, client: httpx.Client, path: str) -> Page:
    """A real page of somebody."""
    context = await browser.new_context(base_url=server.url, locale="fi-FI", viewport={"width": 1440, "height": 900})
    await context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in client.cookies.items()]
    )
    page = await context.new_page()
    await page.goto(path)
    await page.wait_for_function(LIVE)
    await page.evaluate(SEEN)
    return page


def share(values: list[float], part: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else float("nan")


async def measure(options: argparse.Namespace, server: Server, place: dict[str, Any]) -> list[tuple[str, list[float]]]:
    """Everybody comes, writes and is compared at the end."""
    programme, boards, people = place["programme"], place["boards"], options.people
    clients = [await asyncio.to_thread(server.sign_in, "expert", f"Mittaaja {number}") for number in range(people)]
    leader = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    tables = len(boards)
    seats = [
        Seat(server, number % tables, boards[number % tables], programme, client)
        for number, client in enumerate(clients)
    ]
    ready = asyncio.Semaphore(0)
    sockets = [asyncio.create_task(seat.sit(ready)) for seat in seats]
    for _ in seats:
        await ready.acquire()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=options.chromium, args=list(ARGUMENTS))
        pages = [
            await browse(browser, server, clients[number], f"/b/{boards[number]}?view=work")
            for number in range(min(2, people))
        ]
        console = await browse(browser, server, leader, f"/p/{programme}/lead")
        beam = await browse(browser, server, leader, f"/p/{programme}/screen")
        await asyncio.sleep(2)
        sent: dict[str, tuple[int, float]] = {}
        console_times = asyncio.create_task(lead(server, leader, place, options.seconds))
        dice, posting = random.Random(7), []
        begun = time.perf_counter()
        for number in itertools.count():
            due = begun + number / options.rate
            if due > begun + options.seconds:
                break
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            seat, token = dice.choice(seats), f"mittaus-{number}"
            posting.append(asyncio.create_task(write(seat, token, sent)))
        await asyncio.gather(*posting)
        answers = await console_times
        await asyncio.sleep(3)
        seen = [await page.evaluate("window.seen") for page in pages]
        alive = [await page.evaluate(LIVE) for page in (console, beam)]
        await browser.close()
    for task in sockets:
        task.cancel()
    await asyncio.gather(*sockets, return_exceptions=True)
    by_socket, by_page, lost = [], [], 0
    for token, (table, at) in sent.items():
        for seat in seats:
            if seat.table == table:
                lost += token not in seat.seen
                by_socket += [seat.seen[token] - at] if token in seat.seen else []
        for number, shown in enumerate(seen):
            if number == table:
                lost += token not in shown
                by_page += [shown[token] / 1000 - at] if token in shown else []
    stored = {row[0] for row in server.read("SELECT plain FROM text WHERE plain LIKE 'mittaus-%'")}
    lost += len(set(sent) - stored)
    print(f"{people} people, {tables} tables, {len(sent)} notes, console and projector live: {all(alive)}, lost {lost}")
    return [("note, socket", by_socket), ("note, browser", by_page), *answers]


async def write(seat: Seat, token: str, sent: dict[str, tuple[int, float]]) -> None:
    """One note; counted once it was taken."""
    at = time.time()
    answer = await seat.posts.post(
        f"/b/{seat.board}/items", data={"text": token, "kind": "input", "command_id": secrets.token_hex(8)}
    )
    if answer.status_code < 400:
        sent[token] = (seat.table, at)
    else:
        print(f"refused: {answer.status_code} {answer.text[:200]}")


async def lead(
    server: Server, client: httpx.Client, place: dict[str, Any], seconds: float
) -> list[tuple[str, list[float]]]:
    """What whoever leads asks and does, twice a second."""
    home = f"/p/{place['programme']}"
    news: list[float] = []
    controls: list[float] = []
    steps = itertools.cycle(
        (
            (f"{home}/activities/{place['activity']}/clock", {"what": "more", "minutes": "1", "table": place["keys"][0]}),
            (f"{home}/hall/message", {"text": "Viisi minuuttia"}),
            (f"{home}/hall/back", {}),
        )
    )  # fmt: skip
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"Cookie": cookie, "Origin": server.url, "HX-Request": "true"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as asks:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            path, form = next(steps)
            for times, ask in (
                (controls, asks.post(path, data={**form, "from": "lead", "command_id": secrets.token_hex(8)})),
                (news, asks.get(f"{home}/lead/news")),
            ):
                begun = time.perf_counter()
                (await ask).raise_for_status()
                times.append(time.perf_counter() - begun)
            await asyncio.sleep(0.5)
    return [("console, news", news), ("console, controls", controls)]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=48)
    parser.add_argument("--tables", type=int, default=8)
    parser.add_argument("--rate", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="kehittamo-bench-"))
    command(home, "db", "upgrade")
    command(home, "demo", "load")
    place = Database(f"sqlite:///{home / 'kehittamo.db'}").now(
        lambda session: furnish(session, options.people, options.tables)
    )
    server = Server(home)
    server.start()
    try:
        found = asyncio.run(measure(options, server, place))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    print(f"{'':18} {'n':>6} {'median ms':>10} {'p95 ms':>8} {'most ms':>8}")
    for name, values in found:
        print(
            f"{name:18} {len(values):6d} {share(values, 0.5):10.1f} {share(values, 0.95):8.1f} {share(values, 1.0):8.1f}"
        )


if __name__ == "__main__":
    main()
