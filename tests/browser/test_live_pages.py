"""Two real browsers on one board: what one does appears in the other, in the lists and in the drawing, without a reload."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.slow

ADD = "section.zone:has([data-accept~=input]) form[data-quick-add] textarea"
"""Where inputs are added."""


async def both(people: Any, **window: Any) -> tuple[Any, Any]:
    """Two people on the board, both connected, their pages marked so that a reload would be seen."""
    pages = await people("Elina", **window), await people("Pekka", **window)
    for page in pages:
        await page.wait_for_function("() => document.body.dataset.connection === 'live'")
        await page.evaluate("window.stillHere = true")
    return pages


async def test_an_added_note_appears_in_the_list_and_in_the_drawing_of_the_other(people: Any) -> None:
    elina, pekka = await both(people)
    field = elina.locator(ADD)
    await field.click()
    await field.press_sequentially("Uusi yhteinen asia")
    await field.press("Enter")
    await expect(field).to_have_value("")
    await expect(field).to_be_focused()
    for page in (elina, pekka):
        note = page.locator("li.note", has_text="Uusi yhteinen asia")
        await expect(note).to_have_count(1)
        element = await note.get_attribute("data-element")
        await expect(page.locator(f"[data-drawing] g[data-element='{element}']")).not_to_have_count(0)
        assert await page.evaluate("window.stillHere")
    assert people.errors == []


async def test_quick_notes_go_one_after_the_other_and_pasted_lines_become_notes(people: Any) -> None:
    elina, pekka = await both(people)
    field = elina.locator(ADD)
    await field.click()
    for number in range(5):
        await field.press_sequentially(f"Pika {number}")
        await field.press("Enter")
    for number in range(5):
        await expect(pekka.locator("li.note", has_text=f"Pika {number}")).to_have_count(1)
    paste = """text => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(event);
    }"""
    await elina.evaluate(paste, "- Liitetty yksi\n2. Liitetty kaksi\n\n  Liitetty kolme\n")
    await elina.get_by_role("button", name="Tee 3 lappua").click()
    for words in ("Liitetty yksi", "Liitetty kaksi", "Liitetty kolme"):
        await expect(pekka.locator("li.note", has_text=words)).to_have_count(1)
    assert people.errors == []


async def test_an_edited_note_reads_the_same_in_list_and_drawing_of_the_other(people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "Muokattava")
    elina, pekka = await both(people)
    element = key.split(":")[0]
    await elina.locator(f"#e-{element} a.open").click()
    field = elina.locator(f"#side textarea[data-text='{key}'][data-bound]")
    await elina.locator(f"#side textarea[data-text='{key}']").click()
    await expect(field).to_be_focused()
    # The click put the caret behind the words, where it stays when the text comes from the server a moment later.
    await expect(elina.locator(f"[data-save-state='{key}']").first).to_have_attribute("data-state", re.compile("."))
    assert await field.evaluate("field => field.selectionStart") == len("Muokattava")
    await field.press_sequentially(" nyt")
    await expect(pekka.locator(f"#e-{element} a.open [data-text-view]")).to_have_text("Muokattava nyt")
    await expect(pekka.locator(f"[data-drawing] g[data-element='{element}']").first).to_contain_text("nyt")
    assert await pekka.evaluate("window.stillHere")


async def test_a_note_moved_by_keys_stands_in_its_new_place_for_the_other(people: Any, note: Any) -> None:
    first, second = [
        (await asyncio.to_thread(note, words)).split(":")[0] for words in ("Ensimmäinen siirto", "Toinen siirto")
    ]
    elina, pekka = await both(people)
    order = "([a, b]) => !!(document.getElementById(a).compareDocumentPosition(document.getElementById(b)) & 4)"
    ids = [f"e-{first}", f"e-{second}"]
    assert await pekka.evaluate(order, ids)
    await elina.locator(f"#e-{second} a.open").focus()
    await elina.keyboard.press("Alt+ArrowUp")
    await pekka.wait_for_function(order, arg=ids[::-1])
    assert await elina.evaluate("document.activeElement.closest('li')?.id") == f"e-{second}"
    await expect(elina.locator("#announcer")).to_contain_text("Siirretty")
    assert await pekka.evaluate("window.stillHere")


async def test_a_note_dragged_with_the_mouse_stands_in_its_new_place_for_the_other(people: Any, note: Any) -> None:
    first, second = [
        (await asyncio.to_thread(note, words)).split(":")[0] for words in ("Raahauksen kohde", "Raahattava")
    ]
    elina, pekka = await both(people, viewport={"width": 1440, "height": 1400})
    target, moved = elina.locator(f"#e-{first}"), elina.locator(f"#e-{second}")
    await moved.scroll_into_view_if_needed()
    start, end = await moved.bounding_box(), await target.bounding_box()
    assert start
    assert end
    await elina.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
    await elina.mouse.down()
    await elina.mouse.move(start["x"] + 60, start["y"] - 4, steps=3)
    await elina.mouse.move(end["x"] + 20, end["y"] + 6, steps=8)
    await elina.mouse.up()
    order = "([a, b]) => !!(document.getElementById(a).compareDocumentPosition(document.getElementById(b)) & 4)"
    await pekka.wait_for_function(order, arg=[f"e-{second}", f"e-{first}"])
    # Letting go is no click: the panel still shows what it showed.
    await expect(elina.locator(f"#side textarea[data-text^='{second}']")).to_have_count(0)


async def test_a_link_appears_in_the_drawing_of_the_other(server: Any, people: Any, note: Any) -> None:
    source = (await asyncio.to_thread(note, "Yhdistettävä panos")).split(":")[0]
    elina, pekka = await both(people)
    await expect(pekka.locator(f"[data-drawing] g[data-element='{source}']").first).to_be_attached()
    before = await pekka.evaluate("document.querySelector('[data-drawing]').innerHTML")
    await elina.locator(f"#e-{source} a.open").click()
    await elina.locator("#side a[href$='/links/new']").click()
    choice = elina.locator("#side select[name=choice]")
    kind = await choice.locator("option[value*=':leads']").first.get_attribute("value")

    async def slowly(route: Any) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await elina.route("**/links/new*", slowly)
    end = elina.locator("#side input[name=end]").first
    async with elina.expect_response("**/links/new*") as late:
        await choice.select_option(kind)
        await end.check()
    await (await late.value).finished()
    await elina.evaluate("new Promise(requestAnimationFrame)")
    await expect(end, "what was chosen before the late answer").to_be_checked()
    async with elina.expect_response(lambda answer: answer.request.method == "POST") as sent:
        await elina.locator("#side form:has(select[name=choice]) .btn.pri").click()
    assert (await sent.value).status < 400
    await pekka.wait_for_function("before => document.querySelector('[data-drawing]').innerHTML !== before", arg=before)
    links = server.read("SELECT id FROM element WHERE is_link AND (source_id = ?1 OR target_id = ?1)", source)
    assert len(links) == 1
    await expect(pekka.locator(f"[data-drawing] g[data-element='{links[0][0]}']").first).to_be_attached()
    assert await pekka.evaluate("window.stillHere")


async def test_who_is_here_and_who_writes_is_seen_and_goes_away(people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "Kuka kirjoittaa")
    elina, pekka = await both(people)
    await expect(pekka.locator("[data-presence] .av[title^='Elina']")).to_have_count(1)
    for page in (elina, pekka):
        await page.locator(f"#e-{key.split(':')[0]} a.open").click()
    await pekka.locator(f"#side textarea[data-text='{key}']").click()
    await elina.locator(f"#side textarea[data-text='{key}']").press_sequentially("Kirjoitan")
    await expect(pekka.locator(f"[data-editing='{key}']")).to_have_text("Elina kirjoittaa")
    await expect(pekka.locator("#announcer")).to_have_text("Elina kirjoittaa")
    await expect(pekka.locator(f"[data-editing='{key}']")).to_have_text("", timeout=15_000)
    await elina.close()
    await expect(pekka.locator("[data-presence] .av[title^='Elina']")).to_have_count(0, timeout=15_000)


async def test_what_is_chosen_in_the_drawing_is_chosen_in_the_list(people: Any, note: Any) -> None:
    element = (await asyncio.to_thread(note, "Valittava kuvassa")).split(":")[0]
    elina, _ = await both(people)
    group = elina.locator(f"[data-drawing] g[data-element='{element}']").first
    await group.dispatch_event("click")
    await expect(elina.locator(f"#side textarea[data-text^='{element}']").first).to_have_value("Valittava kuvassa")
    await expect(elina.locator(f"#e-{element}")).to_have_attribute("aria-current", "true")
    await expect(group).to_have_class("is-selected")


async def test_the_drawing_is_enlarged_by_keys_and_keeps_its_view_when_it_is_drawn_anew(people: Any, note: Any) -> None:
    elina, pekka = await both(people)
    area = elina.locator("[data-drawing]").first
    await expect(area.locator("svg")).to_have_count(1)
    whole = await area.locator("svg").get_attribute("viewBox")
    await area.focus()
    for _ in range(3):
        await elina.keyboard.press("+")
    await elina.wait_for_function(
        "whole => document.querySelector('[data-drawing] svg').getAttribute('viewBox') !== whole", arg=whole
    )
    await elina.wait_for_timeout(400)
    closer = await area.locator("svg").get_attribute("viewBox")
    assert closer
    assert whole
    assert float(closer.split()[2]) < float(whole.split()[2]) / 2 * 1.2
    await elina.evaluate("document.querySelector('[data-drawing] svg').dataset.old = '1'")
    field = pekka.locator(ADD)
    await field.fill("Piirtää uudelleen")
    await field.press("Enter")
    await elina.wait_for_function("() => !document.querySelector('[data-drawing] svg').dataset.old")
    assert await area.locator("svg").get_attribute("viewBox") == closer
    await area.focus()
    await elina.keyboard.press("0")
    await elina.wait_for_function("() => !document.querySelector('[data-drawing]').classList.contains('is-zoomed')")


async def test_notes_written_without_a_network_wait_and_go_once(server: Any, people: Any) -> None:
    elina, pekka = await both(people)
    await elina.context.set_offline(True)
    await elina.evaluate("window.dispatchEvent(new Event('offline'))")
    field = elina.locator(ADD)
    await field.fill("Verkotta kirjoitettu")
    await field.press("Enter")
    await expect(field).to_have_value("")
    await expect(elina.locator("#connection")).to_contain_text("laput tallessa tässä laitteessa")
    await elina.context.set_offline(False)
    await elina.evaluate("window.dispatchEvent(new Event('online'))")
    for page in (elina, pekka):
        await expect(page.locator("li.note", has_text="Verkotta kirjoitettu")).to_have_count(1)
    await expect(elina.locator("#connection")).to_have_text("")
    assert len(server.read("SELECT 1 FROM text WHERE plain = 'Verkotta kirjoitettu'")) == 1


async def test_the_theme_is_chosen_and_stays(people: Any) -> None:
    elina, _ = await both(people)
    await elina.evaluate("document.querySelector('button[name=theme][value=dark]').click()")
    assert await elina.evaluate("document.documentElement.dataset.theme") == "dark"
    await elina.reload()
    assert await elina.evaluate("document.documentElement.dataset.theme") == "dark"
