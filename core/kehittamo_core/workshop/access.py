"""The one guarded door: whoever wants to see or change something asks here first.

Writing needs three things: the role allows it, the board is open, and it is one's own group's or a common board, or the one
to which one's table has moved on.
What belongs to another programme does not exist for a participant.
"""

from typing import TypeVar

from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import is_id
from kehittamo_core.errors import Locked, NotAllowed, NotFound, NotSignedIn
from kehittamo_core.workshop.people import Identity, Right
from kehittamo_core.workshop.rotation import visited
from kehittamo_core.workshop.teams import boards_of_ends, may_see
from kehittamo_core.workshop.texts import TextPlace

T = TypeVar("T", bound=m.Base)

NO_PROGRAMME = "There is no such programme, or it is not yours."
NO_BOARD = "There is no such board, or it is not yours."
LOOKING = "You are looking as a participant, so nothing was changed. Go back to being yourself first."
NO_ELEMENT = "There is no such note or link, or it is not yours."

_REFUSALS: dict[Right, str] = {
    "see": "You may not see this.",
    "comment": "You may not comment here.",
    "vote": "As an observer you may comment, but not vote.",
    "write": "As an observer you may comment, but not change anything.",
    "arrange": "As an observer you may comment, but not change anything.",
    "facilitate": "Only facilitators may do this; ask yours.",
    "coordinate": "Only coordinators may do this; ask yours.",
}
_CHANGES: frozenset[Right] = frozenset({"write", "arrange"})
_ENDED: frozenset[Right] = frozenset({"comment", "vote", "write", "arrange", "facilitate"})
_RESULT_DAY: frozenset[Right] = frozenset({"vote", "write", "arrange"})


def refuse_ended(programme: m.Programme, who: Identity, right: Right) -> None:
    """Refuse what a programme does not take any more on its result day, or after its end.

    Raises:
        Locked: see the message.
    """
    if programme.state == "ended" and right in _ENDED:
        raise Locked(
            "The programme has ended and can only be read, but for its next steps and measurements. "
            "The coordinator can open it again."
        )
    if programme.state == "result_day" and right in _RESULT_DAY and not who.may("facilitate"):
        raise Locked(
            "It is the result day: the saved version is shown. Comments are welcome, changes are not made now."
        )


def look_up(session: Session, table: type[T], id_: str | None) -> T | None:
    """A row by an id from outside; what has not the form of an id names nothing, and is not shown to the database."""
    return session.get(table, id_) if is_id(id_) else None


def signed_in(who: Identity | None) -> Identity:
    """The person, or a refusal where nobody is signed in."""
    if who is None:
        raise NotSignedIn("Sign in first: open your personal link, or join with the code.")
    return who


def writing(who: Identity) -> None:
    """Refuse whoever only looks as a participant does.

    Raises:
        NotAllowed: they look.
    """
    if who.looking:
        raise NotAllowed(LOOKING)


def programme_for(
    session: Session, who: Identity | None, programme_id: str, right: Right, *, afterwards: bool = False
) -> m.Programme:
    """A programme for somebody who has a right in it; `afterwards` asks for what is done even when it has ended.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    person = signed_in(who)
    programme = look_up(session, m.Programme, programme_id)
    if programme is None or (not person.account and person.programme_id != programme_id):
        raise NotFound(NO_PROGRAMME)
    if not person.may(right):
        raise NotAllowed(_REFUSALS[right])
    if not afterwards:
        refuse_ended(programme, person, right)
    return programme


def board_for(
    session: Session,
    who: Identity | None,
    board_id: str,
    right: Right,
    *,
    even_locked: bool = False,
    deleted: bool = False,
    afterwards: bool = False,
) -> m.Board:
    """A board for somebody who has a right on it; `deleted` finds one that is deleted, `afterwards` as in `programme_for`.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    person = signed_in(who)
    board = look_up(session, m.Board, board_id)
    if board is None or (board.deleted_at is not None) is not deleted:
        raise NotFound(NO_BOARD)
    if (not person.account and person.programme_id != board.programme_id) or not may_see(person, board):
        raise NotFound(NO_BOARD)
    if not person.may(right):
        raise NotAllowed(_REFUSALS[right])
    mine = right not in _CHANGES or may_write_group(person, board.group_id)
    if not mine and board.id not in visited(session, board.programme_id, person.group_id):
        group = session.get(m.Group, board.group_id)
        raise NotAllowed(
            "This board is written by the group {group}; you may comment on it.", group=group.name if group else ""
        )
    if not afterwards and (programme := session.get(m.Programme, board.programme_id)) is not None:
        refuse_ended(programme, person, right)
    if right not in ("see", "comment", "coordinate") and not even_locked and board.state == "locked":
        raise Locked("The board {board} is locked. A facilitator can open it.", board=board.title)
    return board


def may_write_group(who: Identity, group_id: str | None) -> bool:
    """Whether somebody writes on a group's board: on one's own group's and on common ones, facilitators on all."""
    return group_id is None or who.may("facilitate") or who.group_id == group_id


def element_for(
    session: Session,
    who: Identity | None,
    element_id: str,
    right: Right,
    *,
    deleted: bool = False,
    afterwards: bool = False,
) -> m.Element:
    """An item or a link for somebody who has a right on its board; a link across boards is the programme's.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    person = signed_in(who)
    element = look_up(session, m.Element, element_id)
    if element is None or (element.deleted_at is not None) is not deleted:
        raise NotFound(NO_ELEMENT)
    try:
        if element.board_id is not None:
            board_for(session, person, element.board_id, right, afterwards=afterwards)
        else:
            programme_for(session, person, element.programme_id, right, afterwards=afterwards)
            if not all(may_see(person, board) for board in boards_of_ends(session, element)):
                raise NotFound(NO_ELEMENT)
    except NotFound:
        raise NotFound(NO_ELEMENT) from None
    return element


def check_text(session: Session, who: Identity | None, place: TextPlace) -> None:
    """Whether somebody may write a text.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    writing(signed_in(who))
    if place.board_id is not None:
        board_for(session, who, place.board_id, "facilitate" if place.setup else "write")
    else:
        programme_for(session, who, place.programme_id, "facilitate" if place.setup else "write")


def board_state(session: Session, board_id: str) -> str | None:
    """open or locked; None for a board that is deleted or never was."""
    board = look_up(session, m.Board, board_id)
    return board.state if board is not None and board.deleted_at is None else None
