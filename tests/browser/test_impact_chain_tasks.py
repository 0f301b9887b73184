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
    # a card is filled until nothing is missing; what was measured stands on the path to its target
    indicator = await write(page, "indicator", "Yksinäisten osuus")
    await page.goto(f"/b/{server.board}?view=both&drawing=indicators")
    id_ = server.read("SELECT id FROM element WHERE code = ? AND programme_id = ?", indicator, server.programme)[0][0]
    await shows(page, id_, f"{indicator} Yksinäisten osuus", "Puuttuu: yksikkö, suunta, lähtötaso")
    await open_note(page, "Yksinäisten osuus")
    await side.get_by_text("Lisää kenttiä").click()
    for label, value in LINES.items():
        line = side.get_by_label(label, exact=True).first
        await line.fill(value)
        await line.press("Tab")
    await side.get_by_role("group", name=re.compile("^Suunta")).get_by_text("vähenee").click()
    await side.get_by_label("Vastuutaho", exact=True).select_option(label="Esimerkkilän kaupunki")
    aim = side.get_by_role("group", name=re.compile("^Tavoite"))
    await aim.get_by_label("Tavoite", exact=True).fill("12")
    await aim.get_by_label("Mihin mennessä").fill("2028-12-31")
    await aim.get_by_label("Mihin mennessä").press("Tab")
    await shows(page, id_, "Lähtötaso 24 %", "Tavoite 12 %", "12/2028", but="Puuttuu", dashed=1)
    # a measurement, by the form that stands with the indicators
    form = page.locator("details.zone-form", has_text="Lisää mittaus")
    await form.locator("summary").click()
    await form.get_by_label("Mitä mitattiin").select_option(label="Yksinäisten osuus")
    await form.get_by_label("Päivä", exact=True).fill("2026-09-30")
    await form.get_by_label("Arvo", exact=True).fill("18,5")
    await form.get_by_label("Kuinka moni vastasi").fill("40")
    await form.get_by_role("button", name="Tallenna").click()
    await shows(page, id_, "18,5", "n = 40", but="Puuttuu", dashed=1)
    assert "30.9.2026: 18,5 % (n = 40)" in chapter(server)
    assert [error for error in people.errors if "404" not in error] == []


LINES = {
    "Yksikkö": "%", "Lähtötaso": "24", "Lähtötason päivä": "2026-01-31", "Lähde": "Kouluterveyskysely",
    "Kuinka usein": "joka toinen vuosi", "Kuka mittaa": "THL",
}  # fmt: skip
"""Lines of the card by the words that stand over them."""


async def shows(page: Page, card: str, *words: str, but: str = "", dashed: int = 0) -> None:
    """Wait until the drawing of indicators has these words inside a card, not the others, and so many dashed lines."""
    await page.wait_for_function(INSIDE, arg=[card, words, but, dashed], timeout=60_000)


INSIDE = """([id, words, but, dashed]) => {
    const card = document.querySelector(`[data-drawing] g[data-element='${id}']`)?.getBoundingClientRect();
    if (!card) return false;
    const inside = (thing) => {
        const { left, right, top, bottom } = thing.getBoundingClientRect();
        return left >= card.left - 1 && right <= card.right + 1 && top >= card.top - 1 && bottom <= card.bottom + 1;
    };
    const all = (what) => [...document.querySelectorAll(`[data-drawing] ${what}`)].filter(inside);
    const said = all('text').map((text) => text.textContent).join(' ');
    return words.every((word) => said.includes(word)) && !(but && said.includes(but))
        && all('path[stroke-dasharray]').length === dashed;
}"""
