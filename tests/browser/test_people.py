"""People in real browsers: joined on a phone, looked at as another, their screens; tables are mixed in `test_process`."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.test_accessibility import check

pytestmark = pytest.mark.slow


async def test_joining_on_a_phone_ends_with_ones_own_link(server: Any, people: Any) -> None:
    phone = await people.browser.new_context(
        base_url=server.url, viewport={"width": 320, "height": 640}, locale="fi-FI"
    )
    page = await phone.new_page()
    await page.goto("/")
    await page.get_by_label("Koodi").fill("harj 23")
    await page.keyboard.press("Enter")
    await page.get_by_label("Nimesi").fill("Uusi Tulija")
    await page.get_by_label("Organisaatiosi").fill("Kela")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Paikkasi")).to_be_visible()
    await expect(page.get_by_role("heading", name="Tallenna oma linkkisi")).to_be_visible()
    link = await page.locator("#mylink").inner_text()
    # Pressed twice, or loaded again: one person.
    await page.reload()
    await expect(page.get_by_text("Paikkasi")).to_be_visible()
    assert server.read("SELECT count(*) FROM participant WHERE name = 'Uusi Tulija'") == [(1,)]
    other = await people.browser.new_context(base_url=server.url, locale="fi-FI")
    laptop = await other.new_page()
    await laptop.goto(link)
    assert server.url in laptop.url
    await laptop.get_by_role("button", name="Jatka nimellä Uusi Tulija").click()
    await expect(laptop).to_have_url(re.compile("/p/"))
    await phone.close()
    await other.close()


async def test_seeing_as_a_participant_and_back(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path=f"/b/{server.board}", viewport={"width": 1440, "height": 900})
    await page.goto(f"/p/{server.programme}")
    await page.locator("[popovertarget=person]").click()
    await page.get_by_role("button", name="Näytä osallistujana").click()
    await expect(page.get_by_text("Näet tämän niin kuin osallistuja.")).to_be_visible()
    await page.goto(f"/b/{server.board}")
    foot = await page.evaluate("document.querySelector('.board').getBoundingClientRect().bottom - window.innerHeight")
    assert abs(foot) < 1
    await page.locator(".add textarea, .add input[type=text]").first.fill("Ei saa tallentua")
    await page.locator(".add button").first.click()
    await expect(page.locator("#toast")).to_contain_text("Katselet osallistujana")
    assert server.read("SELECT count(*) FROM text WHERE plain = 'Ei saa tallentua'") == [(0,)]
    await page.get_by_role("button", name="Palaa fasilitaattoriksi").click()
    await expect(page.get_by_text("Näet tämän niin kuin osallistuja.")).to_have_count(0)


SCREENS = (
    "/p/{p}/people",
    "/p/{p}/people/invite",
    "/p/{p}/people/{person}",
    "/p/{p}/groups",
    "/p/{p}/groups/print",
    "/me",
    "/accounts",
    "/in",
)


@pytest.mark.parametrize("width", [320, 1440])
async def test_the_screens_fit_and_axe_finds_nothing_serious(server: Any, people: Any, width: int) -> None:
    page = await people(
        "Kaisa", "coordinator", path="/", viewport={"width": width, "height": 800}, bypass_csp=True,
        color_scheme="dark" if width == 320 else "light",
    )  # fmt: skip
    person = server.read("SELECT id FROM participant WHERE programme_id = ?", server.programme)[0][0]
    found: dict[str, str] = {}
    for path in SCREENS:
        address = path.format(p=server.programme, person=person)
        await page.goto(address)
        assert await page.locator("h1").count() == 1, address
        over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{address} is {over} px too wide at {width}"
        small = await page.evaluate(SMALL)
        assert width > 320 or small == [], f"{address}: {small}"
        await check(page, address, found)
    assert found == {}


SMALL = """() => [...document.querySelectorAll("main button, main a.btn, main select, main input:not([type=hidden], [type=checkbox])")]
  .filter((one) => one.offsetParent && !one.closest(".vh") && one.getBoundingClientRect().height < 43.5)
  .map((one) => one.outerHTML.slice(0, 80))"""
