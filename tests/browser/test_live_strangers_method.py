"""A method that the product does not know, installed from its own folder, lives in two real browsers as the five do."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import People
from tests.examples.stranger import FIVE_WHYS, PROGRAMME, install
from tests.live.kit import Server, command

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with five_whys beside the product's methods, and one programme with a board of it."""
    folder = tmp_path_factory.mktemp("whys")
    path = str(install(FIVE_WHYS, folder))
    file, home = folder / "miksi.json", folder / "home"
    file.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    command(home, "db", "upgrade", PYTHONPATH=path)
    command(home, "programme", "import", str(file), PYTHONPATH=path)
    server = Server(home, PYTHONPATH=path)
    server.programme = str(server.read("SELECT id FROM programme")[0][0])
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def neighbours(whys: Server, browser: Browser) -> AsyncIterator[People]:
    """People at browsers of that server."""
    people = People(whys, browser)
    yield people
    await people.close()


async def sit_down(people: People, name: str, board: str) -> Page:
    """Somebody's page of the board, connected."""
    page = await people(name, path=f"/b/{board}?view=both")
    await page.wait_for_function("() => document.body.dataset.connection === 'live'")
    await page.evaluate("window.stillHere = true")
    return page


async def test_a_cause_added_written_and_linked_by_one_is_seen_by_the_other(
    whys: Server, neighbours: People, until: Any
) -> None:
    [(board,)] = whys.read("SELECT id FROM board")
    elina = await sit_down(neighbours, "Elina", board)
    pekka = await sit_down(neighbours, "Pekka", board)
    field = elina.locator("section.zone:has([data-accept~=cause]) form[data-quick-add] textarea").last
    await field.fill("Kukaan ei kysy asiakkaalta")
    await field.press("Enter")
    note = pekka.locator("li.note", has_text="Kukaan ei kysy asiakkaalta")
    await expect(note).to_have_count(1)
    element = str(await note.get_attribute("data-element"))
    await expect(pekka.locator(f"[data-drawing] g[data-element='{element}']").first).to_be_attached()

    # Both write in the same note at once.
    texts = []
    for page in (elina, pekka):
        await page.locator(f"#e-{element} a.open").click()
        texts.append(page.locator(f"#side textarea[data-text^='{element}:text']"))
        await texts[-1].click()
    await asyncio.gather(texts[0].press_sequentially("AAAAAAAAAA"), texts[1].press_sequentially("BBBBBBBBBB"))
    key = str(await texts[0].get_attribute("data-text"))

    async def equal() -> bool:
        return await texts[0].input_value() == await texts[1].input_value() == whys.plain(key)

    await until(equal)
    assert [whys.plain(key).count(letter) for letter in "AB"] == [10, 10]

    # One links it; the other's open panel, the database and the table have the link, without a reload.
    await elina.locator("#side a[href$='/links/new']").click()
    end = elina.locator("#side label:has(input[name=end])", has_text="Apua ei saa lähempää")
    await expect(pekka.locator("#side")).not_to_contain_text("Apua ei saa lähempää")
    await end.locator("input").check()
    await elina.locator("#side form:has(select[name=choice]) .btn.pri").click()
    await until(
        lambda: len(whys.read("SELECT id FROM element WHERE is_link AND ? IN (source_id, target_id)", element)) == 1
    )
    await expect(pekka.locator("#side")).to_contain_text("Apua ei saa lähempää")
    assert await pekka.evaluate("window.stillHere")
    await pekka.goto(f"/b/{board}/table")
    # Where the click put the caret, the letters stand: the table reads as the text does.
    await expect(pekka.locator("main")).to_contain_text(whys.plain(key))
    assert await elina.evaluate("window.stillHere")
