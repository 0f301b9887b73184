"""When no meeting was under way: what was written then is marked as work between the meetings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.workshop.events import programme_room


def interim_since(session: Session, programme_id: str) -> list[tuple[datetime, bool]]:
    """From when on no meeting was under way, and from when on one was: (moment, whether it is work between meetings)."""
    events = session.scalars(
        select(m.Event)
        .where(m.Event.room == programme_room(programme_id), m.Event.kind == "stage.changed")
        .order_by(m.Event.seq)
    )
    running: set[str] = set()
    turns: list[tuple[datetime, bool]] = []
    for event in events:
        state = (event.after or {}).get("state")
        if state == "now":
            running.add(event.ref)
        elif state in ("done", "coming"):
            running.discard(event.ref)
        else:
            continue
        if not turns or turns[-1][1] is not (not running):
            turns.append((event.at, not running))
    return turns


def was_interim(turns: Sequence[tuple[datetime, bool]], at: datetime) -> bool:
    """Whether something happened between two meetings; before the first meeting is no work between meetings."""
    between = False
    for moment, interim in turns:
        if moment > at:
            break
        between = interim
    return between
