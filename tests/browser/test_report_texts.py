"""A report's introductions are written together in real browsers, and what both wrote is printed."""

import asyncio
import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from exports.tests.reading import pages

pytestmark = pytest.mark.slow

SMALL = {
    "format": "kehittamo", "version": 1,
    "programme": {
        "id": "pieni-raportti", "title": "Pieni raportti", "languages": ["fi"],
        "report": [{"id": "page-1", "kind": "page", "title": "Sivu", "text": "Alku."}],
    },
}  # fmt: skip


async def introduction(page: Any, chapter: str) -> Locator:
    """The textarea of a chapter, its part of the page opened."""
    await page.locator(f"#chapter-{chapter} details.acts > summary").click(timeout=90_000)
    field: Locator = page.locator(f"#chapter-{chapter} textarea[data-text]")
    await field.click()
    await expect(field).to_have_attribute("data-bound", "")
    return field


@pytest.mark.own_server
@pytest.mark.timeout(300)
async def test_two_write_one_introduction_through_a_killed_server_and_the_report_holds_both(
    server: Any, people: Any, until: Any
) -> None:
    kaisa = await asyncio.to_thread(server.sign_in, "coordinator", "Kaisa")
    assert kaisa.post("/programmes/import", data={"text": json.dumps(SMALL), "sure": "1"}).status_code == 303
    programme = server.read("SELECT id FROM programme WHERE key = 'pieni-raportti'")[0][0]
    path = f"/p/{programme}/report"
    one, other = await people("Elina", "facilitator", path=path), await people("Pekka", "facilitator", path=path)
    # They wait for the chapters without loading the page anew.
    first, second = await introduction(one, "next"), await introduction(other, "next")
    key = str(await first.get_attribute("data-text"))
    await first.press_sequentially("Elina ")
    await expect(second).to_have_value("Elina ")
    await expect(other.locator("#chapter-next [data-editing]").first).to_have_text("Elina kirjoittaa")
    await second.evaluate("field => field.setSelectionRange(99, 99)")
    stop = asyncio.Event()

    async def write(field: Locator, letter: str) -> int:
        number = 0
        while not stop.is_set() and number < 300:
            await field.press_sequentially(letter)
            number += 1
        return number

    writing = [asyncio.create_task(write(first, "ä")), asyncio.create_task(write(second, "ö"))]
    await expect(first).to_have_value(re.compile("ö"))
    await expect(second).to_have_value(re.compile("ä"))
    server.kill()
    await asyncio.sleep(0.3)
    seen = (await first.input_value()).count("ö"), (await second.input_value()).count("ä")
    stored = server.plain(key)
    assert (stored.count("ö") >= seen[0], stored.count("ä") >= seen[1]) == (True, True), "shown, and lost"
    await asyncio.to_thread(server.start)
    stop.set()
    counts = await asyncio.gather(*writing)
    await first.press_sequentially(" Elinan sanat")
    await second.evaluate("field => field.setSelectionRange(0, 0)")
    await second.press_sequentially("Pekan sanat ")

    async def equal() -> bool:
        return await first.input_value() == await second.input_value() == server.plain(key)

    await until(equal, 30)
    final = server.plain(key)
    assert [final.count(letter) for letter in "äö"] == counts
    # A page that is taken away is told to whoever writes in it; their words stay with them.
    text = await introduction(other, "page-1")
    await text.evaluate("field => field.setSelectionRange(0, 0)")
    await text.press_sequentially("Kesken ")
    await one.locator("#chapter-page-1 button[value=remove]").click(timeout=120_000)
    await expect(one.locator("#chapter-page-1")).to_have_count(0, timeout=90_000)
    await text.press_sequentially("j")
    await expect(other.locator(".draft textarea")).to_have_value("Kesken jAlku.")
    # And it is printed.
    answer = kaisa.post(path, data={"format": "pdf", "language": "fi", "snapshot": ""})
    job = answer.headers["location"]
    await until(lambda: kaisa.get(f"{job}/file").status_code == 200, 120)
    printed = " ".join(" ".join(pages(kaisa.get(f"{job}/file").content)).split())
    assert "Pekan sanat" in printed
    assert "Elinan sanat" in printed
    kaisa.close()
