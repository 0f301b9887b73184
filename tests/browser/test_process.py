"""A whole process in a browser: from the template over invitations, tables, tasks and the result day to its end."""

import re
import time
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_accessibility import check

pytestmark = pytest.mark.slow

DAYS = ("2018-01-24", "2018-01-31", "2018-02-14", "2018-02-28", "2018-03-14", "2018-03-28")
SECONDS, ACTS = 120, 10
"""The template is filled in within this time and with so few acts: a name, six days, two buttons."""
LIST = "Nimi;Organisaatio;Rooli;Sähköposti\n" + "\n".join(
    f"Kutsuttu {n};Organisaatio {n % 3};asiantuntija;kutsuttu{n}@k.example" for n in range(6)
)


class Hands:
    """A coordinator at a page: what is filled in and pressed is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    async def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the page itself and wait for the page that follows."""
        self.acts += 1
        button = self.page.locator("main").get_by_role("button", name=name, exact=isinstance(name, str))
        await button.click()
        await self.page.wait_for_load_state()

    async def write(self, place: Any, words: str) -> None:
        """Fill in a field."""
        self.acts += 1
        await place.fill(words)

    async def add(self, address: str, **values: str) -> None:
        """Fill in the form of a new entry."""
        await self.page.goto(address)
        for name, value in values.items():
            await self.write(self.page.locator(f"[name='v.{name}']").first, value)
        await self.press("Tallenna")


async def looked_at(page: Page, where: str) -> None:
    """What only a form leads to fits a phone, and axe finds nothing serious in it."""
    found: dict[str, str] = {}
    await page.set_viewport_size({"width": 320, "height": 640})
    over = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{where} is {over} px too wide"
    await check(page, where, found)
    await page.set_viewport_size({"width": 1440, "height": 900})
    assert found == {}


@pytest.mark.timeout(300)
async def test_a_process_from_its_template_to_its_end(server: Any, people: Any) -> None:
    page = await people(
        "Kaisa", "coordinator", path="/programmes/new", viewport={"width": 1440, "height": 900}, bypass_csp=True
    )
    hands = Hands(page)
    began = time.monotonic()
    await hands.write(page.get_by_label("Vaikuttavuuskehittämön nimi"), "Siun soten Vaikuttavuuskehittämö")
    await hands.press("Aloita")
    dates = page.locator("input[type=date]")
    await expect(dates).to_have_count(len(DAYS))
    for number, day in enumerate(DAYS):
        await hands.write(dates.nth(number), day)
    # The field itself follows the browser's language; the day stands beside it as it is written here.
    await expect(page.locator(".date-words").nth(5)).to_have_text("ke 28.3.2018")
    await hands.press("Tallenna päivät")
    await expect(page.locator(".meetings").get_by_text("ke 28.3.2018")).to_be_visible()
    assert time.monotonic() - began < SECONDS
    assert hands.acts < ACTS
    programme = re.sub(r"/plan.*", "", page.url)

    phone, guest = await six_are_invited_and_one_comes(server, people, hands, programme)
    await tables_are_mixed(hands, programme)
    await only_the_late_are_reminded(hands, programme, guest)
    await a_decision_is_seen_at_once(people, hands, programme)
    await the_result_day_is_held_and_the_programme_ends(server, hands, programme, guest)
    await phone.close()
    assert [error for error in people.errors if "409" not in error] == []


async def six_are_invited_and_one_comes(server: Any, people: Any, hands: Hands, programme: str) -> tuple[Any, Page]:
    """By a file, looked at first; the first one comes from a phone, seen without a reload."""
    page = hands.page
    home = await people("Kaisa", "coordinator", path=programme)
    await expect(home.locator("#ph-people-count")).to_have_text(re.compile("^0 "))
    await page.goto(programme)
    await page.get_by_role("link", name="Ihmiset ja kutsut").click()
    await page.get_by_role("link", name="Kutsu ihmisiä").click()
    await page.locator("input[type=file]").set_input_files(
        {"name": "kutsuttavat.csv", "mimeType": "text/csv", "buffer": LIST.encode("utf-8-sig")}
    )
    await hands.press("Tarkista luettelo")
    await looked_at(page, "the list that is looked at")
    await hands.press("Kutsu 6 henkilöä")
    await expect(page.locator("pre.letter")).to_have_count(6)
    await looked_at(page, "the letters")
    await expect(home.locator("#ph-people-count")).to_have_text(re.compile("^6 "))
    await expect(home.locator("#ph-people")).to_contain_text("Organisaatio 2")
    await home.close()
    link = re.search(r"/l/[\w-]+", await page.locator("pre.letter").first.inner_text())
    assert link
    await page.get_by_role("link", name="Takaisin ihmisiin").click()
    phone = await people.browser.new_context(
        base_url=server.url, viewport={"width": 320, "height": 640}, locale="fi-FI"
    )
    guest = await phone.new_page()
    await guest.goto(link[0])
    await guest.get_by_role("button", name="Jatka nimellä Kutsuttu 0").click()
    await expect(page.locator(".roll li", has_text="Kutsuttu 0").get_by_text("liittynyt")).to_be_visible()
    await page.get_by_role("link", name=re.compile("ei vielä liittynyt")).click()
    await expect(page.locator(".roll li")).to_have_count(5)
    await hands.press("Muistutukset kopioitaviksi")
    await expect(page.locator("pre.letter")).to_have_count(5)
    return phone, guest


async def tables_are_mixed(hands: Hands, programme: str) -> None:
    """A pair, then everybody; moved by keys, by pointer and by the form, and the reason follows by the socket."""
    page = hands.page
    await page.goto(f"{programme}/groups")
    await page.get_by_label("Kuka", exact=True).select_option(label="Kutsuttu 1, Organisaatio 1")
    await page.get_by_label("kenen kanssa").select_option(label="Kutsuttu 4, Organisaatio 1")
    await hands.press("Lisää pari")
    await hands.write(page.locator("#tables-n"), "3")
    await hands.press(re.compile("Sijoita 6"))
    one = page.locator("[aria-label^='Kutsuttu 1,']")
    await expect(one).to_contain_text("Yhdessä, kuten pyydettiin: Kutsuttu 4.")
    tables = page.locator("[data-zone]")
    await expect(tables).to_have_count(3)
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
    # The list is fetched anew once more when the move comes by the socket; a choice made before would be lost with it.
    await page.wait_for_load_state("networkidle")
    await there.get_by_role("combobox").focus()
    await there.get_by_role("combobox").select_option(index=1)
    await there.get_by_role("button", name="Siirrä").click()
    await expect(tables.nth(0).locator(who)).to_be_visible()


async def only_the_late_are_reminded(hands: Hands, programme: str, guest: Page) -> None:
    """A task for everybody; one has done it on the phone, and the others get a letter with their link."""
    page = hands.page
    await hands.add(f"{programme}/lists/interim_tasks/new", text="Täydennä profiilit", due="2018-02-10")
    await guest.goto(f"{programme}/follow")
    await guest.get_by_role("button", name="Olen tehnyt tämän").click()
    await expect(guest.get_by_role("button", name="Ei sittenkään tehty")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("1/6 on tehnyt")).to_be_visible()
    await page.get_by_role("link", name="Muistuta vain niitä, jotka eivät ole tehneet").click()
    await expect(page.locator("main")).not_to_contain_text("Kutsuttu 0")
    await looked_at(page, "the reminder")
    await hands.press("Muistutukset kopioitaviksi")
    letters = page.locator("pre.letter")
    await expect(letters).to_have_count(5)
    for words in ("Kutsuttu 1", "Täydennä profiilit", "10.2.2018", "/l/"):
        await expect(letters.first).to_contain_text(words)
    await expect(page.locator("main")).not_to_contain_text("Kutsuttu 0")


async def a_decision_is_seen_at_once(people: Any, hands: Hands, programme: str) -> None:
    """Somebody who has the page open sees what is decided, with its reason."""
    watcher = await people("Kaisa", "coordinator", path=f"{programme}/follow")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("ei ole vielä kirjattu")
    await hands.add(f"{programme}/lists/decisions/new", text="Kokeilu alkaa", reason="Rahoitus on", date="2018-03-14")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("Kokeilu alkaa")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("Rahoitus on")
    await watcher.close()


async def the_result_day_is_held_and_the_programme_ends(server: Any, hands: Hands, programme: str, guest: Page) -> None:
    """A saved version is shown on the big screen; afterwards only next steps (and measurements) go on."""
    page = hands.page
    await page.goto(f"{programme}/versions")
    await hands.press("Tallenna versio")
    await page.goto(f"{programme}/result-day")
    await hands.press("Aloita tulospäivä")
    await page.get_by_role("link", name="Näytä valkokankaalla").click()
    await expect(page.locator(".screen-page h1")).to_have_text("Yhteinen tavoite")
    await page.goto(f"{programme}/result-day")
    await hands.press("Päätä ohjelma")
    await expect(page.get_by_text("Ohjelma on päättynyt").first).to_be_visible()
    await page.goto(f"{programme}/follow")
    await expect(page.get_by_role("link", name="Uusi päätös")).to_have_count(0)
    await hands.add(f"{programme}/lists/next_steps/new", text="Seurantakysely keväällä")
    await expect(page.get_by_text("Seurantakysely keväällä").first).to_be_visible()
    await guest.goto(f"{programme}/follow")
    await expect(guest.get_by_text("Ohjelma on päättynyt").first).to_be_visible()
    await expect(guest.locator("main form")).to_have_count(0)
    answer = await page.request.post(
        f"{programme}/lists/decisions", form={"v.text": "Liian myöhään"}, headers={"Origin": server.url}
    )
    assert answer.status == 409
    assert "päättynyt" in await answer.text()
