"""From what a programme is started: the Vaikuttavuuskehittämö, a service design process, a project in four phases, or nothing.

A template holds the form of a process and none of its content: meetings, agenda, phases, activities and deliverables, as
msgids that are said in the programme's language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.document.form import FORMAT, VERSION
from kehittamo_core.document.normal import Document
from kehittamo_core.errors import Invalid
from kehittamo_core.words import translate

Item = tuple[str, str, int | None]
"""An agenda item: what happens, its kind, its minutes."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting, or the work between two."""

    kind: str
    title: str
    number: int | None = None
    theme: str = ""
    start: str | None = None
    end: str | None = None
    agenda: tuple[Item, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase with its activities (what is done, who takes part) and deliverables."""

    number: str
    title: str
    task: str = ""
    activities: tuple[tuple[str, tuple[str, ...]], ...] = ()
    results: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProgrammeTemplate:
    """A template; `choose_workshops` tells that the number of workshops is asked."""

    id: str
    title: str
    summary: str
    meetings: tuple[Meeting, ...] = ()
    phases: tuple[Phase, ...] = ()
    tracked: bool = False
    choose_workshops: bool = False
    figures: tuple[tuple[str, str], ...] = field(default=())


WORKING: tuple[Item, ...] = (
    ("Opening and the goal of the day", "speech", 15), ("What was done between the meetings", "presentation", 15),
    ("Work in groups", "activity", 60), ("Break", "break", 10), ("Work in groups goes on", "activity", 60),
    ("Results of the groups and what happens next", "closing", 20),
)  # fmt: skip
START: tuple[Item, ...] = (
    ("Opening", "speech", 15), ("Why this change, and whose it is", "presentation", 30), ("The shared goal", "activity", 60),
    ("Break", "break", 10), ("How we work, and the work between meetings", "presentation", 30), ("Closing", "closing", 10),
)  # fmt: skip
RESULTS: tuple[Item, ...] = (
    ("Coffee", "service", 30), ("Opening", "speech", 10), ("From the challenge to the solution", "presentation", 20),
    ("Results of the workshops", "presentation", 45), ("Break", "break", 10), ("Comments of those who decide", "speech", 30),
    ("Next steps", "activity", 30), ("Closing", "closing", 10),
)  # fmt: skip
THEMES = (
    "Making goals and ideas for solutions clear", "Benefits and service paths", "Putting it into use",
    "Changes and possibilities",
)  # fmt: skip

TEMPLATES: tuple[ProgrammeTemplate, ...] = (
    ProgrammeTemplate(
        id="kehittamo", title="Vaikuttavuuskehittämö", choose_workshops=True,
        summary="A start day, workshops and a result day around one shared goal, with work between the meetings.",
        figures=(("workshops", "workshops"), ("months", "months"), ("people", "experts"), ("goals", "shared goal")),
    ),
    ProgrammeTemplate(
        id="service_design", title="Service design process",
        summary="Five phases from customer understanding to new concepts, three workshops and a winter day, as in Kainuu.",
        meetings=(
            Meeting(kind="workshop", number=1, title="Workshop I"), Meeting(kind="workshop", number=2, title="Workshop II"),
            Meeting(kind="workshop", number=3, title="Workshop III"), Meeting(kind="result_day", title="Winter day"),
        ),
        phases=(
            Phase(number="1", title="Customer understanding", activities=(
                ("Gathering customer understanding with service maps and diaries", ("Citizens",)),
                ("Analysing the customer understanding", ("Customer understanding team",)))),
            Phase(number="2", title="Forming of value", activities=(
                ("Presenting the analysis and the customers' needs to the service providers",
                 ("Leaders of the municipalities", "Service providers")),)),
            Phase(number="3", title="Operating model"),
            Phase(number="4", title="Participatory budgeting", activities=(
                ("Workshop of participatory budgeting", ("Citizens", "Decision makers")),)),
            Phase(number="5", title="New concepts", activities=(
                ("Planning and prototypes of new service ideas", ("Everybody",)),)),
        ),
    ),
    ProgrammeTemplate(
        id="four_phases", title="Project in four phases", tracked=True,
        summary="Understanding, concept, pilot and operation, each with its task and its deliverables.",
        meetings=(
            Meeting(kind="start_day", title="Start day", agenda=START), Meeting(kind="workshop", number=1, title="Concept workshop"),
            Meeting(kind="workshop", number=2, title="Pilot workshop"), Meeting(kind="result_day", title="Result day", agenda=RESULTS),
        ),
        phases=(
            Phase(number="I", title="Customer understanding", task="Gathering, analysing and verifying customer understanding",
                  results=("Customer profiles", "Analyses of service paths", "Analyses of the present services")),
            Phase(number="II", title="Concept", task="Planning the service concept and testing it with customers and providers",
                  results=("Service vision", "Prototypes", "Service book", "Process descriptions", "Definition of the indicators")),
            Phase(number="III", title="Pilot", task="Showing in practice that the concept works, measuring before and after",
                  results=("A service that is tested and verified in practice", "Proposals for changes")),
            Phase(number="IV", title="Operation", task="Developing the service further by its indicators",
                  results=("A service that develops with its customers",)),
        ),
    ),
    ProgrammeTemplate(
        id="", title="Empty programme", summary="Only the meetings, without agenda and themes.", choose_workshops=True,
    ),
)  # fmt: skip
BY_ID = {one.id: one for one in TEMPLATES}


def meetings_of(template: ProgrammeTemplate, workshops: int) -> tuple[Meeting, ...]:
    """The meetings that a template makes."""
    if template.meetings:
        return template.meetings
    whole = bool(template.id)
    made = [Meeting(kind="start_day", title="Start day", agenda=START if whole else ())]
    for number in range(1, workshops + 1):
        if whole:
            made.append(Meeting(kind="interim", title="Work between meetings"))
        made.append(
            Meeting(
                kind="workshop", number=number, title="Workshop {number}", agenda=WORKING if whole else (),
                theme=THEMES[number - 1] if whole and workshops == len(THEMES) else "",
            )
        )  # fmt: skip
    if whole:
        made.append(Meeting(kind="interim", title="Work between meetings"))
    made.append(Meeting(kind="result_day", title="Result day", agenda=RESULTS if whole else ()))
    return tuple(made)


def template_document(
    id_: str, *, key: str, title: str, language: str, workshops: int = 4, practice: bool = False
) -> Document:
    """A new programme as an archive document, in its language.

    Raises:
        Invalid: there is no such template.
    """
    template = BY_ID.get(id_)
    if template is None:
        raise Invalid("There is no template {template}; known are {known}.", template=id_[:40], known=", ".join(BY_ID))

    def say(text: str, **values: Any) -> str:
        return translate("kehittamo_core", language, text, **values) if text else ""

    planned = {"workshops": workshops, "goals": 1}
    stages = []
    for position, meeting in enumerate(meetings_of(template, workshops), 1):
        stages.append(
            {
                "id": f"tapaaminen-{position}", "kind": meeting.kind, "number": meeting.number,
                "title": say(meeting.title, number=meeting.number), "theme": say(meeting.theme), "start": meeting.start,
                "end": meeting.end,
                "agenda": [
                    {"id": f"kohta-{position}-{number}", "text": say(text), "kind": kind, "minutes": minutes}
                    for number, (text, kind, minutes) in enumerate(meeting.agenda, 1)
                ],
            }
        )  # fmt: skip
    head: Document = {
        "id": key, "title": title, "languages": [language], "practice": practice,
        "figures": [
            {"id": f"luku-{counted}", "text": say(text), "counted": counted, "value": planned.get(counted)}
            for counted, text in template.figures
        ],
        "phases": [
            {"id": f"jakso-{at}", "number": one.number, "title": say(one.title), "task": say(one.task),
             "results": [say(text) for text in one.results]}
            for at, one in enumerate(template.phases, 1)
        ],
        "activities": list(_activities(template, say)),
        "deliverables": [
            {"id": f"tuotos-{at}-{number}", "text": say(text), "state": "missing", "phase": f"jakso-{at}"}
            for at, one in enumerate(template.phases, 1)
            for number, text in enumerate(one.results if template.tracked else (), 1)
        ],
    }  # fmt: skip
    return {"format": FORMAT, "version": VERSION, "programme": head, "stages": stages}


def _activities(template: ProgrammeTemplate, say: Any) -> Iterable[Document]:
    for at, phase in enumerate(template.phases, 1):
        for number, (text, people) in enumerate(phase.activities, 1):
            yield {
                "id": f"toiminto-{at}-{number}", "text": say(text), "phase": f"jakso-{at}",
                "takes_part": [say(name) for name in people],
            }  # fmt: skip
