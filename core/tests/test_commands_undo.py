"""One's own last change is taken back, unless somebody built on it."""

from core.tests.workshop_table import Table
from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, Stale
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.archive import export_document


def test_ones_own_last_changes_are_taken_back_one_after_the_other(table: Table) -> None:
    lappu, before = table.id("lappu"), export_document(table.session, table.programme)
    table.do(table.aino, c.ChangeFields, element=lappu, values={"amount": 77, "text": "Muuttunut"})
    table.do(table.aino, c.Move, element=lappu, zone="left")
    table.do(table.aino, c.PlaceItem, element=lappu, x=1.0, y=1.0)
    table.do(table.aino, c.Vote, element=lappu, points=9)
    table.do(table.aino, c.MarkUncertain, element=lappu, field="", note="epäilys")
    table.do(table.aino, c.AddItem, board=table.board, kind="note", values={"text": "turha"})
    table.do(table.aino, c.Connect, kind="leads", source=table.id("aukko"), target=table.id("askel"))
    table.do(table.aino, c.Comment, element=lappu, text="turha kommentti")
    table.do(table.aino, c.Remove, element=lappu)
    table.do(table.eero, c.ChangeField, element=table.id("askel"), field="text", value="Eeron")
    for _ in range(9):
        table.do(table.aino, c.UndoLast, board=table.board)
    after = export_document(table.session, table.programme)
    items = {item["id"]: item for item in after["boards"][0]["items"]}
    assert items["askel"]["values"] == {"text": "Eeron"}
    items["askel"]["values"] = {"text": "Askel"}
    assert after == before
    table.refused(Invalid, "nothing of yours to take back", table.aino, c.UndoLast, board=table.board)
    table.do(table.eero, c.UndoLast, board=table.board)
    assert table.picture().item(table.id("askel")).text == "Askel"  # type: ignore[union-attr]


def test_what_others_built_on_is_not_taken_back(table: Table) -> None:
    lappu = table.id("lappu")
    table.do(table.aino, c.ChangeField, element=lappu, field="amount", value=1)
    table.do(table.eero, c.ChangeField, element=lappu, field="amount", value=2)
    error = table.refused(Stale, "Somebody changed this since", table.aino, c.UndoLast, board=table.board)
    assert error.theirs == 2


def test_facilitators_take_back_what_they_did_to_the_board(table: Table) -> None:
    table.do(table.helper, c.RenameBoard, board=table.board, title="Väärä nimi")
    table.do(table.helper, c.LockBoard, board=table.board)
    table.do(table.helper, c.UndoLast, board=table.board)
    table.do(table.helper, c.UndoLast, board=table.board)
    board = table.session.get_one(m.Board, table.board)
    assert (board.title, board.state) == ("Yhteinen työpohja", "open")
