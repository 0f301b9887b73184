"""One item or link with everything that is known of it: fields, links, comments, sources, doubts and history."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kehittamo_core.board import Item, Link
from kehittamo_core.database import models as m
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.words import translate
from kehittamo_core.workshop.access import element_for
from kehittamo_core.workshop.between import interim_since, was_interim
from kehittamo_core.workshop.boards import Assembly, board_labels, element_columns
from kehittamo_core.workshop.kinds import kind_of, link_kind
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.teams import boards_of_ends, elements_of, hidden_beside, without
from kehittamo_core.workshop.texts import text_key


@dataclass(frozen=True, kw_only=True)
class FieldDetail:
    """A field with its label, value and revision; a co-edited text also with its key."""

    field: Field
    label: str
    value: Any
    revision: int
    text_key: str | None = None
    uncertain: str = ""
    inferred: bool = False


@dataclass(frozen=True, kw_only=True)
class LinkDetail:
    """A link that ends at the element: its kind's label, and what is at the other end."""

    link: Link
    label: str
    other: Item | Link
    outgoing: bool
    across: bool


@dataclass(frozen=True, kw_only=True)
class CommentDetail:
    """A remark; `mine` says whether the reader wrote it."""

    id: str
    text: str
    signed: str | None
    written: datetime | None
    done: bool
    mine: bool


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """What somebody did: an event's kind (or `text` for typing), with what stood before and after."""

    kind: str
    who: str
    at: datetime
    field: str = ""
    before: Any = None
    after: Any = None
    interim: bool = False


@dataclass(frozen=True, kw_only=True)
class ElementDetail:
    """An element with everything that is known of it."""

    element: Item | Link
    label: str
    board_id: str | None
    installed: bool
    setup: bool
    fields: tuple[FieldDetail, ...] = ()
    links: tuple[LinkDetail, ...] = ()
    comments: tuple[CommentDetail, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    author: str = ""
    ends: tuple[Item | Link, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    origins: tuple[Mapping[str, str], ...] = ()


def element_detail(
    session: Session,
    plugins: Plugins,
    who: Identity | None,
    element_id: str,
    language: str | None = None,
    history: int = 50,
) -> ElementDetail:
    """Everything about a living element that the reader may see; `history` is how many entries at most.

    Raises:
        NotSignedIn, NotFound: see the message.
    """
    row = element_for(session, who, element_id, "see")
    assert who is not None
    programme = session.get_one(m.Programme, row.programme_id)
    beside = hidden_beside(session, programme.id, who.role, *boards_of_ends(session, row))
    hidden = elements_of(session, beside)
    language = language if language in programme.languages else programme.languages[0]
    found_links = session.scalars(
        select(m.Element).where(
            m.Element.deleted_at.is_(None), m.Element.is_link,
            or_(m.Element.source_id == row.id, m.Element.target_id == row.id),
        )
    ).all()  # fmt: skip
    links = without(found_links, hidden)
    ends = {end for link in (*links, row) for end in (link.source_id, link.target_id) if end} - {row.id}
    assembly = Assembly(session, plugins, programme, language)
    found = session.execute(
        select(*element_columns()).where(
            m.Element.id.in_({row.id, *ends, *(link.id for link in links)}), m.Element.deleted_at.is_(None)
        )
    ).all()
    assembly.gather([part.id for part in found])
    elements = {part.id: assembly.element(part) for part in found}
    living = select(m.Board.id).where(m.Board.programme_id == programme.id, m.Board.deleted_at.is_(None))
    boards = set(session.scalars(living))
    kind = kind_of(plugins, row)
    method = plugins.methods.get(row.method)
    labels = board_labels(session, method, language, programme) if method is not None else {}
    own = f"link:{row.kind}" if row.is_link else row.kind
    author = session.get(m.Participant, row.author_id) if row.author_id and not row.signed else None
    return ElementDetail(
        element=elements[row.id],
        label=labels.get(own, translate("kehittamo_core", language, kind.label) if kind is not None else row.kind),
        board_id=row.board_id,
        installed=method is not None or row.method == "core",
        setup=kind.setup if kind is not None else False,
        fields=tuple(
            _field(
                session, row, part, labels.get(f"{own}.{part.id}", part.label), elements[row.id], language, programme
            )
            for part in (kind.fields if kind is not None else ())
        ),
        links=tuple(_links(plugins, session, programme, row, links, elements, boards, language)),
        comments=tuple(_comments(session, row, who)),
        history=tuple(_history(session, row, history)),
        origins=tuple(row.origins),
        author=row.signed or (author.name if author is not None else ""),
        ends=tuple(elements[end] for end in (row.source_id, row.target_id) if end in elements) if row.is_link else (),
    )


def _field(
    session: Session,
    row: m.Element,
    part: Field,
    label: str,
    element: Item | Link,
    language: str,
    programme: m.Programme,
) -> FieldDetail:
    key = None
    revision = row.revision.get(part.id, 0)
    if part.type == "text":
        key = text_key(row.id, part.id, language)
        stored = session.get(m.CoText, key)
        revision = stored.n if stored is not None else 0
    elif part.type == "line" and not part.many and language != programme.languages[0]:
        revision = row.revision.get(f"{part.id}:{language}", 0)
    return FieldDetail(
        field=part, label=label, value=element.values.get(part.id), revision=revision, text_key=key,
        uncertain=row.uncertain.get(part.id, ""), inferred=part.id in row.inferred,
    )  # fmt: skip


def _links(
    plugins: Plugins, session: Session, programme: m.Programme, row: m.Element, links: Any,
    elements: Mapping[str, Item | Link], boards: set[str], language: str,
) -> list[LinkDetail]:  # fmt: skip
    made = []
    for link in links:
        element = elements[link.id]
        outgoing = link.source_id == row.id
        other = elements.get((link.target_id if outgoing else link.source_id) or "")
        if other is None or (other.board and other.board not in boards) or not isinstance(element, Link):
            continue
        kind = link_kind(plugins, link.method, link.kind)
        method = plugins.methods.get(link.method)
        label = link.kind
        if kind is not None:
            label = kind.label if outgoing or not kind.reverse_label else kind.reverse_label
            label = translate(method.package if method is not None else "kehittamo_core", language, label)
            if method is not None and (outgoing or not kind.reverse_label):
                label = board_labels(session, method, language, programme).get(f"link:{kind.id}", label)
        made.append(LinkDetail(link=element, label=label, other=other, outgoing=outgoing, across=link.board_id is None))
    return sorted(made, key=lambda detail: (not detail.outgoing, detail.label, detail.other.code))


def _comments(session: Session, row: m.Element, who: Identity) -> list[CommentDetail]:
    rows = session.scalars(
        select(m.Comment)
        .where(m.Comment.element_id == row.id, m.Comment.deleted_at.is_(None))
        .order_by(m.Comment.written, m.Comment.id)
    )
    return [
        CommentDetail(
            id=part.id, text=part.text, signed=part.signed, written=part.written, done=part.done,
            mine=part.author_id is not None and part.author_id == who.person_id,
        )
        for part in rows
    ]  # fmt: skip


def _history(session: Session, row: m.Element, limit: int) -> list[HistoryEntry]:
    """Newest first: events of the element, and what was typed into its texts minute by minute."""
    # Whoever wrote it in the table's name did so in all they did to it.
    names: dict[str | None, str] = {row.author_id: row.signed} if row.signed and row.author_id else {}

    def name(actor_id: str | None) -> str:
        if actor_id not in names:
            found = (session.get(m.Participant, actor_id) or session.get(m.Account, actor_id)) if actor_id else None
            names[actor_id] = found.name if found is not None else ""
        return names[actor_id]

    events = session.execute(
        select(m.Event.kind, m.Event.actor_id, m.Event.at, m.Event.before, m.Event.after)
        .where(m.Event.ref == row.id, m.Event.kind.not_in(("echo", "ballot.carried", "ballot.counted")))
        .order_by(m.Event.at.desc())
        .limit(limit)
    )
    made = [
        HistoryEntry(kind=part.kind, who=name(part.actor_id), at=part.at, before=part.before, after=part.after)
        for part in events
    ]
    typed = session.execute(
        select(m.TextHistory.actor_id, m.TextHistory.minute, m.TextHistory.before, m.TextHistory.after, m.CoText.field)
        .join(m.CoText, m.CoText.key == m.TextHistory.text_key)
        .where(m.CoText.owner_id == row.id)
        .order_by(m.TextHistory.minute.desc(), m.TextHistory.id.desc())
        .limit(limit)
    )
    made += [
        HistoryEntry(
            kind="text", who=name(part.actor_id), at=part.minute, field=part.field, before=part.before, after=part.after
        )
        for part in typed
    ]
    turns = interim_since(session, row.programme_id)
    made = [replace(entry, interim=was_interim(turns, entry.at)) for entry in made] if turns else made
    return sorted(made, key=lambda entry: entry.at, reverse=True)[:limit]
