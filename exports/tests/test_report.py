"""The result-day report as its readers meet it: complete, in order, numbered right, accessible, silent about secrets."""

import re
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from exports.tests import documents
from exports.tests.conftest import make, opened
from exports.tests.pdf_checker import elements, faults
from exports.tests.reading import bookmarks, pages, squeezed
from kehittamo_core.api import ExportRequest, Workers
from kehittamo_exports import PDF, report


@pytest.mark.parametrize("name", ["finnish", "swedish"])
def test_the_report_passes_every_point_of_the_checker(name: str, request: pytest.FixtureRequest) -> None:
    assert faults(request.getfixturevalue(name)) == []


def test_everything_that_was_written_is_printed(finnish: bytes) -> None:
    text = squeezed(" ".join(pages(finnish)))
    programme = documents.programme()["programme"]
    for words in (
        programme["title"], programme["goal"]["text"], "28.3.2018", "klo 12.30–16.00", "1 020 000", "vammaiset asiakkaat",
        "Rajattu pois: Tohmajärvi, Rääkkylä", "ulkoistettu", "Palvelut eivät kohtaa tarvetta.", "Lähtökohtana oma elämä",
        "Elinvoimapalvelut", "Saa tehdä omia päätöksiä", "Hyöty asiakkaalle", "Osallisuus", "Tieto ei kulje",
        "Järjestelmät ovat erillään", "Aikaa ei ole", "Irrallinen ajatus", "Säilynyt sisältö", "ZS-2: perustelu puuttuu.",
        "Valitaan vaihtoehto 4", "Perustelu puuttuu.", "Kuka omistaa ratkaisun?", "Kysy asiakkailta", "lahde.txt",
        "OCR epäselvä", "Suurkiitos kaikille osallistuneille!", "Kuva: Päivi", "Työpohjalla on 2 kohtaa.",
        "20 %", "31.12.2019", "1.2.2018",
    ):  # fmt: skip
        assert squeezed(words) in text, words


def test_an_overruled_result_stands_beside_its_count_with_who_and_why(finnish: bytes, swedish: bytes) -> None:
    said = squeezed(" ".join(pages(finnish))).rpartition(squeezed("Äänestystulokset, joista poikettiin"))[2][:400]
    for words in ("Laskettu", "Voimassa", "3 77", "Laki edellyttää tätä", "fasilitaattori"):
        assert squeezed(words) in said, words
    assert "Mari" not in said, "a report without names names nobody"
    assert squeezed("Fasilitaattori Mari") in squeezed(" ".join(pages(swedish)))


def test_an_empty_list_of_next_steps_is_said(finnish: bytes) -> None:
    assert any("Seuraavat askeleet" in page and "ei ole kirjattu" in page for page in pages(finnish))


def test_chapters_stand_in_their_order_and_empty_ones_are_left_out(finnish: bytes) -> None:
    titles = [title for level, title, _ in bookmarks(finnish) if level == 1]
    assert titles == [
        "Sisällys", "1 Lähtökohdat", "2 Päivän ohjelma", "3 Haaste ja tavoite", "4 Käsitteet", "5 Näkökulmat",
        "6 Palvelutarpeen syyt", "7 Muut laput", "8 Vieras työpohja", "9 Löydetyt aukot", "10 Päätökset ja avoimet kysymykset",
        "11 Seuraavat askeleet", "12 Välitehtävät", "13 Osallistujat", "14 Lähteet ja epävarmuudet", "15 Kiitokset",
    ]  # fmt: skip
    bare = make(
        {"format": "kehittamo", "version": 1, "programme": {"id": "tyhja", "title": "Tyhjä", "languages": ["fi"]}}
    )
    assert [title for _, title, _ in bookmarks(bare)] == ["Sisällys", "1 Seuraavat askeleet"]
    assert faults(bare) == []


def test_a_groups_board_is_a_section_of_the_common_boards_chapter(finnish: bytes) -> None:
    marks = [(level, title) for level, title, _ in bookmarks(finnish)]
    place = marks.index((1, "6 Palvelutarpeen syyt"))
    assert (2, "Ryhmän syyt") in marks[place : marks.index((1, "7 Muut laput"))]


def test_the_contents_tell_the_true_pages(finnish: bytes) -> None:
    marked = [(title.split(" ", 1)[1], page) for level, title, page in bookmarks(finnish)[1:] if level == 1]
    everything = pages(finnish)
    contents = pages(finnish, layout=True)[1]
    for number, (title, page) in enumerate(marked, 1):
        assert re.search(rf"^\s*{number}\s+{re.escape(title)}\s+{page}$", contents, re.MULTILINE), (title, page)
        assert squeezed(title) in squeezed(everything[page - 1])
    with opened(finnish) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets = [numbers[link.Dest[0].objgen] for link in pdf.pages[1].obj.Annots]
    assert targets == [page for _, page in marked]


def test_every_page_is_numbered_and_headed_as_an_artifact(finnish: bytes) -> None:
    everything = pages(finnish)
    for number, page in enumerate(everything[1:], 2):
        assert f"{number} / {len(everything)}" in page
        assert "abcdef01" in page
        assert "luonnos" in page
        assert "Keksitty esimerkki" in page
    assert "Keksitty esimerkki" in everything[0]


def test_a_final_report_says_so_and_names_are_printed_only_on_request(finnish: bytes, swedish: bytes) -> None:
    assert "Elina" not in " ".join(pages(finnish))
    assert "Kunta" in " ".join(pages(finnish))
    text = " ".join(pages(swedish))
    assert "Elina Esimerkki" in text
    assert "slutlig" in text


def test_comments_single_votes_and_names_are_in_no_byte(finnish: bytes) -> None:
    with opened(finnish) as pdf:
        everything = b"".join(
            bytes(thing.read_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
        ) + b"".join(str(thing).encode() for thing in pdf.objects if not isinstance(thing, pikepdf.Stream))
        assert not list(pdf.attachments)
    for secret in ("SALAINEN", "Esimerkki Elina", "Elina Esimerkki", "Sara"):
        for form in (secret.encode(), secret.encode("utf-16-be")):
            assert form not in everything


def test_the_swedish_report_marks_what_is_not_swedish(swedish: bytes) -> None:
    text = " ".join(pages(swedish))
    for words in ("Innehåll", "Försökets effektverkstad", "Resultatrapport", "Kunden väntar", "(på finska)"):
        assert words in text
    assert re.search(r"\d+ % av texterna är på svenska", text)
    with opened(swedish) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        marked = {str(element.Lang) for element, _ in elements(pdf.Root.StructTreeRoot.K) if "/Lang" in element}
    assert marked == {"fi"}


def test_a_drawing_has_its_alternative_text(finnish: bytes) -> None:
    with opened(finnish) as pdf:
        texts = [str(element.Alt) for element, _ in elements(pdf.Root.StructTreeRoot.K) if str(element.S) == "/Figure"]
    assert "Laatikot järjestyksessä: Tieto ei kulje; Asiakas odottaa" in texts
    assert any("Starttipäivä päivä avoin" in text for text in texts)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("FAIL-DRAW", "ei voitu piirtää: the drawing gave up"),
        ("FAIL-INSIGHT", "Havaintoja ei voitu laskea"),
        ("FAIL-CHAPTER", "ei saanut lukuaan kirjoitettua"),
        ("KILL-CHAPTER", "Tätä lukua ei voitu tehdä"),
    ],
)
def test_what_fails_says_so_and_the_report_still_comes(word: str, said: str) -> None:
    document = documents.programme()
    document["boards"][0]["items"][0]["values"]["text"] = word
    made = make(document)
    text = squeezed(" ".join(pages(made)))
    assert squeezed(said) in text
    assert squeezed("Irrallinen ajatus") in text
    assert faults(made) == []


def test_a_chapter_over_its_time_becomes_a_page_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kehittamo_exports.composition.SECONDS", 3.0)
    document = documents.programme()
    document["boards"][0]["items"][0]["values"]["text"] = "ENDLESS-CHAPTER"
    text = " ".join(pages(make(document)))
    assert "kesti liian kauan" in text
    assert "Irrallinen ajatus" in text


def test_progress_is_told_for_every_chapter() -> None:
    told: list[tuple[int, int, str]] = []
    request = ExportRequest(
        document=documents.programme(), plugins=documents.PLUGINS,
        progress=lambda done, total, what: told.append((done, total, what)),
    )  # fmt: skip
    report.write(request)
    assert [done for done, _, _ in told] == list(range(1, len(told) + 1))
    assert {total for _, total, _ in told} == {len(told)}
    assert any("Palvelutarpeen syyt" in what for _, _, what in told)


def test_an_unchanged_chapter_comes_from_the_cache(tmp_path: Any) -> None:
    document = documents.programme()
    first = make(document, cache=str(tmp_path))
    kept = {file.name for file in tmp_path.iterdir()}
    assert make(document, cache=str(tmp_path)) == first
    assert {file.name for file in tmp_path.iterdir()} == kept
    document["boards"][2]["items"][0]["values"]["text"] = "Muuttunut ajatus"
    changed = make(document, cache=str(tmp_path))
    new = {file.name for file in tmp_path.iterdir()} - kept
    assert len([name for name in new if ".known." not in name]) == 1
    assert "Muuttunut ajatus" in " ".join(pages(changed))
    for file in tmp_path.iterdir():
        file.write_text("broken")
    assert pages(make(document, cache=str(tmp_path))) == pages(changed)


async def test_the_report_is_made_in_a_worker_of_the_web_and_tells_how_far_it_is() -> None:
    plugins = replace(documents.PLUGINS, exports={"pdf": PDF})
    told: list[tuple[int, int, str]] = []
    workers = Workers(plugins, count=1)
    await workers.start()
    try:
        request = ExportRequest(
            document=documents.programme(),
            plugins=plugins,
            progress=lambda done, total, what: told.append((done, total, what)),
        )
        made = await workers.export("pdf", request, seconds=110)
    finally:
        await workers.close()
    assert faults(made) == []
    assert told[-1][0] == told[-1][1] == len(told)
