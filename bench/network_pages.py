"""A network of 300 actors and 1,500 ties in a real browser beside one of 30 actors and 150 ties.

    python bench/network_pages.py [--rounds 3] [--chromium /usr/bin/chromium] [--keep FOLDER]

Medians of interleaved rounds; nothing is asserted. `paint` is the page's first contentful paint and `page bytes` what it
takes, compressed; `drawn` is opening the board until its drawing is painted, `again` the same with the drawing made already
and nothing kept by the browser; `server` is how long the drawing's answer took of `again`, `browser` how long the page took
from the answer until it was painted, `bytes` and `sent` the drawing before and after it is compressed. `moved` is a press
that drags an actor until it stands elsewhere on the mover's screen; `findings` opening the board until what it tells
stands, and `waiting` whether the page said meanwhile that it is looking. `--keep` stores a picture of each.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.async_api import BrowserContext, async_playwright  # noqa: E402

from bench.boards import network_map  # noqa: E402
from bench.live_pages import ARGUMENTS  # noqa: E402
from bench.methods import PLUGINS, document  # noqa: E402
from kehittamo_core.database import models as m  # noqa: E402
from kehittamo_core.database.engine import Database  # noqa: E402
from kehittamo_core.workshop import archive, joining  # noqa: E402
from kehittamo_core.workshop.people import OPERATOR  # noqa: E402
from tests.live.kit import Server, command  # noqa: E402

SIZES = {30: 33, 300: 310}
"""Actors, and the items that hold so many with their sectors."""


def seat(home: Path, actors: int) -> tuple[str, str]:
    """A board with so many actors; its id and the cookie of a facilitator."""
    written = document("network_map", actors, network_map.board(SIZES[actors]))
    database = Database(f"sqlite:///{home / 'kehittamo.db'}")

    def store(session: Any) -> tuple[str, str]:
        archive.import_document(session, PLUGINS, OPERATOR, written)
        programme = session.query(m.Programme).filter_by(key=f"bench-{actors}").one()
        board = session.query(m.Board).filter_by(programme_id=programme.id).one()
        who = joining.person_named(session, programme, "Mikko", "facilitator")
        return board.id, joining.open_link(session, joining.make_link(session, who))[1]

    return database.now(store)


PAINTED = """async () => {
    await new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(tell)));
    const done = performance.now(), [page] = performance.getEntriesByType('navigation');
    const drawing = performance.getEntriesByType('resource').find(one => one.name.includes('/drawing/'));
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return {
        done, paint, 'page bytes': page.encodedBodySize, server: drawing.responseEnd - drawing.startTime,
        browser: done - drawing.responseEnd, bytes: drawing.decodedBodySize, sent: drawing.encodedBodySize,
    };
}"""
"""In the page's own clock and bytes: from the start of the navigation until the picture after the drawing is there."""


async def one_round(context: BrowserContext, board: str, keep: Path | None) -> dict[str, float]:
    """Each thing once, in milliseconds and bytes."""
    page = await context.new_page()
    times: dict[str, float] = {}
    for name in ("drawn", "again"):
        await page.goto("about:blank")
        # An address that was never asked for: the browser has kept nothing of it.
        await page.goto(f"/b/{board}?view=drawing&ask={time.time_ns()}")
        await page.wait_for_selector("[data-drawing] svg.scene")
        times |= await page.evaluate(PAINTED)
        times[name] = times.pop("done")
    group = page.locator("g[data-place]").first
    box = await group.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    # In the page's own clock: from the pointer's event until the next picture after the thing has moved.
    await page.evaluate("""() => { window.moved = new Promise(tell => document.addEventListener('pointermove', event => {
        const begun = event.timeStamp;
        requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now() - begun)));
    }, {capture: true, once: true})); }""")
    await page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 20)
    times["moved"] = await page.evaluate("window.moved")
    assert await group.get_attribute("transform")
    await page.keyboard.press("Escape")
    await page.mouse.up()
    if keep is not None:
        await page.screenshot(path=keep / f"network-{board}.png")
    begun = time.perf_counter()
    await page.goto(f"/b/{board}?view=work", wait_until="commit")
    looking = page.locator("[id^=findings-] > p.muted")
    try:
        await looking.wait_for(timeout=2_000)
        times["waiting"] = 1
    except Exception:
        times["waiting"] = 0
    await page.wait_for_selector("[id^=findings-] .finding")
    times["findings"] = (time.perf_counter() - begun) * 1000
    await page.close()
    return times


async def measure(rounds: int, chromium: str, keep: Path | None) -> dict[int, dict[str, float]]:
    """Medians by the number of actors; the first round of each finds nothing remembered, so it is the one of `drawn`."""
    with tempfile.TemporaryDirectory(prefix="kehittamo-bench-") as folder:
        home = Path(folder)
        command(home, "db", "upgrade")
        seats = {actors: seat(home, actors) for actors in SIZES}
        server = Server(home)
        server.start()
        found: dict[int, list[dict[str, float]]] = {actors: [] for actors in SIZES}
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
                for _ in range(rounds):
                    for actors, (board, token) in seats.items():
                        context = await browser.new_context(
                            base_url=server.url, locale="fi-FI", viewport={"width": 1440, "height": 900}
                        )
                        await context.add_cookies([{"name": "kehittamo", "value": token, "url": server.url}])
                        found[actors].append(await one_round(context, board, keep))
                        await context.close()
                await browser.close()
        finally:
            server.stop()
    return {
        actors: {
            name: each[0][name] if name in ("drawn", "findings") else statistics.median(one[name] for one in each)
            for name in each[0]
        }
        for actors, each in found.items()
    }


def main() -> None:
    """Measure both and print one row per thing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
    found = asyncio.run(measure(given.rounds, given.chromium, given.keep))
    few, many = found.values()
    print(f"{'ms or bytes':<12}" + "".join(f"{actors:>10}" for actors in found) + f"{'ratio':>8}")
    for name, value in few.items():
        print(f"{name:<12}{value:>10.0f}{many[name]:>10.0f}{many[name] / value if value else 0:>8.1f}")


if __name__ == "__main__":
    main()
