"""The five tasks of the network map's README, done by somebody who clicks what is there; and the roster on a phone."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

pytestmark = pytest.mark.slow


def new_board(server: Any, name: str) -> str:
    """A board from the guided starter, open to all: its id."""
    client = server.sign_in("facilitator", "Mikko")
    client.post(f"/p/{server.programme}/boards", data={"start": "network_map/guided", "title": name})
    client.close()
    return str(server.read("SELECT id FROM board WHERE title = ? ORDER BY id DESC", name)[0][0])


async def add(page: Page, words: str) -> None:
    """A note in the first zone, by its composer."""
    await page.locator("form.add textarea").first.fill(words)
    await page.locator("form.add textarea").first.press("Enter")
    await expect(page.locator("li.note", has_text=words)).to_have_count(1)


async def open_note(page: Page, words: str) -> None:
    await page.locator("li.note", has_text=words).first.locator("a.open").click()
    await expect(page.locator("#side textarea[data-text]").first).to_have_value(words)


async def join(page: Page, first: str, choice: str, second: str, **fields: str) -> None:
    """A link from an open note to another, by the side panel's form."""
    side = page.locator("#side")
    await open_note(page, first)
    await side.get_by_role("link", name="Lisää yhteys").click()
    select = side.locator("select[name=choice]")
    wanted = await select.locator("option", has_text=choice).first.get_attribute("value")
    if await select.input_value() != wanted:
        async with page.expect_response(re.compile("links/new")):
            await select.select_option(wanted)
    await side.locator(".pick label", has_text=second).first.click()
    if fields:
        await side.locator("form.panel details.fold summary").click()
        for field, value in fields.items():
            await side.locator(f"form.panel input[name='v.{field}'][value='{value}']").check()
    await side.locator("form.panel").get_by_role("button", name="Lisää yhteys").click()
    await expect(side.locator("form.panel")).to_have_count(0)


async def tap(place: Locator) -> None:
    """Scroll as a thumb does, until it is clear of the composer at the foot of the phone, and tap."""
    await place.evaluate("place => place.scrollIntoView({block: 'center'})")
    await place.tap()


async def test_the_five_tasks_of_a_newcomer(server: Any, people: Any) -> None:
    board = await asyncio.to_thread(new_board, server, "Uuden tulijan verkosto")
    page = await people("Elina", "expert", path=f"/b/{board}?view=work", viewport={"width": 1440, "height": 900})
    side = page.locator("#side")
    for actor in ("Lukio", "Kuraattori", "Järjestötalo"):  # 1: three actors in two sectors
        await add(page, actor)
    await join(page, "Lukio", "sektorissa", "Kunta ja koulut")
    await join(page, "Järjestötalo", "sektorissa", "Järjestöt ja yritykset")
    await join(page, "Lukio", "Yhteys", "Kuraattori", type="referral", strength="2", when="now")  # 2: a tie now
    await join(page, "Kuraattori", "Yhteys", "Järjestötalo", when="now")
    await join(page, "Lukio", "Yhteys", "Järjestötalo", when="target")  # 3: one that should come
    await page.goto(f"/b/{board}?view=drawing&drawing=change")
    await expect(page.locator(".drawing svg.scene title").first).to_contain_text("1 yhteys")
    await page.goto(f"/b/{board}?view=work")
    need = "Mitä pitää tietää ensimmäisenä?"  # 4: what one needs to know, and from whom
    await join(page, need, "tieto tulee", "Kuraattori")
    await page.goto(f"/b/{board}?view=drawing")
    fold = side.locator("details.fold", has_text="Jos tämä toimija lähtee?")  # 5: if the one in the middle left
    await fold.locator("summary").click()
    await fold.locator("select[name='v.actor']").select_option(label="Kuraattori")
    await fold.locator("input[name='v.keep'][value=yes]").check()
    await fold.get_by_role("button").click()
    await expect(page.locator("#toast")).to_contain_text("Kuraattori lähtee")
    await page.get_by_role("link", name="Mitä jos").click()
    await expect(page.locator(".drawing svg.scene title").first).to_contain_text("ennen ja jälkeen")
    await expect(page.locator(".drawing svg.scene")).to_contain_text("Jos lähtee: Kuraattori")
    assert people.errors == []


async def test_a_member_states_its_ties_on_a_phone(server: Any, people: Any) -> None:
    """At 320 px, without sideways scrolling: whose answer, whom one works with, one press; the drawing's rate follows."""
    board = str(
        server.read("SELECT id FROM board WHERE method = 'network_map' AND programme_id = ?", server.programme)[0][0]
    )
    page = await people(
        "Elina", "expert", path=f"/b/{board}", viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True
    )
    fold = page.locator("#side details.fold", has_text="Kerro omat yhteytesi")
    await tap(fold.locator("summary"))
    await fold.locator("select[name='v.who']").select_option(label="Virta Palvelut Oy")
    for other in ("Terveysasema", "Esimerkkilän hyvinvointialue"):
        await tap(fold.locator("label", has_text=re.compile(f"^{other}$")))
        await expect(fold.get_by_label(other, exact=True)).to_be_checked()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    await tap(fold.get_by_role("button"))
    await expect(page.locator("#toast")).to_contain_text("2 yhteyttä")
    query = "SELECT count(*) FROM element WHERE board_id = ? AND kind = 'tie' AND deleted_at IS NULL"
    assert (
        server.read(query, board)[0][0] == 30
    )  # the money tie and the referral were there; the asked type to one is new
    await page.goto(f"/b/{board}?view=drawing")
    await expect(page.locator(".drawing svg.scene")).to_contain_text("kertonut 12, kysyttyjä 14")
    assert people.errors == []
