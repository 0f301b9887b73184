"""What is collected from people: service maps of three months, diaries of a week, and how many each municipality reports.

People appear by a code that they made up themselves, never by a name.
"""

from kehittamo_core.api import Choice, Field, Kind

CHANNEL = (
    Choice("visit", "on the spot"),
    Choice("phone", "by phone"),
    Choice("digital", "on the web or in an app"),
    Choice("home", "at home"),
    Choice("letter", "by letter or form"),
    Choice("other", "in another way"),
)
OFTEN = (
    Choice("daily", "daily"),
    Choice("weekly", "weekly"),
    Choice("monthly", "monthly"),
    Choice("seldom", "once or twice"),
)
DAYS = tuple(
    Choice(f"day_{number}", label)
    for number, label in enumerate(("Day 1", "Day 2", "Day 3", "Day 4", "Day 5", "Day 6", "Day 7"), start=1)
)
FELT = (
    Choice("good", "It went well"),
    Choice("rather_good", "It went rather well"),
    Choice("neither", "Neither well nor badly"),
    Choice("rather_bad", "It went rather badly"),
    Choice("bad", "It went badly"),
)
CODE_HELP = "Make up a code, such as KU-07. Do not write a name."

_FROM = (Field(id="municipality", label="Municipality"), Field(id="group", label="Group"))

SERVICE_MAP = Kind(
    id="service_map", code="PKA", label="Service map", label_many="Service maps", tone="jarvi", glyph="pin",
    zone="service_maps", help=CODE_HELP, fields=_FROM,
)  # fmt: skip
DIARY = Kind(
    id="diary", code="PVK", label="Diary", label_many="Diaries", tone="lakka", zone="diaries", help=CODE_HELP, fields=_FROM,
)  # fmt: skip
ENTRY = Kind(
    id="entry", code="MRK", label="Diary entry", label_many="Diary entries", tone="lakka", glyph="speech", zone="entries",
    fields=(
        Field(id="day", label="Day of the week's diary", type="choice", choices=DAYS),
        Field(id="felt", label="How did it go", type="choice", choices=FELT),
        Field(id="tags", label="Tags", many=True),
    ),
)  # fmt: skip
MUNICIPALITY = Kind(
    id="municipality", code="KNT", label="Municipality", label_many="Municipalities", tone="kivi", zone="collected",
    fields=(
        Field(id="maps", label="Service maps, as reported", type="number"),
        Field(id="diaries", label="Diaries, as reported", type="number"),
    ),
)  # fmt: skip
STATED = Kind(
    id="stated", code="ILM", label="Stated total", label_many="Stated totals", tone="kivi", glyph="flag", zone="collected",
    fields=(
        Field(id="maps", label="Service maps in all, as stated", type="number"),
        Field(id="diaries", label="Diaries in all, as stated", type="number"),
        Field(id="source", label="Source"),
    ),
)  # fmt: skip

COLLECTED = (SERVICE_MAP, DIARY, ENTRY, MUNICIPALITY, STATED)
