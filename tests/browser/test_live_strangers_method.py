"""A method that the product does not know, installed from its own folder, lives in two real browsers as the five do."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

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
    server.start()
    yield server
    server.stop()


async def sit_down(server: Server, browser: Browser, name: str, board: str) -> Page:
    """Somebody's page of the board, connected."""
    [(programme,)] = server.read("SELECT id FROM programme")
    client = await asyncio.to_thread(server.sign_in, "expert", name, programme)
    context = await browser.new_context(base_url=server.url, locale="fi-FI")
    await context.add_cookies(
        [{"name": key, "value": value, "url": server.url} for key, value in client.cookies.items()]
    )
    client.close()
    page = await context.new_page()
    await page.goto(f"/b/{board}?view=both")
    await page.wait_for_function("() => document.body.dataset.connection === 'live'")
    await page.evaluate("window.stillHere = true")
    return page


async def test_a_cause_added_written_and_linked_by_one_is_seen_by_the_other(
    whys: Server, browser: Browser, until: Any
) -> None:
    [(board,)] = whys.read("SELECT id FROM board")
    elina = await sit_down(whys, browser, "Elina", board)
    pekka = await sit_down(whys, browser, "Pekka", board)
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

    # One links it; the other's drawing and the database have the link.
    await elina.locator("#side a[href$='/links/new']").click()
    await elina.locator("#side input[name=end]").first.check()
    await elina.locator("#side form:has(select[name=choice]) .btn.pri").click()
    await until(
        lambda: len(whys.read("SELECT id FROM element WHERE is_link AND ? IN (source_id, target_id)", element)) == 1
    )
    [(link,)] = whys.read("SELECT id FROM element WHERE is_link AND ? IN (source_id, target_id)", element)
    await pekka.goto(f"/b/{board}/table")
    await expect(pekka.locator("main")).to_contain_text("Kukaan ei kysy asiakkaalta")
    assert link
    assert await elina.evaluate("window.stillHere")
