"""Things put elsewhere in a drawing by hand, and links made quickly one after the other, by what a person would do."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PLACED = "[data-drawing] g[data-element='{}'][data-place]"


def network(server: Any) -> str:
    """The practice programme's network."""
    query = "SELECT id FROM board WHERE method = 'network_map' AND programme_id = ?"
    return str(server.read(query, server.programme)[0][0])


async def place_of(page: Page, element: str) -> tuple[float, float]:
    """Where the drawing says that a thing stands, in millimetres."""
    told = await page.locator(PLACED.format(element)).first.get_attribute("data-place")
    x, y = (float(part) for part in (told or "").split())
    return x, y


async def hold_and_move(page: Page, start: tuple[float, float], by: tuple[float, float]) -> None:
    """A finger held still on a thing until it is taken, then moved and lifted."""
    touch = await page.context.new_cdp_session(page)

    async def put(kind: str, *points: tuple[float, float]) -> None:
        told = [{"x": x, "y": y} for x, y in points]
        await touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    await put("touchStart", start)
    await expect(page.locator("[data-drawing].is-placing")).to_have_count(1)
    for step in (1, 2, 3):
        await put("touchMove", (start[0] + by[0] * step / 3, start[1] + by[1] * step / 3))
    await put("touchEnd")


async def test_an_actor_is_put_elsewhere_by_mouse_touch_keys_and_buttons(server: Any, people: Any, until: Any) -> None:
    """It stands there at once for who moves it, then on the other's drawing; a phone does the same, and gives it back."""
    board = await asyncio.to_thread(network, server)
    path = f"/b/{board}?view=drawing"
    mover = await people("Elina", "expert", path=path, viewport={"width": 1440, "height": 900})
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    other = await people("Pekka", "expert", path=path, **phone)
    element = server.read("SELECT id FROM element WHERE board_id = ? AND kind = 'actor' AND deleted_at IS NULL", board)[0][0]  # fmt: skip
    group = mover.locator(PLACED.format(element)).first
    await expect(group).to_be_visible()
    await expect(other.locator(PLACED.format(element)).first).to_be_visible()
    before, box = await place_of(mover, element), await group.bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await mover.mouse.move(*middle)
    await mover.mouse.down()
    await mover.mouse.move(middle[0] + 40, middle[1] + 30, steps=4)
    # Before anybody has answered, it stands where the hand is.
    moved = await group.bounding_box()
    assert moved is not None
    assert moved["x"] - box["x"] == pytest.approx(40, abs=3)
    assert moved["y"] - box["y"] == pytest.approx(30, abs=3)
    await mover.mouse.up()
    stored = "SELECT x, y FROM element WHERE id = ? AND x IS NOT NULL"
    await until(lambda: bool(server.read(stored, element)))
    by_hand = server.read(stored, element)[0]
    assert by_hand[0] > before[0]
    assert by_hand[1] > before[1]
    await expect(mover.locator("#side textarea[data-text]")).to_have_count(0)  # a drag opens nothing
    for page in (mover, other):
        await expect(page.locator(f"g[data-element='{element}'][data-place='{by_hand[0]:g} {by_hand[1]:g}']")).to_have_count(1)  # fmt: skip
    # by keys: what is selected, with Alt and an arrow
    await group.click()
    await expect(mover.locator(f"g.is-selected[data-element='{element}'][data-place]")).to_have_count(1)
    await mover.locator("[data-drawing]").focus()
    await mover.keyboard.press("Alt+ArrowRight")
    await until(lambda: server.read(stored, element)[0][0] == pytest.approx(by_hand[0] + 5, abs=0.02))
    by_keys = server.read(stored, element)[0]
    here = other.locator(f"g[data-element='{element}'][data-place='{by_keys[0]:g} {by_keys[1]:g}']")
    await expect(here).to_have_count(1)
    # by a finger that is held still: a moving one scrolls
    await here.evaluate("thing => thing.scrollIntoView({block: 'center', inline: 'center'})")
    box = await here.bounding_box()
    assert box is not None
    await hold_and_move(other, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), (0, 24))
    await until(lambda: server.read(stored, element)[0][1] > by_keys[1] + 1)
    by_hand = server.read(stored, element)[0]
    assert by_hand[0] == pytest.approx(by_keys[0], abs=0.5)
    # without a pointer: the panel's buttons, at 390 px
    await other.goto(f"/b/{board}/items/{element}")
    fold = other.locator("#side details.fold", has_text="Ylöspäin")
    await fold.locator("summary").click()
    await fold.get_by_role("button", name="Vasemmalle").click()
    await until(lambda: server.read(stored, element)[0][0] < by_hand[0] - 5)
    await fold.get_by_role("button", name="Asettelun valitsemaan paikkaan").click()
    await until(lambda: not server.read(stored, element))
    assert await place_of(mover, element) is not None
    assert people.errors == []


async def test_a_press_in_the_moment_in_which_the_panel_comes_is_heard(server: Any, people: Any) -> None:
    """The form comes into the panel, and no page is loaded instead."""
    page = await people("Mikko", "facilitator", path=f"/b/{server.board}?view=work")
    side = page.locator("#side")
    note = page.locator("section.zone:has([data-accept~=output]) li.note a.open").first
    await note.click()
    await expect(side.get_by_role("link", name="Lisää yhteys")).to_be_visible()
    # The same note again: a panel that comes in the place of its like was heard only a moment later.
    await page.evaluate("""() => {
        window.still = true;
        const side = document.getElementById('side');
        new MutationObserver((_, watching) => {
            const add = side.querySelector('a[hx-get$="/links/new"]');
            if (add) { watching.disconnect(); add.click(); }
        }).observe(side, {childList: true, subtree: true});
    }""")
    await note.click()
    await expect(side.locator("form.panel select[name=choice]")).to_be_visible()
    assert await page.evaluate("window.still")
    assert people.errors == []
