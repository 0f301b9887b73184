"""What a process must hold: the Kainuu process through the screens and the archive, and images with their credits."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.tests import web_kit
from core.tests.process_kit import add, document, made
from core.tests.web_kit import World, words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("held")) as world:
        yield world


# The held material


def test_the_kainuu_process_is_entered_through_the_screens_and_the_archive_keeps_it(shared: World) -> None:
    material = yaml.safe_load((ROOT / "tests/data/kainuu_youth_profiles.yaml").read_text(encoding="utf-8"))
    process, collection = material["process"], material["collection"]
    made(shared, title="Kainuu", template="", workshops="0")
    for stage in list(document(shared, "made")["stages"]):
        shared.post("coordinator", f"/p/{shared.ids['made']}/lists/stages/{stage['id']}/remove")
    for part in process["workshops"]:
        add(shared, "coordinator", "stages", "made", title=part["text"], kind="workshop", date_text=part["dates"])
    phases = {
        part["text"]: add(shared, "coordinator", "phases", "made", title=part["text"])
        for part in process["phase_headings"]
    }
    for part in process["activities"]:
        add(
            shared, "coordinator", "activities", "made", text=part["text"], phase=phases[part["likely_phase"]],
            takes_part="\n".join(part["participants"]), note=part.get("symbols", ""),
        )  # fmt: skip
    for name, text in (("maps", "palvelukarttaa"), ("diaries", "päiväkirjaa")):
        lines = [f"{part['text']}: {part[name]}" for part in collection["by_municipality"]]
        add(
            shared,
            "coordinator",
            "counts",
            "made",
            text=text,
            stated=str(collection["totals_stated"][name]),
            parts="\n".join(lines),
        )
    page = words(shared.get("coordinator", f"/p/{shared.ids['made']}/process").text)
    for part in (*process["phase_headings"], *process["activities"]):
        assert part["text"] in page
    for part in process["activities"]:
        assert all(group in page for group in part["participants"])
    assert "Ilmoitettu 160, osien summa 147: eroa 13" in page
    assert "Ilmoitettu 110, osien summa 98: eroa 12" in page
    assert "Sotkamo: 19" in page
    plan = words(shared.get("coordinator", f"/p/{shared.ids['made']}/plan").text)
    assert all(part["text"] in plan and part["dates"] in plan for part in process["workshops"])
    first = document(shared, "made")
    copy = json.loads(json.dumps(first))
    copy["programme"]["id"] = "kainuu-toinen"
    answer = shared.post("coordinator", "/programmes/import", {"text": json.dumps(copy), "sure": "1"})
    shared.ids["again"] = answer.headers["location"].rsplit("/", 1)[1]
    assert {**document(shared, "again"), "programme": 0} == {**first, "programme": 0}
    assert {**document(shared, "again")["programme"], "id": 0} == {**first["programme"], "id": 0}


# Images


def test_an_image_is_made_anew_and_carries_its_credit(shared: World) -> None:
    from PIL import Image

    sent = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "SALAISUUS"
    Image.new("RGB", (3000, 100), "red").save(sent, "JPEG", exif=exif)
    assert b"SALAISUUS" in sent.getvalue()
    made(shared, template="")
    address = f"/p/{shared.ids['made']}/images"

    def send(data: bytes, **form: str) -> Any:
        return shared.post("coordinator", address, form, files={"file": ("kuva.jpg", data)})

    assert send(sent.getvalue()).status_code == 422
    assert send(sent.getvalue(), credit="Kuva: Päivi Puhakka", alt="Omannäköinen elämä", use="logo").status_code == 303
    stored = document(shared, "made")["programme"]["images"]
    assert [(one["credit"], one["use"], one["width"], one["height"]) for one in stored] == [
        ("Kuva: Päivi Puhakka", "logo", 2400, 80)
    ]
    shown = shared.get("coordinator", f"{address}/{stored[0]['id']}")
    assert shown.headers["content-type"] == "image/jpeg"
    assert b"SALAISUUS" not in shown.content
    page = shared.get("coordinator", f"/p/{shared.ids['made']}/about").text
    assert "Kuva: Päivi Puhakka" in page
    assert 'alt="Omannäköinen elämä"' in page
    huge = io.BytesIO()
    Image.new("1", (8000, 6000)).save(huge, "PNG")
    for data, said in (
        (b"<svg onload='x'/>", "PNG"),
        (huge.getvalue(), "megapikseli"),
        (sent.getvalue()[:400], "vioittunut"),
    ):
        answer = send(data, credit="K")
        assert answer.status_code == 422
        assert said in words(answer.text)
    assert len(document(shared, "made")["programme"]["images"]) == 1
    assert shared.get("stranger", f"{address}/{stored[0]['id']}").status_code == 404
    assert shared.post("coordinator", f"{address}/{stored[0]['id']}", {"remove": "1"}).status_code == 303
    assert "images" not in document(shared, "made")["programme"]
