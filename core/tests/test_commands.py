"""Commands on items and links: once, checked, and remembered."""

from typing import Any

import pytest

from core.tests import samples
from core.tests.workshop_table import Table
from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, Locked, NotAllowed, NotFound, Stale
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.archive import export_document
from kehittamo_core.workshop.details import element_detail
from kehittamo_core.workshop.events import board_room, programme_room


def test_an_item_is_added_with_values_code_and_place(table: Table) -> None:
    done = table.do(
        table.aino, c.AddItem, board=table.board, kind="note", values={"text": "Uusi lappu", "amount": 3}, zone="right"
    )
    item = table.picture().item(done.ref)
    assert item is not None
    assert (item.text, item.get("amount"), item.zone, item.code) == ("Uusi lappu", 3, "right", "TN-9")
    assert item.author == table.aino.person_id
    assert [part.id for part in table.picture().items if part.zone == "right"][-1] == done.ref
    assert (done.room, done.undo) == (board_room(table.board), True)
    assert table.events()[-1] == ("item.added", done.ref)
    assert table.session.info["rooms"] >= {board_room(table.board), f"text:{done.ref}:text:fi"}


def test_an_item_without_kind_is_the_zones_first(table: Table) -> None:
    done = table.do(table.aino, c.AddItem, board=table.board, zone="left", values={"text": "x"})
    assert table.picture().item(done.ref).kind == "note"  # type: ignore[union-attr]


def test_an_item_comes_right_behind_another(table: Table) -> None:
    first = table.do(table.aino, c.AddItem, board=table.board, kind="note", values={"text": "1"}).ref
    last = table.do(table.aino, c.AddItem, board=table.board, kind="note", values={"text": "3"}).ref
    refs = [table.do(table.aino, c.AddItem, board=table.board, kind="note", after=first).ref for _ in range(60)]
    order = [item.id for item in table.picture().items if item.zone == "left"]
    assert order[order.index(first) :] == [first, *reversed(refs), last]


def test_pasted_lines_become_notes_in_their_order(table: Table) -> None:
    notes = tuple(c.Note(kind="note", values={"text": f"rivi {number}"}) for number in range(5))
    done = table.do(table.aino, c.AddMany, board=table.board, notes=notes)
    items = [table.picture().item(ref) for ref in done.refs]
    assert [item.text for item in items if item] == [f"rivi {number}" for number in range(5)]
    codes = [int(item.code.partition("-")[2]) for item in items if item]
    assert codes == list(range(codes[0], codes[0] + 5))
    bad = (*notes, c.Note(kind="note", values={"amount": "x"}))
    table.refused(Invalid, "is not a number", table.aino, c.AddMany, board=table.board, notes=bad)
    table.refused(Invalid, "201 notes are too many", table.aino, c.AddMany, board=table.board, notes=notes[:1] * 201)


def test_the_same_command_is_answered_and_not_repeated(table: Table) -> None:
    first = table.do(table.aino, c.AddItem, command_id="sama", board=table.board, kind="note", values={"text": "a"})
    before = table.everything()
    again = table.do(table.aino, c.AddItem, command_id="sama", board=table.board, kind="note", values={"text": "a"})
    assert again == first
    assert table.everything() == before
    table.refused(
        Invalid, "belongs to somebody else", table.eero, c.AddItem, command_id="sama", board=table.board, kind="note"
    )
    for wrong in ("", "x" * 65, "väli lyönti"):
        table.refused(
            Invalid, "needs an id of its own", table.aino, c.AddItem, command_id=wrong, board=table.board, kind="note"
        )


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"kind": "remark"}, "There is no kind remark in this method; known are note, step, lane"),
        ({"kind": "note", "zone": "middle"}, "There is no zone middle on this board"),
        ({"kind": "step", "zone": "right"}, "Right does not take Test step"),
        ({"kind": "note", "values": {"colour": "red"}}, "There is no field colour here; known are text, why"),
        ({"kind": "note", "values": {"amount": "abc"}}, "abc.* is not a number"),
        ({"kind": "note", "values": {"text": "x" * 2001}}, "2001 characters are too many; at most 2000 fit"),
        ({"kind": "note", "values": {"title": "a\nb"}}, "has more than one line"),
        ({"kind": "note", "values": {"owner": "kuka"}}, "is not an actor of the programme"),
        ({"kind": "note", "values": {"others": ["asiakas", "kuka"]}}, "is not an actor of the programme"),
        ({"kind": "note", "values": {"size": {"weight": 1}}}, "there is no such part"),
    ],
)
def test_a_wrong_item_is_refused_and_nothing_is_stored(table: Table, parts: dict[str, Any], message: str) -> None:
    table.refused(Invalid, message, table.aino, c.AddItem, board=table.board, **parts)


def test_too_many_of_a_kind_and_parameters_are_refused(table: Table) -> None:
    table.do(table.aino, c.AddItem, board=table.board, kind="step")
    table.refused(Invalid, "holds at most 3 of Test steps", table.aino, c.AddItem, board=table.board, kind="step")
    table.refused(NotAllowed, "Only facilitators", table.aino, c.AddItem, board=table.board, kind="lane")
    table.refused(
        NotAllowed, "Only facilitators", table.aino, c.ChangeField, element=table.id("kaista"), field="text", value="x"
    )
    table.refused(NotAllowed, "Only facilitators", table.aino, c.Remove, element=table.id("kaista"))
    assert table.do(table.helper, c.AddItem, board=table.board, kind="lane").event_seq


def test_a_missing_methods_board_is_read_only(table: Table) -> None:
    table.plugins = samples.plugins("sampler")
    assert len(table.picture().items) == 5
    for kind, parts in (
        (c.AddItem, {"board": table.board, "kind": "note"}),
        (c.ChangeField, {"element": table.id("lappu"), "field": "text", "value": "x"}),
        (c.Move, {"element": table.id("lappu"), "zone": "left"}),
        (c.RunAction, {"board": table.board, "action": "double"}),
        (c.CreateBoard, {"programme": table.programme, "method": "sampler"}),
    ):
        table.refused(Locked, "The method sampler is not installed here", table.helper, kind, **parts)
    assert table.do(table.aino, c.Comment, element=table.id("lappu"), text="Vieläkin luettavissa").event_seq


def test_a_locked_board_takes_comments_only(table: Table) -> None:
    table.do(table.helper, c.LockBoard, board=table.board)
    lappu = table.id("lappu")
    for kind, parts in (
        (c.AddItem, {"board": table.board, "kind": "note"}),
        (c.ChangeField, {"element": lappu, "field": "amount", "value": 1}),
        (c.Move, {"element": lappu, "zone": "left"}),
        (c.PlaceItem, {"element": lappu, "x": 1.0, "y": 2.0}),
        (c.Remove, {"element": lappu}),
        (c.Vote, {"element": lappu, "points": 1}),
        (c.Connect, {"kind": "leads", "source": table.id("aukko"), "target": table.id("askel")}),
    ):
        table.refused(Locked, "is locked. A facilitator can open it", table.aino, kind, **parts)
    table.do(table.aino, c.Comment, element=lappu, text="huomio")
    table.do(table.helper, c.LockBoard, board=table.board, locked=False)
    assert table.do(table.aino, c.ChangeField, element=lappu, field="amount", value=1).event_seq


def test_a_stale_value_is_refused_with_both(table: Table) -> None:
    lappu = table.id("lappu")

    def revision(name: str) -> int:
        detail = element_detail(table.session, table.plugins, table.aino, lappu)
        return next(part.revision for part in detail.fields if part.field.id == name)

    seen = revision("amount")
    table.do(table.eero, c.ChangeField, element=lappu, field="amount", value=20, revision=seen)
    error = table.refused(
        Stale,
        "Somebody changed this",
        table.aino,
        c.ChangeField,
        element=lappu,
        field="amount",
        value=30,
        revision=seen,
    )
    assert (error.mine, error.theirs, error.revision, error.status) == (30, 20, revision("amount"), 409)
    same = table.do(table.aino, c.ChangeField, element=lappu, field="amount", value=20, revision=seen)
    assert same.event_seq == 0
    table.do(table.aino, c.ChangeField, element=lappu, field="amount", value=30, revision=revision("amount"))
    table.do(table.aino, c.ChangeField, element=lappu, field="amount", value=40)
    assert table.picture().item(lappu).get("amount") == 40  # type: ignore[union-attr]


def test_a_text_is_changed_by_its_difference_and_a_stale_one_is_refused(table: Table) -> None:
    lappu = table.id("lappu")
    text = table.session.get_one(m.CoText, f"{lappu}:text:fi")
    seen = text.n
    table.do(
        table.eero,
        c.ChangeField,
        element=lappu,
        field="text",
        value="Ensimmäinen pitkä lappu\ntoinen rivi",
        revision=seen,
    )
    assert text.n == seen + 1
    error = table.refused(
        Stale, "Somebody changed", table.aino, c.ChangeField, element=lappu, field="text", value="Minun", revision=seen
    )
    assert (error.mine, error.theirs) == ("Minun", "Ensimmäinen pitkä lappu\ntoinen rivi")
    update = table.session.get_one(m.TextUpdate, (text.key, text.n)).data
    assert b"toinen rivi" not in update
    table.do(table.aino, c.ChangeField, element=lappu, field="text", value="", revision=text.n)
    assert table.picture().item(lappu).text == ""  # type: ignore[union-attr]


def test_translations_are_written_in_their_language(table: Table) -> None:
    lappu = table.id("lappu")
    table.do(table.aino, c.ChangeField, element=lappu, field="title", value="Rubrik", language="sv")
    table.do(table.aino, c.ChangeField, element=lappu, field="text", value="Andra lappen", language="sv")
    finnish, swedish = (table.picture(language=language).item(lappu) for language in ("fi", "sv"))
    assert finnish is not None
    assert swedish is not None
    assert (finnish.get("title"), finnish.text.partition("\n")[0]) == ("Nimi", "Ensimmäinen lappu")
    assert (swedish.get("title"), swedish.text) == ("Rubrik", "Andra lappen")
    assert table.picture(language="sv").item(table.id("askel")).text == "Askel"  # type: ignore[union-attr]


def test_a_gap_and_a_doubt(table: Table) -> None:
    lappu = table.id("lappu")
    table.do(table.aino, c.ChangeFields, element=lappu, values={"amount": None, "title": "", "others": []})
    table.do(table.aino, c.MarkUncertain, element=lappu, field="cost", note="karkea arvio")
    table.do(table.aino, c.MarkUncertain, element=lappu, field="text", note="")
    item = table.picture().item(lappu)
    assert item is not None
    assert not {"amount", "title", "others"} & set(item.values)
    assert dict(item.uncertain) == {"cost": "karkea arvio"}
    table.refused(
        Invalid, "There is no field colour", table.aino, c.MarkUncertain, element=lappu, field="colour", note="x"
    )


def test_moves_between_and_within_zones(table: Table) -> None:
    refs = [table.do(table.aino, c.AddItem, board=table.board, kind="note", zone="right").ref for _ in range(3)]
    lappu = table.id("lappu")

    def right() -> list[str]:
        return [item.id for item in table.picture().items if item.zone == "right"]

    assert right() == [lappu, *refs]
    table.do(table.aino, c.Move, element=refs[2], zone="right", before=lappu)
    assert right() == [refs[2], lappu, refs[0], refs[1]]
    table.do(table.aino, c.Move, element=refs[2], zone="right")
    assert right() == [lappu, refs[0], refs[1], refs[2]]
    assert table.do(table.aino, c.Move, element=refs[2], zone="right").event_seq == 0
    table.do(table.aino, c.Move, element=lappu, zone="left")
    assert right() == refs
    table.refused(Invalid, "Right does not take Test step", table.aino, c.Move, element=table.id("askel"), zone="right")
    table.refused(Invalid, "A link has no place", table.aino, c.Move, element=table.id("y1"), zone="right")


def test_places_are_set_and_given_back(table: Table) -> None:
    lappu = table.id("lappu")
    table.do(table.aino, c.PlaceItem, element=lappu, x=5.5, y=-3.0)
    assert table.picture().item(lappu).place.x == 5.5  # type: ignore[union-attr]
    table.do(table.aino, c.PlaceItem, element=lappu, x=None, y=None)
    assert table.picture().item(lappu).place is None  # type: ignore[union-attr]
    table.refused(Invalid, "needs both", table.aino, c.PlaceItem, element=lappu, x=1.0, y=None)
    table.refused(Invalid, "too far away", table.aino, c.PlaceItem, element=lappu, x=1e9, y=0.0)
    table.refused(Invalid, "too far away", table.aino, c.PlaceItem, element=lappu, x=float("nan"), y=0.0)


@pytest.mark.parametrize(
    ("kind", "source", "target", "message"),
    [
        ("leads", "askel", "lappu", "Test step may not lead to Test note."),
        ("leads", "lappu", "lappu", "A link needs two different ends"),
        ("leads", "lappu", "askel", "There is already a link “leads to” between these two"),
        ("follows", "askel-2", "askel", "Steps may not form a ring"),
        ("near", "askel", "askel-2", "“near” does not lead from Test step to Test step"),
        ("on", "aukko", "askel", "“on” does not lead from Test note to Test step"),
        ("on", "aukko", "y2", "“on” does not lead from Test note to follows"),
        ("points", "aukko", "askel", "There is no link kind points in this method; known are leads"),
    ],
)
def test_a_wrong_link_is_refused_with_its_reason(
    table: Table, kind: str, source: str, target: str, message: str
) -> None:
    table.refused(Invalid, message, table.aino, c.Connect, kind=kind, source=table.id(source), target=table.id(target))


def test_links_are_made_on_the_board_and_across(table: Table) -> None:
    made = table.do(
        table.aino,
        c.Connect,
        kind="leads",
        source=table.id("aukko"),
        target=table.id("askel"),
        values={"reason": "Siksi", "weight": 3},
    )
    link = table.picture().find(made.ref)
    assert link is not None
    assert (link.code, link.get("reason"), link.get("weight"), link.board) == ("TY-2", "Siksi", 3, table.board)
    twice = [
        table.do(table.aino, c.Connect, kind="on", source=table.id("lappu"), target=made.ref).ref for _ in range(2)
    ]
    assert len(set(twice)) == 2
    table.session.get_one(m.Board, table.other).state = "open"
    across = table.do(
        table.aino, c.Connect, kind="shows", method="other", source=table.id("asia"), target=table.id("lappu")
    )
    assert across.room == programme_room(table.programme)
    for board in (table.board, table.other):
        picture = table.picture(board)
        assert across.ref in {link.id for link in picture.links}
        assert ("echo", across.ref) in table.events(board_room(board))
    assert table.id("lappu") in {part.id for part in table.picture(table.other).linked}
    thread = table.do(
        table.aino, c.Connect, kind="thread", method="core", source=table.id("aukko"), target=table.id("askel-2")
    )
    assert thread.room == programme_room(table.programme)
    assert table.picture().item(table.id("aukko")).on_thread  # type: ignore[union-attr]
    table.refused(Invalid, "“shows” does not lead from Test thing to Test lane", table.aino, c.Connect, kind="shows", method="other", source=table.id("asia"), target=table.id("kaista"))  # fmt: skip


def test_a_change_of_a_shown_element_is_echoed_where_it_is_shown(table: Table) -> None:
    before = len(table.events(board_room(table.other)))
    table.do(table.aino, c.ChangeField, element=table.id("askel"), field="text", value="Uusi nimi")
    assert table.events(board_room(table.other))[before:] == [("echo", table.id("askel"))]
    assert [part.text for part in table.picture(table.other).linked if part.kind == "step"] == ["Uusi nimi"]


def test_a_deleted_item_takes_its_links_along_and_brings_them_back(table: Table) -> None:
    before = table.everything()
    exported = export_document(table.session, table.programme)
    table.do(table.aino, c.Remove, element=table.id("lappu"))
    gone = {table.id(key) for key in ("lappu", "y1", "y3")}
    assert not gone & {part.id for part in (*table.picture().items, *table.picture().links)}
    document = export_document(table.session, table.programme)
    assert "lanka" not in {link["id"] for link in document["links"]}
    assert [vote["element"] for vote in document["votes"]] == ["askel"]
    table.refused(
        NotFound, "There is no such note", table.aino, c.ChangeField, element=table.id("lappu"), field="amount", value=1
    )
    table.do(table.aino, c.Restore, element=table.id("lappu"))
    assert export_document(table.session, table.programme) == exported
    assert table.do(table.aino, c.Restore, element=table.id("lappu")).event_seq == 0
    assert before != table.everything()  # the log remembers


def test_a_link_deleted_earlier_stays_deleted(table: Table) -> None:
    table.do(table.aino, c.Remove, element=table.id("y3"))
    table.do(table.aino, c.Remove, element=table.id("lappu"))
    table.do(table.aino, c.Restore, element=table.id("lappu"))
    kinds = {link.kind for link in table.picture().links}
    assert "leads" in kinds
    assert "on" not in kinds


def test_a_link_comes_back_only_with_its_ends(table: Table) -> None:
    table.do(table.aino, c.Remove, element=table.id("y1"))
    table.do(table.aino, c.Remove, element=table.id("lappu"))
    table.refused(Invalid, "restore that first", table.aino, c.Restore, element=table.id("y1"))
    table.do(table.aino, c.Restore, element=table.id("lappu"))
    table.do(table.aino, c.Restore, element=table.id("y1"))
    assert {"leads", "on"} <= {link.kind for link in table.picture().links}


def test_restoring_respects_how_many_fit(table: Table) -> None:
    table.do(table.aino, c.Remove, element=table.id("askel-2"))
    for _ in range(2):
        table.do(table.aino, c.AddItem, board=table.board, kind="step")
    table.refused(Invalid, "holds at most 3", table.aino, c.Restore, element=table.id("askel-2"))
