"""Random programmes: whatever is written is read back to the same bytes, and one broken value anywhere refuses all of it."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.tests import samples
from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import new_id
from kehittamo_core.errors import Invalid
from kehittamo_core.exchange import canonical, merge, read_document, schema, validate
from kehittamo_core.workshop.archive import export_document, import_document
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.people import OPERATOR

PLUGINS = samples.plugins()
SCHEMA = schema(PLUGINS)
RELAXED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
texts = st.one_of(st.none(), words, st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=80))
numbers = st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False, width=32))
dates = st.dates().map(lambda day: day.isoformat())
maybe = st.none()


def named(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


marks = {
    "sources": st.lists(words.filter(bool), max_size=2),
    "uncertain": st.dictionaries(st.sampled_from(["", "text", "amount"]), words, max_size=2),
    "inferred": st.lists(st.sampled_from(["", "text", "amount"]), max_size=2),
}
VALUES = {
    "text": texts,
    "why": texts,
    "title": words,
    "amount": numbers,
    "size": named(amount=numbers, unit=words),
    "cost": named(
        kind=st.sampled_from(["total", "per_unit"]), low=numbers, base=numbers, high=numbers, approximate=st.booleans()
    ),
    "day": dates,
    "mood": st.sampled_from(["good", "bad"]),
    "level": st.one_of(st.integers(0, 100), st.floats(0, 100)),
    "effect": st.sampled_from(["+", "+/-", "-"]),
    "owner": st.sampled_from(["toimija", "Toinen.toimija"]),
    "others": st.lists(st.sampled_from(["toimija", "Toinen.toimija"]), max_size=2),
    "grade": st.sampled_from(["observed", "told", "assumed"]),
    "points": st.lists(named(date=dates, value=numbers, n=st.integers(0, 99)), max_size=2),
    "aim": named(amount=numbers, date=dates, revisions=st.lists(named(amount=numbers, reason=words), max_size=2)),
    "ready": st.booleans(),
    "tags": st.lists(words, max_size=3),
}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A valid archive."""
    ids = (f"k-{number}" for number in range(10_000))
    items = [
        {
            "id": next(ids), "kind": "note", **draw(named(
                zone=st.sampled_from(["left", "right", None]), order=st.one_of(maybe, numbers), place=st.one_of(maybe, st.fixed_dictionaries({"x": numbers, "y": numbers})),
                values=named(**{name: st.one_of(maybe, value) for name, value in VALUES.items()}),
                translations=st.fixed_dictionaries({}, optional={"sv": named(text=texts, title=words)}), author=st.sampled_from(["ihminen", None]), **marks,
            )),
        }
        for _ in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    steps = [
        {"id": next(ids), "kind": "step", **draw(named(values=named(text=texts), **marks))}
        for _ in range(draw(st.integers(0, 3)))
    ]
    leads = [
        {"id": next(ids), "kind": "leads", "source": note["id"], "target": step["id"], **draw(named(values=named(reason=texts, weight=numbers), **marks))}
        for note in items for step in steps if draw(st.booleans())
    ]  # fmt: skip
    ons = [
        {"id": next(ids), "kind": "on", "source": note["id"], "target": link["id"]}
        for note in items[:2]
        for link in leads[:2]
    ]
    spreads = [
        {"kind": "leads", "source": link["source"], "target": link["target"], "field": "weight", "counts": [{"value": value, "count": draw(st.integers(1, 48))} for value in values]}
        for link in leads if (values := draw(st.lists(numbers, max_size=3, unique=True)))
    ]  # fmt: skip
    things = [
        {"id": next(ids), "kind": "thing", **draw(named(values=named(text=texts)))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    shows = [
        {"id": next(ids), "method": "other", "kind": "shows", "source": thing["id"], "target": step["id"]}
        for thing in things
        for step in steps
    ]
    elements = [part["id"] for part in (*items, *steps, *leads, *things, *shows)]
    comments, votes = [], []
    if elements:
        comments = [
            {"id": next(ids), "element": draw(st.sampled_from(elements)), "text": draw(words.filter(bool)), **draw(named(done=st.booleans(), author=st.sampled_from(["ihminen", None]), signed=words))}
            for _ in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        votes = [
            {"element": element, "participant": "ihminen", "points": draw(st.integers(1, 9))}
            for element in elements
            if draw(st.booleans())
        ]
    lists = named(
        background=st.lists(words, max_size=2).map(
            lambda given: [{"id": f"t{n}", "text": text} for n, text in enumerate(given)]
        ),
        acknowledgement=words,
        goal=named(text=texts, translations=st.just({"sv": {"text": "mål"}})),
        practice=st.booleans(),
        website=words,
        labels=st.dictionaries(st.sampled_from(["sampler:note", "other:thing"]), words, max_size=2),
    )
    return {
        "format": "kehittamo", "version": 1,
        "programme": {
            "id": f"p-{new_id()}", "title": draw(words.filter(lambda text: bool(text.strip()))), "languages": ["fi", "sv"],
            "actors": [{"id": "toimija", "name": "T"}, {"id": "Toinen.toimija", **draw(named(name=words, aliases=st.lists(words, max_size=2)))}],
            **draw(lists),
        },
        "participants": [{"id": "ihminen", "name": "Ihminen"}],
        "boards": [
            {"id": next(ids), "method": "sampler", "items": [*items, *steps], "links": [*leads, *ons], "spreads": spreads, **draw(named(title=words, state=st.sampled_from(["open", "locked"])))},
            {"id": next(ids), "method": "other", "items": things},
        ],
        "links": shows, "comments": comments, "votes": votes,
        "questions": [{"id": next(ids), "text": draw(texts)}],
    }  # fmt: skip


def through(database: Database, document: dict[str, Any], *, replace: bool = False) -> bytes:
    def work(session: Any) -> bytes:
        id_ = import_document(session, PLUGINS, OPERATOR, document, replace)
        return canonical(export_document(session, id_))

    return database.now(work)


@RELAXED
@given(documents())
def test_every_programme_is_read_back_to_the_same_bytes(database: Database, document: dict[str, Any]) -> None:
    assert validate(document, PLUGINS) == []
    first = through(database, document)
    assert through(database, document) == first
    assert through(database, document, replace=True) == first
    copied = json.loads(first)
    copied["programme"]["id"] += "-2"
    second = json.loads(through(database, copied))
    second["programme"]["id"] = document["programme"]["id"]
    assert canonical(second) == first
    assert read_document(first) == json.loads(first)
    jsonschema.validate(json.loads(first), SCHEMA)


@settings(RELAXED, max_examples=8)
@given(documents())
def test_postgresql_gives_the_same_bytes_as_sqlite(
    database: Database, postgres: Database, document: dict[str, Any]
) -> None:
    assert through(postgres, document) == through(database, document)


@pytest.fixture
def postgres(postgres_url: str) -> Database:
    from core.tests.conftest import fresh_postgres

    return fresh_postgres(postgres_url)


@RELAXED
@given(documents(), documents())
def test_reading_one_programme_over_another_leaves_what_merge_says(
    database: Database, first: dict[str, Any], second: dict[str, Any]
) -> None:
    second["programme"]["id"] = first["programme"]["id"]
    # The same ids name other things in the two: let each kind of thing keep to its own.
    for name in ("boards", "links", "comments", "questions"):
        for part in second.get(name, []):
            part["id"] = f"toinen-{part['id']}"
    renamed = {}
    for board in second["boards"]:
        for part in [*board["items"], *board.get("links", [])]:
            renamed[part["id"]] = part["id"] = f"toinen-{part['id']}"
    for part in [
        *(spread for board in second["boards"] for spread in board.get("spreads", [])),
        *second["links"],
        *second["comments"],
        *second["votes"],
        *(link for board in second["boards"] for link in board.get("links", [])),
    ]:
        for end in ("source", "target", "element"):
            if end in part:
                part[end] = f"toinen-{part[end]}"
    before = json.loads(through(database, first))
    assume(validate(second, PLUGINS, before) == [])
    after = json.loads(through(database, second))
    merged = merge(before, second)
    assert {board["id"] for board in after["boards"]} == {board["id"] for board in merged["boards"]}
    assert after["programme"]["title"] == second["programme"]["title"].replace("\r", "\n")
    kept = {item["id"]: item for board in after["boards"] for item in board.get("items", [])}
    for board in before["boards"]:
        for item in board.get("items", []):
            assert kept[item["id"]] == item


def leaves(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document."""
    if place:
        yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from leaves(part, (*place, name))


PLACES = list(leaves(samples.archive()))


@settings(RELAXED, max_examples=150)
@given(
    st.sampled_from(PLACES),
    st.sampled_from([object(), "\n" * 3, -1, 10**400, {"olematon": 1}, [[]], [{}], "x" * 30_000]),
)
def test_nonsense_at_any_place_is_refused_or_stored_but_never_a_crash(
    database: Database, place: tuple[Any, ...], nonsense: Any
) -> None:
    document = copy.deepcopy(samples.archive())
    here = document
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = nonsense if type(nonsense) is not object else None
    document_id = document["programme"].get("id") if isinstance(document["programme"], dict) else None
    try:
        first = through(database, document)
    except Invalid as refused:
        assert refused.faults
        assert all(fault.place or "programme" in str(fault) for fault in refused.faults)
    else:
        assert document_id
        assert through(database, document) == first


def test_the_schema_accepts_the_sample_and_refuses_what_validate_refuses() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert list(validator.iter_errors(samples.archive())) == []
    for place, value in (("boards", 0), ("format", "x"), ("stages", [{"id": "a"}])):
        broken = {**samples.archive(), place: value}
        assert list(validator.iter_errors(broken)), place
    broken = samples.archive()
    broken["boards"][0]["items"][0]["values"]["amount"] = "abc"
    assert list(validator.iter_errors(broken))
    broken = samples.archive()
    broken["boards"][0]["items"][0]["kind"] = "remark"
    assert list(validator.iter_errors(broken))


@RELAXED
@given(documents())
def test_the_picture_from_the_database_is_the_picture_of_the_document(
    database: Database, document: dict[str, Any]
) -> None:
    from kehittamo_core.picture import board_from_document

    stored = json.loads(through(database, document))

    def look(session: Any) -> None:
        from sqlalchemy import select

        from kehittamo_core.database import models as m

        programme = session.scalars(select(m.Programme).where(m.Programme.key == document["programme"]["id"])).one()
        keys = {
            row.id: row.key for row in session.scalars(select(m.Element).where(m.Element.programme_id == programme.id))
        }
        for board in session.scalars(select(m.Board).where(m.Board.programme_id == programme.id)):
            for language in ("fi", "sv"):
                ours = build_board(session, PLUGINS, board.id, "expert", language)
                theirs = board_from_document(stored, PLUGINS.methods, board.key, language)
                assert [keys[item.id] for item in ours.items] == [item.id for item in theirs.items]
                assert [dict(item.values) for item in ours.items] == [dict(item.values) for item in theirs.items]
                assert [(item.zone, item.votes, item.comments, item.on_thread) for item in ours.items] == [
                    (item.zone, item.votes, item.comments, item.on_thread) for item in theirs.items
                ]
                assert {keys[link.id] for link in ours.links} == {link.id for link in theirs.links}
                assert {keys[part.id] for part in ours.linked} >= {part.id for part in theirs.linked}
                assert (ours.goal, ours.labels, ours.settings) == (theirs.goal, theirs.labels, theirs.settings)
                assert dict(ours.actors) == dict(theirs.actors)

    database.now(look)
