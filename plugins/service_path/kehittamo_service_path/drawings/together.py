"""Two whole paths in one drawing: one above the other, the steps in which they meet below one another and tied."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kehittamo_core.api import Board, Box, Item, Link, Part, Scene, Stroke, Words
from kehittamo_service_path.drawings.boxes import SMALL, Station, station
from kehittamo_service_path.drawings.change import SIGNS, shown_change
from kehittamo_service_path.drawings.grid import LINE_GAP, Sheet
from kehittamo_service_path.drawings.lines import AnyShape, arrows, legend, stubs
from kehittamo_service_path.drawings.marks import Entry, arrow_entry, loose_entry, panel_parts, panels_below
from kehittamo_service_path.drawings.path import MARGIN, lane_head, unsaid
from kehittamo_service_path.drawings.place import Layout, lay_out
from kehittamo_service_path.drawings.sheets import HEAD, box_shapes, lane_shapes, lane_spans, parts_of, sheet_width
from kehittamo_service_path.pairs import Pair, Paths, aligned, field_in_words, merged, read_paths
from kehittamo_service_path.path import IN_LANES, Lane, brief, inside, lane_of, lanes_of, unplaced

BETWEEN = "paths"
"""What stands below the first path's last lane: the line between the two paths."""


def draw_together(board: Board) -> Scene:
    """This path and the one that the board's setting chose, with the steps in which they meet and what differs."""
    paths = read_paths(board)
    if paths is None:
        words = Words(
            x=0, y=0, role="ink-2", width=150,
            text=board.say("Choose in the settings of the board which other path stands beside this one."),
        )  # fmt: skip
        return Scene(shapes=(words,), alt=words.text)
    both = merged(paths)
    order = _order(paths)
    lanes = tuple(lane for path in order for lane in _lanes(path, last=path is order[0]))
    layout = _layout(paths, both, order, lanes)
    stretch = {id_: number for number, (sheet, _, _) in enumerate(layout.sheets) for id_ in sheet.spots}
    far = {a.id for _, a, b in inside(both, "then", "returns") if stretch.get(a.id) != stretch.get(b.id)}
    width = layout.left + sheet_width(layout, far if len(layout.sheets) > 1 else ()) + MARGIN
    shapes: list[AnyShape] = []
    parts: list[Part] = []
    for sheet, ways, tops in layout.sheets:
        shapes += lane_shapes(both, sheet, tops, width)
        shapes += _line_between(sheet, tops, width)
        parts += parts_of(sheet, ways, tops, layout.left, width)
    boxes: dict[str, Box] = {}
    for box, under in box_shapes(layout):
        shapes += [box, *under]
        if box.item is not None:
            boxes[box.item.id] = box
    shapes += arrows(both, layout, boxes)
    for path in order:
        shapes += stubs(path, layout, boxes)
    marked = {item.id: change for item in both.items if (change := paths.change_of(item))}
    gone = {id_ for id_, change in marked.items() if change == "removed"}
    shapes = [shown_change(shape, marked, gone) for shape in shapes]
    explained = _legend(both, paths, layout.bottom + 3.2)
    shapes += explained
    top = layout.bottom + (11.0 if explained else 3.5)
    below = _lists(both, order, top, width, unsaid(both, layout))
    shapes += below
    parts += panel_parts(below)
    return Scene(shapes=tuple(shapes), alt=_alt(paths), parts=tuple(parts))


def _order(paths: Paths) -> tuple[Board, Board]:
    """Today's path stands above the target path; of two actors' paths this board's does."""
    return (paths.other, paths.mine) if paths.role == "today" else (paths.mine, paths.other)


def _lanes(path: Board, *, last: bool) -> list[Lane]:
    """The lanes of a path, each with the path's name in its head and an id that no lane of the other path has."""
    held = {lane.id for item in path.of(*IN_LANES) if (lane := lane_of(path, item, lanes_of(path))) is not None}
    found = [
        replace(lane, id=f"{path.id}/{lane.id}", legend=brief(path.title, 60))
        for lane in lanes_of(path)
        if lane.id in held or not held
    ]
    if last and found:
        found[-1] = replace(found[-1], below=BETWEEN)
    return found


def _layout(paths: Paths, both: Board, order: Sequence[Board], lanes: Sequence[Lane]) -> Layout:
    notes = _notes(paths)
    by_id = {lane.id: lane for lane in lanes}
    index = {lane.id: number for number, lane in enumerate(lanes)}
    stations: list[Station] = []
    for path in order:
        own = lanes_of(path)
        for item in path.of(*IN_LANES):
            lane = lane_of(path, item, own)
            if lane is not None and item.get("role") != "base":
                # A place set by hand, people and tools belong to the drawing of its own path: here ties run down.
                free = replace(item, place=None)
                made = station(both, free, by_id[f"{path.id}/{lane.id}"], notes.get(item.id, ""))
                stations.append(replace(made, under=()))
    stations.sort(key=lambda place: (index[place.lane.id], place.item.kind != "ground", place.item.order))
    heads = {lane.id: lane_head(both, lane) for lane in lanes}
    standing = {place.item.id for place in stations}
    pairs = tuple(pair for pair in paths.pairs if {pair.mine.id, pair.other.id} <= standing)
    return lay_out(both, stations, lanes, heads, HEAD + MARGIN, aligned(pairs, paths.other))


def _notes(paths: Paths) -> Mapping[str, str]:
    """The small note of each box: with which step it is the same, in what they differ, or that it stands alone."""
    found: dict[str, str] = {}
    for pair in paths.pairs:
        for item, there in ((pair.mine, pair.other), (pair.other, pair.mine)):
            found[item.id] = "\n".join(_pair_note(paths, pair, there))
    for item in (*paths.only_mine, *paths.only_other):
        change = paths.change_of(item)
        if change:
            found[item.id] = f"{SIGNS[change]} {paths.mine.label(f'step.change.{change}')}"
    return found


def _pair_note(paths: Paths, pair: Pair, there: Item) -> Iterator[str]:
    if not pair.differs or paths.role == "actor":
        yield paths.mine.say("same as {steps}", steps=there.code or brief(there.text, 30))
    if len(pair.differs) == 1:
        yield f"{SIGNS['changed']} {there.code}: {field_in_words(paths.mine, pair.differs[0]).lower()}"
    elif pair.differs:
        count = paths.mine.say_many("{number} difference", "{number} differences", len(pair.differs))
        yield f"{SIGNS['changed']} {there.code}: {count}"


def _line_between(sheet: Sheet, tops: Sequence[float], width: float) -> Iterator[Stroke]:
    """The line between the two paths of a stretch; their names stand in the heads of their lanes."""
    for index, _, bottom in lane_spans(sheet, tops):
        if sheet.lanes[index].below == BETWEEN and index + 1 < len(sheet.lanes):
            y = bottom + LINE_GAP / 2
            yield Stroke(points=((0.0, y), (width, y)), role="ink-2", width=0.9)


def _legend(both: Board, paths: Paths, y: float) -> list[AnyShape]:
    """What the lines mean: those of a path, and the ties between the two."""
    shapes: list[AnyShape] = list(legend(both, 0.0, y))
    x = max((shape.x + shape.line_width + 8 for shape in shapes if isinstance(shape, Words)), default=0.0)
    for dashed, text in (
        (False, both.say("the same step on both paths")),
        (True, both.say("the same name on both paths, not tied by anybody (inferred)")),
    ):
        if any((not pair.tie.id) == dashed for pair in paths.pairs):
            shapes.append(Stroke(points=((x, y + 2.0), (x + 9, y + 2.0)), role="lake", width=1.1, dashed=dashed))
            words = Words(x=x + 11, y=y, text=text, size=SMALL, role="ink-2", language=both.language)
            shapes.append(words)
            x += 11 + words.line_width + 8
    return shapes


def _lists(both: Board, order: Sequence[Board], y: float, width: float, words: Sequence[Link]) -> list[AnyShape]:
    """Under the lanes: what has no place yet on either path, and the words of arrows that found no room."""
    panels: list[tuple[str, Sequence[Entry], str, bool]] = []
    for path in order:
        loose = [item for item in unplaced(path) if item.kind in IN_LANES]
        if loose:
            heading = f"{path.label('zone:unplaced')}: {brief(path.title, 50)}"
            panels.append((heading, [loose_entry(path, item) for item in loose], "plain", True))
    if words:
        panels.append(
            (both.say("What the arrows say"), [arrow_entry(both, link) for link in words[:24]], "plain", False)
        )
    return list(panels_below(both, panels, 0.0, y, width))  # type: ignore[arg-type]


def _alt(paths: Paths) -> str:
    """What the drawing shows, in sentences with counts."""
    board = paths.mine
    said = [
        board.say(
            "Two paths, one above the other: {mine} and {other}.", mine=paths.mine.title, other=paths.other.title
        ),
        board.say_many("They meet in {number} step.", "They meet in {number} steps.", len(paths.pairs)),
        board.say(
            "{mine} stand on the first alone and {other} on the second alone.",
            mine=board.say_many("{number} step", "{number} steps", len(paths.only_mine)),
            other=board.say_many("{number} step", "{number} steps", len(paths.only_other)),
        ),
    ]
    differing = sum(1 for pair in paths.pairs if pair.differs)
    if differing:
        said.append(
            board.say_many("{number} of the same steps differs.", "{number} of the same steps differ.", differing)
        )
    return " ".join(said)
