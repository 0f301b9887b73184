"""A laptop and a phone in one text: typing, composing, deleting, pasting, taking back, a lost network and a lock; and what a page says by itself."""

import asyncio
import json
import os
from typing import Any

import pytest
from playwright.async_api import Locator, expect

pytestmark = pytest.mark.slow

AWAY = float(os.environ.get("KEHITTAMO_TEST_AWAY", "1"))
"""Seconds without a network; 30 is what was promised, and the same as one but for the waiting."""
PHONE = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2,
}  # fmt: skip
AROUND = "field => [field.value.slice(field.selectionStart - 4, field.selectionStart), field.value.slice(field.selectionEnd, field.selectionEnd + 4)]"
"""The four letters on each side of the caret."""


def field_of(page: Any, key: str) -> Locator:
    """The textarea of a text in the side panel."""
    return page.locator(f"#side textarea[data-text='{key}']")


async def enter(page: Any, key: str, *, touch: bool = False) -> Locator:
    """Open a note in the side panel, and enter its text."""
    element, field = key.split(":")[0], field_of(page, key)
    if touch:
        await page.goto(f"{page.url.split('?')[0]}/items/{element}")
    else:
        await page.locator(f"#e-{element} a.open").click()
    await page.wait_for_function("() => document.body.dataset.connection === 'live'")
    await (field.tap() if touch else field.click())
    return field


async def put(field: Locator, at: int, end: int | None = None) -> None:
    """Put the caret somewhere, or select."""
    await field.evaluate("(field, [at, end]) => field.setSelectionRange(at, end)", [at, at if end is None else end])


async def lose_network(page: Any) -> None:
    """Emulated networks do not cut a socket that is open: end it as a lost network does."""
    await page.context.set_offline(True)
    await page.evaluate("window.dispatchEvent(new Event('offline'))")
    await page.wait_for_function("() => document.body.dataset.connection === 'waiting'")


async def find_network(page: Any) -> None:
    """The network is back."""
    await page.context.set_offline(False)
    await page.evaluate("window.dispatchEvent(new Event('online'))")


@pytest.mark.timeout(240)
async def test_a_laptop_and_a_phone_lose_no_letter_whatever_happens(
    server: Any, people: Any, note: Any, until: Any
) -> None:
    key = await asyncio.to_thread(note, "keskikohta")
    elina, pekka = await people("Elina"), await people("Pekka", **PHONE)
    laptop, phone = await enter(elina, key), await enter(pekka, key, touch=True)
    tool = await pekka.context.new_cdp_session(pekka)

    async def both_read(words: str) -> None:
        for field in (laptop, phone):
            await expect(field).to_have_value(words, timeout=60_000)
        await until(lambda: server.plain(key) == words, 60)

    # Typing: at once, each at their own place, with each other's letters coming in between.
    await put(laptop, 0)
    await put(phone, len("keskikohta"))
    await asyncio.gather(laptop.press_sequentially("Elina alkuun "), phone.press_sequentially(" Pekka loppuun"))
    text = "Elina alkuun keskikohta Pekka loppuun"
    await both_read(text)
    assert await laptop.evaluate(AROUND) == ["uun ", "kesk"]
    assert await phone.evaluate(AROUND) == ["puun", ""]

    # Composing on the phone, as its keyboard does with every word, while the laptop deletes before it and writes behind it.
    await put(phone, text.index("kohta"))
    await tool.send("Input.imeSetComposition", {"text": "väli", "selectionStart": 4, "selectionEnd": 4})
    await expect(phone).to_have_value(text.replace("kohta", "välikohta"))
    await put(laptop, len("Elina alkuun"))
    for _ in "alkuun":
        await laptop.press("Backspace")
    await laptop.press("Control+End")
    await laptop.press_sequentially("!")
    await until(lambda: server.plain(key) == "Elina  keskikohta Pekka loppuun!", 60)
    await expect(phone, "what is being composed is left alone").to_have_value(text.replace("kohta", "välikohta"))
    await tool.send("Input.insertText", {"text": "välinen"})
    await both_read("Elina  keskivälinenkohta Pekka loppuun!")
    assert await phone.evaluate(AROUND) == ["inen", "koht"]

    # Pasting all that a note can hold over a selection, deleting behind it, and taking back what was one's own.
    before = server.plain(key)
    await elina.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await put(phone, before.index("Pekka") + 2)
    pasted = "".join(f"{number:04d}" for number in range(500))
    await elina.evaluate("words => navigator.clipboard.writeText(words)", pasted)
    await put(laptop, 0, len(before))
    await elina.wait_for_timeout(500)  # what is written within 0.4 s is taken back together
    await laptop.press("Control+v")
    await both_read(pasted)
    await put(phone, 2000)
    for _ in range(4):
        await phone.press("Backspace")
    await both_read(pasted[:-4])
    await laptop.press("Control+z")
    await both_read(before)

    # Without a network on the phone, for a while: both go on writing.
    await put(phone, before.index("kohta"))
    await put(laptop, 0)
    await lose_network(pekka)
    away = asyncio.create_task(asyncio.sleep(AWAY))
    await phone.press_sequentially("katkon ")
    await phone.press("Backspace")
    await laptop.press_sequentially("Sillä välin ")
    await expect(pekka.locator(f"[data-save-state='{key}']")).to_contain_text("tallessa tässä laitteessa")
    await away
    await find_network(pekka)
    await both_read("Sillä välin Elina  keskivälinenkatkonkohta Pekka loppuun!")
    assert await phone.evaluate(AROUND) == ["tkon", "koht"]
    assert await laptop.evaluate(AROUND) == ["lin ", "Elin"]
    await expect(pekka.locator(f"[data-save-state='{key}']")).to_contain_text("tallennettu")

    # A lock in the middle of what both are writing: nothing of it enters the board, and nothing of it is lost.
    stored = server.plain(key)
    typing = {laptop: "kannettavalla kesken", phone: "puhelimella kesken"}
    other = await elina.context.new_cdp_session(elina)
    for field, session in ((laptop, other), (phone, tool)):
        await put(field, 0)
        size = len(typing[field])
        order = {"text": typing[field], "selectionStart": size, "selectionEnd": size}
        await session.send("Input.imeSetComposition", order)
        await expect(field).to_have_value(typing[field] + stored)
    leader = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")

    async def lock(locked: str) -> None:
        form = {"locked": locked, "command_id": f"lock-{locked}-phone"}
        answer = await asyncio.to_thread(lambda: leader.post(f"/b/{server.board}/lock", data=form))
        assert answer.status_code < 400

    try:
        await lock("1")
        for session in (other, tool):
            await session.send("Input.insertText", {"text": "kesken jäi"})
        for page, field in ((elina, laptop), (pekka, phone)):
            await expect(field).not_to_be_editable()
            await expect(field).to_have_value(stored)
            await expect(page.locator(f"[data-draft='{key}'] textarea")).to_have_value(f"kesken jäi{stored}")
        assert server.plain(key) == stored
    finally:
        await lock("0")
    await expect(phone).to_be_editable()
    await pekka.locator(f"[data-draft='{key}']").get_by_role("button", name="Palauta").tap()
    await until(lambda: "kesken jäi" in server.plain(key), 60)
    leader.close()


async def test_a_page_fetches_no_drawing_that_nobody_sees_and_says_when_it_is_quiet(
    server: Any, people: Any, note: Any
) -> None:
    elina, pekka = await people("Elina", **PHONE), await people("Pekka")
    for page in (elina, pekka):
        await page.wait_for_function("() => document.body.dataset.connection === 'live'")
    await expect(elina.locator("[data-drawing]"), "the pane is put away on a phone").to_be_hidden()
    fetched: list[str] = []
    elina.on("request", lambda request: fetched.append(request.url) if "/drawing/" in request.url else None)
    await elina.evaluate("""() => {
        window.quiet = 0;
        window.told = [];
        document.body.addEventListener('kehittamo:quiet', () => { window.quiet ||= performance.now(); });
        new MutationObserver(() => window.told.push(performance.now())).observe(document.querySelector('main'),
            { subtree: true, childList: true });
    }""")
    key = await asyncio.to_thread(note, "Nähdään vasta sitten")
    element = key.split(":")[0]
    await expect(elina.locator(f"#e-{element}")).to_be_attached()
    await expect(pekka.locator(f"[data-drawing] g[data-element='{element}']").first).to_be_attached()
    await elina.wait_for_function("() => window.quiet")
    rest = "window.quiet - window.told.filter((when) => when < window.quiet).at(-1)"
    assert await elina.evaluate(rest) > 1000, "it is quiet only when nothing has come for a while"
    assert fetched == [], "a drawing that nobody sees"
    await elina.set_viewport_size({"width": 1440, "height": 900})
    await expect(elina.locator(f"[data-drawing] g[data-element='{element}']").first).to_be_attached()
    assert fetched


async def test_a_text_that_the_server_does_not_know_is_opened_once_more_and_then_kept(people: Any, note: Any) -> None:
    key = await asyncio.to_thread(note, "Tuntematon")
    elina = await people("Elina", path="/")
    sockets: list[Any] = []
    sent: list[bytes] = []
    is_cut = False

    def pass_on(route: Any) -> None:
        server = route.connect_to_server()
        sockets.append((route, server))

        def up(frame: Any) -> None:
            if isinstance(frame, bytes):
                sent.append(frame)
            if not (is_cut and isinstance(frame, bytes)):
                server.send(frame)

        route.on_message(up)

    def opened() -> int:
        name = key.encode()
        return sum(frame[0] == 0 and name in frame and frame[2 + len(name)] == 0 for frame in sent)

    await elina.route_web_socket("**/ws*", pass_on)
    await elina.goto(f"/b/{people.server.board}")
    field = await enter(elina, key)
    await put(field, 0)
    await field.press_sequentially("a")
    await expect(elina.locator(f"[data-save-state='{key}']")).to_contain_text("tallennettu")
    assert opened() == 1
    reset = json.dumps({"type": "text-reset", "key": key, "reason": "unknown"})
    route, server = sockets[-1]
    name = key.encode()
    server.send(bytes((1, len(name))) + name)  # the server has forgotten that it is open here
    route.send(reset)
    await field.press_sequentially("b")
    await expect(elina.locator(f"[data-save-state='{key}']")).to_contain_text("tallennettu")
    assert opened() == 2, "in doubt it is asked for once more"
    await expect(field).to_be_editable()
    is_cut = True
    await field.press_sequentially("c")
    route.send(reset)
    route.send(reset)
    await expect(field).not_to_be_editable()
    await expect(elina.locator(f"[data-draft='{key}'] textarea")).to_have_value("abcTuntematon")
    assert opened() == 3, "and then no more"
