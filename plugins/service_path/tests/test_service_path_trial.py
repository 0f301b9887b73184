"""Groups from factors, and allocation that nobody can foresee and everybody can check."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Add, Board, Change, Changes, Connect, Invalid, Item, Link
from kehittamo_service_path.actions import add_lane, arrows_in_order, blueprint_lanes, source_lanes
from kehittamo_service_path.actions_trial import begin_enrolment, end_enrolment, enrol, letter_of, make_groups
from kehittamo_service_path.enrolment import log_holds, log_of, next_group
from kehittamo_service_path.method import SERVICE_PATH
from kehittamo_service_path.randomisation import allocations, fair_sizes, nth, seal

SEED = "4 2 6 1 3 5 2 6 1 4 4 3 6 5 1 2 2 6 3 1"
FACTORS = {
    "t": "trial What helps?", "f": "factor F", "f1": ("level", {"text": "F1", "number": 1}),
    "f2": ("level", {"text": "F2", "number": 2}), "g": "factor G", "g1": ("level", {"text": "G1", "number": 1}),
    "g2": ("level", {"text": "G2", "number": 2}),
}  # fmt: skip
LEVELS = {"f1 level_of f": {}, "f2 level_of f": {}, "g1 level_of g": {}, "g2 level_of g": {}}


def stored(board: Board, changes: Changes) -> Board:
    """The board after changes, as the workshop would store them."""
    items, links, refs = list(board.items), list(board.links), {}
    for number, change in enumerate(changes):
        if isinstance(change, Add):
            id_ = f"new-{len(items)}-{number}"
            refs[change.ref] = id_
            items.append(
                Item(
                    id=id_, kind=change.kind, zone=change.zone, values=change.values, board=board.id,
                    order=1000.0 + len(items),
                    method="service_path", code=f"X-{len(items)}",
                )
            )  # fmt: skip
        elif isinstance(change, Connect):
            ends = (refs.get(change.source, change.source), refs.get(change.target, change.target))
            links.append(
                Link(id=f"l-{len(links)}", kind=change.kind, source=ends[0], target=ends[1], values=change.values)
            )
        elif isinstance(change, Change):
            items = [replace(i, values={**i.values, **change.values}) if i.id == change.id else i for i in items]
    return replace(board, items=tuple(items), links=tuple(links))


def trial(make, **values: object) -> Board:
    """A 2 x 2 trial whose groups know their levels."""
    board = make({**FACTORS, "t": ("trial", {"text": "What helps?", **values})}, LEVELS)
    return stored(board, make_groups(board, {"assign": True}).changes)


def test_groups_from_factors_stay_open_until_somebody_decides(make) -> None:
    board = make(FACTORS, LEVELS)
    outcome = make_groups(board, {})
    assert [change.values["text"] for change in outcome.changes if isinstance(change, Add)] == [
        "Group A", "Group B", "Group C", "Group D",
    ]  # fmt: skip
    assert not [change for change in outcome.changes if isinstance(change, Connect)]


def test_combinations_in_order_where_asked_for(make) -> None:
    board = trial(make)
    has = [tuple(level.id for level in board.after(group, "assigned")) for group in board.of("trial_group")]
    assert has == [("f1", "g1"), ("f1", "g2"), ("f2", "g1"), ("f2", "g2")]
    assert make_groups(board, {"assign": True}).changes == ()


def test_groups_need_levels(make) -> None:
    with pytest.raises(Invalid, match="factors and their levels first"):
        make_groups(make({"f": "factor F"}), {})


def test_letters() -> None:
    assert [letter_of(number) for number in (0, 3, 25, 26, 27)] == ["A", "D", "Z", "AA", "AB"]


def enrolled(board: Board, people: list[tuple[str, str]]) -> Board:
    board = stored(board, begin_enrolment(board, {"seed": SEED}).changes)
    for code, worker in people:
        board = stored(board, enrol(board, {"participant": code, "worker": worker, "seed": SEED}).changes)
    return board


PEOPLE = [(f"N-{number:03d}", f"OH-{number % 2}") for number in range(12)]


def test_same_seed_and_enrolments_give_the_same_log(make) -> None:
    once, again = (enrolled(trial(make, strata="own_person"), PEOPLE) for _ in range(2))
    assert [(line.item.text, line.group.text) for line in log_of(once)] == [
        (line.item.text, line.group.text) for line in log_of(again)
    ]
    assert log_holds(once, SEED)


def test_a_changed_line_is_found(make) -> None:
    board = enrolled(trial(make), PEOPLE[:4])
    links = list(board.links)
    moved = next(n for n, link in enumerate(links) if link.kind == "allocated")
    others = [group.id for group in board.of("trial_group") if group.id != links[moved].target]
    links[moved] = replace(links[moved], target=others[0])
    assert not log_holds(replace(board, links=tuple(links)), SEED)


def test_the_seed_is_nowhere_before_enrolment_has_ended(make) -> None:
    """The next allocation follows from the seed alone, so what is stored must not hold it."""
    board = enrolled(trial(make), PEOPLE[:5])
    assert SEED not in repr(board)
    assert seal(SEED) in repr(board)
    ended = end_enrolment(board, {"seed": SEED})
    assert isinstance(ended.changes[0], Change)
    assert ended.changes[0].values == {"seed": SEED, "state": "ended"}


def moved_groups(board: Board) -> Board:
    """The board after somebody has turned the order of the groups round, and after a journey to another server."""
    items = [replace(i, order=-i.order) if i.kind == "trial_group" else i for i in board.items]
    items.sort(key=lambda item: item.order)
    new = {item.id: f"elsewhere-{item.id}" for item in items}
    return replace(
        board,
        items=tuple(replace(item, id=new[item.id]) for item in items),
        links=tuple(
            replace(link, source=new.get(link.source, link.source), target=new.get(link.target, link.target))
            for link in board.links
        ),
    )


def test_moving_the_groups_or_the_programme_changes_nobody_s_group(make) -> None:
    board = enrolled(trial(make), PEOPLE[:7])
    away = moved_groups(board)
    assert log_holds(away, SEED)
    assert next_group(away, SEED, "").text == next_group(board, SEED, "").text == nobody_moved(make, 8)


def nobody_moved(make, count: int) -> str:
    """The group of the last of so many participants."""
    last = log_of(enrolled(trial(make), PEOPLE[:count]))[-1].group
    assert last is not None
    return last.text


@pytest.mark.parametrize("change", [{"strata": "own_person"}, {"block_sizes": [12]}])
def test_what_was_sealed_is_not_changed_while_people_are_enrolled(make, change) -> None:
    board = enrolled(trial(make), PEOPLE[:2])
    items = tuple(replace(i, values={**i.values, **change}) if i.kind == "trial" else i for i in board.items)
    with pytest.raises(Invalid, match="not as they were sealed"):
        enrol(replace(board, items=items), {"participant": "N-077", "worker": "OH-1", "seed": SEED})


def test_levels_that_change_hands_are_noticed(make) -> None:
    """Two groups swap a level after the seal: the log no longer means what was sealed."""
    board = enrolled(trial(make), PEOPLE[:2])
    ends = {link.source: link.target for link in board.links if link.kind == "assigned"}
    first, *_, last = board.of("trial_group")
    swap = {first.id: ends[last.id], last.id: ends[first.id]}
    links = tuple(
        replace(link, target=swap[link.source])
        if link.kind == "assigned" and link.target == ends.get(link.source) and link.source in swap
        else link
        for link in board.links
    )
    assert not log_holds(replace(board, links=links), SEED)


def test_a_seed_is_sealed_before_the_first_line(make) -> None:
    """Who has enrolled people cannot go back to planning and choose a seed that suits the rest better."""
    board = enrolled(trial(make), PEOPLE[:1])
    items = tuple(replace(i, values={**i.values, "state": "plan"}) if i.kind == "trial" else i for i in board.items)
    with pytest.raises(Invalid, match="has lines already"):
        begin_enrolment(replace(board, items=items), {"seed": "another seed that nobody sealed"})


CODES = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 2)), unique_by=lambda pair: pair[0], max_size=14)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=CODES, strata=st.sampled_from(["none", "own_person"]), seed=st.text("123456abcdef", min_size=20, max_size=30)
)
def test_random_enrolments(make, people: list[tuple[int, int]], strata: str, seed: str) -> None:
    """Whoever comes in whatever order: the log repeats, balance holds in each stratum, and nothing stored tells the seed."""

    def once() -> Board:
        board = trial(make, strata=strata, block_sizes=[4, 8])
        board = stored(board, begin_enrolment(board, {"seed": seed}).changes)
        for code, worker in people:
            values = {"participant": f"N-{code}", "worker": f"OH-{worker}", "seed": seed}
            board = stored(board, enrol(board, values).changes)
        return board

    board = once()
    log = log_of(board)
    assert [(line.item.text, line.group.code) for line in log] == [
        (line.item.text, line.group.code) for line in log_of(once())
    ]
    assert log_holds(board, seed)
    for stratum in {line.stratum for line in log}:
        sizes = [
            sum(1 for line in log if line.stratum == stratum and line.group.id == group.id)
            for group in board.of("trial_group")
        ]
        assert max(sizes) - min(sizes) <= 2
    assert seed not in repr(board)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"participant": "Maija Meikäläinen", "seed": SEED}, "never as a name"),
        ({"participant": "N-000", "seed": SEED}, "allocated already"),
        ({"participant": "N-099", "seed": "another seed that nobody sealed"}, "not the sealed seed"),
        ({"participant": "N-099", "worker": "Kaisa", "seed": SEED}, "never as a name"),
    ],
)
def test_refusals(make, values, words) -> None:
    board = enrolled(trial(make), PEOPLE[:1])
    with pytest.raises(Invalid, match=words):
        enrol(board, values)


def test_no_enrolment_before_levels_are_decided(make) -> None:
    board = make(FACTORS, LEVELS)
    board = stored(board, make_groups(board, {}).changes)
    with pytest.raises(Invalid, match="Decide first"):
        begin_enrolment(board, {"seed": SEED})


def test_a_short_seed_is_refused(make) -> None:
    with pytest.raises(Invalid, match="too short"):
        begin_enrolment(trial(make), {"seed": "1234"})


GROUPS = 4


@settings(deadline=None)
@given(seed=st.text(min_size=12), stratum=st.text(), count=st.integers(min_value=0, max_value=90))
def test_sizes_stay_within_the_largest_block(seed: str, stratum: str, count: int) -> None:
    """After any number of enrolments two groups differ by at most two, a group's share of the largest block."""
    sizes = fair_sizes((4, 8), GROUPS)
    got = list(islice(allocations(seed, stratum, GROUPS, sizes), count))
    numbers = [got.count(group) for group in range(GROUPS)]
    assert max(numbers) - min(numbers) <= max(sizes) // GROUPS
    assert got == [nth(seed, stratum, GROUPS, sizes, number) for number in range(count)]


@settings(deadline=None)
@given(seeds=st.lists(st.text(min_size=12), min_size=40, max_size=40, unique=True))
def test_the_first_group_depends_on_the_seed(seeds: list[str]) -> None:
    assert len({nth(seed, "", GROUPS, (4, 8), 0) for seed in seeds}) > 1


def test_unfair_block_sizes_are_not_used() -> None:
    assert fair_sizes((3, 4, 6, 8.0, -4), 4) == (4, 8)
    assert fair_sizes((), 2) == (2, 4, 6)


def test_lanes_by_action(make) -> None:
    empty = make({})
    lanes = blueprint_lanes(empty, {}).changes
    assert [lane.values["line_below"] for lane in lanes if isinstance(lane, Add)] == [
        None, "interaction", "visibility", "internal", None,
    ]  # fmt: skip
    board = stored(empty, source_lanes(empty, {}).changes)
    assert [lane.text for lane in board.of("lane")] == [
        "Customer",
        "Service guidance",
        "Growth services",
        "Information services",
    ]
    assert blueprint_lanes(board, {}).changes == ()


def test_a_lane_more_takes_the_next_free_part_of_the_board(make) -> None:
    """The first one puts the usual four, so that nothing loses its lane; a part that holds steps is not given away."""
    board = make({"a": "step A", "b": ("step", {"text": "B", "_zone": "more"})})
    board = stored(board, add_lane(board, {"name": "Kela", "line_below": "visibility"}).changes)
    assert [(lane.text, lane.get("zone")) for lane in board.of("lane")][-2:] == [
        ("Information services", "information"), ("Kela", "lane_6"),
    ]  # fmt: skip
    assert board.of("lane")[-1].get("line_below") == "visibility"
    for number in range(7):
        board = stored(board, add_lane(board, {"name": f"Lane {number}"}).changes)
    assert [lane.get("zone") for lane in board.of("lane")][-2:] == ["lane_12", None]
    assert "in lane" in add_lane(board, {"name": "One more"}).message
    with pytest.raises(Invalid, match="name first"):
        add_lane(board, {"name": "  "})


def test_arrows_in_order(make) -> None:
    """Column by column and lane by lane; what has no place yet is not given one by an arrow."""
    loose = ("step", {"text": "Evening for families", "_zone": "unplaced"})
    board = make({"a": "step A", "b": "step B", "u": loose, "g": "meeting G", "h": "meeting H"})
    pairs = [(c.source, c.target) for c in arrows_in_order(board, {}).changes if isinstance(c, Connect)]
    assert pairs == [("a", "g"), ("g", "b"), ("b", "h")]
    drawn = stored(board, arrows_in_order(board, {}).changes)
    assert arrows_in_order(drawn, {}).changes == ()


def test_actions_only_make_what_the_method_declares(make) -> None:
    for action in SERVICE_PATH.actions:
        for field in action.fields:
            assert field.label
    board = trial(make)
    for change in blueprint_lanes(replace(board, items=()), {}).changes:
        assert isinstance(change, Add)
        kind = SERVICE_PATH.kind(change.kind)
        assert kind is not None
        assert set(change.values) <= {field.id for field in kind.fields}
