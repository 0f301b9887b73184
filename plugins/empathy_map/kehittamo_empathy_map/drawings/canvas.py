"""The map: one field beside the other with its notes, the person in the middle; both canvases from the same notes."""

from kehittamo_core.api import Area, Board, Box, Glyph, Item, Part, Scene, Sign, Tone, Words, stack
from kehittamo_empathy_map import reading

FIELD = 118.0
GAP = 5.0
EDGE = 4.0
PERSON = 13.0
TONES: dict[str, Tone] = {
    "who": "kivi", "need_to_do": "kivi", "think_feel": "lakka", "hear": "jarvi", "see": "jarvi", "say_do": "sammal",
    "say": "sammal", "do": "sammal", "pains": "puolukka", "gains": "sammal",
}  # fmt: skip
GLYPHS: dict[str, Glyph] = {"pains": "bolt", "gains": "heart", "who": "person"}

Shape = Area | Box | Sign | Words


def empathy_map(board: Board) -> Scene:
    """The chosen canvas with every note in its field."""
    fields = reading.fields(board)
    shapes: list[Shape] = []
    parts: list[Part] = []
    y = 0.0
    middles: list[float] = []
    for number, row in enumerate(reading.FIELDS[reading.canvas(board)]):
        width = FIELD if len(row) == 2 else 2 * FIELD + GAP
        clear = PERSON + 2.0 - GAP / 2 if number < 2 else 0.0  # the person stands between the four upper fields
        filled = [
            filled_field(board, zone, fields[zone], index * (FIELD + GAP), y, width, clear)
            for index, zone in enumerate(row)
        ]
        height = max(bottom for _, bottom in filled) - y + EDGE
        for index, zone in enumerate(row):
            x = index * (FIELD + GAP)
            start = x + EDGE + (clear if x > 0 else 0.0)
            heading = _heading(board, zone, len(fields[zone]))
            shapes += [
                Area(x=x, y=y, width=width, height=height),
                Words(x=start, y=y + 2.6, text=heading, width=width - 16 - clear, size=3.4, weight=700),
            ]
            if zone in GLYPHS:
                shapes.append(Sign(x=x + width - 6, y=y + 5, glyph=GLYPHS[zone]))
            shapes += filled[index][0]
            parts.append(Part(label=board.label(f"zone:{zone}"), x=x, y=y, width=width, height=height))
        middles.append(y + height + GAP / 2)
        y += height + GAP
    shapes += _person(middles[0])
    return Scene(shapes=tuple(shapes), alt=_alt(board), parts=tuple(parts))


def _heading(board: Board, zone: str, count: int) -> str:
    return f"{board.label(f'zone:{zone}')}  {count}"


def filled_field(
    board: Board, zone: str, items: tuple[Item, ...], x: float, y: float, width: float, clear: float
) -> tuple[list[Box], float]:
    """The notes of a field in columns of equal width, each on the shortest column; and where they end."""
    columns = 2 if width <= FIELD else 4
    inner = width - 2 * EDGE - clear
    start = x + EDGE + (clear if x > 0 else 0.0)
    note_width = (inner - (columns - 1) * 3.0) / columns
    ends = [y + 9.0] * columns
    boxes: list[Box] = []
    for item in items:
        column = min(range(columns), key=lambda number: (ends[number], number))
        box = Box(
            item=item, x=0.0, y=0.0, width=note_width, form="note", tone=TONES[zone], weight=400, second=_second(board, item),
            language=board.language,
        )  # fmt: skip
        placed = stack([box], start + column * (note_width + 3.0), ends[column])[0]
        boxes.append(placed)
        ends[column] = placed.bottom + 3.0
    return boxes, max(max(ends) - 3.0, y + 30.0)


def _second(board: Board, item: Item) -> str:
    words = [reading.grade(board, item)]
    if item.votes:
        words.append(board.say_many("{number} vote of experts", "{number} votes of experts", item.votes))
    return " · ".join(word for word in words if word)


def _person(middle: float) -> list[Shape]:
    x = FIELD + GAP / 2 - PERSON
    return [
        Box(x=x, y=middle - PERSON, width=2 * PERSON, height=2 * PERSON, form="circle", tone="plain", text=" "),
        Sign(x=x + PERSON, y=middle, glyph="person", role="spruce", size=13.0),
    ]


def _alt(board: Board) -> str:
    counts = ", ".join(f"{board.label(f'zone:{zone}')} {len(items)}" for zone, items in reading.fields(board).items())
    return board.say("Empathy map «{title}». Notes by field: {counts}.", title=board.title, counts=counts)
