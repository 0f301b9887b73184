"""The drawings: golden lists of shapes for the demo boards, random boards, hand-set places, stability, a thousand items."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Area, Badge, Board, Box, Connector, Scene, Sign, Stroke, Target, Words, overlaps
from kehittamo_core.testing import check_scene, random_board
from kehittamo_impact_chain.drawings.chain import draw_chain
from kehittamo_impact_chain.drawings.ecosystem import draw_ecosystem
from kehittamo_impact_chain.drawings.goal_map import draw_goal_map
from kehittamo_impact_chain.drawings.indicators import draw_indicators
from kehittamo_impact_chain.drawings.settle import make_room, settle
from kehittamo_impact_chain.drawings.tension import draw_tension
from kehittamo_impact_chain.method import IMPACT_CHAIN
from plugins.impact_chain.tests.impact_chain_boards import BOARDS, board, demo_board

GOLDEN = Path(__file__).parent / "golden"
WRITE = os.environ.get("KEHITTAMO_GOLDEN") == "write"


def listed(scene: Scene) -> str:
    """A scene as lines that a person can read in review: form, place and size in whole millimetres, words."""
    lines = [f"alt: {scene.alt}", *(f"part: {part.label}" for part in scene.parts)]
    for shape in scene.ordered():
        match shape:
            case Box():
                words = " / ".join((*shape.lines, *shape.second_lines))
                place = f"{shape.x:.0f},{shape.y:.0f} {shape.width:.0f}x{shape.height:.0f}"
                lines.append(f"{shape.form} {shape.tone}{' dashed' if shape.dashed else ''} {place}: {words}")
            case Area():
                lines.append(
                    f"area {shape.tone} {shape.x:.0f},{shape.y:.0f} {shape.width:.0f}x{shape.height:.0f}: {shape.label}"
                )
            case Connector():
                (x1, y1), (x2, y2) = shape.points[0], shape.points[-1]
                name = shape.link.code or shape.link.kind if shape.link is not None else "-"
                lines.append(
                    f"line {shape.role}{' dashed' if shape.dashed else ''} {x1:.0f},{y1:.0f} {x2:.0f},{y2:.0f}: {name}"
                )
            case Words():
                lines.append(f"words {shape.x:.0f},{shape.y:.0f}: {' / '.join(shape.lines)}")
            case Badge():
                lines.append(f"badge {shape.role} {shape.x:.0f},{shape.y:.0f}: {shape.text}")
            case Sign():
                lines.append(f"sign {shape.glyph} {shape.x:.0f},{shape.y:.0f}")
            case Stroke():
                lines.append(f"stroke {shape.role} {len(shape.points)} points")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("programme", "board_id"), BOARDS)
@pytest.mark.parametrize("drawing", IMPACT_CHAIN.drawings, ids=lambda drawing: drawing.id)
def test_demo_drawings_are_as_they_were(programme: str, board_id: str, drawing: object) -> None:
    """English words, because Finnish ones break where libvoikko is installed. KEHITTAMO_GOLDEN=write stores new ones."""
    scene = drawing.draw(demo_board(programme, board_id, "en"))  # type: ignore[attr-defined]
    file = GOLDEN / f"{board_id}-{drawing.id}.txt"  # type: ignore[attr-defined]
    text = listed(scene)
    if not scene.boxes and len(scene.shapes) == 1:  # what an empty drawing says is one sentence
        assert not file.exists()
        return
    if WRITE:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6), size=st.integers(0, 70), drawing=st.sampled_from(IMPACT_CHAIN.drawings))
def test_random_boards_are_drawn_without_overlap(seed: int, size: int, drawing: object) -> None:
    made = random_board(IMPACT_CHAIN, seed, size)
    check_scene(drawing.id, drawing.draw(made))  # type: ignore[attr-defined]


@given(
    st.lists(st.tuples(st.floats(1, 40), st.floats(-200, 400)), min_size=1, max_size=30),
    st.floats(0, 8),
)
def test_settled_boxes_keep_their_order_and_their_gaps(rows: list[tuple[float, float]], gap: float) -> None:
    heights, wishes = [height for height, _ in rows], [wish for _, wish in rows]
    tops = settle(heights, wishes, gap, top=0.0)
    assert min(tops) >= 0
    for index in range(1, len(tops)):
        assert tops[index] >= tops[index - 1] + heights[index - 1] + gap - 1e-6


def test_settling_is_least_squares() -> None:
    """Two boxes of 10 that both want their middle at 50: they share the space round it, 5 mm apart."""
    assert settle([10, 10], [50, 50], 5) == pytest.approx([37.5, 52.5])
    assert settle([10, 10], [20, 90], 5) == pytest.approx([15, 85])


def test_free_boxes_make_room_and_fixed_ones_stay() -> None:
    fixed, free = Box(x=0, y=10, text="a", width=40, height=20), Box(x=5, y=12, text="b", width=40, height=20)
    room = make_room({"fixed": fixed, "free": free}, ["fixed"], gap=4)
    assert room["fixed"] == fixed
    assert room["free"].y == pytest.approx(34)


def test_a_target_that_nobody_serves_is_red_and_says_so() -> None:
    """In the tension of the goal and on the goal map; colour never alone."""
    made = board(
        ("tv", "goal_target", {"target": "t1"}),
        ("om1", "sub_change", {"text": "Served"}),
        ("om2", "sub_change", {"text": "Forgotten"}),
        ("r", "solution", {"text": "Team"}),
        ("v", "outcome", {"text": "Talks"}),
        ("ku", "cost", {"total": {"kind": "total", "base": 1000.0}, "payer": "a"}),
        links=(
            ("serves", "r", "om1"),
            ("serves", "v", "tv"),
            ("leads", "r", "v", {"evidence": "promising"}),
            ("costs", "ku", "r"),
        ),
        targets=(Target(id="t1", text="Work", direction="increase", amount=50, unit="%"), Target(id="t2", text="Joy")),
        goal="One goal",
    )
    for draw, red in ((draw_tension, {"Joy", "Forgotten"}), (draw_goal_map, {"Forgotten"})):
        found = {box.text: box for box in draw(made).boxes}
        marked = {text for text, box in found.items() if box.tone == "puolukka"}
        assert marked == red
        assert all("nobody serves this" in found[text].second for text in red)
        assert "nobody" not in found["Served"].second
    said = " ".join(shape.text for shape in draw_tension(made).shapes if isinstance(shape, Words))
    assert "promising 1" in said
    assert "Alue 1,000" in said


ITEMS = (
    ("p1", "input"), ("p2", "input"), ("t1", "output"), ("t2", "output"), ("r", "solution"), ("v1", "outcome"),
    ("v2", "outcome"), ("vv", "impact"),
)  # fmt: skip
LINKS = (
    ("leads", "p1", "t1"), ("leads", "p2", "t2"), ("leads", "t1", "v1"), ("leads", "v1", "v2"), ("leads", "v2", "vv"),
    ("leads", "r", "v1"), ("directs", "r", "t1"), ("directs", "r", "p1"), ("feedback", "vv", "p1"),
)  # fmt: skip


def boxes(scene: Scene) -> dict[str, Box]:
    """The boxes of a scene by the item they show."""
    return {box.item.id: box for box in scene.boxes if box.item is not None}


def test_columns_and_frames() -> None:
    """Levels go rightwards, an outcome of an outcome one column further, and a solution frames what it directs."""
    scene = draw_chain(board(*ITEMS, links=LINKS, goal="One goal"))
    found = boxes(scene)
    xs = [found[id_].x for id_ in ("p1", "t1", "v1", "v2", "vv")]
    assert xs == sorted(xs)
    assert len(set(xs)) == 5
    frame = next(shape for shape in scene.shapes if isinstance(shape, Area) and shape.item is not None)
    for id_ in ("p1", "t1", "r"):
        assert frame.x <= found[id_].x
        assert found[id_].right <= frame.x + frame.width
        assert frame.y <= found[id_].y
        assert found[id_].bottom <= frame.y + frame.height
    for id_ in ("p2", "t2"):
        assert not (frame.y < found[id_].centre[1] < frame.y + frame.height)
    assert any("One goal" in " ".join(box.lines) for box in scene.boxes)
    back = [shape for shape in scene.shapes if isinstance(shape, Connector) and shape.dashed]
    assert len(back) == 1
    assert back[0].arrow == "end"


def test_lines_of_the_thread_are_red() -> None:
    scene = draw_chain(board(*ITEMS, links=LINKS, on_thread=("t1", "v1")))
    red = [shape for shape in scene.shapes if isinstance(shape, Connector) and shape.role == "thread"]
    assert [(line.link.source, line.link.target) for line in red if line.link is not None] == [("t1", "v1")]


def test_hand_set_places_are_kept_and_others_flow_round_them() -> None:
    first = boxes(draw_chain(board(*ITEMS, links=LINKS)))
    onto = (first["p2"].x, first["p2"].y)
    scene = draw_chain(board(*ITEMS, links=LINKS, places={"t2": onto}))
    found = boxes(scene)
    assert (found["t2"].x, found["t2"].y) == pytest.approx(onto)
    assert not any(overlaps(one, other) for index, one in enumerate(scene.boxes) for other in scene.boxes[index + 1 :])


@pytest.mark.parametrize("draw", [draw_chain, draw_ecosystem, draw_goal_map])
def test_the_order_in_which_links_are_stored_changes_nothing(draw: object) -> None:
    made = demo_board("harjoitus", "h-impact_chain", "en")
    turned = replace(made, links=tuple(reversed(made.links)))
    assert boxes(draw(made)) == boxes(draw(turned))  # type: ignore[operator]


def test_a_new_item_moves_the_others_little() -> None:
    before = boxes(draw_chain(board(*ITEMS, links=LINKS)))
    after = boxes(draw_chain(board(*ITEMS, ("t3", "output"), links=LINKS)))
    moved = [
        id_ for id_ in before if abs(before[id_].y - after[id_].y) > 0.5 or abs(before[id_].x - after[id_].x) > 0.5
    ]
    assert moved == []


def test_the_goal_map_puts_the_goal_between_its_parts_and_filters_by_actor() -> None:
    items = (
        ("om1", "sub_change"), ("om2", "sub_change"), ("om3", "sub_change"),
        ("r1", "solution", {"text": "Team", "actor": ["a"]}), ("r2", "solution", {"text": "Chat", "actor": ["b"]}),
        ("goal", "change_goal", {}),
    )  # fmt: skip
    links = (("serves", "r1", "om1"), ("serves", "r2", "om1"))
    found = boxes(draw_goal_map(board(*items, links=links, goal="One goal")))
    assert found["om1"].bottom < found["goal"].y < found["om3"].y
    assert found["goal"].lines == ("One goal",)
    only = draw_goal_map(board(*items, links=links, goal="One goal", settings={"only_actor": "b"}))
    assert set(boxes(only)) == {"om1", "om2", "om3", "r2", "goal"}
    assert "Only the solutions of: Kaupunki" in only.alt


def plotted(scene: Scene) -> list[Badge]:
    """The marks of the cards, without those of the legend above them."""
    top = min(shape.y for shape in scene.shapes if isinstance(shape, Area))
    return [shape for shape in scene.shapes if isinstance(shape, Badge) and shape.y > top]


def test_indicator_cards_keep_the_old_target_and_say_what_is_missing() -> None:
    values = {
        "text": "Visits", "baseline": 340, "baseline_date": "2025-12-31", "series": [{"date": "2026-09-30", "value": 352}],
        "target": {"amount": 280, "date": "2028-12-31", "revisions": [{"amount": 250, "date": "2027-12-31"}]},
    }  # fmt: skip
    scene = draw_indicators(board(("m", "indicator", values)))
    rings = [mark for mark in plotted(scene) if mark.form == "ring"]
    assert [ring.role for ring in rings] == ["edge", "lake"]
    assert rings[0].x < rings[1].x
    assert rings[0].y > rings[1].y
    assert any(isinstance(shape, Words) and shape.text.startswith("Missing: unit") for shape in scene.shapes)


def test_without_every_date_the_path_still_runs_from_the_baseline_to_the_target() -> None:
    """A baseline and a target that say no day: first and last, with measurements and milestones between them in order."""
    values = {
        "text": "Visits", "baseline": 300, "target": {"amount": 200}, "milestones": [{"value": 250}],
        "series": [{"date": "2026-03-31", "value": 290}, {"date": "2026-09-30", "value": 280}],
        "comparison": [{"date": "2026-03-31", "value": 310}],
    }  # fmt: skip
    scene = draw_indicators(board(("m", "indicator", values)))
    marks = plotted(scene)
    measured = [mark.x for mark in marks if (mark.form, mark.role) == ("disc", "lake")][:3]
    other = next(mark.x for mark in marks if mark.form == "square")
    aim = next(mark.x for mark in marks if mark.form == "ring")
    assert measured == sorted(measured)
    assert other == measured[1]
    assert aim > measured[-1]
    path = [shape for shape in scene.shapes if isinstance(shape, Stroke) and shape.dashed][-1]
    assert [x for x, _ in path.points] == sorted(x for x, _ in path.points)
    assert (path.points[0][0], path.points[-1][0]) == (measured[0], aim)


def big(count: int) -> Board:
    """A chain of `count` items: a twentieth each solutions and outcomes, the rest inputs and deeds, one impact."""
    solutions = outcomes = count // 20
    rest = (count - solutions - outcomes - 1) // 2
    items = [(f"r{n}", "solution") for n in range(solutions)] + [(f"v{n}", "outcome") for n in range(outcomes)]
    items += [(f"p{n}", "input") for n in range(rest)] + [(f"t{n}", "output") for n in range(rest)] + [("vv", "impact")]
    links = [("leads", f"p{n}", f"t{n}") for n in range(rest)]
    links += [("directs", f"r{n % solutions}", f"{kind}{n}") for n in range(rest) for kind in "pt"]
    links += [("leads", f"t{n}", f"v{n % outcomes}") for n in range(rest)]
    links += [("leads", f"v{n}", "vv") for n in range(outcomes)]
    return board(*items, links=tuple(links))


def left_out(scene: Scene) -> list[str]:
    """What a big screen that goes through the parts of a drawing never shows: the goal stands there anyway."""
    if not scene.parts:
        return []
    return [
        box.item.code
        for box in scene.boxes
        if box.item is not None
        and box.item.kind != "change_goal"
        and not any(
            part.x <= box.centre[0] <= part.x + part.width
            and part.y - 1 <= box.y
            and box.bottom <= part.y + part.height + 1
            for part in scene.parts
        )
    ]


@pytest.mark.parametrize("drawing", IMPACT_CHAIN.drawings, ids=lambda drawing: drawing.id)
def test_part_by_part_the_big_screen_leaves_nothing_out(drawing: object) -> None:
    """The demo boards, a chain with deeds and outcomes outside every frame, and an ecosystem in blocks."""
    loose = board(*ITEMS, ("t3", "output"), ("v3", "outcome"), links=(*LINKS, ("leads", "t3", "v3")))
    for made in (*(demo_board(*where) for where in BOARDS), loose, big(200)):
        assert left_out(drawing.draw(made)) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("draw", [draw_chain, draw_ecosystem])
def test_a_thousand_items_are_drawn_in_seconds_without_overlap(draw: object) -> None:
    made = big(1_000)
    start = time.perf_counter()
    scene = draw(made)  # type: ignore[operator]
    assert time.perf_counter() - start < 30
    check_scene("big", scene)
    assert len({box.item.id for box in scene.boxes if box.item is not None}) == len(made.items)


def test_a_crowded_ecosystem_has_lines_by_solutions_and_not_by_items() -> None:
    lines = [shape for shape in draw_ecosystem(big(1_000)).shapes if isinstance(shape, Connector)]
    assert len(lines) <= 50 * 6


def test_solutions_of_one_impact_stand_beside_it_in_a_crowd() -> None:
    """Forty solutions that lead in turn to four impacts: written in turn, drawn in fours, so that no two lines cross."""
    items = [(f"r{n}", "solution") for n in range(40)] + [(f"v{n}", "outcome") for n in range(4)]
    items += [(f"vv{n}", "impact") for n in range(4)] + [(f"t{n}", "output") for n in range(120)]
    links = [("directs", f"r{n % 40}", f"t{n}") for n in range(120)] + [("leads", f"v{n}", f"vv{n}") for n in range(4)]
    links += [("leads", f"r{n}", f"v{n % 4}") for n in range(40)]
    scene = draw_ecosystem(board(*items, links=tuple(links)))
    found = boxes(scene)
    order = sorted((id_ for id_ in found if id_.startswith("r")), key=lambda id_: found[id_].y)
    assert [int(id_[1:]) % 4 for id_ in order] == [number // 10 for number in range(40)]
    assert [int(id_[1:]) for id_ in order[:10]] == list(range(0, 40, 4))
