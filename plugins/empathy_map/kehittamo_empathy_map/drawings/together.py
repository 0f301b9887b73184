"""Two maps in one drawing: field by field, this map's notes on the left and the other's on the right."""

from dataclasses import replace

from kehittamo_core.api import Area, Board, Box, Part, Scene, Sign, Words
from kehittamo_empathy_map.comparing import other_map, shared, sides
from kehittamo_empathy_map.drawings.canvas import EDGE, FIELD, GAP, GLYPHS, filled_field
from kehittamo_empathy_map.kinds import WRITTEN

Shape = Area | Box | Sign | Words


def two_maps_drawn(board: Board) -> Scene:
    """Both maps; a note whose words stand on both has a strong edge and says so."""
    other = other_map(board)
    if other is None:
        words = Words(
            x=0, y=0, width=150, role="ink-2",
            text=board.say("Choose in the settings of the board which other map stands beside this one."),
        )  # fmt: skip
        return Scene(shapes=(words,), alt=words.text)
    both = shared(board, other)
    shapes: list[Shape] = []
    parts: list[Part] = []
    titles = [
        Words(x=x, y=0, text=one.title, width=FIELD, size=4.4, weight=700, family="display", language=board.language)
        for x, one in ((0.0, board), (FIELD + GAP, other))
    ]
    shapes += titles
    y = max(title.height for title in titles) + 3.0
    for side in sides(board, other):
        columns = [
            filled_field(one, side.zone, notes, x, y, FIELD, 0.0)
            for one, notes, x in ((board, side.mine, 0.0), (other, side.other, FIELD + GAP))
        ]
        height = max(bottom for _, bottom in columns) - y + EDGE
        for (boxes, _), notes, x in zip(columns, (side.mine, side.other), (0.0, FIELD + GAP), strict=True):
            heading = f"{board.label(f'zone:{side.zone}')}  {len(notes)}"
            shapes += [
                Area(x=x, y=y, width=FIELD, height=height),
                Words(x=x + EDGE, y=y + 2.6, text=heading, width=FIELD - 16, size=3.4, weight=700, language=board.language),
            ]  # fmt: skip
            if side.zone in GLYPHS:
                shapes.append(Sign(x=x + FIELD - 6, y=y + 5, glyph=GLYPHS[side.zone]))
            shapes += [
                replace(box, strong=True) if box.item is not None and box.item.id in both else box for box in boxes
            ]
        parts.append(Part(label=board.label(f"zone:{side.zone}"), x=0, y=y, width=2 * FIELD + GAP, height=height))
        y += height + GAP
    shapes.append(
        Words(
            x=0,
            y=y,
            width=2 * FIELD,
            size=2.9,
            role="ink-2",
            language=board.language,
            text=board.say("A strong edge: the same words stand on both maps."),
        )
    )
    counts = [len(one.of(*WRITTEN)) for one in (board, other)]
    alt = board.say(
        "Two maps field by field: {mine} with {first} notes, {other} with {second} notes; {same} of the first stand on both.",
        mine=board.title, other=other.title, first=counts[0], second=counts[1],
        same=sum(1 for item in board.of(*WRITTEN) if item.id in both),
    )  # fmt: skip
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts))
