"""Commands on votes, comments, boards and programmes, and what is taken back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.tests import samples
from core.tests.workshop_table import Table
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid, NotAllowed, NotFound, Stale
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.archive import export_document, import_document
from kehittamo_core.workshop.boards import board_list
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.details import element_detail
from kehittamo_core.workshop.events import board_room, programme_room
from kehittamo_core.workshop.people import OPERATOR, Identity
from kehittamo_core.workshop.snapshots import snapshot_document, snapshots


def test_votes_replace_ones_earlier_and_zero_takes_them_back(table: Table) -> None:
    lappu = table.id("lappu")
    assert table.picture().item(lappu).votes == 6  # type: ignore[union-attr]
    table.do(table.aino, c.Vote, element=lappu, points=5)
    assert table.picture().item(lappu).votes == 9  # type: ignore[union-attr]
    assert table.do(table.aino, c.Vote, element=lappu, points=5).event_seq == 0
    table.do(table.aino, c.Vote, element=lappu, points=0)
    assert table.picture().item(lappu).votes == 4  # type: ignore[union-attr]
    table.do(table.helper, c.Vote, element=lappu, points=1)
    assert {"element": "lappu", "signed": "Apu", "points": 1} in export_document(table.session, table.programme)[
        "votes"
    ]
    group = {row.key: row.id for row in table.session.scalars(select(m.Group))}
    table.do(table.eero, c.Vote, element=lappu, points=7, group=group["r2"])
    assert table.picture().item(lappu).votes == 8  # type: ignore[union-attr]
    table.refused(
        NotAllowed, "Only the table's secretary", table.eero, c.Vote, element=lappu, points=1, group=group["r1"]
    )
    table.refused(
        NotAllowed, "Only the table's secretary", table.aino, c.Vote, element=lappu, points=1, group=group["r1"]
    )
    for wrong in (-1, 101, True, 1.5, "2"):
        table.refused(Invalid, "are not points", table.aino, c.Vote, element=lappu, points=wrong)


def test_comments_are_written_resolved_and_deleted(table: Table) -> None:
    lappu = table.id("lappu")
    written = table.do(table.olli, c.Comment, element=lappu, text="  Katselijan huomio ")
    assert table.picture().item(lappu).comments == 2  # type: ignore[union-attr]
    detail = element_detail(table.session, table.plugins, table.olli, lappu)
    assert [(part.text, part.signed, part.mine) for part in detail.comments][-1] == ("Katselijan huomio", "Olli", True)
    table.refused(NotAllowed, "somebody else's", table.aino, c.DeleteComment, comment=written.ref)
    table.do(table.aino, c.ResolveComment, comment=written.ref)
    assert table.session.get_one(m.Comment, written.ref).done
    table.do(table.olli, c.DeleteComment, comment=written.ref)
    assert table.picture().item(lappu).comments == 1  # type: ignore[union-attr]
    table.refused(NotFound, "no such comment", table.olli, c.ResolveComment, comment=written.ref)
    table.refused(Invalid, "is empty", table.aino, c.Comment, element=lappu, text="  \n")
    table.refused(Invalid, "2001 characters are too many", table.aino, c.Comment, element=lappu, text="x" * 2001)


def test_boards_are_created_from_a_starter_and_managed(table: Table) -> None:
    done = table.do(
        table.helper,
        c.CreateBoard,
        programme=table.programme,
        method="sampler",
        title="  Uusi   pohja ",
        starter="small",
    )
    picture = table.picture(done.ref)
    assert (picture.title, picture.settings["mode"]) == ("Uusi pohja", "two")
    assert [(item.kind, item.text) for item in picture.items] == [("note", "Aloitus"), ("step", "Askel")]
    assert picture.items[0].get("owner") is None
    assert picture.items[1].place is not None
    assert [link.get("reason") for link in picture.links] == ["Siksi"]
    assert (
        table.picture(table.do(table.helper, c.CreateBoard, programme=table.programme, method="other").ref).title
        == "Other"
    )
    table.do(table.helper, c.RenameBoard, board=done.ref, title="Toinen nimi")
    stage = table.session.scalars(select(m.Stage.id).where(m.Stage.key == "v1")).one()
    group = table.session.scalars(select(m.Group.id).where(m.Group.key == "r2")).one()
    table.do(table.helper, c.AssignBoard, board=done.ref, stage=stage, group=group)
    row = next(
        row for row in board_list(table.session, table.programme, table.eero, table.plugins) if row.id == done.ref
    )
    assert (row.title, row.stage_id, row.group, row.items, row.writable) == ("Toinen nimi", stage, "Ryhmä 2", 2, True)
    table.do(table.helper, c.DeleteBoard, board=done.ref)
    assert done.ref not in {row.id for row in board_list(table.session, table.programme, table.eero)}
    table.refused(NotFound, "There is no such board", table.helper, c.RenameBoard, board=done.ref, title="x")
    table.do(table.helper, c.RestoreBoard, board=done.ref)
    assert len(table.picture(done.ref).items) == 2
    table.do(table.helper, c.ChangeSetting, board=done.ref, id="mode", value="one")
    assert table.picture(done.ref).settings["mode"] == "one"
    table.refused(
        Invalid, "is not one of one, two", table.helper, c.ChangeSetting, board=done.ref, id="mode", value="three"
    )
    table.refused(
        Invalid, "There is no setting speed", table.helper, c.ChangeSetting, board=done.ref, id="speed", value=1
    )
    table.refused(
        Invalid,
        "There is no starter big",
        table.helper,
        c.CreateBoard,
        programme=table.programme,
        method="sampler",
        starter="big",
    )
    table.refused(Invalid, "Write a title first", table.helper, c.RenameBoard, board=done.ref, title="  ")
    table.refused(
        NotAllowed, "Only facilitators", table.aino, c.CreateBoard, programme=table.programme, method="sampler"
    )


def test_links_to_a_deleted_boards_things_are_hidden_with_it(table: Table) -> None:
    table.do(table.helper, c.DeleteBoard, board=table.other)
    assert not [link for link in table.picture().links if link.method in ("other", "core")]
    document = export_document(table.session, table.programme)
    assert "links" not in document
    table.do(table.helper, c.RestoreBoard, board=table.other)
    assert [link.kind for link in table.picture().links if link.method in ("other", "core")]


def test_the_goal_is_changed_by_its_difference(table: Table) -> None:
    done = table.do(table.aino, c.ChangeGoal, programme=table.programme, text="Yhteinen suuri tavoite")
    assert done.room == programme_room(table.programme)
    assert table.picture().goal.text == "Yhteinen suuri tavoite"
    assert table.picture(language="sv").goal.text == "Gemensamt mål"
    assert table.do(table.aino, c.ChangeGoal, programme=table.programme, text="Yhteinen suuri tavoite").event_seq == 0
    table.refused(Invalid, "2001 characters", table.aino, c.ChangeGoal, programme=table.programme, text="x" * 2001)


def test_a_programmes_plain_fields_and_meetings_are_changed(table: Table) -> None:
    facilitator = table.helper
    table.do(facilitator, c.ChangeProgramme, programme=table.programme, field="title", value="Uusi nimi")
    table.do(
        facilitator,
        c.ChangeProgramme,
        programme=table.programme,
        field="targets",
        value=[{"id": "t9", "text": "Uusi", "amount": 5}],
    )
    table.do(
        facilitator, c.ChangeProgramme, programme=table.programme, field="labels", value={"sampler:note": "Kortti"}
    )
    table.do(facilitator, c.ChangeProgramme, programme=table.programme, field="background", value=None)
    stage = table.session.scalars(select(m.Stage.id).where(m.Stage.key == "v1")).one()
    table.do(
        facilitator, c.ChangeStage, stage=stage, values={"date": "2026-09-02", "title": "Aloitus", "date_text": None}
    )
    document = export_document(table.session, table.programme)
    assert document["programme"]["title"] == "Uusi nimi"
    assert document["programme"]["goal"]["targets"] == [{"id": "t9", "text": "Uusi", "amount": 5}]
    assert "background" not in document["programme"]
    assert document["stages"][0] == {
        "id": "v1",
        "kind": "start_day",
        "title": "Aloitus",
        "date": "2026-09-02",
        "state": "done",
    }
    assert table.picture().label("note") == "Kortti"
    assert [target.id for target in table.picture().goal.targets] == ["t9"]
    table.refused(Invalid, "is not a date", facilitator, c.ChangeStage, stage=stage, values={"date": "huomenna"})
    table.refused(
        Invalid,
        "There is no field colour",
        facilitator,
        c.ChangeProgramme,
        programme=table.programme,
        field="colour",
        value=1,
    )
    table.refused(
        Invalid,
        "is not a number",
        facilitator,
        c.ChangeProgramme,
        programme=table.programme,
        field="targets",
        value=[{"id": "t", "amount": "x"}],
    )
    table.refused(
        Stale,
        "Somebody changed",
        facilitator,
        c.ChangeProgramme,
        programme=table.programme,
        field="title",
        value="Kolmas",
        revision=0,
    )
    table.refused(
        NotAllowed,
        "Only facilitators",
        table.aino,
        c.ChangeProgramme,
        programme=table.programme,
        field="title",
        value="x",
    )


def test_terms_rename_labels_everywhere(table: Table) -> None:
    table.session.add(m.Term(programme_id=table.programme, key="s2", term="Vaihe", aliases=["Test step"]))
    table.session.flush()
    assert table.picture().label("step") == "Vaihe"
    assert table.picture().label("note") == "Lappu"


def test_a_saved_version_does_not_change(table: Table) -> None:
    done = table.do(table.helper, c.SaveSnapshot, programme=table.programme, name="Kehittämö 1")
    before = export_document(table.session, table.programme)
    table.do(table.aino, c.ChangeField, element=table.id("lappu"), field="amount", value=1000)
    row, document = snapshot_document(table.session, done.ref)
    assert document == before
    assert (row.name, row.actor_id, len(row.sha256)) == ("Kehittämö 1", table.helper.person_id, 64)
    again = table.do(table.helper, c.SaveSnapshot, programme=table.programme, name="Myöhemmin")
    found = snapshots(table.session, table.programme)
    assert [part.id for part in found] == [again.ref, done.ref]
    assert found[0].sha256 != found[1].sha256


def test_a_programme_starts_with_its_meetings(table: Table) -> None:
    coordinator = joining.account_named(table.session, "Maija", "coordinator")
    done = table.do(coordinator, c.CreateProgramme, title="Työllisyys ja hyvinvointi", workshops=2)
    document = export_document(table.session, done.ref)
    assert document["programme"]["id"] == "tyollisyys-ja-hyvinvointi"
    assert [stage["kind"] for stage in document["stages"]] == ["start_day", "workshop", "workshop", "result_day"]
    again = table.do(coordinator, c.CreateProgramme, title="Työllisyys ja hyvinvointi")
    assert export_document(table.session, again.ref)["programme"]["id"] == "tyollisyys-ja-hyvinvointi-2"
    assert table.session.get_one(m.Programme, done.ref).owner_id == coordinator.person_id
    same = table.do(coordinator, c.CreateProgramme, command_id="s", title="Sama")
    assert table.do(coordinator, c.CreateProgramme, command_id="s", title="Sama") == same
    for who in (table.helper, table.aino):
        table.refused(NotAllowed, "Only coordinators", who, c.CreateProgramme, title="Ei")


def test_everything_about_an_element_is_told(table: Table) -> None:
    lappu = table.id("lappu")
    table.do(table.eero, c.ChangeField, element=lappu, field="amount", value=50)
    detail = element_detail(table.session, table.plugins, table.aino, lappu, "fi")
    assert (detail.label, detail.author, detail.installed, detail.setup) == ("Lappu", "Aino", True, False)
    fields = {part.field.id: part for part in detail.fields}
    assert fields["text"].text_key == f"{lappu}:text:fi"
    assert fields["text"].uncertain == "epävarma"
    assert fields["text"].inferred
    assert (fields["amount"].value, fields["amount"].text_key) == (50, None)
    assert {(link.label, link.outgoing, link.across) for link in detail.links} == {
        ("leads to", True, False),
        ("Thread", True, True),
    }
    assert detail.history[0].kind == "item.changed"
    assert (detail.history[0].who, detail.history[0].before, detail.history[0].after) == (
        "Eero", {"values": {"amount": 12.5}, "language": "fi"}, {"values": {"amount": 50}, "language": "fi"},
    )  # fmt: skip
    link = element_detail(table.session, table.plugins, table.aino, table.id("y1"))
    assert [end.code for end in link.ends] == ["TN-7", "TS-1"]
    assert [part.field.id for part in link.fields] == ["reason", "weight"]
    other = element_detail(table.session, table.plugins, table.aino, table.id("asia"))
    assert {(part.label, part.other.kind) for part in other.links} == {("shows", "step"), ("Thread", "note")}


def test_secretaries_write_for_others(table: Table) -> None:
    done = table.do(table.eero, c.AddItem, board=table.board, kind="note", behalf=table.aino.person_id)
    assert table.picture().item(done.ref).author == table.aino.person_id  # type: ignore[union-attr]
    table.refused(
        NotAllowed,
        "write for others",
        table.aino,
        c.AddItem,
        board=table.board,
        kind="note",
        behalf=table.eero.person_id,
    )
    table.refused(NotFound, "no such person", table.eero, c.AddItem, board=table.board, kind="note", behalf="0" * 32)


def test_a_command_for_another_programmes_things_is_refused(table: Table) -> None:
    document = samples.archive()
    document["programme"]["id"] = "toinen"
    other = import_document(table.session, table.plugins, OPERATOR, document)
    theirs = table.session.scalars(
        select(m.Element.id).where(m.Element.programme_id == other, m.Element.key == "askel")
    ).one()
    mine = table.session.scalars(
        select(m.Element.id).where(m.Element.programme_id == table.programme, m.Element.key == "aukko")
    ).one()
    stage = table.session.scalars(select(m.Stage.id).where(m.Stage.programme_id == other)).first()
    for kind, parts in (
        (c.ChangeField, {"element": theirs, "field": "text", "value": "x"}),
        (c.Connect, {"kind": "leads", "source": mine, "target": theirs}),
        (c.Remove, {"element": theirs}),
        (c.ChangeGoal, {"programme": other, "text": "x"}),
    ):
        with pytest.raises(NotFound):
            table.do(table.aino, kind, **parts)
    with pytest.raises(NotFound):
        table.do(table.helper, c.AssignBoard, board=table.board, stage=stage)


async def test_commands_at_once_keep_codes_votes_and_numbers_apart(live_database: Database, plugins: Plugins) -> None:
    import asyncio

    await live_database.write(lambda session: import_document(session, plugins, OPERATOR, samples.archive()))

    def ids(session: Session) -> tuple[str, str, Identity, str]:
        board = session.scalars(select(m.Board.id).where(m.Board.key == "b-yhteinen")).one()
        programme = session.scalars(select(m.Programme.id)).one()
        row = session.scalars(select(m.Participant).where(m.Participant.key == "aino")).one()
        who = joining.identity_of(session, None, row.id)
        assert who is not None
        return board, programme, who, session.scalars(select(m.Element.id).where(m.Element.key == "aukko")).one()

    board, _, who, aukko = await live_database.read(ids)

    async def do(command: c.Command) -> c.Done | Exception:
        try:
            return await live_database.write(lambda session: execute(session, plugins, who, command))
        except Exception as error:
            return error

    adds = [do(c.AddItem(command_id=f"a{n}", board=board, kind="note", values={"text": str(n)})) for n in range(12)]
    steps = [do(c.AddItem(command_id=f"s{n}", board=board, kind="step")) for n in range(4)]
    same = [do(c.AddItem(command_id="sama", board=board, kind="note")) for _ in range(4)]
    votes = [do(c.Vote(command_id=f"v{n}", element=aukko, points=n + 1)) for n in range(6)]
    done = await asyncio.gather(*adds, *steps, *same, *votes)
    good = [answer for answer in done if isinstance(answer, c.Done)]
    refused = [answer for answer in done if not isinstance(answer, c.Done)]
    assert [type(error) for error in refused] == [Invalid] * 3  # one step fits beside the two
    assert len({answer.ref for answer in good}) == 12 + 1 + 1 + 1

    def look(session: Session) -> tuple[int, int, list[int]]:
        codes = list(session.scalars(select(m.Element.code).where(m.Element.code != "")))
        votes = session.scalars(select(m.Vote).where(m.Vote.element_id == aukko)).all()
        seqs = list(session.scalars(select(m.Event.seq).where(m.Event.room == board_room(board)).order_by(m.Event.seq)))
        assert len(codes) == len(set(codes))
        return len(votes), len(codes), seqs

    count, _, seqs = await live_database.read(look)
    assert count == 1
    assert seqs == list(range(1, len(seqs) + 1))
