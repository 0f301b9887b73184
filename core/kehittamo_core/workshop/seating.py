"""Seating: who sits at which table, so that organisations mix, named pairs sit together and tables are of one size.

Pure functions of plain values; the same people give the same tables. Pairs come first, then the mixing: pairs are placed by
a search, and for each of its placements the others are seated exactly, as a flow of least cost (successive shortest paths,
Ahuja, Magnanti and Orlin: Network Flows, 1993, section 9.7), in which a second person of one organisation at a table costs 1,
a third 2 more, and so on.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST_TABLES = 40
TRIES = 160
"""Placements of the pairs that are looked at, at most."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody to be seated: `organisation` as it is compared ("" is none), at most one secretary a table.

    `table` is a place that stays (moved by hand), counted from 0.
    """

    id: str
    organisation: str = ""
    kind: str = ""
    secretary: bool = False
    table: int | None = None


@dataclass
class _Room:
    """The tables while they fill: free places, and how many of each organisation sit where."""

    free: list[int]
    there: list[Counter[str]] = field(default_factory=list)

    def copy(self) -> "_Room":
        return _Room(list(self.free), [Counter(one) for one in self.there])

    def sit(self, table: int, people: Iterable[Seat]) -> None:
        for one in people:
            self.free[table] -= 1
            if one.organisation:
                self.there[table][one.organisation] += 1

    def cost(self) -> int:
        """How many pairs of one organisation share a table."""
        return sum(count * (count - 1) // 2 for table in self.there for count in table.values())


def sizes(people: int, tables: int) -> list[int]:
    """How many sit at each table: as even as possible, the first ones larger."""
    return [people // tables + (1 if table < people % tables else 0) for table in range(tables)]


def together(ids: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """People joined by pairs, and by pairs of pairs: everybody stands in one of these, alone or not."""
    home = {id_: id_ for id_ in ids}

    def root(id_: str) -> str:
        while home[id_] != id_:
            id_ = home[id_]
        return id_

    for one, other in pairs:
        if one in home and other in home:
            home[root(other)] = root(one)
    found: dict[str, list[str]] = {}
    for id_ in home:
        found.setdefault(root(id_), []).append(id_)
    return [tuple(ids) for ids in found.values()]


def seat(people: Sequence[Seat], tables: int, pairs: Sequence[tuple[str, str]] = ()) -> dict[str, int]:
    """A table (from 0) for everybody.

    Places that stay are kept; whoever is paired with one who stays sits there too. Tables are as even as the places that
    stay and the pairs allow.
    """
    if tables < 1 or not people:
        return {}
    by_id = {one.id: one for one in people}
    clusters = [[by_id[id_] for id_ in ids] for ids in together(by_id, pairs)]
    room = _Room(sizes(len(people), tables), [Counter() for _ in range(tables)])
    made: dict[str, int] = {}
    units: list[list[Seat]] = []
    singles: list[Seat] = []
    for cluster in clusters:
        fixed = [one.table for one in cluster if one.table is not None]
        if fixed:
            for one in cluster:
                table = one.table if one.table is not None else fixed[0]
                made[one.id] = table
                room.sit(table, [one])
        elif len(cluster) > 1 or cluster[0].secretary:
            units.append(cluster)
        else:
            singles.append(cluster[0])
    _even(room.free)
    seated_secretaries = Counter(table for id_, table in made.items() if by_id[id_].secretary)
    # Secretaries before the other pairs, the largest first: they have the fewest tables to choose from.
    units.sort(key=lambda unit: (not any(one.secretary for one in unit), -len(unit), unit[0].id))
    best = _Search(room, units, singles, seated_secretaries).best()
    return {**made, **best}


def _even(free: list[int]) -> None:
    """A table that is fuller than it should be (places that stay) takes its places from the emptiest ones."""
    while min(free) < 0:
        free[free.index(min(free))] += 1
        free[free.index(max(free))] -= 1


class _Search:
    """Places units of people depth first, the most promising table first, and seats the others for each placement."""

    def __init__(self, room: _Room, units: list[list[Seat]], singles: list[Seat], secretaries: Counter[int]) -> None:
        self.room = room
        self.units = units
        self.singles = singles
        self.secretaries = secretaries
        self.tries = TRIES
        self.found: dict[str, int] = {}
        self.cost = -1

    def best(self) -> dict[str, int]:
        """The cheapest seating that was found."""
        self._place(0, self.room, {}, Counter(self.secretaries))
        return self.found

    def _place(self, at: int, room: _Room, made: dict[str, int], secretaries: Counter[int]) -> None:
        if self.tries <= 0 or self.cost == 0:
            return
        if at == len(self.units):
            self.tries -= 1
            self._finish(room, made, sum(count - 1 for count in secretaries.values() if count > 1))
            return
        unit = self.units[at]
        clerks = sum(one.secretary for one in unit)

        def weight(table: int) -> tuple[int, int, int, int]:
            clash = sum(room.there[table][one.organisation] for one in unit if one.organisation)
            crowded = max(0, len(unit) - room.free[table])
            return crowded, (secretaries[table] if clerks else 0), clash, -room.free[table]

        alike: set[tuple[int, int, frozenset[tuple[str, int]]]] = set()
        for table in sorted(range(len(room.free)), key=weight):
            # Two tables with the same people at them are one choice.
            same = (room.free[table], secretaries[table], frozenset(room.there[table].items()))
            if same in alike:
                continue
            alike.add(same)
            next_room = room.copy()
            next_room.sit(table, unit)
            if min(next_room.free) < 0:
                _even(next_room.free)
            here = Counter(secretaries)
            here[table] += clerks
            self._place(at + 1, next_room, {**made, **{one.id: table for one in unit}}, here)
            if self.tries <= 0 or self.cost == 0:
                return

    def _finish(self, room: _Room, made: dict[str, int], doubled: int) -> None:
        seated = _seat_singles(room, self.singles)
        full = room.copy()
        for one in self.singles:
            full.sit(seated[one.id], [one])
        cost = 1000 * full.cost() + doubled
        if self.cost < 0 or cost < self.cost:
            self.cost, self.found = cost, {**made, **seated}


def _seat_singles(room: _Room, singles: Sequence[Seat]) -> dict[str, int]:
    """Tables for people who are free to sit anywhere: exactly the least number of pairs of one organisation."""
    belongs: dict[str, list[Seat]] = {}
    for one in singles:
        # Customers and others without an organisation are spread too; they never stand against the mixing.
        belongs.setdefault(one.organisation or f" {one.kind}", []).append(one)
    counts = _flow(
        {name: len(members) for name, members in belongs.items()},
        room.free,
        {name: [one[name] for one in room.there] for name in belongs},
        {name: 0 if name == " " else 1 if name.startswith(" ") else 1000 for name in belongs},
    )
    made: dict[str, int] = {}
    kinds: list[Counter[str]] = [Counter() for _ in room.free]
    for name in sorted(belongs, key=lambda name: (len(belongs[name]), name)):
        tables = [table for table, count in enumerate(counts[name]) for _ in range(count)]
        # Who of an organisation sits where is free: kinds of people are spread too.
        for one in sorted(belongs[name], key=lambda one: (one.kind, one.id)):
            table = min(tables, key=lambda table: (kinds[table][one.kind], table))
            tables.remove(table)
            kinds[table][one.kind] += 1
            made[one.id] = table
    return made


def _flow(
    supply: Mapping[str, int], free: Sequence[int], there: Mapping[str, Sequence[int]], weights: Mapping[str, int]
) -> dict[str, list[int]]:
    """How many of each organisation go to each table at the least cost; the free places are enough for all."""
    names = sorted(supply, key=lambda name: (-supply[name], name))
    placed = {name: [0] * len(free) for name in names}
    left = list(free)
    for name in names:
        for _ in range(supply[name]):
            _augment(name, names, placed, left, there, weights)
    return placed


def _augment(
    start: str, names: Sequence[str], placed: dict[str, list[int]], left: list[int], there: Mapping[str, Sequence[int]],
    weights: Mapping[str, int],
) -> None:  # fmt: skip
    """Seat one more of an organisation, moving others along the cheapest chain (Bellman and Ford with a queue)."""
    tables = range(len(left))
    cost: dict[str | int, int] = {start: 0}
    came: dict[str | int, str | int] = {}
    queue: deque[str | int] = deque([start])
    waiting: set[str | int] = {start}

    def relax(node: str | int, next_: str | int, price: int) -> None:
        total = cost[node] + price
        if next_ not in cost or total < cost[next_]:
            cost[next_], came[next_] = total, node
            if next_ not in waiting:
                waiting.add(next_)
                queue.append(next_)

    while queue:
        node = queue.popleft()
        waiting.discard(node)
        if isinstance(node, str):
            for table in tables:
                relax(node, table, weights[node] * (there[node][table] + placed[node][table]))
        else:
            for name in names:
                if placed[name][node]:
                    relax(node, name, -weights[name] * (there[name][node] + placed[name][node] - 1))
    end: str | int = min((table for table in tables if left[table] > 0), key=lambda table: (cost[table], -left[table]))
    left[int(end)] -= 1
    while end != start:
        before = came[end]
        if isinstance(end, int):
            placed[str(before)][end] += 1
        else:
            placed[end][int(before)] -= 1
        end = before
