"""How long two real browsers wait for each other, as ratios to what cannot be done faster on the same machine.

    python bench/live_pages.py [--rounds 5] [--chromium /usr/bin/chromium]

Measured on the largest demo board, medians of interleaved rounds; nothing is asserted.
`open` is opening the board until its drawing stands, against opening the front page; `note` is a note from Enter until the
second browser's list shows it, `drawing` until its drawing does, `letter` a typed letter until the second browser's textarea
shows it: all three against a bare request (`GET /health`) from the same page.
"""

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.async_api import Browser, Page, async_playwright  # noqa: E402

from tests.live.kit import Server, command  # noqa: E402

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
)
LIVE = "() => document.body.dataset.connection === 'live'"


async def seconds(work: Callable[[], Awaitable[Any]]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


async def sit_down(browser: Browser, server: Server, name: str) -> Page:
    """A person's page, signed in."""
    client = server.sign_in("expert", name)
    cookies = [{"name": key, "value": value, "url": server.url} for key, value in client.cookies.items()]
    client.close()
    context = await browser.new_context(base_url=server.url, locale="fi-FI")
    await context.add_cookies(cookies)
    return await context.new_page()


async def open_board(page: Page, server: Server) -> None:
    """Open the board until its drawing stands and the socket is open."""
    await page.goto(f"/b/{server.board}?view=both")
    await page.wait_for_selector("[data-drawing] svg")
    await page.wait_for_function(LIVE)


async def one_round(here: Page, there: Page, server: Server, number: int) -> dict[str, float]:
    """Each thing once."""
    times = {"front page": await seconds(lambda: there.goto("/"))}
    times["open"] = await seconds(lambda: open_board(there, server))
    await open_board(here, server)
    times["request"] = await seconds(lambda: here.evaluate("fetch('/health').then(answer => answer.text())"))
    words = f"Mittaus {number} {time.time_ns()}"
    field = here.locator("section.zone:has([data-accept~=input]) form[data-quick-add] textarea")
    await field.fill(words)
    note = there.locator("li.note", has_text=words)

    async def add() -> None:
        await field.press("Enter")
        await note.wait_for(state="attached")

    begun = time.perf_counter()
    times["note"] = await seconds(add)
    element = await note.get_attribute("data-element")
    await there.wait_for_selector(f"[data-drawing] g[data-element='{element}']", state="attached")
    times["drawing"] = time.perf_counter() - begun
    for page in (here, there):
        await page.locator(f"#e-{element} a.open").click()
        await page.locator("#side textarea[data-text]").first.click()
    await there.wait_for_timeout(500)
    own, other = (page.locator("#side textarea[data-text]").first for page in (here, there))
    wanted = f"{await own.input_value()}!"
    await own.press("End")

    async def letter() -> None:
        await own.press("!")
        await there.wait_for_function(
            "words => document.querySelector('#side textarea[data-text]').value === words", arg=wanted
        )

    assert await other.input_value() == words
    times["letter"] = await seconds(letter)
    return times


async def measure(rounds: int, chromium: str) -> list[dict[str, float]]:
    """All rounds, after one that warms everything up."""
    home = Path(tempfile.mkdtemp(prefix="kehittamo-bench-"))
    command(home, "db", "upgrade")
    command(home, "demo", "load")
    server = Server(home)
    server.start()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
            here, there = await sit_down(browser, server, "Elina"), await sit_down(browser, server, "Pekka")
            found = [await one_round(here, there, server, number) for number in range(rounds + 1)]
            await browser.close()
            return found[1:]
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    found = asyncio.run(measure(options.rounds, options.chromium))
    middle = {name: statistics.median(times[name] for times in found) for name in found[0]}
    base = {"open": "front page", "note": "request", "drawing": "request", "letter": "request"}
    print(f"{'':10} {'median ms':>10} {'ratio':>7}  to")
    for name, value in middle.items():
        against = base.get(name, "")
        ratio = f"{value / middle[against]:7.1f}  {against} ({middle[against] * 1000:.1f} ms)" if against else ""
        print(f"{name:10} {value * 1000:10.1f} {ratio}")


if __name__ == "__main__":
    main()
