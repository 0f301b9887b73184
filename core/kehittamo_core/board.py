"""A board as a plugin sees it: a read-only picture of one moment, for one audience and one language.

What the audience may not see is absent before a plugin sees the board, so every plugin function is a pure function of
one argument. A board can be pickled: drawings, insights and chapters run in worker processes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from kehittamo_core.words import translate, translate_many

Value = Any
"""A field's value as JSON: text, number, list or mapping, by the field's type (docs/exchange-format.md); None is a gap."""

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Element:
    """What items and links have in common.

    `id` names it within the programme; `code` is the short id that people read aloud (P-3).
    `uncertain` maps a field (or "" for the whole) to a note; `inferred` names fields that were read out of order,
    layout or content and never stated; a field that is absent or None is a gap, and stays one.
    """

    id: str
    kind: str
    code: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    uncertain: Mapping[str, str] = field(default_factory=dict)
    inferred: frozenset[str] = frozenset()
    method: str = ""
    board: str = ""
    on_thread: bool = False

    @property
    def text(self) -> str:
        """The element's main text, "" where it is a gap."""
        value = self.values.get("text")
        return value if isinstance(value, str) else ""

    def get(self, name: str, default: Value = None) -> Value:
        """The value of a field, `default` where it is a gap."""
        value = self.values.get(name)
        return default if value is None else value


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where people put an item by hand, in millimetres of the drawing."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Item(Element):
    """A note or thing on a board. `order` sorts it within its zone; `place` is set only when people placed it.

    `author` is a participant's id, or `signed` the table's name under which it was written; what is anonymous has neither.
    """

    zone: str = ""
    order: float = 0.0
    place: Place | None = None
    votes: int = 0
    comments: int = 0
    author: str = ""
    signed: str = ""


@dataclass(frozen=True, kw_only=True)
class Link(Element):
    """A typed tie from `source` to `target`, both ids of items or of links."""

    source: str
    target: str
    votes: int = 0
    comments: int = 0


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How people rated one field of a tie, each alone, once it was shown to all: no names, and nothing computed from it.

    `counts` are (value, how many gave it), the most frequent first; `kind` is the link kind that leads from `source` to
    `target`. The group's own rating, where there is one, is the link.
    """

    kind: str
    source: str
    target: str
    field: str
    counts: tuple[tuple[Value, int], ...]

    @property
    def people(self) -> int:
        """How many rated it."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An organisation, a role, a service or a function, defined once for the programme."""

    id: str
    name: str
    kind: str = "organisation"
    aliases: tuple[str, ...] = ()
    uncertain: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One target of the goal: direction (increase, decrease, keep), amount or None, unit, group, deadline (ISO date)."""

    id: str
    text: str
    direction: str | None = None
    amount: float | None = None
    unit: str | None = None
    group: str | None = None
    deadline: str | None = None


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The programme's one shared goal of change."""

    text: str = ""
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Board:
    """One board of a method, for one audience and one language.

    `items` are sorted by zone, order and code; `links` hold the board's own links and the programme's links that have
    an end on it; `linked` are read-only elements of other boards that those links reach, and those at the ends of `brought`:
    links between other boards that come along with an element of `linked` (`Kind.brings`). `siblings` are the titles of the
    programme's other boards of the method, by their ids in the archive, where the method has a setting of type board;
    `beside` are those that such settings chose, whole and read-only, by the setting's id. `spreads` tell how people rated
    alone what a link kind lets them (`rated_alone`); there are none before they are shown to all.
    """

    id: str
    title: str
    method: str
    language: str = "fi"
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    linked: tuple[Item | Link, ...] = ()
    brought: tuple[Link, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    goal: Goal = field(default_factory=Goal)
    settings: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    package: str = ""
    siblings: Mapping[str, str] = field(default_factory=dict)
    beside: "Mapping[str, Board]" = field(default_factory=dict)
    spreads: tuple[Spread, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Item | Link]:
        found: dict[str, Item | Link] = {element.id: element for element in self.linked}
        found.update((link.id, link) for link in self.links)
        found.update((item.id, item) for item in self.items)
        return found

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Item, ...]]:
        kinds: dict[str, list[Item]] = {}
        for item in self.items:
            kinds.setdefault(item.kind, []).append(item)
        return {kind: tuple(items) for kind, items in kinds.items()}

    @cached_property
    def _outgoing(self) -> Mapping[str, tuple[Link, ...]]:
        return self._links_by("source")

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[Link, ...]]:
        return self._links_by("target")

    def _links_by(self, end: str) -> Mapping[str, tuple[Link, ...]]:
        ends: dict[str, list[Link]] = {}
        for link in (*self.links, *self.brought):
            ends.setdefault(getattr(link, end), []).append(link)
        return {id_: tuple(links) for id_, links in ends.items()}

    @cached_property
    def _spreads(self) -> Mapping[tuple[str, str, str, str], Spread]:
        return {(one.kind, one.source, one.target, one.field): one for one in self.spreads}

    def spread(self, kind: str, source: Element, target: Element, name: str) -> Spread | None:
        """How a field of the link from `source` to `target` was rated alone; None where it was not, or is not shown yet."""
        return self._spreads.get((kind, source.id, target.id, name))

    def of(self, *kinds: str) -> tuple[Item, ...]:
        """The items of these kinds, in the board's order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(item for item in self.items if item.kind in kinds)

    def links_of(self, *kinds: str) -> tuple[Link, ...]:
        """The links of these kinds."""
        return tuple(link for link in self.links if link.kind in kinds)

    def find(self, id_: str) -> Item | Link | None:
        """An element by its id: an item, a link or a linked element of another board; None where it is not visible."""
        return self._by_id.get(id_)

    def item(self, id_: str) -> Item | None:
        """An item (of this board, or linked) by its id."""
        found = self._by_id.get(id_)
        return found if isinstance(found, Item) else None

    def outgoing(self, element: Element, *kinds: str) -> tuple[Link, ...]:
        """The links that start at an element, of these kinds or of any; of an element of another board those seen here."""
        return tuple(link for link in self._outgoing.get(element.id, ()) if not kinds or link.kind in kinds)

    def incoming(self, element: Element, *kinds: str) -> tuple[Link, ...]:
        """The links that end at an element, of these kinds or of any; of an element of another board those seen here."""
        return tuple(link for link in self._incoming.get(element.id, ()) if not kinds or link.kind in kinds)

    def after(self, element: Element, *kinds: str) -> tuple[Item, ...]:
        """The items that links from an element lead to."""
        return tuple(item for link in self.outgoing(element, *kinds) if (item := self.item(link.target)) is not None)

    def before(self, element: Element, *kinds: str) -> tuple[Item, ...]:
        """The items from which links lead to an element."""
        return tuple(item for link in self.incoming(element, *kinds) if (item := self.item(link.source)) is not None)

    def without_link(self, *kinds: str) -> Iterator[Item]:
        """The items that no link of these kinds starts from."""
        return (item for item in self.items if not self.outgoing(item, *kinds))

    def actor(self, id_: str | None) -> str:
        """An actor's name by its id, the id itself where the programme does not know it, "" for a gap."""
        if not id_:
            return ""
        actor = self.actors.get(id_)
        return actor.name if actor else id_

    def label(self, id_: str) -> str:
        """The label of a kind, field, zone, link kind, drawing or choice in the board's language and the programme's terms.

        Ids are `kind`, `kind.field`, `kind.field.choice`, `zone:ID`, `link:ID`, `link:ID.field`, `setting:ID`.
        """
        return self.labels.get(id_, id_)

    def say(self, message: str, /, **values: Any) -> str:
        """A sentence of the method in the board's language: an English msgid with {places}, filled with `values`."""
        return translate(self.package, self.language, message, **values)

    def say_many(self, one: str, many: str, number: int, /, **values: Any) -> str:
        """As `say`, choosing between the singular and the plural for `number`, which fills {number}."""
        return translate_many(self.package, self.language, one, many, number, **values)
