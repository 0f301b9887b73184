"""How people come in: personal links, sessions, and joining by a code that is read aloud.

Of links and sessions only the sha256 of their tokens is stored, so a stolen database opens no door.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import ID_PATTERN
from kehittamo_core.errors import Fault, Invalid, NotFound
from kehittamo_core.workshop.events import Log, lock_rooms, programme_room
from kehittamo_core.workshop.people import ACCOUNT_ROLES, ROLES, Identity, Role

CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not taken for one another when read aloud or written by hand: no I, L, O, 0, 1."""

CODE_LENGTH = 6
SESSION_DAYS = 120
NAME_LIMIT = 200


def new_token() -> str:
    """A token that cannot be guessed: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _role(role: str) -> Role:
    if role not in ROLES:
        raise Invalid("{role} is not a role; known are {known}.", role=role, known=", ".join(ROLES))
    return role


def identity_of(session: Session, account_id: str | None, participant_id: str | None) -> Identity | None:
    """Who an account or a participant is; None where it is closed or gone."""
    if account_id is not None:
        account = session.get(m.Account, account_id)
        if account is None or account.closed_at is not None:
            return None
        return Identity(
            person_id=account.id, name=account.name, role=_role(account.role), account=True, language=account.language
        )
    person = session.get(m.Participant, participant_id) if participant_id else None
    if person is None or person.closed_at is not None:
        return None
    return Identity(
        person_id=person.id, name=person.name, role=_role(person.role), programme_id=person.programme_id,
        group_id=person.group_id, language=person.language, organisation=person.organisation or "",
    )  # fmt: skip


def sign_in(session: Session, token: str | None) -> Identity | None:
    """Who a session's token belongs to; None for nobody. A closed person or a revoked link has no session any more."""
    if not token:
        return None
    row = session.get(m.SessionToken, token_hash(token))
    if row is None or row.revoked_at is not None or row.expires_at < m.now():
        return None
    if row.link_id is not None:
        link = session.get(m.AccessLink, row.link_id)
        if link is None or link.revoked_at is not None:
            return None
    return identity_of(session, row.account_id, row.participant_id)


def open_session(session: Session, account_id: str | None, participant_id: str | None, link_id: str | None) -> str:
    """A new session for an account or a participant, opened by a link or without one: its token."""
    token = new_token()
    session.add(
        m.SessionToken(
            token_hash=token_hash(token), account_id=account_id, participant_id=participant_id, link_id=link_id,
            expires_at=m.now() + timedelta(days=SESSION_DAYS),
        )
    )  # fmt: skip
    session.flush()
    return token


def sign_out(session: Session, token: str) -> None:
    """Close a session."""
    row = session.get(m.SessionToken, token_hash(token))
    if row is not None:
        row.revoked_at = m.now()


def _link_row(session: Session, token: str) -> m.AccessLink:
    row = session.execute(select(m.AccessLink).where(m.AccessLink.token_hash == token_hash(token))).scalar_one_or_none()
    if row is None or row.revoked_at is not None:
        raise NotFound("This link does not open anything (any more). Ask your facilitator for a new one.")
    return row


def link_owner(session: Session, token: str) -> tuple[Identity, str | None]:
    """Whose link this is, without opening it, and the programme it leads to ("Jatka nimellä ...").

    Raises:
        NotFound: the link is unknown, revoked, or its person is closed.
    """
    row = _link_row(session, token)
    who = identity_of(session, row.account_id, row.participant_id)
    if who is None:
        raise NotFound("This link does not open anything (any more). Ask your facilitator for a new one.")
    return who, who.programme_id or row.programme_id


def open_link(session: Session, token: str) -> tuple[Identity, str]:
    """Open a session by a personal link: who it is, and the session's new token."""
    who, _ = link_owner(session, token)
    row = _link_row(session, token)
    arrived(session, row.participant_id)
    return who, open_session(session, row.account_id, row.participant_id, row.id)


def arrived(session: Session, participant_id: str | None) -> None:
    """Note a participant's first visit; those who invited see it at once."""
    person = session.get(m.Participant, participant_id) if participant_id else None
    if person is not None and person.joined_at is None:
        person.joined_at = m.now()
        session.flush()
        Log(session, person.programme_id, person.id, None).add(programme_room(person.programme_id), "people", person.id)


def make_link(session: Session, who: Identity, programme_id: str | None = None) -> str:
    """A new personal link for somebody: its token. Earlier links stay valid."""
    token = new_token()
    session.add(
        m.AccessLink(
            token_hash=token_hash(token),
            account_id=who.person_id if who.account else None,
            participant_id=None if who.account else who.person_id,
            programme_id=programme_id if who.account else who.programme_id,
        )
    )
    session.flush()
    return token


def revoke_links(session: Session, who: Identity) -> int:
    """Revoke all of somebody's links, and with them the sessions that they opened; how many there were."""
    column = m.AccessLink.account_id if who.account else m.AccessLink.participant_id
    rows = session.scalars(select(m.AccessLink).where(column == who.person_id, m.AccessLink.revoked_at.is_(None))).all()
    for row in rows:
        row.revoked_at = m.now()
    return len(rows)


def check_name(name: str, what: str = "name") -> str:
    """A name without spaces around it.

    Raises:
        Invalid: it is empty, too long or has control characters.
    """
    name = " ".join(name.split())
    if not name:
        raise Invalid("Write your name.", faults=[Fault(what, "a name is missing", {})])
    if len(name) > NAME_LIMIT:
        raise Invalid("The name {name} is too long; at most {limit} characters fit.", name=name[:40], limit=NAME_LIMIT)
    if not name.isprintable():
        raise Invalid("The name has signs that cannot be shown; write it with letters.")
    return name


def account_named(session: Session, name: str, role: str, email: str | None = None) -> Identity:
    """The instance's account with this name and role, made where there is none."""
    if role not in ACCOUNT_ROLES:
        raise Invalid("An account is for a coordinator or a facilitator, not for the role {role}.", role=role)
    name = check_name(name)
    row = session.scalars(
        select(m.Account).where(m.Account.name == name, m.Account.role == role, m.Account.closed_at.is_(None))
    ).first()
    if row is None:
        row = m.Account(name=name, role=role, email=email)
        session.add(row)
        session.flush()
    elif email:
        row.email = email
    return Identity(person_id=row.id, name=row.name, role=_role(role), account=True, language=row.language)


def person_named(session: Session, programme: m.Programme, name: str, role: str) -> Identity:
    """The person of a programme with this name and role, made where there is none; the instance's account for its roles."""
    if _role(role) in ACCOUNT_ROLES:
        return account_named(session, name, role)
    name = check_name(name)
    row = session.scalars(
        select(m.Participant).where(
            m.Participant.programme_id == programme.id, m.Participant.name == name, m.Participant.role == role,
            m.Participant.closed_at.is_(None),
        )
    ).first()  # fmt: skip
    if row is None:
        row = _enter(session, programme, name, role=_role(role))
    who = identity_of(session, None, row.id)
    assert who is not None
    return who


def account_link(session: Session, name: str, role: str, email: str | None = None) -> str:
    """A new link (its token) for the instance's account with this name and role."""
    return make_link(session, account_named(session, name, role, email))


def person_link(session: Session, programme: m.Programme, name: str, role: str) -> str:
    """A new link (its token) to a programme for the person with this name and role."""
    return make_link(session, person_named(session, programme, name, role), programme.id)


def _enter(
    session: Session, programme: m.Programme, name: str, *, role: Role, organisation: str | None = None, kind: str | None = None,
    group_id: str | None = None, at_table: bool = False,
) -> m.Participant:  # fmt: skip
    last = session.scalar(select(func.max(m.Participant.position)).where(m.Participant.programme_id == programme.id))
    id_ = new_id()
    row = m.Participant(
        id=id_, programme_id=programme.id, key=f"osallistuja-{id_[-12:]}", name=name, organisation=organisation, role=role,
        kind=kind, group_id=group_id, by_hand=at_table, position=(last or 0.0) + 1, language=programme.languages[0],
    )  # fmt: skip
    session.add(row)
    session.flush()
    Log(session, programme.id, row.id, None).add(programme_room(programme.id), "people", row.id)
    return row


def new_join_code(session: Session) -> str:
    """A free code of six characters of the unambiguous alphabet."""
    while True:
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
        if session.scalar(select(m.Programme.id).where(m.Programme.join_code == code)) is None:
            return code


def read_code(code: str) -> str:
    """A code as it is stored: capital letters, without the spaces and hyphens that people write."""
    return "".join(letter for letter in code.upper() if letter.isalnum() and letter.isascii())


def programme_of_code(session: Session, code: str) -> m.Programme:
    """The programme that a code joins.

    Raises:
        NotFound: there is no such code, or joining is closed.
    """
    row = session.scalars(select(m.Programme).where(m.Programme.join_code == read_code(code))).one_or_none()
    if row is None:
        raise NotFound(
            "No programme has the code {code}. Check the letters with your facilitator.", code=read_code(code)[:12]
        )
    if not row.joining:
        raise NotFound("Joining with this code is closed. Use your own link, or ask your facilitator.")
    return row


def smallest_group(session: Session, programme_id: str, organisation: str | None) -> str | None:
    """The group with the fewest people; among those, the one with the fewest of the same organisation, then the first."""
    groups = session.scalars(
        select(m.Group).where(m.Group.programme_id == programme_id).order_by(m.Group.position, m.Group.key)
    ).all()
    people = session.execute(
        select(m.Participant.group_id, m.Participant.organisation).where(
            m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None)
        )
    ).all()

    def weight(group: m.Group) -> tuple[int, int]:
        there = [row for row in people if row.group_id == group.id]
        same = sum(1 for row in there if organisation and row.organisation == organisation)
        return len(there), same

    return min(groups, key=weight).id if groups else None


@dataclass(frozen=True, kw_only=True)
class Joiner:
    """Who joins by a code: what was written in the form, and from which device.

    `group_key` (from a table card) chooses the table. The same form of the same device sent again (`command_id`) is the same
    person; the same name in another form is somebody else.
    """

    name: str
    organisation: str = ""
    kind: str | None = None
    group_key: str | None = None
    command_id: str = ""
    device: str = ""

    @property
    def form_id(self) -> str:
        """What is the same only for the same words in the same form on the same device."""
        words = (self.command_id, self.device, " ".join(self.name.split()), " ".join(self.organisation.split()))
        return "join." + token_hash("\x1f".join(words))[:48]


def join(session: Session, code: str, joiner: Joiner) -> tuple[Identity, str, str]:
    """Join a programme by its code: who one is now, the session's token, and the token of one's own link.

    Without a table card the smallest group is chosen that has fewest of the same organisation.

    Raises:
        NotFound: the code is unknown or joining is closed.
        Invalid: the name is missing.
    """
    programme = programme_of_code(session, code)
    name = check_name(joiner.name)
    place = check_name(joiner.organisation, "organisation") if joiner.organisation.strip() else None
    if joiner.command_id:
        lock_rooms(session, [programme_room(programme.id)])
        earlier = session.get(m.Command, (programme.id, joiner.form_id))
        again = identity_of(session, None, str(earlier.answer["person"])) if earlier is not None else None
        if again is not None:
            return again, open_session(session, None, again.person_id, None), make_link(session, again)
    group_id = None
    if joiner.group_key and re.fullmatch(ID_PATTERN, joiner.group_key):
        group_id = session.scalar(
            select(m.Group.id).where(m.Group.programme_id == programme.id, m.Group.key == joiner.group_key)
        )
    at_table = group_id is not None
    group_id = group_id or smallest_group(session, programme.id, place)
    row = _enter(
        session,
        programme,
        name,
        role="expert",
        organisation=place,
        kind=joiner.kind,
        group_id=group_id,
        at_table=at_table,
    )
    row.joined_at = m.now()
    if joiner.command_id:
        session.add(
            m.Command(scope=programme.id, command_id=joiner.form_id, actor_id=row.id, answer={"person": row.id})
        )
        session.flush()
    who = identity_of(session, None, row.id)
    assert who is not None
    return who, open_session(session, None, row.id, None), make_link(session, who)
