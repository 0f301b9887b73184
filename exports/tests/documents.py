"""A programme by hand for the tests of the exports: everything that a report can print, in small."""

from typing import Any

from exports.tests.small_method import PLAIN, SMALL
from kehittamo_core.api import Plugins

PLUGINS = Plugins(methods={"small_causes": SMALL, "plain_notes": PLAIN})


def cause(number: int, text: str, **values: Any) -> dict[str, Any]:
    return {
        "id": f"syy-{number}", "kind": "cause", "code": f"ZS-{number}", "order": number,
        "values": {"text": text, **values},
    }  # fmt: skip


def board(id_: str, title: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"id": id_, "method": "small_causes", "version": 1, "title": title, "items": items, **more}


def programme(**changes: Any) -> dict[str, Any]:
    """A whole document; `changes` replace its top-level lists."""
    document: dict[str, Any] = {
        "format": "kehittamo",
        "version": 1,
        "programme": {
            "id": "koe",
            "title": "Kokeen Vaikuttavuuskehittämö: henkilökohtainen budjetti",
            "languages": ["fi", "sv"],
            "translations": {"sv": {"title": "Försökets effektverkstad: personlig budget"}},
            "banner": "Keksitty esimerkki",
            "practice": True,
            "goal": {
                "text": "Palvelut kohtaavat asiakkaan siten, että koettu hyvinvointi lisääntyy.",
                "translations": {"sv": {"text": "Tjänsterna möter kunden så att välbefinnandet ökar."}},
                "targets": [
                    {"id": "t1", "text": "Hyvinvointi", "direction": "increase", "amount": 20, "unit": "%",
                     "group": "asiakkaat", "deadline": "2019-12-31"},
                    {"id": "t2", "text": "Kustannukset", "direction": "decrease", "amount": None},
                ],
            },
            "figures": [
                {"id": "l1", "text": "4 työpajaa", "value": 4},
                {"id": "l2", "text": "1 020 000 euroa", "value": 1020000},
            ],
            "background": [{"id": "b1", "text": "Osa hanketta, joka tuottaa tietoa.", "sources": ["lahde.txt"]}],
            "target_group": "vammaiset asiakkaat",
            "area": {"text": "koko maakunta", "excluded": ["Tohmajärvi", "Rääkkylä"], "reason": "ulkoistettu"},
            "challenge": [{"id": "h1", "text": "Palvelut eivät kohtaa tarvetta."}],
            "principles": [{"id": "p1", "text": "Asiakas itse päättää.", "heading": "Lähtökohtana oma elämä"}],
            "perspectives": [
                {"id": "n1", "actor": "asiakas", "goal": "Saa tehdä omia päätöksiä", "benefit_heading": "Hyöty asiakkaalle",
                 "benefits": ["Osallisuus", "Tieto"]},
            ],
            "acknowledgement": "Suurkiitos kaikille osallistuneille!",
            "credits": [{"id": "k1", "text": "Kuva: Päivi"}],
            "terms": [{"id": "s1", "term": "Kasvupalvelut", "aliases": ["Elinvoimapalvelut"], "meaning": "tukevat palvelut"}],
            "actors": [{"id": "asiakas", "name": "Asiakas", "kind": "actor"}],
        },
        "stages": [
            {"id": "v1", "kind": "start_day", "title": "Starttipäivä", "date": None},
            {"id": "v2", "kind": "workshop", "number": 1, "title": "Kehittämö 1", "theme": "Ratkaisut"},
            {"id": "v3", "kind": "interim", "title": "Välityöskentely"},
            {
                "id": "v4", "kind": "result_day", "title": "Tulospäivä", "date": "2018-03-28", "start": "12:30",
                "end": "16:00",
                "agenda": [
                    {"id": "a1", "text": "Kahvitarjoilu", "time": "12:30", "minutes": 30},
                    {"id": "a2", "text": "Seuraavat askeleet", "uncertain": {"time": "Kellonaika puuttuu."}},
                ],
            },
        ],
        "groups": [{"id": "r1", "number": 1, "name": "Asiakas"}],
        "participants": [
            {"id": "o1", "name": "Elina Esimerkki", "organisation": "Kunta", "role": "expert"},
            {"id": "o2", "name": "Matti Malli", "organisation": "Kunta", "role": "expert"},
            {"id": "o3", "name": "Sara Salainen", "role": "expert"},
        ],
        "boards": [
            board(
                "syykartta", "Palvelutarpeen syyt",
                [
                    cause(1, "Tieto ei kulje", reason="Järjestelmät ovat erillään", ),
                    {**cause(2, "Asiakas odottaa"), "uncertain": {"text": "OCR epäselvä"}, "inferred": ["text"],
                     "translations": {"sv": {"text": "Kunden väntar"}}},
                ],
                stage="v2",
                links=[{"id": "y1", "kind": "leads", "source": "syy-1", "target": "syy-2"}],
            ),
            board("ryhmakartta", "Ryhmän syyt", [cause(3, "Aikaa ei ole")], stage="v2", group="r1"),
            {
                "id": "laput", "method": "plain_notes", "version": 1, "title": "Muut laput", "stage": "v4",
                "items": [{"id": "lappu-1", "kind": "plain_note", "code": "ZL-1", "values": {"text": "Irrallinen ajatus"}}],
            },
            {
                "id": "vieras", "method": "not_installed", "version": 1, "title": "Vieras työpohja",
                "items": [{"id": "x-1", "kind": "thing", "values": {"text": "Säilynyt sisältö", "amount": {"low": 1}}}],
            },
        ],
        "comments": [{"id": "c1", "element": "syy-1", "text": "SALAINEN KOMMENTTI", "signed": "Elina"}],
        "ballots": [
            {
                "id": "aanestys-1", "points": 3, "closed": "2026-02-14T10:05:00Z",
                "overruled": [{"element": "syy-1", "points": 77, "reason": "Laki edellyttää tätä", "name": "Fasilitaattori Mari"}],
            },
        ],
        "votes": [
            {"element": "syy-1", "participant": "o1", "points": 1},
            {"element": "syy-1", "participant": "o1", "points": 3, "ballot": "aanestys-1"},
        ],
        "decisions": [
            {"id": "d1", "text": "Valitaan vaihtoehto 4", "reason": "", "date": "2018-03-28", "owner": "asiakas"}
        ],
        "questions": [{"id": "q1", "text": "Kuka omistaa ratkaisun?", "state": "open"}],
        "next_steps": [],
        "interim_tasks": [{"id": "i1", "text": "Kysy asiakkailta", "stage": "v3", "owner": "asiakas", "due": "2018-02-01"}],
    }  # fmt: skip
    document.update(changes)
    return document
