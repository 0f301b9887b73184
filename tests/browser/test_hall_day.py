"""A workshop from the first task to the last, by what people click: six phones, a facilitator, a projector, three tables."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
TITLE = "Mitä teemme, ja mitä siitä seuraa?"
WORDS = (
    "Koulukuraattori soittaa nuorelle samana päivänä",
    "Etsivä työ jalkautuu kauppakeskukseen",
    "Kuraattorit soittavat nuorille heti",
    "Nuortenillan pitäjä saa koulutuksen",
    "Ohjaaja kulkee rinnalla ensikäynnille",
    "Perheille pidetään kahvi-ilta",
)


async def joined(people: Any, server: Any, number: int) -> Page:
    """Somebody comes with a phone, types the code that stands on the table, and goes to what is going on."""
    context = await people.browser.new_context(base_url=server.url, viewport=PHONE, locale="fi-FI")
    page = await context.new_page()
    page.on("pageerror", lambda error: people.errors.append(f"phone {number}: {error}"))
    await page.goto("/")
    await page.get_by_label("Koodi").fill("harj 23")
    await page.keyboard.press("Enter")
    await page.get_by_label("Nimesi").fill(f"Puhelin {number}")
    await page.get_by_label("Organisaatiosi").fill(f"Organisaatio {number}")
    await page.get_by_role("button", name="Liity").click()
    await expect(page.get_by_role("heading", name=re.compile("Tervetuloa"))).to_be_visible()
    return page


async def press(page: Page, name: str | re.Pattern[str]) -> None:
    await page.locator("#lead-bar").get_by_role("button", name=name).click()


@pytest.mark.own_server
@pytest.mark.timeout(300)
async def test_a_workshop_by_what_people_click(server: Any, people: Any) -> None:
    home = f"/p/{server.programme}"
    lead = await people("Mikko", "facilitator", path=f"{home}/plan", viewport={"width": 1440, "height": 900})
    # Prepared: the first task is written alone and anonymously.
    await lead.get_by_role("link", name="Tehtävät pöydissä").first.click()
    await lead.get_by_role("link", name=re.compile(rf"Muuta.*{re.escape(TITLE)}")).click()
    await lead.get_by_label("Jokainen kirjoittaa ensin yksin").check()
    await lead.get_by_label("nimettömänä").check()
    for table in ("1 Nuoret ja läheiset", "2 Koulu ja opiskelu", "3 Palvelut"):
        await lead.get_by_label(table).check()
    await lead.get_by_role("button", name="Tallenna").click()
    await expect(lead.locator(".tasks-of").first).to_contain_text("ensin yksin, paljastetaan myöhemmin · nimettömänä")

    phones = [await joined(people, server, number) for number in range(1, 7)]
    for phone in phones:
        await phone.goto(f"{home}/now")
        await expect(phone.get_by_role("heading", name="Mikään tehtävä ei ole nyt auki")).to_be_visible()
    # Tables of two: whoever the mixing seated elsewhere is moved by the facilitator.
    await lead.goto(f"{home}/groups")
    for number in range(1, 7):
        one = lead.locator(f"[aria-label^='Puhelin {number},']")
        await one.get_by_role("combobox").select_option(index=1 + (number - 1) // 2)
        await one.get_by_role("button", name="Siirrä").click()
        await expect(lead.locator("[data-zone]").nth((number - 1) // 2).locator(f"[aria-label^='Puhelin {number},']")).to_be_visible()  # fmt: skip
    for phone in phones:
        await phone.reload()

    # Opened: every phone goes to the board of its table by itself, and is told how it is signed.
    await lead.goto(f"{home}/lead")
    beam = await people("Mikko", "facilitator", path=f"{home}/screen")
    await press(lead, re.compile("Aloita seuraava"))
    for phone in phones:
        await phone.wait_for_url(re.compile("/b/"))
        await expect(phone.locator(".task h2")).to_have_text(TITLE)
        await expect(phone.locator(".task .signing")).to_contain_text("Kirjoitat nimettömänä")
    assert len({phone.url for phone in phones}) == 3
    for phone, words in zip(phones, WORDS, strict=True):
        await phone.get_by_label("Oma lappusi").first.fill(words)
        await phone.locator("section.alone").get_by_role("button", name="Lisää lappu").click()
        await expect(phone.locator(".own-notes")).to_contain_text(words)
    for page in (lead, phones[1]):
        assert WORDS[0] not in await page.content()
    await press(lead, "Paljasta")
    for number, phone in enumerate(phones):
        other = number + 1 if number % 2 == 0 else number - 1
        await expect(phone.locator(".zones")).to_contain_text(WORDS[other])

    # A vote: nobody sees sums before it is closed.
    await press(lead, "Äänestys")
    await lead.get_by_role("button", name="Avaa äänestys").click()
    for phone in phones:
        ballot = phone.locator("section.ballot")
        await ballot.get_by_role("button", name=re.compile("Yksi piste lisää")).first.click()
        await expect(ballot).to_contain_text("2 pistettä jäljellä")
        await expect(ballot).not_to_contain_text("Äänestyksen tulos")
    await press(lead, "Äänestys")
    await lead.get_by_role("button", name="Sulje äänestys").click()
    for phone in phones:
        await expect(phone.locator("section.ballot")).to_contain_text("Äänestyksen tulos")
        await expect(phone.locator("section.ballot .results")).to_contain_text("pistettä")

    # Gathered softly, five minutes more, locked, taken back, locked.
    await press(lead, "Kokoa kaikki tänne")
    await lead.get_by_role("button", name="Kutsu kaikki").click()
    await expect(phones[0].locator(".strip").get_by_role("link", name="Siirry")).to_be_visible()
    await lead.get_by_role("button", name="Päätä kutsu").click()
    before = int((await phones[0].locator(".strip [role=timer]").inner_text()).split(":")[0])
    await lead.locator("#lead-agenda").get_by_role("button", name="5 min").click()
    await expect(phones[0].locator(".strip [role=timer]")).to_have_text(re.compile(rf"^{before + 4}:|^{before + 5}:"))
    await press(lead, "Lukitse laput")
    await expect(phones[0].locator(".task .chip", has_text="Lukittu")).to_be_visible()
    await expect(phones[0].locator("form.add")).to_have_count(0)
    await lead.get_by_role("button", name=re.compile("^Peru")).click()
    await expect(phones[0].locator("form.add").first).to_be_attached()
    await press(lead, "Lukitse laput")
    await expect(phones[5].locator(".task .chip", has_text="Lukittu")).to_be_visible()

    # Gathered from three tables: alike notes become one, another comes along.
    await lead.goto(f"{home}/activities")
    await lead.get_by_role("link", name="Koosta yhteiselle työpohjalle").click()
    await expect(lead.locator(".cluster.is-many .pickable", has_text="Kuraattorit soittavat")).to_be_visible()
    alike = lead.locator(".cluster.is-many", has_text=WORDS[0])
    await alike.locator(".pickable", has_text=WORDS[0]).click()
    await alike.locator(".pickable", has_text=WORDS[2]).click()
    await alike.get_by_label("Valitut yhdistetään yhdeksi lapuksi").check()
    await alike.get_by_label("Yhdistetyn lapun sanat").fill("Kuraattori soittaa heti")
    await lead.locator(".pickable", has_text=WORDS[4]).click()
    await lead.get_by_role("button", name="Koosta valitut laput").click()
    await expect(lead.locator("#toast")).to_contain_text("2 lappua koottiin tähän")
    await expect(lead.locator(".zones")).to_contain_text("Kuraattori soittaa heti")
    await lead.locator(".note .open", has_text="Kuraattori soittaa heti").click()
    await expect(lead.locator("#side")).to_contain_text("Koulu ja opiskelu")

    # Shown on the big screen, and closed.
    await lead.goto(f"{home}/lead")
    await press(lead, re.compile("Isolla näytöllä"))
    await lead.locator("#lead-screen").get_by_role("button", name=re.compile("Palvelut")).click()
    await expect(beam.get_by_role("heading", level=1)).to_contain_text("Palvelut")
    await expect(beam.locator("svg.scene")).to_be_visible()
    await lead.keyboard.press("Escape")
    await lead.get_by_role("button", name=re.compile("^Päätä")).first.click()
    for phone in phones:
        await expect(phone.locator(".strip .hall-now")).to_have_count(0)
    assert people.errors == []
