"""People in real browsers: from a pasted list to mixed tables, moved by pointer and keys, joined on a phone, looked at as another."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.test_accessibility import check

pytestmark = pytest.mark.slow

LIST = "\n".join(f"Kutsuttu {n};Organisaatio {n % 3};asiantuntija;kutsuttu{n}@k.example" for n in range(6))


@pytest.mark.own_server
@pytest.mark.timeout(300)
async def test_six_people_are_invited_seated_and_reminded(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path=f"/p/{server.programme}", viewport={"width": 1440, "height": 900})
    await page.get_by_role("link", name="Ihmiset ja kutsut").click()
    await page.get_by_role("link", name="Kutsu ihmisiä").click()
    await page.get_by_label("Luettelo: yksi henkilö riville").fill(LIST)
    await page.get_by_role("button", name="Tarkista luettelo").click()
    await page.get_by_role("button", name="Kutsu 6 henkilöä").click()
    await expect(page.locator("pre.letter")).to_have_count(6)
    link = re.search(r"/l/[\w-]+", await page.locator("pre.letter").first.inner_text())
    assert link
    await page.get_by_role("link", name="Takaisin ihmisiin").click()
    # The first one comes, from a phone; the facilitator's page sees it without a reload.
    phone = await people.browser.new_context(base_url=server.url, viewport={"width": 320, "height": 640})
    guest = await phone.new_page()
    await guest.goto(link[0])
    await guest.get_by_role("button", name="Jatka nimellä Kutsuttu 0").click()
    row = page.locator(".roll li", has_text="Kutsuttu 0")
    await expect(row.get_by_text("liittynyt")).to_be_visible()
    await page.goto(f"/p/{server.programme}/people?show=late")
    await expect(page.locator(".roll li")).to_have_count(5)
    await page.get_by_role("button", name="Muistutukset kopioitaviksi").click()
    await expect(page.locator("pre.letter")).to_have_count(5)
    # Tables: a pair, then everybody mixed.
    await page.goto(f"/p/{server.programme}/groups")
    await page.get_by_label("Kuka", exact=True).select_option(label="Kutsuttu 1, Organisaatio 1")
    await page.get_by_label("kenen kanssa").select_option(label="Kutsuttu 4, Organisaatio 1")
    await page.get_by_role("button", name="Lisää pari").click()
    await page.get_by_role("button", name=re.compile("Sijoita")).click()
    one = page.locator("[aria-label^='Kutsuttu 1,']")
    await expect(one).to_contain_text("Yhdessä, kuten pyydettiin: Kutsuttu 4.")
    # Moved by keys, by pointer and by the form; the reason follows by the socket.
    tables = page.locator("[data-zone]")
    moved = tables.nth(0).locator(".seat-of").first
    who = f"[aria-label^='{await moved.locator('.b').first.inner_text()},']"
    await moved.focus()
    await page.keyboard.press("Alt+ArrowRight")
    there = tables.nth(1).locator(who)
    await expect(there).to_contain_text("Paikka valittu käsin.")
    await there.locator(".b").first.hover()
    await page.mouse.down()
    box = await tables.nth(2).locator(".seat-of").first.bounding_box()
    assert box
    await page.mouse.move(box["x"] + 30, box["y"] + 10, steps=12)
    await page.mouse.up()
    there = tables.nth(2).locator(who)
    await expect(there).to_contain_text("Paikka valittu käsin.")
    await there.get_by_role("combobox").select_option(index=1)
    await there.get_by_role("button", name="Siirrä").click()
    await expect(tables.nth(0).locator(who)).to_be_visible()
    await phone.close()
    assert people.errors == []


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
