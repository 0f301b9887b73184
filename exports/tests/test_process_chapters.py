"""What a programme's pages hold is in its report: phases, counts that differ, the concept, cases, deliverables, support, images."""

import base64
import io
from typing import Any

from exports.tests import documents
from exports.tests.conftest import make
from exports.tests.pdf_checker import faults
from exports.tests.reading import bookmarks, pages, squeezed


def picture(form: str, colour: str) -> str:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (600, 400), colour).save(made, form)
    return base64.b64encode(made.getvalue()).decode()


def document() -> dict[str, Any]:
    made = documents.programme()
    made["participants"] = [
        {"id": f"o{n}", "name": f"Nimi Salainen {n}", "organisation": "Kela", "role": "expert"} for n in range(3)
    ]
    made["support"] = [
        {"participant": "o0", "stand": "support"},
        {"participant": "o1", "stand": "support"},
        {"participant": "o2", "stand": "reservation", "reason": "Rahoitus puuttuu <vielä>"},
    ]
    made["programme"].update(
        phases=[{"id": "j1", "number": "I", "title": "ASIAKASYMMÄRRYS", "task": "Ymmärtää", "results": ["Asiakasprofiilit"]}],
        activities=[{"id": "a1", "text": "Profiilityöpaja", "phase": "j1", "takes_part": ["Kuntalaiset", "Päättäjät"]}],
        counts=[
            {"id": "m1", "text": "palvelukarttaa", "stated": 160, "parts": [{"text": "Paltamo", "value": 26}, {"text": "Sotkamo", "value": 121}]},
            {"id": "m2", "text": "haastattelua", "stated": 12},
        ],
        deliverables=[{"id": "d1", "text": "Palveluvisio", "state": "begun", "owner": "asiakas", "due": "2019-05-01"}],
        concepts=[{
            "id": "c1", "title": "Arjen pelastajat", "date": "2015-05-12", "text": "Nuoret auttavat", "why": "Tarve molemmilla",
            "value": ["Yhteisö"], "barriers": ["Eivät kohtaa"], "principles": ["Ei palvelu vaan alusta"], "phases": ["Helppoja kohtaamisia", "Yhteisiä tiloja"],
        }],
        cases=[{"id": "k1", "title": "Naapurikunta", "place": "Ruotsi", "text": "Sama tehtiin"}],
        evidence=[{"id": "e1", "title": "Tutkimus", "author": "Tekijä", "year": "2018"}],
        images=[
            {"id": "i1", "credit": "Kuva: Päivi Puhakka", "alt": "Omannäköinen elämä", "media_type": "image/jpeg", "data": picture("JPEG", "red")},
            {"id": "i2", "credit": "Sitra", "use": "logo", "media_type": "image/png", "data": picture("PNG", "blue")},
            {"id": "i4", "credit": "Jukka", "alt": "Sivulla, jota ei paineta", "media_type": "image/png", "data": picture("PNG", "green")},
            {"id": "i3", "credit": "Rikkinäinen", "media_type": "image/png", "data": picture("PNG", "blue")[:200]},
        ],
        report=[
            {"id": "p1", "kind": "page", "title": "Päivän kuvat", "text": "Näin tehtiin.", "images": ["i1", "poistettu"]},
            {"id": "p2", "kind": "page", "title": "Ei tämä", "images": ["i4"], "left_out": True},
        ],
    )  # fmt: skip
    return made


def test_the_pages_of_the_process_are_chapters_of_the_report() -> None:
    data = make(document())
    titles = [title.lstrip("0123456789 ") for level, title, _ in bookmarks(data) if level == 1]
    for title in (
        "Prosessi", "Vertailukohteet ja näyttö", "Valittu konsepti", "Tuki tavoitteelle", "Tuotokset", "Kuvat",
    ):  # fmt: skip
        assert title in titles
    assert titles.index("Perspektiivit" if "Perspektiivit" in titles else "Näkökulmat") < titles.index("Prosessi")
    text = squeezed(" ".join(pages(data)))
    for said in (
        "ASIAKASYMMÄRRYS", "Asiakasprofiilit", "Profiilityöpaja", "Kuntalaiset", "Yhteensä", "147", "Ilmoitettu: 160.",
        "Osien summa on 147: eroa ilmoitettuun 13", "Ilmoitettu: 12.", "Arjen pelastajat", "Ei palvelu vaan alusta", "Helppoja kohtaamisia",
        "Naapurikunta", "Tutkimus", "Palveluvisio", "aloitettu", "2 tukee tavoitetta.", "1:llä on varaus.", "Rahoitus puuttuu <vielä>",
        "Kuva: Päivi Puhakka", "Kuvaa ei voitu lukea: Rikkinäinen",
    ):  # fmt: skip
        assert squeezed(said) in text, said
    assert "Salainen" not in text
    assert faults(data) == []
    # An image of a free page stands there with its credit, and not once more among the others.
    [page] = [page for page in pages(data) if "Näin tehtiin." in page]
    assert "Kuva: Päivi Puhakka" in page
    assert "Jukka" not in page
    assert text.count(squeezed("Kuva: Päivi Puhakka")) == 1
    assert text.count("Jukka") == 1
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = {(int(image.Width), int(image.Height)) for page in pdf.pages for image in page.get_images().values()}
        assert (600, 400) in sizes
        assert "Omannäköinen elämä" in str(
            [str(one.get("/Alt", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        )
