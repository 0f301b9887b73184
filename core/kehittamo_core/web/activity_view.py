"""The activities of a programme as their page shows them: by meeting in their order, and the form of one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kehittamo_core.errors import Invalid
from kehittamo_core.loading import Plugins
from kehittamo_core.web.errors import told
from kehittamo_core.web.fieldview import ChoiceView
from kehittamo_core.web.forms import Form, number
from kehittamo_core.web.language import number as in_words
from kehittamo_core.web.language import say
from kehittamo_core.web.parts_of_people import table_name
from kehittamo_core.web.process_view import meeting_days
from kehittamo_core.web.programme_view import stage_title
from kehittamo_core.web.templating import words_of
from kehittamo_core.workshop.boards import BoardRow
from kehittamo_core.workshop.hall_reading import ActivityRow
from kehittamo_core.workshop.process_reading import PlanPart

ROWS = 6
"""Rows of rounds in the form; fewer are shown filled, the rest wait."""

Values = Mapping[str, Any]


def round_word(kind: str) -> str:
    """How people work in a round."""
    return {"alone": say("alone"), "pairs": say("in pairs"), "group": say("in the group")}.get(kind, kind)


def state_word(state: str) -> str:
    """An activity's state."""
    words = {"draft": say("not opened yet"), "open": say("open"), "locked": say("Locked"), "done": say("ended")}
    return words.get(state, state)


def minutes_word(minutes: float | None) -> str:
    """So many minutes; "" where nothing is said."""
    return say("{minutes} min", minutes=in_words(minutes)) if minutes else ""


def signing_sentence(signing: str, group: str = "") -> str:
    """What people are told before they write: under whose name it will stand."""
    if signing == "anonymous":
        return say("You write anonymously: no name is stored.")
    if signing == "name":
        return say("You write under your own name.")
    return (
        say("You write in the name of the group {group}.", group=group) if group else say("You write in the group's name.")
    )  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """A way of working that fills the form."""

    id: str
    label: str
    values: Values


def presets() -> tuple[Preset, ...]:
    """The ways of working that are offered for a new activity."""
    return (
        Preset(
            "1-2-all", say("Alone, in pairs, in the group"),
            {"rounds": [{"kind": "alone", "minutes": 5}, {"kind": "pairs", "minutes": 10}, {"kind": "group", "minutes": 15}]},
        ),
        Preset(
            "cafe", say("Learning café"),
            {"rotates": True, "rounds": [{"kind": "group", "minutes": 15}, {"kind": "group", "minutes": 10}, {"kind": "group", "minutes": 10}]},
        ),
        Preset("silent", say("First alone and hidden, then shown together"), {"hidden": True, "signing": "anonymous", "minutes": 10}),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """An activity in the list."""

    id: str
    key: str
    name: str
    state: str
    state_word: str
    instruction: str
    facts: Sequence[str]
    boards: Sequence[tuple[str, str]]
    removable: bool


@dataclass(frozen=True, kw_only=True)
class MeetingActivities:
    """A meeting with its activities; `agenda` are agenda items of kind activity that have none yet: (key, words)."""

    key: str
    title: str
    when: str
    activities: Sequence[ActivityLine]
    agenda: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ActivityForm:
    """The form of an activity: its values, what may be chosen, and what is wrong with a field, by the field's name."""

    id: str
    title: str
    opened: bool
    values: Values
    stages: Sequence[ChoiceView]
    agenda: Sequence[ChoiceView]
    starts: Sequence[tuple[str, Sequence[ChoiceView]]]
    boards: Sequence[ChoiceView]
    groups: Sequence[ChoiceView]
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def rounds(self) -> Sequence[Values]:
        """As many rows as the form has."""
        known = list(self.values.get("rounds") or [])
        return [*known, *({} for _ in range(max(3, min(ROWS, len(known) + 1)) - len(known)))]

    def wrong(self, error: Invalid, values: Values) -> "ActivityForm":
        """The form again as it was sent, with what is wrong at its place."""
        fields = {"number": say("Number of the task"), "minutes": say("Minutes")}
        errors = {}
        for fault in error.faults:
            said = fault.values.get("field", "")
            errors[fault.place] = told(fault.message, {**fault.values, "field": fields.get(said, said)})
        return replace(self, values=values, errors=errors or {"title": told(error.message, error.values)})


def name_of(row: ActivityRow) -> str:
    """An activity as it is called: its number and title."""
    title = row.title or say("No title yet")
    return f"{row.number}. {title}" if row.number else title


def facts_of(row: ActivityRow, groups: Mapping[str, str]) -> list[str]:
    """What is to be known of an activity in short."""
    rounds = [
        " ".join(part for part in (round_word(one["kind"]), minutes_word(one.get("minutes"))) if part)
        for one in row.rounds
    ]
    facts = [minutes_word(row.minutes), " → ".join(rounds)]
    facts.append(say("tables move from board to board") if row.rotates else "")
    facts.append(say("first alone, shown later") if row.hidden else "")
    facts.append(
        {"name": say("under one's own name"), "anonymous": say("anonymous")}.get(
            row.signing, say("in the group's name")
        )
    )
    facts.append(", ".join(groups.get(key, key) for key in row.groups) or say("all tables"))
    return [fact for fact in facts if fact]


def group_words(groups: Sequence[Any]) -> dict[str, str]:
    """Tables by key, as they are called."""
    return {one.key: table_name(one.number, one.name or "") for one in groups}


def line_of(row: ActivityRow, groups: Mapping[str, str], boards: Mapping[str, BoardRow]) -> ActivityLine:
    """An activity in the list."""
    return ActivityLine(
        id=row.id, key=row.key, name=name_of(row), state=row.state, state_word=state_word(row.state), instruction=row.instruction,
        facts=facts_of(row, groups), boards=[(boards[key].id, boards[key].title) for key in row.boards if key in boards],
        removable=row.state == "draft",
    )  # fmt: skip


def by_meeting(
    rows: Sequence[ActivityRow], plan: Sequence[PlanPart], groups: Mapping[str, str], boards: Sequence[BoardRow]
) -> list[MeetingActivities]:
    """The activities of each meeting in order; those of none stand last."""
    known = {board.key: board for board in boards}
    taken = {row.agenda_item for row in rows}
    made = []
    for part in plan:
        own = [line_of(row, groups, known) for row in rows if row.stage == part.stage.id]
        items = [(item.key, item.text or "") for item in part.rows if item.kind == "activity" and item.key not in taken]
        if own or part.stage.kind != "interim":
            made.append(
                MeetingActivities(
                    key=part.stage.key, title=stage_title(part.stage), when=meeting_days(part.stage), activities=own, agenda=items
                )
            )  # fmt: skip
    loose = [line_of(row, groups, known) for row in rows if row.stage is None]
    if loose or not made:
        made.append(MeetingActivities(key="", title=say("Without a meeting"), when="", activities=loose, agenda=()))
    return made


def starts_of(plugins: Plugins, boards: Sequence[BoardRow]) -> list[tuple[str, list[ChoiceView]]]:
    """From what boards can be made: a method's starters, or a copy of a common board."""
    made = []
    for method in plugins.methods.values():
        starters = [
            ChoiceView(f"{method.id}/{one.id}", words_of(method.package, one.label)) for one in method.starters
        ] or [ChoiceView(f"{method.id}/", say("An empty board"))]
        made.append((words_of(method.package, method.title), starters))
    models = [ChoiceView(f"copy:{board.key}", board.title) for board in boards if board.installed]
    if models:
        made.append((say("A copy of a board for each"), models))
    return made


def values_of_row(row: ActivityRow, stage_keys: Mapping[str, str]) -> dict[str, Any]:
    """An activity's fields as its form holds them."""
    start = f"copy:{row.model}" if row.model else f"{row.method}/{row.starter or ''}" if row.method else ""
    return {
        "title": row.title, "number": row.number, "instruction": row.instruction, "plain": row.plain,
        "stage": stage_keys.get(row.stage or "", ""), "agenda_item": row.agenda_item or "", "start": start,
        "per_group": row.per_group, "groups": list(row.groups), "boards": list(row.boards), "view": row.view or "",
        "rounds": list(row.rounds), "rotates": row.rotates, "signing": row.signing, "hidden": row.hidden, "minutes": row.minutes,
    }  # fmt: skip


def read_form(form: Form, *, opened: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a form sent: as the form shows it again, and as `activities.FIELDS` stores it. An open one sends only its words."""
    shown: dict[str, Any] = {
        "title": form.get("title"), "instruction": form.raw("instruction").strip(), "plain": form.raw("plain").strip(),
        "minutes": number(form.get("minutes")),
    }  # fmt: skip
    if opened:
        return shown, dict(shown)
    rounds = []
    for at in range(ROWS):
        if kind := form.get(f"round.{at}.kind"):
            rounds.append({"kind": kind, "minutes": number(form.get(f"round.{at}.minutes"))})
    shown.update(
        number=number(form.get("number")), stage=form.get("stage"), agenda_item=form.get("agenda_item"), start=form.get("start"),
        per_group=form.get("per_group") != "0", groups=[key for key in form.all("groups") if key],
        boards=[key for key in form.all("boards") if key], view=form.get("view"), rounds=rounds, rotates=form.get("rotates") == "1",
        signing=form.get("signing") or "group", hidden=form.get("hidden") == "1",
    )  # fmt: skip
    stored = {name: value for name, value in shown.items() if name != "start"}
    model = shown["start"].removeprefix("copy:") if shown["start"].startswith("copy:") else ""
    method, _, starter = ("", "", "") if model else shown["start"].partition("/")
    stored.update(model=model or None, method=method or None, starter=starter or None)
    return shown, stored
