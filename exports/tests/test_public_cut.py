"""Nothing that is not printed is in any byte of any published file, and the public archive can be read in again."""

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from exports.tests import documents
from exports.tests.secrets import readable
from kehittamo_core.api import Export, ExportRequest, bare_image
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import new_id
from kehittamo_core.database.upgrade import upgrade
from kehittamo_core.workshop import archive, archive_export, joining
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.people import OPERATOR
from kehittamo_exports import kehittamo_exports
from kehittamo_exports.public import cut

SECRETS = (
    "KOMMENTTISALAISUUS", "KOMMENTOIJANIMI", "AANESTAJANIMI", "salaosallistuja", "SALANIMI", "KIRJOITTAJANIMI", "LAPPUOLIPOISTETTU",
    "NOUSSUTLAPPU", "salaposti", "KANNANPERUSTELU", "TALLENTAJANIMI", "POISJATETTYSIVU", "POISJATETTYJOHDANTO",
    "ODOTTAVALAPPU", "KUVAUSPAIKKA", "KUVAAJANIMI", "KUVANPERASSA",
)  # fmt: skip
"""Planted below: each stands in the database, and none may leave it."""
PRINTED = "Tieto ei kulje"
ELSE = {"note": "Valitaan vaihtoehto 4", "own": "Saa tehdä omia päätöksiä"}
"""What these print of the document."""


def photograph() -> bytes:
    """A picture as a camera writes it: where and by whom it was taken, a comment, another file behind its end."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x8825] = 6, "KUVAAJANIMI", {1: "N", 2: (62.0, 36.0, 1.0), 27: b"KUVAUSPAIKKA"}
    made = io.BytesIO()
    Image.effect_noise((60, 40), 80).save(made, "JPEG", exif=exif, comment=b"KUVAAJANIMI")
    return made.getvalue() + b"KUVANPERASSA"


PHOTOGRAPH = photograph()


def planted() -> dict[str, Any]:
    """The small programme with secrets in every place that is not printed."""
    document = documents.programme()
    del document["programme"]["translations"]  # an archive has none of the title
    document["participants"] = [
        {"id": "o1", "name": "SALANIMI Yksi", "organisation": "Kunta", "role": "expert", "group": "r1"},
        {"id": "salaosallistuja", "name": "SALANIMI Kaksi", "role": "secretary"},
        {"id": "kirjoittaja", "name": "KIRJOITTAJANIMI", "organisation": "Kunta"},
    ]
    document["programme"]["images"] = [
        {
            "id": "kuva", "credit": "Kuva: kaikki", "media_type": "image/jpeg", "width": 60, "height": 40,
            "data": base64.b64encode(PHOTOGRAPH).decode(),
        }
    ]  # fmt: skip
    items = document["boards"][0]["items"]
    items[0]["author"] = "salaosallistuja"
    items[1]["author"] = "kirjoittaja"
    items[1]["origins"] = [{"code": "ZS-9", "text": "NOUSSUTLAPPU"}]
    items.append(documents.cause(9, "LAPPUOLIPOISTETTU"))
    document["comments"] = [
        {"id": "c1", "element": "syy-1", "text": "KOMMENTTISALAISUUS", "signed": "KOMMENTOIJANIMI"},
        {"id": "c2", "element": "syy-2", "text": "KOMMENTTISALAISUUS", "author": "kirjoittaja"},
    ]
    document["votes"] = [
        {"element": "syy-1", "participant": "salaosallistuja", "points": 2},
        {"element": "syy-1", "signed": "AANESTAJANIMI", "points": 3},
    ]
    document["support"] = [{"participant": "salaosallistuja", "stand": "support", "reason": "KANNANPERUSTELU"}]
    document["next_steps"] = [{"id": "a1x", "text": "Sovitaan", "owner": "salaosallistuja"}]
    document["interim_tasks"][0].update(owner="kirjoittaja", done_by=["salaosallistuja"])
    document["programme"]["report"] = [
        {"id": "sivu-1", "kind": "page", "title": "POISJATETTYSIVU", "text": "POISJATETTYSIVU", "left_out": True},
        {"id": "terms", "left_out": True, "introduction": "POISJATETTYJOHDANTO"},
    ]
    return document


def wrote_alone(session: Any) -> None:
    """Somebody writes a note alone that is revealed, and another one that still waits."""
    programme = session.query(m.Programme).one().id
    board = session.query(m.Board).filter_by(key="syykartta").one().id
    writer = joining.identity_of(session, None, session.query(m.Participant).filter_by(key="kirjoittaja").one().id)

    def do(who: Any, kind: Any, **parts: Any) -> Any:
        return execute(session, documents.PLUGINS, who, kind(command_id=new_id(), **parts)).ref

    for words in ("PALJASTETTULAPPU", "ODOTTAVALAPPU"):
        values = {"title": words[:3], "boards": ["syykartta"], "hidden": True, "signing": "anonymous"}
        activity = do(OPERATOR, h.AddActivity, programme=programme, values=values)
        do(OPERATOR, h.MoveActivity, programme=programme, activity=activity, state="open")
        do(writer, hc.WriteAlone, board=board, activity=activity, texts=(words,), owner=f"avain-{words}")
        if words == "PALJASTETTULAPPU":
            do(OPERATOR, hc.Reveal, programme=programme, activity=activity)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The programme as the database gives it away, after a note was deleted and everybody got a mail address."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('cut') / 'cut.db'}")
    upgrade(database)

    def fill(session: Any) -> dict[str, Any]:
        archive.import_document(session, documents.PLUGINS, OPERATOR, planted())
        for person in session.query(m.Participant):
            person.email = f"salaposti-{person.key}@k.example"
        session.query(m.Element).filter_by(key="syy-9").one().deleted_at = m.now()
        [picture] = session.query(m.Picture)
        assert b"KUV" not in picture.data
        assert Image.open(io.BytesIO(picture.data)).getexif() == {0x0112: 6}  # which way is up
        picture.data = PHOTOGRAPH  # as an archive that was read in long ago left it
        session.flush()
        wrote_alone(session)
        joining.make_link(session, joining.identity_of(session, None, session.query(m.Participant).first().id))
        return archive_export.export_document(session, session.query(m.Programme).one().id)

    return database.now(fill)


def asked(document: dict[str, Any], way: Export, **options: Any) -> Iterator[tuple[str, bytes]]:
    """The files of a way out: the whole programme's, or of every board of a method that is there."""
    snapshot = {
        "id": "v1",
        "name": "Tulospäivä",
        "sha256": "ab" * 32,
        "who": "TALLENTAJANIMI",
        "when": "2018-03-28T12:00:00",
    }
    if way.of_actor:
        options["actor"] = "asiakas"
    boards = [None] if way.scope == "programme" else ["syykartta"]
    if way.id in ("csv", "graphml", "svg", "png"):
        boards += ["syykartta"]
    for board in boards:
        request = ExportRequest(
            document=document, plugins=documents.PLUGINS, snapshot=snapshot, board=board, options=options
        )
        yield f"{way.id} {board or ''}", way.write(request)


@pytest.mark.parametrize("way", kehittamo_exports(), ids=lambda way: way.id)
def test_no_secret_is_in_any_byte_of_a_published_file(stored: dict[str, Any], way: Export) -> None:
    everything = [found for name, data in asked(stored, way) for found in readable(name, data)]
    assert any(ELSE.get(way.id, PRINTED) in text for _, text in everything) or way.id == "png"
    leaks = {(place, secret) for place, text in everything for secret in SECRETS if secret in text}
    if way.id in ("pdf", "archive-public"):
        picture = bare_image(PHOTOGRAPH)[-80:-20].decode("latin-1")
        assert any(picture in text for _, text in everything), "the picture is not printed"
    if way.private:
        assert {secret for _, secret in leaks} >= {"KOMMENTTISALAISUUS", "AANESTAJANIMI"}
        assert not {secret for _, secret in leaks} & {"salaposti", "LAPPUOLIPOISTETTU", "ODOTTAVALAPPU"}
    else:
        assert leaks == set()


def test_names_that_are_asked_for_are_published_and_nothing_else_of_people(stored: dict[str, Any]) -> None:
    way = next(way for way in kehittamo_exports() if way.id == "archive-public")
    [(_, data)] = asked(stored, way, names=True)
    text = data.decode()
    assert "SALANIMI Yksi" in text
    assert not [secret for secret in SECRETS if secret in text and secret not in ("SALANIMI", "KIRJOITTAJANIMI")]
    assert '"author"' not in text


def test_votes_are_sums_and_the_public_archive_is_read_in_again(stored: dict[str, Any], tmp_path: Path) -> None:
    way = next(way for way in kehittamo_exports() if way.id == "archive-public")
    [(_, data)] = asked(stored, way)
    document = json.loads(data)
    assert [(vote["element"], vote["points"], vote["signed"]) for vote in document["votes"]] == [
        ("syy-1", 5, "Kaikki yhteensä")
    ]
    [shown] = [item for item in document["boards"][0]["items"] if item["values"]["text"] == "PALJASTETTULAPPU"]
    assert "author" not in shown
    assert "terms" not in document["programme"]  # left out by the composer
    database = Database(f"sqlite:///{tmp_path / 'again.db'}")
    upgrade(database)
    database.now(lambda session: archive.import_document(session, documents.PLUGINS, OPERATOR, document))
    again = database.now(lambda session: archive_export.export_document(session, session.query(m.Programme).one().id))
    assert {item["values"]["text"] for item in again["boards"][0]["items"]} >= {PRINTED, "Asiakas odottaa"}
    assert again["next_steps"][0]["owner"] in {person["id"] for person in again["participants"]}


def test_the_cut_of_a_cut_is_the_same(stored: dict[str, Any]) -> None:
    once = cut(stored)
    assert {item["author"] for item in once["boards"][0]["items"] if "author" in item} == {"person-1", "person-3"}
    assert cut(once)["votes"] == once["votes"]
    assert "salaosallistuja" not in json.dumps(once)
