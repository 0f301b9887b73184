"""Where things are written: the lanes first, then what stands around them, then the trial and the plan."""

from kehittamo_core.api import Choice, Field, Zone
from kehittamo_service_path.kinds import LANE_ZONES

ABOUT = Field(
    id="about", label="What is written on this board", type="choice",
    choices=(
        Choice("path", "a path"),
        Choice("trial", "a trial"),
        Choice("plan", "a menu, a budget or charts"),
        Choice("all", "everything"),
    ),
    help="Parts that are not needed are left out; what holds notes is always shown.",
)  # fmt: skip
PATH = (("about", ("path", "all")),)
TRIAL = (("about", ("trial", "all")),)
PLAN = (("about", ("plan", "all")),)
CHARTS = (("about", ("path", "plan", "all")),)
GROUPS = (("about", ("path", "trial", "all")),)
TOGETHER = (*PATH, ("compared_with", ()))
"""On which boards a part or a drawing is shown."""

SPARE = tuple(
    Zone(
        id=part.id, label=part.label, kinds=("step", "meeting", "support", "data", "ground"), tone="kanerva",
        glyph="square", question="Who else has a part of the path?", plain_question="Who else is there?", spare=True,
    )
    for part in LANE_ZONES[4:]
)  # fmt: skip
"""Lanes beyond the usual four: each waits until a lane names it."""

ZONES = (
    Zone(
        id="customer", label="Customer", kinds=("step", "meeting", "support", "data", "ground"), tone="lakka",
        glyph="person", question="What does the customer do alone, and in which order?",
        plain_question="What do you do yourself?",
        shown_when=PATH,
    ),
    Zone(
        id="guidance", label="Service guidance", kinds=("meeting", "step", "support", "data", "ground"), tone="jarvi",
        glyph="speech", question="Where do people meet, and who takes part?",
        plain_question="Whom do you meet?",
        shown_when=PATH,
    ),
    Zone(
        id="growth", label="Growth services", kinds=("support", "step", "meeting", "data", "ground"), tone="sammal",
        glyph="gear", question="Which services support the effects of the path?",
        plain_question="Which other services help?",
        shown_when=PATH,
    ),
    Zone(
        id="information", label="Information services", kinds=("data", "support", "step", "meeting", "ground"),
        tone="kivi", glyph="cylinder", question="What must be known at each step?",
        plain_question="What do the workers need to know?",
        shown_when=PATH,
    ),
    *SPARE,
    Zone(
        id="tools", label="Tools that support the path", kinds=("tool",), tone="plain", glyph="gear",
        question="Which tool helps at which step?", plain_question="Which form or app do you use?",
        shown_when=PATH,
    ),
    Zone(
        id="monitoring", label="Monitoring of the effects", kinds=("monitoring",), tone="sammal", glyph="diamond",
        question="What is measured, how, and at which step?", plain_question="How do we see that it helps?",
        shown_when=PATH,
    ),
    Zone(
        id="notes", label="Key observations", kinds=("callout", "principle"), tone="kanerva", glyph="pin",
        question="What should everybody notice on this path?", plain_question="What is important here?",
    ),
    Zone(
        id="experience", label="Experience on the path", kinds=("traveller", "block"), tone="puolukka", glyph="heart",
        question="Who walks the path, and how does each step feel?", plain_question="How does it feel?",
        shown_when=PATH,
    ),
    Zone(
        id="unplaced", label="Not placed yet",
        kinds=("step", "meeting", "support", "data", "tool", "monitoring", "callout"), tone="plain", glyph="question",
        question="What belongs to the path but has no known place yet?",
        plain_question="What do you not know the place of?",
        shown_when=PATH,
    ),
    Zone(
        id="plan", label="Menu, budget and charts", kinds=("menu_service", "budget_class", "chart", "chart_mark"),
        tone="plain", glyph="euro", question="What can be chosen, how is the budget divided?",
        plain_question="What can you choose?",
        shown_when=PLAN,
    ),
    Zone(
        id="trial", label="Trial",
        kinds=("factor", "level", "trial_group", "measurement", "trial", "allocation"), tone="lakka", glyph="star",
        question="What is tried in two ways, and what is expected?", plain_question="What do we try?",
        shown_when=TRIAL,
    ),
    Zone(
        id="frame", label="Lanes and columns", kinds=("lane", "column"), tone="plain", glyph="square",
        question="Which lanes does the path have, and in which order?", plain_question="",
        shown_when=PATH,
    ),
)  # fmt: skip
