"""What a board may begin with: nothing, questions that guide, or a small filled example."""

from collections.abc import Iterable, Mapping
from typing import Any

from kehittamo_core.api import Starter


def _items(*rows: tuple[str, str, str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Items in order: id, kind, text, further values."""
    return [
        {"id": id_, "kind": kind, "order": order, "values": {"text": text, **more} if text else dict(more)}
        for order, (id_, kind, text, more) in enumerate(rows, start=1)
    ]


def _links(rows: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Links in order: kind, source, target, values."""
    return [
        {"id": f"link-{number}", "kind": kind, "source": source, "target": target, "values": dict(values)}
        for number, (kind, source, target, values) in enumerate(rows, start=1)
    ]


EMPTY = Starter(id="empty", label="Empty board", help="Only the columns: begin from what the group brings.")

GUIDED = Starter(
    id="guided",
    label="With questions",
    help="Questions that lead from the deed to the change, and back to what it needs.",
    content={
        "items": _items(
            ("goal", "change_goal", "", {}),
            ("ask-1", "note", "What do we already do for the shared goal?", {"role": "open", "about": "chain"}),
            ("ask-2", "note", "What changes in people when that is done?", {"role": "open", "about": "chain"}),
            ("ask-3", "note", "What has to change in structures before it lasts?", {"role": "open", "about": "chain"}),
            ("ask-4", "note", "How would we notice in a year that it happened?", {"role": "open", "about": "chain"}),
            (
                "ask-5",
                "note",
                "Which deeds would be done better under one solution?",
                {"role": "open", "about": "chain"},
            ),
        )
    },
)

EXAMPLE = Starter(
    id="example",
    label="Filled example",
    help="A small invented chain: a walking group for people who live alone.",
    content={
        "items": _items(
            ("goal", "change_goal", "", {}),
            ("part-1", "sub_change", "Nobody has to be alone against their will", {}),
            ("in-1", "input", "Two volunteer leaders", {"amount": {"amount": 2, "unit": "h"}}),
            ("in-2", "input", "The library's yard and coffee room", {}),
            ("do-1", "output", "A walking group every Tuesday", {"state": "running"}),
            ("do-2", "output", "A phone call to those who did not come", {"state": "planned"}),
            ("so-1", "solution", "The neighbourhood walks", {}),
            ("out-1", "outcome", "People who live alone get to know each other", {"change": "people", "evidence": "promising"}),
            ("out-2", "outcome", "The library and home care know of each other", {"change": "structures", "evidence": "assumed"}),
            ("imp-1", "impact", "Fewer people feel lonely", {"benefit": "wellbeing"}),
            (
                "ind-1", "indicator", "How often do you feel lonely?",
                {"unit": "%", "direction": "decrease", "baseline": 34, "change_percent": 20},
            ),
            ("as-1", "assumption", "Walking together makes it easier to talk", {"state": "held"}),
            ("pre-1", "prerequisite", "The way to the meeting place is safe in winter", {"number": 1, "state": "unmet"}),
            ("cost-1", "cost", "Coffee and reflectors", {"direction": "cost", "total": {"kind": "total", "base": 600, "approximate": True}}),
        ),
        "links": _links(
            [
                ("part_of", "part-1", "goal", {}),
                ("directs", "so-1", "in-1", {}),
                ("directs", "so-1", "do-1", {}),
                ("directs", "so-1", "do-2", {}),
                ("serves", "so-1", "part-1", {}),
                ("leads", "in-1", "do-1", {"evidence": "shown"}),
                ("leads", "in-2", "do-1", {"evidence": "shown"}),
                ("leads", "do-1", "out-1", {"evidence": "promising"}),
                ("leads", "do-2", "out-2", {"evidence": "assumed"}),
                ("leads", "out-1", "imp-1", {"evidence": "assumed"}),
                ("feedback", "out-1", "in-1", {}),
                ("measures", "ind-1", "imp-1", {}),
                ("conditions", "pre-1", "do-1", {}),
                ("costs", "cost-1", "do-1", {}),
            ]
        ),
    },
)  # fmt: skip

GOAL_MAP = Starter(
    id="goal_map",
    label="Goal map",
    help="The shared goal, its sub-changes and the solutions that serve them.",
    content={"settings": {"purpose": "goal_map"}, "items": _items(("goal", "change_goal", "", {}))},
)
EVALUATION = Starter(
    id="evaluation",
    label="Anticipatory evaluation",
    help="Sub-goals with lettered questions, activity groups, pathways and conclusions.",
    content={
        "settings": {"purpose": "evaluation", "expected": True},
        "items": _items(
            ("aim", "evaluation_goal", "What do the trials change in people's lives?", {}),
            ("ask-a", "question", "Whom do they reach?", {"letter": "a"}),
            ("ask-b", "question", "What do people themselves find helpful?", {"letter": "b"}),
        ),
        "links": _links([("part_of", "ask-a", "aim", {}), ("part_of", "ask-b", "aim", {})]),
    },
)
CANVAS = Starter(
    id="canvas",
    label="Organiser's canvas",
    help="Need, goals with their means, and what happens when it is taken into use.",
    content={
        "settings": {"purpose": "canvas"},
        "items": _items(
            ("head-1", "canvas", "Why: the need", {"part": "heading"}),
            ("head-2", "canvas", "Preparation: goals and means", {"part": "heading"}),
            ("head-3", "canvas", "Taking into use", {"part": "heading"}),
        ),
    },
)

WELLBEING = Starter(
    id="wellbeing",
    label="The dynamic model of wellbeing",
    help=(
        "A causal model with feedback loops, after the dynamic model of wellbeing of the New Economics Foundation "
        "(Michaelson and others, 2009): conditions and own resources, functioning, feelings, and what comes back."
    ),
    content={
        "items": _items(
            ("conditions", "outcome", "Conditions of life: home, work, income, neighbours", {"change": "structures"}),
            ("resources", "outcome", "A person's own resources: health, resilience, self-esteem", {"change": "people"}),
            ("functioning", "outcome", "To act well: to have a say, to manage, to belong", {"change": "people"}),
            ("feelings", "outcome", "Good feelings from day to day", {"change": "people"}),
            ("flourishing", "impact", "A flourishing life", {"benefit": "wellbeing"}),
            (
                "credit", "note", "After the dynamic model of wellbeing (Michaelson and others, New Economics Foundation 2009)",
                {"role": "caption", "about": "chain"},
            ),
        ),
        "links": _links(
            [
                ("leads", "conditions", "functioning", {}),
                ("leads", "resources", "functioning", {}),
                ("leads", "functioning", "feelings", {}),
                ("leads", "functioning", "flourishing", {}),
                ("leads", "feelings", "flourishing", {}),
                ("feedback", "functioning", "conditions", {}),
                ("feedback", "feelings", "resources", {}),
                ("feedback", "feelings", "functioning", {}),
            ]
        ),
    },
)  # fmt: skip

STARTERS = (EMPTY, GUIDED, EXAMPLE, GOAL_MAP, EVALUATION, CANVAS, WELLBEING)

GUIDE = (
    "Write first what you do: a deed that can be measured.",
    "Tie it to what changes in people or structures, and that to the wellbeing it should bring.",
    "A solution is the frame that directs deeds and inputs together to the shared change.",
    "Grade each link: assumed, promising, contradictory or shown. Until it is shown, we say «we assume that».",
    "Read the gaps aloud: a deed without an outcome, an outcome without an indicator, a target that nobody serves.",
)
PLAIN_GUIDE = (
    "Write what you do. One thing on each note.",
    "Then write what changes for people.",
    "Draw a line from the deed to the change.",
    "Say if you know it, or if you only think so.",
    "You can ask for help at any time.",
)
