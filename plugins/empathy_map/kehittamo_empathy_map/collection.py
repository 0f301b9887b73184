"""Counting what was collected: maps, diaries and services by profile, group and municipality, beside the stated numbers.

Three numbers stand side by side and are never forced together: what is filled in here, what the municipalities report
added up, and the total that somebody states.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_empathy_map.families import by_name

INSTRUMENTS = (("maps", "service_map"), ("diaries", "diary"))
"""(the field of reported and stated numbers, the kind that is filled in here)"""


@dataclass(frozen=True)
class Counted:
    """One municipality: filled in here, and as it reports (None where it says nothing)."""

    name: str
    filled: Mapping[str, int]
    reported: Mapping[str, float | None]


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def by_municipality(board: Board) -> tuple[Counted, ...]:
    """The municipalities that report, in the board's order, then those that only appear on maps and diaries, by name."""
    filled = {
        kind: Counter(_same(str(item.get("municipality", ""))) for item in board.of(kind)) for _, kind in INSTRUMENTS
    }
    names: dict[str, str] = {}
    reports: dict[str, dict[str, float | None]] = {}
    for item in board.of("municipality"):
        name = _same(item.text)
        names.setdefault(name, item.text or item.code)
        report = reports.setdefault(name, {})
        for field, _ in INSTRUMENTS:
            value = item.get(field)
            if isinstance(value, int | float):
                report[field] = (report.get(field) or 0) + value
    seen = {
        _same(str(item.get("municipality"))): str(item.get("municipality"))
        for _, kind in INSTRUMENTS
        for item in board.of(kind)
        if item.get("municipality")
    }
    names |= {name: text for name, text in sorted(seen.items()) if name not in names}
    return tuple(
        Counted(
            text,
            {field: filled[kind][name] for field, kind in INSTRUMENTS},
            {field: reports.get(name, {}).get(field) for field, _ in INSTRUMENTS},
        )
        for name, text in names.items()
    )


@dataclass(frozen=True)
class Total:
    """One instrument: filled in here, reported by municipalities and added up (None where none reports), a stated total."""

    field: str
    kind: str
    filled: int
    reported: float | None
    stated: float
    by: Item


def totals(board: Board) -> Iterator[Total]:
    """Each stated total beside both sums."""
    counted = by_municipality(board)
    for statement in board.of("stated"):
        for field, kind in INSTRUMENTS:
            stated = statement.get(field)
            if isinstance(stated, int | float):
                reports = [value for one in counted if (value := one.reported[field]) is not None]
                yield Total(field, kind, len(board.of(kind)), sum(reports) if reports else None, stated, statement)


@dataclass(frozen=True)
class Use:
    """A service with how many maps name it, in how many diary entries it appears, by which ways and how often."""

    service: Item
    maps: int
    entries: int
    ways: tuple[tuple[str, int], ...]
    often: tuple[tuple[str, int], ...]


def uses(board: Board, maps: frozenset[str] | None = None, entries: frozenset[str] | None = None) -> tuple[Use, ...]:
    """The services that maps and diaries name, the most named first, then by name; of some maps and entries or of all."""
    found = []
    for service in board.of("service"):
        links = [
            link
            for link in board.incoming(service, "used")
            if (source := board.item(link.source)) is not None
            and (
                (source.kind == "service_map" and (maps is None or source.id in maps))
                or (source.kind == "entry" and (entries is None or source.id in entries))
            )
        ]
        if not links:
            continue
        named = {link.source for link in links if (one := board.item(link.source)) and one.kind == "service_map"}
        ways = Counter(str(link.get("channel")) for link in links if link.get("channel"))
        often = Counter(str(link.get("often")) for link in links if link.get("often"))
        entries_ = len({link.source for link in links} - named)
        found.append(Use(service, len(named), entries_, tuple(ways.most_common()), tuple(often.most_common())))
    return tuple(sorted(found, key=lambda use: (-use.maps - use.entries, use.service.text.casefold(), use.service.id)))


@dataclass(frozen=True)
class Share:
    """What people of one profile, group or municipality handed in; `felt` counts how entries say that it went."""

    name: str
    maps: tuple[Item, ...]
    diaries: tuple[Item, ...]
    entries: tuple[Item, ...]
    uses: tuple[Use, ...]
    felt: Mapping[str, int]


def entries_of(board: Board, diary: Item) -> tuple[Item, ...]:
    """The entries of a diary, by day."""
    return tuple(sorted(board.before(diary, "written_in"), key=lambda item: (str(item.get("day", "")), item.order)))


def _profile_names(board: Board, item: Item) -> tuple[str, ...]:
    return tuple(one.text or one.code for one in by_name(board.after(item, "like")) if one.kind == "profile")


def shares(board: Board, by: str) -> tuple[Share, ...]:
    """What was handed in, by `profile`, `group` or `municipality`, sorted by name; what says none of it comes last as ""."""
    entry_home = {link.source: link.target for link in board.links_of("written_in")}
    named: dict[str, str] = {"": ""}
    parts: dict[str, dict[str, list[Item]]] = {}
    for kind in ("service_map", "diary", "entry"):
        for item in board.of(kind):
            home = board.item(entry_home.get(item.id, "")) if kind == "entry" else None
            names = _names_for(board, item, by) or (_names_for(board, home, by) if home is not None else ()) or ("",)
            for name in names:
                named.setdefault(_same(name), name)
                parts.setdefault(_same(name), {}).setdefault(kind, []).append(item)
    made = []
    for name in sorted(parts, key=lambda name: (name == "", name)):
        of = parts[name]
        maps, entries = tuple(of.get("service_map", ())), tuple(of.get("entry", ()))
        used = uses(board, frozenset(item.id for item in maps), frozenset(item.id for item in entries))
        felt = Counter(str(item.get("felt")) for item in entries if item.get("felt"))
        made.append(Share(named[name], maps, tuple(of.get("diary", ())), entries, used, felt))
    return tuple(made)


def _names_for(board: Board, item: Item, by: str) -> tuple[str, ...]:
    if by == "profile":
        return _profile_names(board, item)
    value = str(item.get(by, "")).strip()
    return (value,) if value else ()
