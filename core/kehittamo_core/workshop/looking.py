"""A page's ticket: whose session it belongs to, whether it only looks as a participant does, and in which language it reads.

Looking takes rights away and gives none, so where somebody looks may stand in a cookie of their own choice.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import is_id
from kehittamo_core.workshop.joining import sign_in
from kehittamo_core.workshop.people import Identity


@dataclass(frozen=True)
class Ticket:
    """`place` is where somebody looks as a participant: `PROGRAMME` or `PROGRAMME.GROUP`, "" for nowhere."""

    token: str
    place: str = ""
    language: str = ""

    def __str__(self) -> str:
        """As the live room keeps it for a page."""
        return " ".join((self.token, self.place or "-", self.language or "-"))

    @classmethod
    def read(cls, text: str) -> "Ticket":
        """A ticket from its text; a bare token is one too."""
        token, place, language = (*text.split(" "), "-", "-")[:3]
        return cls(token, place.strip("-"), language.strip("-"))


def holder(session: Session, ticket: Ticket) -> Identity | None:
    """Who holds a ticket, now; None where the session has ended or was taken back."""
    who = look_as(session, sign_in(session, ticket.token), ticket.place)
    if who is not None and ticket.language:
        who = replace(who, language=ticket.language)
    return who


def look_as(session: Session, who: Identity | None, place: str) -> Identity | None:
    """An account as a participant at a place, `PROGRAMME` or `PROGRAMME.GROUP`: with fewer rights, and only to look.

    What names no place here changes nobody.
    """
    programme_id, _, group_id = place.partition(".")
    if who is None or not who.account or not is_id(programme_id):
        return who
    if session.get(m.Programme, programme_id) is None:
        return who
    group = session.get(m.Group, group_id) if is_id(group_id) else None
    if group is not None and group.programme_id != programme_id:
        group = None
    return replace(
        who, role="expert", account=False, programme_id=programme_id, group_id=group.id if group else None, looking=True
    )
