"""Activities and controls in the hall, as commands: opening makes boards, locking refuses writing, ten seconds to take back."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.tests.workshop_table import Table
from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, Locked, NotAllowed, NotFound
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.archive import export_document
from kehittamo_core.workshop.hall_reading import Now, activities_of, read_now
from kehittamo_core.workshop.people import Identity


def prepare(table: Table, **values: Any) -> str:
    """An activity that makes a board of the sampler for each table."""
    given = {"title": "Palvelupolun vaiheet", "method": "sampler", "minutes": 45, **values}
    return table.do(table.helper, h.AddActivity, programme=table.programme, values=given).ref


def now_for(table: Table, who: Identity) -> Now:
    table.session.expire_all()
    return read_now(table.session, who, table.programme)


def test_opening_makes_a_board_for_each_table_and_locking_refuses_writing(table: Table) -> None:
    one = prepare(table, instruction="Mitä asiakas tekee itse?")
    assert activities_of(table.session, table.aino, table.programme) == []
    assert now_for(table, table.aino) == Now(table="r1")
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")

    now = now_for(table, table.aino)
    assert now.activity is not None
    assert (now.activity.state, now.activity.instruction) == ("open", "Mitä asiakas tekee itse?")
    assert now.ends_at is not None
    assert timedelta(minutes=44) < now.ends_at - m.now() <= timedelta(minutes=45)
    other = now_for(table, table.eero).board
    assert now.board is not None
    assert other is not None
    assert now.board != other
    table.do(table.aino, c.AddItem, board=now.board, values={"text": "Kartoitus"})
    table.refused(NotAllowed, "written by the group", table.aino, c.AddItem, board=other, values={"text": "T"})

    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="locked")
    table.refused(Locked, "is locked", table.aino, c.AddItem, board=now.board, values={"text": "Myöhässä"})
    assert now_for(table, table.aino).ends_at is None
    two = prepare(table, title="Ryhmät esittelevät", method="")
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=two, state="open")
    assert [row.state for row in activities_of(table.session, table.aino, table.programme)] == ["done", "open"]


def test_every_control_is_taken_back_within_ten_seconds_and_not_later(table: Table) -> None:
    one = prepare(table)
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    board = now_for(table, table.aino).board
    assert board is not None
    table.do(table.aino, c.AddItem, board=board, values={"text": "Kartoitus"})
    before = now_for(table, table.aino)
    controls: list[tuple[Any, dict[str, Any]]] = [
        (h.MoveActivity, {"activity": one, "state": "locked"}),
        (h.SetClock, {"activity": one, "what": "more", "minutes": 5}),
        (h.SetClock, {"activity": one, "what": "pause"}),
        (h.SetClock, {"activity": one, "what": "more", "minutes": 5, "table": "r1"}),
        (h.Gather, {"mode": "hard"}),
        (h.TellAll, {"text": "Kahvi on valmis"}),
        (h.MoveActivity, {"activity": one, "state": "done"}),
    ]
    for command, parts in controls:
        table.do(table.helper, command, programme=table.programme, **parts)
        assert now_for(table, table.aino) != before
        table.do(table.helper, h.TakeBack, programme=table.programme)
        assert now_for(table, table.aino) == before
        table.do(table.aino, c.AddItem, board=board, values={"text": "Jatkuu"})
    table.refused(Invalid, "nothing to take back", table.helper, h.TakeBack, programme=table.programme)

    table.do(table.helper, h.TellAll, programme=table.programme, text="Tauko")
    hall = table.session.get_one(m.Hall, table.programme)
    assert hall.undo is not None
    late = {**hall.undo, "until": (m.now() - timedelta(seconds=3)).isoformat()}
    table.session.execute(update(m.Hall).values(undo=late))
    table.refused(Invalid, "nothing to take back", table.helper, h.TakeBack, programme=table.programme)


def test_taking_an_opening_back_removes_boards_that_nobody_wrote_on(table: Table) -> None:
    boards = select(m.Board.key).where(m.Board.deleted_at.is_(None))
    before = set(table.session.scalars(boards))
    one = prepare(table)
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    mine = now_for(table, table.aino).board
    assert mine is not None
    table.do(table.aino, c.AddItem, board=mine, values={"text": "Ehdin jo"})
    table.do(table.helper, h.TakeBack, programme=table.programme)
    assert len(set(table.session.scalars(boards)) - before) == 1
    assert now_for(table, table.aino).activity is None
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    assert now_for(table, table.aino).board == mine


def test_rounds_and_rotation(table: Table) -> None:
    rounds = [{"kind": "alone", "minutes": 3}, {"kind": "pairs", "minutes": 5}, "group"]
    one = prepare(table, rounds=rounds, rotates=True)
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    start = {who: now_for(table, who).board for who in (table.aino, table.eero)}
    assert (now_for(table, table.aino).ends_at or m.now()) - m.now() <= timedelta(minutes=3)
    table.do(table.helper, h.NextRound, programme=table.programme, activity=one)
    now = now_for(table, table.aino)
    assert now.activity is not None
    assert (now.activity.round, now.activity.shift) == (1, 1)
    assert now.board == start[table.eero]
    assert now_for(table, table.eero).board == start[table.aino]
    # A board that one of the tables is not shown is no station: said before anybody walks there.
    shown = {"board": now.board, "restricted": True, "groups": ()}
    table.do(table.helper, c.ShowBoard, **shown)
    table.refused(Invalid, "shown only to some", table.helper, h.NextRound, programme=table.programme, activity=one)
    table.do(table.helper, c.ShowBoard, **{**shown, "restricted": False})
    steady = prepare(table, title="Kerran", rounds=["alone"])
    table.refused(Invalid, "is not open", table.helper, h.NextRound, programme=table.programme, activity=steady)
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=steady, state="open")
    table.refused(Invalid, "no further round", table.helper, h.NextRound, programme=table.programme, activity=steady)


def test_a_table_asks_for_help_and_only_facilitators_see_all_requests(table: Table) -> None:
    table.do(table.aino, h.AskHelp, programme=table.programme, text="Kuuluuko kunta verkostoon?")
    assert now_for(table, table.helper).help["r1"]["text"] == "Kuuluuko kunta verkostoon?"
    assert now_for(table, table.eero).help == {}
    table.refused(NotAllowed, "You sit at no table", table.eero, h.AskHelp, programme=table.programme, table="r1")
    table.do(table.helper, h.AskHelp, programme=table.programme, table="r1", done=True)
    assert now_for(table, table.helper).help == {}


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({"title": " "}, Invalid, "Write a title"),
        ({"method": "nothing"}, Exception, "nothing"),
        ({"rounds": ["dancing"]}, Invalid, "no round dancing"),
        ({"minutes": -1}, Invalid, "-1 does not do"),
        ({"signing": "nobody"}, Invalid, "no signing nobody"),
        ({"groups": ["r9"]}, NotFound, "no such group"),
        ({"colour": "red"}, Invalid, "no field colour"),
    ],
)
def test_a_wrong_activity_is_refused(
    table: Table, values: dict[str, Any], error: type[Exception], message: str
) -> None:
    given = {"title": "T", **values}
    table.refused(error, message, table.helper, h.AddActivity, programme=table.programme, values=given)


def test_what_people_were_told_stays(table: Table) -> None:
    one = prepare(table, signing="anonymous")
    table.do(table.helper, h.ChangeActivity, programme=table.programme, activity=one, values={"hidden": True})
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    for values in ({"signing": "name"}, {"hidden": False}, {"method": "other"}):
        table.refused(
            NotAllowed, "has been opened", table.helper, h.ChangeActivity,
            programme=table.programme, activity=one, values=values,
        )  # fmt: skip
    table.do(table.helper, h.ChangeActivity, programme=table.programme, activity=one, values={"title": "Uusi nimi"})
    table.refused(
        NotAllowed, "has been opened", table.helper, h.RemoveActivity, programme=table.programme, activity=one
    )


def content(board: dict[str, Any]) -> list[str]:
    """A board's items and links by what they say, without what is each one's own."""

    def words(part: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in part.items()
            if name not in ("id", "code", "author", "source", "target", "origins")
        }

    parts = {
        part["id"]: json.dumps(words(part), sort_keys=True)
        for name in ("items", "links")
        for part in board.get(name, [])
    }
    links = [f"{parts[one['id']]} {parts[one['source']]} {parts[one['target']]}" for one in board.get("links", [])]
    return sorted([*parts.values(), *links])


def test_every_table_gets_a_copy_of_the_model_without_votes_comments_and_names(table: Table) -> None:
    one = prepare(table, model="b-yhteinen", method="", groups=["r1", "r2"])
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=one, state="open")
    document = export_document(table.session, table.programme)
    keys = next(task["boards"] for task in document["tasks"] if task["title"] == "Palvelupolun vaiheet")
    boards = {board["id"]: board for board in document["boards"]}
    model, copies = boards["b-yhteinen"], [boards[key] for key in keys]
    assert [copy["group"] for copy in copies] == ["r1", "r2"]
    marked = {part["element"] for name in ("votes", "comments") for part in document[name]}
    assert marked & {item["id"] for item in model["items"]}
    for copy in copies:
        assert content(copy) == content(model)
        assert len(copy["links"]) == len(model["links"]) > 0
        assert copy.get("settings") == model.get("settings")
        own = [*copy["items"], *copy["links"]]
        assert not any("author" in part for part in own)
        assert not marked & {part["id"] for part in own}
        assert not {part["code"] for part in copy["items"]} & {part["code"] for part in model["items"]}
