"""Accounts: the coordinators and facilitators of this instance, their links and passwords.

A second facilitator takes over with an account of their own, or with the same one on another device: opening a session ends none.
Passwords are kept as Argon2 hashes; hashing takes a while on purpose, so it is done outside of transactions, in a thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotAllowed, NotFound
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.access import look_up, signed_in, writing
from kehittamo_core.workshop.events import Log, programme_room
from kehittamo_core.workshop.invitations import MAIL
from kehittamo_core.workshop.people import ACCOUNT_ROLES, Identity
from kehittamo_core.workshop.people_commands import end_sessions

LEAST, MOST = 12, 200
"""Characters of a password."""

_HASHER = PasswordHash((Argon2Hasher(),))
_NOBODYS = _HASHER.hash("nobody has this password")


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """An account in the list."""

    id: str
    name: str
    role: str
    email: str
    has_password: bool
    last_seen: datetime | None


def hash_password(password: str) -> str:
    """The hash to be stored.

    Raises:
        Invalid: the password is too short or too long.
    """
    if not LEAST <= len(password) <= MOST:
        raise Invalid(
            "A password has {least} to {most} characters; several words are a good one.", least=LEAST, most=MOST
        )
    return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether a password is the stored one; takes as long where there is none, so that nobody learns which accounts exist."""
    try:
        right = _HASHER.verify(password[:MOST], stored or _NOBODYS)
    except UnknownHashError:
        return False
    return right and stored is not None


def _coordinator(who: Identity | None) -> Identity:
    person = signed_in(who)
    writing(person)
    if not (person.account and person.may("coordinate")):
        raise NotAllowed("Only coordinators may do this; ask yours.")
    return person


def _account(session: Session, id_: str) -> m.Account:
    row = look_up(session, m.Account, id_)
    if row is None or row.closed_at is not None:
        raise NotFound("There is no such account (any more).")
    return row


def account_list(session: Session, who: Identity | None) -> Sequence[AccountRow]:
    """The accounts of the instance, by name, for coordinators."""
    _coordinator(who)
    seen: dict[str, datetime] = {
        row[0]: row[1]
        for row in session.execute(
            select(m.SessionToken.account_id, func.max(m.SessionToken.made_at)).group_by(m.SessionToken.account_id)
        )
        if row[0]
    }
    rows = session.scalars(
        select(m.Account).where(m.Account.closed_at.is_(None)).order_by(m.Account.name, m.Account.id)
    )
    return [
        AccountRow(
            id=row.id, name=row.name, role=row.role, email=row.email or "", has_password=row.password is not None,
            last_seen=seen.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def _free_mail(session: Session, email: str, own: str = "") -> str | None:
    email = email.strip()
    if not email:
        return None
    if not MAIL.fullmatch(email):
        raise Invalid("{value} is not an e-mail address.", value=email[:80])
    other = _by_mail(session, email)
    if other is not None and other.id != own:
        raise Invalid("{value} is the address of another account.", value=email)
    return email


def _by_mail(session: Session, email: str) -> m.Account | None:
    return session.scalars(
        select(m.Account).where(func.lower(m.Account.email) == email.strip().lower(), m.Account.closed_at.is_(None))
    ).first()


def add_account(session: Session, who: Identity | None, name: str, role: str, email: str = "") -> tuple[str, str]:
    """An account (its id) and a first link (its token); the same name and role is the same person."""
    _coordinator(who)
    if role not in ACCOUNT_ROLES:
        raise Invalid("An account is for a coordinator or a facilitator, not for the role {role}.", role=role)
    made = joining.account_named(session, name, role)
    row = session.get_one(m.Account, made.person_id)
    if email.strip():
        row.email = _free_mail(session, email, row.id)
    session.flush()
    return row.id, joining.make_link(session, made)


def new_link(session: Session, who: Identity | None, id_: str) -> tuple[str, str]:
    """A new link for an account: its name and the link's token; earlier links stay valid."""
    _coordinator(who)
    row = _account(session, id_)
    made = joining.identity_of(session, row.id, None)
    assert made is not None
    return row.name, joining.make_link(session, made)


def revoke(session: Session, who: Identity | None, id_: str) -> str:
    """Revoke an account's links and sessions on all devices; its name."""
    _coordinator(who)
    row = _account(session, id_)
    end_sessions(session, account=row.id)
    tell_pages(session, who)
    return row.name


def close(session: Session, who: Identity | None, id_: str) -> str:
    """Close an account for good; what it did keeps its name.

    Raises:
        NotAllowed: it is one's own; somebody else has to do that, so that a coordinator is left.
    """
    person = _coordinator(who)
    row = _account(session, id_)
    if row.id == person.person_id:
        raise NotAllowed("You cannot close your own account; another coordinator can.")
    end_sessions(session, account=row.id)
    row.closed_at, row.email, row.password = m.now(), None, None
    tell_pages(session, who)
    return row.name


def tell_pages(session: Session, who: Identity | None) -> None:
    """Have open pages ask again who their readers are: those of a participant's programme, of an account in all programmes."""
    session.flush()
    person = signed_in(who)
    programmes = [person.programme_id] if person.programme_id else list(session.scalars(select(m.Programme.id)))
    for programme_id in programmes:
        Log(session, programme_id, person.person_id, None).add(programme_room(programme_id), "people", programme_id)


def own_mail(session: Session, who: Identity | None) -> str:
    """One's own address: an account's or a participant's."""
    person = signed_in(who)
    account = session.get(m.Account, person.person_id) if person.account else None
    participant = session.get(m.Participant, person.person_id) if not person.account else None
    return (account.email if account else participant.email if participant else None) or ""


def set_own_mail(session: Session, who: Identity | None, email: str) -> str:
    """Set one's own address, to which one's own link may be sent."""
    person = signed_in(who)
    writing(person)
    if person.account:
        session.get_one(m.Account, person.person_id).email = _free_mail(session, email, person.person_id)
    else:
        if email.strip() and not MAIL.fullmatch(email.strip()):
            raise Invalid("{value} is not an e-mail address.", value=email.strip()[:80])
        session.get_one(m.Participant, person.person_id).email = email.strip() or None
    session.flush()
    return email.strip()


def set_own_password(session: Session, who: Identity | None, stored: str) -> None:
    """Store the hash of one's own password; the address is what one signs in with, so it has to be known."""
    person = signed_in(who)
    writing(person)
    if not person.account:
        raise NotAllowed("A password is for accounts; your personal link is your key.")
    row = session.get_one(m.Account, person.person_id)
    if not row.email:
        raise Invalid("Write your e-mail address first: you sign in with it and the password.")
    row.password = stored
    session.flush()


def stored_password(session: Session, email: str) -> tuple[str | None, str | None]:
    """The id and the password's hash of the account with an address; (None, None) for nobody's."""
    row = _by_mail(session, email) if email.strip() else None
    return (row.id, row.password) if row is not None else (None, None)


def open_by_password(session: Session, id_: str) -> str:
    """A session's token for an account whose password was right."""
    return joining.open_session(session, _account(session, id_).id, None, None)
