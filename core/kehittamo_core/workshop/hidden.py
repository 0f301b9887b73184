"""Notes written alone: kept apart from all boards until the facilitator reveals them, together and in shuffled order.

Before the reveal others get counts, and so do facilitators. Of what is anonymous nothing says whose it was: only who holds
the key finds it, and ten seconds after the reveal, when it cannot be taken back any more, the row that holds the key's hash is
deleted.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, false, func, or_, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Invalid, Locked, NotFound
from kehittamo_core.words import translate_many
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop.access import board_for, look_up, programme_for
from kehittamo_core.workshop.activities import activity_in, tell
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import board_room
from kehittamo_core.workshop.kinds import method_of
from kehittamo_core.workshop.ordering import order_between
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.signing import alone_on, hour
from kehittamo_core.workshop.taking_back import GRACE, RESTORERS, SECONDS, taken_back, tell_writers
from kehittamo_core.workshop.values import checked_fields

MOST_TEXTS = 50
MOST_NOTES = 200
"""Notes of one person in one activity."""
REVEALED = "item.revealed"


@dataclass(frozen=True, kw_only=True)
class OwnNote:
    """One's own hidden note."""

    id: str
    kind: str
    zone: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Alone:
    """What somebody is shown of an activity in which all write alone on a board: counts, and their own notes."""

    activity: str
    title: str
    signing: str
    board: str
    notes: int
    people: int
    mine: Sequence[OwnNote] = ()


def hash_of(owner: str) -> str | None:
    """What is stored of a key; None where there is no key."""
    return hashlib.sha256(owner.encode()).hexdigest() if owner else None


def _own(activity: m.Activity, who: Identity, owner: str) -> ColumnElement[bool]:
    """Which hidden notes of an activity are somebody's own."""
    if activity.signing == "anonymous":
        return m.HiddenNote.owner_hash == hash_of(owner) if owner else false()
    return m.HiddenNote.person_id == who.person_id if who.person_id else false()


def read_alone(session: Session, who: Identity, board_id: str, owner: str = "") -> Alone | None:
    """What somebody is shown of writing alone on a board; None where nobody writes alone there.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access.board_for`.
    """
    board = board_for(session, who, board_id, "see")
    activity = alone_on(session, board)
    if activity is None:
        return None
    on_board = (m.HiddenNote.activity_id == activity.id, m.HiddenNote.board_id == board.id)
    whose = func.coalesce(m.HiddenNote.person_id, m.HiddenNote.owner_hash)
    notes, people = session.execute(
        select(func.count(), func.count(whose.distinct())).select_from(m.HiddenNote).where(*on_board)
    ).one()
    rows = session.scalars(
        select(m.HiddenNote)
        .where(*on_board, _own(activity, who, owner))
        .order_by(m.HiddenNote.made_at, m.HiddenNote.id)
    )
    return Alone(
        activity=activity.id, title=activity.title, signing=activity.signing, board=board.id, notes=notes, people=people,
        mine=tuple(OwnNote(id=row.id, kind=row.kind, zone=row.zone, text=row.values.get("text") or "") for row in rows),
    )  # fmt: skip


def counts_alone(session: Session, activity_id: str) -> dict[str, tuple[int, int]]:
    """How many notes and people there are by now, by the id of their board: all that leads need to know of an activity."""
    whose = func.coalesce(m.HiddenNote.person_id, m.HiddenNote.owner_hash)
    rows = session.execute(
        select(m.HiddenNote.board_id, func.count(), func.count(whose.distinct()))
        .where(m.HiddenNote.activity_id == activity_id, m.HiddenNote.element_id.is_(None))
        .group_by(m.HiddenNote.board_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _place(doing: Doing, board_id: str, activity_id: str) -> tuple[m.Board, m.Activity]:
    board = board_for(doing.session, doing.who, board_id, "write")
    activity = alone_on(doing.session, board)
    if activity is None or activity.id != activity_id:
        raise Locked(
            "This activity is not written alone any more: what you wrote is kept on your screen. Write on the board."
        )
    return board, activity


def _tell(doing: Doing, board: m.Board) -> None:
    """Say that a count has changed, and of whom only to their own pages."""
    doing.session.flush()
    doing.log.add(board_room(board.id), "alone.counted", board.id)


def write_alone(doing: Doing, command: hc.WriteAlone) -> Done:
    """Keep somebody's notes apart."""
    board, activity = _place(doing, command.board, command.activity)
    method = method_of(doing.plugins, board.method)
    kind, zone = doing.kind_and_zone(method, command.kind, command.zone)
    doing.may_set_up(kind.setup)
    if kind.at_most is not None:
        raise Invalid("{kind} is written together, when the notes are shown.", kind=doing.label(method, kind.label))
    texts = [words for one in command.texts if (words := str(clean(one)).strip())]
    if not texts:
        raise Invalid("Write something first: the note is empty.")
    if len(texts) > MOST_TEXTS:
        raise Invalid("{count} notes are too many at once; at most {limit} fit.", count=len(texts), limit=MOST_TEXTS)
    anonymous = activity.signing == "anonymous"
    if anonymous and not command.owner:
        raise Invalid(
            "Your browser keeps no cookies, so nobody could find your own notes again. Allow them for this site."
        )
    had = doing.session.scalar(
        select(func.count()).select_from(m.HiddenNote).where(
            m.HiddenNote.activity_id == activity.id, _own(activity, doing.who, command.owner)
        )
    )  # fmt: skip
    if (had or 0) + len(texts) > MOST_NOTES:
        raise Invalid(
            "{count} notes are too many at once; at most {limit} fit.", count=(had or 0) + len(texts), limit=MOST_NOTES
        )
    for words in texts:
        values = checked_fields(doing.session, doing.programme.id, kind.fields, {"text": words})
        doing.session.add(
            m.HiddenNote(
                id=secrets.token_hex(16), activity_id=activity.id, board_id=board.id, kind=kind.id, zone=zone,
                language=doing.language(command.language), values=values,
                person_id=None if anonymous else doing.who.person_id or None,
                signed=doing.signed(board), owner_hash=hash_of(command.owner) if anonymous else None,
                made_at=hour(m.now()) if anonymous else m.now(),
            )
        )  # fmt: skip
    _tell(doing, board)
    return done(doing, board.id)


def change_alone(doing: Doing, command: hc.ChangeAlone) -> Done:
    """Change or take away one's own hidden note."""
    board, activity = _place(doing, command.board, command.activity)
    row = look_up(doing.session, m.HiddenNote, command.note)
    mine = (
        row is not None
        and row.board_id == board.id
        and row.activity_id == activity.id
        and (
            doing.session.scalar(
                select(m.HiddenNote.id).where(m.HiddenNote.id == row.id, _own(activity, doing.who, command.owner))
            )
            is not None
        )
    )
    if row is None or not mine:
        raise NotFound("There is no such note of yours (any more).")
    if command.text is None:
        doing.session.delete(row)
    else:
        words = str(clean(command.text)).strip()
        if not words:
            raise Invalid("Write something first: the note is empty.")
        kind = method_of(doing.plugins, board.method).kind(row.kind)
        fields = kind.fields if kind is not None else ()
        row.values = {**row.values, **checked_fields(doing.session, doing.programme.id, fields, {"text": words})}
    _tell(doing, board)
    return done(doing, board.id)


# The reveal


def reveal(doing: Doing, command: hc.Reveal) -> Done:
    """Make items of an activity's notes; nobody's name comes along that was not said before writing."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    activity = activity_in(doing, command.activity)
    if not activity.hidden or activity.state == "draft":
        raise Invalid("{title} is not written alone, so there is nothing to reveal.", title=activity.title)
    if activity.revealed_at is not None:
        return done(doing, activity.id)
    forget_owners(doing.session)
    with taken_back(doing, "reveal", {"activity": activity.id}):
        activity.revealed_at = m.now()
        doing.session.flush()
        rows = list(doing.session.scalars(select(m.HiddenNote).where(m.HiddenNote.activity_id == activity.id)))
        secrets.SystemRandom().shuffle(rows)
        for row in rows:
            row.element_id = _shown(doing, row, activity.signing)
    tell_writers(doing, activity)
    tell(doing, "activity.revealed", activity.id, None, {"notes": len(rows)})
    said = translate_many(
        "kehittamo_core", doing.who.language, "{number} note is shown.", "{number} notes are shown.", len(rows)
    )
    return done(doing, activity.id, said, (activity.id,))


def _shown(doing: Doing, note: m.HiddenNote, signing: str) -> str:
    """The item that a note becomes, last in its zone; its event has no actor and holds no words."""
    session = doing.session
    board = session.get_one(m.Board, note.board_id)
    method = method_of(doing.plugins, board.method)
    kind = method.kind(note.kind)
    if kind is None:
        raise Invalid("There is no kind {kind} in this method; known are {known}.", kind=note.kind,
                      known=", ".join(one.id for one in method.kinds))  # fmt: skip
    items = doing.zone_items(board, method, note.zone)
    person = session.get(m.Participant, note.person_id) if note.person_id and signing != "anonymous" else None
    author = person.id if person is not None else None
    facilitator, doing.actor_id = doing.actor_id, author
    row = doing.new_element(
        kind, board_id=board.id, is_link=False, method=method.id, zone=note.zone,
        order=order_between(items, len(items)), author_id=author, signed=note.signed,
    )  # fmt: skip
    doing.write_first(row, kind.fields, note.values, note.language)
    doing.log.actor_id = author
    doing.log.add(board_room(board.id), REVEALED, row.id, echo=True)
    doing.actor_id = doing.log.actor_id = facilitator
    return row.id


def _hide_again(doing: Doing, more: Mapping[str, Any]) -> None:
    """Take a reveal back: what was shown is nowhere again, unless somebody has built on it."""
    session = doing.session
    rows = list(
        session.scalars(
            select(m.HiddenNote).where(
                m.HiddenNote.activity_id == more["activity"], m.HiddenNote.element_id.is_not(None)
            )
        )
    )
    ids = [row.element_id for row in rows if row.element_id is not None]
    for element in session.scalars(select(m.Element).where(m.Element.id.in_(ids))).all():
        if _built_on(session, element):
            raise Invalid(
                "Somebody has already built on {code}, so the notes stay shown.", code=element.code or element.key
            )
    for row in rows:
        element_id, row.element_id = row.element_id or "", None
        session.execute(delete(m.CoText).where(m.CoText.owner_id == element_id))
        session.execute(delete(m.Element).where(m.Element.id == element_id))
        doing.log.add(board_room(row.board_id), "alone.hidden", element_id, echo=True)
    session.flush()
    session.expire_all()


def _built_on(session: Session, element: m.Element) -> bool:
    """Whether anything happened to an item since it was revealed, or leads to it."""
    happened = select(m.Event.seq).where(m.Event.ref == element.id, m.Event.kind.not_in((REVEALED, "echo")))
    links = select(m.Element.id).where(or_(m.Element.source_id == element.id, m.Element.target_id == element.id))
    typed = select(m.CoText.key).where(m.CoText.owner_id == element.id, m.CoText.n > 1)
    kept = select(m.Snapshot.id).where(
        m.Snapshot.programme_id == element.programme_id, m.Snapshot.at >= element.made_at
    )
    votes = select(m.Vote.id).where(m.Vote.element_id == element.id)
    return any(session.execute(one.limit(1)).first() is not None for one in (happened, links, typed, kept, votes))


RESTORERS["reveal"] = _hide_again


def forget_owners(session: Session) -> int:
    """Delete the notes that were revealed and cannot be hidden again, and with them whose they were; how many.

    SQLite overwrites what it deletes here; older pages of its write-ahead log go with the next checkpoint.
    """
    over = m.now() - timedelta(seconds=SECONDS + GRACE)
    revealed = select(m.Activity.id).where(m.Activity.revealed_at.is_not(None), m.Activity.revealed_at < over)
    gone = session.scalars(
        select(m.HiddenNote.id).where(m.HiddenNote.activity_id.in_(revealed), m.HiddenNote.element_id.is_not(None))
    ).all()
    if not gone:
        return 0
    for start in range(0, len(gone), 500):
        session.execute(delete(m.HiddenNote).where(m.HiddenNote.id.in_(gone[start : start + 500])))
    return len(gone)


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    hc.WriteAlone: write_alone,
    hc.ChangeAlone: change_alone,
    hc.Reveal: reveal,
}
