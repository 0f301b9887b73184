"""The five tasks of the impact chain's README, done by somebody who presses what is there."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from kehittamo_core.database.engine import Database
from kehittamo_core.loading import load_plugins
from kehittamo_core.workshop.boards import build_board

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def write(page: Page, kind: str, words: str) -> str:
    """A note in the column that takes a kind; gives its short id."""
    field = page.locator(f"section.zone:has([data-accept~={kind}]) form[data-quick-add] textarea")
    await field.fill(words)
    await field.press("Enter")
    note = page.locator("li.note", has_text=words)
    await expect(note).to_have_count(1)
    found = re.search(r"\b[A-Z]{1,2}-\d+", await note.inner_text())
    assert found is not None
    return found[0]


async def open_note(page: Page, words: str) -> None:
    """The panel of the note with these words; the one that was open before is gone."""
    # A panel of the same note may stand there already: what is pressed in it goes when the new one comes.
    await page.evaluate("document.querySelector('#side').firstElementChild?.setAttribute('data-before', '')")
    await page.locator("li.note", has_text=words).locator("a.open").click()
    await expect(page.locator("#side [data-before]")).to_have_count(0)
    await expect(page.locator("#side textarea[data-text]").first).to_have_value(words)


async def tie(page: Page, words: str, choice: str, other: str, text: str) -> None:
    """A tie from the note with these words, by the panel «Lisää yhteys»."""
    side = page.locator("#side")
    await open_note(page, words)
    form = side.locator("select[name=choice]")
    await side.get_by_role("link", name="Lisää yhteys").click()
    await form.select_option(f"impact_chain:{choice}:out")
    await side.locator("input[name=find]").fill(other)
    end = side.locator("input[name=end]")
    await expect(end).to_have_count(1)
    await end.check()
    await side.get_by_role("button", name="Lisää yhteys").click()
    await expect(side.locator(".links li", has_text=text)).to_have_count(1)


def chapter(server: Any) -> str:
    """What the report says of the board now."""
    plugins = load_plugins()
    database = Database(f"sqlite:///{server.home / 'kehittamo.db'}")
    board = database.now(lambda session: build_board(session, plugins, server.board, "facilitator", "fi"))
    write = plugins.methods["impact_chain"].write_chapter
    assert write is not None
    return repr(write(board, ()).blocks)


async def test_a_newcomer_ties_serves_and_grades(server: Any, people: Any, until: Any) -> None:
    """A deed and its outcome; the target that nobody serves is served; a tie graded as shown is said in the indicative."""
    page = await people(
        "Mikko", "facilitator", path=f"/b/{server.board}?view=both", viewport={"width": 1440, "height": 900}
    )
    side, drawing = page.locator("#side"), page.locator("[data-drawing] svg")
    # a deed, tied to an outcome
    deed = await write(page, "output", "Uutuuskävely keskiviikkoisin")
    outcome = await write(page, "outcome", "Uutuusnaapurit tutustuvat")
    await tie(page, "Uutuuskävely keskiviikkoisin", "leads", outcome, "Uutuusnaapurit")
    # the target that nobody serves: red in the drawing, until something serves it
    await page.goto(f"/b/{server.board}?view=both&drawing=tension")
    await expect(drawing.locator("text=Ei kukaan")).not_to_have_count(0)
    before = await drawing.locator("text=Ei kukaan").count()
    await tie(page, "Uutuusnaapurit tutustuvat", "serves", "OM-4", "yhtenä ketjuna")
    await expect(drawing.locator("text=Ei kukaan")).to_have_count(before - 1)
    # a tie graded as shown, which the report then says in the indicative
    await open_note(page, "Uutuuskävely keskiviikkoisin")
    await side.get_by_role("link", name=re.compile("Avaa yhteys johtaa Uutuusnaapurit")).click()
    await side.get_by_text("osoitettu", exact=True).click()
    shown = f"”{deed} Uutuuskävely keskiviikkoisin” johtaa tähän: ”{outcome} Uutuusnaapurit tutustuvat”."
    graded = """SELECT 1 FROM element l JOIN element t ON t.id = l.source_id
                WHERE l.is_link AND l.values_ LIKE '%"shown"%' AND t.code = ? AND t.programme_id = ?"""
    await until(lambda: bool(server.read(graded, deed, server.programme)))
    assert shown in chapter(server)
    assert [error for error in people.errors if "404" not in error] == []


async def test_two_deeds_under_a_solution_and_a_whole_card(server: Any, people: Any, until: Any) -> None:
    """A solution directs two deeds, and is drawn as their frame; an indicator's card is filled until nothing is missing."""
    page = await people(
        "Aino", "facilitator", path=f"/b/{server.board}?view=both", viewport={"width": 1440, "height": 900}
    )
    side, drawing = page.locator("#side"), page.locator("[data-drawing] svg")
    # two deeds under one solution: its frame holds them
    deeds = [await write(page, "output", words) for words in ("Kotikäynti viikossa", "Vertaisilta kuussa")]
    solution = await write(page, "solution", "Yhteinen kotiin vietävä tuki")
    for deed, words in zip(deeds, ("Kotikäynti viikossa", "Vertaisilta kuussa"), strict=True):
        await tie(page, "Yhteinen kotiin vietävä tuki", "directs", deed, words)
    frame = drawing.locator(f"g[aria-label^='{solution} ']").first
    for deed in deeds:
        await expect(drawing.locator(f"g[aria-label^='{deed} ']")).not_to_have_count(0)

    async def inside() -> bool:
        outer = await frame.bounding_box()
        inner = [await drawing.locator(f"g[aria-label^='{deed} ']").first.bounding_box() for deed in deeds]
        return outer is not None and all(
            box is not None
            and outer["x"] <= box["x"] + 1
            and box["x"] + box["width"] <= outer["x"] + outer["width"] + 1
            and outer["y"] <= box["y"] + 1
            and box["y"] + box["height"] <= outer["y"] + outer["height"] + 1
            for box in inner
        )

    for _ in range(100):
        if await inside():
            break
        await page.wait_for_timeout(100)
    assert await inside()
    # a card is filled until nothing is missing: the drawing of indicators says of it what lacks, and then no more
    indicator = await write(page, "indicator", "Yksinäisten osuus")
    await open_note(page, "Yksinäisten osuus")
    for fold in await side.locator("details.fold:has(form[action*='/fields/'])").all():
        if await fold.get_attribute("open") is None:
            await fold.locator("summary").click()
    for field, value in CARD.items():
        control = side.locator(f"form[action$='/fields/{field}']")
        if field == "direction":
            await control.locator("label:has(input[value=decrease])").click()
        else:
            entry = control.locator("input:not([type=hidden]), textarea").first
            await entry.fill(value)
            await entry.press("Tab")
    filled = "SELECT values_ FROM element WHERE code = ? AND programme_id = ?"
    await until(
        lambda: all(f'"{field}"' in str(server.read(filled, indicator, server.programme)[0][0]) for field in CARD)
    )


CARD = {
    "unit": "%", "baseline": "24", "source": "Kouluterveyskysely", "frequency": "joka toinen vuosi",
    "measured_by": "THL", "direction": "",
}  # fmt: skip
