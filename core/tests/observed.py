"""One command of each kind on people, tables and all else, for the tests that ask them all as somebody who may not."""

from collections.abc import Callable

from core.tests import process_observed
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import group_commands as g
from kehittamo_core.workshop import people_commands as p
from kehittamo_core.workshop.invitations import Invited

OBSERVED: list[tuple[str, Callable[[dict[str, str]], c.Command]]] = [
    ("add", lambda ids: c.AddItem(command_id="x", board=ids["board"], kind="note")),
    ("many", lambda ids: c.AddMany(command_id="x", board=ids["board"], notes=(c.Note(kind="note"),))),
    ("change", lambda ids: c.ChangeField(command_id="x", element=ids["lappu"], field="amount", value=1)),
    ("changes", lambda ids: c.ChangeFields(command_id="x", element=ids["lappu"], values={"amount": 1})),
    ("doubt", lambda ids: c.MarkUncertain(command_id="x", element=ids["lappu"], field="text", note="?")),
    ("move", lambda ids: c.Move(command_id="x", element=ids["lappu"], zone="left")),
    ("place", lambda ids: c.PlaceItem(command_id="x", element=ids["lappu"], x=1, y=1)),
    ("connect", lambda ids: c.Connect(command_id="x", kind="leads", source=ids["aukko"], target=ids["askel"])),
    (
        "across",
        lambda ids: c.Connect(command_id="x", kind="thread", method="core", source=ids["aukko"], target=ids["asia"]),
    ),
    ("remove", lambda ids: c.Remove(command_id="x", element=ids["lappu"])),
    ("restore", lambda ids: c.Restore(command_id="x", element=ids["lappu"])),
    ("vote", lambda ids: c.Vote(command_id="x", element=ids["lappu"], points=1)),
    ("resolve", lambda ids: c.ResolveComment(command_id="x", comment=ids["comment"])),
    ("uncomment", lambda ids: c.DeleteComment(command_id="x", comment=ids["comment"])),
    ("board", lambda ids: c.CreateBoard(command_id="x", programme=ids["programme"], method="sampler")),
    ("rename", lambda ids: c.RenameBoard(command_id="x", board=ids["board"], title="T")),
    ("delete", lambda ids: c.DeleteBoard(command_id="x", board=ids["board"])),
    ("undelete", lambda ids: c.RestoreBoard(command_id="x", board=ids["board"])),
    ("lock", lambda ids: c.LockBoard(command_id="x", board=ids["board"])),
    ("assign", lambda ids: c.AssignBoard(command_id="x", board=ids["board"])),
    ("show", lambda ids: c.ShowBoard(command_id="x", board=ids["board"], restricted=True)),
    ("setting", lambda ids: c.ChangeSetting(command_id="x", board=ids["board"], id="mode", value="two")),
    ("action", lambda ids: c.RunAction(command_id="x", board=ids["board"], action="double")),
    ("import", lambda ids: c.ImportItems(command_id="x", board=ids["board"], codec="lines", data=b"a")),
    ("snapshot", lambda ids: c.SaveSnapshot(command_id="x", programme=ids["programme"], name="S")),
    ("undo", lambda ids: c.UndoLast(command_id="x", board=ids["board"])),
    ("goal", lambda ids: c.ChangeGoal(command_id="x", programme=ids["programme"], text="T")),
    ("programme", lambda ids: c.ChangeProgramme(command_id="x", programme=ids["programme"], field="title", value="T")),
    (
        "report text",
        lambda ids: c.ChangeReportText(
            command_id="x", programme=ids["programme"], entry="next", field="introduction", text="T"
        ),
    ),
    ("stage", lambda ids: c.ChangeStage(command_id="x", stage=ids["stage"], values={"title": "T"})),
    ("joining", lambda ids: c.SetJoining(command_id="x", programme=ids["programme"], joining=True)),
    ("invite", lambda ids: p.InvitePeople(command_id="x", programme=ids["programme"], people=(Invited(name="Uusi"),))),
    (
        "person",
        lambda ids: p.ChangePerson(
            command_id="x", programme=ids["programme"], person=ids["aino"], values={"name": "T"}
        ),
    ),
    ("remind", lambda ids: p.RemindPeople(command_id="x", programme=ids["programme"], people=(ids["aino"],))),
    ("revoke", lambda ids: p.RevokeLinks(command_id="x", programme=ids["programme"], person=ids["aino"])),
    ("leave", lambda ids: p.RemovePerson(command_id="x", programme=ids["programme"], person=ids["aino"])),
    ("arrange", lambda ids: g.ArrangeTables(command_id="x", programme=ids["programme"], tables=2)),
    ("seat", lambda ids: g.SeatPerson(command_id="x", programme=ids["programme"], person=ids["aino"], group=ids["r2"])),
    (
        "pair",
        lambda ids: g.SeatTogether(command_id="x", programme=ids["programme"], person=ids["aino"], other=ids["eero"]),
    ),
    ("table", lambda ids: g.AddTable(command_id="x", programme=ids["programme"])),
    (
        "rename table",
        lambda ids: g.ChangeTable(command_id="x", programme=ids["programme"], group=ids["r1"], values={"name": "T"}),
    ),
    ("remove table", lambda ids: g.RemoveTable(command_id="x", programme=ids["programme"], group=ids["r2"])),
    ("start", lambda _: c.CreateProgramme(command_id="x", title="T")),
    *process_observed.OBSERVED,
]
