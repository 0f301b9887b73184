"""Boards to begin with: empty, with questions, a blueprint's lanes, a provider's own path, a trial, an example."""

from collections.abc import Mapping, Sequence
from typing import Any

from kehittamo_core.api import Starter

Document = Mapping[str, Any]


def _item(id_: str, kind: str, zone: str, order: int, /, **values: Any) -> Document:
    return {"id": id_, "kind": kind, "zone": zone, "order": order, "values": values}


def _link(kind: str, source: str, target: str, /, **values: Any) -> Document:
    return {"id": f"{source}-{kind}-{target}", "kind": kind, "source": source, "target": target, "values": values}


def _chain(*ids: str) -> list[Document]:
    return [_link("then", source, target) for source, target in zip(ids, ids[1:], strict=False)]


FOUR_LANES = (
    _item(
        "lane-1",
        "lane",
        "frame",
        1,
        text="Customer",
        zone="customer",
        tone="lakka",
        legend="What the customer does alone",
    ),
    _item("lane-2", "lane", "frame", 2, text="Service guidance", zone="guidance", tone="jarvi", legend="Meetings"),
    _item(
        "lane-3",
        "lane",
        "frame",
        3,
        text="Growth services",
        zone="growth",
        tone="sammal",
        legend="Services that support",
    ),
    _item(
        "lane-4",
        "lane",
        "frame",
        4,
        text="Information services",
        zone="information",
        tone="kivi",
        legend="Data and measures",
    ),
)

GUIDED: Document = {
    "items": [
        *FOUR_LANES,
        _item(
            "question-1",
            "callout",
            "notes",
            1,
            number=1,
            text="How does somebody find their way here for the first time?",
        ),
        _item(
            "question-2",
            "callout",
            "notes",
            2,
            number=2,
            text="Where does the customer have to wait or to tell the same thing again?",
        ),
        _item(
            "question-3", "callout", "notes", 3, number=3, text="When does the path go back, and what ends the loop?"
        ),
        _item(
            "question-4",
            "callout",
            "notes",
            4,
            number=4,
            text="By what do we see that the customer's life has changed?",
        ),
    ]
}

BLUEPRINT: Document = {
    "items": [
        _item(
            "lane-1",
            "lane",
            "frame",
            1,
            text="Physical evidence",
            zone="more",
            tone="kanerva",
            legend="What can be seen and touched",
        ),
        _item(
            "lane-2",
            "lane",
            "frame",
            2,
            text="Customer's actions",
            zone="customer",
            tone="lakka",
            legend="What the customer does",
            line_below="interaction",
        ),
        _item(
            "lane-3",
            "lane",
            "frame",
            3,
            text="Contact, in sight",
            zone="guidance",
            tone="jarvi",
            legend="What workers do with the customer",
            line_below="visibility",
        ),
        _item(
            "lane-4",
            "lane",
            "frame",
            4,
            text="Contact, out of sight",
            zone="growth",
            tone="sammal",
            legend="What workers do for the customer",
            line_below="internal",
        ),
        _item(
            "lane-5",
            "lane",
            "frame",
            5,
            text="Support processes",
            zone="information",
            tone="kivi",
            legend="Systems and services behind",
        ),
    ]
}

PROVIDER: Document = {
    "items": [
        _item(
            "lane-1",
            "lane",
            "frame",
            1,
            text="Service provider",
            zone="customer",
            tone="kanerva",
            legend="The provider's own steps",
        ),
        _item(
            "lane-2",
            "lane",
            "frame",
            2,
            text="Shared with the customer",
            zone="guidance",
            tone="jarvi",
            legend="Meetings and decisions",
        ),
        _item(
            "ground-1",
            "ground",
            "customer",
            1,
            text="What must be there before the first customer comes?",
            role="precondition",
        ),
        _item("ground-2", "ground", "customer", 2, text="What does the provider develop all the time?", role="base"),
    ]
}

TRIAL: Document = {
    "settings": {"about": "trial"},
    "items": [
        _item(
            "trial-1",
            "trial",
            "trial",
            1,
            text="What do we want to know?",
            state="plan",
            consent="open",
            ethics="open",
            permit="open",
            equality="open",
        ),
        _item("factor-1", "factor", "trial", 2, text="What is done in two ways?"),
        _item("level-1", "level", "trial", 3, text="The first way", number=1),
        _item("level-2", "level", "trial", 4, text="The second way", number=2),
    ],
    "links": [_link("level_of", "level-1", "factor-1"), _link("level_of", "level-2", "factor-1")],
}


def _example() -> Document:
    steps: Sequence[Document] = (
        _item(
            "own-1",
            "step",
            "customer",
            1,
            text="Looks for help",
            description="Searches the net at night, asks a friend.",
            duration_min=1,
            duration_max=8,
            duration_unit="weeks",
            channel=["online"],
        ),
        _item(
            "meet-1",
            "meeting",
            "guidance",
            1,
            text="First talk",
            description="Somebody asks what the matter is and listens.",
            duration_min=30,
            duration_max=60,
            duration_unit="minutes",
            channel=["face"],
        ),
        _item(
            "own-2",
            "step",
            "customer",
            2,
            text="Tries things out at home",
            description="Keeps a diary of sleep and mood.",
            duration_min=1,
            duration_max=3,
            duration_unit="weeks",
        ),
        _item(
            "meet-2",
            "meeting",
            "guidance",
            2,
            text="Agreeing on a plan",
            description="A plan is made, or changed.",
            duration_min=1,
            duration_max=1,
            duration_unit="hours",
            channel=["face"],
        ),
        _item(
            "own-3",
            "step",
            "customer",
            3,
            text="Uses the help",
            description="Group, chat or a worker, whichever fits.",
            duration_min=2,
            duration_max=6,
            duration_unit="months",
        ),
        _item(
            "meet-3",
            "meeting",
            "guidance",
            3,
            text="Looking back",
            description="What has helped, what comes next?",
            duration_min=45,
            duration_max=45,
            duration_unit="minutes",
        ),
    )
    around: Sequence[Document] = (
        _item("support-1", "support", "growth", 1, text="Youth work nearby"),
        _item("support-2", "support", "growth", 2, text="Peer group"),
        _item(
            "data-1", "data", "information", 1, text="What is known at the start", items=["Situation in life", "Wishes"]
        ),
        _item("data-2", "data", "information", 2, text="What is followed", items=["Mood", "Days at school"]),
        _item("tool-1", "tool", "tools", 1, text="Chat that is open in the evening"),
        _item("tool-2", "tool", "tools", 2, text="Plan on one page"),
        _item("mark-1", "monitoring", "monitoring", 1, number=1, text="Mood", how="The same few questions each time"),
        _item("note-1", "callout", "notes", 1, number=1, text="The first talk comes within a week."),
        _item("walker-1", "traveller", "experience", 1, text="A young person who asks for help for the first time"),
    )
    links = [
        *_chain("own-1", "meet-1", "own-2", "meet-2", "own-3", "meet-3"),
        _link("returns", "meet-2", "own-2", when="if the plan does not fit yet", ends="a plan that both accept"),
        _link("uses", "own-1", "tool-1"),
        _link("uses", "meet-2", "tool-2"),
        _link("informs", "data-1", "meet-1"),
        _link("informs", "data-2", "meet-3"),
        _link("supports", "support-1", "own-1"),
        _link("supports", "support-2", "own-3"),
        _link("monitors", "mark-1", "meet-1"),
        _link("monitors", "mark-1", "meet-3"),
        _link("points_to", "note-1", "meet-1"),
        _link("feels", "walker-1", "own-1", feeling="-2"),
        _link("feels", "walker-1", "meet-1", feeling="0"),
        _link("feels", "walker-1", "own-2", feeling="-1"),
        _link("feels", "walker-1", "meet-2", feeling="+1"),
        _link("feels", "walker-1", "own-3", feeling="+1"),
        _link("feels", "walker-1", "meet-3", feeling="+2"),
    ]
    return {"items": [*FOUR_LANES, *steps, *around], "links": links}


STARTERS = (
    Starter(id="empty", label="Empty path", help="Four lanes and nothing in them."),
    Starter(id="guided", label="With questions", content=GUIDED, help="Named lanes and four questions to begin with."),
    Starter(
        id="blueprint",
        label="Service blueprint",
        content=BLUEPRINT,
        help="Five lanes with the lines of interaction and visibility.",
    ),
    Starter(
        id="provider",
        label="A provider's own path",
        content=PROVIDER,
        help="The same service as its provider walks it.",
    ),
    Starter(
        id="trial",
        label="Trial",
        content=TRIAL,
        help="One factor with two levels, to be linked to the steps that it varies.",
    ),
    Starter(
        id="example",
        label="Filled example",
        content=_example(),
        help="A young person's way to help: look, change, learn.",
    ),
)
