"""Commands on people: invite, change, remind, revoke and remove them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import PARTICIPANT_KINDS, PARTICIPANT_ROLES
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.workshop.access import look_up, programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.invitations import MAIL, Invited
from kehittamo_core.workshop.joining import check_name

NO_PERSON = "There is no such person in this programme."


@dataclass(frozen=True, kw_only=True)
class InvitePeople(Command):
    """Add people who are invited; `refs` of the answer are their ids, in the order of the list."""

    programme: str
    people: tuple[Invited, ...]


@dataclass(frozen=True, kw_only=True)
class ChangePerson(Command):
    """Set somebody's name, organisation, kind, role, mail or group (an id, or None)."""

    programme: str
    person: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RemindPeople(Command):
    """Note that people are written to who have not joined; without `people` all who were invited. `refs` are those."""

    programme: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RevokeLinks(Command):
    """Revoke somebody's links and end their sessions on all devices."""

    programme: str
    person: str


@dataclass(frozen=True, kw_only=True)
class RemovePerson(Command):
    """Take somebody out of the programme; what they wrote stays, under their name."""

    programme: str
    person: str


def person_in(session: Session, programme_id: str, id_: str) -> m.Participant:
    """Somebody of a programme who has not left.

    Raises:
        NotFound: there is nobody with this id here.
    """
    row = look_up(session, m.Participant, id_)
    if row is None or row.programme_id != programme_id or row.closed_at is not None:
        raise NotFound(NO_PERSON)
    return row


def group_in(session: Session, programme_id: str, id_: str | None) -> m.Group | None:
    """A group of a programme; None for no id.

    Raises:
        NotFound: there is no such group here.
    """
    if not id_:
        return None
    row = look_up(session, m.Group, id_)
    if row is None or row.programme_id != programme_id:
        raise NotFound("There is no such table in this programme.")
    return row


def late_people(session: Session, programme_id: str) -> list[m.Participant]:
    """Those who were invited and have not joined, by name."""
    return list(
        session.scalars(
            select(m.Participant)
            .where(
                m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None),
                m.Participant.invited_at.is_not(None), m.Participant.joined_at.is_(None),
            )
            .order_by(m.Participant.name, m.Participant.id)
        )
    )  # fmt: skip


def end_sessions(session: Session, *, account: str | None = None, participant: str | None = None) -> None:
    """Revoke all links and all sessions of an account or of a participant."""
    now = m.now()
    for table in (m.AccessLink, m.SessionToken):
        owner = table.account_id == account if account else table.participant_id == participant
        session.execute(update(table).where(owner, table.revoked_at.is_(None)).values(revoked_at=now))


def invite_people(doing: Doing, command: InvitePeople) -> Done:
    """Add people who are invited."""
    session, programme = doing.session, doing.programme
    programme_for(session, doing.who, programme.id, "facilitate")
    if not command.people:
        raise Invalid("There is nobody to invite.")
    groups = {row.key: row.id for row in session.scalars(select(m.Group).where(m.Group.programme_id == programme.id))}
    last = session.scalar(select(func.max(m.Participant.position)).where(m.Participant.programme_id == programme.id))
    made = []
    for number, one in enumerate(command.people, 1):
        id_ = new_id()
        row = m.Participant(
            id=id_, programme_id=programme.id, key=f"osallistuja-{id_[-12:]}", name=check_name(one.name),
            organisation=check_name(one.organisation, "organisation") if one.organisation else None, role="expert",
            kind=one.kind, email=_mail(one.mail), group_id=groups.get(one.group), by_hand=bool(one.group),
            position=(last or 0.0) + number, language=programme.languages[0], invited_at=m.now(),
        )  # fmt: skip
        session.add(row)
        made.append(id_)
    session.flush()
    doing.log.add(programme_room(programme.id), "people", programme.id, None, {"invited": len(made)})
    return done(doing, made[0], refs=tuple(made))


def _mail(text: str) -> str | None:
    if text and not MAIL.fullmatch(text):
        raise Invalid("{value} is not an e-mail address.", value=text[:80])
    return text or None


PERSON_FIELDS = ("name", "organisation", "kind", "role", "email", "group")


def change_person(doing: Doing, command: ChangePerson) -> Done:
    """Set fields of a person; of the mail address the log keeps nothing."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    row = person_in(doing.session, doing.programme.id, command.person)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, given in command.values.items():
        value: Any = str(given or "").strip()
        column = name
        match name:
            case "name":
                value = check_name(value)
            case "organisation":
                value = check_name(value, "organisation") if value else None
            case "kind":
                value = _one_of(
                    value or None, PARTICIPANT_KINDS, "{value} is not a kind of participant; known are {known}"
                )
            case "role":
                value = _one_of(value, PARTICIPANT_ROLES, "{role} is not a role; known are {known}.")
            case "email":
                value = _mail(value)
            case "group":
                group = group_in(doing.session, doing.programme.id, value)
                column, value = "group_id", group.id if group else None
            case _:
                raise Invalid(
                    "There is no field {field} here; known are {known}.", field=name, known=", ".join(PERSON_FIELDS)
                )
        if getattr(row, column) != value:
            if column != "email":
                before[name], after[name] = getattr(row, column), value
            else:
                after["mail"] = bool(value)
            setattr(row, column, value)
            if column == "group_id":
                row.by_hand = value is not None
    if after:
        doing.session.flush()
        doing.log.add(programme_room(doing.programme.id), "people", row.id, before, after)
    return done(doing, row.id, refs=(row.id,))


def _one_of(value: str | None, known: tuple[str, ...], message: str) -> str | None:
    if value is not None and value not in known:
        raise Invalid(message, value=value[:40], role=value[:40], known=", ".join(known))
    return value


def remind_people(doing: Doing, command: RemindPeople) -> Done:
    """Note that people are written to."""
    session, programme = doing.session, doing.programme
    programme_for(session, doing.who, programme.id, "facilitate")
    if command.people:
        rows = [person_in(session, programme.id, id_) for id_ in command.people]
        rows = [row for row in rows if row.joined_at is None]
    else:
        rows = late_people(session, programme.id)
    if not rows:
        raise Invalid("Everybody has joined already, so nobody was reminded.")
    now = m.now()
    for row in rows:
        if row.invited_at is None:
            row.invited_at = now
        else:
            row.reminded_at = now
    session.flush()
    doing.log.add(programme_room(programme.id), "people", programme.id, None, {"reminded": len(rows)})
    return done(doing, rows[0].id, refs=tuple(row.id for row in rows))


def revoke_links(doing: Doing, command: RevokeLinks) -> Done:
    """Revoke somebody's links and sessions; the event has their open pages asked who they are, and closed."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    row = person_in(doing.session, doing.programme.id, command.person)
    end_sessions(doing.session, participant=row.id)
    doing.log.add(programme_room(doing.programme.id), "people", row.id, None, {"links": "revoked"})
    return done(doing, row.id, refs=(row.id,))


def remove_person(doing: Doing, command: RemovePerson) -> Done:
    """Close a person: no link opens, nobody is paired with them, what they wrote stays."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    row = person_in(doing.session, doing.programme.id, command.person)
    end_sessions(doing.session, participant=row.id)
    row.closed_at = m.now()
    row.group_id, row.together, row.email = None, [], None
    for other in doing.session.scalars(
        select(m.Participant).where(m.Participant.programme_id == doing.programme.id, m.Participant.id != row.id)
    ):
        if row.key in other.together:
            other.together = [key for key in other.together if key != row.key]
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), "people", row.id, None, {"left": True})
    return done(doing, row.id, refs=(row.id,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    InvitePeople: invite_people,
    ChangePerson: change_person,
    RemindPeople: remind_people,
    RevokeLinks: revoke_links,
    RemovePerson: remove_person,
}
