"""axe finds nothing serious on any screen, light and dark, on a phone and on a laptop."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_screens import addresses, boards

pytestmark = pytest.mark.slow

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
RUN = """() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`)))"""


async def check(page: Page, where: str, found: dict[str, str]) -> None:
    await page.add_script_tag(path=AXE)
    await look(page, where, found)


async def look(page: Page, where: str, found: dict[str, str]) -> None:
    """As `check`, where axe is in the page already."""
    for violation in await page.evaluate(RUN):
        found.setdefault(violation, where)


WIDTHS = (390, 1440)


@pytest.mark.timeout(300)
async def test_axe_finds_nothing_serious(server: Any, people: Any) -> None:
    """Every screen at both widths, and in both themes: light on a phone and dark on a laptop, or the other way round.

    Every other screen is loaded as on the laptop and narrowed, the others as on the phone and widened; nothing moves, so that
    no colour is looked at on its way to another.
    """
    page = await people("Mikko", "facilitator", path="/", bypass_csp=True, reduced_motion="reduce")
    found: dict[str, str] = {}
    for number, address in enumerate(addresses(server)):
        first = number % 2
        for turn, width in enumerate((WIDTHS[first], WIDTHS[1 - first])):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.emulate_media(color_scheme="dark" if number // 2 % 2 == turn else "light")
            if turn == 0:
                await page.goto(address)
                await page.add_script_tag(path=AXE)
            await look(page, f"{address} at {width}", found)
    assert found == {}


async def test_axe_finds_nothing_serious_in_what_opens(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path="/", viewport={"width": 1440, "height": 900}, bypass_csp=True)
    found: dict[str, str] = {}
    for board in boards(server):
        await page.goto(f"/b/{board}?view=both")
        await expect(page.locator(".drawing svg.scene")).to_be_visible()
        await expect(page.locator("[id^=fi-]")).to_be_attached()
        await page.locator(".note .open").first.click()
        await expect(page.locator("#side.has-element")).to_be_visible()
        await page.get_by_role("link", name="Lisää yhteys").click()
        await expect(page.locator("#side select[name=choice]")).to_be_visible()
        await check(page, f"{board} with a panel", found)
        await page.get_by_role("button", name="Lisää", exact=True).click()
        await page.locator("#board-menu").get_by_role("button", name="Ohje").click()
        await check(page, f"{board} with its guide", found)
    assert found == {}


async def test_every_drawing_says_in_words_what_it_shows(server: Any, people: Any) -> None:
    page = await people("Elina", "expert", path="/", viewport={"width": 1440, "height": 900})
    for board in boards(server):
        await page.goto(f"/b/{board}?view=drawing")
        picture = page.locator(".drawing svg.scene")
        await expect(picture).to_be_visible()
        assert len(await picture.locator("> title").text_content() or "") > 10, board
        assert await picture.get_attribute("role") == "img"
