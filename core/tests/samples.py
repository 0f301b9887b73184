"""Two small methods and a small archive with every field type, for the tests of the domain."""

import types
from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import (
    OBSERVED,
    Action,
    Add,
    Board,
    Change,
    Choice,
    Codec,
    Connect,
    Field,
    Invalid,
    Kind,
    LinkKind,
    Method,
    Outcome,
    Remove,
    Starter,
    Zone,
    hookimpl,
)
from kehittamo_core.loading import Plugins, load_plugins


def _no_ring(board: Board, link: Any) -> str | None:
    """A step may not follow itself over other steps."""
    seen, waiting = set(), [link.target]
    while waiting:
        here = waiting.pop()
        if here == link.source:
            return "Steps may not form a ring."
        if here not in seen:
            seen.add(here)
            waiting += [other.target for other in board.links if other.kind == "follows" and other.source == here]
    return None


def _double(board: Board, values: Mapping[str, Any]) -> Outcome:
    """Write every note again, linked to a new step."""
    changes: list[Any] = [Add(kind="step", values={"text": values.get("name") or "Yhteinen"}, ref="step")]
    for number, item in enumerate(board.of("note")):
        changes.append(Add(kind="note", values={"text": item.text + " (2)"}, ref=f"n{number}"))
        changes.append(Connect(kind="leads", source=f"n{number}", target="step"))
    changes += [Change(id=item.id, values={"amount": 2}) for item in board.of("note")]
    return Outcome(changes=tuple(changes), message=f"{len(board.of('note'))} notes doubled")


def _clear(board: Board, _values: Mapping[str, Any]) -> Outcome:
    return Outcome(changes=tuple(Remove(id=item.id) for item in board.of("note")), message="cleared")


def _praise(board: Board, values: Mapping[str, Any]) -> Outcome:
    chosen = [item for id_ in values.get("notes") or () if (item := board.item(id_)) is not None]
    return Outcome(message="Well done: " + ", ".join(item.text for item in chosen))


def _fail(_board: Board, _values: Mapping[str, Any]) -> Outcome:
    raise ZeroDivisionError("by nothing")


def _read_lines(_board: Board, data: bytes) -> tuple[Any, ...]:
    lines = data.decode().splitlines()
    if any(not line for line in lines):
        raise Invalid("Line {line} is empty.", line=lines.index("") + 1)
    return tuple(Add(kind="note", values={"text": line}, uncertain={"": "Tuotu, tarkistamatta"}) for line in lines)


NOTE = Kind(
    id="note",
    code="TN",
    label="Test note",
    fields=(
        Field(id="why", label="Why", type="text"),
        Field(id="title", label="Title"),
        Field(id="amount", label="Amount", type="number"),
        Field(id="size", label="Size", type="quantity"),
        Field(id="cost", label="Cost", type="money"),
        Field(id="day", label="Day", type="date"),
        Field(id="mood", label="Mood", type="choice", choices=(Choice("good", "Good"), Choice("bad", "Bad"))),
        Field(id="level", label="Level", type="scale", ends=("low", "high")),
        Field(id="effect", label="Effect", type="sign"),
        Field(id="owner", label="Owner", type="actor"),
        Field(id="others", label="Others", type="actor", many=True),
        Field(id="grade", label="Grade", type="evidence", choices=OBSERVED),
        Field(id="points", label="Points", type="series"),
        Field(id="aim", label="Aim", type="target"),
        Field(id="ready", label="Ready", type="flag"),
        Field(id="tags", label="Tags", many=True),
    ),
    thread="need",
)

SAMPLER = Method(
    id="sampler",
    package="samples",
    title="Sampler",
    summary="Every field type once.",
    kinds=(
        NOTE,
        Kind(id="step", code="TS", label="Test step", label_many="Test steps", at_most=3, thread="step"),
        Kind(id="lane", code="TL", label="Test lane", setup=True, zone="lanes"),
    ),
    zones=(
        Zone(id="left", label="Left", kinds=("note", "step")),
        Zone(id="right", label="Right", kinds=("note",)),
        Zone(id="lanes", label="Lanes", kinds=("lane",)),
    ),
    links=(
        LinkKind(
            id="leads", label="leads to", source=("note",), target=("step",), code="TY",
            fields=(Field(id="reason", label="Reason", type="text"), Field(id="weight", label="Weight", type="number")),
            refusal="{source} may not lead to {target}.", rated_alone=True,
        ),
        LinkKind(id="follows", label="follows", source=("step",), target=("step",), check=_no_ring),
        LinkKind(id="near", label="near", source=("note", "step"), target=("note", "step"), directed=False, pairs=(("note", "note"), ("note", "step"))),
        LinkKind(id="on", label="on", source=("note",), target=("link:leads",), once=False),
    ),
    settings=(
        Field(id="mode", label="Mode", type="choice", choices=(Choice("one", "One"), Choice("two", "Two"))),
        Field(id="head", label="Heading"),
    ),
    actions=(
        Action(id="double", label="Double", run=_double, fields=(Field(id="name", label="Name"),), setup=False),
        Action(id="clear", label="Clear", run=_clear),
        Action(id="fail", label="Fail", run=_fail, setup=False),
        Action(
            id="praise", label="Praise", run=_praise, setup=False,
            fields=(
                Field(id="notes", label="Which notes", type="item", kinds=("note",), many=True),
                Field(id="mine", label="Your own", type="item", kinds=("step",), own=True),
            ),
        ),
    ),
    codecs=(Codec(id="lines", label="Lines", ending="txt", media_type="text/plain", read=_read_lines),),
    starters=(
        Starter(
            id="small", label="Small", translated=False,
            content={
                "settings": {"mode": "two"},
                "items": [
                    {"id": "a", "kind": "note", "values": {"text": "Aloitus", "amount": 1, "owner": "nobody"}, "uncertain": {"text": "?"}},
                    {"id": "b", "kind": "step", "values": {"text": "Askel"}, "place": {"x": 1, "y": 2}},
                ],
                "links": [{"kind": "leads", "source": "a", "target": "b", "values": {"reason": "Siksi"}}],
            },
        ),
    ),
    version=2,
    upgrades=(
        lambda board: {
            **board,
            "items": [{**item, "kind": "note" if item["kind"] == "remark" else item["kind"]} for item in board.get("items") or []],
        },
    ),
)  # fmt: skip

OTHER = Method(
    id="other",
    package="samples",
    title="Other",
    summary="Shows what stands elsewhere.",
    kinds=(Kind(id="thing", code="TO", label="Test thing", thread="solution"),),
    links=(
        LinkKind(id="shows", label="shows", source=("thing",), target=("@step", "@need"), code="TW"),
        LinkKind(id="tie", label="tie", source=("thing",), target=("thing",)),
    ),
)


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer both."""
    return (SAMPLER, OTHER)


def plugins(*without: str) -> Plugins:
    """The two methods as installed plugins."""
    module = types.ModuleType("samples")
    module.kehittamo_methods = kehittamo_methods  # type: ignore[attr-defined]
    return load_plugins(without, extra=[module], installed=False)


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
"""A PNG of one pixel."""


def archive() -> dict[str, Any]:
    """A small archive that uses every part of the form."""
    marks = {"sources": ["lähde 1"], "uncertain": {"text": "epävarma"}, "inferred": ["text"]}
    return {
        "format": "kehittamo",
        "version": 1,
        "programme": {
            "id": "koe",
            "title": "Koeohjelma",
            "languages": ["fi", "sv"],
            "banner": "Keksitty esimerkki",
            "practice": True,
            "goal": {
                "text": "Yhteinen tavoite",
                "translations": {"sv": {"text": "Gemensamt mål"}},
                "targets": [{"id": "t1", "text": "Enemmän", "direction": "increase", "amount": 20, "unit": "%", "deadline": "2028-12-31"}],
            },
            "figures": [{"id": "f1", "text": "4 työpajaa", "value": 4, "unit": "työpaja"}],
            "background": [{"id": "b1", "text": "Tausta", **marks}],
            "target_group": "Nuoret",
            "area": {"text": "Koko alue", "excluded": ["Saari"], "reason": "oma kokeilu"},
            "challenge": [{"id": "h1", "text": "Haaste"}],
            "principles": [{"id": "p1", "heading": "Otsikko", "text": "Periaate"}],
            "perspectives": [{"id": "n1", "actor": "asiakas", "goal": "Tavoite", "benefit_heading": "Hyöty", "benefits": ["yksi", "kaksi"]}],
            "acknowledgement": "Kiitos",
            "credits": [{"id": "k1", "text": "Kuva"}],
            "website": "www.example.org",
            "terms": [{"id": "s1", "term": "Kasvu", "aliases": ["Elinvoima"], "meaning": "Sana"}],
            "actors": [
                {"id": "asiakas", "name": "Asiakas", "kind": "actor"},
                {"id": "oma", "name": "Oma henkilö", "kind": "role", "part_of": "asiakas", **marks},
            ],
            "labels": {"sampler:note": "Lappu"},
            "footer": "Koe 2026",
            "images": [{"id": "ku-1", "credit": "Kuva: Koe", "alt": "Piste", "use": "logo", "media_type": "image/png", "width": 1, "height": 1, "data": DOT}],
            "phases": [{"id": "ph-1", "number": "I", "title": "Ymmärrys", "task": "Keruu", "results": ["Profiilit"], "when": "syksy", **marks}],
            "activities": [{"id": "to-1", "text": "Kerääminen", "phase": "ph-1", "stage": "v2", "takes_part": ["Kuntalaiset"], "note": "? €"}],
            "counts": [{"id": "lk-1", "text": "karttaa", "stated": 160, "activity": "to-1", "parts": [{"text": "Paltamo", "value": 26}, {"text": "Kuhmo"}]}],
            "deliverables": [{"id": "tu-1", "text": "Palveluvisio", "state": "begun", "link": "visio.pdf", "phase": "ph-1", "owner": "oma", "due": "2027-01-01"}],
            "concepts": [
                {"id": "ko-1", "title": "Konsepti", "date": "2026-05-12", "text": "Mitä", "why": "Miksi", "profiles": ["Nuori"], "value": ["a → b"],
                 "barriers": ["este"], "principles": ["ei palvelu"], "phases": ["1", "2"]},
            ],
            "cases": [{"id": "es-1", "title": "Vertailu", "place": "Oulu", "text": "Opittiin", "link": "www.example.org"}],
            "evidence": [{"id": "na-1", "title": "Tutkimus", "author": "Tekijä", "year": "2018", "link": "www.example.org", "text": "Näyttö"}],
        },
        "stages": [
            {"id": "v1", "kind": "start_day", "title": "Starttipäivä", "state": "done", "date_text": "syksyllä"},
            {
                "id": "v2", "kind": "workshop", "number": 1, "title": "Kehittämö 1", "theme": "Alku", "date": "2026-10-07", "end_date": "2026-10-08", "start": "12:30",
                "end": "16:00", "state": "now", **marks,
                "agenda": [
                    {"id": "ak1", "text": "Kahvi", "time": "12:30", "minutes": 15, "kind": "service", "presenter": "Maija"},
                    {"id": "ak2", "text": "Työtä", "kind": "activity", "parallel": True, "groups": ["r1"], "takes_part": ["Kaikki"], "boards": ["b-yhteinen"]},
                ],
            },
        ],
        "groups": [{"id": "r1", "number": 1, "name": "Ryhmä 1", "task": "Kuvatkaa arki\nja juhla", "profile": "lappu"}, {"id": "r2", "number": 2, "name": "Ryhmä 2"}],
        "participants": [
            {"id": "aino", "name": "Aino", "organisation": "Mielenpiha", "role": "expert", "kind": "experience", "group": "r1", "together": ["eero"]},
            {"id": "eero", "name": "Eero", "organisation": "Lukio", "role": "secretary", "kind": "expert", "group": "r2"},
            {"id": "olli", "name": "Olli", "role": "observer"},
        ],
        "boards": [
            {
                "id": "b-yhteinen", "method": "sampler", "version": 2, "title": "Yhteinen työpohja", "stage": "v2", "state": "open",
                "settings": {"mode": "one", "head": "Otsake"}, **marks,
                "items": [
                    {
                        "id": "lappu", "code": "TN-7", "kind": "note", "zone": "right", "order": 1, "origins": [{"code": "TN-2", "text": "Vanha"}], "place": {"x": 10.5, "y": 20}, "author": "aino",
                        "values": {
                            "text": "Ensimmäinen lappu\ntoinen rivi", "why": "Koska", "title": "Nimi", "amount": 12.5,
                            "size": {"amount": 12, "unit": "kpl"},
                            "cost": {"kind": "total", "low": 9000, "base": 10000, "high": 12000, "approximate": True, "stated": "10 000 €"},
                            "day": "2018-03-28", "mood": "good", "level": 0, "effect": "+/-", "owner": "asiakas", "others": ["asiakas", "oma"],
                            "grade": "told", "points": [{"date": "2018-01-01", "value": 3.1, "n": 40, "source": "kysely"}],
                            "aim": {"amount": 3.8, "date": "2019-01-01", "revisions": [{"amount": 4, "reason": "tarkennus", "revised": "2018-06-01"}]},
                            "ready": False, "tags": ["a", "b"],
                        },
                        "translations": {"sv": {"text": "Första lappen", "title": "Namn"}}, **marks,
                    },
                    {"id": "aukko", "kind": "note", "zone": "left"},
                    {"id": "askel", "kind": "step", "values": {"text": "Askel"}, "uncertain": {"": "koko askel"}},
                    {"id": "askel-2", "kind": "step", "values": {"text": "Toinen askel"}},
                    {"id": "kaista", "kind": "lane", "values": {"text": "Kaista"}},
                ],
                "links": [
                    {"id": "y1", "kind": "leads", "source": "lappu", "target": "askel", "values": {"reason": "Siksi", "weight": 2}, "inferred": [""]},
                    {"id": "y2", "kind": "follows", "source": "askel", "target": "askel-2"},
                    {"id": "y3", "kind": "on", "source": "aukko", "target": "y1"},
                ],
            },
            {
                "id": "b-ryhma", "method": "other", "title": "Ryhmän työpohja", "group": "r1", "state": "locked",
                "items": [{"id": "asia", "kind": "thing", "values": {"text": "Asia"}}],
            },
        ],
        "links": [
            {"id": "yli", "method": "other", "kind": "shows", "source": "asia", "target": "askel", **marks},
            {"id": "lanka", "method": "core", "kind": "thread", "source": "lappu", "target": "asia", "values": {"reason": "punainen lanka"}},
        ],
        "comments": [
            {"id": "k-1", "element": "lappu", "text": "Hyvä", "author": "aino", "signed": "Aino", "written": "2018-02-14T10:05:00Z", "done": False},
            {"id": "k-2", "element": "yli", "text": "Tärkeä yhteys", "done": True},
        ],
        "votes": [
            {"element": "lappu", "participant": "aino", "points": 2},
            {"element": "lappu", "group": "r2", "points": 4},
            {"element": "askel", "signed": "Vieras", "points": 1},
        ],
        "decisions": [{"id": "p-1", "text": "Päätös", "reason": "Syy", "date": "2026-10-07", "owner": "oma", "elements": ["lappu", "yli"]}],
        "questions": [{"id": "q-1", "text": "Kysymys?", "state": "answered", "answer": "Vastaus", "owner": "oma"}],
        "next_steps": [{"id": "s-1", "text": "Askel", "owner": "r1", "due": "2027-01-01", "done": True}],
        "tasks": [
            {
                "id": "te-1", "stage": "v1", "agenda_item": "ak1", "number": 1, "title": "Vaiheet", "instruction": "Kirjoittakaa vaiheet.",
                "plain": "Mitä teette ensin?", "method": "sampler", "starter": "example", "per_group": True, "groups": ["r1"],
                "view": "work", "rounds": [{"kind": "alone", "minutes": 5}, {"kind": "group"}], "rotates": True, "signing": "anonymous",
                "hidden": True, "minutes": 20.5, "state": "draft", "sources": ["Ohje"],
            },
        ],
        "interim_tasks": [{"id": "t-1", "text": "Tehtävä", "stage": "v2", "owner": "aino", "due": "2026-10-01", "done": True, "done_by": ["aino"]}],
        "support": [
            {"participant": "aino", "stand": "reservation", "reason": "Raha"}, {"participant": "eero", "stand": "support"},
        ],
    }  # fmt: skip
