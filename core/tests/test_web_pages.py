"""The pages over HTTP: what they show, in which language, and that nothing of a board is lost when a part of it fails."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import World, words


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("pages")) as world:
        yield world


@pytest.fixture(scope="module")
def poor(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server where the method `sampler` is left out."""
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("poor"), without=("sampler",)) as world:
        yield world


# The programme


def test_the_home_of_a_programme_shows_all_of_it(world: World) -> None:
    said = words(world.get("facilitator", "/p/{programme}").text)
    for part in (
        "Keksitty esimerkki", "Yhteinen tavoite", "Enemmän · 20 % · 31.12.2028 mennessä", "4 työpajaa", "Starttipäivä", "syksyllä",
        "ke 7.10.2026", "Yhteinen työpohja", "Ryhmän työpohja", "Tehtävä", "Päätös", "Perustelu: Syy", "Oma henkilö", "Kysymys?", "Vastaus",
        "Askel", "Mielenpiha", "Haaste", "Liittyminen on suljettu",
    ):  # fmt: skip
        assert part in said, part


def test_the_journey_is_a_picture_with_words(world: World) -> None:
    page = world.get("expert", "/p/{programme}").text
    label = re.search(r'<svg class="line"[^>]*aria-label="([^"]+)"', page)
    assert label
    assert label[1] == "Matka: pidetty: Starttipäivä; käynnissä: Kehittämö 1"
    assert 'class="s-thread"' in page


def test_the_goal_is_a_coedited_text_for_those_who_write(world: World) -> None:
    key = f"{world.ids['programme']}:goal:fi"
    assert f'data-text="{key}"' in world.get("expert", "/p/{programme}").text
    seen = world.get("observer", "/p/{programme}").text
    assert f'data-text="{key}"' not in seen
    assert f'data-text-view="{key}"' in seen


def test_a_page_tells_its_script_what_to_follow(world: World) -> None:
    page = world.get("expert", "/b/{board}").text
    body = re.search(r"<body[^>]*>", page)
    assert body
    assert f'data-room="board:{world.ids["board"]}"' in body[0]
    assert f"programme:{world.ids['programme']}" in body[0]
    for name in ("data-seq", "data-epoch", "data-role", "data-person", "data-language"):
        assert f"{name}=" in body[0], name


def test_facilitators_see_the_code_and_its_qr(world: World) -> None:
    answer = world.post("facilitator", "/p/{programme}/joining", {"joining": "1"}, htmx=True)
    code = world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"])
    assert code in words(answer.text)
    assert "<svg" in answer.text
    assert code not in world.get("expert", "/p/{programme}").text


# The board


def test_a_board_shows_its_zones_questions_and_notes(world: World) -> None:
    page = world.get("expert", "/b/{board}").text
    lappu = world.ids["lappu"]
    assert re.search(
        rf'<li id="e-{lappu}" class="note[^"]*" data-element="{lappu}" data-kind="note" data-movable>', page
    )
    assert f'<ol class="notes" id="z-{world.ids["board"]}-left" data-zone="left" data-accept="note step">' in page
    note = re.search(rf'<li id="e-{lappu}".*?</li>', page, re.DOTALL)
    assert note
    said = words(note[0])
    for part in (
        "Ensimmäinen lappu",
        "Otsikko: Nimi",
        "TN-7",
        "told",
        "päätelty",
        "epävarma",
        "punaisessa langassa",
        "Aino",
        "6",
    ):
        assert part in said, part
    assert "Ei vielä tekstiä" in page


def test_an_observer_sees_no_form_but_comments(world: World) -> None:
    page = world.get("observer", "/b/{board}").text
    panel = world.get("observer", "/b/{board}/items/{lappu}", htmx=True).text
    assert "data-quick-add" not in page
    assert "data-movable" not in page
    assert "/vote" not in page
    assert panel.count("data-quick-add") == 1
    assert "/comments" in panel
    assert "/remove" not in panel
    assert re.search(r"<textarea[^>]*data-text=[^>]*readonly", panel)


def test_the_panel_shows_every_field_links_comments_sources_and_doubts(world: World) -> None:
    said = words(world.get("expert", "/b/{board}/items/{lappu}", htmx=True).text)
    for part in (
        "Why",
        "Cost",
        "Tags",
        "leads to",
        "Askel",
        "Hyvä",
        "lähde 1",
        "epävarma",
        "Punaisessa langassa",
        "tarkennus",
        "Historia",
    ):
        assert part in said, part
    page = world.get("expert", "/b/{board}/items/{lappu}").text
    assert 'class="side has-element"' in page
    assert 'class="zones' in page


def test_the_views_and_the_drawings_are_chosen_by_the_address(world: World) -> None:
    work = world.get("expert", "/b/{drawn}?view=work").text
    drawing = world.get("expert", "/b/{drawn}?view=drawing&drawing=broken").text
    assert 'class="zones' in work
    assert "data-drawing" not in work
    assert 'class="zones' not in drawing
    assert f'data-drawing="/b/{world.ids["drawn"]}/drawing/broken.svg"' in drawing
    assert 'class="zones' in world.get("expert", "/b/{drawn}?view=nonsense&drawing=nonsense").text


def test_a_board_as_a_table(world: World) -> None:
    page = world.get("observer", "/b/{board}/table").text
    assert '<th scope="col"' in page
    assert '<th scope="row"' in page
    said = words(page)
    for part in ("TN-7", "Ensimmäinen lappu", "10 000 €", "leads to → ", "ei tiedossa"):
        assert part in said, part


# What a method computes


def test_what_the_board_tells_and_what_failed_in_it(world: World) -> None:
    answer = world.get("expert", "/b/{drawn}/findings?part=1", htmx=True)
    said = words(answer.text)
    assert "has no words" in said
    assert "There are 2 notes." in said
    assert "It says nothing of their worth." in said
    made = world.post("facilitator", "/p/{programme}/boards", {"start": "drawn/", "title": "Rikki"}).headers["location"]
    said = words(world.get("expert", made + "/findings").text)
    assert "tunnuslukuja ei voitu laskea" in said
    assert world.get("expert", made).status_code == 200


def test_a_drawing_is_compressed_and_known_by_its_tag(world: World) -> None:
    first = world.get("expert", "/b/{drawn}/drawing/column.svg")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("image/svg+xml")
    assert f'data-element="{world.ids["pala_1"]}"' in first.text
    assert 'class="f-' in first.text
    tag = first.headers["etag"]
    assert world.get("expert", "/b/{drawn}/drawing/column.svg", headers={"If-None-Match": tag}).status_code == 304
    big = world.get("expert", "/b/{drawn}/drawing/column.svg", headers={"Accept-Encoding": "br"})
    assert big.headers.get("content-encoding") == "br"
    world.post("expert", "/b/{drawn}/items", {"zone": "pieces", "text": "Kolmas"}, htmx=True)
    changed = world.get("expert", "/b/{drawn}/drawing/column.svg", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "Kolmas" in changed.text


def test_a_drawing_as_a_file_has_colours_of_its_own(world: World) -> None:
    answer = world.get("expert", "/b/{drawn}/drawing/column.svg?download=1")
    assert 'filename="kuvattu-column.svg"' in answer.headers["content-disposition"]
    assert "#" in answer.text
    assert 'class="f-' not in answer.text
    pdf = world.get("expert", "/b/{drawn}/drawing/column.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert world.get("expert", "/b/{drawn}/drawing/nothing.svg").status_code == 404
    assert world.get("expert", "/b/{drawn}/drawing/column.exe").status_code == 404


def test_a_drawing_that_fails_says_so_in_its_place_and_the_page_stands(world: World) -> None:
    answer = world.get("expert", "/b/{drawn}/drawing/broken.svg")
    assert answer.status_code == 503
    assert "Tätä kuvaa ei voitu piirtää" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert world.get("expert", "/b/{drawn}?drawing=broken").status_code == 200
    assert world.get("expert", "/b/{drawn}/screen?drawing=broken").status_code == 200


def test_the_big_screen_shows_a_long_drawing_part_by_part(world: World) -> None:
    made = world.post("facilitator", "/p/{programme}/boards", {"start": "drawn/", "title": "Pitkä"}).headers["location"]
    world.post(
        "expert", made + "/items", {"zone": "pieces", "text": [f"Pala {number}" for number in range(40)]}, htmx=True
    )
    whole = world.get("expert", made + "/screen")
    assert "Seuraava osa" in words(whole.text)
    first = world.get("expert", made + "/screen?drawing=column&part=1").text
    assert "/drawing/column.svg?part=1" in first
    boxes = [
        re.search(r'viewBox="([^"]+)"', world.get("expert", made + f"/drawing/column.svg?part={part}").text)
        for part in ("", "1", "2", "999", "x")
    ]
    found = [box[1] for box in boxes if box]
    assert len(set(found)) == 3
    assert found[0] == found[3] == found[4]


def test_a_board_as_a_file_of_another_form(world: World) -> None:
    answer = world.get("expert", "/b/{drawn}/files/lines")
    assert "Yksi pala" in answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    assert world.get("expert", "/b/{drawn}/files/nothing").status_code == 404


# A method that is missing


def test_a_board_of_a_missing_method_is_read_as_plain_tables(poor: World) -> None:
    page = poor.get("expert", "/b/{board}")
    assert page.status_code == 200
    assert "Menetelmää sampler ei ole asennettu tähän" in words(page.text)
    assert "data-quick-add" not in page.text
    table = words(poor.get("expert", "/b/{board}/table").text)
    for part in ("Ensimmäinen lappu", "TN-7", "leads", "10 000 €"):
        assert part in table, part
    assert "Menetelmä puuttuu" in words(poor.get("expert", "/p/{programme}").text)
    panel = poor.get("expert", "/b/{board}/items/{lappu}", htmx=True)
    assert panel.status_code == 200
    assert "/remove" not in panel.text
    for path in ("/findings", "/findings?part=1", "/items/{lappu}/history"):
        assert poor.get("expert", "/b/{board}" + path, htmx=True).status_code == 200, path
    assert poor.get("facilitator", "/b/{board}/settings").status_code == 404
    assert poor.get("expert", "/b/{board}/screen").status_code == 404


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/items", {"zone": "left", "text": "x"}),
        ("/items/{lappu}/fields/title", {"v.title": "x"}),
        ("/items/{lappu}/move", {"zone": "right"}),
        ("/settings/mode", {"v.mode": "two"}),
        ("/actions/clear", {}),
    ],
)
def test_a_board_of_a_missing_method_takes_no_command(poor: World, path: str, form: dict[str, str]) -> None:
    before = poor.one("SELECT count(*) FROM event")
    answer = poor.post("facilitator", "/b/{board}" + path, form, htmx=True)
    assert 400 <= answer.status_code < 500
    assert poor.one("SELECT count(*) FROM event") == before


# Languages


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_screens_speak_the_chosen_language(world: World, language: str) -> None:
    finnish = (
        "Työpohja",
        "lappu",
        "Näytä",
        "Tallentuu",
        "Lisää",
        "Yhteydet",
        "Kommentit",
        "Ohje",
        "päätelty",
        "päivä avoin",
        "Tulosraportti",
        "Uusi",
    )
    expected = {
        "sv": ("Arbetstavla", "Visa på duken", "Kopplingar"),
        "en": ("Board", "Show on the big screen", "Links"),
    }[language]
    pages = [
        world.get("facilitator", path, cookie=f"language={language}").text
        for path in (
            "/",
            "/p/{programme}",
            "/p/{programme}/boards",
            "/p/{programme}/boards/new",
            "/p/{programme}/report",
            "/b/{drawn}",
            "/b/{board}",
            "/b/{board}/items/{lappu}",
            "/b/{board}/settings",
            "/b/{board}/table",
            "/nowhere",
        )
    ]
    said = words(" ".join(pages))
    for part in expected:
        assert part in said, part
    own = ("Yhteinen työpohja", "Ryhmän työpohja", "Ensimmäinen lappu", "Lappu")
    for text in own:
        said = said.replace(text, "")
    for part in finnish:
        assert not re.search(rf"\b{part}\b", said), part


def test_the_content_is_read_in_the_readers_language_where_it_has_one(world: World) -> None:
    swedish = world.get("expert", "/b/{board}", cookie="language=sv").text
    assert "Första lappen" in swedish
    assert f"{world.ids['lappu']}:text:sv" in swedish
    english = world.get("expert", "/b/{board}", cookie="language=en").text
    assert "Ensimmäinen lappu" in english
    assert f"{world.ids['lappu']}:text:fi" in english
    world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Ny lapp"}, htmx=True, cookie="language=sv")
    assert world.one("SELECT language FROM text WHERE plain = 'Ny lapp'") == "sv"


# Reports


def finished(world: World, address: str) -> Any:
    for _ in range(800):
        answer = world.get("expert", address, htmx=True)
        if "every 700ms" not in answer.text:
            return answer
        time.sleep(0.1)
    raise AssertionError(words(answer.text))


def test_a_report_is_made_of_a_saved_version_and_downloaded(world: World) -> None:
    world.post("facilitator", "/p/{programme}/snapshots", {"name": "Tulospäivä"})
    page = world.get("expert", "/p/{programme}/report").text
    snapshot = re.search(r'<option value="(\w{32})">Tulospäivä', page)
    assert snapshot
    answer = world.post(
        "expert", "/p/{programme}/report", {"snapshot": snapshot[1], "format": "pdf", "language": "sv"}, htmx=True
    )
    assert answer.status_code == 200
    job = re.search(r"/report/jobs/(\w{32})", answer.text)
    assert job
    done = finished(world, f"/p/{{programme}}/report/jobs/{job[1]}")
    assert "Raportti on valmis" in words(done.text)
    file = world.get("observer", f"/p/{{programme}}/report/jobs/{job[1]}/file")
    assert file.content == b"%PDF Koeohjelma sv"
    assert 'filename="koeohjelma-sv.pdf"' in file.headers["content-disposition"]
    assert job[1] in world.get("expert", "/p/{programme}/report").text
    assert world.get("stranger", f"/p/{{other_programme}}/report/jobs/{job[1]}").status_code == 404


def test_a_report_that_fails_says_so(world: World) -> None:
    answer = world.post("facilitator", "/p/{programme}/report", {"format": "failing", "language": "fi"}, htmx=True)
    job = re.search(r"/report/jobs/(\w{32})", answer.text)
    assert job
    done = finished(world, f"/p/{{programme}}/report/jobs/{job[1]}")
    assert "Raporttia ei voitu tehdä" in words(done.text)
    assert "Traceback" not in done.text
    assert world.get("expert", f"/p/{{programme}}/report/jobs/{job[1]}/file").status_code == 404


def test_a_report_of_nothing_is_refused(world: World) -> None:
    for form, status in (
        ({"format": "nothing"}, 422),
        ({"format": "board-pdf"}, 422),
        ({"format": "pdf", "language": "xx"}, 422),
        ({"format": "pdf", "language": "fi", "snapshot": "nonsense"}, 404),
    ):
        assert world.post("facilitator", "/p/{programme}/report", form, htmx=True).status_code == status, form
    assert world.post("expert", "/p/{programme}/report", {"format": "pdf", "language": "fi"}).status_code == 403


# Files


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py", "/static/css", "/static/css/nothing.css",
        "/static//etc/passwd", "/static/fonts/LICENSES.txt", "/plugin-static/drawn/web_kit.py", "/plugin-static/drawn/../web_kit.py",
        "/plugin-static/nobody/x.js", "/plugin-static/drawn/x.js",
    ],
)  # fmt: skip
def test_only_files_of_pages_are_given_out(world: World, path: str) -> None:
    assert world.get("", path).status_code in (400, 404)


def test_the_server_says_that_it_is_well(world: World) -> None:
    answer = world.get("", "/health")
    assert answer.json() == {"status": "ok"}
