"""The kinds of the chain itself: the four levels, the solution that directs them, the goal and its parts."""

from kehittamo_core.api import SHOWN, Choice, Field, Kind

LEVELS = ("input", "output", "outcome", "impact")
"""The levels of the iooi chain (Bertelsmann Stiftung), in order."""

CHAIN = ("input", "output", "solution", "outcome", "impact")
"""What stands in the chain: the levels, and the solution, which is a frame and not a link of it."""

ACTORS = Field(id="actor", label="Actors", type="actor", many=True, help="Who does it or gives it.")
EVIDENCE = Field(
    id="evidence",
    label="Evidence",
    type="evidence",
    choices=SHOWN,
    help="What is known of it: assumed, promising, contradictory or shown.",
)
RIGHT_THINGS = Field(
    id="right_things",
    label="Are the right things done?",
    type="sign",
    words=("the right things", "partly the right things", "not the right things"),
)
RIGHT_WAY = Field(
    id="right_way",
    label="Are they done the right way?",
    type="sign",
    words=("the right way", "partly the right way", "not the right way"),
)
RIGHT_THINGS_REASON = Field(id="right_things_reason", label="Why (right things)")
RIGHT_WAY_REASON = Field(id="right_way_reason", label="Why (right way)")

INPUT = Kind(
    id="input",
    by_hand=True,
    code="P",
    label="Input",
    label_many="Inputs",
    zone="inputs",
    tone="kivi",
    glyph="disc",
    thread="input",
    fields=(ACTORS, Field(id="amount", label="Amount needed", type="quantity")),
    help="Resources that are used: work, money, premises, information.",
)
OUTPUT = Kind(
    id="output",
    by_hand=True,
    code="T",
    label="Deed",
    label_many="Deeds",
    zone="outputs",
    tone="lakka",
    glyph="square",
    thread="output",
    fields=(
        ACTORS,
        Field(id="amount", label="Measured work", type="quantity"),
        Field(
            id="state",
            label="State",
            type="choice",
            choices=(Choice("planned", "planned"), Choice("running", "under way"), Choice("done", "done")),
        ),
        RIGHT_THINGS,
        RIGHT_THINGS_REASON,
        RIGHT_WAY,
        RIGHT_WAY_REASON,
    ),
    help="Work that is done and can be measured.",
)
SOLUTION = Kind(
    id="solution",
    by_hand=True,
    code="R",
    label="Solution",
    label_many="Solutions",
    zone="solutions",
    tone="kanerva",
    glyph="hexagon",
    thread="solution",
    fields=(
        ACTORS,
        Field(id="box", label="Text box", help="Solutions that stood in one text box of the source belong together."),
        Field(id="model", label="Service model"),
        Field(id="references", label="Reference cases", many=True, help="How have others done this?"),
    ),
    help="A service whole that directs deeds and inputs to the change.",
)
OUTCOME = Kind(
    id="outcome",
    by_hand=True,
    code="V",
    label="Outcome",
    label_many="Outcomes",
    zone="outcomes",
    tone="sammal",
    glyph="triangle",
    thread="outcome",
    fields=(
        Field(
            id="change",
            label="Change in",
            type="choice",
            choices=(Choice("people", "people", "person"), Choice("structures", "structures", "gear")),
        ),
        Field(id="group", label="In whom"),
        EVIDENCE,
        Field(id="evidence_source", label="Source of the evidence"),
    ),
    help="A concrete change in people or in structures.",
)
IMPACT = Kind(
    id="impact",
    by_hand=True,
    code="VV",
    label="Impact",
    label_many="Impacts",
    zone="impacts",
    tone="jarvi",
    glyph="star",
    thread="impact",
    fields=(
        Field(
            id="benefit",
            label="Kind of benefit",
            type="choice",
            choices=(
                Choice("wellbeing", "people's wellbeing"),
                Choice("society", "benefit to society"),
                Choice("public_value", "public value"),
            ),
        ),
        Field(id="means", label="Means", many=True),
        EVIDENCE,
    ),
    help="People's wellbeing and the benefit to society.",
)
CHANGE_GOAL = Kind(
    id="change_goal",
    code="MT",
    label="Change goal",
    label_many="Change goals",
    tone="plain",
    glyph="flag",
    at_most=1,
    setup=True,
    help="The programme's one shared goal. Leave its text empty: the drawing shows the programme's own goal.",
)
GOAL_TARGET = Kind(
    id="goal_target",
    code="TV",
    label="Target of the goal",
    label_many="Targets of the goal",
    tone="plain",
    glyph="flag",
    setup=True,
    fields=(Field(id="target", label="Which target", help="The id of the programme's target."),),
    help="One target of the programme's goal, so that solutions and indicators can be tied to it.",
)
SUB_CHANGE = Kind(
    id="sub_change",
    by_hand=True,
    code="OM",
    label="Sub-change",
    label_many="Sub-changes",
    zone="goals",
    tone="sammal",
    glyph="flag",
    fields=(Field(id="variant", label="Also worded as"),),
    help="A part of the shared goal of change.",
)
SOLUTION_GROUP = Kind(
    id="solution_group",
    code="RR",
    label="Group of solutions",
    label_many="Groups of solutions",
    setup=True,
    tone="kanerva",
    glyph="hexagon",
    fields=(Field(id="actor", label="For whom", type="actor"),),
    help="A heading of the goal map: solutions for one actor.",
)
LEVEL = Kind(
    id="level",
    code="TA",
    label="Level of the chain",
    label_many="Levels of the chain",
    setup=True,
    tone="plain",
    fields=(
        Field(
            id="level",
            label="Which level",
            type="choice",
            choices=(
                Choice("input", "Input"),
                Choice("output", "Deed"),
                Choice("outcome", "Outcome"),
                Choice("impact", "Impact"),
                Choice("solution", "Solution"),
            ),
        ),
        Field(id="definition", label="Definition"),
    ),
    help="A level's own heading and definition, shown above its column.",
)

CHAIN_KINDS = (INPUT, OUTPUT, SOLUTION, OUTCOME, IMPACT, CHANGE_GOAL, GOAL_TARGET, SUB_CHANGE, SOLUTION_GROUP, LEVEL)
