"""The drawn views: golden drawings that a person can read, and what must be seen in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kehittamo_core.api import Badge, Board, Box, Connector, Item, Link, Scene, Stroke, Words
from kehittamo_network_map.drawings.axes import draw_axes
from kehittamo_network_map.drawings.change import draw_change
from kehittamo_network_map.drawings.needs import draw_needs
from kehittamo_network_map.drawings.network import draw_network
from kehittamo_network_map.drawings.networks import draw_networks
from kehittamo_network_map.method import NETWORK_MAP

GOLDEN = Path(__file__).parent / "golden"
Make = Callable[..., Board]


def as_text(scene: Scene) -> str:
    """A drawing as lines: shape, place in whole millimetres, and what it says."""
    lines = [scene.alt, "parts: " + ", ".join(part.label for part in scene.parts)]
    for shape in scene.shapes:
        match shape:
            case Box():
                who = shape.item.id if shape.item is not None else "-"
                lines.append(f"box {shape.form} {at(shape.x, shape.y)} {who} {' / '.join(shape.lines)}".rstrip())
            case Badge() if shape.text:
                lines.append(f"badge {shape.form} {shape.role} {at(shape.x, shape.y)} {shape.text}")
            case Words():
                lines.append(f"words {at(shape.x, shape.y)} {' / '.join(shape.lines)}")
            case Connector() if shape.link is not None:
                ends = "  ".join(at(x, y) for x, y in shape.points)
                lines.append(f"tie {shape.link.id} {shape.role} {shape.width:g} {shape.arrow} {ends}")
            case Stroke() if shape.fill:
                lines.append(
                    f"area {shape.fill} {at(min(x for x, _ in shape.points), min(y for _, y in shape.points))}"
                )
    return "\n".join(lines) + "\n"


def at(x: float, y: float) -> str:
    return f"{round(x)} {round(y)}"


@pytest.mark.parametrize("drawing", [drawing.id for drawing in NETWORK_MAP.drawings])
@pytest.mark.parametrize("programme", ["harjoitus", "siun-sote-hebu"])
def test_golden_drawing(programme: str, drawing: str, open_demo: Callable[..., Board]) -> None:
    """The drawing of a demonstration board, as lines that a person can read in review."""
    found = NETWORK_MAP.drawing(drawing)
    assert found is not None
    text = as_text(found.draw(open_demo(programme)))
    file = GOLDEN / f"{programme}-{drawing}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: read it and commit it")
    assert text == file.read_text(encoding="utf-8")


def badges(scene: Scene) -> list[str]:
    return [shape.text for shape in scene.shapes if isinstance(shape, Badge) and shape.text]


def words(scene: Scene) -> str:
    return " ".join(" ".join(shape.lines) for shape in scene.shapes if isinstance(shape, Words))


def tie_of(scene: Scene, id_: str) -> Connector:
    return next(s for s in scene.shapes if isinstance(s, Connector) and s.link is not None and s.link.id == id_)


def test_ties_show_strength_type_and_direction(make: Make) -> None:
    scene = draw_network(
        make("A B C", [("A-B", {"strength": "3", "type": "money", "directed": "yes"}), ("B-C", {"strength": "1"})])
    )
    strong, weak = tie_of(scene, "T1"), tie_of(scene, "T2")
    assert strong.width > weak.width
    assert (strong.arrow, weak.arrow) == ("end", "none")
    assert strong.role == "amber"
    assert "M" in badges(scene)


def test_two_ties_of_one_pair_run_side_by_side(make: Make) -> None:
    scene = draw_network(make("A B", [("A-B", {"type": "money"}), ("B-A", {"type": "information"})]))
    first, second = tie_of(scene, "T1"), tie_of(scene, "T2")
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (first.points[:2], second.points[:2])]
    assert abs(middles[0][0] - middles[1][0]) + abs(middles[0][1] - middles[1][1]) > 2


def test_missing_ties_are_rust_dashes_with_a_question(make: Make) -> None:
    """One that people named between two sectors, and what the network suggests beside it, up to three."""
    missing = Link(id="m", kind="missing", source="north", target="south")
    scene = draw_network(
        make("A B C D E", "A-B A-C B-C C-D C-E D-E", sectors={"north": "A B", "south": "D E"}, links=[missing])
    )
    line = tie_of(scene, "m")
    assert (line.role, line.dashed) == ("rust", True)
    assert badges(scene).count("?") == 3 + 1  # three on the map, one in the key


def test_the_broker_has_a_double_ring_unless_too_few_answered(make: Make) -> None:
    star = ("M A B C", "M-A M-B M-C")

    def rings(board: Board) -> int:
        return sum(
            1
            for s in draw_network(board).shapes
            if isinstance(s, Connector) and s.role == "spruce" and len(s.points) > 20
        )

    assert rings(make(*star)) == 2
    assert rings(make(*star, response_rate=50)) == 0


def test_what_is_attached_is_numbered_and_listed(make: Make) -> None:
    solutions = [Item(id="r-1", kind="solution", code="R-1", values={"text": "Portal"}, board="other")]
    need = Item(id="n", kind="information_need", code="TT-1", values={"text": "Prices"})
    links = [
        Link(id="k1", kind="attached", source="r-1", target="T1", inferred=frozenset({""})),
        Link(id="k2", kind="needs", source="n", target="A"),
    ]
    scene = draw_network(make("A B", "A-B", items=[need], links=links, linked=solutions))
    numbers = {(shape.form, shape.text) for shape in scene.shapes if isinstance(shape, Badge) and shape.text.isdigit()}
    assert numbers == {("disc", "1"), ("diamond", "1")}
    assert "A – B (inferred) R-1 Portal" in words(scene)


def test_needs_show_who_answers(make: Make) -> None:
    needs = [Item(id=f"n{k}", kind="information_need", code=f"TT-{k}", values={"text": f"Need {k}"}) for k in (1, 2, 3)]
    links = [
        Link(id="p1", kind="needs", source="n1", target="A"),
        Link(id="p2", kind="needs", source="n2", target="T1"),
        Link(id="f1", kind="comes_from", source="n1", target="B"),
        Link(id="a1", kind="answers", source="B", target="n1"),
    ]
    scene = draw_needs(make("A B", "A-B", items=needs, links=links))
    assert "TT-1 Need 1 · from: B · answered by: B" in words(scene)
    assert "TT-2 Need 2 nobody answers yet" in words(scene)
    assert "Attached to nothing TT-3 Need 3 · nobody answers yet" in words(scene)
    assert any(isinstance(s, Connector) and s.role == "lake" and s.arrow == "end" and s.dashed for s in scene.shapes)
    assert "2 information needs at 2 places, 1 of them without an answer, 1 attached to nothing" in scene.alt


def test_now_and_target_have_the_same_spots(make: Make) -> None:
    board = make("A B C", ["A-B", ("B-C", {"when": "target"}), ("A-C", {"when": "now"})])
    scene = draw_change(board)
    boxes = [box for box in scene.boxes if box.form != "plain" and box.item is not None and box.item.id in "ABC"]
    half = len(boxes) // 2
    shifts = {(round(b.x - a.x, 3), round(b.y - a.y, 3)) for a, b in zip(boxes[:half], boxes[half:], strict=True)}
    assert len(shifts) == 1
    assert tie_of(scene, "T2").role == "spruce"
    assert tie_of(scene, "T3").role == "rust"
    assert {"+", "−"} <= set(badges(scene))
    assert [part.label for part in scene.parts] == ["Now", "Target"]


def test_axes_never_put_an_unset_place_in_the_middle(make: Make) -> None:
    axis = Item(id="x", kind="axis", code="NX-1", values={"low": "young", "high": "old"})
    area = Item(
        id="z",
        kind="area",
        code="NA-1",
        values={"text": "Near", "claim": "No queue.", "left": 0, "right": 50, "bottom": 0, "top": 50},
    )
    actors = {"A": {"across": 0, "up": 0}, "B": {"across": 100, "up": 100}, "C": {"across": 50}}
    scene = draw_axes(make(actors, items=[axis, area]))
    symbols = {box.item.id: box.centre for box in scene.boxes if box.form != "plain" and box.item is not None}
    assert symbols["A"] == pytest.approx((0, 130))
    assert symbols["B"] == pytest.approx((150, 0))
    assert symbols["C"][1] > 140
    for text in ("young", "old", "not named", "No queue.", "Inside: A", "Not placed yet"):
        assert text in words(scene)
    tab, head = (s for s in scene.shapes if isinstance(s, Badge) and s.item is area)
    assert (tab.text, head.text) == ("NA-1", "NA-1 Near")  # on the map and below it: colour is never the only sign
    assert tab.y == pytest.approx(65)  # on the area's upper edge


def test_networks_show_aims_members_and_tools(make: Make, network_of: Callable[..., Board]) -> None:
    aim = Item(id="p", kind="aim", code="PM-1", values={"text": "One plan"})
    tool = Item(id="v", kind="tool", code="VT-1", values={"text": "Portal"})
    links = [Link(id="l1", kind="aim_of", source="p", target="N"), Link(id="l2", kind="uses", source="N", target="v")]
    scene = draw_networks(network_of(make, "A B C", "A-C", members="A B", items=[aim, tool], links=links))
    for text in ("Team", "One plan", "A, B", "1 interface to the outside", "Uses: Portal"):
        assert text in words(scene)


def test_an_empty_board_says_so(make: Make) -> None:
    for drawing in NETWORK_MAP.drawings:
        assert drawing.draw(make("")).alt
