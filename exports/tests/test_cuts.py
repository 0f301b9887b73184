"""The shorter cuts: a note that always has two pages at most, and the page of one organisation; both checked as the report is."""

from typing import Any

import pytest

from exports.tests import documents
from exports.tests.pdf_checker import faults
from exports.tests.reading import pages, squeezed
from kehittamo_core.api import ExportRequest, MissingPart
from kehittamo_exports import cuts


def asked(document: dict[str, Any], **options: Any) -> ExportRequest:
    snapshot = {"id": "v1", "sha256": "abcdef0123456789", "when": "2018-03-28T12:00:00"}
    return ExportRequest(document=document, plugins=documents.PLUGINS, snapshot=snapshot, options=options)


def test_the_note_says_the_goal_what_was_found_decided_and_comes_next() -> None:
    document = documents.programme()
    document["programme"]["report"] = [
        {"id": "sivu-1", "kind": "page", "title": "Havainto", "text": "Apua tarvitaan viikossa.", "style": "finding"}
    ]
    made = cuts.write_note(asked(document))
    assert faults(made) == []
    text = squeezed(" ".join(pages(made)))
    for words in (
        "Tiivistelmä päättäjille", "28.3.2018", "koettu hyvinvointi lisääntyy", "1 020 000", "Apua tarvitaan viikossa.",
        "Työpohjalla on 2 kohtaa.", "Valitaan vaihtoehto 4", "Perustelu puuttuu.", "Kuka omistaa ratkaisun?",
        "ei ole kirjattu", "versio abcdef01", "luonnos", "Keksitty esimerkki",
    ):  # fmt: skip
        assert squeezed(words) in text, words


def test_the_note_of_a_large_programme_keeps_to_two_pages_and_counts_the_rest() -> None:
    long = "Palvelun tuottajat ja asiakkaat sopivat yhdessä, mitä seuraavaksi kokeillaan ja kuka siitä vastaa. " * 6
    document = documents.programme(
        decisions=[{"id": f"d{n}", "text": f"{n} {long}", "reason": long} for n in range(40)],
        next_steps=[{"id": f"n{n}", "text": f"{n} {long}", "owner": "asiakas", "due": "2018-05-01"} for n in range(40)],
        questions=[{"id": f"q{n}", "text": long} for n in range(40)],
    )
    document["programme"]["goal"]["text"] = long * 3
    made = cuts.write_note(asked(document))
    assert len(pages(made)) == 2
    assert faults(made) == []
    assert squeezed("lisää raportissa") in squeezed(" ".join(pages(made)))


def test_an_organisation_gets_what_names_it() -> None:
    made = cuts.write_own(asked(documents.programme(), actor="asiakas", final=True))
    assert faults(made) == []
    text = squeezed(" ".join(pages(made)))
    for words in (
        "Asiakas",
        "Saa tehdä omia päätöksiä",
        "Hyöty asiakkaalle",
        "Valitaan vaihtoehto 4",
        "Kysy asiakkailta",
        "lopullinen",
    ):
        assert squeezed(words) in text, words
    assert squeezed("Tieto ei kulje") not in text
    with pytest.raises(MissingPart, match="known are asiakas"):
        cuts.write_own(asked(documents.programme(), actor="absent"))
