"""How long a command takes to be seen: 48 people at 8 tables and two browsers, five notes a second in all.

    python bench/commands.py [--seconds 60] [--chromium /usr/bin/chromium]

Each table has a board of its own; six people of it follow it with their sockets, and one of them fetches each drawing that is
announced. The two browsers sit at the first table and write in turn, one note a second; the 48 write the other four.
`shown` is from the POST in one browser until the other browser's list has the note, `drawn` until its drawing has it: at most
100 ms and 400 ms for 95 of 100. Then a board of 30 items and one of 300 are opened in turn until their drawings stand: the larger
within a second, and within four times the smaller's time.
"""

import argparse
import asyncio
import itertools
import json
import random
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import httpx  # noqa: E402
from playwright.async_api import Browser, Page, async_playwright  # noqa: E402
from sqlalchemy.orm import Session  # noqa: E402
from websockets.asyncio.client import connect  # noqa: E402

from bench.live_pages import ARGUMENTS, LIVE, seconds  # noqa: E402
from kehittamo_core.database import models as m  # noqa: E402
from kehittamo_core.database.engine import Database  # noqa: E402
from kehittamo_core.loading import Plugins, load_plugins  # noqa: E402
from kehittamo_core.workshop import commands as c  # noqa: E402
from kehittamo_core.workshop import joining  # noqa: E402
from kehittamo_core.workshop.carrying import execute  # noqa: E402
from kehittamo_core.workshop.people import OPERATOR  # noqa: E402
from tests.live.kit import Server, command  # noqa: E402

TABLES, SEATS = 8, 6
THEIRS, OURS = 4.0, 1.0
"""Notes a second of the 48, and of the two browsers."""
KINDS = ("input", "output", "outcome", "impact")
SIZES = (30, 300)

WATCH = """() => {
    window.seen = { shown: {}, drawn: {} };
    const now = () => performance.timeOrigin + performance.now();
    const look = () => {
        for (const note of document.querySelectorAll('li.note[data-element]')) {
            const words = note.textContent.match(/Mittaus \\d+ \\w/);
            if (!words) continue;
            seen.shown[words[0]] ??= now();
            if (seen.drawn[words[0]]) continue;
            const group = document.querySelector(`[data-drawing] g[data-element='${note.dataset.element}']`);
            if (group) seen.drawn[words[0]] = now();
        }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
}"""
"""Notes when each measured note comes into the list, and into the drawing."""

POST = """async ([url, form]) => {
    const begun = performance.timeOrigin + performance.now();
    const body = new URLSearchParams(form);
    const answer = await fetch(url, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
    return [begun, answer.status];
}"""


class Cast:
    """The boards of the tables, the two boards that are opened, and a session's token for everybody."""

    def __init__(self, session: Session, plugins: Plugins) -> None:
        ids = itertools.count()

        def do(kind: Any, **values: Any) -> str:
            return str(execute(session, plugins, OPERATOR, kind(command_id=f"bench-{next(ids)}", **values)).ref)

        programme_id = do(c.CreateProgramme, title="Mittaus")
        programme = session.get_one(m.Programme, programme_id)

        def board(title: str, size: int) -> str:
            id_ = do(c.CreateBoard, programme=programme_id, method="impact_chain", title=title)
            notes = (c.Note(kind=KINDS[n % 4], values={"text": f"{title}, kohta {n}"}) for n in range(size))
            while many := tuple(itertools.islice(notes, 100)):
                do(c.AddMany, board=id_, notes=many)
            return id_

        def token(name: str) -> str:
            return joining.open_session(
                session, None, joining.person_named(session, programme, name, "expert").person_id, None
            )

        self.programme = programme_id
        self.tables = [board(f"Pöytä {table + 1}", SIZES[0]) for table in range(TABLES)]
        self.opened = {size: board(f"Työpohja {size}", size) for size in SIZES}
        self.people = [token(f"Henkilö {seat}") for seat in range(TABLES * SEATS)]
        self.browsers = [token("Elina"), token("Pekka")]


def note(words: str) -> dict[str, str]:
    """What a page sends for a new note."""
    return {"text": words, "kind": random.choice(KINDS), "command_id": secrets.token_hex(8)}


class Table:
    """The people of one table: each has a socket open, and one of them looks at the drawing."""

    def __init__(self, server: Server, cast: Cast, number: int) -> None:
        self.board = cast.tables[number]
        self.rooms = [{"room": f"{kind}:{id_}"} for kind, id_ in (("board", self.board), ("programme", cast.programme))]
        self.server = server
        self.tokens = cast.people[number * SEATS : (number + 1) * SEATS]
        self.drawings = 0

    async def sit(self, client: httpx.AsyncClient, token: str, *, looks: bool) -> None:
        """Follow the table's board, as a page does; whoever looks fetches what is announced, one drawing at a time."""
        address = f"{self.server.url.replace('http', 'ws')}/ws?v=1"
        headers = {"Cookie": f"kehittamo={token}", "Origin": self.server.url}
        news = asyncio.Event()

        async def look() -> None:
            while True:
                await news.wait()
                news.clear()
                await client.get(f"/b/{self.board}/drawing/chain.svg", cookies={"kehittamo": token})
                self.drawings += 1

        looking = asyncio.create_task(look()) if looks else None
        try:
            async with connect(address, compression=None, additional_headers=headers) as socket:
                await socket.send(json.dumps({"type": "sub", "rooms": self.rooms}))
                beating = asyncio.create_task(beat(socket))
                try:
                    async for frame in socket:
                        if isinstance(frame, str) and frame.startswith('{"type":"draw"'):
                            news.set()
                finally:
                    beating.cancel()
        finally:
            if looking is not None:
                looking.cancel()


async def beat(socket: Any) -> None:
    """A sign of life every five seconds."""
    while True:
        await asyncio.sleep(5)
        await socket.send('{"type":"ping"}')


async def page_of(browser: Browser, server: Server, token: str) -> Page:
    """A window of somebody's own."""
    context = await browser.new_context(base_url=server.url, locale="fi-FI", viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": "kehittamo", "value": token, "url": server.url}])
    return await context.new_page()


async def open_board(page: Page, board: str) -> None:
    """Open a board until its drawing stands and the socket is open."""
    await page.goto(f"/b/{board}?view=both")
    await page.wait_for_selector("[data-drawing] svg", state="attached")
    await page.wait_for_function(LIVE)


async def writing(server: Server, cast: Cast, pages: list[Page], length: float) -> dict[str, Any]:
    """Everybody writes; milliseconds until what was written in one browser was shown and drawn in the other."""
    tables = [Table(server, cast, number) for number in range(TABLES)]
    limits = httpx.Limits(max_connections=60)
    sent: list[dict[str, float]] = [{}, {}]
    refused = 0
    async with httpx.AsyncClient(
        base_url=server.url, headers={"Origin": server.url, "HX-Request": "true"}, limits=limits, timeout=30
    ) as client:
        sitting = [
            asyncio.create_task(table.sit(client, token, looks=seat == 0))
            for table in tables for seat, token in enumerate(table.tokens)
        ]  # fmt: skip
        for page in pages:
            await open_board(page, cast.tables[0])
            await page.evaluate(WATCH)
        await asyncio.sleep(1)
        end = time.monotonic() + length
        wrote = 0

        async def others() -> None:
            nonlocal wrote, refused
            tasks: set[asyncio.Task[httpx.Response]] = set()
            while time.monotonic() < end:
                table = random.choice(tables)
                cookies = {"kehittamo": random.choice(table.tokens)}
                form = note(f"Pöydän lappu {wrote}")
                tasks.add(asyncio.create_task(client.post(f"/b/{table.board}/items/", data=form, cookies=cookies)))
                wrote += 1
                await asyncio.sleep(1 / THEIRS)
            refused += sum(answer.status_code >= 400 for answer in await asyncio.gather(*tasks))

        async def browsers() -> None:
            nonlocal refused
            for number in itertools.count():
                if time.monotonic() > end:
                    return
                begun = time.monotonic()
                words = f"Mittaus {number} x"
                at, status = await pages[number % 2].evaluate(POST, [f"/b/{cast.tables[0]}/items/", note(words)])
                sent[number % 2][words] = at
                refused += status >= 400
                await asyncio.sleep(max(0.0, 1 / OURS - (time.monotonic() - begun)))

        await asyncio.gather(others(), browsers())
        await asyncio.sleep(2)
        seen = [await page.evaluate("window.seen") for page in pages]
        for task in sitting:
            task.cancel()
        await asyncio.gather(*sitting, return_exceptions=True)
    found: dict[str, list[float]] = {"shown": [], "drawn": []}
    missing = 0
    for writer, times in enumerate(sent):
        for words, at in times.items():
            for what, list_ in found.items():
                came = seen[1 - writer][what].get(words)
                if came is None:
                    missing += 1
                else:
                    list_.append(came - at)
    return {
        **found, "missing": missing, "refused": refused, "written": wrote + sum(map(len, sent)),
        "drawings": sum(table.drawings for table in tables),
    }  # fmt: skip


async def measure(length: float, rounds: int, chromium: str) -> dict[str, Any]:
    """Everything, on a fresh server."""
    home = Path(tempfile.mkdtemp(prefix="kehittamo-bench-"))
    command(home, "db", "upgrade")
    plugins = load_plugins()
    cast = Database(f"sqlite:///{home / 'kehittamo.db'}").now(lambda session: Cast(session, plugins))
    server = Server(home)
    server.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            pages = [await page_of(browser, server, token) for token in cast.browsers]
            opening: dict[int, list[float]] = {size: [] for size in SIZES}
            for number in range(rounds + 1):
                for size in SIZES:
                    took = await seconds(lambda size=size: open_board(pages[0], cast.opened[size]))  # type: ignore[misc]
                    if number:
                        opening[size].append(took)
            found = await writing(server, cast, pages, length)
            await browser.close()
            return {**found, "opening": opening}
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def quantile(values: list[float], part: float) -> float:
    """A quantile, by the nearest rank."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def report(found: Mapping[str, Any]) -> list[str]:
    """The figures as lines, each with what was promised."""
    lines = [f"{'':8} {'p50':>7} {'p95':>7} {'max':>7}   promised"]
    for what, limit in (("shown", 100), ("drawn", 400)):
        p50, p95, most = (quantile(found[what], part) for part in (0.5, 0.95, 1.0))
        held = "held" if p95 <= limit else "NOT HELD"
        lines.append(f"{what:8} {p50:7.0f} {p95:7.0f} {most:7.0f}   p95 <= {limit} ms: {held}")
    small, large = (statistics.median(found["opening"][size]) for size in SIZES)
    held = "held" if large <= 1.0 and large <= 4 * small else "NOT HELD"
    lines.append(
        f"a board of {SIZES[0]} items opens in {small:.2f} s, one of {SIZES[1]} in {large:.2f} s, {large / small:.1f} times as long;"
        f"   <= 1 s and <= 4 times: {held}"
    )
    lines.append(
        f"{found['written']} notes, {len(found['shown'])} of them measured, {found['drawings']} drawings fetched at the tables; "
        f"{found['refused']} refused, {found['missing']} never seen"
    )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    found = asyncio.run(measure(options.seconds, options.rounds, options.chromium))
    sys.stdout.write("\n".join(report(found)) + "\n")


if __name__ == "__main__":
    main()
