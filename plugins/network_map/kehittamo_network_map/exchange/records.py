"""What a file holds, between its form and the board: actors and ties as records, checked, and then turned into changes."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kehittamo_core.api import Add, Board, Change, Changes, Choice, Connect, Fault, Invalid, Item, is_gap
from kehittamo_network_map.graph import name, sector_of, ties
from kehittamo_network_map.kinds import DIRECTIONS, STRENGTHS, TIES, TYPES, WHEN

MOST = 5000
LINE, TEXT = 200, 2000

YES = ("true", "yes", "1", "x", "kyllä", "ja")
NO = ("false", "no", "0", "ei", "nej")
WORDS = {
    "directed": {
        "directed": "yes",
        "undirected": "no",
        "mutual": "no",
        "both": "no",
        "->": "yes",
        "–": "no",
        "<->": "no",
    },
    "when": {"now": "now", "target": "target", "both": "both"},
}
"""Words of other programs for our choices."""


@dataclass(frozen=True)
class Place:
    """Where something stood in a file: a row of a table, or a node or an edge of a graph, counted from 1."""

    kind: Literal["row", "node", "edge"]
    number: int


@dataclass(frozen=True)
class ActorRecord:
    """An actor in a file; `key` is what its ties call it."""

    place: Place | None
    key: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    sector: str = ""
    networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class TieRecord:
    """A tie in a file, its ends by the keys or names of actors."""

    place: Place | None
    source: str
    target: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Faults:
    """What is wrong in a file, collected so that all of it is told at once, after `found` that was wrong already."""

    def __init__(self, board: Board, found: Iterable[Fault] = ()) -> None:
        self.board = board
        self.found: list[Fault] = list(found)

    def add(self, place: Place | None, column: str, message: str, **values: Any) -> None:
        """One fault at a place and a column, or in the whole file."""
        say, number = self.board.say, place.number if place is not None else 0
        match place.kind if place is not None else "":
            case "row":
                where = say("row {row}, column {column}", row=number, column=column)
            case "node":
                where = say("node {number}, attribute {name}", number=number, name=column)
            case "edge":
                where = say("edge {number}, attribute {name}", number=number, name=column)
            case _:
                where = ""
        self.found.append(Fault(where, message, values))

    def stop(self) -> None:
        """Refuse the file where anything was wrong.

        Raises:
            Invalid: with every fault.
        """
        if self.found:
            said = self.board.say_many(
                "The file has {number} fault; nothing was changed.", "The file has {number} faults; nothing was changed.",
                len(self.found),
            )  # fmt: skip
            raise Invalid(said, faults=self.found)


def choice(
    board: Board, said: str, choices: Sequence[Choice], path: str, place: Place | None, column: str, faults: Faults
) -> str | None:
    """A choice by its id, its English word or its word in the board's language; None for an empty cell."""
    word = said.strip()
    if not word:
        return None
    plain = word.casefold()
    for one in choices:
        if plain in (one.id.casefold(), one.label.casefold(), board.label(f"{path}.{one.id}").casefold()):
            return one.id
    others = WORDS.get(path.rpartition(".")[2], {})
    if plain in others:
        return others[plain]
    known = ", ".join(board.label(f"{path}.{one.id}") for one in choices)
    faults.add(place, column, "{value} is not one of {known}", value=f'"{word[:60]}"', known=known)
    return None


def actor_values(board: Board, cells: Mapping[str, str], place: Place | None, faults: Faults) -> dict[str, Any]:
    """An actor's values from cells of text."""
    kind = choice(board, cells.get("type", ""), TYPES, "actor.type", place, "type", faults)
    values: dict[str, Any] = {"type": kind}
    for axis in ("across", "up"):
        number = _number(cells.get(axis, ""), place, axis, faults)
        if number is not None and not 0 <= number <= 100:
            faults.add(place, axis, "{value} is not between 0 and 100", value=cells[axis])
        values[axis] = number
    if cells.get("centre", "").strip().casefold() in YES:
        values["centre"] = True
    said = cells.get("answered", "").strip().casefold()
    if said:
        values["answered"] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}.get(said)
        if values["answered"] is None:
            faults.add(place, "answered", "{value} is neither yes nor no", value=f'"{said[:60]}"')
    return {key: value for key, value in values.items() if value is not None}


def tie_values(board: Board, cells: Mapping[str, str], place: Place | None, faults: Faults) -> dict[str, Any]:
    """A tie's values from cells of text; a weight beyond our scale is kept as the weight of the file."""
    values: dict[str, Any] = {}
    said = cells.get("tie", "").strip()
    if said:
        kind = choice(board, said, TIES, "link:tie.type", place, "tie", Faults(board))
        values["type"] = kind or "other"
        if kind is None:
            values["own_type"] = said
    if cells.get("own_type", "").strip():
        values["own_type"] = cells["own_type"].strip()
    values["strength"], values["weight"] = _strength(board, cells, place, faults)
    values["when"] = choice(board, cells.get("when", ""), WHEN, "link:tie.when", place, "when", faults)
    values["directed"] = choice(
        board, cells.get("directed", ""), DIRECTIONS, "link:tie.directed", place, "directed", faults
    )
    values["why"] = cells.get("why", "").strip() or None
    ends = [end.strip().casefold() for end in cells.get("stated", "").split("|") if end.strip()]
    for end in ends:
        if end not in ("source", "target"):
            faults.add(place, "stated", "{value} is not one of {known}", value=f'"{end[:60]}"', known="source, target")
    values["stated_by"] = sorted(set(ends) & {"source", "target"}) or None
    for column in ("own_type", "why"):
        if len(values.get(column) or "") > LINE:
            faults.add(
                place,
                column,
                "{count} characters are too many; at most {limit} fit",
                count=len(values[column]),
                limit=LINE,
            )
    return {key: value for key, value in values.items() if value is not None}


def _strength(
    board: Board, cells: Mapping[str, str], place: Place | None, faults: Faults
) -> tuple[str | None, float | None]:
    said = cells.get("strength", "").strip()
    weight = _number(cells.get("weight", ""), place, "weight", faults)
    if cells.get("default_weight") and not said:
        return None, weight
    if said:
        whole = said[:-2] if said.endswith((".0", ",0")) else said
        return choice(board, whole, STRENGTHS, "link:tie.strength", place, "strength", faults), None
    if weight is None or (weight.is_integer() and 0 <= weight <= 3):
        return (None if weight is None else str(int(weight))), None
    return None, weight


def all_alike(weights: Iterable[Any]) -> bool:
    """Whether every weight is 1: what programs write where nobody weighed anything, and no strength."""
    found = [str(weight).strip().replace(",", ".") for weight in weights]
    return bool(found) and all(weight in ("1", "1.0") for weight in found)


def _number(said: str, place: Place | None, column: str, faults: Faults) -> float | None:
    word = said.strip().replace(",", ".")
    if not word:
        return None
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        faults.add(place, column, "{value} is not a number", value=f'"{said.strip()[:60]}"')
        return None
    return number


def changes_of(board: Board, actors: Sequence[ActorRecord], found: Sequence[TieRecord], faults: Faults) -> Changes:
    """The changes that bring records to a board: actors are found by name, short id or id, and added where they lack.

    Raises:
        Invalid: anything was wrong in the file.
    """
    if len(actors) + len(found) > MOST:
        faults.add(
            None, "", "{count} rows are too many; at most {limit} fit", count=len(actors) + len(found), limit=MOST
        )
        faults.stop()
    writer = _Writer(board)
    for record in actors:
        if not record.name.strip():
            faults.add(record.place, "name", "the name is missing")
        elif len(record.name) > TEXT and not (record.place and record.place.kind == "row"):  # a table's are measured
            faults.add(
                record.place,
                "name",
                "{count} characters are too many; at most {limit} fit",
                count=len(record.name),
                limit=TEXT,
            )
        else:
            writer.actor(record)
    for tie in found:
        for column, end in (("source", tie.source), ("target", tie.target)):
            if not end.strip():
                faults.add(tie.place, column, "the actor is missing")
        if tie.source.strip() and tie.target.strip():
            if writer.same(tie.source, tie.target):
                faults.add(
                    tie.place,
                    "target",
                    "a tie joins two different actors, not {value} to itself",
                    value=f'"{tie.source}"',
                )
            else:
                writer.tie(tie)
    faults.stop()
    return tuple(writer.changes)


class _Writer:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.changes: list[Any] = []
        self.actors: dict[str, Item | str] = {}
        self.groups: dict[tuple[str, str], str] = {}
        for actor in board.of("actor"):
            for key in (actor.id, actor.code, name(board, actor), " ".join(actor.text.split())):
                if key:
                    self.actors.setdefault(key.casefold(), actor)
        self.imported = {
            str(actor.get("imported_id")).casefold(): actor for actor in board.of("actor") if actor.get("imported_id")
        }
        for kind in ("sector", "network"):
            for item in board.of(kind):
                self.groups.setdefault((kind, name(board, item).casefold()), item.id)

    def _ref(self, end: Item | str) -> str:
        return end.id if isinstance(end, Item) else end

    def actor(self, record: ActorRecord) -> None:
        plain = " ".join(record.name.split())
        # other programs number their nodes: a bare key may never be taken for an actor of the board
        old = self.actors.get(plain.casefold())
        if old is None:
            ref = f"actor-{len(self.changes)}"
            values = {"text": plain, **record.values, "unchecked": True}
            if record.key and record.key.casefold() != plain.casefold() and len(record.key) <= LINE:
                values["imported_id"] = record.key
            self.changes.append(Add(kind="actor", values=values, ref=ref))
            old = ref
        elif isinstance(old, Item):
            new = {key: value for key, value in record.values.items() if is_gap(old.get(key))}
            if new:
                self.changes.append(Change(id=old.id, values=new))
        self.actors[plain.casefold()] = old
        if record.key:
            self.actors[record.key.casefold()] = old
        standing = sector_of(self.board, old) if isinstance(old, Item) else None
        if record.sector.strip() and standing is None:
            self._join("in_sector", old, "sector", record.sector)
        for network in record.networks:
            if not isinstance(old, Item) or not self._member(old, network):
                self._join("member_of", old, "network", network)

    def _member(self, actor: Item, network: str) -> bool:
        return any(
            name(self.board, one).casefold() == network.casefold() for one in self.board.after(actor, "member_of")
        )

    def _join(self, kind: str, actor: Item | str, group_kind: str, group: str) -> None:
        plain = " ".join(group.split())
        key = (group_kind, plain.casefold())
        if key not in self.groups:
            ref = f"{group_kind}-{len(self.changes)}"
            self.changes.append(Add(kind=group_kind, values={"text": plain}, ref=ref))
            self.groups[key] = ref
        self.changes.append(Connect(kind=kind, source=self._ref(actor), target=self.groups[key]))

    def _end(self, said: str) -> Item | str:
        plain = " ".join(said.split())
        if plain.casefold() not in self.actors and plain.casefold() in self.imported:
            # an edge list of a program that numbers its nodes, read after its list of nodes
            return self.imported[plain.casefold()]
        if plain.casefold() not in self.actors:
            self.actor(ActorRecord(place=None, key="", name=plain))
        return self.actors[plain.casefold()]

    def same(self, first: str, second: str) -> bool:
        return self._ref(self._end(first)) == self._ref(self._end(second))

    def tie(self, record: TieRecord) -> None:
        source, target = self._end(record.source), self._end(record.target)
        if isinstance(source, Item) and isinstance(target, Item) and self._known(source, target, record.values):
            return
        self.changes.append(
            Connect(kind="tie", source=self._ref(source), target=self._ref(target), values={**record.values, "unchecked": True})
        )  # fmt: skip

    def _known(self, source: Item, target: Item, values: Mapping[str, Any]) -> bool:
        return any(
            {tie.source, tie.target} == {source.id, target.id}
            and (tie.source == source.id or tie.get("directed") != "yes")
            and all(tie.get(key) == values.get(key) for key in ("type", "own_type", "when"))
            for tie in ties(self.board)
        )
