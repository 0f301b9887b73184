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
GOAL = "Työllisyys lisääntyy, työttömyys vähenee ja hyvinvointi lisääntyy vuoteen 2022 mennessä"
TARGETS = (
    {"v.text": "Työllistyneet", "v.direction": "increase", "v.amount": "50", "v.unit": "%", "v.deadline": "31.12.2022"},
    {
        "v.text": "Pitkäaikaistyöttömät",
        "v.direction": "decrease",
        "v.amount": "40",
        "v.unit": "%",
        "v.deadline": "31.12.2022",
    },
    {"v.text": "Hyvinvointi", "v.direction": "increase", "v.amount": "", "v.deadline": "31.12.2022"},
)
"""Three targets as they are typed into the programme's form: one more, one less, one without a number."""
ROSI = {
    "Kaduttava": {"savings": {"kind": "total", "base": -12}, "costs": {"kind": "total", "base": 100}, "comparison": "tavallinen palvelu"},
    "Maksuton": {"savings": {"kind": "total", "base": 10}, "costs": {"kind": "total", "base": 0}},
    "Lähteen": {"stated": 126},
    "Vuosittainen": {
        "savings": {"kind": "total", "base": 1000}, "savings_yearly": True, "period": 10, "share": 50,
        "costs": {"kind": "total", "base": 2000},
    },
}  # fmt: skip
"""ROSI values of four sorts; the last: 1 000 € x 7,7217 (5 %, ten years) x 50 % = 3 860,87 € against 2 000 €, which is 93 %."""
DOCUMENT = {
    "format": "kehittamo", "version": 1,
    "programme": {"id": "oulu", "title": "Harjoitusohjelma", "languages": ["fi"]},
    "boards": [{"id": "eurot", "method": "impact_chain", "title": "Eurot", "state": "open", "settings": {"rate": 5},
                "items": [{"id": text, "kind": "rosi", "values": {"text": text, **values}} for text, values in ROSI.items()]}],
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

    def send(self, path: str, *, at: str = "", **more: Any) -> str:
        """A form sent as htmx sends it, to the board where nothing else is said; the answer's words."""
        headers = {"HX-Request": "true", "Cookie": f"kehittamo={self.token}", "Origin": BASE}
        self.client.cookies.clear()
        answer = self.client.post(f"{at or f'/b/{self.board}'}{path}", headers=headers, **more)
        assert answer.status_code == 200, answer.text
        return answer.text

    def document(self) -> dict[str, Any]:
        """The programme as it is now."""
        found: dict[str, Any] = self.database.now(lambda session: export_document(session, self.programme))
        return found

    def lines(self) -> list[dict[str, Any]]:
        """The cost lines of the board."""
        return [item for item in self.document()["boards"][0]["items"] if item["kind"] == "cost"]


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
    """Typed into the goal's forms; nothing is stored by the preview, «about» stays, units are never added, relative targets stay relative, doubts end by a press."""
    with desk(tmp_path) as here:
        here.send("/goal", at=f"/p/{here.programme}", data={"text": GOAL})
        for target in TARGETS:
            here.send("/lists/targets/", at=f"/p/{here.programme}", data=target)
        preview = here.send("/files/costs_csv/preview", files={"file": ("kustannukset.csv", FILE.encode())})
        assert "Kustannus tai säästö: 11" in preview
        assert here.lines() == []
        carried = {
            name: unescape(value) for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', preview)
        }
        here.send("/files/costs_csv", data=carried)
        here.send("/actions/mirror_targets")
        lines = here.lines()
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
        GOAL, "Kustannukset yhteensä ≈ 11 010 000 €, laskettu summa, ei lähteessä; rivien merkitys tarkistamatta.",
        "Työllistyneet (lisääntyy, 50 %, 31.12.2022 mennessä)", "Pitkäaikaistyöttömät (vähenee, 40 %, 31.12.2022 mennessä)",
        "Hyvinvointi (lisääntyy, ei vielä mittaa, 31.12.2022 mennessä)",
        "Ilman lähtötasoa nämä mittaluvut pysyvät suhteellisina: Työllistyneet; Pitkäaikaistyöttömät.",
        "Yksikköä «hlö»", "Yksikköä «työpaikka»", "Yksikköä «yritys»", "tästä seuraisi 400 × hlö", "tästä seuraisi 30 × yritys",
        "Mikään ei palvele tätä tavoitteen mittalukua",
        "−112 % (laskettu)", "verrattuna: tavallinen palvelu", "126 % (lähteen mukaan)", "93 % (laskettu)",
        "vuosisummat nykyarvona korolla 5 %, maksu kunkin vuoden lopussa", "säästöistä 50 % on laskettu tästä johtuviksi",
        "10 vuoden ajalta", "ei voi laskea", "kustannukset eivät ole nollaa suuremmat, joten ROSIa ei lasketa",
    ):  # fmt: skip
        assert squeezed(words) in text, words
    # three values have no comparison: their rows say so, and so do the findings
    assert text.count(squeezed("arvio ilman vertailua")) == 6
    for total in ("8 000 €", "40 000 €", "68 000 €"):  # the prices per person, per company and of all units added up
        assert squeezed(total) not in text, total


def test_a_file_with_wrong_cells_stores_nothing(tmp_path: Path) -> None:
    with desk(tmp_path) as here:
        wrong = FILE.replace("≈ 400 000", "noin paljon").replace("3 000;hlö", "kolme;hlö")
        answer = here.send("/files/costs_csv/preview", files={"file": ("k.csv", wrong.encode())})
        for words in ("2 solua on väärin; mitään ei tuotu.", "rivi 2, sarake total", "rivi 3, sarake per_unit"):
            assert words in unescape(answer), words
        assert here.lines() == []
