"""What a network map is made of: its kinds of items and links, its zones and its settings."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Choice, Field, Item, Kind, Link, LinkKind, Zone

TYPES = (
    Choice("public", "public service", "square"),
    Choice("municipality", "municipality or state", "diamond"),
    Choice("company", "company", "disc"),
    Choice("association", "association or community", "hexagon"),
    Choice("service", "service", "gear"),
    Choice("role", "role", "person"),
    Choice("customer", "customer", "star"),
    Choice("other", "other", ""),
)
"""The types of actors; persons appear as roles only."""

TIES = (
    Choice("money", "money"),
    Choice("information", "information"),
    Choice("referral", "client referral"),
    Choice("joint_plan", "joint plan"),
    Choice("other", "other"),
)

STRENGTHS = (
    Choice("0", "0 no co-operation yet"),
    Choice("1", "1 now and then"),
    Choice("2", "2 regular"),
    Choice("3", "3 close"),
)
"""Strength 0 is written down and drawn faintly, but it is not a tie in any measure."""

WHEN = (Choice("now", "now"), Choice("target", "target"), Choice("both", "now and target"))
DIRECTIONS = (Choice("yes", "one way"), Choice("no", "both ways"), Choice("unknown", "not known"))
ENDS = (Choice("source", "the first end"), Choice("target", "the second end"))
"""Which ends of a tie have stated it themselves."""
HOLDS = (Choice("yes", "yes"), Choice("partly", "partly"), Choice("no", "no"))

UNCHECKED = Field(id="unchecked", label="Imported, not checked yet", type="flag")

QUALITIES = ("correct", "current", "lawful", "understandable")
"""The four quality properties of information."""

ACTOR = Kind(
    id="actor", code="TO", label="Actor", label_many="Actors", tone="jarvi", glyph="pin", zone="actors",
    by_hand=True, help="An organisation, a service or a role. Persons are written as roles, never by name.",
    fields=(
        Field(id="text", label="Name", type="text"),
        Field(id="actor", label="Actor of the programme", type="actor", help="Its name follows when it is renamed."),
        Field(id="type", label="Type", type="choice", choices=TYPES),
        Field(id="centre", label="The shared thing in the middle", type="flag"),
        Field(id="across", label="Place on the first axis", type="scale"),
        Field(id="up", label="Place on the second axis", type="scale"),
        Field(id="answered", label="Has stated its ties", type="flag"),
        Field(id="imported_id", label="Id in the imported file"),
        UNCHECKED,
    ),
)  # fmt: skip

NETWORK = Kind(
    id="network", code="VK", label="Network", label_many="Networks", tone="kanerva", glyph="ring", zone="networks",
    help="A named set of actors with aims. An actor may belong to several.",
)  # fmt: skip
AIM = Kind(
    id="aim", code="PM", label="Aim of a network", label_many="Aims of networks", tone="kanerva", glyph="flag",
    zone="networks",
)  # fmt: skip
TOOL = Kind(
    id="tool", code="VT", label="Tool for leading networks", label_many="Tools for leading networks", tone="kivi",
    glyph="gear", zone="tools",
)  # fmt: skip
NEED = Kind(
    id="information_need", code="TT", label="Information need", label_many="Information needs", tone="lakka",
    glyph="question", zone="needs",
    fields=(
        Field(id="text", label="What needs to be known", type="text"),
        Field(id="group", label="Group", help="Needs with the same group are shown together."),
        Field(id="purpose", label="What the information is used for"),
        Field(id="correct", label="Correctness", type="choice", choices=HOLDS),
        Field(id="current", label="Being up to date", type="choice", choices=HOLDS),
        Field(id="lawful", label="Lawfulness", type="choice", choices=HOLDS),
        Field(id="understandable", label="Understandability", type="choice", choices=HOLDS),
    ),
)  # fmt: skip
TASK = Kind(
    id="task", code="TH", label="Task", label_many="Tasks", tone="sammal", glyph="tick", zone="tasks",
    fields=(
        Field(id="text", label="What is to be developed", type="text"),
        Field(id="cooperation", label="With which partners"),
    ),
)  # fmt: skip
BARRIER = Kind(
    id="barrier", code="NE", label="Barrier", label_many="Barriers", tone="puolukka", glyph="bolt", zone="tasks"
)
SECTOR = Kind(
    id="sector", code="SE", label="Sector", label_many="Sectors", tone="kivi", glyph="square", zone="frame", setup=True,
    help="A group that is known beforehand, such as an organisation or a branch. It is drawn as an area of its own.",
)  # fmt: skip
AXIS = Kind(
    id="axis", code="NX", label="Axis", label_many="Axes", tone="kivi", glyph="arrow", zone="frame", setup=True,
    at_most=2, fields=(Field(id="low", label="Name of the low end"), Field(id="high", label="Name of the high end")),
)  # fmt: skip
AREA = Kind(
    id="area", code="NA", label="Area on the axes", label_many="Areas on the axes", tone="kivi", glyph="flag",
    zone="frame", setup=True,
    fields=(
        Field(id="text", label="Name", type="text"),
        Field(id="claim", label="What is claimed of it"),
        Field(id="left", label="Left edge", type="scale"),
        Field(id="right", label="Right edge", type="scale"),
        Field(id="bottom", label="Lower edge", type="scale"),
        Field(id="top", label="Upper edge", type="scale"),
    ),
)  # fmt: skip
TRAY = Kind(
    id="tray", code="NT", label="Not attached", tone="kivi", glyph="question", zone="frame", setup=True, at_most=1,
    help="Solutions whose place in the network is not known wait here.",
)  # fmt: skip

SUPPOSED_TIES = (
    Choice("none", "none"),
    Choice("target", "the target ties"),
    Choice("named", "the target ties and the missing ties that the group named"),
    Choice("suggested", "all of these and the ties that the network suggests"),
)
WHAT_IF = Kind(
    id="what_if", code="JS", label="What if", label_many="What ifs", tone="kanerva", glyph="bolt", zone="what_ifs",
    help="The network before and after, drawn with the actors at the same spots. Nothing in the network itself changes.",
    fields=(
        Field(id="text", label="What is supposed", type="text"),
        Field(id="ties", label="Which ties would come", type="choice", choices=SUPPOSED_TIES),
    ),
)  # fmt: skip

KINDS = (ACTOR, NETWORK, AIM, TOOL, NEED, TASK, BARRIER, WHAT_IF, SECTOR, AXIS, AREA, TRAY)


def another_actor(board: Board, link: Link) -> str | None:
    """A tie joins two different actors."""
    if link.source == link.target:
        return board.say("A tie joins two different actors.")
    return None


def one_sector(board: Board, link: Link) -> str | None:
    """An actor stands in one sector; networks are for belonging to several."""
    actor = board.item(link.source)
    others = board.outgoing(actor, "in_sector") if actor is not None else ()
    if any(other.id != link.id for other in others):
        return board.say("An actor stands in one sector. For belonging to several, use networks.")
    return None


_WHY = Field(id="why", label="What it is about")

TIE = LinkKind(
    id="tie", code="YH", label="Tie", source=("actor",), target=("actor",), once=False, directed=False,
    check=another_actor, refusal="A tie joins two actors, not {source} and {target}.",
    fields=(
        Field(id="type", label="Type of tie", type="choice", choices=TIES),
        Field(id="own_type", label="Own name of the type"),
        Field(id="strength", label="Strength", type="choice", choices=STRENGTHS),
        Field(id="when", label="When", type="choice", choices=WHEN),
        Field(id="directed", label="Direction", type="choice", choices=DIRECTIONS),
        _WHY,
        Field(id="weight", label="Weight in the imported file", type="number"),
        Field(id="stated_by", label="Stated by", type="choice", many=True, choices=ENDS),
        UNCHECKED,
    ),
)  # fmt: skip
MISSING = LinkKind(
    id="missing", label="Missing tie", source=("actor", "sector"), target=("actor", "sector"), directed=False,
    dashed=True, check=another_actor, fields=(Field(id="why", label="Why it is missed"),),
    refusal="A missing tie stands between actors or sectors, not between {source} and {target}.",
)  # fmt: skip
VALUE = LinkKind(
    id="value", label="gives value to", reverse_label="gets value from", source=("actor",), target=("actor",), once=False,
    check=another_actor, refusal="One actor gives value to another, not {source} to {target}.",
    fields=(
        Field(id="what", label="What the value is"),
        Field(id="time", label="Value of", type="choice", choices=(Choice("now", "today"), Choice("future", "the future"))),
    ),
)  # fmt: skip
ATTACHED = LinkKind(
    id="attached", label="attached to", reverse_label="carries", source=("@solution", "task", "barrier"),
    target=("actor", "link:tie"),
    refusal="Solutions, tasks and barriers are attached to an actor or to a tie, not {source} to {target}.",
)  # fmt: skip

LINKS = (
    TIE,
    MISSING,
    LinkKind(
        id="in_sector", label="in the sector", reverse_label="has the actor", source=("actor",), target=("sector",),
        check=one_sector, refusal="Only an actor stands in a sector, not {source} in {target}.",
    ),
    LinkKind(
        id="member_of", label="member of", reverse_label="has the member", source=("actor",), target=("network",),
        refusal="Only an actor is a member of a network, not {source} of {target}.",
    ),
    LinkKind(
        id="requires", label="cannot do without", source=("network", "@solution"), target=("actor", "sector"),
        refusal="A network or a solution cannot do without an actor or a sector, not {source} without {target}.",
    ),
    LinkKind(
        id="aim_of", label="aim of", reverse_label="has the aim", source=("aim",), target=("network",),
        refusal="An aim belongs to a network, not {source} to {target}.",
    ),
    LinkKind(
        id="uses", label="uses", reverse_label="used by", source=("network",), target=("tool",),
        refusal="A network uses a tool, not {source} {target}.",
    ),
    ATTACHED,
    LinkKind(
        id="listed", label="waits for a place", source=("@solution",), target=("tray",), dashed=True,
        refusal="Only solutions wait for a place, not {source} in {target}.",
    ),
    LinkKind(
        id="needs", label="needed by", reverse_label="needs to know", source=("information_need",),
        target=("actor", "link:tie"),
        refusal="An information need belongs to an actor or to a tie, not {source} to {target}.",
    ),
    LinkKind(
        id="comes_from", label="comes from", reverse_label="gives the information", source=("information_need",),
        target=("actor",), refusal="Information comes from an actor, not {source} from {target}.",
    ),
    LinkKind(
        id="answers", label="answers the need", reverse_label="answered by",
        source=("actor", "tool", "@solution", "@step"), target=("information_need",),
        refusal="An actor, a tool, a solution or a step answers an information need, not {source} {target}.",
    ),
    LinkKind(
        id="serves", label="takes part in the step", reverse_label="has the actor", source=("actor",),
        target=("@step",), refusal="An actor takes part in a step of a path, not {source} in {target}.",
    ),
    VALUE,
    LinkKind(
        id="leaves", label="would leave", source=("what_if",), target=("actor",),
        refusal="Only an actor would leave in a what-if, not {source} {target}.",
    ),
    LinkKind(
        id="joins", label="would work together", source=("what_if",), target=("actor",),
        refusal="Only actors would work together in a what-if, not {source} {target}.",
    ),
    LinkKind(id="same_as", label="the same as on another board", source=("tool",), target=("@any",), directed=False),
)  # fmt: skip

ZONES = (
    Zone(
        id="actors", label="Actors", kinds=("actor",), tone="jarvi", glyph="pin",
        question="Who are there, and who ought to be?",
        plain_question="Who helps or decides? Write each on a note of its own.",
    ),
    Zone(
        id="networks", label="Networks", kinds=("network", "aim"), tone="kanerva", glyph="ring",
        question="Which networks work together, and what for?",
        plain_question="Which groups work together? What do they want?",
    ),
    Zone(
        id="tools", label="Tools", kinds=("tool",), tone="kivi", glyph="gear",
        question="With what is the network led?", plain_question="What helps in working together?",
    ),
    Zone(
        id="needs", label="Information needs", kinds=("information_need",), tone="lakka", glyph="question",
        question="Who needs to know what, and from whom?", plain_question="What should people know?",
    ),
    Zone(
        id="tasks", label="Tasks and barriers", kinds=("task", "barrier"), tone="sammal", glyph="tick",
        question="What must each actor develop, and what stands in the way?",
        plain_question="What should be done? What makes it hard?",
    ),
    Zone(
        id="what_ifs", label="What ifs", kinds=("what_if",), tone="kanerva", glyph="bolt",
        question="What would change if these ties came, or if somebody left?",
        plain_question="What happens if somebody leaves? Or if two begin to work together?",
        shown_when=(("what_ifs", ("shown",)),),
    ),
    Zone(
        id="frame", label="Sectors and axes", kinds=("sector", "axis", "area", "tray"), tone="kivi", glyph="square",
        question="Into which known groups do the actors fall?", plain_question="Which groups are there?",
    ),
)  # fmt: skip

SETTINGS = (
    Field(id="include_customer", label="Count the customer in the measures", type="flag"),
    Field(
        id="response_rate", label="Response rate", type="number", unit="%",
        help="Left empty, it is counted from the actors that have stated their ties.",
    ),
    Field(
        id="asked_tie", label="Which tie members are asked to state", type="choice", choices=TIES,
        help="One type at a time: a roster of one question is answered in three minutes.",
    ),
    Field(
        id="counted_ties", label="Which stated ties the measures count", type="choice",
        choices=(Choice("either", "those that one end has stated"), Choice("both", "only those that both ends have stated")),
    ),
    Field(
        id="suggestions", label="How many missing ties are suggested", type="number", help="Three, where nothing is set.",
    ),
    Field(
        id="what_ifs", label="The part for what-ifs", type="choice",
        choices=(Choice("hidden", "shown when there are any"), Choice("shown", "always shown")),
    ),
    Field(id="networks_heading", label="Heading of the networks"),
    Field(id="tools_heading", label="Heading of the tools"),
    Field(id="needs_heading", label="Heading of the information needs"),
)  # fmt: skip


def heading(board: Board, setting: str, label: str) -> str:
    """A part's heading: the board's own, else a label of the method."""
    own = board.settings.get(setting)
    return own if isinstance(own, str) and own.strip() else board.label(label)


def qualities(need: Item) -> Iterator[tuple[str, str | None]]:
    """The quality properties of an information need: field and value, None where it is not known."""
    for quality in QUALITIES:
        yield quality, need.get(quality)
