"""A hall is led from the console, by keyboard alone: others follow without a reload, nothing typed is lost, a restart changes nothing."""

import asyncio
import re
import secrets
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.own_server, pytest.mark.timeout(300)]

LARGE = """() => [...document.querySelectorAll('#beam *')].filter((e) => !e.closest('svg, .vh') && e.getClientRects().length
  && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())).map((e) => [parseFloat(getComputedStyle(e).fontSize), e.outerHTML])
  .filter(([size]) => size < 28).map(([size, html]) => `${size}: ${html.slice(0, 80)}`)"""
INSIDE = """() => { const seen = [...document.querySelectorAll('#beam h1, #beam p, #beam li, #beam .clock')].map((e) => [e, e.getBoundingClientRect()]);
  return seen.filter(([, b]) => b.width && (b.right > innerWidth + 1 || b.bottom > innerHeight + 1 || b.left < 0)).map(([e]) => e.outerHTML.slice(0, 90)); }"""


async def tab_to(page: Page, name: str) -> None:
    """Walk by Tab until something of this name has the focus."""
    script = """() => { const e = document.activeElement; if (!e?.matches('a, button, input, select, textarea, summary')) return ''; const by = e?.labels?.[0] ?? e;
      return (e?.getAttribute('aria-label') || by?.textContent || '').replace(/\\s+/g, ' ').trim(); }"""
    walked = []
    for _ in range(120):
        await page.keyboard.press("Tab")
        walked.append(await page.evaluate(script))
        if name in walked[-1]:
            return
    raise AssertionError(f"Tab never came to {name!r}: {walked}")


async def press(page: Page, *names: str) -> None:
    """Press buttons by keyboard alone."""
    for name in names:
        await tab_to(page, name)
        await page.keyboard.press("Enter")


async def go_on_typing(field: Any) -> None:
    """A letter now and then, as long as nobody is in a hurry."""
    while True:
        await field.press_sequentially(".")
        await asyncio.sleep(0.7)


async def do(client: Any, path: str, **form: str) -> Any:
    """A form, sent as a page without scripts does."""
    answer = await asyncio.to_thread(
        lambda: client.post(path, data={"command_id": secrets.token_hex(8), **form}, headers={"HX-Request": "true"})
    )
    assert answer.status_code < 400, answer.text
    return answer


async def test_the_hall_is_led_by_keyboard_and_everybody_follows(server: Any, people: Any) -> None:
    home = f"/p/{server.programme}"
    lead = await people("Mikko", "facilitator", path=home, viewport={"width": 1440, "height": 900})
    client = people.clients["Mikko", "facilitator"]
    for (prepared,) in server.read("SELECT id FROM activity WHERE programme_id = ?", server.programme):
        await do(client, f"{home}/activities/{prepared}/remove")
    for title in ("Palvelupolun vaiheet", "Ryhmät esittelevät"):
        await do(client, f"{home}/activities", title=title, start="service_path/", minutes="45", per_group="1")
    await lead.goto(f"{home}/lead")
    aino = await people("Aino Virta", "expert", path=home, viewport={"width": 390, "height": 844})
    await aino.wait_for_function("() => document.body.dataset.connection === 'live'")
    await aino.evaluate("window.stillHere = true")
    beam = await people("Kaisa", "coordinator", path=f"{home}/screen", viewport={"width": 1280, "height": 720})

    # Opening reaches a page that shows something else.
    await press(lead, "Aloita seuraava: Palvelupolun vaiheet")
    strip = aino.locator("aside.strip")
    await expect(strip).to_contain_text("Palvelupolun vaiheet")
    await expect(strip.locator("[data-clock]")).to_have_text(re.compile(r"4[45]:\d\d"))
    await expect(lead.locator(".gcard svg.thumb")).not_to_have_count(0)
    assert await aino.evaluate("window.stillHere")

    # Her table asks for help with words; one more table's time is its own.
    own = server.read(
        "SELECT b.id, g.key, g.name FROM board b JOIN group_ g ON g.id = b.group_id JOIN participant p ON p.group_id = g.id"
        " WHERE p.name = 'Aino Virta' AND b.title LIKE '%Palvelupolun vaiheet%'"
    )[0]
    await aino.goto(f"/b/{own[0]}")
    await aino.get_by_role("button", name="Pyydä apua").first.click()
    await aino.get_by_label("Mihin tarvitsette apua?").fill("kuuluuko kunta verkostoon?")
    await aino.keyboard.press("Enter")
    await expect(aino.locator(".if-asked")).to_be_visible()
    await expect(lead.locator("#lead-asks")).to_contain_text("kuuluuko kunta verkostoon?")
    await press(lead, "Hoidettu", f"5 minuuttia lisää: 1 {own[2]}")
    await expect(strip.locator("[data-clock]")).to_have_text(re.compile(r"(49|50):\d\d"))
    await expect(aino.locator(".if-calm")).to_be_visible()

    # Whoever writes is not interrupted unasked; a wrong click is taken back.
    field = aino.locator("form[data-quick-add]:visible textarea").first
    await tab_to(lead, "Lukitse laput")
    await field.press_sequentially("Kesken jäävä ajatus")
    typing = asyncio.create_task(go_on_typing(field))
    await expect(lead.locator(".gcard .st", has_text="1 kirjoittaa")).to_be_visible()
    await lead.keyboard.press("Enter")
    await expect(lead.locator("#lead-ask")).to_contain_text("1 kirjoittaa vielä: Palvelupolun vaiheet")
    typing.cancel()
    await expect(lead.get_by_role("button", name="Lukitse silti")).to_be_focused()
    await lead.keyboard.press("Enter")
    await expect(strip).to_contain_text("Lukittu")
    await press(lead, "Peru")
    await expect(strip).not_to_contain_text("Lukittu")
    await expect(lead.locator("#lead-undo form")).to_have_count(0)

    # Gathered at once: she comes, and what she was typing waits for her.
    common = server.read("SELECT key, id, title FROM board WHERE id = ?", server.board)[0]
    await do(client, f"{home}/hall/gather", mode="hard", board=common[0])
    await aino.wait_for_url(f"**/b/{common[1]}")
    await aino.get_by_role("link", name="Palaa siihen").click()
    await expect(aino.locator("form[data-quick-add]:visible textarea").first).to_have_value(
        re.compile("^Kesken jäävä ajatus")
    )
    await do(client, f"{home}/hall/message", text="Kahvi on valmis")
    await expect(strip).to_contain_text("Kahvi on valmis")
    await expect(aino.locator("#announcer")).to_contain_text("Kahvi on valmis")

    # The projector follows, large enough and inside its edges at both sizes.
    for what, wanted in (
        ("clock", ".huge"),
        ("join", ".beam-join.is-large"),
        ("activity", ".beam-tables"),
        ("board", "svg.scene"),
    ):
        form = {"board": server.read("SELECT key FROM board WHERE id = ?", own[0])[0][0]} if what == "board" else {}
        await do(client, f"{home}/hall/screen", what=what, **form)
        await expect(beam.locator(f"#beam {wanted}")).to_be_visible()
        for size in ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080}):
            await beam.set_viewport_size(size)
            assert await beam.evaluate(LARGE) == [], what
            assert await beam.evaluate(INSIDE) == [], what
    assert people.errors == []

    # A server that is killed in the middle: clock, call, message, screen and a lock are as they were.
    await do(
        client,
        f"{home}/activities/{await lead.locator('[data-activity]').first.get_attribute('data-activity')}/state",
        state="locked",
        even="1",
    )
    await expect(strip).to_contain_text("Lukittu")
    await do(client, f"{home}/hall/back")
    await expect(strip).not_to_contain_text("Lukittu")
    ends = await strip.locator("[data-clock]").get_attribute("data-ends")
    for page in (aino, beam):
        await page.evaluate("window.stillHere = true")
    server.kill()
    await expect(beam.locator("#connection")).to_have_text("Ei verkkoyhteyttä")
    server.start()
    await expect(beam.locator("#connection")).to_have_text("")
    await do(
        client,
        f"{home}/activities/{await lead.locator('[data-activity]').first.get_attribute('data-activity')}/state",
        state="locked",
        even="1",
    )
    await expect(strip).to_contain_text("Lukittu")
    refused = await asyncio.to_thread(
        lambda: people.clients["Aino Virta", "expert"].post(
            f"/b/{own[0]}/items", data={"text": "Myöhässä", "kind": "step"}
        )
    )
    assert refused.status_code == 409
    await do(client, f"{home}/hall/back")
    await expect(strip).not_to_contain_text("Lukittu")
    await expect(strip).to_contain_text("Kahvi on valmis")
    await expect(strip.locator("[data-clock]")).to_have_attribute("data-ends", ends or "")
    await expect(beam.locator("#beam svg.scene")).to_be_visible()
    for page in (aino, beam):
        assert await page.evaluate("window.stillHere"), "no page was loaded anew"
