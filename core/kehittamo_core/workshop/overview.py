"""What the pages show of a programme as a whole: its meetings, people, lists, boards, and who may do what.

Everything is asked at the guarded door first (`access`); rows are given as they are stored, to be read and never changed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.board import Actor, Item, Link
from kehittamo_core.database import models as m
from kehittamo_core.errors import NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import boards
from kehittamo_core.workshop.access import NO_ELEMENT, board_for, programme_for
from kehittamo_core.workshop.events import RoomState, board_room, programme_room, room_state
from kehittamo_core.workshop.joining import programme_of_code
from kehittamo_core.workshop.live_store import rights_in
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.process_reading import counted
from kehittamo_core.workshop.snapshots import SnapshotRow, snapshots
from kehittamo_core.workshop.teams import hidden_from, shown_names

SUB_CHANGE = "sub_change"
"""Items of a kind with this id, of whatever method, are the parts of the shared change goal."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A programme for its home page. `rights` are the reader's in its room."""

    programme: m.Programme
    rights: frozenset[str]
    goal: str
    stages: Sequence[m.Stage]
    groups: Sequence[m.Group]
    boards: Sequence[boards.BoardRow]
    actors: Mapping[str, Actor]
    people: int
    organisations: Sequence[tuple[str, int]]
    decisions: Sequence[m.Decision]
    questions: Sequence[m.Question]
    next_steps: Sequence[m.NextStep]
    tasks: Sequence[m.InterimTask]
    sub_changes: Sequence[tuple[str, str, str, str]]
    snapshots: Sequence[SnapshotRow]
    counted: Mapping[str, int]
    room: RoomState


def content_language(programme: m.Programme, wanted: str) -> str:
    """The language in which a programme's content is read and written by somebody who reads `wanted`."""
    return wanted if wanted in programme.languages else programme.languages[0]


def _parts(session: Session, model: Any, programme_id: str) -> Any:
    return session.scalars(
        select(model).where(model.programme_id == programme_id).order_by(model.position, model.key)
    ).all()


def stages_of(session: Session, programme_id: str) -> Sequence[m.Stage]:
    """A programme's meetings and the work between them, in order."""
    found: Sequence[m.Stage] = _parts(session, m.Stage, programme_id)
    return found


def groups_of(session: Session, programme_id: str) -> Sequence[m.Group]:
    """A programme's groups, in order."""
    found: Sequence[m.Group] = _parts(session, m.Group, programme_id)
    return found


def people_of(session: Session, programme_id: str) -> Sequence[m.Participant]:
    """The people of a programme who are there, by name."""
    return session.scalars(
        select(m.Participant)
        .where(m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .order_by(m.Participant.name, m.Participant.id)
    ).all()


def names_of(session: Session, programme_id: str) -> dict[str, str]:
    """The names behind ids of participants, also of those who left."""
    rows = session.execute(
        select(m.Participant.id, m.Participant.name).where(m.Participant.programme_id == programme_id)
    )
    return {row.id: row.name for row in rows}


def overview(session: Session, plugins: Plugins, who: Identity | None, programme_id: str, language: str) -> Overview:
    """A programme's home page for somebody who may see it.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, "see")
    rows = session.execute(
        select(m.Participant.organisation, func.count())
        .where(m.Participant.programme_id == programme_id, m.Participant.closed_at.is_(None))
        .group_by(m.Participant.organisation)
    ).all()
    counts = sorted(((row[0] or "", int(row[1])) for row in rows), key=lambda row: (row[0] == "", -row[1], row[0]))
    cards = boards.board_list(session, programme_id, who, plugins)
    return Overview(
        programme=programme,
        rights=rights_in(session, who, programme_room(programme_id)),
        goal=boards.goal_text(session, programme, content_language(programme, language)),
        stages=stages_of(session, programme_id),
        groups=groups_of(session, programme_id),
        boards=cards,
        actors=boards.actors_from(session, programme_id),
        people=sum(count for _, count in counts),
        organisations=counts,
        decisions=_parts(session, m.Decision, programme_id),
        questions=_parts(session, m.Question, programme_id),
        next_steps=_parts(session, m.NextStep, programme_id),
        tasks=_parts(session, m.InterimTask, programme_id),
        sub_changes=sub_changes(session, programme, content_language(programme, language), {card.id for card in cards}),
        snapshots=snapshots(session, programme_id),
        counted=counted(session, programme_id),
        room=room_state(session, programme_room(programme_id)),
    )


def sub_changes(
    session: Session, programme: m.Programme, language: str, shown: Collection[str]
) -> list[tuple[str, str, str, str]]:
    """The parts of the change goal on boards that are `shown`: (id, board id, short id, text), each text once, common boards first."""
    rows = session.execute(
        select(m.Element.id, m.Element.board_id, m.Element.code, m.Board.group_id)
        .join(m.Board, m.Board.id == m.Element.board_id)
        .where(
            m.Element.programme_id == programme.id, m.Element.kind == SUB_CHANGE, m.Element.deleted_at.is_(None),
            m.Board.deleted_at.is_(None), ~m.Element.is_link, m.Board.id.in_(shown),
        )
        .order_by(m.Board.position, m.Element.order, m.Element.code)
    ).all()  # fmt: skip
    texts: dict[str, dict[str, str]] = {}
    for text in session.execute(
        select(m.CoText.owner_id, m.CoText.language, m.CoText.plain).where(
            m.CoText.owner_id.in_([row.id for row in rows]), m.CoText.field == "text"
        )
    ):
        texts.setdefault(text.owner_id, {})[text.language] = text.plain
    found, seen = [], set()
    for row in sorted(rows, key=lambda row: row.group_id is not None):
        words = texts.get(row.id, {})
        said = words.get(language) or words.get(programme.languages[0]) or ""
        if said and said in seen:
            continue
        seen.add(said)
        found.append((row.id, row.board_id or "", row.code, said))
    return found


@dataclass(frozen=True, kw_only=True)
class BoardPlace:
    """Where a board stands, and what the reader may do on it."""

    board: m.Board
    programme: m.Programme
    stage: m.Stage | None
    group: m.Group | None
    rights: frozenset[str]
    room: RoomState
    programme_room: RoomState
    shown_to: Sequence[str] = ()


def board_place(session: Session, who: Identity | None, board_id: str) -> BoardPlace:
    """A board's place for somebody who may see it.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    board = board_for(session, who, board_id, "see")
    return BoardPlace(
        board=board,
        programme=session.get_one(m.Programme, board.programme_id),
        stage=session.get(m.Stage, board.stage_id) if board.stage_id else None,
        group=session.get(m.Group, board.group_id) if board.group_id else None,
        rights=rights_in(session, who, board_room(board_id)),
        room=room_state(session, board_room(board_id)),
        programme_room=room_state(session, programme_room(board.programme_id)),
        shown_to=shown_names(session, board),
    )


def deleted_boards(session: Session, who: Identity | None, programme_id: str) -> Sequence[m.Board]:
    """The boards that can be taken back, for those who may."""
    programme_for(session, who, programme_id, "facilitate")
    return session.scalars(
        select(m.Board)
        .where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_not(None))
        .order_by(m.Board.deleted_at.desc())
    ).all()


def programmes_of(session: Session, who: Identity) -> Sequence[m.Programme]:
    """The programmes that somebody may see: an account all of the instance, a participant their own."""
    query = select(m.Programme).order_by(m.Programme.made_at.desc(), m.Programme.id)
    if not who.account:
        query = query.where(m.Programme.id == who.programme_id)
    return session.scalars(query).all()


@dataclass(frozen=True, kw_only=True)
class Joining:
    """What somebody who joins by code is shown of the programme."""

    id: str
    title: str
    banner: str | None
    stage: m.Stage | None
    organisations: Sequence[str]


def joining_of(session: Session, code: str) -> Joining:
    """The programme that a code opens.

    Raises:
        NotFound: the code is unknown, or joining is closed.
    """
    programme = programme_of_code(session, code)
    organisations = session.scalars(
        select(m.Participant.organisation)
        .where(m.Participant.programme_id == programme.id, m.Participant.organisation.is_not(None))
        .distinct()
        .order_by(m.Participant.organisation)
    ).all()
    stages = stages_of(session, programme.id)
    return Joining(
        id=programme.id, title=programme.title, banner=programme.banner,
        stage=next((stage for stage in stages if stage.state == "now"), None),
        organisations=[name for name in organisations if name],
    )  # fmt: skip


def seat_of(session: Session, who: Identity) -> m.Group | None:
    """Somebody's table."""
    return session.get(m.Group, who.group_id) if who.group_id else None


def my_points(session: Session, who: Identity, element_ids: Sequence[str]) -> dict[str, int]:
    """The points that somebody gave to elements."""
    column = m.Vote.account_id if who.account else m.Vote.participant_id
    found: dict[str, int] = {}
    for start in range(0, len(element_ids), 500):
        part = element_ids[start : start + 500]
        rows = session.execute(
            select(m.Vote.element_id, m.Vote.points).where(
                column == who.person_id, m.Vote.ballot == "", m.Vote.element_id.in_(part)
            )
        )
        found.update((row.element_id, row.points) for row in rows)
    return found


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An element that a link may lead to: what it is, where it stands, how it reads."""

    element: Item | Link
    board_id: str
    board: str


def candidates(
    session: Session, plugins: Plugins, who: Identity | None, programme_id: str, language: str
) -> list[Candidate]:
    """Every living item and link of a programme's boards that somebody may see."""
    found = []
    for row in boards.board_list(session, programme_id, who, plugins):
        board = boards.build_board(session, plugins, row.id, who.role if who else "observer", language)
        own: list[Item | Link] = [*board.items, *(link for link in board.links if link.board == row.id)]
        found += [Candidate(element=element, board_id=row.id, board=row.title) for element in own]
    return found


def board_titles(session: Session, who: Identity | None, programme_id: str) -> dict[str, str]:
    """The titles of a programme's living boards by id, of those that somebody may see."""
    programme_for(session, who, programme_id, "see")
    hidden = hidden_from(session, who, programme_id)
    rows = session.execute(
        select(m.Board.id, m.Board.title).where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_(None))
    )
    return {row.id: row.title for row in rows if row.id not in hidden}


def method_of_board(session: Session, who: Identity | None, board_id: str) -> str:
    """The id of a board's method."""
    return board_for(session, who, board_id, "see").method


def board_language(session: Session, who: Identity | None, board_id: str, wanted: str) -> str:
    """The language in which somebody who reads `wanted` writes on a board."""
    board = board_for(session, who, board_id, "see")
    return content_language(session.get_one(m.Programme, board.programme_id), wanted)


def writing_on(session: Session, who: Identity | None, board_id: str, wanted: str) -> tuple[str, str]:
    """The language in which somebody who reads `wanted` writes on a board, and the id of its method."""
    return board_language(session, who, board_id, wanted), method_of_board(session, who, board_id)


def head(session: Session, who: Identity | None, programme_id: str) -> m.Programme:
    """A programme for somebody who may see it."""
    return programme_for(session, who, programme_id, "see")


def now() -> datetime:
    """This moment, in UTC."""
    return m.now()


def programme_of_board(session: Session, board_id: str) -> str | None:
    """The programme that a board belongs to; None where there is no such board."""
    board = session.get(m.Board, board_id)
    return board.programme_id if board is not None else None


def group_that_sees(session: Session, board_id: str) -> str | None:
    """The id of a group to which a restricted board is shown; None where no group has to be named."""
    board = session.get(m.Board, board_id)
    return board.shown_to[0] if board is not None and board.restricted and board.shown_to else None


def in_programme(session: Session, programme_id: str, element_id: str) -> str:
    """An element's id, if it stands in a programme: a board shows elements of its neighbours too, never of another programme.

    Raises:
        NotFound: it does not.
    """
    row = session.get(m.Element, element_id)
    if row is None or row.programme_id != programme_id:
        raise NotFound(NO_ELEMENT)
    return row.id


def comment_of(session: Session, element_id: str, comment_id: str) -> str:
    """A comment's id, if it was written at an element.

    Raises:
        NotFound: it was not.
    """
    row = session.get(m.Comment, comment_id)
    if row is None or row.element_id != element_id:
        raise NotFound("There is no such comment (any more).")
    return row.id


def on_board(session: Session, who: Identity | None, board_id: str, element_id: str) -> str:
    """An element's id, if it stands on a board that somebody may see, or is a link across the boards of its programme.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    board = board_for(session, who, board_id, "see")
    row = session.get(m.Element, element_id)
    if row is None or row.programme_id != board.programme_id or row.board_id not in (board_id, None):
        raise NotFound(NO_ELEMENT)
    return row.id
