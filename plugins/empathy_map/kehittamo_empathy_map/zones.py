"""Where one writes: the fields of both canvases, the parts of the profiles, and what was collected.

Two canvases share the notes: the six-field Finnish form, and the 2017 canvas by Dave Gray (XPLANE). A zone is apart from
a kind, so switching the canvas changes no note and moves none.
"""

from dataclasses import replace

from kehittamo_core.api import Board, Choice, Field, Zone

SIX, NEWER = "six", "canvas2017"
MAP, PROFILES, COLLECTION = ("map", "both"), ("profiles", "both"), ("collection",)


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
    Zone(
        id="ideas", label="Ideas to test", kinds=("idea",), tone="lakka", glyph="star", shown_when=(("shows", PROFILES),),
        question="Which idea would you try with these profiles?",
    ),
    Zone(id="barriers", label="Barriers", kinds=("barrier",), tone="kivi", glyph="flag", shown_when=(("shows", PROFILES),)),
    Zone(id="principles", label="Principles of the profiles", kinds=("principle",), glyph="star", shown_when=(("shows", ("profiles",)),)),
    Zone(
        id="service_maps", label="Service maps", kinds=("service_map",), tone="jarvi", glyph="pin", shown_when=(("shows", COLLECTION),), by_form=True,
        question="Which services have you used in the last three months? One map for each person, by a code and not by a name.",
        plain_question="Which services have you used in three months?",
    ),
    Zone(
        id="entries", label="Diary of a week", kinds=("entry",), tone="lakka", glyph="speech", shown_when=(("shows", COLLECTION),), by_form=True,
        question="What services did you meet today, and how did it go? One entry for a day or for an event.",
        plain_question="What did you do today? How did it go?",
    ),
    Zone(id="diaries", label="Diaries", kinds=("diary",), tone="lakka", shown_when=(("shows", COLLECTION),)),
    Zone(
        id="collected", label="Collected by municipality", kinds=("municipality", "stated"), tone="kivi", glyph="flag",
        shown_when=(("shows", COLLECTION),), question="How many maps and diaries does each municipality report, and what total is stated?",
    ),
)  # fmt: skip

SETTINGS = (
    Field(id="shows", label="The board shows", type="choice", choices=(Choice("both", "map and profiles"), Choice("map", "the map"), Choice("profiles", "the profiles"), Choice("collection", "service maps and diaries"))),
    Field(id="canvas", label="Canvas", type="choice", choices=(Choice(SIX, "six fields"), Choice(NEWER, "2017 canvas"))),
    Field(id="order", label="Order of the fields", type="choice", choices=(Choice("usual", "the canvas's own"), Choice("outside", "the outside first"), Choice("inside", "the inside first"), Choice("own", "own: as the guide questions"))),
    Field(id="task", label="Task"),
    Field(id="task_instruction", label="Instruction", many=True),
)  # fmt: skip

INSIDE = ("think_feel", "pains", "gains")
OUTSIDE = ("who", "need_to_do", "see", "say", "say_do", "do", "hear")
"""Round the outside of the 2017 canvas, as its maker numbers it: who, what to do, see, say, do, hear; then the inside."""


def arrange(board: Board, zones: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """The fields in the order of the board's settings, each with the group's own guide question where it has one."""
    prompts = {str(item.get("field")): item.text for item in board.of("prompt") if item.get("field") and item.text}
    order = _order(board, tuple(prompts))
    fields = [zone for zone in zones if zone.id in (*OUTSIDE, *INSIDE)]
    fields.sort(key=lambda zone: order.index(zone.id) if zone.id in order else len(order))
    rest = [zone for zone in zones if zone.id not in (*OUTSIDE, *INSIDE)]
    asked = [
        replace(zone, question=prompts[zone.id], plain_question="") if zone.id in prompts else zone for zone in fields
    ]
    if board.settings.get("shows") in COLLECTION:  # the forms that people fill come first on a phone
        rest.sort(key=lambda zone: zone.id not in ("service_maps", "entries"))
    return (*asked, *rest)


def _order(board: Board, own: tuple[str, ...]) -> tuple[str, ...]:
    wanted = board.settings.get("order")
    if wanted == "own":
        return own
    if wanted == "inside":
        return (*INSIDE, *OUTSIDE)
    if wanted == "outside" or board.settings.get("canvas") == NEWER:
        return (*OUTSIDE, *INSIDE)
    return ()
