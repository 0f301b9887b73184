"""Closed votes in the archive; one that is open stays where it is, for its sums are nobody's yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id


def closed_ballots(session: Session, programme_id: str) -> list[m.Ballot]:
    """A programme's closed ballots by key."""
    rows = select(m.Ballot).where(m.Ballot.programme_id == programme_id, m.Ballot.state == "closed")
    return list(session.scalars(rows.order_by(m.Ballot.key)))


def ballot_document(row: m.Ballot, boards: Iterable[str], elements: Iterable[str]) -> dict[str, Any]:
    """A closed ballot as the archive writes it, with what lives of its boards and items (their keys)."""
    there, items = set(boards), set(elements)
    closed = row.closed_at or row.opened_at
    return {
        "id": row.key, "title": row.title, "boards": [key for key in row.boards if key in there], "points": row.points,
        "cap": row.cap, "voters": row.voters, "closed": closed.isoformat().replace("+00:00", "Z"),
        "overruled": [
            {"element": key, **part} for key, part in sorted(row.overruled.items()) if key in items
        ],
    }  # fmt: skip


def write_ballots(
    session: Session, programme_id: str, parts: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, str], list[m.Ballot]]:
    """Make the closed ballots read as these parts do: their ids by key, and the rows that are not among the parts."""
    rows = {row.key: row for row in closed_ballots(session, programme_id)}
    made: dict[str, str] = {}
    for part in parts:
        row = rows.pop(part["id"], None)
        if row is None:
            row = m.Ballot(
                id=new_id(), programme_id=programme_id, key=part["id"], state="closed",
                opened_at=datetime.fromisoformat(part["closed"]),
            )  # fmt: skip
            session.add(row)
        closed = datetime.fromisoformat(part["closed"])
        values = {
            "title": part.get("title", ""), "boards": list(part.get("boards", [])), "points": part["points"],
            "cap": part.get("cap"), "voters": part.get("voters"), "closed_at": closed,
            "overruled": {
                one["element"]: {name: value for name, value in one.items() if name != "element"}
                for one in part.get("overruled", [])
            },
        }  # fmt: skip
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        made[part["id"]] = row.id
    session.flush()
    return made, list(rows.values())
