"""Tables that mix organisations: over random rooms, nobody sits with their own where that can be avoided, and pairs sit together."""

import random
import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.workshop.seating import Seat, seat, sizes


def clashes(people: list[Seat], places: dict[str, int]) -> int:
    """How many pairs of one organisation share a table."""
    there = Counter((places[one.id], one.organisation) for one in people if one.organisation)
    return sum(count * (count - 1) // 2 for count in there.values())


def least(people: list[Seat], tables: int) -> int:
    """The least number of such pairs: each organisation as evenly over the tables as it goes."""
    found = 0
    for count in Counter(one.organisation for one in people if one.organisation).values():
        each, more = divmod(count, tables)
        found += more * (each + 1) * each // 2 + (tables - more) * each * (each - 1) // 2
    return found


@given(st.lists(st.integers(0, 25), min_size=1, max_size=90), st.integers(1, 14), st.integers(0, 3))
@settings(max_examples=120, deadline=None)
def test_nobody_sits_with_their_own_where_it_can_be_avoided(organisations: list[int], tables: int, clerks: int) -> None:
    people = [
        Seat(
            id=f"p{n:03}",
            organisation=f"o{o}" if o else "",
            kind="customer" if o == 0 else "",
            secretary=n < min(clerks, tables),
        )
        for n, o in enumerate(organisations)
    ]
    places = seat(people, tables)
    assert set(places) == {one.id for one in people}
    assert sorted(Counter(places.values()).values()) == sorted(count for count in sizes(len(people), tables) if count)
    assert clashes(people, places) == least(people, tables)
    assert max(Counter(places[one.id] for one in people if one.secretary).values(), default=1) == 1
    assert seat(people, tables) == places


@given(st.integers(0, 10**9))
@settings(max_examples=120, deadline=None)
def test_pairs_are_honoured_and_cost_no_mixing_where_both_are_possible(seed: int) -> None:
    """A seating without clashes is made up first, with pairs in it: so one exists, and one has to be found."""
    made = random.Random(seed)
    tables, each = made.randint(1, 10), made.randint(1, 8)
    organisations = [f"o{n}" for n in range(each + made.randint(0, 15))]
    at: list[tuple[str, int]] = [(o, t) for t in range(tables) for o in made.sample(organisations, each)]
    people = [Seat(id=f"p{n}", organisation=o) for n, (o, _) in enumerate(at)]
    pairs = []
    for _ in range(made.randint(0, 6)):
        table = made.randrange(tables)
        there = [f"p{n}" for n, (_, t) in enumerate(at) if t == table]
        if len(there) > 1:
            pairs.append((there[0], made.choice(there[1:])))
    made.shuffle(people)
    places = seat(people, tables, pairs)
    assert all(places[one] == places[other] for one, other in pairs)
    assert clashes(people, places) == 0
    assert set(Counter(places.values()).values()) == {each}


@given(st.lists(st.tuples(st.integers(1, 6), st.none() | st.integers(0, 3)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_who_was_seated_by_hand_stays(rows: list[tuple[int, int | None]]) -> None:
    people = [Seat(id=f"p{n}", organisation=f"o{o}", table=table) for n, (o, table) in enumerate(rows)]
    places = seat(people, 4)
    assert set(places) == {one.id for one in people}
    assert all(places[one.id] == one.table for one in people if one.table is not None)


def test_fifty_people_of_twenty_organisations_at_eight_tables_in_under_a_second() -> None:
    made = random.Random(4)
    # One organisation as large as the tables are many, one pair within an organisation, one across, a chain of three.
    of = [0] * 8 + [1] * 6 + [made.randrange(2, 20) for _ in range(36)]
    people = [Seat(id=f"p{n:02}", organisation=f"o{o}", secretary=n in range(14, 22)) for n, o in enumerate(of)]
    across = [(f"p{a:02}", f"p{b:02}") for a, b in ((0, 8), (22, 23), (23, 1))]
    started = time.process_time()
    places = seat(people, 8, across)
    assert time.process_time() - started < 1
    assert sorted(Counter(places.values()).values()) == [6, 6, 6, 6, 6, 6, 7, 7]
    assert all(places[one] == places[other] for one, other in across)
    free = least(people, 8)
    named = sum(of[int(a[1:])] == of[int(b[1:])] for a, b in across)
    assert clashes(people, places) <= free + named
    assert set(Counter(places[f"p{n}"] for n in range(14, 22)).values()) == {1}


def test_an_organisation_that_is_too_large_is_spread_evenly() -> None:
    people = [Seat(id=f"p{n}", organisation="iso") for n in range(11)]
    assert sorted(Counter(seat(people, 4).values()).values()) == [2, 3, 3, 3]


def test_no_tables_or_nobody_seats_nobody() -> None:
    assert seat([], 4) == {}
    assert seat([Seat(id="p")], 0) == {}
