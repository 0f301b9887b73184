"""What an action or a file of a method's own form changes: asked for in words of the board, all of it or nothing."""

from core.tests.workshop_table import Table
from kehittamo_core.errors import Invalid, NotAllowed
from kehittamo_core.workshop import commands as c


def test_an_action_may_ask_for_items_of_the_board(table: Table) -> None:
    """Only for those of the kinds that it offers, and never for another board's."""
    notes = [item.id for item in table.picture().of("note")]
    step = table.picture().of("step")[0].id
    done = table.do(table.aino, c.RunAction, board=table.board, action="praise", values={"notes": notes})
    assert done.message == "Well done: " + ", ".join(item.text for item in table.picture().of("note"))
    for stranger in (step, "nobody"):
        table.refused(
            Invalid, "is not on this board any more", table.aino, c.RunAction, board=table.board, action="praise",
            values={"notes": [notes[0], stranger]},
        )  # fmt: skip


def test_an_actions_changes_are_all_or_none(table: Table) -> None:
    done = table.do(table.aino, c.RunAction, board=table.board, action="double", values={"name": "Yhteinen askel"})
    assert done.message == "2 notes doubled"
    picture = table.picture()
    assert len(picture.of("note")) == 4
    step = next(item for item in picture.of("step") if item.text == "Yhteinen askel")
    assert len(picture.incoming(step, "leads")) == 2
    assert [item.get("amount") for item in picture.of("note") if not item.text.endswith("(2)")] == [2, 2]
    table.refused(Invalid, "holds at most 3", table.aino, c.RunAction, board=table.board, action="double")
    table.refused(NotAllowed, "Only facilitators", table.aino, c.RunAction, board=table.board, action="clear")
    table.refused(
        Invalid,
        "Fail failed: ZeroDivisionError: by nothing. Nothing was changed",
        table.aino,
        c.RunAction,
        board=table.board,
        action="fail",
    )
    table.refused(
        Invalid,
        "There is no field speed",
        table.aino,
        c.RunAction,
        board=table.board,
        action="double",
        values={"speed": 1},
    )
    table.do(table.helper, c.RunAction, board=table.board, action="clear")
    assert not table.picture().of("note")
    table.do(table.helper, c.UndoLast, board=table.board)
    assert len(table.picture().of("note")) == 4


def test_a_file_of_the_methods_own_form_is_read_whole_or_not_at_all(table: Table) -> None:
    done = table.do(table.aino, c.ImportItems, board=table.board, codec="lines", data=b"yksi\nkaksi")
    assert [table.picture().item(ref).text for ref in done.refs] == ["yksi", "kaksi"]  # type: ignore[union-attr]
    table.refused(
        Invalid, "Line 2 is empty", table.aino, c.ImportItems, board=table.board, codec="lines", data=b"a\n\nb"
    )
    table.refused(Invalid, "There is no form csv", table.aino, c.ImportItems, board=table.board, codec="csv", data=b"")
