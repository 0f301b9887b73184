"""The five tasks of the empathy map's README, done by what can be clicked and typed; a family with cards; forms on a phone."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from kehittamo_core.database.engine import Database
from kehittamo_core.workshop.archive_export import export_document
from plugins.empathy_map.tests.test_empathy_map_screens import CARDS, SCREEN_FAMILY, as_file, by_words
from tests.browser.test_service_path_tasks import link, new_board, write

pytestmark = pytest.mark.slow


async def make(page: Page, server: Any, start: str, title: str) -> str:
    """A board of the empathy map from a starter; its address."""
    return await new_board(page, server, start, title, method="empathy_map")


@pytest.mark.timeout(360)  # a loaded machine takes its time for six pages
async def test_the_five_tasks_of_a_newcomer(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path="/")
    address = await make(page, server, "guided", "Ensimmäinen kartta")
    side = page.locator("#side")
    await write(page, "Kuulee", "Hoida se verkossa", "Soita huomenna", "Jono on pitkä")  # 1: three notes by Enter

    await page.locator(".note", has_text="Soita huomenna").locator(".open").click()  # 2: told, with its source
    await expect(side.locator("textarea[data-text]").first).to_have_value("Soita huomenna")
    await side.locator("label", has_text="kerrottu").click()
    await side.get_by_label("Lähde", exact=True).first.fill("Haastattelu 3")
    await side.get_by_label("Lähde", exact=True).first.press("Tab")
    await expect(page.locator(".note", has_text="Soita huomenna")).to_contain_text("kerrottu")

    await write(page, "Kipupisteet", "Kertoo saman kolmesti")  # 3: a pain of a profile
    await link(page, "Kertoo saman kolmesti", "kertoo profiilista →", "Nimetkää profiili")

    await page.goto(f"{address}/settings")  # 4: the other canvas and back, with every note
    for canvas, there in (("vuoden 2017 kartta", "Tekee"), ("kuusi kenttää", "Sanoo ja tekee")):
        async with page.expect_response(re.compile("/settings/canvas")):
            await page.locator("#st-canvas label", has_text=canvas).click()
        other = await people("Mikko", "facilitator", path=f"{address}?view=work")
        await expect(other.locator(".zone h2", has_text=there).first).to_be_visible()
        for text in ("Hoida se verkossa", "Soita huomenna", "Jono on pitkä", "Kertoo saman kolmesti"):
            await expect(other.locator(".note", has_text=text)).to_have_count(1)
        await other.close()

    await page.goto(f"{address}?view=work")  # 5: one slider set by the keyboard, the others not known
    await page.locator(".note", has_text="Nimetkää profiili").first.locator(".open").click()
    slider = side.locator(".asked input[type=range]").first
    await expect(side.locator(".asked")).to_contain_text("ei tiedossa")
    async with page.expect_response(re.compile("/asked/")):
        await slider.focus()
        await slider.press("Home")
        await slider.press("Tab")
    await expect(side.locator(".asked")).to_contain_text("/ 100")
    await page.goto(f"{address}/findings")
    await expect(page.locator("main")).to_contain_text("Akselien ja liukusäätimien paikoista on tiedossa 1/3")
    assert people.errors == []


async def test_a_newcomer_enters_a_family_with_three_cards(server: Any, people: Any) -> None:
    """Other axes and slider pairs than the demo's, by clicks: forms, a slider by keys, one place by dragging, one by numbers.

    The board is then the same as the file that holds this content.
    """
    page = await people("Mikko", "facilitator", path="/", viewport={"width": 1440, "height": 900})
    address = await make(page, server, "profiles", "Ikäihmisten profiilit")
    board = address.rpartition("/")[2]

    async def fill(fold: Any, values: dict[str, str], save: str) -> None:
        if await fold.get_attribute("open") is None:
            await fold.locator("summary").first.click()
        for name, words in values.items():
            await fold.locator(f"[name='v.{name}']:not([type=hidden])").first.fill(words)
        async with page.expect_response(re.compile("/actions/")) as told:
            await fold.get_by_role("button", name=save).click()
        assert (await told.value).ok

    await page.goto(f"{address}/settings")
    family = page.locator("#side details.fold", has=page.locator("summary", has_text="Profiiliperhe akseleineen")).last
    await fill(family, SCREEN_FAMILY, "Profiiliperhe akseleineen")
    await page.goto(f"{address}?view=work")
    form = page.locator("details.zone-form", has=page.locator("summary", has_text="Profiili kortteineen"))
    for card in CARDS:
        await fill(form, card, "Tallenna")
        await expect(page.locator(".zone .note", has_text=card["name"])).to_have_count(1)
    place = page.locator("details.zone-form", has=page.locator("summary", has_text="numeroina"))
    await fill(place, {"profile": "Beeta", "up": "25"}, "Tallenna")

    await page.locator(".note", has_text="Alfa").first.locator(".open").click()
    slider = page.locator("#side .asked form", has_text="Yksin toimiva").locator("input[type=range]")
    async with page.expect_response(re.compile("/asked/")):
        await slider.focus()
        await slider.press("Home")
        await slider.press("Tab")
    await expect(page.locator("#side .asked")).to_contain_text("0 / 100")

    await page.goto(f"{address}?view=drawing&drawing=axes")
    drawing = page.locator(".drawing svg.scene").first
    await expect(drawing.locator("title").first).to_contain_text("ei tiedossa 4")
    profile = drawing.locator("g[data-element]", has_text="Alfa").first
    field = drawing.locator("g[data-element]:not(:has(text))").first
    start, there = await profile.bounding_box(), await field.bounding_box()
    assert start is not None
    assert there is not None
    await page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(there["x"] + there["width"] * 0.5, there["y"] + there["height"] * 0.5, steps=4)
    async with page.expect_response(re.compile("/actions/place")) as told:
        await page.mouse.move(there["x"] + 4, there["y"] + 4, steps=4)  # the very corner
        await page.mouse.up()
    assert (await told.value).ok
    await expect(drawing.locator("title").first).to_contain_text("paikka tiedossa 1")

    def entered() -> dict[str, Any]:
        database = Database(f"sqlite:///{server.home / 'kehittamo.db'}")
        document = database.now(lambda session: export_document(session, server.programme))
        key = server.read("SELECT key FROM board WHERE id = ?", board)[0][0]
        return next(one for one in document["boards"] if one["id"] == key)

    assert by_words(await asyncio.to_thread(entered)) == by_words(as_file())
    # dropped elsewhere, the name is drawn where the hand let it go
    await expect(profile).to_have_count(1)
    now = await profile.bounding_box()
    assert now is not None
    goal = there["x"] + there["width"] * 0.7, there["y"] + there["height"] * 0.3
    await page.mouse.move(now["x"] + now["width"] / 2, now["y"] + now["height"] / 2)
    await page.mouse.down()
    async with page.expect_response(re.compile("/actions/place")):
        await page.mouse.move(*goal, steps=6)
        await page.mouse.up()
    await expect(drawing.locator("g[data-element][style*=transform]")).to_have_count(0)
    box = await profile.bounding_box()
    assert box is not None
    assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == pytest.approx(goal, abs=6)
    assert people.errors == []


async def test_a_service_map_and_a_diary_are_filled_on_a_phone(server: Any, people: Any) -> None:
    """Two services of one map and a day of a diary, by thumb at 320 px; the drawing counts them; nothing scrolls sideways."""
    desk = await people("Mikko", "facilitator", path="/")
    address = await make(desk, server, "collection", "Keruu puhelimella")
    phone = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
    page = await people("Aino", "expert", path=f"{address}?view=work", **phone)

    async def fill(part: str, action: str, **values: str) -> None:
        tab = page.locator(".zone-tabs label", has_text=part)
        await tab.evaluate("tab => tab.scrollIntoView({block: 'center'})")
        await tab.tap()
        fold = page.locator("details", has=page.locator("summary", has_text=action)).first
        if await fold.get_attribute("open") is None:
            await fold.locator("summary").first.tap()
        for label, words in values.items():
            await fold.locator(f"[name='v.{label}']:not([type=hidden])").first.fill(words)
        async with page.expect_response(re.compile("/actions/")) as told:
            save = fold.get_by_role("button", name="Tallenna")
            await save.evaluate("button => button.scrollIntoView({block: 'center'})")
            await save.tap()
        assert (await told.value).ok
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320

    await fill("Palvelukartat", "Täytä palvelukartta", code="KU-1", municipality="Kajaani", service="Kirjasto")
    await fill("Palvelukartat", "Täytä palvelukartta", code="KU-1", service="Terveysasema")
    await fill("Viikon päiväkirja", "Kirjoita päiväkirjaan", code="KU-1", text="Soitin terveysasemalle")
    await desk.goto(f"{address}?view=drawing")
    drawing = desk.locator(".drawing svg.scene").first
    for words in ("Kirjasto", "Terveysasema", "Kajaani"):
        await expect(drawing).to_contain_text(words)
    kinds = server.read(
        "SELECT kind, count(*) FROM element WHERE board_id = ? AND NOT is_link AND deleted_at IS NULL GROUP BY kind ORDER BY kind",
        address.rpartition("/")[2],
    )
    assert [tuple(row) for row in kinds] == [("diary", 1), ("entry", 1), ("service", 2), ("service_map", 1)]
    assert people.errors == []
