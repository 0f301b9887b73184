"""The screens at a phone's, a laptop's and a projector's size: nothing sideways, large enough to touch, done by keyboard."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import People

pytestmark = pytest.mark.slow

PHONES = ({"width": 320, "height": 700}, {"width": 390, "height": 844})
SIZES = (*PHONES, {"width": 1024, "height": 768}, {"width": 1440, "height": 900}, {"width": 1920, "height": 1080})


def boards(server: Any) -> list[str]:
    """The largest board of each method that an expert of the practice programme may see."""
    query = """SELECT id FROM (SELECT b.id AS id, b.method AS method, count(e.id) AS notes FROM board b
               LEFT JOIN element e ON e.board_id = b.id WHERE b.programme_id = ? AND b.deleted_at IS NULL GROUP BY b.id ORDER BY notes)
               GROUP BY method"""
    return [row[0] for row in server.read(query, server.programme)]


PROCESS = (
    "plan", "follow", "follow/reminder", "about", "process", "versions", "result-day", "lists/agenda/new", "lists/decisions/new",
)  # fmt: skip

HALL = (
    "activities",
    "activities?new=vaihe-k2",
    "harvest",
    "now?stay=1",
    "lead",
    "lead?view=stream",
    "lead?view=list",
    "screen",
)


def addresses(server: Any) -> list[str]:
    """Every kind of screen, for somebody who facilitates."""
    found = [
        "/", "/nowhere", f"/p/{server.programme}", f"/p/{server.programme}/boards", f"/p/{server.programme}/boards/new",
        f"/p/{server.programme}/report",
    ]  # fmt: skip
    found += [f"/p/{server.programme}/{page}" for page in PROCESS]
    found += [f"/p/{server.programme}/{page}" for page in HALL]
    found += [f"/b/{server.board}/{page}" for page in ("merge", "quick", "paper")]
    for board in boards(server):
        found += [f"/b/{board}", f"/b/{board}?view=drawing", f"/b/{board}/table", f"/b/{board}/findings"]
    element = server.read("SELECT id FROM element WHERE board_id = ? AND NOT is_link LIMIT 1", server.board)[0][0]
    return [*found, f"/b/{server.board}/settings", f"/b/{server.board}/items/{element}", f"/b/{server.board}/screen"]


@dataclass(frozen=True)
class Seen:
    """What a screen shows at all sizes; it is loaded at one of them and resized to the others."""

    width: dict[int, int]
    """How wide it is, by the width of the window."""
    headings: int
    mains: int
    language: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def screens(shared: Any, chromium: Any) -> AsyncIterator[tuple[dict[str, Seen], list[str]]]:
    """Every kind of screen by its address, and what went wrong in their scripts; looked at once for several tests."""
    people, seen = People(shared, await chromium.browser()), dict[str, Seen]()
    page = await people("Mikko", "facilitator", path="/")
    for number, address in enumerate(addresses(shared)):
        turn = number % len(SIZES)
        width = {}
        for size in (*SIZES[turn:], *SIZES[:turn]):
            await page.set_viewport_size(size)
            if not width:
                await page.goto(address)
            width[size["width"]] = await page.evaluate("document.documentElement.scrollWidth")
        found = await page.evaluate(
            "['h1', 'main#main'].map((what) => document.querySelectorAll(what).length).concat(document.documentElement.lang)"
        )
        seen[address] = Seen(width, *found)
    yield seen, people.errors
    await people.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
async def test_no_screen_is_wider_than_its_window(screens: Any, size: dict[str, int]) -> None:
    seen, errors = screens
    at = {address: screen.width[size["width"]] for address, screen in seen.items()}
    assert {address: width for address, width in at.items() if width > size["width"]} == {}
    assert [error for error in errors if "404" not in error] == []


async def test_the_page_has_one_heading_of_its_own_and_landmarks(screens: Any) -> None:
    for address, screen in screens[0].items():
        assert screen.headings == 1, address
        assert screen.mains == 1, address
        assert screen.language == "fi"


SMALL = """() => {
  const seen = (e) => { const b = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return b.width > 1 && b.height > 1 && s.visibility !== 'hidden' && !e.closest('.vh') && !e.matches('.vh'); };
  const reach = (e) => { const b = e.getBoundingClientRect(); const after = getComputedStyle(e, '::after');
    let h = b.height, w = b.width;
    if (after.content !== 'none' && after.position === 'absolute') {
      h += Math.max(0, -parseFloat(after.top) || 0) + Math.max(0, -parseFloat(after.bottom) || 0);
      w += Math.max(0, -parseFloat(after.left) || 0) + Math.max(0, -parseFloat(after.right) || 0);
    }
    return [w, h]; };
  const wanted = 'button, .btn, summary, select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=range]), .seg a, .nav a, .zone-tabs label, .radios label, .bd, .mi';
  return [...document.querySelectorAll(wanted)].filter(seen).map((e) => [e, ...reach(e)])
    .filter(([, w, h]) => h < 43.5 || w < 43.5).map(([e, w, h]) => `${Math.round(w)}x${Math.round(h)} ${e.outerHTML.slice(0, 120)}`);
}"""


async def test_what_is_touched_on_a_phone_is_large_enough(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path="/", viewport=PHONES[1], has_touch=True, is_mobile=True)
    small: dict[str, str] = {}
    for address in addresses(server):
        await page.goto(address)
        for one in await page.evaluate(SMALL):
            small.setdefault(one, address)
    assert small == {}


async def test_a_coordinators_own_screens_fit_a_phone(people: Any) -> None:
    page = await people("Kaisa", "coordinator", path="/", viewport=PHONES[0], has_touch=True, is_mobile=True)
    for address in ("/programmes/new", "/accounts", "/me"):
        answer = await page.goto(address)
        assert answer.status == 200, address
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONES[0]["width"], address
        assert await page.evaluate(SMALL) == [], address


async def test_words_on_a_phone_are_17_pixels(server: Any, people: Any) -> None:
    page = await people("Elina", "expert", viewport=PHONES[1], has_touch=True, is_mobile=True)
    for selector in ("body", ".note:visible", ".add:visible textarea", ".zone:visible .ask"):
        size = await page.locator(selector).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 17, selector


async def test_a_phone_shows_one_zone_at_a_time_with_its_composer_below(server: Any, people: Any) -> None:
    page = await people("Elina", "expert", viewport=PHONES[0], has_touch=True, is_mobile=True)
    await expect(page.locator(".zone:visible")).to_have_count(1)
    composer = page.locator("form.add:visible")
    await expect(composer).to_have_count(1)
    box = await composer.bounding_box()
    assert box
    assert abs(box["y"] + box["height"] - PHONES[0]["height"]) < 2
    first = await page.locator(".zone:visible h2").inner_text()
    await page.locator(".zone-tabs label").nth(1).tap()
    await expect(page.locator(".zone:visible")).to_have_count(1)
    assert await page.locator(".zone:visible h2").inner_text() != first
    field = page.locator("form.add:visible textarea")
    await field.fill("Puhelimella kirjoitettu")
    await page.locator("form.add:visible button").tap()
    await expect(page.locator(".zone:visible .note", has_text="Puhelimella kirjoitettu")).to_have_count(1)
    await page.locator(".zone:visible .note .open").first.tap()
    side = page.locator("#side.has-element")
    await expect(side).to_be_visible()
    await expect(side.locator("textarea[data-text]").first).to_be_visible()
    await side.locator("[data-close-side]").tap()
    await expect(page.locator("#side.has-element")).to_have_count(0)
    assert people.errors == []


async def test_joining_on_a_phone_takes_a_name_and_two_touches(server: Any, people: Any) -> None:
    await asyncio.to_thread(open_joining, server)
    code = server.read("SELECT join_code FROM programme WHERE id = ?", server.programme)[0][0]
    window = await people.browser.new_context(
        base_url=server.url, viewport=PHONES[0], has_touch=True, is_mobile=True, locale="fi-FI"
    )
    page = await window.new_page()
    await page.goto("/")
    await page.locator("#code").fill(f"{code[:3]} {code[3:]}".lower())
    await page.get_by_role("button", name="Liity").tap()
    await expect(page.get_by_role("heading", name="Tervetuloa mukaan")).to_be_visible()
    assert await page.evaluate("document.activeElement.id") == "name"
    await page.keyboard.type("Uusi Osallistuja")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Paikkasi")).to_be_visible()
    link = await page.locator("#mylink").inner_text()
    await page.get_by_role("link", name="Aloita").tap()
    await expect(page.locator("#goal")).to_be_visible()
    await window.clear_cookies()
    await page.goto(link)
    await page.get_by_role("button", name="Jatka nimellä Uusi Osallistuja").tap()
    await expect(page.locator("#goal")).to_be_visible()
    await window.close()


def open_joining(server: Any) -> None:
    client = server.sign_in("facilitator", "Mikko")
    client.post(f"/p/{server.programme}/joining", data={"joining": "1"})
    client.close()


async def tab_to(page: Page, selector: str, limit: int = 80) -> None:
    """Press Tab until the focus is where it should be."""
    for _ in range(limit):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no way to {selector} by the Tab key")


async def test_a_note_a_field_a_link_and_a_vote_by_keyboard_alone(server: Any, people: Any) -> None:
    page = await people("Elina", "expert", path=f"/b/{server.board}?view=work", viewport=SIZES[3])
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await tab_to(page, "form[data-quick-add] textarea", 200)
    await page.keyboard.type("Näppäimillä tehty")
    await page.keyboard.press("Enter")
    note = page.locator("li.note", has_text="Näppäimillä tehty")
    await expect(note).to_have_count(1)
    await note.locator("a.open").focus()
    await page.keyboard.press("Enter")
    side = page.locator("#side")
    await expect(side.locator("textarea[data-text]").first).to_have_value("Näppäimillä tehty")
    await expect(note).to_have_class(re.compile("is-selected"))
    await side.get_by_role("link", name="Lisää yhteys").focus()
    await page.keyboard.press("Enter")
    await expect(side.locator("select[name=choice]")).to_be_visible()
    await side.locator("input[name=find]").focus()
    await page.keyboard.type("a")
    await side.locator("input[name=end]").first.focus()
    await page.keyboard.press("Space")
    await side.get_by_role("button", name="Lisää yhteys").focus()
    await page.keyboard.press("Enter")
    await expect(side.locator(".links li, .say-box.thread")).not_to_have_count(0)
    await note.locator("button.vb").focus()
    await page.keyboard.press("Enter")
    await expect(note.locator("button.vb")).to_have_attribute("aria-pressed", "true")
    assert people.errors == []


async def test_a_wrong_value_stays_in_its_place_with_its_reason(server: Any, people: Any, note: Any) -> None:
    element = (await asyncio.to_thread(note, "Arvojen lappu")).split(":")[0]
    page = await people("Elina", "expert", path=f"/b/{server.board}/items/{element}", viewport=SIZES[3])
    box = page.locator("#side input[inputmode=decimal]").first
    await page.locator("#side details.fold").first.evaluate("e => e.open = true")
    await box.fill("paljon")
    await box.press("Enter")
    await expect(page.locator("#side .err")).to_contain_text("ei ole luku")


async def test_a_deleted_note_comes_back_from_the_toast(server: Any, people: Any, note: Any) -> None:
    element = (await asyncio.to_thread(note, "Poistuva ja palaava")).split(":")[0]
    page = await people("Elina", "expert", path=f"/b/{server.board}?view=work", viewport=SIZES[3])
    await page.locator(f"#e-{element} .open").click()
    await page.locator("#side").get_by_role("button", name="Poista tämä").click()
    await expect(page.locator(f"#e-{element}")).to_have_count(0)
    await page.locator("#toast").get_by_role("button", name="Ota takaisin").click()
    await expect(page.locator(f"#e-{element}")).to_have_count(1)


async def test_light_and_dark_colour_pages_and_drawings(server: Any, people: Any) -> None:
    page = await people(
        "Elina", "expert", path=f"/b/{server.board}?view=drawing", viewport=SIZES[3], color_scheme="light"
    )
    await expect(page.locator(".drawing svg.scene")).to_be_visible()
    colours = """() => [getComputedStyle(document.body).backgroundColor,
                       getComputedStyle(document.querySelector('.drawing svg.scene .f-ink, .drawing svg.scene .f-n-ink')).fill]"""
    light = await page.evaluate(colours)
    await page.get_by_role("button", name="Lisää", exact=True).click()
    await page.locator("#board-menu button.theme-to-dark").click()
    dark = await page.evaluate(colours)
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    await page.reload()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def test_without_scripts_a_board_is_still_worked_on(server: Any, people: Any) -> None:
    page = await people(
        "Elina", "expert", path=f"/b/{server.board}?view=work", viewport=SIZES[3], java_script_enabled=False
    )
    await page.locator("form.add textarea").first.fill("Ilman skriptejä")
    await page.locator("form.add button").first.click()
    await page.get_by_role("link", name="Ilman skriptejä").click()
    await expect(page.locator("#side h3").first).to_be_visible()
    await page.locator("#side").get_by_role("button", name="Poista tämä").click()
    await expect(page.get_by_role("link", name="Ilman skriptejä")).to_have_count(0)
