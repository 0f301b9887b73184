"""What a trial on the path and a plan of its services are made of: factors, levels, groups, menu, budget, charts."""

from kehittamo_core.api import Choice, Field, Kind

STATES = (Choice("plan", "being planned"), Choice("enrolling", "enrolling"), Choice("ended", "enrolment has ended"))
STRATA = (Choice("none", "not stratified"), Choice("own_person", "by the responsible worker"))
CHECKS = (Choice("open", "open"), Choice("done", "done", "tick"), Choice("not_needed", "not needed"))
CHECKLIST = ("consent", "ethics", "permit", "equality")
"""The fields of a trial that its checklist asks for."""
BETTER = (Choice("higher", "higher is better"), Choice("lower", "lower is better"))
CHARTS = (Choice("role", "role chart"), Choice("curves", "scenario curves"))
MARKS = (Choice("area", "area"), Choice("curve", "curve"), Choice("note", "note"))

TRIAL = Kind(
    id="trial",
    code="KK",
    label="Trial",
    label_many="Trial",
    tone="lakka",
    glyph="star",
    zone="trial",
    setup=True,
    at_most=1,
    fields=(
        Field(id="legend", label="Legend of the varied steps", type="line"),
        Field(id="same", label="The same for every group", type="text"),
        Field(id="comparison", label="How the groups are compared", type="text"),
        Field(id="state", label="State", type="choice", choices=STATES),
        Field(id="plan_locked", label="Outcomes and analysis locked on", type="date"),
        Field(
            id="locked_plan",
            label="Locked plan",
            type="line",
            many=True,
            help="A fingerprint of each factor's outcomes and analysis, as they were when they were locked.",
        ),
        Field(id="first_measurement", label="First measurement on", type="date"),
        Field(id="strata", label="Stratified", type="choice", choices=STRATA),
        Field(id="block_sizes", label="Block sizes", type="number", many=True),
        Field(
            id="seal",
            label="Seal of the seed",
            type="line",
            help="A fingerprint that proves later which seed was used.",
        ),
        Field(
            id="sealed",
            label="Sealed with the seed",
            type="line",
            many=True,
            help="The groups with their levels, the block sizes and the stratum, as they were when enrolment began.",
        ),
        Field(id="seed", label="Seed, opened when enrolment has ended", type="line"),
        Field(id="consent", label="Informed consent", type="choice", choices=CHECKS),
        Field(id="ethics", label="Ethical review", type="choice", choices=CHECKS),
        Field(id="permit", label="Research permit", type="choice", choices=CHECKS),
        Field(id="equality", label="Equal treatment", type="choice", choices=CHECKS),
    ),
)

FACTOR = Kind(
    id="factor", code="KT", label="Trial factor", label_many="Trial factors", tone="lakka", glyph="gear", zone="trial",
    fields=(
        Field(id="title", label="Title", type="line"),
        Field(id="purpose", label="Purpose", type="text"),
        Field(id="hypothesis", label="Hypothesis", type="text"),
        Field(id="primary_outcome", label="Primary outcome", type="line"),
        Field(id="outcomes", label="Outcomes", type="line", many=True),
        Field(id="analysis", label="Analysis plan", type="text"),
        Field(id="assignment", label="Assignment", type="text"),
        Field(id="unit", label="Who is assigned", type="actor"),
        Field(id="common", label="What is the same on every level", type="text"),
    ),
    help="What the trial varies: one factor, two levels or more.",
)  # fmt: skip

LEVEL = Kind(
    id="level", code="KS", label="Level", label_many="Levels", tone="lakka", glyph="square", zone="trial",
    fields=(
        Field(id="label", label="Short name", type="line"),
        Field(id="number", label="Number", type="number"),
        Field(id="convener", label="Who calls together", type="actor"),
        Field(id="meetings", label="Meetings that it adds", type="line", many=True),
    ),
)  # fmt: skip

TRIAL_GROUP = Kind(
    id="trial_group", code="KR", label="Trial group", label_many="Trial groups", tone="jarvi", glyph="ring",
    zone="trial", fields=(Field(id="letter", label="Letter", type="line"),),
    help="A group of the trial. Which combination of levels it has stays open until somebody decides.",
)  # fmt: skip

MEASUREMENT = Kind(
    id="measurement", code="KM", label="Measurement", label_many="Measurements", tone="sammal", glyph="diamond",
    zone="trial",
    fields=(
        Field(id="unit", label="Unit", type="line"),
        Field(id="better", label="Which way is better", type="choice", choices=BETTER),
    ),
    help="An outcome measured in the groups; the link to a group holds the mean and the number of people.",
)  # fmt: skip

ALLOCATION = Kind(
    id="allocation", code="KJ", label="Allocation", label_many="Randomisation log", tone="plain", glyph="tick",
    zone="trial", setup=True,
    fields=(
        Field(id="number", label="Number", type="number"),
        Field(id="stratum", label="Responsible worker's code", type="line"),
        Field(id="day", label="Day", type="date"),
    ),
    help="One participant's place in the log, as a code and never as a name.",
)  # fmt: skip

MENU_SERVICE = Kind(
    id="menu_service", code="VL", label="Service on the menu", label_many="Service menu", tone="sammal", glyph="star",
    zone="plan",
    fields=(
        Field(id="provider", label="Provider", type="actor"),
        Field(id="price", label="Price", type="money"),
        Field(id="quality", label="Quality feedback", type="line"),
    ),
)  # fmt: skip

BUDGET_CLASS = Kind(
    id="budget_class", code="BL", label="Budget class", label_many="Budget classes", tone="lakka", glyph="euro",
    zone="plan", fields=(Field(id="share", label="Share", type="number", unit="%"),),
    help="A main class of the budget with its share; shares are added up and checked against 100 %.",
)  # fmt: skip

CHART = Kind(
    id="chart", code="KV", label="Chart", label_many="Charts", tone="plain", glyph="eye", zone="plan",
    fields=(
        Field(id="sort", label="Sort of chart", type="choice", choices=CHARTS),
        Field(id="x_label", label="Name of the horizontal axis", type="line"),
        Field(id="x_min", label="Left end", type="line"),
        Field(id="x_max", label="Right end", type="line"),
        Field(id="y_label", label="Name of the vertical axis", type="line"),
        Field(id="y_min", label="Lower end", type="line"),
        Field(id="y_max", label="Upper end", type="line"),
        Field(id="marker", label="Start mark", type="line"),
        Field(id="marker_at", label="Place of the start mark", type="scale"),
    ),
)  # fmt: skip

CHART_MARK = Kind(
    id="chart_mark", code="KE", label="Mark on a chart", label_many="Marks on charts", tone="plain", glyph="pin",
    zone="plan",
    fields=(
        Field(id="role", label="What it is", type="choice", choices=MARKS),
        Field(id="share", label="Share", type="number", unit="%"),
        Field(id="start", label="From", type="scale"),
        Field(id="end", label="To", type="scale"),
        Field(id="heights", label="Heights of the curve, 0 to 100", type="number", many=True),
    ),
    help="An area, a curve or a note; without a place it is listed under the chart.",
)  # fmt: skip

TRIAL_KINDS = (
    TRIAL, FACTOR, LEVEL, TRIAL_GROUP, MEASUREMENT, ALLOCATION, MENU_SERVICE, BUDGET_CLASS, CHART, CHART_MARK,
)  # fmt: skip
