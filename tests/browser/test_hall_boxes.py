"""What people at the tables do in the hall, on the narrowest phone and by keyboard alone: write alone, vote, rate, enter quickly, follow a call."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.test_accessibility import check
from tests.browser.test_hall_console import do, tab_to
from tests.browser.test_screens import tab_to as walk_to

pytestmark = [pytest.mark.slow, pytest.mark.own_server, pytest.mark.timeout(300)]

NARROW = {"width": 320, "height": 640}
PASTE = """(field, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
LISTEN = """() => { window.heard = []; const live = '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]';
  new MutationObserver((all) => { for (const { target } of all) { const at = target.nodeType === 1 ? target : target.parentElement;
    if (at?.closest(live) && !at.closest('[aria-hidden=true]')) window.heard.push(at.outerHTML.slice(0, 120)); } })
    .observe(document.body, { childList: true, characterData: true, subtree: true }); }"""
TICKS = """(clock) => new Promise((done) => { let ticks = 0; const at = document.querySelector(clock);
  new MutationObserver(() => ++ticks >= 3 && done(true)).observe(at, { childList: true, characterData: true, subtree: true }); })"""


async def fits(page: Page, where: str, found: dict[str, str]) -> None:
    """Nothing sideways on 320 px, and axe finds nothing serious."""
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"], where
    await check(page, where, found)


async def test_the_boxes_of_the_hall_by_keyboard_on_the_narrowest_phone(server: Any, people: Any) -> None:
    home, board = f"/p/{server.programme}", server.board
    lead = await people("Mikko", "facilitator", path=home, viewport={"width": 1440, "height": 900}, bypass_csp=True)
    client, found = people.clients["Mikko", "facilitator"], dict[str, str]()
    for (before,) in server.read("SELECT id FROM activity WHERE programme_id = ?", server.programme):
        await do(client, f"{home}/activities/{before}/remove")
    key = server.read("SELECT key FROM board WHERE id = ?", board)[0][0]
    await do(
        client, f"{home}/activities", title="Mikä huolettaa?", boards=key, hidden="1", signing="name", minutes="45"
    )
    ((task,),) = server.read("SELECT id FROM activity WHERE programme_id = ?", server.programme)
    await do(client, f"{home}/activities/{task}/state", state="open")
    aino = await people("Aino Virta", "expert", path=f"/b/{board}", viewport=NARROW, bypass_csp=True)

    # Alone: written, changed, and shown with the others'.
    own = aino.locator(".own-notes")
    await tab_to(aino, "Oma lappusi")
    await aino.keyboard.type("Ensimmäinen huoli")
    await aino.keyboard.press("Enter")
    await expect(own).to_contain_text("Ensimmäinen huoli")
    await tab_to(aino, "Muuta: Ensimmäinen huoli")
    await aino.keyboard.press("Enter")
    await tab_to(aino, "Oma lappusi")
    await aino.keyboard.press("End")
    await aino.keyboard.type(" muutettuna")
    await tab_to(aino, "Tallenna")
    await fits(aino, "alone", found)
    await aino.keyboard.press("Enter")
    await expect(own).to_contain_text("Ensimmäinen huoli muutettuna")
    await do(client, f"{home}/activities/{task}/reveal")
    await expect(aino.locator(".zones")).to_contain_text("Ensimmäinen huoli muutettuna")

    # A vote: the keyboard stays where it pressed, also where others vote meanwhile; the result is read in words.
    await do(client, f"{home}/activities/{task}/ballot", what="open", points="3", cap="2")
    ballot = aino.locator("section.ballot")
    await expect(ballot).to_contain_text("3 pistettä jäljellä")
    await tab_to(aino, "Yksi piste lisää")
    for left in ("2 pistettä jäljellä", "1 piste jäljellä"):
        await aino.keyboard.press("Enter")
        await expect(ballot).to_contain_text(left)
    await fits(aino, "vote", found)
    await tab_to(aino, "Yksi piste lisää")
    await aino.keyboard.press("Enter")
    await expect(ballot).to_contain_text("0 pistettä jäljellä")
    await do(client, f"{home}/activities/{task}/ballot", what="close")
    await expect(ballot.locator(".results li").first).to_contain_text("2 pistettä")
    await fits(aino, "result", found)

    # Ratings on the tree: kept as they are chosen, seen by nobody, then the spread.
    tree = server.read("SELECT id FROM board WHERE method = 'pricing_tree' AND programme_id = ? AND group_id IS NULL", server.programme)[0][0]  # fmt: skip
    await do(client, f"/b/{tree}/ratings", kind="rated", what="open")
    await aino.goto(f"/b/{tree}")
    ratings = aino.locator("section.ratings")
    first = ratings.locator("form input[type=radio]").first
    await first.focus()
    async with aino.expect_response(lambda answer: "/ratings/" in answer.url and answer.request.method == "POST"):
        await aino.keyboard.press("Space")
    await expect(ratings).to_contain_text("1 ihminen on arvioinut")
    await expect(first).to_be_focused()
    await fits(aino, "ratings", found)
    await do(client, f"/b/{tree}/ratings", kind="rated", what="show")
    await expect(ratings.locator(".spread").first).to_be_visible()
    await fits(aino, "spread", found)

    # The secretary: lines that are pasted, the part chosen by Alt and a number, Enter for the next.
    sini = await people("Sini Sihteeri", "secretary", path=f"/b/{board}/quick", viewport=NARROW, bypass_csp=True)
    field, part = (
        sini.locator("form[data-quick-lines] textarea"),
        sini.locator("form[data-quick-lines] select[name=zone]"),
    )
    await sini.keyboard.press("Alt+2")
    second = await part.locator("option").nth(1).get_attribute("value")
    await expect(part).to_have_value(second or "")
    await expect(sini.locator("#announcer")).to_have_text(await part.locator("option").nth(1).inner_text())
    await field.focus()
    await field.evaluate(PASTE, "- Liitetty yksi\n- Liitetty kaksi\n3) Liitetty kolme")
    await sini.keyboard.type("Kirjoitettu neljäs")
    await sini.keyboard.press("Enter")
    for words in ("Liitetty yksi", "Liitetty kaksi", "Liitetty kolme", "Kirjoitettu neljäs"):
        await expect(sini.locator("body")).to_contain_text(words)
    zones = "SELECT e.zone FROM element e JOIN text t ON t.owner_id = e.id WHERE t.plain LIKE 'Liitetty%' OR t.plain LIKE 'Kirjoitettu%'"
    assert {zone for (zone,) in server.read(zones)} == {(second or "").partition(":")[0]}
    await fits(sini, "quick", found)

    # A soft call is followed when one is ready; a sentence that was begun waits.
    await aino.goto(f"/b/{board}")
    begun = aino.locator("form[data-quick-add]:visible textarea").first
    await begun.fill("Kesken jäävä")
    tree_key = server.read("SELECT key FROM board WHERE id = ?", tree)[0][0]
    await do(client, f"{home}/hall/gather", mode="soft", board=tree_key)
    await expect(aino.locator("#announcer")).to_contain_text("kutsuu")
    await fits(aino, "call", found)
    await walk_to(aino, "[data-called]")
    await aino.keyboard.press("Enter")
    await aino.wait_for_url(f"**/b/{tree}")
    await aino.get_by_role("link", name="Palaa siihen").click()
    await expect(aino.locator("form[data-quick-add]:visible textarea").first).to_have_value("Kesken jäävä")

    # The clock counts and nothing is said each second; on the console a control's ten seconds run down in silence too.
    await lead.goto(f"{home}/lead")
    await do(client, f"{home}/hall/message", text="Kahvi on valmis")
    await expect(lead.locator("#lead-undo [data-seconds]")).to_be_visible()
    await expect(aino.locator("#announcer")).to_contain_text("Kahvi on valmis")
    for page, clock in ((aino, "aside.strip [data-clock]"), (lead, "#lead-undo [data-seconds]")):
        await page.evaluate(LISTEN)
        assert await page.evaluate(TICKS, clock)
        assert await page.evaluate("window.heard") == []
    # Who comes is told to whoever leads, in one sentence.
    await people("Uusi Tulija", "expert", path=home, viewport=NARROW)
    await expect(lead.locator("#announcer")).to_contain_text("Läsnä")
    assert found == {}
    assert people.errors == []
