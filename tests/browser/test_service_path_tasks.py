"""What a newcomer does with the service path, by what can be clicked and typed: the five tasks of the method's README."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

WORK = "?view=work"


async def new_board(page: Page, server: Any, start: str, title: str, method: str = "service_path") -> str:
    """Make a board from a starter; the board's address."""
    await page.goto(f"/p/{server.programme}/boards/new")
    await page.locator(f'input[value="{method}/{start}"]').check()
    await page.get_by_label("Työpohjan nimi").fill(title)
    await page.get_by_role("button", name="Tee työpohja").click()
    await expect(page.locator("h1")).to_have_text(title)
    address = page.url.partition("?")[0]
    await page.goto(address + WORK)
    return address


def zone(page: Page, name: str) -> Any:
    """A part of the board by its name."""
    return page.locator(".zone", has=page.get_by_role("heading", name=name, exact=True))


async def write(page: Page, part: str, *texts: str, kind: str = "") -> None:
    """Write notes into a part of the board, one after the other; Enter makes each."""
    here = zone(page, part)
    if kind:
        await here.locator("select").select_option(label=kind)
    field = here.locator("form.add textarea")
    for text in texts:
        await field.fill(text)
        await field.press("Enter")
        await expect(here.locator(".note", has_text=text)).to_have_count(1)


async def link(page: Page, note: str, kind: str, *ends: str, **fields: str) -> None:
    """Open a note and add links from it: the words of the link, then its other end."""
    side = page.locator("#side")
    await page.locator(".note", has_text=note).first.locator(".open").click()
    await expect(side.locator("textarea[data-text]").first).to_have_value(note)
    for end in ends:
        await side.get_by_role("link", name="Lisää yhteys").click()
        await side.get_by_label("Mitä yhteys sanoo").select_option(label=kind)
        await side.locator(".pick label", has_text=end).first.click()
        for label, words in fields.items():
            await side.locator("summary", has_text="Lisää kenttiä").last.click()
            await side.get_by_label(label).last.fill(words)
        await side.get_by_role("button", name="Lisää yhteys").click()
        await expect(side.locator("ol.links, .links").first).to_contain_text(end)


async def run(page: Page, address: str, action: str) -> None:
    """Run one of the facilitator's tools in the settings."""
    await page.goto(f"{address}/settings")
    side = page.locator("#side")
    await side.locator("summary", has_text=action).click()
    await side.get_by_role("button", name=action).click()
    await expect(page.locator("#toast")).not_to_be_empty()


def links(server: Any, address: str, kind: str) -> int:
    """How many links of a kind start on a board."""
    query = """SELECT count(*) FROM element l JOIN element s ON s.id = l.source_id
               WHERE s.board_id = ? AND l.kind = ? AND l.deleted_at IS NULL"""
    return int(server.read(query, address.rpartition("/")[2], kind)[0][0])


async def place_a_step_by_hand(page: Page, server: Any, until: Any) -> None:
    """Drag a step to the right, take it a row down with a key, and give it back to the layout with a button."""
    place = "SELECT x, y FROM element WHERE id = ?"
    shape = page.locator(".drawing g[data-place][aria-label*='Kokeilee apua']")
    await shape.scroll_into_view_if_needed()
    step = str(await shape.get_attribute("data-element"))
    before, box = await shape.get_attribute("data-place"), await shape.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 + 3, steps=4)
    await page.mouse.up()
    await until(lambda: server.read(place, step)[0][0] is not None)
    x, y = server.read(place, step)[0]
    assert x > float(str(before).split()[0]) + 5
    await expect(page.locator(f".drawing g[data-element='{step}'][data-place='{x:g} {y:g}']")).to_have_count(1)
    assert y < 14, "a hand that trembles leaves it in its row"

    await shape.click()
    await expect(page.locator("#side textarea[data-text]").first).to_have_value("Kokeilee apua")
    await page.locator(".drawing").focus()
    await page.keyboard.press("Alt+ArrowDown")
    await until(lambda: server.read(place, step)[0][1] > 20)
    await page.locator("#side details.fold", has_text="Ylöspäin").locator("summary").click()
    await page.locator("#side").get_by_role("button", name="Ylöspäin").click()
    await until(lambda: server.read(place, step)[0][1] < 14)
    await page.locator("#side").get_by_role("button", name="Asettelun valitsemaan paikkaan").click()
    await until(lambda: server.read(place, step)[0][0] is None)
    await expect(page.locator(f".drawing g[data-element='{step}'][data-place='{before}']")).to_have_count(1)


async def test_a_newcomer_makes_a_path_with_a_return_and_what_stands_around_it(
    server: Any, people: Any, until: Any
) -> None:
    """Tasks 1 to 3, and a provider's own path that meets the customer's in a step."""
    page = await people("Mikko", "facilitator", path="/")
    address = await new_board(page, server, "empty", "Ensimmäinen polku")
    await write(page, "Asiakas", "Huomaa tarpeen", "Ottaa yhteyttä", "Kokeilee apua", "Arvioi itse")
    await write(page, "Palveluohjaus", "Alkukeskustelu", "Seurantakäynti")
    await write(page, "Polkua tukevat työvälineet", "Puhelinsovellus")
    await write(page, "Tietopalvelut", "Taustatiedot")
    await write(page, "Vaikutusten seuranta", "Koettu hyvinvointi")
    await write(page, "Ei sijoitettu vielä", "Läheisten ilta")
    await page.locator("#side summary", has_text="Piirrä nuolet järjestyksessä").click()
    await page.locator("#side").get_by_role("button", name="Piirrä nuolet järjestyksessä").click()
    await expect(page.locator("#toast")).to_contain_text("5 nuolta")
    await link(page, "Seurantakäynti", "palaa →", "Ottaa yhteyttä", Milloin="jos apu ei auta")
    await link(page, "Alkukeskustelu", "käyttää →", "Puhelinsovellus")
    await link(page, "Taustatiedot", "antaa tietoa →", "Alkukeskustelu")
    await link(page, "Koettu hyvinvointi", "seuraa →", "Alkukeskustelu", "Seurantakäynti")
    made = {kind: links(server, address, kind) for kind in ("then", "returns", "uses", "informs", "monitors")}
    assert made == {"then": 5, "returns": 1, "uses": 1, "informs": 1, "monitors": 2}

    await page.goto(address + "?view=drawing")
    drawing = page.locator("svg.scene").first
    for words in ("jos apu ei auta", "Puhelinsovellus", "Ei sijoitettu vielä", "Läheisten ilta"):
        await expect(drawing).to_contain_text(words)
    await place_a_step_by_hand(page, server, until)

    provider = await new_board(page, server, "provider", "Tuottajan polku")
    await write(page, "Palveluntuottaja", "Sopii aloituksesta", kind="Kohtaaminen")
    await link(page, "Sopii aloituksesta", "on sama vaihe kuin", "Alkukeskustelu")
    await page.goto(f"{provider}/findings")
    await expect(page.locator("main")).to_contain_text("kohtaa toisen polun 1 vaiheessa")
    assert people.errors == []


async def test_a_newcomer_makes_a_five_lane_blueprint_and_renames_a_lane(server: Any, people: Any) -> None:
    """Task 4: the lanes name the parts of the board, in their order, and a new name is seen at once by everybody."""
    page = await people("Mikko", "facilitator", path="/")
    address = await new_board(page, server, "empty", "Palvelukartta")
    reader = await people("Aino", "expert", path=address + WORK)
    await run(page, address, "Aseta palvelukartan viisi kaistaa")
    heads = reader.locator(".zone h2")
    await expect(heads.filter(has_text="Näkymätön palvelu")).to_have_count(1)
    await page.goto(address + WORK)
    names = [str(name).strip() for name in await page.locator(".zone h2").all_inner_texts()]
    assert names[:5] == ["Näkyvät merkit", "Asiakkaan toiminta", "Näkyvä palvelu", "Näkymätön palvelu", "Tukiprosessit"]

    await page.goto(f"{address}/settings")
    await page.locator("#side .links a", has_text="Näkyvä palvelu").click()
    name = page.locator("#side textarea[data-text]").first
    await name.click()
    await expect(name).to_have_attribute("data-bound", re.compile(".*"))
    await name.fill("Kotikäynti")
    await expect(heads.filter(has_text=re.compile("^Kotikäynti$"))).to_have_count(1)
    await page.goto(address + WORK)
    await write(page, "Kotikäynti", "Käynti kotona")
    await write(page, "Näkyvät merkit", "Ovikyltti", kind="Vaihe")
    await page.goto(address + "?view=drawing")
    drawing = page.locator("svg.scene").first
    for words in (
        "Vuorovaikutuksen raja",
        "Näkyvyyden raja",
        "Sisäisen vuorovaikutuksen raja",
        "Kotikäynti",
        "Ovikyltti",
    ):
        await expect(drawing).to_contain_text(words)
    assert people.errors == []


async def test_a_newcomer_plans_a_trial_on_a_step(server: Any, people: Any) -> None:
    """Task 5: a factor with two levels is tied to the step that it varies, and its groups are made."""
    page = await people("Mikko", "facilitator", path="/")
    address = await new_board(page, server, "trial", "Uusi kokeilu")
    names = [str(name).strip() for name in await page.locator(".zone h2").all_inner_texts()]
    assert names == ["Keskeisiä huomioita", "Kokeilu"], "a trial shows no empty lanes"
    factor = page.locator(".note[data-kind=factor]")
    await link(
        page, str(await factor.locator(".open span[data-text-view]").inner_text()), "muuttaa →", "Ensimmäinen juttelu"
    )
    await run(page, address, "Muodosta kokeiluryhmät")
    await page.goto(address + "?view=drawing")
    drawing = page.locator("svg.scene").first
    for words in ("Ensimmäinen", "juttelu", "Ryhmä A", "Ryhmä B", "Tasoja ei ole päätetty"):
        await expect(drawing).to_contain_text(words)
    assert people.errors == []
