"""The lists of a programme that people keep by forms: meetings, agenda, decisions, tasks, targets, background and the rest.

Each is declared once: its part of the archive's form, where it is stored, its fields, and who may write it. Rows have a
table; what is only shown stands in the programme's frame, in the archive's own form.
"""

from dataclasses import dataclass
from typing import Any

from kehittamo_core.database import models as m
from kehittamo_core.document import form as f
from kehittamo_core.document.specs import Form, ListOf
from kehittamo_core.fields import Choice, Field
from kehittamo_core.workshop.people import Right


@dataclass(frozen=True, kw_only=True)
class ProgrammeList:
    """One list. `title`, `one` and the fields' labels are msgids; `fields[0]` names an entry.

    `table` is None for a list of the frame (`targets` has a column of its own). `add` and `change` are the rights that they
    need; `afterwards` tells that it is written even when the programme has ended. `named_by` are the fields of other lists
    that name an entry by its key: while one does, the entry is not removed.
    """

    id: str
    title: str
    one: str
    fields: tuple[Field, ...]
    form: Form
    page: str
    table: Any = None
    add: Right = "facilitate"
    change: Right = "facilitate"
    afterwards: bool = False
    removable: bool = True
    named_by: tuple[tuple[str, str], ...] = ()
    parent: str = ""
    help: str = ""

    def field(self, id_: str) -> Field | None:
        """A field by its id."""
        return next((one for one in self.fields if one.id == id_), None)


def _form(part: Any) -> Form:
    """The form of a list's entries in the archive."""
    assert isinstance(part, ListOf)
    assert isinstance(part.part, Form)
    return part.part


def _choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(id_, label) for id_, label in pairs)


_DOCUMENT, _HEAD = f.DOCUMENT.parts, f.PROGRAMME.parts

STAGE_KINDS = _choices(
    ("start_day", "Start day"), ("workshop", "Workshop"), ("interim", "Work between meetings"), ("result_day", "Result day"),
)  # fmt: skip
AGENDA_KINDS = _choices(
    ("speech", "speech"), ("presentation", "presentation"), ("activity", "activity"), ("break", "break"),
    ("service", "coffee or meal"), ("closing", "closing"),
)  # fmt: skip
OWNER = Field(id="owner", label="Who is responsible", type="actor")
DUE = Field(id="due", label="By when", type="date")

LISTS: tuple[ProgrammeList, ...] = (
    ProgrammeList(
        id="stages", title="Meetings", one="New meeting", page="plan", table=m.Stage, form=f.STAGE,
        named_by=(("interim_tasks", "stage"), ("activities", "stage")),
        fields=(
            Field(id="title", label="Name"), Field(id="kind", label="What it is", type="choice", choices=STAGE_KINDS),
            Field(id="number", label="Number of the workshop", type="number"), Field(id="theme", label="Theme", type="text"),
            Field(id="date", label="Date", type="date", help="Leave it empty while the day is open."),
            Field(id="end_date", label="Last day, if it takes several", type="date"),
            Field(id="date_text", label="The day in words, where the date is not known"),
            Field(id="start", label="Begins at", help="For example 12.30"), Field(id="end", label="Ends at"),
        ),
    ),
    ProgrammeList(
        id="agenda", title="Agenda", one="New agenda item", page="plan", table=m.AgendaItem, form=f.AGENDA_ITEM, parent="stage_id",
        fields=(
            Field(id="text", label="What happens", type="text"), Field(id="kind", label="What it is", type="choice", choices=AGENDA_KINDS),
            Field(id="time", label="Begins at", help="Empty: right after the item before it."),
            Field(id="minutes", label="How many minutes", type="number"), Field(id="presenter", label="Who presents"),
            Field(id="parallel", label="At the same time as the item before it", type="flag"),
            Field(id="groups", label="For which tables", type="actor", many=True),
            Field(id="takes_part", label="Who takes part", many=True),
            Field(id="boards", label="Boards that are worked on or presented", type="actor", many=True),
        ),
    ),
    ProgrammeList(
        id="interim_tasks", title="Tasks between meetings", one="New task", page="follow", table=m.InterimTask,
        form=_form(_DOCUMENT["interim_tasks"]),
        fields=(
            Field(id="text", label="What is to be done", type="text"), OWNER, DUE,
            Field(id="stage", label="Meeting", type="actor"),
        ),
        help="Without somebody responsible a task is for everybody.",
    ),
    ProgrammeList(
        id="decisions", title="Decisions", one="New decision", page="follow", table=m.Decision, form=_form(_DOCUMENT["decisions"]),
        fields=(
            Field(id="text", label="What was decided", type="text"), Field(id="reason", label="Reason", type="text"),
            Field(id="date", label="Date", type="date"), OWNER,
            Field(id="elements", label="Links to notes", many=True, help="Short ids, for example K-12, one on each line."),
        ),
    ),
    ProgrammeList(
        id="questions", title="Open questions", one="New question", page="follow", table=m.Question, add="write",
        form=_form(_DOCUMENT["questions"]),
        fields=(
            Field(id="text", label="What is asked", type="text"), Field(id="owner", label="Who should answer", type="actor"),
            Field(id="state", label="State", type="choice", choices=_choices(("open", "open"), ("answered", "answered"))),
            Field(id="answer", label="Answer", type="text"),
        ),
        help="The parking lot: what is put aside so that the work goes on.",
    ),
    ProgrammeList(
        id="next_steps", title="Next steps", one="New step", page="follow", table=m.NextStep, afterwards=True,
        form=_form(_DOCUMENT["next_steps"]),
        fields=(
            Field(id="text", label="What happens next", type="text"), OWNER, DUE, Field(id="done", label="Done", type="flag"),
        ),
    ),
    ProgrammeList(
        id="deliverables", title="Deliverables", one="New deliverable", page="follow", form=_form(_HEAD["deliverables"]),
        fields=(
            Field(id="text", label="What is delivered", type="text"),
            Field(id="state", label="State", type="choice", choices=_choices(("missing", "missing"), ("begun", "begun"), ("done", "done"))),
            Field(id="link", label="Where it is found"), Field(id="phase", label="Phase", type="actor"), OWNER, DUE,
        ),
    ),
    ProgrammeList(
        id="targets", title="Targets of the goal", one="New target", page="about", form=_form(f.GOAL.parts["targets"]),
        fields=(
            Field(id="text", label="What should change", type="text"),
            Field(id="direction", label="Direction", type="choice",
                  choices=_choices(("increase", "increase"), ("decrease", "decrease"), ("keep", "keep"))),
            Field(id="amount", label="How much", type="number", help="Empty: no amount is stated."), Field(id="unit", label="Unit"),
            Field(id="group", label="For whom"), Field(id="deadline", label="By when", type="date"),
        ),
        help="A target without a baseline stays relative: “more than now”.",
    ),
    ProgrammeList(
        id="figures", title="Planned figures", one="New figure", page="about", form=_form(_HEAD["figures"]),
        fields=(
            Field(id="text", label="As it is said", help="For example: 4 workshops"), Field(id="value", label="Number", type="number"),
            Field(id="unit", label="Unit"),
            Field(id="counted", label="What is counted beside it", type="choice", choices=_choices(
                ("workshops", "workshops held"), ("months", "months from first to last meeting"), ("people", "people who take part"),
                ("organisations", "organisations"), ("goals", "shared goals"), ("boards", "boards"), ("notes", "notes on the boards"))),
        ),
    ),
    ProgrammeList(
        id="challenge", title="Challenge", one="New part of the challenge", page="about", form=f.POINT,
        fields=(Field(id="text", label="What is the challenge", type="text"),),
    ),
    ProgrammeList(
        id="background", title="Background", one="New part of the background", page="about", form=f.POINT,
        fields=(Field(id="text", label="What stands behind the programme", type="text"),),
    ),
    ProgrammeList(
        id="principles", title="Principles", one="New principle", page="about", form=_form(_HEAD["principles"]),
        fields=(Field(id="text", label="Principle or reason", type="text"), Field(id="heading", label="Heading")),
    ),
    ProgrammeList(
        id="perspectives", title="Functional goal and benefit", one="New perspective", page="about", form=_form(_HEAD["perspectives"]),
        fields=(
            Field(id="goal", label="Functional goal", type="text"), Field(id="actor", label="Perspective", type="actor"),
            Field(id="benefit_heading", label="Heading of the benefit"), Field(id="benefits", label="Benefits", many=True),
        ),
    ),
    ProgrammeList(
        id="terms", title="Terms", one="New term", page="about", table=m.Term, form=_form(_HEAD["terms"]),
        fields=(
            Field(id="term", label="Term"), Field(id="aliases", label="Other names", many=True),
            Field(id="meaning", label="What it means", type="text"),
        ),
        help="A label that reads as another name is shown as the term.",
    ),
    ProgrammeList(
        id="actors", title="Actors", one="New actor", page="about", table=m.Actor, form=_form(_HEAD["actors"]), removable=False,
        fields=(
            Field(id="name", label="Name"),
            Field(id="kind", label="What it is", type="choice", choices=_choices(
                ("actor", "actor"), ("organisation", "organisation"), ("role", "role"), ("service", "service"),
                ("network", "network"), ("function", "function"))),
            Field(id="aliases", label="Other names", many=True), Field(id="part_of", label="Part of", type="actor"),
        ),
        help="Defined once: the same actor stands on every board, and a new name is seen on all of them.",
    ),
    ProgrammeList(
        id="phases", title="Phases", one="New phase", page="process", form=_form(_HEAD["phases"]),
        named_by=(("activities", "phase"), ("deliverables", "phase")),
        fields=(
            Field(id="title", label="Name"), Field(id="number", label="Number, as it is said"),
            Field(id="when", label="When, in words"), Field(id="task", label="Task", type="text"),
            Field(id="results", label="Results", many=True),
        ),
    ),
    ProgrammeList(
        id="activities", title="Activities", one="New activity", page="process", form=_form(_HEAD["activities"]),
        named_by=(("counts", "activity"),),
        fields=(
            Field(id="text", label="What is done", type="text"), Field(id="phase", label="Phase", type="actor"),
            Field(id="stage", label="Meeting", type="actor"), Field(id="takes_part", label="Who takes part", many=True),
            Field(id="note", label="Remark"),
        ),
    ),
    ProgrammeList(
        id="counts", title="Counts", one="New count", page="process", form=_form(_HEAD["counts"]),
        fields=(
            Field(id="text", label="What is counted"), Field(id="stated", label="Number as it is stated", type="number"),
            Field(id="parts", label="Parts, such as municipalities", many=True, help="On each line a name and a number: Paltamo: 26"),
            Field(id="activity", label="Activity", type="actor"),
        ),
        help="The parts are summed; where the sum is not the stated number, both stay and the difference is said.",
    ),
    ProgrammeList(
        id="concepts", title="Chosen concept", one="New concept", page="process", form=f.CONCEPT,
        fields=(
            Field(id="title", label="Name"), Field(id="date", label="Date", type="date"), Field(id="text", label="Description", type="text"),
            Field(id="why", label="Why it was chosen", type="text"), Field(id="profiles", label="For which profiles", many=True),
            Field(id="value", label="Value: from whom to whom", many=True), Field(id="barriers", label="Barriers", many=True),
            Field(id="principles", label="Principles of realisation", many=True),
            Field(id="phases", label="Phases of realisation, in order", many=True),
        ),
    ),
    ProgrammeList(
        id="cases", title="Reference cases", one="New case", page="about", form=_form(_HEAD["cases"]),
        fields=(
            Field(id="title", label="Name"), Field(id="place", label="Where"), Field(id="text", label="What was learned", type="text"),
            Field(id="link", label="Where it is found"),
        ),
    ),
    ProgrammeList(
        id="evidence", title="Evidence sources", one="New source", page="about", form=_form(_HEAD["evidence"]),
        fields=(
            Field(id="title", label="Name"), Field(id="author", label="By whom"), Field(id="year", label="Year"),
            Field(id="link", label="Where it is found"), Field(id="text", label="What it shows", type="text"),
        ),
    ),
    ProgrammeList(
        id="credits", title="Credits", one="New credit", page="about", form=f.POINT,
        fields=(Field(id="text", label="Who made it", type="text"),),
    ),
)  # fmt: skip

BY_ID = {one.id: one for one in LISTS}
DEFAULTS: dict[str, dict[str, Any]] = {
    "stages": {"title": "", "state": "coming"},
    "questions": {"state": "open"},
    "interim_tasks": {"done": False, "done_by": []},
    "next_steps": {"done": False},
    "decisions": {"elements": []},
    "agenda": {"parallel": False, "groups": [], "takes_part": [], "boards": []},
    "terms": {"aliases": []},
    "actors": {"aliases": []},
}
"""What a row's columns hold where nothing is known; None for every other."""
