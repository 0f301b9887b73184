"""Families, the upgrade to them, contradictions, ideas, and what was collected: cases worked out by hand."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Add, Board, Connect, Figure, Invalid, Item, Link
from kehittamo_core.picture import labels_of
from kehittamo_core.testing import random_board
from kehittamo_empathy_map import EMPATHY_MAP, chapter, collection, insights, reading, rules
from kehittamo_empathy_map.drawings.canvas import empathy_map
from kehittamo_empathy_map.exchange_collected import read_collected, write_collected
from kehittamo_empathy_map.families import families, family_of
from kehittamo_empathy_map.upgrades import with_families


def item(id_: str, kind: str, text: str = "", **more: Any) -> Item:
    """An item whose short id is its id in capitals; `zone`, `votes` and `author` are its own, the rest are values."""
    own = {name: more.pop(name) for name in ("zone", "votes", "author") if name in more}
    return Item(id=id_, kind=kind, code=id_.upper(), values={"text": text, **more}, method="empathy_map", **own)


def link(kind: str, source: str, target: str, **values: Any) -> Link:
    """A link between two items."""
    return Link(id=f"{kind}-{source}-{target}", kind=kind, source=source, target=target, values=values)


def board(*parts: Item | Link, **more: Any) -> Board:
    """A board of items and links."""
    return Board(
        id="t", title="Kartta", method="empathy_map", language="fi", labels=labels_of(EMPATHY_MAP, "fi"),
        package="kehittamo_empathy_map", items=tuple(one for one in parts if isinstance(one, Item)),
        links=tuple(one for one in parts if isinstance(one, Link)), **more,
    )  # fmt: skip


def said(rule: Any, found: Board) -> list[str]:
    """The sentences of a rule, or the findings of an insight."""
    return [one.message if hasattr(one, "message") else one.finding for one in rule(found)]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((3, 20, 60)))
def test_ten_switches_show_every_note_once_and_change_nothing(seed: int, size: int) -> None:
    """Back and forth ten times on any board: each note in one field every time, the drawings of the two canvases stay."""
    found = random_board(EMPATHY_MAP, seed, size)
    notes = sorted(one.id for one in found.of("note", "pain", "gain"))
    drawn: dict[str, Any] = {}
    for turn in range(10):
        canvas = ("six", "canvas2017")[turn % 2]
        switched = Board(**{**found.__dict__, "settings": {**found.settings, "canvas": canvas}})
        assert switched.items == found.items
        assert sorted(one.id for shown in reading.fields(switched).values() for one in shown) == notes
        scene = empathy_map(switched)
        assert {box.item.id for box in scene.boxes if box.item is not None} == set(notes)
        assert drawn.setdefault(canvas, scene) == scene


def two_families(**more: Any) -> Board:
    """Youth with two axes and one slider; elderly with one axis; one profile that belongs to none."""
    return board(
        item("f1", "family", "Nuoret"), item("f2", "family", "Ikäihmiset"), item("x", "axis", "X"), item("y", "axis", "Y"),
        item("z", "axis", "Z"), item("s", "slider", left="A", right="B"), item("s2", "slider", left="C", right="D"),
        item("p1", "profile", "Beta", share=60), item("p2", "profile", "Alfa", share=50, share_source="kysely"),
        item("p3", "profile", "Yksin"),
        *(link("in_family", one, "f1") for one in ("x", "y", "s", "p1")), *(link("in_family", one, "f2") for one in ("z", "s2", "p2")),
        link("latent", "p1", "p2"), **more,
    )  # fmt: skip


def test_each_profile_has_the_axes_and_sliders_of_its_own_family() -> None:
    """Beta has X, Y and A–B; Alfa has Z and C–D; the third belongs to none and is asked nothing."""
    found = two_families()
    shown = [
        (
            one.item.id if one.item else "",
            *("".join(part.id for part in parts) for parts in (one.profiles, one.axes, one.sliders)),
        )
        for one in families(found)
    ]
    assert shown == [("f1", "p1", "xy", "s"), ("f2", "p2", "z", "s2"), ("", "p3", "", "")]
    alone = found.item("p3")
    assert alone is not None
    assert family_of(found, alone).sliders == ()
    assert said(rules.family_with_two_axes, found) == ["Perheellä Ikäihmiset on 1 akseli; niitä tarvitaan kaksi."]
    assert said(rules.profile_without_family, found) == ["P3 Yksin ei kuulu mihinkään perheeseen."]
    assert said(rules.profile_without_place, found) == ["Profiilin P1 Beta paikka akseleilla ei ole tiedossa."]
    assert said(rules.shares_add_up, found) == [
        "Osuuksien summa (Nuoret) on 60 %, ero sataan −40 %.",
        "Osuuksien summa (Ikäihmiset) on 50 %, ero sataan −50 %.",
    ]
    assert said(rules.share_without_source, found) == [
        "Profiilin P1 Beta osuudella ei ole lähdettä: mikä kysely, montako vastausta?"
    ]
    assert said(rules.latent_without_situation, found) == ["Missä tilanteessa P1 Beta voi toimia kuten P2 Alfa?"]


def test_a_line_of_the_first_form_becomes_a_family() -> None:
    """Two profiles of one family, axes and sliders follow it; a board without families stays without."""
    old = {
        "id": "b", "items": [
            {"id": "a", "kind": "profile", "values": {"text": "A", "family": "Nuoret"}},
            {"id": "c", "kind": "profile", "values": {"text": "C", "family": "Nuoret"}}, {"id": "x", "kind": "axis"},
        ],
    }  # fmt: skip
    new = with_families(old)
    assert [one["values"] for one in new["items"] if one["kind"] == "profile"] == [{"text": "A"}, {"text": "C"}]
    assert [one["values"]["text"] for one in new["items"] if one["kind"] == "family"] == ["Nuoret"]
    assert [(one["source"], one["target"]) for one in new["links"]] == [
        ("a", "b-perhe-1"), ("c", "b-perhe-1"), ("x", "b-perhe-1"),
    ]  # fmt: skip
    assert with_families({"id": "b", "items": [{"id": "x", "kind": "axis"}]})["items"] == [{"id": "x", "kind": "axis"}]


def test_the_map_by_hand() -> None:
    """Eleven notes: seven in «Kuulee» by Aino alone, one ungraded; a marked contradiction; two of three pains unanswered."""
    notes = [
        item(f"h{n}", "note", f"Kuultu {n}", zone="hear", author="aino", evidence="told", collected="interview")
        for n in range(7)
    ]
    found = board(
        *notes, item("a", "note", "Sanoo ei", zone="say_do", author="jukka", evidence="observed"),
        item("k1", "pain", "Jono", zone="pains", votes=4, evidence="assumed"), item("k2", "pain", "Lomake", zone="pains", evidence="told"),
        item("k3", "pain", "Matka", zone="pains", evidence="told"), item("o1", "gain", "Ilo", zone="gains", votes=1, evidence="told"),
        item("p", "profile", "Alfa"), item("e1", "barrier", "Este"), item("e2", "barrier", "Aukioloaika", actors=["kunta"]),
        item("i1", "idea", "Iltachat"), item("i2", "idea", "Ryhmä"),
        link("contradicts", "a", "h1"), link("answers", "r", "k1"), link("about", "k1", "p"), link("about", "e1", "p"),
        link("tested_on", "i1", "p", fit="no", why="liian myöhään"),
    )  # fmt: skip
    assert said(insights.contradictions, found) == ["1 ristiriita: A Sanoo ei ↔ H1 Kuultu 1."]
    assert said(insights.one_hand, found) == ["Yksi ihminen täytti yksin: Kuulee."]
    assert said(insights.least_said, found) == [
        "Vähiten kartta kertoo kentistä: Ajattelee ja tuntee, Näkee (kussakin 0/12 lappua)."
    ]
    assert said(insights.unanswered, found) == [
        "Kipupisteistä 1/3 on saanut vastauksen. Mikään ei vielä vastaa näihin: K2 Lomake; K3 Matka."
    ]
    assert said(insights.gathered, found) == ["Aineisto on kerätty: haastattelu 7."]
    assert said(insights.tested, found) == [
        "Profiileja vasten testattuja ideoita 1: sopii 0, ei sovi 1, ei tiedossa 0."
    ]
    assert [one.limit.split(". ")[-1] for one in insights.most_voted(found)] == [
        "Tässä järjestetyistä 33 % on oletettuja.", "Tässä järjestetyistä 0 % on oletettuja.",
    ]  # fmt: skip
    assert said(rules.idea_untested, found) == ["I2 Ryhmä on testaamatta: sopiiko se johonkin profiiliin?"]
    assert said(rules.barrier_of_nobody, found) == []
    assert [(one.item.id, one.answered, [p.id for p in one.profiles]) for one in reading.across(found, "pain")] == [
        ("k1", True, ["p"]), ("k2", False, []), ("k3", False, []),
    ]  # fmt: skip
    printed = chapter.write_chapter(found, tuple(insights.find_insights(found)))
    assert [block.part for block in printed.blocks if isinstance(block, Figure) and block.drawing == "profiles"] == [0]
    assert "liian myöhään" in repr(printed)


def material() -> Board:
    """Two maps of Aho and one of no municipality, one diary of two days; Aho reports 3 maps, and 5 are stated."""
    return board(
        item("v1", "service", "Kirjasto"), item("v2", "service", "Chat"), item("p", "profile", "Alfa"),
        item("m1", "service_map", "KU-1", municipality="Aho", group="Lukio"), item("m2", "service_map", "KU-2", municipality=" aho "),
        item("m3", "service_map", "KU-3"), item("d", "diary", "KU-1", municipality="Aho"),
        item("e1", "entry", "Kävin", day="day_1", felt="good", tags=["apu"]), item("e2", "entry", "Soitin", day="day_3", felt="bad"),
        item("kn", "municipality", "Aho", maps=3), item("st", "stated", "Esite", maps=5),
        link("used", "m1", "v1", channel="visit", often="weekly"), link("used", "m2", "v1", channel="visit"), link("used", "m3", "v2"),
        link("used", "e1", "v1", channel="digital"), link("written_in", "e1", "d"), link("written_in", "e2", "d"), link("like", "m1", "p"),
    )  # fmt: skip


def test_the_collected_material_by_hand() -> None:
    """Kirjasto: two maps and one entry, twice on the spot and once digitally. Aho: two maps, one diary; 3 reported, 5 stated."""
    found = material()
    assert [(use.service.text, use.maps, use.entries, use.ways) for use in collection.uses(found)] == [
        ("Kirjasto", 2, 1, (("visit", 2), ("digital", 1))), ("Chat", 1, 0, ()),
    ]  # fmt: skip
    (aho,) = collection.by_municipality(found)
    assert (aho.name, aho.filled, aho.reported) == ("Aho", {"maps": 2, "diaries": 1}, {"maps": 3, "diaries": None})
    assert [(one.field, one.filled, one.reported, one.stated) for one in collection.totals(found)] == [
        ("maps", 3, 3, 5)
    ]
    assert [(one.name, len(one.maps), len(one.diaries), len(one.entries)) for one in collection.shares(found, "municipality")] == [
        ("Aho", 2, 1, 2), ("", 1, 0, 0),
    ]  # fmt: skip
    assert [(one.name, len(one.maps)) for one in collection.shares(found, "profile")] == [("Alfa", 1), ("", 2)]
    assert said(rules.diary_with_gaps, found) == ["D KU-1: merkintä on 2/7 päivältä."]
    assert said(rules.report_differs, found) == ["Palvelukartat, ilmoitettu / täytetty täällä: Aho 3 / 2."]
    assert said(rules.total_differs, found) == [
        "Palvelukartat: kuntien summa on 3, mainittu määrä 5; ero on 2.",
        "Palvelukartat: täytettyjä on täällä 3, mainittu määrä 5; ero on 2.",
    ]
    assert said(insights.how_it_went, found) == [
        "Päiväkirjamerkinnöistä (2) 1 kertoo, että meni hyvin, ja 1, että meni huonosti."
    ]


def test_maps_and_diaries_as_csv_there_and_back() -> None:
    """An empty board that reads the file makes the same sheets, services, entries and uses."""
    changes = read_collected(board(), write_collected(material()))
    added = [(one.kind, one.values["text"]) for one in changes if isinstance(one, Add)]
    assert added == [
        ("service_map", "KU-1"), ("service", "Kirjasto"), ("service_map", "KU-2"), ("service_map", "KU-3"), ("service", "Chat"),
        ("diary", "KU-1"), ("entry", "Kävin"), ("entry", "Soitin"),
    ]  # fmt: skip
    links = [(one.kind, dict(one.values)) for one in changes if isinstance(one, Connect)]
    assert links.count(("used", {"channel": "visit", "often": "weekly"})) == 1
    assert [kind for kind, _ in links].count("used") == 4
    again = read_collected(material(), write_collected(material()))
    assert {one.kind for one in again if isinstance(one, Add)} == {
        "entry"
    }  # sheets and services are known by their names


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("kartta;KU-1;;;;;;;;;", "rivi 2, sarake sheet"), ("map;;;;;;;;;;", "rivi 2, sarake code"),
        ("diary;KU-1;;;8;x;;;;;", "rivi 2, sarake day"), ("map;KU-1;;;;;Kirjasto;lentäen;;;", "rivi 2, sarake channel"),
    ],
)  # fmt: skip
def test_csv_faults_name_row_and_column(row: str, place: str) -> None:
    """A wrong cell refuses the whole file and says where it is."""
    head = "sheet;code;municipality;group;day;text;service;channel;often;felt;tags"
    with pytest.raises(Invalid) as caught:
        read_collected(board(), f"{head}\r\n{row}\r\n".encode())
    assert [fault.place for fault in caught.value.faults] == [place]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from((8, 30)), st.sampled_from(("six", "canvas2017")), st.data())
def test_a_new_note_moves_no_other_within_its_field(seed: int, size: int, canvas: str, data: Any) -> None:
    """Written last in any field, it takes the next free room: the others keep their columns and their rows in the field."""
    found = random_board(EMPATHY_MAP, seed, size)
    found = Board(**{**found.__dict__, "settings": {"canvas": canvas}})
    zone = data.draw(st.sampled_from(sorted(reading.fields(found))))
    kind = {"pains": "pain", "gains": "gain"}.get(zone, "note")
    more = Board(**{**found.__dict__, "items": (*found.items, item("uusi", kind, "Uusi lappu", zone=zone))})

    def places(of: Board) -> dict[str, tuple[float, float]]:
        scene = empathy_map(of)
        tops = {
            note.id: part.y
            for part, notes in zip(scene.parts, reading.fields(of).values(), strict=True)
            for note in notes
        }
        return {
            box.item.id: (box.x, round(box.y - tops[box.item.id], 6)) for box in scene.boxes if box.item is not None
        }

    before, after = places(found), places(more)
    assert {id_: after[id_] for id_ in before} == before
    assert set(after) - set(before) == {"uusi"}
