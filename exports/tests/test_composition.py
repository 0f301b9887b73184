"""The composer's plan: what stands where, what is left out, what is said before a chapter, and what is asked to be mended."""

from typing import Any

from exports.tests import documents
from exports.tests.conftest import make
from exports.tests.reading import bookmarks, pages, squeezed
from kehittamo_core.api import ExportRequest
from kehittamo_exports.composition import Composition
from kehittamo_exports.outline import outline
from kehittamo_exports.public import version_of


def planned(*entries: dict[str, Any]) -> dict[str, Any]:
    document = documents.programme()
    document["programme"]["report"] = list(entries)
    return document


def asked(document: dict[str, Any]) -> ExportRequest:
    return ExportRequest(document=document, plugins=documents.PLUGINS)


def ids(document: dict[str, Any]) -> list[str]:
    return [chapter.id for chapter in Composition(version_of(asked(document))).chapters({})]


def test_without_a_plan_chapters_stand_in_their_own_order() -> None:
    assert ids(documents.programme()) == [
        "start", "day", "goal", "terms", "perspectives", "board-syykartta", "board-laput", "board-vieras", "decisions",
        "next", "tasks", "people", "sources", "thanks",
    ]  # fmt: skip


def test_a_plan_orders_and_leaves_out_and_what_it_does_not_name_keeps_its_place() -> None:
    document = planned({"id": "board-laput"}, {"id": "start"}, {"id": "terms", "left_out": True}, {"id": "absent"})
    found = ids(document)
    assert found[:2] == ["board-laput", "board-vieras"]
    at = found.index("start")
    assert found[at : at + 4] == ["start", "day", "goal", "perspectives"]  # the one left out is not missed
    assert "terms" not in found
    assert "absent" not in found
    assert len(found) == 13


def test_introductions_and_free_pages_are_printed_where_they_stand() -> None:
    document = planned(
        {"id": "start"},
        {"id": "sivu", "kind": "page", "title": "Päähavainto", "text": "Apua saa liian myöhään.\n- ensin jono\n- sitten lähete"},
        {"id": "lause", "kind": "page", "title": "Asiakkaan sanoin", "style": "quote", "text": "Tulin kuulluksi.", "by": "Nuori"},
        {"id": "board-syykartta", "introduction": "Näin syyt löydettiin."},
    )  # fmt: skip
    data = make(document)
    titles = [title for level, title, _ in bookmarks(data) if level == 1]
    order = [title.lstrip("0123456789 ") for title in titles]
    assert order.index("Lähtökohdat") < order.index("Päähavainto") < order.index("Asiakkaan sanoin")
    text = squeezed(" ".join(pages(data)))
    for said in ("Apua saa liian myöhään.", "ensin jono", "”Tulin kuulluksi.”", "– Nuori", "Näin syyt löydettiin."):
        assert squeezed(said) in text, said


def test_the_outline_names_what_to_look_at_and_where() -> None:
    document = documents.programme()
    document["boards"][0]["items"][0]["values"]["text"] = "TODO: kysy asiakkailta"
    document["boards"][1]["items"] = []
    document["boards"][2]["items"][0]["values"]["text"] = "Kysy: maija.meri@kunta.example"
    document["programme"]["images"] = [{"id": "kuva-1", "credit": "Kuva: Päivi", "data": "iVBORw0K"}]
    document["programme"]["counts"] = [
        {
            "id": "kartat",
            "text": "palvelukarttaa",
            "stated": 160,
            "parts": [{"text": "A", "value": 26}, {"text": "B", "value": 100}],
        }
    ]
    found = outline(asked(document))
    said = {check.message: check.board for check in found.checks}
    assert next(board for message, board in said.items() if "TODO" in message) == "syykartta"
    assert next(board for message, board in said.items() if "työpohja on tyhjä" in message) == "ryhmakartta"
    assert any("puuttuu perustelu" in message for message in said)
    assert any("not_installed" in message for message in said)
    assert "palvelukarttaa: ilmoitettu 160, osien summa on 126." in said
    assert "Kuvalla 1 (Kuva: Päivi) ei ole tekstivastinetta." in said
    assert next(board for message, board in said.items() if "maija.meri@kunta.example" in message) == "laput"
    assert [one.kind for one in found.chapters if one.id.startswith("board-")] == ["board"] * 3
