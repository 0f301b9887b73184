"""Fixtures of the browser tests: a real server with the examples, and people who sit at real browsers."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright, expect

from tests.live.kit import Server, filled, server, shared, until
from tests.once import once

# A laptop that draws, saves and paints at once may take seconds; what is promised is that it comes, speed is shown in bench/.
expect.set_options(timeout=20_000)

__all__ = ["filled", "server", "shared", "until"]

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark of tests that end or stop their server."""
    config.addinivalue_line("markers", "own_server: needs a server of its own, because it ends it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder share one event loop, because they share the Chromium that is driven from it."""
    for item in items:
        if item.path.parent == HERE and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", autouse=True)
def _assets(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The browser's scripts as they are now."""
    build = (sys.executable, "-m", "assets")
    once(tmp_path_factory, "assets", lambda _: subprocess.run(build, cwd=ROOT, check=True, timeout=120))


class Chromium:
    """Starts Chromium when it is first asked for, and again should it have ended."""

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.running: Browser | None = None

    async def browser(self) -> Browser:
        """The one that runs."""
        if self.running is None or not self.running.is_connected():
            self.running = await self.playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        return self.running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """One Chromium for all tests; starting it takes longer than many a test."""
    async with async_playwright() as playwright:
        chromium = Chromium(playwright)
        yield chromium
        if chromium.running is not None:
            await chromium.running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Chromium) -> AsyncIterator[Browser]:
    """A Chromium without a window; each person in it has one with cookies, storage and a cache of their own."""
    browser = await chromium.browser()
    yield browser
    for context in browser.contexts:
        await context.close()


class People:
    """Opens pages as people: `await people("Elina", path="/b/...")`. What went wrong in a page stands in `errors`."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server = server
        self.browser = browser
        self.errors: list[str] = []
        self.contexts: dict[tuple[str, str], BrowserContext] = {}
        self.clients: dict[tuple[str, str], httpx.Client] = {}

    async def __call__(self, name: str = "Elina", role: str = "expert", path: str = "", **window: Any) -> Page:
        if (name, role) not in self.contexts:
            client = await asyncio.to_thread(self.server.sign_in, role, name)
            context = await self.browser.new_context(base_url=self.server.url, locale="fi-FI", **window)
            context.set_default_timeout(60_000)
            await context.add_cookies(
                [{"name": cookie, "value": value, "url": self.server.url} for cookie, value in client.cookies.items()]
            )
            self.clients[name, role], self.contexts[name, role] = client, context
        page = await self.contexts[name, role].new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{name}: {error}"))
        page.on("console", lambda said: self.errors.append(f"{name}: {said.text}") if said.type == "error" else None)
        await page.goto(path or f"/b/{self.server.board}")
        return page

    async def close(self) -> None:
        """Everybody leaves."""
        for context in self.contexts.values():
            await context.close()
        for client in self.clients.values():
            client.close()


@pytest_asyncio.fixture(loop_scope="session")
async def people(server: Server, browser: Browser) -> AsyncIterator[People]:
    """People at browsers, on the practice board where nothing else is said."""
    people = People(server, browser)
    yield people
    await people.close()


@pytest.fixture
def note(server: Server) -> Iterator[Any]:
    """Adds a note to the practice board; gives the key of its text."""
    client = server.sign_in("facilitator", "Mikko")
    yield lambda words: server.note(client, words)
    client.close()
