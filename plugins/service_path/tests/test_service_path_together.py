"""Two paths in one drawing: where they meet, what differs, what stands on one alone, on small and on random boards."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Area, Board, Box, Connector, Figure, Item, Link, Scene, Table, board_from_document
from kehittamo_core.testing import check_scene, random_board
from kehittamo_service_path.chapter import write_chapter
from kehittamo_service_path.chapter_pairs import two_paths
from kehittamo_service_path.drawings.together import draw_together
from kehittamo_service_path.method import SERVICE_PATH
from kehittamo_service_path.pairs import read_paths


def step(id_: str, text: str, kind: str = "step", **values: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kind,
        "zone": {"step": "customer"}.get(kind, "guidance"),
        "values": {"text": text, **values},
    }


def chain(*ids: str) -> list[dict[str, Any]]:
    return [{"id": f"{a}-{b}", "kind": "then", "source": a, "target": b} for a, b in zip(ids, ids[1:], strict=False)]


TARGET = [
    step("a1", "Ask for help", channel=["online"], duration_min=1, duration_max=2, duration_unit="days"),
    step("a2", "Talk", "meeting", channel=["face"], duration_min=1, duration_max=1, duration_unit="days"),
    step("a3", "Keep a diary"),
    step("a4", "Plan", "meeting"),
]
TODAY = [
    step("b1", "Ask for  help", channel=["letter"], duration_min=3, duration_max=4, duration_unit="days"),
    step("b2", "Wait", duration_min=30, duration_max=60, duration_unit="days"),
    step("b3", "Visit", "meeting", channel=["face"]),
    step("b4", "Plan", "meeting"),
    step("b5", "Plan", "meeting"),
]


def document(role: str, **more: Any) -> dict[str, Any]:
    ties = [{"id": "tie", "kind": "shared", "source": "b3", "target": "a2", "method": "service_path"}]
    return {
        "programme": {"id": "p", "actors": []},
        "boards": [
            {
                "id": "target", "method": "service_path", "title": "Target", "items": TARGET,
                "links": chain("a1", "a2", "a3", "a4"), "settings": {"compared_with": "today", "compared_as": role},
            },
            {"id": "today", "method": "service_path", "title": "Today", "items": TODAY, "links": chain("b1", "b2", "b3", "b4")},
        ],
        "links": ties,
        **more,
    }  # fmt: skip


def board_of(role: str = "today") -> Board:
    return board_from_document(document(role), {"service_path": SERVICE_PATH}, "target", "en")


def boxes(scene: Scene) -> dict[str, Box]:
    return {box.item.id: box for box in scene.boxes if box.item is not None}


def test_steps_are_the_same_by_a_tie_or_by_a_name_that_stands_once() -> None:
    """Two of today's steps are called Plan, so neither is taken for the target's; the tie joins steps of two names."""
    paths = read_paths(board_of())
    assert paths is not None
    assert [(pair.mine.id, pair.other.id, bool(pair.tie.id)) for pair in paths.pairs] == [
        ("a1", "b1", False), ("a2", "b3", True),
    ]  # fmt: skip
    assert [pair.differs for pair in paths.pairs] == [("channel", "duration"), ("text",)]
    assert [item.id for item in paths.only_mine] == ["a3", "a4"]
    assert [item.id for item in paths.only_other] == ["b2", "b4", "b5"]
    assert {item.id: paths.change_of(item) for item in (*paths.only_mine, *paths.only_other)} == {
        "a3": "new", "a4": "new", "b2": "removed", "b4": "removed", "b5": "removed",
    }  # fmt: skip


def test_both_whole_paths_are_drawn_with_their_ties_and_marks() -> None:
    scene = draw_together(board_of())
    check_scene("together", scene)
    drawn = boxes(scene)
    assert set(drawn) == {item["id"] for item in (*TARGET, *TODAY)}
    for mine, other in (("a1", "b1"), ("a2", "b3")):
        assert drawn[mine].centre[0] == pytest.approx(drawn[other].centre[0]), (
            "what is the same stands below one another"
        )
        assert drawn[other].bottom < drawn[mine].y, "today's path stands above the target path"
    ties = [line for line in scene.shapes if isinstance(line, Connector) and line.link and line.link.kind == "shared"]
    assert sorted((line.dashed, line.arrow) for line in ties) == [(False, "none"), (True, "none")]
    assert {id_ for id_, box in drawn.items() if box.struck} == {"b2", "b4", "b5"}
    assert {id_ for id_, box in drawn.items() if box.strong} >= {"a3", "a4"}
    assert "2 differences" in drawn["a1"].second
    lanes = [(shape.label, shape.second) for shape in scene.shapes if isinstance(shape, Area) and shape.form == "lane"]
    assert lanes == [
        ("Customer", "Today"), ("Service guidance", "Today"), ("Customer", "Target"), ("Service guidance", "Target"),
    ]  # fmt: skip
    assert scene.alt == (
        "Two paths, one above the other: Target and Today. They meet in 2 steps. "
        "2 steps stand on the first alone and 3 steps on the second alone. 2 of the same steps differ."
    )


def test_two_actors_paths_have_nothing_new_or_left_out() -> None:
    drawn = boxes(draw_together(board_of("actor")))
    assert not [id_ for id_, box in drawn.items() if box.struck or box.dashed]
    paths = read_paths(board_of("actor"))
    assert paths is not None
    assert [pair.differs for pair in paths.pairs] == [("channel", "duration"), ()]


def test_the_chapter_says_in_a_table_what_the_drawing_shows() -> None:
    board = board_of()
    chapter = write_chapter(board, tuple(two_paths(board)))
    assert any(isinstance(block, Figure) and block.drawing == "together" for block in chapter.blocks)
    table = next(
        block for block in chapter.blocks if isinstance(block, Table) and block.caption.startswith("Two paths")
    )
    assert [[cell if isinstance(cell, str) else list(cell) for cell in row] for row in table.rows] == [
        [
            "Ask for help", "Ask for help",
            [
                "the same name, not tied by anybody (inferred)", "Channel: online | by letter",
                "Duration: 1–2 days | 3–4 days",
            ],
        ],
        ["–", "Wait", "is left out"],
        ["Talk", "Visit", []],
        ["Keep a diary", "–", "new"],
        ["Plan", "–", "new"],
        ["–", "Plan", "is left out"],
        ["–", "Plan", "is left out"],
    ]  # fmt: skip
    told, whole = two_paths(board)
    assert told.finding == (
        "Target and Today meet in 2 steps; 2 of them differ. Target takes 2–3 days. Today takes 33–64 days."
    )
    assert "1 was read out of a name alone." in told.limit
    assert whole.more
    assert "On Today alone: Wait" in whole.finding
    assert "(channel, duration)" in whole.finding


def test_paths_that_cross_are_joined_where_they_can_be() -> None:
    """The first of one path is the last of the other: one pair stands below one another, the other's line bends."""
    given = document("actor")
    given["links"] = [
        {"id": "t1", "kind": "shared", "source": "a1", "target": "b4", "method": "service_path"},
        {"id": "t2", "kind": "shared", "source": "a4", "target": "b1", "method": "service_path"},
    ]
    scene = draw_together(board_from_document(given, {"service_path": SERVICE_PATH}, "target", "en"))
    check_scene("crossed", scene)
    drawn = boxes(scene)
    level = [drawn[a].centre[0] == pytest.approx(drawn[b].centre[0]) for a, b in (("a1", "b4"), ("a4", "b1"))]
    assert level.count(True) == 1
    for line in (shape for shape in scene.shapes if isinstance(shape, Connector) and shape.link is not None):
        if line.link is not None and line.link.kind == "then":
            assert line.points[0][0] < line.points[-1][0], "no arrow of either path runs backwards"


def beside(board: Board, seed: int, size: int, role: str, ties: int) -> Board:
    """A random board with another random one beside it, tied here and there."""
    other = random_board(SERVICE_PATH, seed=seed, size=size)
    ids = {element.id: f"other-{element.id}" for element in (*other.items, *other.links)}
    other = replace(
        other, id="other", title="Other",
        items=tuple(replace(item, id=ids[item.id], board="other") for item in other.items),
        links=tuple(
            replace(link, id=ids[link.id], source=ids.get(link.source, link.source), target=ids.get(link.target, link.target))
            for link in other.links
        ),
    )  # fmt: skip

    def steps(path: Board) -> tuple[Item, ...]:
        return path.of("step", "meeting", "support")

    mine, theirs = steps(board), steps(other)
    links = tuple(
        Link(id=f"tie-{n}", kind="shared", source=mine[n * 7 % len(mine)].id, target=theirs[n * 3 % len(theirs)].id)
        for n in range(ties if mine and theirs else 0)
    )
    return replace(
        board, links=(*board.links, *links), linked=(*board.linked, *theirs), beside={"compared_with": other},
        settings={**board.settings, "compared_as": role},
    )  # fmt: skip


@example(seed=729603, size=14, ties=0, role="actor")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(min_value=1), size=st.integers(min_value=0, max_value=30), ties=st.integers(0, 6),
    role=st.sampled_from(["actor", "today", "target"]),
)  # fmt: skip
def test_random_pairs(seed: int, size: int, ties: int, role: str) -> None:
    board = beside(random_board(SERVICE_PATH, seed=seed, size=size), seed + 1, size, role, ties)
    check_scene("random pair", draw_together(board))
    write_chapter(board, tuple(two_paths(board)))
