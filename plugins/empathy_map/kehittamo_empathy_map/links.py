"""The ties of an empathy map: what a note is about, what describes a profile, its family, its places, what was tried on it."""

from kehittamo_core.api import Board, Choice, Field, Link, LinkKind
from kehittamo_empathy_map.families import axes_of, sliders_of
from kehittamo_empathy_map.kinds import WRITTEN
from kehittamo_empathy_map.kinds_collected import CHANNEL, OFTEN


def one_family(board: Board, link: Link) -> str | None:
    """A profile, an axis and a slider pair belong to one family each."""
    others = [one for one in board.links_of("in_family") if one.source == link.source and one.id != link.id]
    if not others:
        return None
    family = board.item(others[0].target)
    return board.say(
        "It belongs to the family {family}; delete that link first.", family=family.text if family else "–"
    )


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
        id="in_family", label="belongs to the family", reverse_label="has in the family", source=("profile", "axis", "slider"),
        target=("family",), check=one_family, refusal="Profiles, axes and slider pairs belong to a family; {source} does not.",
    ),
    LinkKind(
        id="value_on", label="has its place on the slider", source=("profile",), target=("slider",), asks=sliders_of,
        end_fields=("left", "right"),
        fields=(Field(id="value", label="Value", type="scale", ends=("Left end", "Right end")),),
        refusal="Only a profile has a place on a slider.",
    ),
    LinkKind(
        id="placed_on", label="has its place on the axis", source=("profile",), target=("axis",), asks=axes_of,
        end_fields=("low", "high"),
        fields=(Field(id="value", label="Value", type="scale", ends=("Low end", "High end")),),
        refusal="Only a profile has a place on an axis.",
    ),
    LinkKind(
        id="latent", label="may behave like", source=("profile",), target=("profile",), dashed=True,
        fields=(Field(id="trigger", label="In which situation"),), refusal="Only a profile may behave like a profile.",
    ),
    LinkKind(
        id="answers", label="answers the pain", reverse_label="is answered by", source=("@solution", "@step", "service"), target=("pain",),
        refusal="A solution, a step or a service answers a pain; {source} cannot answer {target}.",
    ),
    LinkKind(
        id="tested_on", label="is tested against", reverse_label="was tried with", source=("idea", "@solution"), target=("profile",),
        fields=(Field(id="fit", label="Does it fit", type="choice", choices=FIT), Field(id="why", label="Why")),
        refusal="An idea or a solution is tested against a profile; {source} cannot be tested against {target}.",
    ),
    LinkKind(
        id="contradicts", label="contradicts", source=WRITTEN, target=WRITTEN, directed=False, dashed=True,
        fields=(Field(id="why", label="Why"),), refusal="Two notes contradict each other; {source} cannot contradict {target}.",
    ),
    LinkKind(
        id="like", label="is most like the profile", reverse_label="has told by", source=("service_map", "diary", "entry"), target=("profile",),
        refusal="Service maps and diaries are like a profile; {source} is not.",
    ),
    LinkKind(
        id="used", label="used the service", reverse_label="was used by", source=("service_map", "entry"), target=("service",),
        fields=(
            Field(id="channel", label="How", type="choice", choices=CHANNEL),
            Field(id="often", label="How often in three months", type="choice", choices=OFTEN),
        ),
        refusal="A service map or a diary entry names services; {source} does not name {target}.",
    ),
    LinkKind(
        id="written_in", label="stands in the diary", reverse_label="has the entry", source=("entry",), target=("diary",),
        refusal="An entry stands in a diary; {source} does not stand in {target}.",
    ),
)  # fmt: skip
