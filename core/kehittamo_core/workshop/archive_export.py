"""A programme from the database as an archive document, the same for the same content on every database."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.form import FORMAT, VERSION
from kehittamo_core.document.normal import Document, clean, in_order, prune, voter
from kehittamo_core.errors import NotAllowed, NotFound
from kehittamo_core.workshop.archive_ballots import ballot_document, closed_ballots
from kehittamo_core.workshop.archive_spreads import spread_documents
from kehittamo_core.workshop.counting import counted
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.report_texts import joined_plan
from kehittamo_core.workshop.teams import as_archived
from kehittamo_core.workshop.texts import GOAL


def programme_named(session: Session, key: str) -> m.Programme:
    """A programme by its archive id.

    Raises:
        NotFound: there is none; the known ones are named.
    """
    row = session.scalars(select(m.Programme).where(m.Programme.key == key)).one_or_none()
    if row is None:
        known = ", ".join(session.scalars(select(m.Programme.key).order_by(m.Programme.key)))
        raise NotFound("There is no programme {key}; known are: {known}.", key=key, known=known or "-")
    return row


def programme_key(session: Session, id_: str) -> str:
    """The archive id of a programme."""
    return session.get_one(m.Programme, id_).key


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list."""

    id: str
    key: str
    title: str
    boards: int
    people: int


def programme_rows(session: Session) -> list[ProgrammeRow]:
    """Every programme of the instance, by archive id, with how many boards and people it has."""

    def count(table: Any, gone: Any) -> dict[str, int]:
        rows = session.execute(
            select(table.programme_id, func.count()).where(gone.is_(None)).group_by(table.programme_id)
        )
        return {row[0]: row[1] for row in rows}

    boards, people = count(m.Board, m.Board.deleted_at), count(m.Participant, m.Participant.closed_at)
    rows = session.execute(select(m.Programme.id, m.Programme.key, m.Programme.title).order_by(m.Programme.key))
    return [ProgrammeRow(row.id, row.key, row.title, boards.get(row.id, 0), people.get(row.id, 0)) for row in rows]


def moment(value: datetime) -> str:
    """A moment as the archive writes it."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def marks(row: Any) -> Document:
    """Sources, doubts and inferences of a row."""
    return {"sources": row.sources, "uncertain": row.uncertain, "inferred": row.inferred}


class _Export:
    def __init__(self, session: Session, programme: m.Programme) -> None:
        self.session = session
        self.programme = programme
        self.source = programme.languages[0]
        self.groups = {row.id: row.key for row in self.rows(m.Group)}
        self.stages = {row.id: row.key for row in self.rows(m.Stage)}
        people = [row for row in self.rows(m.Participant) if row.closed_at is None]
        self.people = {row.id: row.key for row in people}
        self.boards = {row.id: row for row in self.rows(m.Board) if row.deleted_at is None}
        self.board_keys = {row.key for row in self.boards.values()}
        self.group_keys = set(self.groups.values())
        actors = {row.key for row in self.rows(m.Actor)}
        self.owners = self.group_keys | set(self.people.values()) | actors
        self.texts: dict[str, list[tuple[str, str, str]]] = {}
        for row in session.execute(
            select(m.CoText.owner_id, m.CoText.field, m.CoText.language, m.CoText.plain).where(
                m.CoText.programme_id == programme.id
            )
        ):
            self.texts.setdefault(row.owner_id, []).append((row.field, row.language, row.plain))
        self.elements = self.living()
        self.keys = {row.id: row.key for row in self.elements}

    def rows(self, table: type[Any]) -> list[Any]:
        """A programme's rows of a table, in their order."""
        return list(
            self.session.scalars(
                select(table).where(table.programme_id == self.programme.id).order_by(table.position, table.key)
            )
        )

    def living(self) -> list[m.Element]:
        """Elements that are neither deleted nor on a deleted board, nor links to such."""
        rows = {
            row.id: row
            for row in self.session.scalars(
                select(m.Element).where(m.Element.programme_id == self.programme.id, m.Element.deleted_at.is_(None))
            )
            if row.board_id is None or row.board_id in self.boards
        }
        while True:
            dangling = [
                id_
                for id_, row in rows.items()
                if row.is_link and (row.source_id not in rows or row.target_id not in rows)
            ]
            if not dangling:
                return list(rows.values())
            for id_ in dangling:
                del rows[id_]

    def document(self) -> Document:
        """The whole document."""
        made: Document = {
            "format": FORMAT,
            "version": VERSION,
            "programme": self.head(),
            "stages": [self.stage(row) for row in self.rows(m.Stage)],
            "groups": [
                {
                    "id": row.key, "number": row.number, "name": row.name, "task": row.task,
                    "profile": row.profile if row.profile in self.keys.values() else None, **marks(row),
                }
                for row in self.rows(m.Group)
            ],
            "participants": [
                {
                    "id": row.key, "name": row.name, "organisation": row.organisation, "role": row.role, "kind": row.kind,
                    "group": self.groups.get(row.group_id), "together": self.people_there(row.together), **marks(row),
                }
                for row in self.rows(m.Participant)
                if row.closed_at is None
            ],
            "boards": [self.board(row) for row in self.rows(m.Board) if row.deleted_at is None],
            "links": [{**self.link(row), "method": row.method} for row in self.elements if row.board_id is None],
            "comments": self.comments(),
            "ballots": self.ballots(),
            "votes": self.votes(),
            "decisions": [
                {
                    "id": row.key, "text": row.text, "reason": row.reason, "date": row.date, "owner": self.owner(row.owner),
                    "elements": self.alive_keys(row.elements), **marks(row),
                }
                for row in self.rows(m.Decision)
            ],
            "questions": [
                {"id": row.key, "text": row.text, "state": row.state, "answer": row.answer, "owner": self.owner(row.owner), **marks(row)}
                for row in self.rows(m.Question)
            ],
            "next_steps": [
                {"id": row.key, "text": row.text, "owner": self.owner(row.owner), "due": row.due, "done": row.done or None, **marks(row)}
                for row in self.rows(m.NextStep)
            ],
            "interim_tasks": [
                {
                    "id": row.key, "text": row.text, "stage": row.stage, "owner": self.owner(row.owner), "due": row.due,
                    "done": row.done, "done_by": self.people_there(row.done_by), **marks(row),
                }
                for row in self.rows(m.InterimTask)
            ],
            "tasks": [self.task(row) for row in self.rows(m.Activity)],
            "support": self.stands(),
        }  # fmt: skip
        cleaned: Document = prune(clean(in_order(made)))
        return cleaned

    def task(self, row: m.Activity) -> Document:
        """What people do at the tables; the clock's moments and what is hidden are not in an archive."""
        return {
            "id": row.key, "stage": self.stages.get(row.stage_id or ""), "agenda_item": row.agenda_item, "number": row.number,
            "title": row.title, "instruction": row.instruction, "plain": row.plain, "method": row.method, "starter": row.starter,
            "model": row.model if row.model in self.board_keys else None, "per_group": row.per_group,
            "groups": [key for key in row.groups if key in self.group_keys],
            "boards": [key for key in row.boards if key in self.board_keys], "view": row.view, "rounds": row.rounds,
            "round": row.round or None, "rotates": row.rotates or None, "shift": row.shift or None, "signing": row.signing,
            "hidden": row.hidden or None, "revealed": row.revealed_at is not None or None, "state": row.state,
            "minutes": row.minutes, **marks(row),
        }  # fmt: skip

    def owner(self, key: str | None) -> str | None:
        """Whose something is, unless they have left: an archive names only those who are in it."""
        return key if key in self.owners else None

    def people_there(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys whose people have not left."""
        there = set(self.people.values())
        return [key for key in keys if key in there]

    def alive_keys(self, keys: Iterable[str]) -> list[str]:
        """Those of the keys whose elements live."""
        living = set(self.keys.values())
        return [key for key in keys if key in living]

    def head(self) -> Document:
        """The programme itself."""
        programme = self.programme
        goal: Document = {"targets": programme.targets, **programme.goal_marks}
        for field, language, plain in self.texts.get(programme.id, ()):
            if field == GOAL and language == self.source:
                goal["text"] = plain
            elif field == GOAL:
                goal.setdefault("translations", {})[language] = {"text": plain}
        deliverables = [
            {**part, "owner": self.owner(part.get("owner"))} for part in programme.frame.get("deliverables") or []
        ]
        return {
            **programme.frame,
            "report": joined_plan(self.session, programme, self.texts, {row.key for row in self.rows(m.Picture)}),
            "deliverables": deliverables,
            "id": programme.key, "title": programme.title, "languages": programme.languages, "banner": programme.banner,
            "practice": programme.practice,
            "goal": goal,
            "labels": programme.labels,
            "state": programme.state,
            "terms": [
                {"id": row.key, "term": row.term, "aliases": row.aliases, "meaning": row.meaning, **marks(row)}
                for row in self.rows(m.Term)
            ],
            "images": [
                {
                    "id": row.key, "credit": row.credit, "alt": row.alt, "use": row.use, "media_type": row.media_type,
                    "width": row.width, "height": row.height, "data": base64.b64encode(row.data).decode(),
                    **as_archived(row, self.groups), **marks(row),
                }
                for row in self.rows(m.Picture)
            ],
            "actors": [
                {
                    "id": row.key, "name": row.name, "kind": row.kind, "aliases": row.aliases, "part_of": row.part_of,
                    **marks(row),
                }
                for row in self.rows(m.Actor)
            ],
        }  # fmt: skip

    def stage(self, row: m.Stage) -> Document:
        """A stage with its agenda."""
        agenda = self.session.scalars(
            select(m.AgendaItem)
            .where(m.AgendaItem.stage_id == row.id)
            .order_by(m.AgendaItem.position, m.AgendaItem.key)
        )
        return {
            "id": row.key, "kind": row.kind, "number": row.number, "title": row.title, "theme": row.theme, "date": row.date,
            "end_date": row.end_date, "date_text": row.date_text, "start": row.start, "end": row.end, "state": row.state, **marks(row),
            "agenda": [
                {
                    "id": item.key, "text": item.text, "time": item.time, "minutes": item.minutes, "kind": item.kind,
                    "presenter": item.presenter, "parallel": item.parallel or None, "takes_part": item.takes_part,
                    "groups": [key for key in item.groups if key in self.group_keys],
                    "boards": [key for key in item.boards if key in self.board_keys], **marks(item),
                }
                for item in agenda
            ],
        }  # fmt: skip

    def board(self, row: m.Board) -> Document:
        """A board with its items and links."""
        own = [element for element in self.elements if element.board_id == row.id]
        return {
            "id": row.key, "method": row.method, "version": row.version, "title": row.title,
            "stage": self.stages.get(row.stage_id or ""), "group": self.groups.get(row.group_id or ""), "state": row.state,
            "settings": row.settings, **as_archived(row, self.groups), **marks(row),
            "items": [self.item(element) for element in own if not element.is_link],
            "links": [self.link(element) for element in own if element.is_link],
            "spreads": spread_documents(self.session, row.id, {element.id: element.key for element in own}),
        }  # fmt: skip

    def element(self, row: m.Element) -> Document:
        """What an item and a link have in common."""
        values = dict(row.values)
        translations = {language: dict(words) for language, words in row.translations.items()}
        for field, language, plain in self.texts.get(row.id, ()):
            if language == self.source:
                values[field] = plain
            else:
                translations.setdefault(language, {})[field] = plain
        return {
            "id": row.key, "code": row.code, "kind": row.kind, "values": values, "translations": translations,
            "author": None if row.signed else self.people.get(row.author_id or ""), **marks(row),
        }  # fmt: skip

    def item(self, row: m.Element) -> Document:
        """An item."""
        place = {"x": row.x, "y": row.y} if row.x is not None and row.y is not None else None
        return {
            **self.element(row), "signed": row.signed, "zone": row.zone, "order": row.order, "place": place,
            "origins": row.origins,
        }  # fmt: skip

    def link(self, row: m.Element) -> Document:
        """A link."""
        return {
            **self.element(row),
            "source": self.keys.get(row.source_id or ""),
            "target": self.keys.get(row.target_id or ""),
        }

    def comments(self) -> list[Document]:
        """Comments on living elements."""
        rows = self.session.scalars(
            select(m.Comment).where(m.Comment.programme_id == self.programme.id, m.Comment.deleted_at.is_(None))
        )
        return [
            {
                "id": row.key, "element": self.keys[row.element_id], "text": row.text,
                "author": self.people.get(row.author_id or ""), "signed": row.signed,
                "written": moment(row.written) if row.written is not None else None, "done": row.done,
            }
            for row in rows
            if row.element_id in self.keys
        ]  # fmt: skip

    def stands(self) -> list[Document]:
        """What the people who are there think of the goal."""
        rows = self.session.scalars(select(m.Stand).where(m.Stand.programme_id == self.programme.id))
        return [
            {"participant": self.people[row.participant_id], "stand": row.stand, "reason": row.reason}
            for row in rows
            if row.participant_id in self.people
        ]

    def ballots(self) -> list[Document]:
        """The votes that were held and closed."""
        boards = [row.key for row in self.rows(m.Board) if row.deleted_at is None]
        return [
            ballot_document(row, boards, self.keys.values()) for row in closed_ballots(self.session, self.programme.id)
        ]

    def votes(self) -> list[Document]:
        """Votes that count, on living elements; an account's vote is signed with its name."""
        ballots = {row.id: row.key for row in closed_ballots(self.session, self.programme.id)}
        rows = self.session.execute(
            select(m.Vote, m.Account.name)
            .outerjoin(m.Account, m.Account.id == m.Vote.account_id)
            .where(m.Vote.programme_id == self.programme.id, counted())
        ).all()
        made: dict[tuple[str, ...], Document] = {}
        for vote, name in rows:
            person, group, signed = (
                self.people.get(vote.participant_id),
                self.groups.get(vote.group_id),
                vote.signed or name,
            )
            if vote.element_id not in self.keys or not (person or group or signed):
                continue
            part = {
                "element": self.keys[vote.element_id], "participant": person, "group": group,
                "signed": None if person or group else signed, "points": vote.points, "ballot": ballots.get(vote.ballot),
            }  # fmt: skip
            twin = made.get(voter(part))
            made[voter(part)] = part if twin is None else {**part, "points": part["points"] + twin["points"]}
        return list(made.values())


def existing_document(session: Session, who: Identity, document: Document) -> Document | None:
    """The programme that a document would be read over, for a coordinator who may; None where it is a new one.

    Raises:
        NotAllowed: it is another coordinator's.
    """
    head = document.get("programme")
    key = head.get("id") if isinstance(head, dict) else None
    row = session.scalars(select(m.Programme).where(m.Programme.key == str(key))).one_or_none()
    if row is None:
        return None
    if row.owner_id not in (None, who.person_id):
        raise NotAllowed("The id {key} belongs to another coordinator's programme; give yours another id.", key=row.key)
    return export_document(session, row.id)


def export_document(session: Session, programme_id: str) -> Document:
    """The archive of a programme (docs/exchange-format.md): what lives now, and no tokens, addresses or events.

    Raises:
        NotFound: there is no such programme.
    """
    programme = session.get(m.Programme, programme_id)
    if programme is None:
        raise NotFound("There is no such programme, or it is not yours.")
    return _Export(session, programme).document()
