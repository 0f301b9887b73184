"""What an empathy map holds: notes with their evidence, pains and gains, needs-based profiles, axes and sliders.

Two canvases share the notes: the six-field Finnish form, and the 2017 canvas by Dave Gray (XPLANE). A zone is apart from
a kind, so switching the canvas changes no note and moves none.
"""

from kehittamo_core.api import OBSERVED, Choice, Field, Kind, LinkKind, Zone

SIX, NEWER = "six", "canvas2017"
MAP, PROFILES = ("map", "both"), ("profiles", "both")

COLLECTED = (
    Choice("interview", "interview"),
    Choice("survey", "survey"),
    Choice("observation", "observation"),
    Choice("probe", "probe"),
    Choice("workshop", "workshop"),
)
EVIDENCE = (
    Field(id="evidence", label="How do we know", type="evidence", choices=OBSERVED),
    Field(id="source", label="Source"),
    Field(id="collected", label="Collected by", type="choice", choices=COLLECTED),
)
FICTIONAL = "Profiles are fictional: do not write health data of a real person here."

NOTE = Kind(id="note", code="LA", label="Note", label_many="Notes", tone="lakka", glyph="speech", fields=EVIDENCE)
PAIN = Kind(
    id="pain", code="K", label="Pain", label_many="Pains", tone="puolukka", glyph="bolt", zone="pains", thread="need",
    fields=EVIDENCE,
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
    id="barrier", code="ES", label="Barrier", label_many="Barriers", tone="kivi", glyph="flag", zone="barriers", fields=EVIDENCE,
)  # fmt: skip
PROFILE = Kind(
    id="profile", code="AP", label="Customer profile", label_many="Customer profiles", tone="plain", glyph="person",
    zone="profiles", help=FICTIONAL,
    fields=(
        Field(id="description", label="Description", type="text", help=FICTIONAL),
        Field(id="family", label="Profile family"),
        Field(id="origin", label="Where the material is from"),
        Field(id="share", label="Share of the customers", type="number", unit="%"),
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
AXIS = Kind(
    id="axis", code="AX", label="Axis", label_many="Axes", setup=True, glyph="arrow", at_most=2,
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

KINDS = (NOTE, PAIN, GAIN, BARRIER, PROFILE, TRAIT, BLOCK, SERVICE, PRINCIPLE, AXIS, SLIDER)
WRITTEN = ("note", "pain", "gain")

FIT = (Choice("fits", "fits"), Choice("no", "does not fit"), Choice("unknown", "not known"))
LINKS = (
    LinkKind(
        id="about", label="is about", reverse_label="has the note", source=(*WRITTEN, "barrier"), target=("profile",),
        refusal="A note is about a profile; {source} cannot be about {target}.",
    ),
    LinkKind(
        id="describes", label="describes", reverse_label="is described by", source=("trait", "block", "service"),
        target=("profile",), refusal="Traits, building blocks and services describe a profile; {source} cannot describe {target}.",
    ),
    LinkKind(
        id="value_on", label="has its place on the slider", source=("profile",), target=("slider",),
        fields=(Field(id="value", label="Value", type="scale", ends=("Left end", "Right end")),),
        refusal="Only a profile has a place on a slider.",
    ),
    LinkKind(
        id="placed_on", label="has its place on the axis", source=("profile",), target=("axis",),
        fields=(Field(id="value", label="Value", type="scale", ends=("Low end", "High end")),),
        refusal="Only a profile has a place on an axis.",
    ),
    LinkKind(
        id="latent", label="may behave like", source=("profile",), target=("profile",), dashed=True,
        fields=(Field(id="trigger", label="In which situation"),), refusal="Only a profile may behave like a profile.",
    ),
    LinkKind(
        id="answers", label="answers the pain", reverse_label="is answered by", source=("@solution", "@step"), target=("pain",),
        refusal="A solution or a step answers a pain; {source} cannot answer {target}.",
    ),
    LinkKind(
        id="tested_on", label="is tested against", source=("@solution",), target=("profile",),
        fields=(Field(id="fit", label="Does it fit", type="choice", choices=FIT), Field(id="why", label="Why")),
        refusal="A solution is tested against a profile; {source} cannot be tested against {target}.",
    ),
)  # fmt: skip


def _zone(id_: str, label: str, question: str, plain: str, tone: str, canvas: tuple[str, ...], glyph: str = "") -> Zone:
    kinds = ("pain",) if id_ == "pains" else ("gain",) if id_ == "gains" else ("note",)
    return Zone(
        id=id_, label=label, question=question, plain_question=plain, tone=tone, glyph=glyph, kinds=kinds,  # type: ignore[arg-type]
        shown_when=(("shows", MAP), ("canvas", canvas)),
    )  # fmt: skip


BOTH = (SIX, NEWER)
ZONES = (
    _zone("who", "Who", "Who are we empathizing with, in which situation?", "Who is this person?", "kivi", (NEWER,), "person"),
    _zone("need_to_do", "Need to do", "What do they need to do differently, what job do they want done?", "What do they need to do?", "kivi", (NEWER,)),
    _zone("think_feel", "Thinks and feels", "What do they think and feel?", "What does the person think? How do they feel?", "lakka", BOTH),
    _zone("hear", "Hears", "What do they hear others say?", "What does the person hear?", "jarvi", BOTH),
    _zone("see", "Sees", "What do they see around them?", "What does the person see?", "jarvi", BOTH),
    _zone("say_do", "Says and does", "What do they say and do?", "What does the person say? What do they do?", "sammal", (SIX,)),
    _zone("say", "Says", "What have we heard them say?", "What does the person say?", "sammal", (NEWER,)),
    _zone("do", "Does", "What do they do today?", "What does the person do?", "sammal", (NEWER,)),
    _zone("pains", "Pains", "What are their fears, frustrations and obstacles?", "What is hard? What hurts?", "puolukka", BOTH, "bolt"),
    _zone("gains", "Successes", "What are their wants, hopes and successes?", "What goes well? What do they hope for?", "sammal", BOTH, "heart"),
    Zone(
        id="profiles", label="Customer profiles", kinds=("profile",), glyph="person", shown_when=(("shows", PROFILES),),
        question="Which needs do people share, whatever their age or home?",
    ),
    Zone(id="traits", label="Typical of the profile", kinds=("trait",), tone="jarvi", shown_when=(("shows", PROFILES),)),
    Zone(
        id="blocks", label="Building blocks of a good experience", kinds=("block",), tone="sammal", shown_when=(("shows", PROFILES),)
    ),
    Zone(id="services", label="Examples of services used", kinds=("service",), tone="kivi", shown_when=(("shows", PROFILES),)),
    Zone(id="barriers", label="Barriers", kinds=("barrier",), tone="kivi", glyph="flag", shown_when=(("shows", PROFILES),)),
    Zone(id="principles", label="Principles of the profiles", kinds=("principle",), glyph="star", shown_when=(("shows", ("profiles",)),)),
)  # fmt: skip

SETTINGS = (
    Field(id="shows", label="The board shows", type="choice", choices=(Choice("both", "map and profiles"), Choice("map", "the map"), Choice("profiles", "the profiles"))),
    Field(id="canvas", label="Canvas", type="choice", choices=(Choice(SIX, "six fields"), Choice(NEWER, "2017 canvas"))),
    Field(id="task", label="Task"),
    Field(id="task_instruction", label="Instruction", many=True),
)  # fmt: skip
