"""What all drawings of one board share: the actors at the same spots, the areas, and what is attached to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, pi, sin

from kehittamo_core.api import Badge, Board, Link, Part, Stroke, text_width
from kehittamo_network_map.drawings.nodes import Drawn, Point, drawn, label_lines
from kehittamo_network_map.graph import by_sector, enough_answers, graph, name, strength, ties
from kehittamo_network_map.layout import Area, Plan, Tie, plan
from kehittamo_network_map.layout.parts import Rect, meet, off_line
from kehittamo_network_map.measures import LARGE, betweenness
from kehittamo_network_map.missing import Suggestion, named, suggestions
from kehittamo_network_map.types import Colour

TINTS: tuple[tuple[Colour, Colour], ...] = (
    ("lake-tint", "n-jarvi-e"),
    ("amber-tint", "n-lakka-e"),
    ("moss-tint", "n-sammal-e"),
    ("sunken", "n-kivi-e"),
    ("heather-tint", "n-kanerva-e"),
)
"""Fill and edge of the areas, in the order of the sectors; the name on the edge tells them apart without colour."""
PILL = 5.2
MANY = 200
"""Beyond this many ties names stay below: ties run everywhere."""
HEAD_SIZE = PILL * 0.62


@dataclass(frozen=True)
class Stage:
    """A board's actors and ties with their spots, computed once for a drawing."""

    board: Board

    @cached_property
    def ties(self) -> tuple[Link, ...]:
        """All ties, of now and of the target."""
        return ties(self.board)

    @cached_property
    def actors(self) -> Mapping[str, Drawn]:
        """The actors by id, as they are drawn: with the name above where ties would run behind it below."""
        below, plan = dict(self._below), self.plan
        rects = {id_: actor.node.rect(plan.spots[id_], 1.0) for id_, actor in below.items()}
        ends = [
            (plan.spots[tie.source], plan.spots[tie.target])
            for tie in self.ties
            if tie.source in below and tie.target in below
        ]
        if len(ends) > MANY:
            return below
        for id_, actor in below.items():
            turned = replace(actor, above=True)
            rect = turned.node.rect(plan.spots[id_], 1.0)
            frame = next((area for area in plan.areas.values() if _within(plan.spots[id_], area)), None)
            if frame is not None and rect[1] < frame[1] + PILL:
                continue
            if any(meet(rect, other) for other_id, other in rects.items() if other_id != id_):
                continue
            hidden, shown = (_crossings(each.node.label(plan.spots[id_]), ends) for each in (actor, turned))
            if shown < hidden:
                below[id_], rects[id_] = turned, rect
        return below

    @cached_property
    def _below(self) -> Mapping[str, Drawn]:
        """The actors by id with their names below, drawn larger the more others they are tied to, at any time."""
        near: dict[str, set[str]] = {}
        for tie in self.ties:
            if strength(tie) != 0:
                near.setdefault(tie.source, set()).add(tie.target)
                near.setdefault(tie.target, set()).add(tie.source)
        return {item.id: drawn(self.board, item, len(near.get(item.id, ()))) for item in self.board.of("actor")}

    @cached_property
    def sectors(self) -> Mapping[str, tuple[str, str]]:
        """The areas' names by the sector's id: what is shown on the edge, and the whole name."""
        found = {}
        for sector in self.board.of("sector"):
            whole = name(self.board, sector)
            lines, _ = label_lines(self.board, whole, sector.code)
            fits = text_width(whole, HEAD_SIZE, 700) < 60
            found[sector.id] = (whole if fits else sector.code or lines[0], whole)
        return found

    @cached_property
    def plan(self) -> Plan:
        """Where everything stands: the same for now and for the target."""
        groups = by_sector(self.board, tuple(actor.item for actor in self._below.values()))
        areas = [
            Area(
                id=id_, members=tuple(actor.id for actor in members),
                label_width=text_width(self.sectors[id_][0], HEAD_SIZE, 700),
            )
            for id_, members in groups.items()
            if id_ in self.sectors
        ]  # fmt: skip
        pull = {1: 1.0, 2: 1.25, 3: 1.5}
        return plan(
            [actor.node for actor in self._below.values()],
            [Tie(tie.source, tie.target, pull.get(strength(tie) or 1, 1.0)) for tie in self.ties if strength(tie) != 0],
            areas,
            [id_ for id_, actor in self._below.items() if actor.item.get("centre")],
            {
                id_: (actor.item.place.x + actor.radius, actor.item.place.y + actor.radius)
                for id_, actor in self._below.items()
                if actor.item.place is not None
            },
        )

    @cached_property
    def between(self) -> Mapping[str, float]:
        """The counted actors' shares of the shortest routes; nothing for a network that is too large to wait for."""
        network = graph(self.board)
        return betweenness(network) if network.number_of_nodes() <= LARGE else {}

    @cached_property
    def suggested(self) -> tuple[Suggestion, ...]:
        """The missing ties that are drawn beside those that people named: so many that there are three in all."""
        lacking = max(0, 3 - len(named(self.board)))
        return suggestions(self.board, busy=self.between or None)[:lacking] if lacking else ()

    @cached_property
    def brokers(self) -> frozenset[str]:
        """Who stands most between the others: one actor or two, nobody where too few have answered."""
        between = self.between
        if len(between) < 3 or not enough_answers(self.board):
            return frozenset()
        best = max(between.values())
        top = [id_ for id_, value in between.items() if best - value < 1e-9]
        return frozenset(top) if best > 1e-9 and len(top) <= 2 else frozenset()

    @cached_property
    def bounds(self) -> Rect:
        """What actors and areas take."""
        rects = [actor.node.rect(self.plan.spots[id_]) for id_, actor in self.actors.items()]
        rects += [(left, top - PILL / 2, right, bottom) for left, top, right, bottom in self.plan.areas.values()]
        if not rects:
            return 0.0, 0.0, 150.0, 20.0
        return (
            min(rect[0] for rect in rects), min(rect[1] for rect in rects),
            max(rect[2] for rect in rects), max(rect[3] for rect in rects),
        )  # fmt: skip

    def placed(self) -> dict[str, Point]:
        """Where every actor's symbol stands, as a place set by hand would say it: its upper left corner."""
        return {
            id_: (self.plan.spots[id_][0] - actor.radius, self.plan.spots[id_][1] - actor.radius)
            for id_, actor in self._below.items()
        }

    def taken(self) -> list[Rect]:
        """What symbols (with a broker's ring), names and the areas' names cover."""
        rects: list[Rect] = []
        for id_, actor in self.actors.items():
            x, y = self.plan.spots[id_]
            away = 2.0 if id_ in self.brokers else 0.0
            half = actor.radius + away + 0.3
            left, top, right, bottom = actor.node.label((x, y))
            shift = -away if actor.above else away
            rects.append((x - half, y - half, x + half, y + half))
            rects.append((left - 0.6, top + shift - 0.3, right + 0.6, bottom + shift + 0.3))
        for id_, (left, top, _, _) in self.plan.areas.items():
            wide = text_width(self.sectors[id_][0], HEAD_SIZE, 700) + 3.2
            rects.append((left + 6, top - PILL / 2, left + 6 + wide, top + PILL / 2))
        return rects

    def areas(self, shift: Point = (0.0, 0.0)) -> Iterator[Stroke | Badge]:
        """The dashed areas with the sectors' names on their edges."""
        order = [sector.id for sector in self.board.of("sector")]
        for id_, (left, top, right, bottom) in self.plan.areas.items():
            tint, edge = TINTS[order.index(id_) % len(TINTS)]
            yield Stroke(
                points=rounded(left + shift[0], top + shift[1], right + shift[0], bottom + shift[1], 9.0),
                role=edge, fill=tint, dashed=True, closed=True,
            )  # fmt: skip
            shown = self.sectors[id_][0]
            wide = text_width(shown, HEAD_SIZE, 700) + 3.2
            sector = self.board.item(id_)
            yield Badge(
                x=left + 6 + wide / 2 + shift[0], y=top + shift[1], text=shown, form="pill", role=edge, size=PILL,
                item=sector, filled=False,
            )  # fmt: skip

    def parts(self, more: tuple[Part, ...] = ()) -> tuple[Part, ...]:
        """The whole map, each area by itself, and what else is shown part by part."""
        if not self.actors:
            return more
        left, top, right, bottom = self.bounds
        whole = Part(label=self.board.say("The whole network"), x=left - 4, y=top - 4, width=right - left + 8, height=bottom - top + 8)  # fmt: skip
        areas = tuple(
            Part(label=self.sectors[id_][1], x=x - 4, y=y - 6, width=x2 - x + 8, height=y2 - y + 10)
            for id_, (x, y, x2, y2) in self.plan.areas.items()
        )
        return (whole, *areas, *more)


def _within(at: Point, area: Rect) -> bool:
    return area[0] <= at[0] <= area[2] and area[1] <= at[1] <= area[3]


def _crossings(label: Rect, ends: list[tuple[Point, Point]]) -> int:
    """How many ties run behind a label."""
    x, y = (label[0] + label[2]) / 2, (label[1] + label[3]) / 2
    reach = (label[2] - label[0]) / 3
    spots = ((x - reach, y), (x, y), (x + reach, y))
    return sum(1 for start, end in ends if any(off_line(spot, start, end) < 2.4 for spot in spots))


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> tuple[Point, ...]:
    """A rectangle with round corners as points."""
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    corners = (
        (right - r, top + r, -pi / 2),
        (right - r, bottom - r, 0.0),
        (left + r, bottom - r, pi / 2),
        (left + r, top + r, pi),
    )
    return tuple(
        (x + r * cos(start + pi / 2 * step / 6), y + r * sin(start + pi / 2 * step / 6))
        for x, y, start in corners
        for step in range(7)
    )  # fmt: skip


class _Last:
    """The stage of the board that was drawn last: a report draws several drawings of one board after another."""

    stage: Stage | None = None


def stage_of(board: Board) -> Stage:
    """A board's stage; drawings of the same board share it, so that places are computed once."""
    stage = _Last.stage
    if stage is None or stage.board is not board:
        stage = _Last.stage = Stage(board)
    return stage
