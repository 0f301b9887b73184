"""A whole process in a browser: from the template to the end, in a few clicks, and seen by others without a reload."""

import re
import time
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.slow

DAYS = ("2018-01-24", "2018-01-31", "2018-02-14", "2018-02-28", "2018-03-14", "2018-03-28")
MINUTES = 2


async def press(page: Page, name: str) -> None:
    """Press a button of the page itself and wait for the page that follows."""
    await page.locator("main").get_by_role("button", name=name, exact=True).click()
    await page.wait_for_load_state()


async def fill(page: Page, programme: str, list_id: str, **values: str) -> None:
    """Fill in the form of a new entry."""
    await page.goto(f"{programme}/lists/{list_id}/new")
    for name, value in values.items():
        await page.locator(f"[name='v.{name}']").first.fill(value)
    await press(page, "Tallenna")


async def test_a_process_from_its_template_to_its_end(server: Any, people: Any) -> None:
    page = await people("Kaisa", "coordinator", path="/programmes/new", viewport={"width": 1440, "height": 900})
    began = time.monotonic()
    await page.get_by_label("Vaikuttavuuskehittämön nimi").fill("Siun soten Vaikuttavuuskehittämö")
    await press(page, "Aloita")
    dates = page.locator("input[type=date]")
    for number, day in enumerate(DAYS):
        await dates.nth(number).fill(day)
    await press(page, "Tallenna päivät")
    await expect(page.get_by_text("ke 28.3.2018")).to_be_visible()
    assert time.monotonic() - began < MINUTES * 60
    programme = re.sub(r"/plan.*", "", page.url)

    await fill(page, programme, "interim_tasks", text="Täydennä profiilit", due="2018-02-10")
    await expect(page.get_by_text("Täydennä profiilit").first).to_be_visible()
    watcher = await people("Kaisa", "coordinator", path=f"{programme}/follow")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("ei ole vielä kirjattu")
    await fill(page, programme, "decisions", text="Kokeilu alkaa", reason="Rahoitus on", date="2018-03-14")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("Kokeilu alkaa")
    await expect(watcher.locator("#sec-decisions")).to_contain_text("Rahoitus on")

    await page.goto(f"{programme}/versions")
    await press(page, "Tallenna versio")
    await page.goto(f"{programme}/result-day")
    await press(page, "Aloita tulospäivä")
    await page.get_by_role("link", name="Näytä valkokankaalla").click()
    await expect(page.locator(".screen-page h1")).to_have_text("Yhteinen tavoite")
    await page.goto(f"{programme}/result-day")
    await press(page, "Päätä ohjelma")
    await expect(page.get_by_text("Ohjelma on päättynyt").first).to_be_visible()
    await page.goto(f"{programme}/follow")
    await expect(page.get_by_role("link", name="Uusi päätös")).to_have_count(0)
    await fill(page, programme, "next_steps", text="Seurantakysely keväällä")
    await expect(page.get_by_text("Seurantakysely keväällä").first).to_be_visible()
    answer = await page.request.post(
        f"{programme}/lists/decisions", form={"v.text": "Liian myöhään"}, headers={"Origin": server.url}
    )
    assert answer.status == 409
    assert "päättynyt" in await answer.text()
    assert [error for error in people.errors if "409" not in error] == []
