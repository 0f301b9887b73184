"""The link kinds: what leads to what and what is refused, and the softer ties round the chain."""

from typing import Any

from kehittamo_core.api import SHOWN, Board, Choice, Field, LinkKind
from kehittamo_impact_chain.kinds import CHAIN

LEADS_PAIRS = (
    ("input", "output"),
    ("output", "outcome"),
    ("outcome", "outcome"),
    ("outcome", "impact"),
    ("solution", "outcome"),
)


def no_circle(board: Board, link: Any) -> str | None:
    """Refuse a link that would close a circle of outcomes: what comes back is drawn as feedback."""
    seen, waiting = {link.target}, [link.target]
    while waiting:
        here = board.find(waiting.pop())
        if here is None:
            continue
        if here.id == link.source:
            return board.say(
                "This would lead back to where it started. Draw it as «{feedback}»: that may go any way.",
                feedback=board.label("link:feedback"),
            )
        for onward in board.outgoing(here, "leads"):
            if onward.target not in seen:
                seen.add(onward.target)
                waiting.append(onward.target)
    return None


LEADS = LinkKind(
    id="leads",
    code="L",
    label="leads to",
    reverse_label="comes from",
    source=("input", "output", "outcome", "solution"),
    target=("output", "outcome", "impact"),
    pairs=LEADS_PAIRS,
    refusal=(
        "{source} does not lead straight to {target}. An input leads to a deed, a deed or a solution to an outcome, "
        "and an outcome to another outcome or to an impact."
    ),
    check=no_circle,
    fields=(
        Field(id="rationale", label="Why it leads there", type="text"),
        Field(id="assumption", label="What we assume"),
        Field(
            id="assumption_state",
            label="The assumption",
            type="choice",
            choices=(Choice("held", "holds"), Choice("doubt", "in doubt")),
        ),
        Field(id="evidence", label="Evidence", type="evidence", choices=SHOWN),
        Field(id="evidence_source", label="Source of the evidence"),
        Field(id="risk", label="Risk"),
    ),
)
FEEDBACK = LinkKind(
    id="feedback",
    label="feeds back to",
    reverse_label="gets feedback from",
    source=CHAIN,
    target=CHAIN,
    dashed=True,
    fields=(Field(id="rationale", label="What comes back", type="text"),),
)
DIRECTS = LinkKind(
    id="directs",
    label="directs",
    reverse_label="is directed by",
    source=("solution",),
    target=("input", "output"),
    refusal="{source} does not direct {target}: a solution directs inputs and deeds.",
)
SERVES = LinkKind(
    id="serves",
    label="serves",
    reverse_label="is served by",
    source=("solution", "outcome", "sub_change"),
    target=("sub_change", "change_goal", "goal_target"),
    pairs=(
        ("solution", "sub_change"),
        ("solution", "change_goal"),
        ("solution", "goal_target"),
        ("outcome", "sub_change"),
        ("outcome", "change_goal"),
        ("outcome", "goal_target"),
        ("sub_change", "goal_target"),
    ),
)
PART_OF = LinkKind(
    id="part_of",
    label="is part of",
    reverse_label="holds",
    source=("sub_change", "output", "question", "canvas"),
    target=("change_goal", "activity_group", "evaluation_goal", "canvas"),
    pairs=(
        ("sub_change", "change_goal"),
        ("output", "activity_group"),
        ("question", "evaluation_goal"),
        ("canvas", "canvas"),
    ),
)
MEASURES = LinkKind(
    id="measures",
    label="measures",
    reverse_label="is measured by",
    source=("indicator",),
    target=("output", "outcome", "impact", "sub_change", "change_goal", "goal_target"),
)
COMPARES = LinkKind(
    id="compares",
    label="is compared on",
    reverse_label="compares",
    source=("measured_group",),
    target=("indicator",),
    refusal="{source} is compared on an indicator, not on {target}.",
)
COSTS = LinkKind(
    id="costs",
    label="is the cost or saving of",
    reverse_label="costs or saves",
    source=("cost", "rosi"),
    target=("input", "output", "solution", "outcome"),
)
CONDITIONS = LinkKind(
    id="conditions",
    label="is a prerequisite of",
    reverse_label="needs",
    source=("prerequisite",),
    target=("input", "output", "solution", "outcome", "impact", "sub_change", "task"),
)
ASSUMES = LinkKind(
    id="assumes",
    label="stands behind",
    reverse_label="assumes",
    source=("assumption",),
    target=("link:leads", "link:serves", "solution", "outcome", "impact", "sub_change", "change_goal"),
)
ANSWERS = LinkKind(
    id="answers",
    label="answers",
    reverse_label="is answered by",
    source=("input", "output", "solution"),
    target=("challenge", "@need"),
)
COVERS = LinkKind(
    id="covers", label="covers", reverse_label="is covered by", source=("pledge",), target=("input", "solution")
)
PASSES = LinkKind(
    id="passes", label="passes through", reverse_label="is on the pathway", source=("pathway",), target=CHAIN
)
CONCLUDES = LinkKind(
    id="concludes",
    label="concludes on",
    reverse_label="has the conclusion",
    source=("conclusion",),
    target=("question", "evaluation_goal", "pathway", "activity_group", "indicator", *CHAIN),
)
FOLLOWS = LinkKind(
    id="follows",
    label="follows",
    reverse_label="is followed by",
    source=("perspective",),
    target=("indicator", "@decision"),
)
THEN = LinkKind(id="then", label="then", reverse_label="after", source=("canvas",), target=("canvas",))

LINKS = (
    LEADS,
    FEEDBACK,
    DIRECTS,
    SERVES,
    PART_OF,
    MEASURES,
    COMPARES,
    COSTS,
    CONDITIONS,
    ASSUMES,
    ANSWERS,
    COVERS,
    PASSES,
    CONCLUDES,
    FOLLOWS,
    THEN,
)
