"""The five tasks of the pricing tree's README, done on the practice board by somebody who clicks what is there."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def write(page: Page, kind: str, words: str) -> None:
    """A note in the column that takes a kind."""
    field = page.locator(f"section.zone:has([data-accept~={kind}]) form[data-quick-add] textarea")
    await field.fill(words)
    await field.press("Enter")
    await expect(page.locator("li.note", has_text=words)).to_have_count(1)


async def open_note(page: Page, words: str) -> None:
    # A panel of the same note may stand there already: what is pressed in it goes when the new one comes.
    await page.evaluate("document.querySelector('#side').firstElementChild?.setAttribute('data-before', '')")
    await page.locator("li.note", has_text=words).locator("a.open").click()
    await expect(page.locator("#side [data-before]")).to_have_count(0)
    await expect(page.locator("#side textarea[data-text]").first).to_have_value(words)


async def tie(page: Page, words: str, choice: str, other: str, **fields: str) -> None:
    """A link from the note with these words, by the panel's form."""
    side = page.locator("#side")
    await open_note(page, words)
    await side.get_by_role("link", name="Lisää yhteys").click()
    select = side.locator("select[name=choice]")
    if await select.input_value() != choice:
        async with page.expect_response(re.compile("links/new")):
            await select.select_option(choice)
    await side.locator(".pick label", has_text=other).first.click()
    for field, value in fields.items():
        fold = side.locator("form.panel details.fold")
        if await fold.get_attribute("open") is None:
            await fold.locator("summary").click()
        await side.locator(f"form.panel input[name='v.{field}'][value='{value}']").check()
    await side.locator("form.panel").get_by_role("button", name="Lisää yhteys").click()
    await expect(side.locator("form.panel")).to_have_count(0)


async def test_the_five_tasks_of_a_newcomer(server: Any, people: Any, until: Any) -> None:
    query = "SELECT id FROM board WHERE method = 'pricing_tree' AND programme_id = ? ORDER BY id"
    board = str(server.read(query, server.programme)[0][0])
    page = await people("Elina", "expert", path=f"/b/{board}?view=both", viewport={"width": 1440, "height": 900})
    drawing, side = page.locator("[data-drawing] svg"), page.locator("#side")
    # 1: which alternative was chosen: the drawing says it in words
    await expect(drawing.locator("title").first).to_contain_text("Valittu:")
    # 2: an alternative and the answer that leads to it, found in the drawing
    await write(page, "alternative", "Kokeillaan vuosi")
    answer = server.read(
        "SELECT code FROM element WHERE board_id = ? AND kind = 'answer' AND deleted_at IS NULL ORDER BY code", board
    )[0][0]
    await tie(page, "Kokeillaan vuosi", "pricing_tree:takes:out", f"{answer} ")
    await expect(drawing).to_contain_text("Kokeillaan vuosi")
    # 3: an effect with the sign −
    await write(page, "effect", "Hinta nousee vuoden jälkeen")
    await tie(page, "Hinta nousee vuoden jälkeen", "pricing_tree:effect_of:out", "Kokeillaan vuosi")
    count = "SELECT count(*) FROM element WHERE board_id = ? AND kind = 'effect' AND values_ LIKE '%\"sign\"%\"-\"%'"
    before = server.read(count, board)[0][0]
    await side.locator("form[action$='/fields/sign'] label:has(input[value='-'])").click()
    await until(lambda: server.read(count, board)[0][0] == before + 1)
    # 4: a rating by one criterion
    criterion = server.read(
        "SELECT code FROM element WHERE board_id = ? AND kind = 'criterion' AND deleted_at IS NULL ORDER BY code",
        board,
    )[0][0]
    await tie(page, "Kokeillaan vuosi", "pricing_tree:rated:out", f"{criterion} ", sign="-")
    # 5: ruled out with a reason, which the table tells
    await page.goto(f"/b/{board}?view=both")
    fold = side.locator("details.fold", has_text="Kirjaa päätös")
    await fold.locator("summary").click()
    await fold.locator("select[name='v.alternative']").select_option(
        await fold.locator("option", has_text="Kokeillaan vuosi").get_attribute("value")
    )
    await fold.locator("input[name='v.decision'][value=excluded]").check()
    await fold.locator("textarea[name='v.reason']").fill("Vuosi on liian lyhyt aika")
    await fold.get_by_role("button").click()
    await expect(page.locator("#toast")).to_contain_text("Kokeillaan vuosi")
    await page.goto(f"/b/{board}/table")
    await expect(page.locator("main")).to_contain_text("Vuosi on liian lyhyt aika")
    assert people.errors == []
