"""The parts of a board where items are written: declared by the method, shown by settings, named by the board's items."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from kehittamo_core.board import Board, Item

if TYPE_CHECKING:
    from kehittamo_core.method import Method

Tone = Literal["lakka", "sammal", "jarvi", "kanerva", "puolukka", "kivi", "plain"]
"""A note's colour, from the closed list of the design language."""

Glyph = Literal[
    "",
    "disc",
    "square",
    "hexagon",
    "triangle",
    "star",
    "bolt",
    "heart",
    "diamond",
    "ring",
    "person",
    "gear",
    "cylinder",
    "flag",
    "question",
    "tick",
    "arrow",
    "euro",
    "eye",
    "speech",
    "pin",
]
"""A kind's sign, drawn as SVG and never typed: colour is never the only sign."""

Conditions = tuple[tuple[str, tuple[str | bool, ...]], ...]
"""(setting, allowed values), all of which must hold; an unset choice counts as its first, no values mean any that is set."""


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A part of the board where items are written: `question` guides, `kinds` may be added there (first is default).

    `shown_when` hides the zone unless each named setting has one of the given values (an unset choice counts as its
    first); a zone that holds items is always shown, so that switching a setting loses nothing. `spare` ones are shown
    only while an item names them (see `Names`) or stands in them. What stands in one `by_form` is made by the form of an
    action: that is open there, and nothing is written straight into it.
    """

    id: str
    label: str
    kinds: tuple[str, ...]
    question: str = ""
    plain_question: str = ""
    tone: Tone = "plain"
    glyph: Glyph = ""
    shown_when: Conditions = ()
    spare: bool = False
    by_form: bool = False


@dataclass(frozen=True, kw_only=True)
class Names:
    """How items of a kind name the zones of their board: by their text, shown first and in the items' order.

    `zone` is the choice field that says which zone, by its id; `question` and `tone` are fields whose value stands for
    the zone's own. Once an item names a zone, those that could be named and are not are shown only while used.
    """

    zone: str
    question: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class NamedZone:
    """A zone as a board shows it; `question` is None where the zone's own question is asked, `by` names it."""

    zone: Zone
    label: str
    question: str | None
    tone: Tone
    by: Item | None = None

    @property
    def id(self) -> str:
        """The zone's id."""
        return self.zone.id


def zones_of(board: Board, method: "Method") -> tuple[NamedZone, ...]:
    """The zones that a board shows: those named by its items first, in their order, then the others as declared.

    A zone that holds items is always shown, so that neither a setting nor a name that was taken away loses any.
    """
    used = {item.zone for item in board.items}
    named: dict[str, NamedZone] = {}
    nameable: set[str] = set()
    for kind in method.kinds:
        if kind.names is None:
            continue
        chosen = kind.field(kind.names.zone)
        for item in board.of(kind.id):
            zone = method.zone(str(item.get(kind.names.zone) or ""))
            if zone is not None and zone.id not in named:
                named[zone.id] = _named(board, zone, item, kind.names)
                nameable.update(choice.id for choice in (chosen.choices if chosen is not None else ()))
    rest = (
        NamedZone(zone=zone, label=board.label(f"zone:{zone.id}"), question=None, tone=zone.tone)
        for zone in method.arranged_zones(board)
        if zone.id not in named and (zone.id in used or zone.id not in nameable)
    )
    return (*named.values(), *rest)


def _named(board: Board, zone: Zone, item: Item, names: Names) -> NamedZone:
    tone = item.get(names.tone) if names.tone else None
    return NamedZone(
        zone=zone, label=item.text or board.label(f"zone:{zone.id}"),
        question=(item.get(names.question) or None) if names.question else None,
        tone=cast(Tone, tone) if tone in get_args(Tone) else zone.tone, by=item,
    )  # fmt: skip
