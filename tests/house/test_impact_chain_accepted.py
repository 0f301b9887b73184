"""The impact chain from the door to the paper: a goal with three targets, eleven cost lines from a file, the printed report."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from exports.tests.reading import pages, squeezed
from kehittamo_core.api import ExportRequest
from kehittamo_core.database import models as m
from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import Database
from kehittamo_core.loading import load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.people import OPERATOR
from kehittamo_exports import report

PLUGINS = load_plugins()
BASE = "http://testserver.local"
LINES = (
    "400 000;1 000;hlö", "1 200 000;3 000;hlö", "600 000;1 500;hlö", "250 000;2 500;hlö", "3 000 000;6 000;työpaikka",
    "900 000;9 000;työpaikka", "1 500 000;5 000;työpaikka", "2 000 000;20 000;yritys", "560 000;7 000;yritys",
    "300 000;3 000;yritys", "300 000;10 000;yritys",
)  # fmt: skip
"""Eleven lines without labels in three units, all of them «about»: 11 010 000 € in all."""
FILE = "total;per_unit;unit\n" + "\n".join("≈ " + line.replace(";", ";≈ ", 1) for line in LINES)
GOAL = {
    "text": "Työllisyys lisääntyy, työttömyys vähenee ja hyvinvointi lisääntyy vuoteen 2022 mennessä",
    "targets": [
        {"id": "t1", "text": "Työllistyneet", "direction": "increase", "amount": 50, "unit": "%", "deadline": "2022-12-31"},
        {"id": "t2", "text": "Pitkäaikaistyöttömät", "direction": "decrease", "amount": 40, "unit": "%", "deadline": "2022-12-31"},
        {"id": "t3", "text": "Hyvinvointi", "direction": "increase", "deadline": "2022-12-31"},
    ],
}  # fmt: skip
DOCUMENT = {
    "format": "kehittamo", "version": 1,
    "programme": {"id": "oulu", "title": "Harjoitusohjelma", "languages": ["fi"], "goal": GOAL},
    "boards": [{"id": "eurot", "method": "impact_chain", "title": "Eurot", "state": "open"}],
}  # fmt: skip


class Desk:
    """A facilitator at the running application."""

    def __init__(self, client: TestClient[Any], database: Database) -> None:
        self.client = client
        self.database = database

        def find(session: Any) -> tuple[str, str, str]:
            programme = session.query(m.Programme).one()
            who = joining.person_named(session, programme, "Mikko", "facilitator")
            token = joining.open_link(session, joining.make_link(session, who))[1]
            return programme.id, session.query(m.Board).one().id, token

        self.programme, self.board, self.token = database.now(find)

    def send(self, path: str, **more: Any) -> str:
        """A form sent as htmx sends it; the answer's words."""
        headers = {"HX-Request": "true", "Cookie": f"kehittamo={self.token}", "Origin": BASE}
        self.client.cookies.clear()
        answer = self.client.post(f"/b/{self.board}{path}", headers=headers, **more)
        assert answer.status_code == 200, answer.text
        return answer.text

    def document(self) -> dict[str, Any]:
        """The programme as it is now."""
        found: dict[str, Any] = self.database.now(lambda session: export_document(session, self.programme))
        return found


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """The application with the small programme."""
    address = f"sqlite:///{folder / 'accepted.db'}"
    database = Database(address)
    changes.upgrade(database)
    database.now(lambda session: archive.import_document(session, PLUGINS, OPERATOR, DOCUMENT))
    app = create_app(settings=Settings(home=folder, database_url=address, secret="accepted"), plugins=PLUGINS)
    with TestClient(app, base_url=BASE) as client:
        yield Desk(client, database)


def test_three_targets_and_eleven_lines_are_entered_and_printed(tmp_path: Path) -> None:
    """Nothing is stored by the preview, «about» stays, units are never added, relative targets stay relative, doubts end by a press."""
    with desk(tmp_path) as here:
        preview = here.send("/files/costs_csv/preview", files={"file": ("kustannukset.csv", FILE.encode())})
        assert "Kustannus tai säästö: 11" in preview
        assert "boards" in here.document()
        assert not here.document()["boards"][0].get("items")
        carried = {
            name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', preview)
        }
        here.send("/files/costs_csv", data=carried)
        here.send("/actions/mirror_targets")
        lines = [item for item in here.document()["boards"][0]["items"] if item["kind"] == "cost"]
        assert [line["values"]["total"]["base"] for line in lines] == [
            float(line.split(";")[0].replace(" ", "")) for line in LINES
        ]
        assert all(line["values"]["total"]["approximate"] for line in lines)
        assert {line["uncertain"][""] for line in lines} == {"Tuotu tiedostosta, tarkistamatta"}
        assert {line["sources"][0] for line in lines} == {"kustannukset.csv"}
        here.send("/actions/confirm_imported")
        document = here.document()
        assert not any(item.get("uncertain") for item in document["boards"][0]["items"])
    snapshot = {"id": "v1", "name": "Nyt", "sha256": "0", "who": "Mikko", "when": "2022-01-01T12:00:00"}
    printed = report.write(
        ExportRequest(document=document, plugins=PLUGINS, language="fi", snapshot=snapshot, options={})
    )
    text = squeezed(" ".join(pages(printed)))
    for words in (
        GOAL["text"], "Kustannukset yhteensä ≈ 11 010 000 €, laskettu summa, ei lähteessä; rivien merkitys tarkistamatta.",
        "Työllistyneet (lisääntyy, 50 %, 31.12.2022 mennessä)", "Pitkäaikaistyöttömät (vähenee, 40 %, 31.12.2022 mennessä)",
        "Hyvinvointi (lisääntyy, ei vielä mittaa, 31.12.2022 mennessä)",
        "Ilman lähtötasoa nämä mittaluvut pysyvät suhteellisina: Työllistyneet; Pitkäaikaistyöttömät.",
        "Yksikköä «hlö»", "Yksikköä «työpaikka»", "Yksikköä «yritys»", "tästä seuraisi 400 × hlö", "tästä seuraisi 30 × yritys",
        "Mikään ei palvele tätä tavoitteen mittalukua",
    ):  # fmt: skip
        assert squeezed(str(words)) in text, words
    for total in ("8 000 €", "40 000 €", "68 000 €"):  # the prices per person, per company and of all units added up
        assert squeezed(total) not in text, total


def test_a_file_with_wrong_cells_stores_nothing(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        wrong = FILE.replace("≈ 400 000", "noin paljon").replace("3 000;hlö", "kolme;hlö")
        answer = here.send("/files/costs_csv/preview", files={"file": ("k.csv", wrong.encode())})
        for words in ("2 solua on väärin; mitään ei tuotu.", "rivi 2, sarake total", "rivi 3, sarake per_unit"):
            assert words in unescape(answer), words
        assert not here.document()["boards"][0].get("items")
