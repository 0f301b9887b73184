"""The kinds of evaluation, leadership, the organiser's canvas, and the words that a drawing carries."""

from kehittamo_core.api import Choice, Field, Kind
from kehittamo_impact_chain.kinds import EVIDENCE, RIGHT_THINGS, RIGHT_THINGS_REASON, RIGHT_WAY, RIGHT_WAY_REASON

EVALUATION_GOAL = Kind(
    id="evaluation_goal",
    code="AO",
    label="Sub-goal of the evaluation",
    label_many="Sub-goals of the evaluation",
    zone="evaluation",
    tone="jarvi",
    glyph="flag",
)
QUESTION = Kind(
    id="question",
    code="AY",
    label="Evaluation question",
    label_many="Evaluation questions",
    zone="evaluation",
    tone="plain",
    glyph="question",
    fields=(
        Field(id="letter", label="Letter"),
        Field(id="answer", label="Answer", type="text"),
        EVIDENCE,
        Field(id="evidence_source", label="Source of the evidence"),
    ),
)
PATHWAY = Kind(
    id="pathway",
    code="VP",
    label="Impact pathway",
    label_many="Impact pathways",
    zone="evaluation",
    tone="sammal",
    glyph="arrow",
    fields=(
        EVIDENCE,
        RIGHT_THINGS,
        RIGHT_THINGS_REASON,
        RIGHT_WAY,
        RIGHT_WAY_REASON,
        Field(id="review", label="Review date", type="date"),
        Field(id="owner", label="Owner", type="actor"),
    ),
    help="A named route through the chain, looked at with two questions.",
)
ACTIVITY_GROUP = Kind(
    id="activity_group",
    code="AR",
    label="Activity group",
    label_many="Activity groups",
    zone="outputs",
    tone="lakka",
    glyph="square",
    help="Deeds that belong together under one name.",
)
PERSPECTIVE = Kind(
    id="perspective",
    code="NK",
    label="Perspective of leading impact",
    label_many="Perspectives of leading impact",
    zone="more",
    tone="jarvi",
    glyph="eye",
    fields=(Field(id="owner", label="Owner", type="actor"),),
)
DURATION_SERIES = Kind(
    id="duration_series",
    code="KÄ",
    label="Series by duration",
    label_many="Series by duration",
    zone="more",
    tone="plain",
    glyph="eye",
    fields=(
        Field(id="axis", label="Axis of duration"),
        Field(id="ticks", label="Marks on the axis", many=True),
        Field(id="months", label="Months", type="number", many=True),
        Field(id="amounts", label="Values at these months", type="number", many=True),
        Field(id="unit", label="Unit"),
    ),
    help="How something grows with duration, for example costs by months of unemployment.",
)
CANVAS = Kind(
    id="canvas",
    code="JT",
    label="Cell of the organiser's canvas",
    label_many="Organiser's canvas",
    zone="canvas",
    tone="kivi",
    glyph="square",
    fields=(
        Field(
            id="part",
            label="Part of the canvas",
            type="choice",
            choices=(
                Choice("heading", "column heading"),
                Choice("critical", "critical element"),
                Choice("goal", "goal of preparation"),
                Choice("means", "means"),
                Choice("deployment", "deployment"),
                Choice("note", "remark"),
            ),
        ),
        Field(id="for_whom", label="For whom"),
        Field(id="sub", label="Second line"),
        Field(id="reading", label="Our reading"),
        Field(id="as_read", label="As read in the source"),
    ),
)
NOTE = Kind(
    id="note",
    code="NO",
    label="Heading, claim or remark",
    label_many="Headings, claims and remarks",
    zone="more",
    tone="plain",
    glyph="speech",
    fields=(
        Field(
            id="role",
            label="What it is",
            type="choice",
            choices=(
                Choice("claim", "claim"),
                Choice("quotation", "quotation"),
                Choice("heading", "heading"),
                Choice("caption", "caption"),
                Choice("remark", "remark"),
                Choice("count", "number of unnamed nodes"),
                Choice("open", "open question"),
            ),
        ),
        Field(
            id="about",
            label="Where it belongs",
            type="choice",
            choices=(
                Choice("chain", "Impact chain"),
                Choice("ecosystem", "Ecosystem"),
                Choice("goal_map", "Goal map"),
                Choice("solutions", "Solutions"),
                Choice("assumptions", "Assumptions"),
                Choice("prerequisites", "Prerequisites"),
                Choice("triangle", "Tasks and cooperation"),
                Choice("circles", "Parts to be reconciled"),
                Choice("together", "Together"),
                Choice("leadership", "Leading impact"),
                Choice("perspectives", "Perspectives of leading impact"),
                Choice("durations", "Series by duration"),
                Choice("rosi", "Return on Social Intervention (ROSI)"),
                Choice("canvas", "Organiser's canvas"),
                Choice("critical", "Critical elements"),
                Choice("evaluation", "Evaluation"),
            ),
        ),
        Field(
            id="level",
            label="Level",
            type="choice",
            choices=(
                Choice("input", "Input"),
                Choice("output", "Deed"),
                Choice("solution", "Solution"),
                Choice("outcome", "Outcome"),
                Choice("impact", "Impact"),
            ),
        ),
        Field(id="count", label="Number", type="number"),
        Field(id="by", label="Who said it"),
    ),
)

MORE_KINDS = (
    ACTIVITY_GROUP,
    EVALUATION_GOAL,
    QUESTION,
    PATHWAY,
    PERSPECTIVE,
    DURATION_SERIES,
    CANVAS,
    NOTE,
)
