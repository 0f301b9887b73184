"""The commands of a process as an observer would send them; each is refused."""

from collections.abc import Callable

from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop import task_reminders as r
from kehittamo_core.workshop.commands import Command

OBSERVED: list[tuple[str, Callable[[dict[str, str]], Command]]] = [
    (
        "entry",
        lambda ids: p.AddEntry(command_id="x", programme=ids["programme"], list="questions", values={"text": "T"}),
    ),
    (
        "change entry",
        lambda ids: p.ChangeEntry(command_id="x", programme=ids["programme"], list="questions", entry="q-1", values={}),
    ),
    (
        "move entry",
        lambda ids: p.MoveEntry(command_id="x", programme=ids["programme"], list="actors", entry="oma", step=-1),
    ),
    (
        "remove entry",
        lambda ids: p.RemoveEntry(command_id="x", programme=ids["programme"], list="questions", entry="q-1"),
    ),
    (
        "restore entry",
        lambda ids: p.RestoreEntry(command_id="x", programme=ids["programme"], list="questions", entry="q-1"),
    ),
    ("head", lambda ids: p.ChangeHead(command_id="x", programme=ids["programme"], values={"title": "T"})),
    ("dates", lambda ids: p.SetDates(command_id="x", programme=ids["programme"], dates={"v1": {"date": "2026-01-01"}})),
    ("shift", lambda ids: p.ShiftAgenda(command_id="x", programme=ids["programme"], entry="ak1", minutes=5)),
    ("task", lambda ids: p.MarkTask(command_id="x", programme=ids["programme"], task="t-1")),
    ("remind of tasks", lambda ids: r.RemindOfTasks(command_id="x", programme=ids["programme"])),
    ("stand", lambda ids: p.TakeStand(command_id="x", programme=ids["programme"], stand="support")),
    ("state", lambda ids: p.SetState(command_id="x", programme=ids["programme"], state="ended")),
    ("version", lambda ids: p.RestoreVersion(command_id="x", programme=ids["programme"], snapshot="0" * 32)),
    ("copy", lambda ids: p.CopyProgramme(command_id="x", programme=ids["programme"], title="T")),
    ("merge", lambda ids: p.MergeItems(command_id="x", board=ids["board"], items=(ids["lappu"], ids["aukko"]))),
    ("split", lambda ids: p.SplitItem(command_id="x", board=ids["board"], item=ids["lappu"], texts=("a", "b"))),
    (
        "picture",
        lambda ids: p.AddPicture(
            command_id="x", programme=ids["programme"], data=b"", media_type="image/png", width=1, height=1, credit="K"
        ),
    ),
    (
        "change picture",
        lambda ids: p.ChangePicture(command_id="x", programme=ids["programme"], picture="ku-1", credit="K"),
    ),
    ("activity", lambda ids: h.AddActivity(command_id="x", programme=ids["programme"], values={"title": "T"})),
    ("change activity", lambda ids: h.ChangeActivity(command_id="x", programme=ids["programme"], activity="0" * 32)),
    ("remove activity", lambda ids: h.RemoveActivity(command_id="x", programme=ids["programme"], activity="0" * 32)),
    (
        "harvest",
        lambda ids: h.Harvest(command_id="x", programme=ids["programme"], picks=(h.Pick(items=(ids["lappu"],)),)),
    ),
    (
        "place activity",
        lambda ids: h.PlaceActivity(command_id="x", programme=ids["programme"], activity="0" * 32, step=1),
    ),
    (
        "move activity",
        lambda ids: h.MoveActivity(command_id="x", programme=ids["programme"], activity="0" * 32, state="open"),
    ),
    ("round", lambda ids: h.NextRound(command_id="x", programme=ids["programme"], activity="0" * 32)),
    ("clock", lambda ids: h.SetClock(command_id="x", programme=ids["programme"], activity="0" * 32, what="start")),
    ("gather", lambda ids: h.Gather(command_id="x", programme=ids["programme"])),
    ("tell", lambda ids: h.TellAll(command_id="x", programme=ids["programme"], text="T")),
    ("help", lambda ids: h.AskHelp(command_id="x", programme=ids["programme"], text="T")),
    ("screen", lambda ids: h.ShowOnScreen(command_id="x", programme=ids["programme"], what="join")),
    ("alone", lambda ids: hc.WriteAlone(command_id="x", board=ids["board"], activity="0" * 32, texts=("T",))),
    (
        "change alone",
        lambda ids: hc.ChangeAlone(command_id="x", board=ids["board"], activity="0" * 32, note="0" * 32, text="T"),
    ),
    ("open vote", lambda ids: hc.OpenBallot(command_id="x", programme=ids["programme"], activity="0" * 32, points=3)),
    ("close vote", lambda ids: hc.CloseBallot(command_id="x", programme=ids["programme"], activity="0" * 32)),
    ("overrule", lambda ids: hc.Overrule(command_id="x", element=ids["lappu"], points=3, reason="R")),
    ("open ratings", lambda ids: hc.OpenRatings(command_id="x", board=ids["board"], kind="near", what="open")),
    ("rate", lambda ids: hc.Rate(command_id="x", element=ids["lappu"], target=ids["askel"], kind="near")),
    ("reveal", lambda ids: hc.Reveal(command_id="x", programme=ids["programme"], activity="0" * 32)),
    ("take back", lambda ids: h.TakeBack(command_id="x", programme=ids["programme"])),
]
