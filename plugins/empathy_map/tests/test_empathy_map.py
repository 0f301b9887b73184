"""The empathy map: its contract, its rules and insights on a case worked out by hand, and its demonstration boards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Add, Board, Box, Invalid, Item, Link, Words
from kehittamo_core.picture import board_from_document, labels_of
from kehittamo_core.testing import check_board, check_method, check_scene, random_board
from kehittamo_empathy_map import EMPATHY_MAP, chapter, exchange, insights, reading, rules

DEMO = Path(chapter.__file__).parent / "demo"
GOLDEN = Path(__file__).parent / "golden"


def item(id_: str, kind: str, text: str = "", zone: str = "", votes: int = 0, **values: Any) -> Item:
    """An item whose short id is its id in capitals."""
    return Item(id=id_, kind=kind, code=id_.upper(), zone=zone, votes=votes, values={"text": text, **values})


def link(kind: str, source: str, target: str, **values: Any) -> Link:
    """A link between two items."""
    return Link(id=f"{kind}-{source}-{target}", kind=kind, source=source, target=target, values=values)


def by_hand(**parts: Any) -> Board:
    """Four notes of which one is assumed and one ungraded; two profiles, one placed, shares of 60 and 30 %."""
    items = (
        item("n1", "note", "Kuulee", "hear", evidence="told"),
        item("n2", "note", "Sanoo", "say", evidence="assumed"),
        item("k1", "pain", "Odotus", "pains", votes=5, evidence="observed"),
        item("k2", "pain", "Lomake", "pains", votes=2),
        item("p1", "profile", "Beta", description="Kuvaus", share=60),
        item("p2", "profile", "Alfa", share=30),
        item("x", "axis", "Vaaka"),
        item("y", "axis", "Pysty"),
        item("s", "slider", "", left="A", right="B"),
    )
    links = (
        link("placed_on", "p1", "x", value=20), link("placed_on", "p1", "y", value=0), link("value_on", "p1", "s", value=100),
        link("placed_on", "p2", "x", value=50), link("about", "k1", "p1"), link("answers", "r", "k1"),
    )  # fmt: skip
    given = {
        "id": "t", "title": "Kartta", "method": "empathy_map", "items": items, "links": links, "language": "fi",
        "labels": labels_of(EMPATHY_MAP, "fi"), "package": "kehittamo_empathy_map",
    }  # fmt: skip
    return Board(**(given | parts))


def said(rule: Any, board: Board) -> list[str]:
    """The sentences of a rule."""
    return [problem.message for problem in rule(board)]


def test_contract() -> None:
    """Functions run in workers, drawings hold together, every sentence is translated."""
    check_method(EMPATHY_MAP, languages=("fi", "sv"), boards=36)


@settings(max_examples=25, deadline=None)
@given(st.integers(100, 10_000), st.sampled_from((0, 2, 12, 40, 90)))
def test_any_board(seed: int, size: int) -> None:
    """Whatever was written, the map is drawn, judged and put into a chapter."""
    check_board(EMPATHY_MAP, random_board(EMPATHY_MAP, seed, size))


def test_rules_by_hand() -> None:
    """Each lack of the hand-made board is named."""
    board = by_hand()
    assert said(rules.empty_field, board) == [
        "Kenttä ”Ajattelee ja tuntee” on tyhjä.",
        "Kenttä ”Näkee” on tyhjä.",
        "Kenttä ”Onnistumiset” on tyhjä.",
    ]
    assert said(rules.note_without_evidence, board) == [
        "1 lappu ei kerro, mistä sen tiedämme: havaittu, kerrottu vai oletettu?"
    ]
    assert said(rules.only_assumptions, board) == []
    assert said(rules.pain_without_answer, board) == ["Mikään ei vielä vastaa kipupisteeseen K2 Lomake."]
    assert said(rules.profile_without_place, board) == ["Profiilin P2 Alfa paikka akseleilla ei ole tiedossa."]
    assert said(rules.slider_unset, board) == ["P2 Alfa: liukusäätimistä ei ole tiedossa 1/1."]
    assert said(rules.bare_profile, board) == ["P2 Alfa on pelkkä nimi: mikä sille on tyypillistä?"]
    assert said(rules.shares_add_up, board) == ["Osuuksien summa (profiilit) on 90 %, ero sataan −10 %."]


def test_insights_by_hand() -> None:
    """One of four notes is assumed: 25 %. Odotus has 5 votes, Lomake 2. Four of six places are known."""
    findings = [insight.finding for insight in insights.find_insights(by_hand())]
    assert findings[0] == "Lapuista (4) 25 % on oletettuja; havaittu 1, kerrottu 1, oletettu 1, merkitsemättä 1."
    assert (
        findings[1]
        == "Eniten ääniä saaneet kipupisteet: K1 Odotus (5 ääntä, havaittu); K2 Lomake (2 ääntä, ei merkitty)."
    )
    assert findings[-1] == "Akselien ja liukusäätimien paikoista on tiedossa 4/6."


@pytest.mark.parametrize("canvas", ["six", "canvas2017"])
def test_switching_the_canvas_loses_no_note(canvas: str) -> None:
    """Every note stands in exactly one field of either canvas, and no note's own zone changes."""
    board = by_hand(settings={"canvas": canvas})
    shown = [note.id for notes in reading.fields(board).values() for note in notes]
    assert sorted(shown) == ["k1", "k2", "n1", "n2"]
    assert next(note.zone for note in board.items if note.id == "n2") == "say"
    field = next(zone for zone, notes in reading.fields(board).items() if any(note.id == "n2" for note in notes))
    assert field == {"six": "say_do", "canvas2017": "say"}[canvas]


def test_the_zones_follow_the_canvas() -> None:
    """The working view shows the fields of the chosen canvas, and any other field that holds notes."""
    ids = [zone.id for zone in EMPATHY_MAP.shown_zones({"canvas": "six", "shows": "map"})]
    assert ids == ["think_feel", "hear", "see", "say_do", "pains", "gains"]
    assert "say" in [zone.id for zone in EMPATHY_MAP.shown_zones({"canvas": "six", "shows": "map"}, {"say"})]


def test_unset_is_never_a_middle() -> None:
    """A slider that nobody set draws no mark and says so; a set one stands at its value."""
    board = by_hand()
    p2 = board.item("p2")
    slider = board.item("s")
    assert p2 is not None
    assert slider is not None
    assert reading.value_of(board, p2, slider, "value_on") is None
    cards = EMPATHY_MAP.drawings[1].draw(board)
    texts = [" ".join(shape.lines) for shape in cards.shapes if isinstance(shape, Words)]
    assert texts.count("ei tiedossa") == 1


def demo(programme: str, board: str) -> Board:
    """A demonstration board as the report would read it."""
    document = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    document["programme"] = {"id": programme, "languages": ["fi"]}
    return board_from_document(document, {"empathy_map": EMPATHY_MAP}, board)


def test_the_map_repeats_the_profile() -> None:
    """Every note of the first map is a sentence of its profile, letter by letter, graded assumed with the profile as source."""
    profiles, first = demo("kainuu-nuoret", "profiilit"), demo("kainuu-nuoret", "empatiakartta-1")
    profile = next(item for item in profiles.of("profile") if item.id == "vahaan-tyytyvat")
    own = [part.text for kind in ("trait", "block") for part in reading.parts(profiles, profile, kind)]
    for note in first.of("note", "pain", "gain"):
        assert note.text in own or note.text in str(profile.get("description"))
        assert note.get("evidence") == "assumed"
        assert "Vähään tyytyvät" in str(note.get("source"))
    assert len(profiles.of("profile")) == 3
    assert len(profiles.of("slider")) == 4
    assert profiles.links_of("value_on", "placed_on") == ()


@pytest.mark.parametrize(
    ("programme", "board"),
    [("kainuu-nuoret", "profiilit"), ("kainuu-nuoret", "empatiakartta-1"), ("harjoitus", "h-empathy")],
)
def test_the_chapter_holds_every_word(programme: str, board: str) -> None:
    """Every text of the board stands in the chapter, not only in the drawing."""
    found = demo(programme, board)
    written = repr(chapter.write_chapter(found, tuple(insights.find_insights(found))))
    for element in found.items:
        for name in ("text", "description", "left", "right", "question", "low", "high"):
            value = element.get(name)
            if isinstance(value, str):
                assert repr(value)[1:-1] in written, f"{element.id}.{name}"


@pytest.mark.parametrize(
    ("programme", "board", "drawing"),
    [
        ("kainuu-nuoret", "profiilit", "profiles"),
        ("kainuu-nuoret", "profiilit", "axes"),
        ("kainuu-nuoret", "empatiakartta-1", "map"),
        ("harjoitus", "h-empathy", "map"),
        ("harjoitus", "h-empathy", "axes"),
    ],
)
def test_golden_drawing(programme: str, board: str, drawing: str) -> None:
    """The drawing of a demonstration board, as lines that a person can read in review."""
    found = EMPATHY_MAP.drawing(drawing)
    assert found is not None
    lines = [
        f"{type(shape).__name__:5} {shape.x:6.1f} {shape.y:6.1f}  {' / '.join(shape.lines)}"
        for shape in found.draw(demo(programme, board)).shapes
        if isinstance(shape, Box | Words)
    ]
    text = "\n".join(lines) + "\n"
    file = GOLDEN / f"{board}-{drawing}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: read it and commit it")
    assert text == file.read_text(encoding="utf-8")


def test_csv_there_and_back() -> None:
    """What is written is read again; formulas are disarmed."""
    board = by_hand()
    board = replace(board, items=(*board.items, item("z", "note", "=cmd()", "see")))
    data = exchange.write_csv(board)
    assert b";'=cmd();" in data
    changes = [change for change in exchange.read_csv(board, data) if isinstance(change, Add)]
    assert [(change.zone, change.kind, change.values["text"]) for change in changes] == [
        ("hear", "note", "Kuulee"), ("say", "note", "Sanoo"), ("pains", "pain", "Odotus"), ("pains", "pain", "Lomake"), ("see", "note", "=cmd()"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"zone;kind;text\r\nnaapuri;note;Teksti\r\n", "rivi 2, sarake zone"),
        (b"zone;kind;text\r\nsee;kissa;Teksti\r\n", "rivi 2, sarake kind"),
        (b"zone;kind;text;evidence\r\nsee;note;Teksti;varma\r\n", "rivi 2, sarake evidence"),
        (b"zone;kind;text\r\nsee;note;\r\n", "rivi 2, sarake text"),
    ],
)
def test_csv_faults_name_row_and_column(data: bytes, place: str) -> None:
    """A wrong cell refuses the whole file and says where it is."""
    with pytest.raises(Invalid) as caught:
        exchange.read_csv(by_hand(), data)
    assert [fault.place for fault in caught.value.faults] == [place]


def test_two_maps_side_by_side() -> None:
    """Both say «Odotus», in other letters; only the first hears anything; the chapter's table says what is drawn."""
    other = replace(
        by_hand(), id="toinen", title="Toinen",
        items=(
            replace(item("o1", "pain", "odotus ", "pains"), board="toinen"),
            replace(item("o2", "note", "Muuta", "see"), board="toinen"),
        ),
        links=(),
    )  # fmt: skip
    board = replace(by_hand(), title="Ensimmäinen", beside={"compared_with": other})
    drawing = EMPATHY_MAP.drawing("together")
    assert drawing is not None
    scene = drawing.draw(board)
    check_scene("two maps", scene)
    assert sorted(box.item.id for box in scene.boxes if box.strong and box.item) == ["k1", "o1"]
    assert len([box for box in scene.boxes if box.item]) == 6
    assert "lappuja 4; Toinen, lappuja 2; ensimmäisen lapuista 1 on molemmissa" in scene.alt
    told = next(one.finding for one in insights.find_insights(board) if "Toinen" in one.finding)
    assert "1 asia samoin sanoin" in told
    assert "Vain kartassa Ensimmäinen on jotakin kentissä: Kuulee, Sanoo ja tekee." in told
    assert "Vain kartassa Toinen on jotakin kentissä: Näkee." in told
    written = repr(chapter.write_chapter(board, ()))
    assert "odotus (molemmissa)" in written
    assert "Muuta" in written
