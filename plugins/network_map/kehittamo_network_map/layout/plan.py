"""Choose the way of laying out, and put its parts together."""

from collections.abc import Iterable, Mapping, Sequence

from kehittamo_network_map.layout.areas import by_areas
from kehittamo_network_map.layout.parts import Area, Node, Plan, Point, Rect, Tie, meet, settle, union
from kehittamo_network_map.layout.ring import RING, ring

PAD = 5.0
HEAD = 6.5


def plan(
    nodes: Sequence[Node],
    ties: Iterable[Tie],
    areas: Sequence[Area] = (),
    centres: Sequence[str] = (),
    kept: Mapping[str, Point] | None = None,
) -> Plan:
    """The middle of every node's symbol in millimetres, and a rectangle round every area.

    `centres` stand in the middle; `kept` are the places set by hand, and the others flow round them. The same input
    always gives the same plan. An area's rectangle holds its members, except those that were set down elsewhere by hand.
    """  # fmt: skip
    by_id = {node.id: node for node in nodes}
    set_down = {id_: at for id_, at in (kept or {}).items() if id_ in by_id}
    lines = [tie for tie in ties if tie.first in by_id and tie.second in by_id]
    middle = [id_ for id_ in centres if id_ in by_id]
    grouped = {id_ for area in areas for id_ in area.members}
    free = [node.id for node in nodes if node.id not in middle]
    if areas and grouped & set(by_id):
        spots = by_areas(by_id, lines, areas, [id_ for id_ in free if id_ not in grouped], middle, set_down)
    elif len(free) <= RING:
        spots = ring(by_id, lines, free, middle)
    else:
        # numpy takes its time to load, and only large networks without given groups need it
        from kehittamo_network_map.layout.stress import by_stress

        spots = by_stress(by_id, lines, free, middle)
    spots = settle(nodes, {**spots, **set_down}, set_down)
    return Plan(spots=spots, areas=_frames(by_id, areas, spots, set_down))


def _frames(
    nodes: Mapping[str, Node], areas: Sequence[Area], spots: Mapping[str, Point], kept: Mapping[str, Point]
) -> dict[str, Rect]:
    found: dict[str, Rect] = {}
    for area in areas:
        own = [id_ for id_ in area.members if id_ in nodes]
        stayed = [id_ for id_ in own if id_ not in kept] or own[:1]
        if stayed:
            found[area.id] = _frame([nodes[id_].rect(spots[id_]) for id_ in stayed], area)
    for area in areas:
        if area.id not in found:
            continue
        others = [rect for id_, rect in found.items() if id_ != area.id]
        strangers = [node.rect(spots[id_]) for id_, node in nodes.items() if id_ not in area.members]
        for id_ in area.members:
            if id_ in kept and id_ in nodes:
                wider = union((found[area.id], _frame([nodes[id_].rect(spots[id_])], area)))
                if not any(meet(wider, rect) for rect in (*others, *strangers)):
                    found[area.id] = wider
    return found


def _frame(rects: Iterable[Rect], area: Area) -> Rect:
    left, top, right, bottom = union(rects)
    lacking = max(0.0, area.label_width + 14 - (right - left + 2 * PAD)) / 2
    return left - PAD - lacking, top - HEAD, right + PAD + lacking, bottom + PAD - 1
