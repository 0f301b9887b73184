"""Votes by ballot: hidden until they are closed, never more than somebody has, and nobody counted twice."""

import json
import random
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from core.tests.workshop_table import Table
from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotAllowed, Refused
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import joining
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.archive import export_document
from kehittamo_core.workshop.ballot_reading import read_ballot
from kehittamo_core.workshop.counting import entitled
from kehittamo_core.workshop.people import Identity


def vote_opened(table: Table, points: int = 3, cap: int | None = None, notes: int = 4) -> tuple[str, list[str]]:
    """An open activity on the common board with a vote on it; the activity and its notes."""
    made = [table.do(table.aino, c.AddItem, board=table.board, values={"text": f"Lappu {n}"}).ref for n in range(notes)]
    given = {"title": "Äänestys", "boards": ["b-yhteinen"], "signing": "name"}
    activity = table.do(table.helper, h.AddActivity, programme=table.programme, values=given).ref
    table.do(table.helper, h.MoveActivity, programme=table.programme, activity=activity, state="open")
    table.do(table.helper, hc.OpenBallot, programme=table.programme, activity=activity, points=points, cap=cap)
    return activity, made


def seated(table: Table, number: int, tables: int = 8) -> tuple[list[Identity], list[str]]:
    """So many people at so many tables, each with a secretary first; the people and the tables."""
    groups = []
    for n in range(tables):
        row = m.Group(programme_id=table.programme, key=f"poyta-{n}", name=f"Pöytä {n}", position=float(n + 10))
        table.session.add(row)
        table.session.flush()
        groups.append(row.id)
    people = []
    for n in range(number):
        row = m.Participant(
            programme_id=table.programme, key=f"henkilo-{n}", name=f"Henkilö {n}", group_id=groups[n % tables],
            role="secretary" if n < tables else "expert", language="en",
        )  # fmt: skip
        table.session.add(row)
        table.session.flush()
        who = joining.identity_of(table.session, None, row.id)
        assert who is not None
        people.append(who)
    return people, groups


def close(table: Table, activity: str) -> None:
    table.do(table.helper, hc.CloseBallot, programme=table.programme, activity=activity)


def sums(table: Table) -> dict[str, int]:
    return {item.id: item.votes for item in table.picture().items}


def test_fifty_vote_with_proxies_and_one_result_is_overruled_and_it_adds_up(table: Table) -> None:
    people, groups = seated(table, 50)
    activity, notes = vote_opened(table, points=3, cap=2)
    for n, who in enumerate(people[:30]):
        table.do(who, c.Vote, element=notes[n % 4], points=2)
        table.do(who, c.Vote, element=notes[(n + 1) % 4], points=1)
    # A secretary enters one absent person's votes by name, another's table is entered on paper.
    first = people[0]
    table.do(first, c.Vote, element=notes[0], points=2, behalf=people[32].person_id)
    before = sums(table)
    waiting = [who for who in people[30:] if who.group_id == groups[1]]
    table.do(people[1], c.Vote, element=notes[3], points=2 * len(waiting), group=groups[1])
    table.refused(Invalid, "are left", people[1], c.Vote, element=notes[2], points=len(waiting) + 1, group=groups[1])
    table.do(people[1], c.Vote, element=notes[2], points=len(waiting), group=groups[1])
    assert sums(table) == before
    assert all(before[note] == 0 for note in notes)

    # Counted nowhere twice: one's own vote takes the proxy's place, and paper leaves room for nobody.
    said = table.do(people[32], c.Vote, element=notes[1], points=1)
    assert "take the place" in said.message
    table.refused(NotAllowed, "has voted", first, c.Vote, element=notes[2], points=1, behalf=people[32].person_id)
    table.refused(NotAllowed, "on paper", waiting[0], c.Vote, element=notes[0], points=1)
    table.refused(NotAllowed, "does not vote", table.helper, c.Vote, element=notes[0], points=1)
    table.refused(Invalid, "At most 2 points", people[33], c.Vote, element=notes[0], points=3)
    table.refused(Invalid, "0 of 3 are left|are too many", people[0], c.Vote, element=notes[3], points=2)
    hidden = json.dumps(export_document(table.session, table.programme))
    assert "aanestys-" not in hidden
    mine = read_ballot(table.session, people[0], table.board)
    assert mine is not None
    assert (mine.left, mine.mine, mine.rows, mine.voted) == (0, {notes[0]: 2, notes[1]: 1}, (), 31)
    leads = read_ballot(table.session, table.helper, table.board)
    assert leads is not None
    assert (leads.rows, leads.voted) == ((), 31)

    close(table, activity)
    expected = [0, 0, 0, 0]
    for n in range(30):
        expected[n % 4] += 2
        expected[(n + 1) % 4] += 1
    expected[1] += 1
    expected[3] += 2 * len(waiting)
    expected[2] += len(waiting)
    assert [sums(table)[note] for note in notes] == expected
    assert sum(expected) == 30 * 3 + 1 + 3 * len(waiting)
    table.refused(Invalid, "Say why", table.helper, hc.Overrule, element=notes[0], points=99)
    table.refused(NotAllowed, "Only facilitators", people[0], hc.Overrule, element=notes[0], points=99, reason="Minä")
    table.do(table.helper, hc.Overrule, element=notes[0], points=99, reason="Laki edellyttää tätä")
    shown = read_ballot(table.session, people[0], table.board)
    assert shown is not None
    best = shown.rows[0]
    assert (best.id, best.counted, best.overruled, best.reason, best.by) == (
        notes[0], expected[0], 99, "Laki edellyttää tätä", table.helper.name
    )  # fmt: skip
    assert sums(table)[notes[0]] == expected[0]
    (ballot,) = export_document(table.session, table.programme)["ballots"]
    assert (ballot["voters"], ballot["overruled"][0]["points"]) == (31, 99)


def test_what_was_closed_is_open_again_for_ten_seconds(table: Table) -> None:
    activity, notes = vote_opened(table)
    table.do(table.helper, h.TakeBack, programme=table.programme)
    assert read_ballot(table.session, table.aino, table.board) is None
    table.do(table.helper, hc.OpenBallot, programme=table.programme, activity=activity, points=2)
    table.do(table.aino, c.Vote, element=notes[0], points=2)
    table.refused(Invalid, "already voted", table.helper, h.TakeBack, programme=table.programme)
    close(table, activity)
    assert sums(table)[notes[0]] == 2
    table.do(table.helper, h.TakeBack, programme=table.programme)
    assert sums(table)[notes[0]] == 0
    table.do(table.aino, c.Vote, element=notes[0], points=1)
    close(table, activity)
    assert sums(table)[notes[0]] == 1


@pytest.mark.parametrize("seed", range(6))
def test_random_votes_retries_merges_and_undo_never_give_more_than_there_is(table: Table, seed: int) -> None:
    dice = random.Random(seed)
    people, groups = seated(table, 6, 2)
    activity, notes = vote_opened(table, points=3, cap=2, notes=5)
    (ballot,) = table.session.scalars(select(m.Ballot)).all()
    sent: list[tuple[Identity, Any, dict[str, Any]]] = []

    def check() -> None:
        table.session.expire_all()
        rows = table.session.execute(
            select(m.Vote.participant_id, m.Vote.group_id, m.Vote.element_id, m.Vote.points)
            .join(m.Element, m.Element.id == m.Vote.element_id)
            .where(m.Vote.ballot == ballot.id, m.Element.deleted_at.is_(None))
        ).all()
        by: dict[str, int] = {}
        for row in rows:
            assert row.points > 0
            by[row.participant_id or row.group_id] = by.get(row.participant_id or row.group_id, 0) + row.points
            assert row.group_id or row.points <= 2
        for who in people:
            assert by.get(who.person_id, 0) <= 3
        for group in groups:
            members = entitled(table.session, table.programme, group)
            waiting = [one for one in members if one not in by]
            assert by.get(group, 0) <= 3 * len(waiting), "somebody is counted on paper and by name"

    for step in range(60):
        what = dice.choice(("vote", "vote", "vote", "proxy", "paper", "retry", "merge", "undo", "undo", "remove"))
        who = dice.choice(people)
        parts: dict[str, Any] = {
            "element": dice.choice(notes),
            "points": dice.randint(0, 3),
            "command_id": f"s{seed}-{step}",
        }
        kind: Any = c.Vote
        if what == "proxy":
            parts["behalf"] = dice.choice(people).person_id
            who = people[0] if dice.random() < 0.5 else table.helper
        elif what == "paper":
            parts |= {"group": dice.choice(groups), "points": dice.randint(0, 9)}
            who = table.helper
        elif what == "merge":
            kind = p.MergeItems
            parts = {"board": table.board, "items": tuple(dice.sample(notes, 2)), "command_id": parts["command_id"]}
        elif what == "undo":
            kind, parts = c.UndoLast, {"board": table.board, "command_id": parts["command_id"]}
        elif what == "remove":
            kind, parts = c.Remove, {"element": notes[step % 3], "command_id": parts["command_id"]}
        elif what == "retry" and sent:
            who, kind, parts = dice.choice(sent)
        sent.append((who, kind, parts))
        try:
            with table.session.begin_nested():
                table.do(who, kind, **parts)
        except Refused:
            table.session.expire_all()
        check()
    close(table, activity)
    shown = read_ballot(table.session, people[0], table.board)
    assert shown is not None
    assert all(one.counted >= two.counted for one, two in pairwise(shown.rows))
    there = {id_: votes for id_, votes in sums(table).items() if votes and id_ in notes}
    assert {row.id: row.counted for row in shown.rows} == there
    assert there


def test_points_that_a_merge_freed_are_not_there_twice_when_it_is_taken_back(table: Table) -> None:
    activity, notes = vote_opened(table, points=3)
    table.do(table.aino, c.Vote, element=notes[0], points=1)
    table.do(table.aino, c.Vote, element=notes[1], points=2)
    table.do(table.eero, p.MergeItems, board=table.board, items=(notes[0], notes[1]))
    table.refused(Invalid, "are too many", table.aino, c.Vote, element=notes[2], points=2)
    table.do(table.aino, c.Vote, element=notes[2], points=1)
    table.do(table.eero, c.UndoLast, board=table.board)
    now = read_ballot(table.session, table.aino, table.board)
    assert now is not None
    assert (now.left, sum(now.mine.values()), now.mine[notes[2]]) == (0, 3, 1)
    table.do(table.eero, c.Remove, element=notes[2])
    table.do(table.aino, c.Vote, element=notes[3], points=1)
    table.do(table.eero, c.UndoLast, board=table.board)
    close(table, activity)
    assert sum(votes for id_, votes in sums(table).items() if id_ in notes) == 3
