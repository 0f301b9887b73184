"""The ties of a service path: what follows, what returns, what supports, and what a trial varies."""

from kehittamo_core.api import Choice, Field, LinkKind
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.plan import refuse_measurement

FEELINGS = (
    Choice("-2", "−2 very bad"),
    Choice("-1", "−1 bad"),
    Choice("0", "0 neither good nor bad"),
    Choice("+1", "+1 good"),
    Choice("+2", "+2 very good"),
)

WHERE = (Choice("before", "before the step"), Choice("at", "in the step"), Choice("after", "after the step"))

WHEN = Field(id="when", label="When", type="line")

PATH_LINKS = (
    LinkKind(
        id="then", code="SI", label="leads to", reverse_label="comes after", source=STATIONS, target=STATIONS,
        fields=(WHEN,), refusal="A step leads to a step, a meeting or a supporting service, not to {target}.",
    ),
    LinkKind(
        id="returns", code="PL", label="returns to", reverse_label="is returned to from", source=STATIONS,
        target=STATIONS, dashed=True,
        fields=(WHEN, Field(id="ends", label="What ends the loop", type="line")),
        refusal="A path returns to a step, a meeting or a supporting service, not to {target}.",
    ),
    LinkKind(
        id="uses", label="uses", reverse_label="is used in", source=STATIONS, target=("tool",),
        refusal="A step uses a tool, not {target}.",
    ),
    LinkKind(
        id="informs", label="informs", reverse_label="is informed by", source=("data",), target=STATIONS,
        refusal="Data inform a step, a meeting or a supporting service, not {target}.",
    ),
    LinkKind(
        id="produces", label="produces", reverse_label="is produced in", source=(*STATIONS, "tool", "monitoring"),
        target=("data",), refusal="A step produces data, not {target}.",
    ),
    LinkKind(
        id="supports", label="supports", reverse_label="is supported by", source=("support", "ground"),
        target=("step", "meeting"), refusal="A supporting service supports a step or a meeting, not {target}.",
    ),
    LinkKind(
        id="monitors", label="monitors", reverse_label="is monitored by", source=("monitoring",), target=STATIONS,
        refusal="Monitoring is tied to a step, a meeting or a supporting service, not to {target}.",
    ),
    LinkKind(
        id="points_to", label="is about", reverse_label="is spoken of in", source=("callout",),
        target=(*STATIONS, "data", "lane", "chart"),
        refusal="An observation is about a step, a lane or a chart, not about {target}.",
    ),
    LinkKind(
        id="fulfils", label="stands for", reverse_label="is lived up to in", source=STATIONS,
        target=("block", "principle"), refusal="A step stands for a building block or a principle, not for {target}.",
    ),
    LinkKind(
        id="feels", label="feels", reverse_label="is felt by", source=("traveller", "@need"), target=STATIONS,
        fields=(
            Field(id="feeling", label="Feeling", type="choice", choices=FEELINGS),
            Field(id="why", label="Why", type="line"),
        ),
        refusal="A feeling belongs to a profile at a step, not to {source} at {target}.",
    ),
    LinkKind(
        id="eases", label="eases", reverse_label="is eased in", source=STATIONS, target=("@need",),
        refusal="A step eases a pain of an empathy map, not {target}.",
    ),
    LinkKind(
        id="in_lane", label="in lane", reverse_label="holds", source=(*STATIONS, "data", "ground"), target=("lane",),
        setup=True, refusal="Only steps, services, data and the ground stand in a lane.",
    ),
    LinkKind(
        id="shared", label="is the same step as", source=STATIONS, target=(*STATIONS, "@step"), directed=False,
        refusal="Two paths meet in a step, not in {target}.",
    ),
    LinkKind(
        id="measured_by", label="is read from", reverse_label="is measured in", source=("monitoring",),
        target=("@indicator",), refusal="Monitoring is read from an indicator, not from {target}.",
    ),
)  # fmt: skip

TRIAL_LINKS = (
    LinkKind(
        id="follows", label="runs through", reverse_label="is on the trial's path", source=("trial",),
        target=(*STATIONS, "@step"), refusal="A trial runs through steps, not through {target}.",
    ),
    LinkKind(
        id="varies", label="varies", reverse_label="is varied by", source=("factor",), target=(*STATIONS, "@step"),
        refusal="A factor varies a step, not {target}.",
    ),
    LinkKind(
        id="level_of", label="is a level of", reverse_label="has the level", source=("level",), target=("factor",),
        refusal="A level belongs to a factor, not to {target}.",
    ),
    LinkKind(
        id="adds", label="adds to the path", reverse_label="is added by", source=("level",),
        target=(*STATIONS, "@step"), refusal="A level adds a step or a meeting, not {target}.",
    ),
    LinkKind(
        id="adds_at", label="adds a meeting at", reverse_label="has a meeting of", source=("level",),
        target=(*STATIONS, "@step"), once=False,
        fields=(
            Field(id="where", label="Where", type="choice", choices=WHERE),
            Field(id="what", label="What is added", type="line"),
        ),
        refusal="A level adds a meeting at a step, not at {target}.",
    ),
    LinkKind(
        id="assigned", label="has the level", reverse_label="is the level of", source=("trial_group",),
        target=("level",), setup=True, refusal="A group has a level of a factor, not {target}.",
    ),
    LinkKind(
        id="allocated", label="was allocated to", reverse_label="has the participant", source=("allocation",),
        target=("trial_group",), setup=True, refusal="A participant is allocated to a trial group.",
    ),
    LinkKind(
        id="measured", label="measured in", reverse_label="has the measurement", source=("measurement",),
        target=("trial_group",),
        fields=(
            Field(id="mean", label="Mean", type="number"),
            Field(id="n", label="Number of people", type="number"),
            Field(id="day", label="Day", type="date"),
        ),
        check=refuse_measurement, refusal="A measurement is made in a trial group, not in {target}.",
    ),
    LinkKind(
        id="realises", label="is tried in", reverse_label="tries out", source=("@decision",), target=("trial",),
        refusal="A decision is tried in a trial, not in {target}.",
    ),
    LinkKind(
        id="in_budget", label="belongs to the class", reverse_label="holds the service", source=("menu_service",),
        target=("budget_class",), refusal="A service on the menu belongs to a budget class, not to {target}.",
    ),
    LinkKind(
        id="offered_at", label="is chosen at", reverse_label="offers", source=("menu_service",), target=STATIONS,
        refusal="A service on the menu is chosen at a step, not at {target}.",
    ),
    LinkKind(
        id="told_on", label="is told on the level", reverse_label="tells", source=("budget_class",),
        target=("level",), refusal="A budget class is told on a level of the trial, not on {target}.",
    ),
    LinkKind(
        id="on_chart", label="on the chart", reverse_label="has the mark", source=("chart_mark",), target=("chart",),
        refusal="A mark stands on a chart, not on {target}.",
    ),
)  # fmt: skip

LINKS = PATH_LINKS + TRIAL_LINKS
