"""Given groups in areas of their own: side by side, those without a group and the centre between them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehittamo_network_map.layout.improve import exchange
from kehittamo_network_map.layout.parts import GAP, Area, Node, Point, Tie, meet

PAD, HEAD, BETWEEN = 5.0, 6.5, 9.0
FEW = 6
"""Up to this many actors without a group stand between the areas; more get an area without a frame."""


@dataclass
class _Block:
    """The places of one group, from 0, 0 on, and the room that they take with its frame."""

    members: list[str]
    slots: list[Point]
    width: float
    height: float


def by_areas(
    nodes: Mapping[str, Node],
    ties: Sequence[Tie],
    areas: Sequence[Area],
    loose: Sequence[str],
    centres: Sequence[str],
    kept: Mapping[str, Point],
) -> dict[str, Point]:
    """Every node's spot. Two columns up to four areas, then three or four; what stands between them in the middle."""  # fmt: skip
    groups = [
        (area.label_width, [id_ for id_ in area.members if id_ in nodes and id_ not in centres]) for area in areas
    ]
    groups = [(label, members) for label, members in groups if members]
    between = [*centres, *loose] if len(loose) <= FEW else list(centres)
    if len(loose) > FEW:
        groups.append((0.0, list(loose)))
    blocks = [_block(nodes, members, label) for label, members in groups]
    columns = 1 if len(blocks) == 1 else 2 if len(blocks) <= 4 else 3 if len(blocks) <= 9 else 4
    middle = _middle(nodes, between)
    corners = _two_columns(blocks, middle) if columns <= 2 else _rows(blocks, middle, columns)
    spots: dict[str, Point] = {}
    for block, (left, top) in zip((*blocks, middle), corners, strict=True):
        _fill(nodes, block, left, top, kept, spots)
    fixed = {*kept, *centres}
    exchange(nodes, ties, spots, [[id_ for id_ in block.members if id_ not in fixed] for block in (*blocks, middle)])
    return spots


def _block(nodes: Mapping[str, Node], members: Sequence[str], label: float) -> _Block:
    """A lattice whose columns stand at half a row's distance and whose rows sway, so that few ties run in one line."""
    wide = max(nodes[id_].width for id_ in members) + GAP + 3.0
    high = max(nodes[id_].height for id_ in members) + GAP + 4.0
    reach = max(nodes[id_].radius for id_ in members)
    count = len(members)
    if count <= 4:
        sway = wide * 0.62
        slots = [((index % 2) * sway, index * high) for index in range(count)]
        across, down = wide + (sway if count > 1 else 0.0), count * high
    else:
        columns = 2 if count <= 8 else 3 if count <= 18 else max(4, round(math.sqrt(count * 0.62)))
        sway = wide * 0.12
        slots = []
        for index in range(count):
            row, column = divmod(index, columns)
            slots.append((column * wide + (row % 2) * sway, (row + (column % 2) * 0.5) * high))
        across, down = columns * wide + sway, (math.ceil(count / columns) + 0.5) * high
    slots = [(x + wide / 2 + PAD, y + reach + HEAD + 1.0) for x, y in slots]
    return _Block(list(members), slots, max(across + 2 * PAD, label + 14), down + HEAD + PAD - 5)


def _middle(nodes: Mapping[str, Node], members: Sequence[str]) -> _Block:
    """Those between the areas, one below the other with a slight sway; the centre in the middle of them."""
    if not members:
        return _Block([], [], 14.0, 0.0)
    wide = max(nodes[id_].width for id_ in members)
    high = max(nodes[id_].height for id_ in members) + GAP + 7.0
    slots = [
        (wide / 2 + 4 + (0.0 if index == 0 else (-1) ** index * wide * 0.12), rank * high + 8)
        for index, rank in enumerate(_from_the_middle(len(members)))
    ]
    return _Block(list(members), slots, wide * 1.24 + 8, len(members) * high)


def _from_the_middle(count: int) -> list[int]:
    """Rows from the middle outwards: for 5 they are 2, 1, 3, 0, 4."""
    start = (count - 1) // 2
    return sorted(range(count), key=lambda row: (abs(row - start), row))


def _two_columns(blocks: Sequence[_Block], middle: _Block) -> list[Point]:
    left = [block for index, block in enumerate(blocks) if index % 2 == 0]
    right = [block for index, block in enumerate(blocks) if index % 2 == 1]
    first = max((block.width for block in left), default=0.0)
    second = first + middle.width + (0.0 if right else BETWEEN)
    heights = [sum(block.height + BETWEEN for block in side) - BETWEEN for side in (left, right) if side]
    tall = max([*heights, middle.height], default=0.0)
    corners: list[Point] = []
    down = [0.0, 0.0]
    for index, block in enumerate(blocks):
        side = index % 2
        x = (first - block.width) / 2 if side == 0 else second
        corners.append((x, down[side]))
        down[side] += block.height + BETWEEN
    return [*corners, (first, (tall - middle.height) / 2)]


def _rows(blocks: Sequence[_Block], middle: _Block, columns: int) -> list[Point]:
    """Rows of areas; those between them in a band below the first row."""
    corners: list[Point] = []
    top, band = 0.0, 0.0
    widths = [max(block.width for block in blocks[column::columns]) for column in range(columns)]
    for start in range(0, len(blocks), columns):
        row = blocks[start : start + columns]
        x = 0.0
        for column, block in enumerate(row):
            corners.append((x + (widths[column] - block.width) / 2, top))
            x += widths[column] + BETWEEN
        top += max(block.height for block in row) + BETWEEN
        if start == 0:
            band = top
            top += _lay_down(middle)
    whole = sum(widths) + BETWEEN * (columns - 1)
    return [*corners, (max((whole - middle.width) / 2, 0.0), band)]


def _lay_down(middle: _Block) -> float:
    """Turn the column between the areas into a row; its height."""
    if not middle.members:
        return 0.0
    each = middle.width + 4
    high = middle.height / len(middle.members)
    ranks = _from_the_middle(len(middle.members))
    middle.slots = [(rank * each + each / 2, 8 + (rank % 2) * high * 0.25) for rank in ranks]
    middle.width, middle.height = each * len(middle.members), high * 1.25
    return middle.height + BETWEEN


def _fill(
    nodes: Mapping[str, Node],
    block: _Block,
    left: float,
    top: float,
    kept: Mapping[str, Point],
    spots: dict[str, Point],
) -> None:
    """Give each member its slot; slots that a hand-set node covers stay empty, and those who had them go below."""
    taken = [nodes[id_].rect(at, GAP) for id_, at in kept.items()]
    free = [(left + x, top + y) for x, y in block.slots]
    pitch = block.height / max(len(block.members), 1)
    low = max((y for _, y in free), default=top)
    waiting: list[str] = []
    for id_, slot in zip(block.members, free, strict=True):
        if id_ in kept:
            spots[id_] = kept[id_]
        elif any(meet(nodes[id_].rect(slot), rect) for rect in taken):
            waiting.append(id_)
        else:
            spots[id_] = slot
    spare = [slot for id_, slot in zip(block.members, free, strict=True) if id_ in kept]
    for id_ in waiting:
        at = next((slot for slot in spare if not any(meet(nodes[id_].rect(slot), rect) for rect in taken)), None)
        if at is not None:
            spare.remove(at)
        else:
            low += pitch
            at = (left + block.width / 2, low)
        spots[id_] = at
