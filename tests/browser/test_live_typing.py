"""Typing together in real browsers: every letter stays, through killed servers, lost networks, locks and late comers."""

import asyncio
import random
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from kehittamo_core.words import translate

pytestmark = pytest.mark.slow

MOST = 400
"""Letters that one of two people types in one of two turns; together they stay below what a goal may hold."""


def goal_of(page: Any) -> Locator:
    """The shared goal's textarea on the programme's page."""
    return page.locator("textarea#goal")


async def type_at(field: Locator, at: int, words: str) -> None:
    """Put the caret somewhere and type with real key events."""
    await field.evaluate("(field, at) => field.setSelectionRange(at, at)", at)
    await field.press_sequentially(words)


async def test_a_hundred_edits_from_each_of_two_and_a_third_who_comes_later(
    server: Any, people: Any, until: Any
) -> None:
    key, path = f"{server.programme}:goal:fi", f"/p/{server.programme}"
    elina, pekka = await people("Elina", path=path), await people("Pekka", path=path)
    before = await goal_of(elina).input_value()

    async def write(page: Any, letter: str, seed: int) -> None:
        dice = random.Random(seed)
        field = goal_of(page)
        await field.click()
        for number in range(100):
            length = len(await field.input_value())
            await type_at(field, dice.randint(0, length), letter if number % 10 else f"\n{letter}")

    await asyncio.gather(write(elina, "Ö", 1), write(pekka, "Ü", 2))

    async def equal() -> bool:
        return await goal_of(elina).input_value() == await goal_of(pekka).input_value() == server.plain(key)

    await until(equal)
    final = server.plain(key)
    assert final.count("Ö") == before.count("Ö") + 100
    assert final.count("Ü") == before.count("Ü") + 100
    assert [letter for letter in final if letter not in "ÖÜ\n"] == [letter for letter in before if letter != "\n"]
    late = await people("Liisa", path=path)
    assert await goal_of(late).input_value() == final
    await goal_of(late).click()
    await type_at(goal_of(late), 0, "Liisa ")
    await until(lambda: server.plain(key) == f"Liisa {final}")
    await expect(goal_of(elina)).to_have_value(f"Liisa {final}")
    assert people.errors == []


@pytest.mark.own_server
@pytest.mark.timeout(300)
async def test_a_killed_server_loses_nothing_that_was_seen_and_both_go_on(server: Any, people: Any, until: Any) -> None:
    key, path = f"{server.programme}:goal:fi", f"/p/{server.programme}"
    elina, pekka = await people("Elina", path=path), await people("Pekka", path=path)
    for page in (elina, pekka):
        await page.evaluate("window.stillHere = true")
        await goal_of(page).click()
    stop = asyncio.Event()

    async def write(page: Any, letter: str) -> int:
        number = 0
        while not stop.is_set() and number < MOST:
            await type_at(goal_of(page), 0, letter)
            number += 1
        return number

    for turn in range(2):
        stop.clear()
        letters = ("ÄÖ", "ŠŽ")[turn]
        writing = [
            asyncio.create_task(write(page, letter)) for page, letter in ((elina, letters[0]), (pekka, letters[1]))
        ]
        await asyncio.sleep(1)
        server.kill()
        await asyncio.sleep(0.3)
        seen = [
            (await goal_of(elina).input_value()).count(letters[1]),
            (await goal_of(pekka).input_value()).count(letters[0]),
        ]
        stored = server.plain(key)
        assert stored.count(letters[1]) >= seen[0], "shown to Elina, and lost"
        assert stored.count(letters[0]) >= seen[1], "shown to Pekka, and lost"
        await asyncio.to_thread(server.start)
        await asyncio.sleep(0.5)
        stop.set()
        counts = await asyncio.gather(*writing)

        async def equal() -> bool:
            return await goal_of(elina).input_value() == await goal_of(pekka).input_value() == server.plain(key)

        await until(equal, 20)
        assert [server.plain(key).count(letter) for letter in letters] == counts
    for page in (elina, pekka):
        assert await page.evaluate("window.stillHere")


async def test_without_a_network_words_stay_here_and_come_along_later(
    server: Any, people: Any, note: Any, until: Any
) -> None:
    key = await asyncio.to_thread(note, "Yhteinen lappu")
    elina, pekka = await people("Elina"), await people("Pekka")
    for page in (elina, pekka):
        await open_note(page, key)
    field, other = field_of(elina, key), field_of(pekka, key)
    await type_at(field, 0, "E")
    await expect(other).to_have_value("EYhteinen lappu")
    await elina.context.set_offline(True)
    # Emulated networks do not cut a socket that is open: end it as a lost network does.
    await elina.evaluate("window.dispatchEvent(new Event('offline'))")
    await type_at(field, 0, "poissa ")
    await type_at(other, await other.evaluate("field => field.value.length"), " jatkuu")
    saving = elina.locator(f"[data-save-state='{key}']")
    await expect(saving).to_have_text(translate("kehittamo_core", "fi", "kept on this device"))
    await expect(elina.locator("#connection")).to_contain_text("Ei verkkoyhteyttä")
    assert not server.plain(key).startswith("poissa")
    await elina.context.set_offline(False)
    await elina.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(field).to_have_value("poissa EYhteinen lappu jatkuu")
    await expect(other).to_have_value("poissa EYhteinen lappu jatkuu")
    await until(lambda: server.plain(key) == "poissa EYhteinen lappu jatkuu")
    await expect(saving).to_have_text("tallennettu")


async def test_words_survive_a_reload_in_the_middle_of_a_break(server: Any, people: Any, note: Any, until: Any) -> None:
    key = await asyncio.to_thread(note, "Ennen")
    elina = await people("Elina")
    await open_note(elina, key)
    field = field_of(elina, key)
    await type_at(field, 0, "a")
    await until(lambda: server.plain(key) == "aEnnen")
    await elina.evaluate("() => { window.WebSocket = class { close() {} }; }")
    await elina.evaluate("window.dispatchEvent(new Event('offline'))")
    await type_at(field, 0, "katkon aikana ")
    await elina.reload()
    await until(lambda: server.plain(key) == "katkon aikana aEnnen")
    await open_note(elina, key)
    await expect(field_of(elina, key)).to_have_value("katkon aikana aEnnen")
    await elina.wait_for_function("() => Object.keys(localStorage).length === 0")


async def test_a_lock_keeps_the_words_of_both_beside_the_field(server: Any, people: Any, note: Any, until: Any) -> None:
    key = await asyncio.to_thread(note, "Lukittava")
    elina, pekka = await people("Elina"), await people("Pekka")
    for page in (elina, pekka):
        await open_note(page, key)
        await type_at(field_of(page, key), 0, "a")
    await until(lambda: server.plain(key) == "aaLukittava")
    leader = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")

    async def keep_writing(page: Any) -> None:
        for _ in range(60):
            if await field_of(page, key).evaluate("field => field.readOnly"):
                return
            await field_of(page, key).press_sequentially("x")

    writing = [asyncio.create_task(keep_writing(page)) for page in (elina, pekka)]
    await asyncio.sleep(0.1)
    await asyncio.to_thread(lambda: leader.post(f"/b/{server.board}/lock", data={"locked": "1", "command_id": "lock"}))
    locked = server.plain(key)
    await asyncio.gather(*writing)
    for page in (elina, pekka):
        await expect(field_of(page, key)).to_have_value(locked)
        await expect(field_of(page, key)).not_to_be_editable()
    assert server.plain(key) == locked
    await asyncio.to_thread(
        lambda: leader.post(f"/b/{server.board}/lock", data={"locked": "0", "command_id": "unlock"})
    )
    for page in (elina, pekka):
        await expect(field_of(page, key)).to_be_editable()
    drafts = elina.locator(f"[data-draft='{key}']")
    if await drafts.count():
        await drafts.get_by_role("button").first.click()
        await until(lambda: len(server.plain(key)) > len(locked))
    leader.close()


async def test_what_is_removed_while_somebody_writes_is_offered_to_them(server: Any, people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "Poistuva")
    elina = await people("Elina")
    await open_note(elina, key)
    await type_at(field_of(elina, key), 0, "Tärkeää: ")
    leader = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    element = key.split(":")[0]
    await asyncio.to_thread(
        lambda: leader.post(f"/b/{server.board}/items/{element}/remove", data={"command_id": "remove"})
    )
    draft = elina.locator(f"[data-draft='{key}'] textarea")
    await expect(draft).to_have_value("Tärkeää: Poistuva")
    await expect(elina.locator(f"#e-{element}")).to_have_count(0)
    leader.close()


async def test_a_letter_being_composed_is_left_alone_and_joined(
    server: Any, people: Any, note: Any, until: Any
) -> None:
    key = await asyncio.to_thread(note, "loppu")
    elina, pekka = await people("Elina"), await people("Pekka")
    for page in (elina, pekka):
        await open_note(page, key)
    field = field_of(elina, key)
    await field.click()
    await field.evaluate("field => field.setSelectionRange(5, 5)")
    await until(lambda: server.plain(key) == "loppu")
    await expect(elina.locator(f"[data-save-state='{key}']")).to_be_visible()
    tool = await elina.context.new_cdp_session(elina)
    await tool.send("Input.imeSetComposition", {"text": "か", "selectionStart": 1, "selectionEnd": 1})
    await type_at(field_of(pekka, key), 0, "alku ")
    await until(lambda: server.plain(key) == "alku loppu")
    await expect(field).to_have_value("loppuか")
    await tool.send("Input.insertText", {"text": "家"})
    await expect(field).to_have_value("alku loppu家")
    await expect(field_of(pekka, key)).to_have_value("alku loppu家")
    assert await field.evaluate("field => field.selectionStart") == len("alku loppu家")


async def test_taking_back_takes_back_only_ones_own(server: Any, people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "keski")
    elina, pekka = await people("Elina"), await people("Pekka")
    for page in (elina, pekka):
        await open_note(page, key)
    await type_at(field_of(elina, key), 0, "Elina ")
    await expect(field_of(pekka, key)).to_have_value("Elina keski")
    await type_at(field_of(pekka, key), 11, " Pekka")
    await expect(field_of(elina, key)).to_have_value("Elina keski Pekka")
    await field_of(elina, key).press("Control+z")
    await expect(field_of(pekka, key)).to_have_value("keski Pekka")
    await field_of(elina, key).press("Control+Shift+z")
    await expect(field_of(pekka, key)).to_have_value("Elina keski Pekka")


async def test_the_caret_stays_at_its_letter_while_others_write(people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "yksi kaksi kolme")
    elina, pekka = await people("Elina"), await people("Pekka")
    for page in (elina, pekka):
        await open_note(page, key)
        await field_of(page, key).click()
    field = field_of(elina, key)
    await field.evaluate("field => field.setSelectionRange(5, 10)")
    await type_at(field_of(pekka, key), 0, "nolla 😀 ")
    await expect(field).to_have_value("nolla 😀 yksi kaksi kolme")
    picked = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert await field.evaluate(picked) == "kaksi"
    await type_at(field_of(pekka, key), len("nolla 😀 yksi kaksi kolme") + 1, "!")
    await expect(field).to_have_value("nolla 😀 yksi kaksi kolme!")
    assert await field.evaluate(picked) == "kaksi"


async def test_a_long_paste_is_cut_at_the_limit_and_the_rest_is_kept(
    server: Any, people: Any, note: Any, until: Any
) -> None:
    key = await asyncio.to_thread(note, "alku")
    elina = await people("Elina")
    await open_note(elina, key)
    field = field_of(elina, key)
    await field.click()
    await field.press("End")
    await elina.keyboard.insert_text("p" * 2100)
    await until(lambda: server.plain(key) == "alku" + "p" * 1996)
    await expect(field).to_have_value("alku" + "p" * 1996)
    await expect(elina.locator(f"[data-draft='{key}'] textarea")).to_have_value("p" * 104)


def field_of(page: Any, key: str) -> Locator:
    """The textarea of a text in the side panel."""
    return page.locator(f"#side textarea[data-text='{key}']")


async def open_note(page: Any, key: str) -> None:
    """Open a note in the side panel, and enter its text."""
    await page.locator(f"#e-{key.split(':')[0]} a.open").click()
    await field_of(page, key).click()
    await page.wait_for_function("() => document.body.dataset.connection === 'live'")
