"""The result-day report of the source programme: every word of it is there, and the contents' page numbers are true."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from pypdf import PdfReader

from exports.tests.pdf_checker import faults
from tests.house.conftest import run_in

DATA = Path(__file__).parents[1] / "data" / "siun_sote_hebu.yaml"
SECTIONS = (
    "background", "impact_chain", "goal_map", "guiding_principle", "actors", "actor_goals", "actor_cards", "solutions", "service_path",
    "provider_path", "organiser_canvas", "guidance_charts", "pricing", "network", "information_needs", "experiment",
    "prerequisites", "impact_management", "co_development", "next_steps", "acknowledgements",
)  # fmt: skip


def texts_of(node: Any) -> Iterator[str]:
    """Every value called `text` in a tree of plain data."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(node, list):
        for part in node:
            yield from texts_of(part)


def squeezed(text: str) -> str:
    """Letters, digits and signs only: spaces and hyphens aside."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u2010\u2011\u2212–-]+", "", plain).casefold()


@pytest.fixture(scope="session")
def report(demo_home: Path) -> PdfReader:
    """The report, made once from the command line."""
    out = demo_home / "r.pdf"
    done = run_in(demo_home, "programme", "export", "siun-sote-hebu", "--as", "pdf", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return PdfReader(out)


@pytest.fixture(scope="session")
def texts(report: PdfReader) -> list[str]:
    """The words of every page, read once."""
    return [page.extract_text() for page in report.pages]


@pytest.fixture(scope="session")
def chapters(report: PdfReader, texts: list[str]) -> dict[str, str]:
    """The words of every chapter and section by its title, squeezed; a bookmark's own pages are those up to the next."""
    marks = sorted(_marks(report, report.outline), key=lambda mark: mark[1])
    ends = [page for _, page in marks[1:]] + [len(texts)]
    found: dict[str, str] = {}
    for (title, first), end in zip(marks, ends, strict=True):
        found[title] = found.get(title, "") + squeezed("".join(texts[first : max(end, first + 1)]))
    return found


def _marks(report: PdfReader, entries: Any, depth: int = 0) -> Iterator[tuple[str, int]]:
    """Title without its number and page of the bookmarks of sections and chapters."""
    for entry in entries:
        if isinstance(entry, list):
            if depth < 1:
                yield from _marks(report, entry, depth + 1)
        else:
            yield re.sub(r"^\d+ ", "", str(entry.title)), report.get_destination_page_number(entry) or 0


def test_every_word_of_the_source_is_printed(texts: list[str]) -> None:
    """No text value of the sections is lost between the data and the paper."""
    source = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    printed = squeezed("".join(texts))
    missing = [(name, text) for name in SECTIONS for text in texts_of(source[name]) if squeezed(text) not in printed]
    assert missing == []


GOAL = "Henkilökohtaisen budjetin käyttöönotto kokonaistaloudellisesti siten, että koettu hyvinvointi ja vaikutusten mitattavuus"
ARTEFACTS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (9, "Päivän ohjelma", ("Kahvitarjoilu", "tauko 10 min", "10 min", "Vaikuttavuuskehittämön päätös", "16.00")),
    (18, "Lähtökohdat", ("kärkihanketta", "koko Pohjois-Karjalan alue", "Rajattu pois: Tohmajärvi, Rääkkylä", "www.siunsote.fi")),
    (178, "Haaste ja tavoite", (GOAL, "Lähtökohtana Omannäköinen elämä", "Siilojen murtaminen ja kumppanuuksien johtaminen")),
    (178, "Tavoitekartta", (GOAL, "Ratkaisujen työstäminen")),
    (42, "Näkökulmat", ("Hyöty asiakkaalle", "Hyöty tietojohtamiselle", "Yhteistyökumppanuuksien johtaminen")),
    (173, "Kokonaisratkaisu", ("Asiakkaan palvelupolku", "Vapaus valita")),
    (173, "Palvelun järjestäjän taulukko", ("KRIITTISET ELEMENTIT", "Maakunnallinen me-henki")),
    (173, "Palveluohjauksen ratkaisut", ("Asiakkaan itsenäinen rooli", "Elinvoimainen palvelutuotanto")),
    (179, "Palveluntuottajien ratkaisut", ("kumppanuuden luominen, kehittäminen ja johtaminen", "Pysyvyys ja selkeys")),
    (173, "Yhteistyön lisääminen verkostoja johtamalla", ("Verkoston haltuunotto", "Tietojohtamisen ratkaisut")),
    (173, "Hinnoittelun päätöspuu", ("Perustelu puuttuu lähteestä", "Vaihtoehto 4")),
    (173, "Palvelupolun vaihtoehdot kokeilussa", ("Ryhmä A", "Ryhmä D")),
    (173, "Vaikutusketju ja vaikuttavuuden johtaminen", ("Vaikutusten syntymisen edellytykset", "Return on Social Intervention", GOAL)),
    (20, "Yhteiskehittäminen työvälineeksi", ("koska se mahdollistaa:", "Yhteisten tavoitteiden asettamisen", "Yhteisiin tavoitteisiin sitouttamisen")),
    (21, "Seuraavat askeleet", ("Tähän versioon ei ole kirjattu",)),
    (180, "Lähteet ja epävarmuudet", ("001_fe91e51b51d45475.txt", "Epävarmat kohdat")),
    (22, "Kiitokset", ("Suurkiitos kaikille Vaikuttavuuskehittämöön osallistuneille", "Omannäköinen elämä")),
)  # fmt: skip
"""What each chapter of the report must hold, by the row of the inventory of the source decks."""
SECTIONS_OF_THE_DECK = (
    "Työskentelyn lähtökohdat", "Tavoitteet ja työskentely", "Kokonaisratkaisu", "Palveluratkaisumme",
    "Henkilökohtaisen budjetin käyttöönotto – Kohti kokeilua", "Vaikuttavuuden johtaminen", "Yhteiskehittäminen työvälineeksi",
    "Seuraavat askeleet",
)  # fmt: skip


def test_every_artefact_of_the_source_stands_in_its_chapter(chapters: dict[str, str]) -> None:
    """Row by row of the inventory: the chapter is there, and says it."""
    missing = [
        (row, title, words) for row, title, all_words in ARTEFACTS for words in all_words
        if squeezed(words) not in chapters.get(title, "")
    ]  # fmt: skip
    assert missing == []


def test_the_sections_of_the_deck_divide_the_report_and_the_agenda_leads_to_them(report: PdfReader) -> None:
    """Sections stand in the deck's order with their chapters below them; each agenda item is a link to what it presented."""
    top = [entry for entry in report.outline if not isinstance(entry, list)]
    places = {str(entry.title): report.get_destination_page_number(entry) for entry in top}
    assert [title for title in places if title in SECTIONS_OF_THE_DECK] == list(SECTIONS_OF_THE_DECK)
    day = next(page for title, page in places.items() if title.endswith("Päivän ohjelma"))
    numbers = {
        page.indirect_reference.idnum: number for number, page in enumerate(report.pages) if page.indirect_reference
    }
    led = [numbers[one.get_object()["/Dest"][0].idnum] for one in report.pages[day or 0]["/Annots"]]
    presented = ("Työskentelyn lähtökohdat", "Kokonaisratkaisu", "Palveluratkaisumme", SECTIONS_OF_THE_DECK[4],
                 "Yhteiskehittäminen työvälineeksi", "Seuraavat askeleet")  # fmt: skip
    assert led[:6] == [places[title] for title in presented]
    assert len(led) == 7
    assert "luvut 8–11" in report.pages[day or 0].extract_text()


def test_no_page_is_almost_empty(report: PdfReader, demo_home: Path) -> None:
    """What stands on a page reaches well below its upper quarter; the pages between sections are dark as a whole."""
    file = pypdfium2.PdfDocument(demo_home / "r.pdf")
    thin = []
    for number in range(len(file)):
        picture = file[number].render(scale=0.3, grayscale=True).to_pil()
        rows = [picture.crop((0, y, picture.width, y + 1)).getextrema()[0] for y in range(picture.height)]
        text = [y for y, darkest in enumerate(rows) if darkest < 200 and 0.07 < y / picture.height < 0.86]
        if not text or text[-1] < 0.3 * picture.height:
            thin.append(number + 1)
    file.close()
    assert len(report.pages) > 50
    assert thin == []


def test_the_contents_point_at_the_right_pages(report: PdfReader, texts: list[str]) -> None:
    """Each line of the contents carries the number of the page on which its chapter begins."""
    outline = [entry for part in report.outline for entry in (part if isinstance(part, list) else [part])]
    outline = [entry for entry in outline if not isinstance(entry, list)]
    contents = "\n".join(texts[1:4])
    assert len(outline) >= 8
    checked = 0
    for entry in outline:
        number = report.get_destination_page_number(entry)  # type: ignore[arg-type]
        title = squeezed(str(entry.title))
        line = next((line for line in contents.splitlines() if title and title in squeezed(line)), None)
        if line is None or number is None:
            continue
        stated = re.search(r"(\d+)\s*$", line)
        if stated is not None:
            assert int(stated.group(1)) == number + 1, line
            checked += 1
    assert checked >= 20


def test_figures_that_the_report_must_say(texts: list[str]) -> None:
    """The result day as Finns write it, the four planned figures, and the empty next steps with their note."""
    flat = squeezed("".join(texts))
    assert squeezed("28.3.2018 klo 12.30–16.00") in flat
    for figure in ("4 työpajaa", "2 kuukautta aikaa", "40 asiantuntijaa", "1 yhteinen tavoite"):
        assert squeezed(figure) in flat
    assert squeezed("Seuraavat askeleet") in flat
    assert squeezed("Perustelu puuttuu lähteestä") in flat


def test_the_report_passes_every_point_of_the_checker(demo_home: Path, report: PdfReader) -> None:
    """Tags, headings, alternative texts, links, fonts: what objects can show of PDF/UA-1."""
    assert len(report.pages) > 20
    assert faults((demo_home / "r.pdf").read_bytes()) == []
