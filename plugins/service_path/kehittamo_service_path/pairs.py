"""Two paths side by side: which steps are the same, which stand on one path only, and in what the same ones differ."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kehittamo_core.api import Board, Choice, Field, Item, Link
from kehittamo_service_path.durations import days
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import Lane, lane_of, lanes_of, participants

ROLES = (
    Choice("actor", "another actor's path"),
    Choice("today", "today's path of the same"),
    Choice("target", "the target path of the same"),
)
COMPARED_WITH = Field(
    id="compared_with", label="Path to compare with", type="board",
    help="Another path of this programme: the drawing «Two paths» shows both, with the steps in which they meet.",
)  # fmt: skip
COMPARED_AS = Field(id="compared_as", label="The other path is", type="choice", choices=ROLES)

FIELDS = ("text", "participants", "owner", "channel", "duration", "recurrence", "trigger", "description")
"""What is compared of two steps that are the same; `duration` stands for its three fields."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A step of this path and the step of the other that is the same one.

    `tie` is the link that says so; one without an id was read out of two equal names. `differs` names fields of `FIELDS`.
    """

    mine: Item
    other: Item
    tie: Link
    differs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Two paths: this board's and the other's, with their pairs in the order of this path, and what has no pair."""

    mine: Board
    other: Board
    role: str
    pairs: tuple[Pair, ...]
    only_mine: tuple[Item, ...]
    only_other: tuple[Item, ...]

    def change_of(self, item: Item) -> str:
        """How a step stands between today's path and the target: new, changed, removed, or "" for neither.

        Between the paths of two actors nothing is new or left out: each does their own part.
        """
        if self.role == "actor":
            return ""
        alone = {one.id for one in (*self.only_mine, *self.only_other)}
        if item.id in alone:
            on_target = (item.board == self.mine.id) == (self.role == "today")
            return "new" if on_target else "removed"
        return "changed" if any(item.id in (p.mine.id, p.other.id) and p.differs for p in self.pairs) else ""


def read_paths(board: Board) -> Paths | None:
    """This board's path beside the one that its setting chose; None where none was chosen."""
    other = board.beside.get(COMPARED_WITH.id)
    if other is None:
        return None
    role = str(board.settings.get(COMPARED_AS.id) or ROLES[0].id)
    # Supporting services are compared only where both paths tell of them: one that tells of none may still have them.
    both = board.of("support") and other.of("support")
    mine_walk, other_walk = (
        tuple(item for item in walk(path) if both or item.kind != "support") for path in (board, other)
    )
    mine, theirs = {item.id: item for item in mine_walk}, {item.id: item for item in other_walk}
    ties: dict[str, tuple[str, Link]] = {}
    taken: set[str] = set()
    for link in board.links_of("shared"):
        for a, b in ((link.source, link.target), (link.target, link.source)):
            if a in mine and b in theirs and a not in ties and b not in taken:
                ties[a] = (b, link)
                taken.add(b)
    named = _by_name(other, other_walk, taken)
    for id_, item in _by_name(board, mine_walk, set(ties)).values():
        key = _same(item.text)
        if key in named:
            other_id = named[key][0]
            ties[id_] = (other_id, Link(id="", kind="shared", source=id_, target=other_id, inferred=frozenset({""})))
            taken.add(other_id)
    pairs = tuple(
        Pair(
            mine=item, other=theirs[ties[item.id][0]], tie=ties[item.id][1],
            differs=differences(board, item, other, theirs[ties[item.id][0]], role),
        )
        for item in mine_walk
        if item.id in ties
    )  # fmt: skip
    return Paths(
        mine=board, other=other, role=role, pairs=pairs,
        only_mine=tuple(item for item in mine_walk if item.id not in ties),
        only_other=tuple(item for item in other_walk if item.id not in taken),
    )  # fmt: skip


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _by_name(board: Board, items: tuple[Item, ...], taken: set[str]) -> Mapping[str, tuple[str, Item]]:
    """The steps that bear a name alone on their path, by that name; two of one name might be either."""
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.text and item.board == board.id:
            found.setdefault(_same(item.text), []).append(item)
    return {key: (same[0].id, same[0]) for key, same in found.items() if len(same) == 1 and same[0].id not in taken}


def differences(board: Board, mine: Item, other_board: Board, other: Item, role: str) -> tuple[str, ...]:
    """The fields in which two steps differ where both say something; a gap is a question, not a difference.

    Of the paths of two actors the words, who is responsible, the description and the lane are each actor's own.
    """
    found = []
    for field in FIELDS:
        if role == "actor" and field in ("text", "owner", "description"):
            continue
        one, two = value_in_words(board, mine, field), value_in_words(other_board, other, field)
        if one and two and _same(one) != _same(two):
            found.append(field)
    here, there = _lane(board, mine), _lane(other_board, other)
    same = here is None or there is None or here.label == there.label or (here.zone and here.zone == there.zone)
    return (*found, *(() if role == "actor" or same else ("lane",)))


def _lane(board: Board, item: Item) -> Lane | None:
    return lane_of(board, item, lanes_of(board))


def value_in_words(board: Board, item: Item, field: str) -> str:
    """What a step says in one of `FIELDS`, or its lane, in words; "" for a gap."""
    match field:
        case "lane":
            lane = _lane(board, item)
            return lane.label if lane is not None else ""
        case "participants":
            return ", ".join(sorted(participants(board, item)))
        case "owner":
            return board.actor(item.get("owner"))
        case "channel":
            return ", ".join(sorted(board.label(f"step.channel.{one}") for one in item.get("channel", ())))
        case "duration":
            if days(item) is None:
                return ""
            known = [item.get("duration_min"), item.get("duration_max")]
            span = "–".join(f"{value:g}" for value in dict.fromkeys(known) if value is not None)
            unit = item.get("duration_unit")
            return f"{span} {board.label(f'step.duration_unit.{unit}')}"
    return str(item.get(field, ""))


def field_in_words(board: Board, field: str) -> str:
    """The name of one of `FIELDS`, or of the lane."""
    if field == "duration":
        return board.say("Duration")
    return board.say("Lane") if field == "lane" else board.label(f"step.{field}")


def aligned(pairs: tuple[Pair, ...], other: Board) -> Mapping[str, str]:
    """A common name for the two boxes of each pair that may stand below one another, by item id.

    Pairs that cross on the two paths cannot: the most that do not are taken (longest increasing subsequence, patience
    sorting; Fredman 1975), the others are joined by a line that bends.
    """
    place = {item.id: number for number, item in enumerate(walk(other))}
    ends: list[int] = []
    tails: list[int] = []
    came: dict[int, int | None] = {}
    for number, pair in enumerate(pairs):
        at = bisect_left(ends, place[pair.other.id])
        came[number] = tails[at - 1] if at else None
        ends[at : at + 1] = [place[pair.other.id]]
        tails[at : at + 1] = [number]
    kept: list[int] = []
    number_: int | None = tails[-1] if tails else None
    while number_ is not None:
        kept.append(number_)
        number_ = came[number_]
    return {end.id: pairs[one].mine.id for one in kept for end in (pairs[one].mine, pairs[one].other)}


def merged(paths: Paths) -> Board:
    """Both paths as one board, with a link for every pair: what a drawing of the two is laid out from."""
    own = {link.id: link for link in (*paths.other.links, *paths.mine.links) if link.kind != "shared"}
    ties = tuple(
        replace(pair.tie, id=pair.tie.id or f"same-{number}", source=pair.mine.id, target=pair.other.id)
        for number, pair in enumerate(paths.pairs)
    )
    items = {item.id: item for item in (*paths.mine.items, *paths.other.items) if item.kind != "callout"}
    return replace(
        paths.mine, items=tuple(items.values()), links=(*own.values(), *ties), linked=(*paths.mine.linked, *paths.other.linked)
    )  # fmt: skip
