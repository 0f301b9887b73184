"""The composer over HTTP: a coordinator orders the chapters, leaves one out, adds a page; the version and the file follow."""

import base64
import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from PIL import Image

from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from tests.house.conftest import run_in

CHAPTER = re.compile(r'<li id="chapter-([^"]+)"( class="out")?')


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own, because these tests change it."""
    home = tmp_path_factory.mktemp("composer") / "home"
    shutil.copytree(demo_home, home)
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient[Any]]:
    with TestClient(create_app(Settings.read({"KEHITTAMO_HOME": str(home)}))) as client:
        yield client


def entered(client: TestClient[Any], home: Path, *words: str) -> str:
    """Sign in by a fresh personal link; the address of the practice programme."""
    link = re.search(r"/l/\S+", run_in(home, *words).stdout)
    assert link
    client.cookies.clear()
    client.post(link.group())
    found = re.search(r"/p/[0-9a-f]{32}", client.get("/").text)
    assert found
    return found.group()


def report(client: TestClient[Any], programme: str) -> str:
    deadline = time.monotonic() + 90
    while True:
        page = client.get(f"{programme}/report")
        assert page.status_code == 200
        if 'class="muted sm addpage"' not in page.text or time.monotonic() > deadline:
            return page.text
        time.sleep(0.2)


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found.group(1)


def mark(page: str, chapter: str) -> str:
    found = re.search(
        rf'name="chapter" value="{re.escape(chapter)}"><input [^>]+>\s*<input type="hidden" name="was" value="([0-9a-f]+)"',
        page,
    )
    assert found
    return found.group(1)


def test_chapters_are_ordered_left_out_and_pages_added(client: TestClient[Any], home: Path) -> None:
    programme = entered(client, home, "account", "add", "--name", "Koonnin Koordinaattori")
    plan = f"{programme}/report/plan"
    page = report(client, programme)
    first, second, *_ = (id_ for id_, _ in CHAPTER.findall(page))
    stale = revision(page)
    client.post(plan, data={"act": "down", "chapter": first, "revision": stale})
    page = report(client, programme)
    assert [id_ for id_, _ in CHAPTER.findall(page)][:2] == [second, first]

    refused = client.post(plan, data={"act": "out", "chapter": first, "revision": stale})
    assert refused.status_code == 409

    client.post(plan, data={"act": "out", "chapter": first, "revision": revision(page)})
    client.post(
        plan,
        data={"act": "add", "title": "Päähavainto", "text": "Apua viikossa <b>", "style": "finding", "after": second},
    )
    page = report(client, programme)
    chapters = CHAPTER.findall(page)
    assert chapters[0][0] == second
    assert chapters[1][0].startswith("page-")
    assert chapters[2] == (first, ' class="out"')
    assert "Apua viikossa &lt;b&gt;" in page

    # Dragged, or moved with Alt and an arrow key: an element before another, without a revision.
    client.post(plan, data={"element": first, "zone": "report", "before": second})
    page = report(client, programme)
    assert [id_ for id_, _ in CHAPTER.findall(page)][:2] == [first, second]
    client.post(plan, data={"element": first, "zone": "report", "before": chapters[1][0]})

    # Two who save two chapters do not stand in each other's way; two who save the same one are told.
    page = report(client, programme)
    sent = {"act": "save", "revision": revision(page)}
    card = re.search(r'name="perspective"><option value="">[^<]*</option><option value="([^"]+)"', page)
    assert card
    kept = {"chapter": first, "was": mark(page, first), "perspective": card.group(1)}
    assert client.post(plan, data={**sent, "chapter": second, "was": mark(page, second), "perspective": card.group(1)}).status_code < 400  # fmt: skip
    assert client.post(plan, data={**sent, **kept}).status_code < 400
    assert client.post(plan, data={**sent, **kept, "perspective": ""}).status_code == 409
    # Without scripts an introduction is a form of its own; it is not saved over what somebody wrote since.
    words = {"act": "write", "chapter": second, "field": "introduction", "language": "fi", "revision": "0"}
    assert client.post(plan, data={**words, "words": "Ensin <i>"}).status_code < 400
    assert client.post(plan, data={**words, "words": "Myöhässä"}).status_code == 409
    assert client.post(plan, data={**words, "chapter": chapters[1][0], "field": "text", "words": "x" * 20_001}).status_code == 422  # fmt: skip
    assert client.post(plan, data={**words, "field": "title", "words": "x"}).status_code == 404
    page = report(client, programme)
    assert ">Ensin &lt;i&gt;</textarea>" in page and "Myöhässä" not in page  # noqa: PT018
    assert f'value="{card.group(1)}" selected' in page

    key = re.search(r"^(\S+)", run_in(home, "programme", "list").stdout, re.MULTILINE)
    assert key
    archives = "".join(
        run_in(home, "programme", "export", line.split("\t")[0], "--as", "archive", "--out", "-").stdout
        for line in run_in(home, "programme", "list").stdout.splitlines()
    )
    assert "Päähavainto" in archives
    assert '"left_out": true' in archives
    assert '"introduction": "Ensin <i>"' in archives
    assert '"text": "Apua viikossa <b>"' in archives


TWO_LANGUAGES: dict[str, Any] = {
    "format": "kehittamo",
    "version": 1,
    "programme": {
        "id": "kaksi-kielta",
        "title": "Kaksi kieltä",
        "languages": ["fi", "sv"],
        "report": [
            {"id": "page-1", "kind": "page", "title": "Sivu", "text": "Teksti", "translations": {"sv": {"text": "Text", "title": "Sida"}}},
            {"id": "next", "introduction": "Ensin", "translations": {"sv": {"introduction": "Först"}}},
            {"id": "people", "introduction": "Kiitos", "unplaced": True},
        ],
    },
}  # fmt: skip


def test_the_texts_of_a_report_in_two_languages_come_and_go_with_an_archive(
    client: TestClient[Any], home: Path
) -> None:
    entered(client, home, "account", "add", "--name", "Koonnin Koordinaattori")
    told = client.post("/programmes/import", data={"text": json.dumps(TWO_LANGUAGES), "sure": "1"})
    assert told.status_code < 400, told.text
    listed = re.findall(r"/p/[0-9a-f]{32}", client.get("/").text)
    programme = next(one for one in listed if "Kaksi kieltä" in client.get(one).text)

    def archived() -> dict[str, Any]:
        out = run_in(home, "programme", "export", "kaksi-kielta", "--as", "archive", "--out", "-").stdout
        found: dict[str, Any] = json.loads(out)["programme"]
        return found

    assert archived()["report"] == TWO_LANGUAGES["programme"]["report"]
    # Whoever reads Swedish writes the Swedish text, with the Finnish one beside it.
    client.post("/preferences", data={"language": "sv", "back": "/"})
    page = report(client, programme)
    for shown in (">Först</textarea>", ">Ensin</span>", ">Text</textarea>", 'value="Sida"', 'placeholder="Sivu"'):
        assert shown in page, shown
    plan = f"{programme}/report/plan"
    sent = {"act": "save", "chapter": "page-1", "revision": revision(page), "was": mark(page, "page-1")}
    assert client.post(plan, data={**sent, "title": "Ny sida", "style": "text"}).status_code < 400
    words = {"act": "write", "chapter": "next", "field": "introduction", "language": "sv"}
    assert client.post(plan, data={**words, "words": "Nu"}).status_code < 400
    client.post("/preferences", data={"language": "fi", "back": "/"})
    first, *_, second = (one for one in archived()["report"] if "translations" in one)
    assert (first["title"], first["translations"]["sv"]) == ("Sivu", {"text": "Text", "title": "Ny sida"})
    assert (second["introduction"], second["translations"]["sv"]) == ("Ensin", {"introduction": "Nu"})


FAULTY: dict[str, Any] = {
    "format": "kehittamo",
    "version": 1,
    "programme": {
        "id": "korjattavaa", "title": "Korjattavaa", "languages": ["fi"],
        "background": [{"id": "t1", "text": "TODO: kirjoita tausta, kysy maija@kunta.example"}],
        "images": [{"id": "k1", "credit": "Kuvaaja", "media_type": "image/png", "data": ""}],
        "perspectives": [{"id": "n1", "goal": "Tavoite"}],
        "counts": [{"id": "l1", "text": "karttaa", "stated": 3, "parts": [{"text": "A", "value": 1}]}],
        "report": [{"id": "page-1", "kind": "page", "title": "Sivu", "text": "Tähän tulee ???"}],
    },
    "decisions": [{"id": "p1", "text": "Kokeillaan"}],
    "next_steps": [{"id": "s1", "text": "Sovitaan"}],
    "boards": [
        {
            "id": "ketju", "method": "impact_chain", "title": "Ketju",
            "items": [
                {"id": "a1", "kind": "output", "values": {"text": "Tilava aula ___"}},
                {"id": "a2", "kind": "indicator", "values": {}},
                {"id": "a3", "kind": "impact", "values": {"text": "Hyvinvointi"}},
            ],
        },
        {"id": "tyhja", "method": "impact_chain", "title": "Tyhjä"},
    ],
}  # fmt: skip


def test_every_remark_leads_to_the_place_where_it_is_mended(client: TestClient[Any], home: Path) -> None:
    entered(client, home, "account", "add", "--name", "Koonnin Koordinaattori")
    image = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(image, "PNG")
    FAULTY["programme"]["images"][0]["data"] = base64.b64encode(image.getvalue()).decode()
    told = client.post("/programmes/import", data={"text": json.dumps(FAULTY), "sure": "1"}, follow_redirects=False)
    programme = told.headers["location"].removesuffix("/plan")
    # An image of the page's own: kept, and on the page, in one step.
    form = {"credit": "Päivi", "alt": "Pöytä ikkunan ääressä", "page": "page-1"}
    sent = client.post(f"{programme}/images", data=form, files={"file": ("p.png", image.getvalue(), "image/png")})
    assert sent.status_code < 400
    assert client.post(f"{programme}/images", data={**form, "page": "absent"}, files={"file": ("p.png", image.getvalue(), "image/png")}).status_code == 404  # fmt: skip
    page = report(client, programme)
    assert re.search(
        r'name="image" value="kuva-\w+" checked>[^/]*/p/\w+/images/[^>]*><span>Pöytä ikkunan ääressä', page
    )
    assert len(re.findall(r'name="image"', page)) == 2

    panel = page[page.index('class="panel checks"') :]
    remarks = re.findall(r"</svg> (.*?) <a href=\"([^\"]+)\"", panel[: panel.index("</div>")])
    assert '<summary>Ketju <span class="muted sm nowrap">5 huomautusta</span>' in panel
    for said, part in (
        ("TODO: kirjoita tausta", "about#background-t1"), ("maija@kunta.example", "about#background-t1"),
        ("???", "report#edit-page-1"), ("ei ole tekstivastinetta", "about#image-k1"), ("Kortista", "about#perspectives-n1"),
        ("osien summa on 1", "process#counts-l1"), ("puuttuu perustelu", "follow#decisions-p1"),
        ("puuttuu vastuutaho", "follow#next_steps-s1"), ("Tilava aula ___", "/items/"), ("työpohja on tyhjä", "/b/"),
    ):  # fmt: skip
        assert any(said in message and part in href for message, href in remarks), (said, remarks)
    # What is not linked is named one by one, each with its place.
    assert sum("/items/" in href for _, href in remarks) == 5
    for message, href in remarks:
        address, _, anchor = href.partition("#")
        found = client.get(address)
        assert found.status_code == 200, (message, href)
        assert not anchor or f'id="{anchor}"' in found.text, (message, href)
        assert "<form" in found.text, (message, href)


def test_what_cannot_be_is_refused_in_words(client: TestClient[Any], home: Path) -> None:
    programme = entered(client, home, "account", "add", "--name", "Koonnin Koordinaattori")
    plan = f"{programme}/report/plan"
    for form in (
        {"act": "up", "chapter": "absent"},
        {"act": "add", "title": ""},
        {"act": "add", "title": "x", "style": "absent"},
    ):
        assert client.post(plan, data=form).status_code == 422, form


def test_only_those_who_may_compose(client: TestClient[Any], home: Path) -> None:
    coordinator = entered(client, home, "account", "add", "--name", "Koonnin Koordinaattori")
    key = run_in(home, "programme", "list").stdout.splitlines()[0].split("\t")[0]
    programme = entered(client, home, "link", key, "--role", "expert", "--name", "Koonnin Asiantuntija")
    page = report(client, programme)
    assert "report/plan" not in page
    assert "introduction:fi" not in page
    assert f"report:{programme[3:]}" not in page
    first = CHAPTER.findall(page)[0][0]
    assert client.post(f"{programme}/report/plan", data={"act": "down", "chapter": first}).status_code == 403
    assert coordinator
