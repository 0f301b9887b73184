"""What a newcomer enters through the forms, and what the same content is as a file: equal both ways."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from kehittamo_core.database import models as m
from kehittamo_core.picture import board_from_document
from kehittamo_empathy_map import EMPATHY_MAP
from kehittamo_empathy_map.chapter import write_chapter
from kehittamo_empathy_map.drawings.axes import on_axes
from kehittamo_empathy_map.drawings.cards import profile_cards
from kehittamo_empathy_map.insights import find_insights

SCREEN_FAMILY = {
    "name": "Ikäihmiset", "origin": "Kunta A", "mixed": "kaksi haastattelua kunnasta B",
    "across_name": "Itsenäisyys", "across_low": "Yhteisöllinen", "across_high": "Itsenäinen", "across_question": "Kuinka itse?",
    "up_name": "Apu", "up_low": "Kaipaa", "up_high": "Tuottaa", "sliders": "Verkostoitunut – Yksin toimiva\nKotona – Liikkeellä",
}  # fmt: skip
CARDS = (
    {"name": "Alfa", "description": "Ensimmäinen", "traits": "Piirre a\nPiirre b", "blocks": "Palikka", "services": "Kauppa\nKirjasto", "share": "60"},
    {"name": "Beeta", "description": "Toinen", "traits": "Piirre c", "blocks": "Palikka 2", "services": "Kirjasto", "share": "30"},
    {"name": "Gamma", "description": "Kolmas", "traits": "Piirre d", "blocks": "Palikka 3", "services": "Kauppa"},
    {"name": "Ypsilon"},
)  # fmt: skip


def words(html: str) -> str:
    """A page's text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def by_words(board: dict[str, Any]) -> tuple[list[str], list[str]]:
    """A board's items and links without the ids that differ from one entry to another."""

    def name(item: dict[str, Any]) -> str:
        values = item.get("values", {})
        return str(values.get("text") or f"{values.get('left')}–{values.get('right')}")

    names = {item["id"]: f"{item['kind']} {name(item)}" for item in board["items"]}
    items = sorted(json.dumps([item["kind"], item.get("values", {})], sort_keys=True) for item in board["items"])
    links = sorted(
        json.dumps([one["kind"], names[one["source"]], names[one["target"]], one.get("values", {})], sort_keys=True)
        for one in board["links"]
    )
    return items, links


def enter(screens: Any, board: str) -> None:
    """A family with axes and sliders of its own, and three profiles, as a newcomer clicks them in."""
    screens.post("facilitator", board, "actions/family", **SCREEN_FAMILY)
    for card in CARDS:
        screens.post("expert", board, "actions/profile", **card)
    alfa, slider = screens.id_of(board, "profile", "Alfa"), screens.id_of(board, "slider", "Verkostoitunut")
    screens.post("expert", board, f"items/{alfa}/asked/value_on/{slider}", value="0")
    screens.post("expert", board, "actions/place", profile="Alfa", across="0", up="100")
    beeta, axis = screens.id_of(board, "profile", "Beeta"), screens.id_of(board, "axis", "Apu")
    screens.post("expert", board, f"items/{beeta}/asked/placed_on/{axis}", value="25")


def as_file() -> dict[str, Any]:
    """The same content written by hand."""

    def item(id_: str, kind: str, **values: Any) -> dict[str, Any]:
        return {"id": id_, "kind": kind, "values": values}

    def link(kind: str, source: str, target: str, **values: Any) -> dict[str, Any]:
        return {"id": f"{source}-{kind}-{target}", "kind": kind, "source": source, "target": target, "values": values}

    items = [
        item("perhe", "family", text="Ikäihmiset", origin="Kunta A", mixed="kaksi haastattelua kunnasta B"),
        item("x", "axis", text="Itsenäisyys", question="Kuinka itse?", low="Yhteisöllinen", high="Itsenäinen"),
        item("y", "axis", text="Apu", low="Kaipaa", high="Tuottaa"),
        item("s1", "slider", left="Verkostoitunut", right="Yksin toimiva"), item("s2", "slider", left="Kotona", right="Liikkeellä"),
        item("a", "profile", text="Alfa", description="Ensimmäinen", share=60),
        item("b", "profile", text="Beeta", description="Toinen", share=30),
        item("c", "profile", text="Gamma", description="Kolmas"), item("d", "profile", text="Ypsilon"),
        item("t1", "trait", text="Piirre a"), item("t2", "trait", text="Piirre b"), item("t3", "trait", text="Piirre c"), item("t4", "trait", text="Piirre d"),
        item("r1", "block", text="Palikka"), item("r2", "block", text="Palikka 2"), item("r3", "block", text="Palikka 3"),
        item("k1", "service", text="Kauppa"), item("k2", "service", text="Kirjasto"),
    ]  # fmt: skip
    links = [link("in_family", one, "perhe") for one in ("x", "y", "s1", "s2")]
    links += [link("describes", one, "a") for one in ("t1", "t2", "r1", "k1", "k2")]
    links += [link("describes", one, "b") for one in ("t3", "r2", "k2")]
    links += [link("describes", one, "c") for one in ("t4", "r3", "k1")]
    links += [
        link("value_on", "a", "s1", value=0), link("placed_on", "a", "x", value=0), link("placed_on", "a", "y", value=100),
        link("placed_on", "b", "y", value=25),
    ]  # fmt: skip
    return {
        "id": "kortit", "method": "empathy_map", "version": 2, "title": "kortit", "settings": {"shows": "profiles"}, "items": items,
        "links": links,
    }  # fmt: skip


def test_a_family_by_the_screens_and_by_archive_is_the_same(
    screens: Any, stored: Callable[..., dict[str, Any]]
) -> None:
    """Another family with axes and slider pairs of its own and three cards: the forms and the file give equal boards."""
    from plugins.empathy_map.tests.conftest import programme

    enter(screens, "kortit")
    entered = screens.archive()
    by_hand = stored(programme([as_file()]))
    assert by_words(screens.document("kortit")) == by_words(by_hand["boards"][0])
    assert stored(entered) == entered  # and the file of what was entered comes back as it was
    assert stored(by_hand) == by_hand

    board = board_from_document(entered, {"empathy_map": EMPATHY_MAP}, "kortit")
    cards, axes = profile_cards(board), on_axes(board)
    assert [part.label for part in cards.parts] == ["Alfa", "Beeta", "Gamma", "Ypsilon"]
    for part, profile, texts in zip(
        cards.parts, ("Alfa", "Beeta", "Gamma", "Ypsilon"),
        (("Ensimmäinen", "Piirre a", "Palikka", "Verkostoitunut", "Kirjasto"), ("Toinen", "ei tiedossa"), ("Kolmas", "Piirre d", "Palikka 3", "Kauppa"), ("Toistaiseksi vain nimi.",)),
        strict=True,
    ):  # fmt: skip
        card = cards.only(part)
        told = " ".join(" ".join(getattr(shape, "lines", ())) for shape in card.shapes)
        assert card.bounds[2] <= 260
        assert card.bounds[3] <= 190  # one landscape page
        assert all(text in told for text in (profile, *texts)), told
    assert "paikka tiedossa 1, ei tiedossa 3" in axes.alt
    assert "Kunta A" in repr(axes)
    said = [problem.message for rule in EMPATHY_MAP.rules for problem in rule(board)]
    assert "Osuuksien summa (Ikäihmiset) on 90 %, ero sataan −10 %." in said


def test_the_panel_of_a_profile_asks_about_its_sliders(screens: Any) -> None:
    """Both ends are named, an unset slider says so, a set one may be set back to not known."""
    enter(screens, "paneeli")
    alfa, slider = screens.id_of("paneeli", "profile", "Alfa"), screens.id_of("paneeli", "slider", "Verkostoitunut")
    panel = screens.ask("expert", "GET", f"/b/{screens.boards['paneeli']}/items/{alfa}").text
    asked = words(panel.split('class="col asked"')[1])
    assert "Verkostoitunut – Yksin toimiva" in asked
    assert "0 / 100" in asked
    assert "Kotona Liikkeellä ei tiedossa" in asked
    assert "Kuinka itse?" in asked
    answer = screens.ask(
        "expert",
        "POST",
        f"/b/{screens.boards['paneeli']}/items/{alfa}/asked/value_on/{slider}",
        data={"v.value.unset": "1"},
    )
    assert answer.status_code == 200
    link = next(one for one in screens.document("paneeli")["links"] if one["kind"] == "value_on")
    assert "value" not in link.get("values", {})
    refused = screens.ask(
        "expert",
        "POST",
        f"/b/{screens.boards['paneeli']}/items/{alfa}/asked/value_on/{slider}",
        data={"v.value": "101"},
    )
    assert refused.status_code in (400, 422)
    assert "101" in words(refused.text)


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ({"name": ""}, "Anna perheelle nimi"),
        ({"sliders": "Yksin"}, "”Yksin” ei ole pari"),
        ({"up_low": ""}, "Kummallakin akselilla"),
    ],
)
def test_a_family_that_is_not_whole_is_refused_whole(screens: Any, form: dict[str, str], word: str) -> None:
    """Nothing of it is stored, and the sentence says what to write."""
    answer = screens.post("facilitator", "tyhja", "actions/family", fails=True, **{**SCREEN_FAMILY, **form})
    assert word in words(answer.text)
    assert screens.document("tyhja").get("items", []) == []


MUNICIPALITIES = (
    ("Aho", 26, 15),
    ("Harju", 10, 9),
    ("Ranta", 13, 10),
    ("Suo", 38, 24),
    ("Koski", 34, 21),
    ("Saari", 26, 19),
)


def test_six_municipalities_beside_the_stated_totals(screens: Any) -> None:
    """People fill in maps and diaries, six municipalities report 147 and 98, 160 and 110 are stated: all of it is printed."""
    for name, maps, diaries in MUNICIPALITIES:
        id_ = screens.add("facilitator", "keruu", "municipality", name, "collected")
        screens.set("facilitator", "keruu", id_, "maps", str(maps))
        screens.set("facilitator", "keruu", id_, "diaries", str(diaries))
        who = {"code": f"{name}-1", "municipality": name}
        screens.post(
            "expert", "keruu", "actions/service_map", **who, service="Kirjasto", channel="visit", often="weekly"
        )
        screens.post("expert", "keruu", "actions/service_map", **who, service="kirjasto", often="monthly")
        screens.post(
            "expert",
            "keruu",
            "actions/diary",
            **who,
            day="day_1",
            text=f"Kävin kirjastossa, {name}",
            felt="good",
            service="KIRJASTO",
        )
    id_ = screens.add("facilitator", "keruu", "stated", "Esite", "collected")
    screens.set("facilitator", "keruu", id_, "maps", "160")
    screens.set("facilitator", "keruu", id_, "diaries", "110")

    document = screens.document("keruu")
    kinds = [item["kind"] for item in document["items"]]
    assert (kinds.count("service_map"), kinds.count("diary"), kinds.count("service")) == (6, 6, 1)
    board = board_from_document(screens.archive(), {"empathy_map": EMPATHY_MAP}, "keruu")
    said = [problem.message for rule in EMPATHY_MAP.rules for problem in rule(board)]
    assert "Palvelukartat: kuntien summa on 147, mainittu määrä 160; ero on 13." in said
    assert "Päiväkirjat: kuntien summa on 98, mainittu määrä 110; ero on 12." in said
    assert "Palvelukartat: täytettyjä on täällä 6, mainittu määrä 160; ero on 154." in said
    printed = repr(write_chapter(board, tuple(find_insights(board))))
    for text in ("160", "147", "110", "98", "ero 13", "ero 12", "Eroa ei selitetä", "Kävin kirjastossa, Suo"):
        assert text in printed
    drawn = " ".join(" ".join(getattr(shape, "lines", ())) for shape in EMPATHY_MAP.drawings[-1].draw(board).shapes)
    assert "Palvelukartat: mainittu 160; kunnat ilmoittavat yhteensä 147, ero 13; täytetty täällä 6, ero 154." in drawn
    assert "karttoja 6, päiväkirjamerkintöjä 6" in drawn


def test_a_map_needs_a_code_and_a_service(screens: Any) -> None:
    """The sentences say what to write, and nothing is stored."""
    assert "tunnus" in words(
        screens.post("expert", "koodit", "actions/service_map", fails=True, service="Kirjasto").text
    )
    assert "palvelua" in words(screens.post("expert", "koodit", "actions/service_map", fails=True, code="KU-1").text)
    assert "rivi" in words(screens.post("expert", "koodit", "actions/diary", fails=True, code="KU-1").text)
    unknown = screens.post(
        "expert", "koodit", "actions/diary", fails=True, code="KU-1", text="Tapahtui", profile="Ei ole"
    )
    assert "Ei ole" in words(unknown.text)
    assert screens.document("koodit").get("items", []) == []


def test_ten_switches_of_the_canvas_leave_the_file_as_it_was(screens: Any) -> None:
    """Back and forth ten times through the settings: the same bytes, and every note on the page each time."""
    for kind, zone, text in (
        ("note", "hear", "Kuultu"), ("note", "say_do", "Tehty"), ("pain", "pains", "Kipu"), ("gain", "gains", "Ilo"),
    ):  # fmt: skip
        screens.add("expert", "kartta", kind, text, zone)
    screens.post("facilitator", "kartta", "settings/canvas", canvas="canvas2017")
    screens.add("expert", "kartta", "note", "Sanottu", "say")
    screens.post("facilitator", "kartta", "settings/canvas", canvas="six")
    before = screens.document("kartta")
    for turn in range(10):
        screens.post("facilitator", "kartta", "settings/canvas", canvas=("canvas2017", "six")[turn % 2])
        page = screens.ask("expert", "GET", f"/b/{screens.boards['kartta']}?view=work").text
        for text in ("Kuultu", "Tehty", "Kipu", "Ilo", "Sanottu"):
            assert page.count(f">{text}</span>") == 1, (turn, text)
    assert screens.document("kartta") == before


def test_the_order_and_the_questions_of_the_fields_are_the_groups_own(screens: Any) -> None:
    """The 2017 canvas goes round the outside first; an own question stands in its field, and «own» follows the questions."""

    def shown() -> list[str]:
        page = screens.ask("expert", "GET", f"/b/{screens.boards['kysymykset']}?view=work").text
        return re.findall(r'aria-labelledby="zh-(\w+)"', page)

    screens.post("facilitator", "kysymykset", "settings/canvas", canvas="canvas2017")
    assert shown()[:10] == ["who", "need_to_do", "see", "say", "do", "hear", "think_feel", "pains", "gains", "profiles"]
    screens.post("facilitator", "kysymykset", "settings/order", order="inside")
    assert shown()[:3] == ["think_feel", "pains", "gains"]
    prompt = screens.add("facilitator", "kysymykset", "prompt", "Mitä kuuluu naapurista?")
    screens.set("facilitator", "kysymykset", prompt, "field", "hear")
    screens.post("facilitator", "kysymykset", "settings/order", order="own")
    assert shown()[0] == "hear"
    assert (
        "Mitä kuuluu naapurista?" in screens.ask("expert", "GET", f"/b/{screens.boards['kysymykset']}?view=work").text
    )


def test_a_map_beside_another_is_chosen_in_the_settings_and_follows_it(screens: Any) -> None:
    """The setting offers the programme's other maps; the drawing has both; a restricted one is beside for facilitators only."""

    def drawn(role: str) -> str:
        answer = screens.ask(role, "GET", f"/b/{screens.boards['verrattu']}/drawing/together.svg")
        return words(answer.text) if answer.status_code == 200 else ""

    screens.add("expert", "verrattu", "note", "Täällä kuultu", "hear")
    screens.add("expert", "vieressa", "note", "Naapurin lappu", "hear")
    panel = screens.ask("facilitator", "GET", f"/b/{screens.boards['verrattu']}/settings").text
    assert re.search(r'<option value="vieressa"[^>]*>vieressa', panel)
    refused = screens.post("facilitator", "verrattu", "settings/compared_with", fails=True, compared_with="ei-ole")
    assert "ei ole toinen tämän menetelmän työpohja" in words(refused.text)
    assert "Naapurin" not in drawn("expert")
    screens.post("facilitator", "verrattu", "settings/compared_with", compared_with="vieressa")
    assert screens.document("verrattu")["settings"]["compared_with"] == "vieressa"
    screens.add("expert", "vieressa", "note", "Vasta tullut", "see")
    for text in ("Täällä kuultu", "Naapurin lappu", "Vasta tullut"):
        assert text in drawn("expert")
    room = f"board:{screens.boards['verrattu']}"
    count = screens.database.now(lambda session: session.query(m.Event).filter_by(room=room, kind="echo").count())
    assert count >= 1, "who looks at both is told that the other map has changed"

    shown = f"/b/{screens.boards['vieressa']}/shown"
    assert screens.ask("facilitator", "POST", shown, data={"restricted": "1"}).status_code == 200
    answer = screens.ask("expert", "GET", f"/b/{screens.boards['verrattu']}/drawing/together.svg")
    assert "Naapurin" not in words(answer.text)
    page = screens.ask("expert", "GET", f"/b/{screens.boards['verrattu']}?view=work").text
    assert "Naapurin" not in page
    assert "Naapurin lappu" in drawn("facilitator")


def test_imported_notes_are_looked_at_first_and_say_so_until_somebody_confirms_them(screens: Any) -> None:
    """The preview stores nothing and names what would come and every wrong cell; what came in is not checked yet."""
    address = f"/b/{screens.boards['tuonti']}/files/csv"
    good = b"zone;kind;text;evidence\r\nKuulee;;Radiosta;kerrottu\r\npains;;Jono;\r\n"
    bad = b"zone;kind;text;evidence\r\nkello;;Radiosta;varma\r\n"

    def look(data: bytes) -> str:
        answer = screens.ask(
            "facilitator", "POST", f"{address}/preview", files={"file": ("laput.csv", data, "text/csv")}
        )
        return words(answer.text)

    assert "rivi 2, sarake zone" in look(bad)
    assert "rivi 2, sarake evidence" in look(bad)
    assert "Radiosta" in look(good)
    assert screens.document("tuonti").get("items", []) == []
    done = screens.ask("facilitator", "POST", address, files={"file": ("laput.csv", good, "text/csv")})
    assert done.status_code < 400, done.text
    items = screens.document("tuonti")["items"]
    assert [(one["zone"], one["kind"], one["values"].get("evidence")) for one in items] == [
        ("hear", "note", "told"), ("pains", "pain", None),
    ]  # fmt: skip
    assert [one["uncertain"] for one in items] == [{"": "Tuotu tiedostosta, tarkistamatta"}] * 2
