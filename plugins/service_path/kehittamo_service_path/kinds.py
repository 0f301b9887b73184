"""What a service path is made of: steps, meetings and what stands around them."""

from kehittamo_core.api import Choice, Field, Kind, Names

CHANNELS = (
    Choice("face", "face to face", "person"),
    Choice("home", "at home", "heart"),
    Choice("phone", "by phone", "speech"),
    Choice("video", "by video", "eye"),
    Choice("online", "online", "gear"),
    Choice("letter", "by letter", "flag"),
)

UNITS = (
    Choice("minutes", "minutes"),
    Choice("hours", "hours"),
    Choice("days", "days"),
    Choice("weeks", "weeks"),
    Choice("months", "months"),
)
DAYS = {"minutes": 1 / 1440, "hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375}
"""One unit of duration in days; a month is the mean of the Gregorian calendar."""

CHANGES = (
    Choice("keep", "stays as it is today"),
    Choice("new", "new", "star"),
    Choice("changed", "changes", "arrow"),
    Choice("removed", "is left out"),
)
"""How a step of the target path stands to today's path."""

TONES = (
    Choice("lakka", "yellow"),
    Choice("jarvi", "blue"),
    Choice("sammal", "green"),
    Choice("kivi", "grey"),
    Choice("kanerva", "violet"),
    Choice("puolukka", "pink"),
    Choice("plain", "white"),
)

LINES = (
    Choice("interaction", "line of interaction"),
    Choice("visibility", "line of visibility"),
    Choice("internal", "line of internal interaction"),
)
"""The lines of a service blueprint, drawn below a lane (Bitner, Ostrom and Morgan 2008)."""

LANE_ZONES = (
    Choice("customer", "Customer"),
    Choice("guidance", "Service guidance"),
    Choice("growth", "Growth services"),
    Choice("information", "Information services"),
    Choice("more", "Lane 5"),
    Choice("lane_6", "Lane 6"),
    Choice("lane_7", "Lane 7"),
    Choice("lane_8", "Lane 8"),
    Choice("lane_9", "Lane 9"),
    Choice("lane_10", "Lane 10"),
    Choice("lane_11", "Lane 11"),
    Choice("lane_12", "Lane 12"),
)
"""The parts of the board that a lane may name; a lane beyond these gets its items by the link «in lane»."""

GROUNDS = (
    Choice("precondition", "what must be there before the path"),
    Choice("base", "what carries the whole path"),
)

STATIONS = ("step", "meeting", "support")
"""The kinds that arrows join."""

UNCHECKED = Field(id="unchecked", label="Imported, not checked yet", type="flag")
COLUMN = Field(
    id="column", label="Column", type="number",
    help="The column on the drawing. Leave it empty and the arrows decide.",
)  # fmt: skip

PATH_FIELDS = (
    Field(id="description", label="What happens", type="text"),
    Field(id="participants", label="Who takes part", type="actor", many=True),
    Field(id="owner", label="Responsible", type="actor"),
    Field(id="channel", label="Channel", type="choice", many=True, choices=CHANNELS),
    Field(id="duration_min", label="Duration at least", type="number"),
    Field(id="duration_max", label="Duration at most", type="number"),
    Field(id="duration_unit", label="Unit of duration", type="choice", choices=UNITS),
    Field(id="recurrence", label="How often", type="line"),
    Field(id="trigger", label="What sets it off", type="line"),
    Field(id="alternatives", label="Alternatives", type="line", many=True),
    COLUMN,
    Field(id="change", label="Compared with today", type="choice", choices=CHANGES),
    UNCHECKED,
)

STEP = Kind(
    id="step", code="VA", label="Step", label_many="Steps", tone="lakka", glyph="arrow", zone="customer", by_hand=True,
    thread="step", fields=PATH_FIELDS, help="What somebody does alone. Two steps may share a name.",
)  # fmt: skip

MEETING = Kind(
    id="meeting", code="KO", label="Meeting", label_many="Meetings", tone="jarvi", glyph="person", zone="guidance",
    by_hand=True, thread="step", fields=PATH_FIELDS, help="Where people meet: say who takes part.",
)  # fmt: skip

SUPPORT = Kind(
    id="support", code="PA", label="Supporting service", label_many="Supporting services", tone="sammal", glyph="gear",
    zone="growth", by_hand=True, thread="step", fields=PATH_FIELDS,
    help="A service that supports the effects of the path.",
)  # fmt: skip

DATA = Kind(
    id="data", code="TI", label="Data group", label_many="Data groups", tone="kivi", glyph="cylinder",
    zone="information", by_hand=True,
    fields=(
        Field(id="items", label="Data items", type="line", many=True),
        Field(id="producer", label="Who produces it", type="actor"),
        COLUMN, UNCHECKED,
    ),
    help="What must be known: one group, many items.",
)  # fmt: skip

GROUND = Kind(
    id="ground", code="PU", label="Ground of the path", label_many="Ground of the path", tone="plain", glyph="square",
    zone="customer", by_hand=True,
    fields=(Field(id="role", label="What it is", type="choice", choices=GROUNDS), COLUMN),
    help="A precondition before the path, or work that carries all of it.",
)  # fmt: skip

TOOL = Kind(
    id="tool", code="TY", label="Tool", label_many="Tools", tone="plain", glyph="gear", zone="tools",
    fields=(Field(id="description", label="What it is used for", type="text"), UNCHECKED),
)  # fmt: skip

MONITORING = Kind(
    id="monitoring", code="SM", label="Monitoring", label_many="Monitoring", tone="sammal", glyph="diamond",
    zone="monitoring",
    fields=(
        Field(id="number", label="Number", type="number"),
        Field(id="how", label="How it is followed", type="text"),
        Field(id="frequency", label="How often", type="line"),
        Field(id="owner", label="Responsible", type="actor"),
        Field(id="used_in", label="Where the data are used", type="line"),
        UNCHECKED,
    ),
    help="What is measured, and how. The mark on the path has a number.",
)  # fmt: skip

CALLOUT = Kind(
    id="callout", code="HU", label="Key observation", label_many="Key observations", tone="kanerva", glyph="pin",
    zone="notes", fields=(Field(id="number", label="Number", type="number"), UNCHECKED),
)  # fmt: skip

PRINCIPLE = Kind(
    id="principle", code="PR", label="Principle", label_many="Principles", tone="kanerva", glyph="flag", zone="notes",
    help="What the path stands for; link it to the steps that support it.",
)  # fmt: skip

TRAVELLER = Kind(
    id="traveller", code="PK", label="Who walks the path", label_many="Who walk the path", tone="puolukka",
    glyph="person", zone="experience", fields=(Field(id="description", label="Description", type="text"),),
    help="A profile on this path. Fictional people only.",
)  # fmt: skip

BLOCK = Kind(
    id="block", code="HK", label="Building block of a good experience",
    label_many="Building blocks of a good experience", tone="puolukka", glyph="heart", zone="experience",
)  # fmt: skip

LANE = Kind(
    id="lane", code="KA", label="Lane", label_many="Lanes", tone="plain", glyph="square", zone="frame", setup=True,
    names=Names(zone="zone", question="legend", tone="tone"),
    fields=(
        Field(id="zone", label="Which part of the board it names", type="choice", choices=LANE_ZONES),
        Field(id="legend", label="Legend", type="line"),
        Field(id="heading", label="Heading in the walkthrough", type="line"),
        Field(id="aliases", label="Other names", type="line", many=True),
        Field(id="tone", label="Colour", type="choice", choices=TONES),
        Field(id="line_below", label="Line below the lane", type="choice", choices=LINES),
    ),
    help="Names and orders a lane. A lane without a part of its own gets its items by the link «in lane».",
)  # fmt: skip

HEADING = Kind(
    id="column", code="SR", label="Column", label_many="Columns", tone="plain", glyph="flag", zone="frame", setup=True,
    fields=(Field(id="number", label="Number", type="number"),),
    help="Names a column, such as a time: before, first week, yearly.",
)  # fmt: skip

PATH_KINDS = (
    STEP, MEETING, SUPPORT, DATA, GROUND, TOOL, MONITORING, CALLOUT, PRINCIPLE, TRAVELLER, BLOCK, LANE, HEADING,
)  # fmt: skip
