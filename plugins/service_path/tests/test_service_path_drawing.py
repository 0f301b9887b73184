"""The drawings: golden pictures of the demo boards as text, loops clear of words, hand-set places, long paths."""

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kehittamo_core.api import Area, Badge, Board, Box, Connector, Item, Link, Part, Scene, Words
from kehittamo_core.testing import check_scene
from kehittamo_service_path.drawings.crossing import counted_crossings
from kehittamo_service_path.drawings.customer import draw_customer
from kehittamo_service_path.drawings.groups import draw_groups
from kehittamo_service_path.drawings.path import draw_path
from kehittamo_service_path.drawings.whole import draw_whole
from kehittamo_service_path.insights import fewer_crossings
from kehittamo_service_path.method import SERVICE_PATH
from kehittamo_service_path.starters import STARTERS

GOLDEN = Path(__file__).parent / "golden"


def as_text(scene: Scene) -> str:
    """The shapes of a scene, one a line, places rounded to millimetres: what a person can read in a review."""
    lines = [scene.alt]
    for shape in scene.ordered():
        match shape:
            case Box():
                edge = "".join(
                    mark for mark, on in (("-", shape.dashed), ("=", shape.strong), ("x", shape.struck)) if on
                )
                place = f"{shape.x:.0f},{shape.y:.0f} {shape.width:.0f}x{shape.height:.0f}"
                lines.append(
                    f"{shape.form}{edge} {shape.tone} {place} {' / '.join((*shape.lines, *shape.second_lines))}"
                )
            case Area():
                place = f"{shape.x:.0f},{shape.y:.0f} {shape.width:.0f}x{shape.height:.0f}"
                lines.append(f"{shape.form} {shape.tone} {place} {shape.label} / {shape.second}")
            case Connector():
                way = " ".join(f"{x:.0f},{y:.0f}" for x, y in shape.points)
                lines.append(f"line {shape.role}{' dashed' if shape.dashed else ''} {way}")
            case Words():
                lines.append(f"words {shape.x:.0f},{shape.y:.0f} {' / '.join(shape.lines)}")
            case Badge():
                lines.append(f"{shape.form} {shape.role} {shape.x:.0f},{shape.y:.0f} {shape.text}")
    return "\n".join(lines) + "\n"


def test_golden(demo, programme, board_id) -> None:
    """The first drawing of every demo board; with KEHITTAMO_GOLDEN=write the pictures are written anew."""
    drawn = as_text(draw_whole(demo(programme, board_id)))
    file = GOLDEN / f"{board_id}.txt"
    if os.environ.get("KEHITTAMO_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    assert drawn == file.read_text(encoding="utf-8")


def boxes_of(scene: Scene) -> dict[str, Box]:
    return {box.item.id: box for box in scene.boxes if box.item is not None and box.form not in ("tab", "plain")}


def test_the_source_path_has_its_forms(demo) -> None:
    scene = draw_path(demo("siun-sote-hebu", "kokonaisratkaisu"))
    forms = {id_: box.form for id_, box in boxes_of(scene).items()}
    assert {forms[f"c{n}"] for n in range(1, 5)} == {"rounded"}
    assert {forms[f"g{n}"] for n in range(1, 5)} == {"pill"}
    assert {forms[f"k{n}"] for n in range(1, 6)} == {"cut"}
    assert {forms[f"d{n}"] for n in range(1, 5)} == {"cylinder"}
    assert sum(1 for box in scene.boxes if box.form == "tab") == 4
    assert sorted(badge.text for badge in _badges(scene, "diamond")) == ["1", "2", "3", "4"]
    lanes = [shape.label for shape in scene.shapes if isinstance(shape, Area) and shape.form == "lane"]
    assert lanes == ["Asiakkaan vaiheet", "Palveluohjaus", "Kasvupalvelut", "Tietopalvelut"]
    assert any(isinstance(shape, Words) and shape.text == "Ei sijoitettu vielä" for shape in scene.shapes)


def _badges(scene: Scene, form: str) -> list[Badge]:
    return [shape for shape in scene.shapes if isinstance(shape, Badge) and shape.form == form]


def test_arrows_are_those_that_are_written(demo, programme, board_id) -> None:
    board = demo(programme, board_id)
    links = {link.id for link in board.links}
    for shape in draw_path(board).shapes:
        if isinstance(shape, Connector):
            assert shape.link is not None
            assert shape.link.id in links


def assert_clear(scene: Scene) -> None:
    """No line runs through words or boxes, and no words cover other words."""
    said = [_frame(shape) for shape in scene.shapes if isinstance(shape, Words)]
    rectangles = [*said, *((box.x, box.y, box.right, box.bottom) for box in scene.boxes)]
    for line in (shape for shape in scene.shapes if isinstance(shape, Connector)):
        for a, b in pairwise(line.points):
            assert not any(_enters(a, b, rectangle) for rectangle in rectangles), line.points
    for index, first in enumerate(said):
        for second in said[index + 1 :]:
            assert not _enters(first[:2], first[2:], second), (first, second)


def test_no_line_crosses_words_or_boxes(demo) -> None:
    """Also the loops: their words stand in channels that no other line falls through."""
    assert_clear(draw_path(demo("siun-sote-hebu", "kokonaisratkaisu")))
    assert_clear(draw_path(demo("harjoitus", "h-service_path")))


def test_nested_loops_keep_clear_of_one_another(make) -> None:
    items = {f"s{n}": f"{'meeting' if n % 2 else 'step'} Step {n}" for n in range(8)}
    flow = {f"s{n} then s{n + 1}": {} for n in range(7)}
    loops = {
        f"s{a} returns s{b}": {"when": f"when the thing number {a} has to be done again from {b} on"}
        for a, b in ((7, 0), (5, 0), (7, 2), (3, 2), (5, 4))
    }
    assert_clear(draw_path(make(items, {**flow, **loops})))


def _frame(words: Words) -> tuple[float, float, float, float]:
    left = words.x - {"start": 0.0, "middle": words.line_width / 2, "end": words.line_width}[words.anchor]
    return left, words.y, left + words.line_width, words.y + words.height


def _enters(a: tuple[float, float], b: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether a level or upright stretch runs inside a rectangle, its edges left out."""
    left, right = sorted((a[0], b[0]))
    top, bottom = sorted((a[1], b[1]))
    return left < box[2] - 0.3 and right > box[0] + 0.3 and top < box[3] - 0.3 and bottom > box[1] + 0.3


def test_fewer_crossings_than_in_plain_columns(demo) -> None:
    assert counted_crossings(demo("siun-sote-hebu", "kokonaisratkaisu")) == (0, 12)
    (told,) = fewer_crossings(demo("siun-sote-hebu", "kokonaisratkaisu", "en"))
    assert told.finding == (
        "Lines cross one another or run through boxes 0 times in the drawing; in plain columns 12 times."
    )
    ours, plain = counted_crossings(demo("harjoitus", "h-service_path"))
    assert ours < plain


def lane_frames(scene: Scene) -> dict[str, tuple[float, float]]:
    """Top and bottom of each lane by its name."""
    return {
        area.label: (area.y, area.y + area.height)
        for area in scene.shapes if isinstance(area, Area) and area.form == "lane"
    }  # fmt: skip


def test_places_set_by_hand_are_kept_in_their_lane(make) -> None:
    """A box keeps the place along the path and the row that people chose; nothing else moves sideways, no line hits a box."""
    items = {f"s{n}": f"{'meeting' if n % 2 else 'step'} Step {n}" for n in range(6)}
    flow = {f"s{n} then s{n + 1}": {} for n in range(5)}
    plain = draw_path(make(items, flow))
    at = plain.placed["s3"]
    assert plain.step is not None
    across, row = plain.step
    items["s3"] = ("meeting", {"text": "Step 3", "_place": {"x": at[0] - across, "y": at[1] + row}})
    scene = draw_path(make(items, flow))
    check_scene("hand-set", scene)
    assert_clear(scene)
    before, after = boxes_of(plain), boxes_of(scene)
    assert scene.placed["s3"] == pytest.approx((after["s3"].x, row))
    assert after["s3"].x == pytest.approx(before["s3"].x - across)
    assert after["s3"].y > after["s1"].bottom
    top, bottom = lane_frames(scene)["Service guidance"]
    assert top < after["s3"].y < after["s3"].bottom < bottom
    others = [id_ for id_ in before if id_ != "s3"]
    assert [after[id_].x for id_ in others] == [before[id_].x for id_ in others]

    # Its row is its own: the lane above becomes higher, and it moves with its lane.
    items["s2"] = ("step", {"text": "A step with a long name " * 3, "_place": {"x": before["s0"].x, "y": 900.0}})
    higher = draw_path(make(items, flow))
    check_scene("higher", higher)
    assert higher.placed["s3"] == scene.placed["s3"]
    top, bottom = lane_frames(higher)["Service guidance"]
    assert top > before["s3"].y
    assert top < boxes_of(higher)["s3"].y < bottom
    assert boxes_of(higher)["s2"].bottom < lane_frames(higher)["Customer"][1]

    # One step up from the second row is the first, whatever stood there; further left than the lanes' heads is nowhere.
    up = higher.placed["s2"][1] - row
    items["s2"] = ("step", {"text": "Step 2", "_place": {"x": -500.0, "y": up}})
    first = draw_path(make(items, flow))
    check_scene("first", first)
    assert boxes_of(first)["s2"].x == before["s0"].x
    assert boxes_of(first)["s2"].y < boxes_of(first)["s0"].y, (
        "who was put there by hand has the row, the other goes below"
    )


def test_a_new_step_at_the_end_moves_nothing(make) -> None:
    items = {f"s{n}": f"step Step {n}" for n in range(4)}
    links = {f"s{n} then s{n + 1}": {} for n in range(3)}
    before = boxes_of(draw_path(make(items, links)))
    after = boxes_of(draw_path(make({**items, "s4": "step Step 4"}, {**links, "s3 then s4": {}})))
    assert {id_: (box.x, box.y) for id_, box in before.items()} == {id_: (after[id_].x, after[id_].y) for id_ in before}


def long_path(make, count: int, lanes: int) -> Board:
    """Steps and meetings on lanes of their own, with returns here and there, and data that stand in the way."""
    items = {f"lane{n}": ("lane", {"text": f"Lane {n}"}) for n in range(lanes)}
    items |= {
        f"s{n}": ("meeting" if n % 3 == 1 else "step", {"text": f"Step number {n}", "_zone": "more"})
        for n in range(count)
    }
    items |= {f"d{n}": ("data", {"text": f"Data {n}", "_zone": "more"}) for n in range(count // 20)}
    links = {f"s{n} in_lane lane{(n * 3) % lanes}": {} for n in range(count)}
    links |= {f"s{n} then s{n + 1}": {} for n in range(count - 1)}
    links |= {f"s{n} returns s{n - 4}": {"when": f"if {n} fails"} for n in range(9, count, 10)}
    links |= {f"d{n} in_lane lane3": {} for n in range(count // 20)}
    links |= {f"d{n} informs s{n * 11 % count}": {} for n in range(count // 20)}
    return make(items, links)


def test_two_hundred_steps_on_eight_lanes(make) -> None:
    """The path goes on below, every step is there, arrows keep apart, and every part for the projector is large enough to read."""
    scene = draw_path(long_path(make, 200, 8))
    check_scene("long", scene)
    drawn = boxes_of(scene)
    assert len(drawn) == 210
    assert scene.bounds[2] < 330
    assert shared_uprights(scene) == []
    *stretches, words = scene.parts
    assert words.label == "What the arrows say"
    assert [part.label for part in stretches if part.width > 180 or part.height > 110] == []
    assert cut_words(scene) == []
    for box in drawn.values():
        assert any(_holds(part, box) for part in scene.parts), box.lines
    marks = [badge for badge in _badges(scene, "pill") if badge.x > 30]
    assert len(marks) > 40
    for mark in marks:
        covered = [box for box in drawn.values() if _within(mark, box)]
        assert not covered, f"the mark {mark.text} stands on {covered[0].lines}"


def _within(mark: Badge, box: Box) -> bool:
    return box.x - 4 < mark.x < box.right + 4 and box.y - 1 < mark.y < box.bottom + 1


def _holds(part: Part, box: Box) -> bool:
    return (
        part.x <= box.x and box.right <= part.x + part.width and part.y <= box.y and box.bottom <= part.y + part.height
    )


@pytest.mark.parametrize("starter", [starter.id for starter in STARTERS])
def test_starters_are_drawn_in_finnish(starter) -> None:
    from kehittamo_core.testing import starter_board

    board = starter_board(SERVICE_PATH, starter, "fi")
    for drawing in SERVICE_PATH.drawings:
        check_scene(f"{starter} {drawing.id}", drawing.draw(board))


def test_the_blueprint_has_its_three_lines() -> None:
    from kehittamo_core.testing import starter_board

    scene = draw_path(starter_board(SERVICE_PATH, "blueprint"))
    said = [shape.text for shape in scene.shapes if isinstance(shape, Words)]
    assert said[:3] == ["Line of interaction", "Line of visibility", "Line of internal interaction"]
    assert sum(1 for shape in scene.shapes if isinstance(shape, Area) and shape.form == "lane") == 5


def test_the_walkthrough_has_every_description(demo) -> None:
    board = demo("siun-sote-hebu", "kokonaisratkaisu")
    scene = draw_customer(board)
    said = {shape.text for shape in scene.shapes if isinstance(shape, Words)}
    assert {item.get("description") for item in board.of("step", "meeting")} <= said
    assert {"Asiakkaan itsenäiset vaiheet", "Kohtaamiset palveluohjausyksikön kanssa"} <= said


def shared_uprights(scene: Scene) -> list[tuple[str, str]]:
    """Pairs of arrows that run down (or up) over one another: nobody could say which of them leads where."""
    down = [
        (line.link.id if line.link else "", a[0], *sorted((a[1], b[1])))
        for line in scene.shapes if isinstance(line, Connector)
        for a, b in pairwise(line.points) if abs(a[0] - b[0]) < 0.01
    ]  # fmt: skip
    return [
        (first, second)
        for number, (first, x, top, bottom) in enumerate(down)
        for second, at, a, b in down[number + 1 :]
        if first != second and abs(at - x) < 0.8 and min(bottom, b) - max(top, a) > 1
    ]


def test_the_walkthrough_s_arrows_run_side_by_side(demo) -> None:
    for where in (("siun-sote-hebu", "kokonaisratkaisu"), ("harjoitus", "h-service_path")):
        assert shared_uprights(draw_customer(demo(*where))) == []


def test_left_out_steps_are_struck_and_kept(demo) -> None:
    drawing = SERVICE_PATH.drawing("change")
    assert drawing is not None
    boxes = boxes_of(drawing.draw(demo("harjoitus", "h-service_path")))
    assert [id_ for id_, box in boxes.items() if box.struck] == ["sp-v8"]
    assert sorted(id_ for id_, box in boxes.items() if box.strong) == ["sp-v2", "sp-v4"]


def test_a_step_says_where_it_meets_another_path(make) -> None:
    """The customer's talk is the provider's visit: each path's drawing names the other's step by its short id."""
    board = make({"a": "step A", "g": "meeting Talk"}, {"a then g": {}})
    there = Item(id="x", kind="meeting", code="KO-9", board="other", method="service_path", values={"text": "Visit"})
    tie = Link(id="same", kind="shared", source="x", target="g")
    met = replace(board, linked=(there,), links=(*board.links, tie))
    assert "same as KO-9" in " ".join(
        " ".join((*box.lines, *box.second_lines)) for box in boxes_of(draw_path(met)).values()
    )
    check_scene("met", draw_path(met))


def test_every_box_is_whole_on_some_part(demo) -> None:
    """Boxes of two lanes stand side by side: parts overlap where no cut is clear of both."""
    for where in (
        ("siun-sote-hebu", "kokonaisratkaisu"),
        ("harjoitus", "h-service_path"),
        ("harjoitus", "h-service_path-nyky"),
    ):
        scene = draw_path(demo(*where))
        for box in scene.boxes:
            assert any(_holds(part, box) for part in scene.parts), (where, box.lines)
        assert cut_words(scene) == []


def cut_words(scene: Scene) -> list[str]:
    """Words that are whole on no part of those that they stand on."""
    cut = []
    for words in (shape for shape in scene.shapes if isinstance(shape, Words) and shape.anchor == "start"):
        left, _, right, _ = _frame(words)
        beside = [part for part in scene.parts if part.y <= words.y <= part.y + part.height and part.x < right]
        if beside and not any(part.x <= left and right <= part.x + part.width for part in beside):
            cut.append(words.text)
    return cut


def test_the_projector_never_cuts_a_group_s_box(demo) -> None:
    """The groups are cut between rows and between steps, and each is readable from the back: 205 x 93 millimetres."""
    scene = draw_groups(demo("harjoitus", "h-service_path-koe"))
    groups = [part for part in scene.parts if part.label.startswith("Ryhmä")]
    assert [part.label for part in groups] == [
        f"{held} {number}/2" for held in ("Ryhmä A, Ryhmä B", "Ryhmä C, Ryhmä D") for number in (1, 2)
    ]
    assert all(part.width <= 205 and part.height <= 93 for part in groups)
    for box in scene.boxes:
        around = [part for part in groups if part.x < box.right and box.x < part.x + part.width
                  and part.y < box.bottom and box.y < part.y + part.height]  # fmt: skip
        assert all(part.x <= box.x and box.right <= part.x + part.width for part in around), box.lines
        assert all(part.y <= box.y and box.bottom <= part.y + part.height for part in around), box.lines


def test_a_level_s_meetings_stand_in_its_groups_rows_and_others_say_that_they_lack_a_step(make) -> None:
    items = {
        "a": "step A", "g": "meeting Talk", "m": "meeting Family meeting", "f": "factor F",
        "one": ("level", {"text": "Alone", "number": 1}), "two": ("level", {"text": "Together", "number": 2}),
        "ga": ("trial_group", {"text": "Group A"}), "gb": ("trial_group", {"text": "Group B"}),
    }  # fmt: skip
    links = {
        "a then g": {}, "one level_of f": {}, "two level_of f": {}, "f varies g": {}, "two adds m": {},
        "two adds_at a": {"where": "before", "what": "Call"}, "ga assigned one": {}, "gb assigned two": {},
    }  # fmt: skip
    scene = draw_groups(make(items, links))
    check_scene("added", scene)
    rows = {area.label: area for area in scene.shapes if isinstance(area, Area) and area.form == "lane"}

    def said(label: str) -> list[str]:
        row = rows[label]
        return [
            box.text for box in scene.shapes if isinstance(box, Box) and row.y < box.y < row.y + row.height and box.text
        ]

    assert "not in this group" in said("Group A")
    assert {"+ Together", "+ Call (before the step)"} <= set(said("Group B"))
    assert "not in this group" not in said("Group B")


def test_words_that_find_no_room_beside_their_arrow_are_said_below(make) -> None:
    """The way back leads to an earlier stretch: its mark holds a short id, and the words stand under the lanes."""
    items = {f"s{n}": f"step Step number {n}" for n in range(30)}
    flow = {f"s{n} then s{n + 1}": {} for n in range(29)}
    scene = draw_path(make(items, {**flow, "s28 returns s2": {"when": "if the help does not help"}}))
    check_scene("said below", scene)
    said = [shape.text for shape in scene.shapes if isinstance(shape, Words)]
    assert [words for words in said if "if the help" in words] == ["PL-1: if the help does not help"]
    assert "VA-29 → VA-3" in said
