"""What an empathy map holds: notes with their evidence, pains and gains, needs-based profiles with their families."""

from kehittamo_core.api import OBSERVED, Choice, Field, Kind
from kehittamo_empathy_map.kinds_collected import COLLECTED

FIELDS = (
    Choice("who", "Who"),
    Choice("need_to_do", "Need to do"),
    Choice("think_feel", "Thinks and feels"),
    Choice("hear", "Hears"),
    Choice("see", "Sees"),
    Choice("say_do", "Says and does"),
    Choice("say", "Says"),
    Choice("do", "Does"),
    Choice("pains", "Pains"),
    Choice("gains", "Successes"),
)
"""The fields of both canvases together."""

GATHERED = (
    Choice("interview", "interview"),
    Choice("survey", "survey"),
    Choice("observation", "observation"),
    Choice("probe", "probe"),
    Choice("workshop", "workshop"),
)
EVIDENCE = (
    Field(id="evidence", label="How do we know", type="evidence", choices=OBSERVED),
    Field(id="source", label="Source"),
    Field(id="collected", label="Collected by", type="choice", choices=GATHERED),
)
ANSWERED_BY = ("answers", "eases")
"""Link kinds of any method that lead from an answer to a pain: a solution, a deed, a step or a service answers or eases it."""

FICTIONAL = "Profiles are fictional: do not write health data of a real person here."
EQUAL = "Profiles do not divide customers into worse and better, only into different ones."

NOTE = Kind(id="note", code="LA", label="Note", label_many="Notes", tone="lakka", glyph="speech", fields=EVIDENCE)
PAIN = Kind(
    id="pain", code="K", label="Pain", label_many="Pains", tone="puolukka", glyph="bolt", zone="pains", thread="need",
    fields=EVIDENCE, brings=(*ANSWERED_BY, "thread"),
)  # fmt: skip
GAIN = Kind(
    id="gain",
    code="O",
    label="Success",
    label_many="Successes",
    tone="sammal",
    glyph="heart",
    zone="gains",
    fields=EVIDENCE,
)
BARRIER = Kind(
    id="barrier", code="ES", label="Barrier", label_many="Barriers", tone="kivi", glyph="flag", zone="barriers",
    fields=(*EVIDENCE, Field(id="actors", label="Also a barrier for", type="actor", many=True)),
)  # fmt: skip
IDEA = Kind(
    id="idea", code="IDE", label="Idea to test", label_many="Ideas to test", tone="lakka", glyph="star", zone="ideas",
    fields=(Field(id="source", label="Source"),),
)  # fmt: skip
PROFILE = Kind(
    id="profile", code="AP", label="Customer profile", label_many="Customer profiles", tone="plain", glyph="person",
    zone="profiles", help=FICTIONAL,
    fields=(
        Field(id="description", label="Description", type="text", help=FICTIONAL),
        Field(id="origin", label="Where the material is from"),
        Field(id="share", label="Share of the customers", type="number", unit="%", help=EQUAL),
        Field(id="share_source", label="Source of the share"),
        Field(id="risk", label="Risk"),
        Field(id="services_as_written", label="Services as the source writes them"),
    ),
)  # fmt: skip
TRAIT = Kind(
    id="trait", code="PP", label="Typical trait", label_many="Typical of the profile", tone="jarvi", zone="traits"
)
BLOCK = Kind(
    id="block", code="RP", label="Building block", label_many="Building blocks of a good experience", tone="sammal",
    glyph="square", zone="blocks",
)  # fmt: skip
SERVICE = Kind(
    id="service", code="PV", label="Service used", label_many="Examples of services used", tone="kivi", zone="services"
)
PRINCIPLE = Kind(
    id="principle", code="MP", label="Principle", label_many="Principles of the profiles", tone="plain", glyph="star",
    zone="principles", fields=(Field(id="heading", label="Heading"),),
)  # fmt: skip
FAMILY = Kind(
    id="family", code="PF", label="Profile family", label_many="Profile families", setup=True, glyph="ring",
    help="A family has two axes and slider pairs of its own. Where there is only one, everything belongs to it.",
    fields=(
        Field(id="origin", label="Where the material is from"),
        Field(id="mixed", label="Other material in it", help="For example interviews from another municipality."),
    ),
)  # fmt: skip
AXIS = Kind(
    id="axis", code="AX", label="Axis", label_many="Axes", setup=True, glyph="arrow",
    fields=(
        Field(id="question", label="Question"),
        Field(id="low", label="Low end"),
        Field(id="high", label="High end"),
        Field(id="variants", label="Other names of the ends", many=True),
    ),
)  # fmt: skip
SLIDER = Kind(
    id="slider", code="LI", label="Slider pair", label_many="Slider pairs", setup=True, glyph="pin",
    fields=(Field(id="left", label="Left end"), Field(id="right", label="Right end")),
)  # fmt: skip
PROMPT = Kind(
    id="prompt", code="OHK", label="Guide question", label_many="Guide questions of one's own", setup=True, glyph="question",
    help="It stands in its field instead of the usual question; with the order «own», the fields follow these.",
    fields=(Field(id="field", label="Field of the map", type="choice", choices=FIELDS),),
)  # fmt: skip

KINDS = (
    NOTE, PAIN, GAIN, BARRIER, PROFILE, TRAIT, BLOCK, SERVICE, IDEA, PRINCIPLE, FAMILY, AXIS, SLIDER, PROMPT, *COLLECTED,
)  # fmt: skip
WRITTEN = ("note", "pain", "gain")
