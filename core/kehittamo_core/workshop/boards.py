"""Boards as plugins and pages see them: the picture of one moment, for one audience and one language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from kehittamo_core.board import Actor, Board, Goal, Item, Link, Place, Target
from kehittamo_core.database import models as m
from kehittamo_core.errors import NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Method
from kehittamo_core.picture import bringing, is_brought, labels_of, sorted_items
from kehittamo_core.workshop.access import NO_BOARD, may_write_group, programme_for
from kehittamo_core.workshop.counting import counted
from kehittamo_core.workshop.kinds import CORE
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rotation import visited
from kehittamo_core.workshop.rounds import spreads_of
from kehittamo_core.workshop.teams import elements_of, hidden_beside, may_see, shown_names, without
from kehittamo_core.workshop.texts import GOAL

_E = m.Element
_COLUMNS = (
    _E.id, _E.board_id, _E.is_link, _E.method, _E.kind, _E.code, _E.zone, _E.order.label("rank"), _E.x, _E.y, _E.source_id, _E.target_id,
    _E.values.label("plain"), _E.translations, _E.sources, _E.uncertain, _E.inferred, _E.author_id, _E.signed,
)  # fmt: skip

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]
ElementRow = Row[Any]


def goal_from(programme: m.Programme, text: str) -> Goal:
    """The programme's goal."""
    return Goal(
        text=text,
        targets=tuple(
            Target(
                id=str(target.get("id") or ""), text=target.get("text") or "", direction=target.get("direction"),
                amount=target.get("amount"), unit=target.get("unit"), group=target.get("group"),
                deadline=target.get("deadline"),
            )
            for target in programme.targets
        ),
    )  # fmt: skip


def goal_text(session: Session, programme: m.Programme, language: str) -> str:
    """How the goal reads in a language, else in the programme's first."""
    rows = session.execute(
        select(m.CoText.language, m.CoText.plain).where(m.CoText.owner_id == programme.id, m.CoText.field == GOAL)
    )
    texts = {row.language: row.plain for row in rows}
    return texts.get(language) or texts.get(programme.languages[0]) or ""


def actors_from(session: Session, programme_id: str) -> dict[str, Actor]:
    """The programme's actors by their archive ids."""
    rows = session.scalars(
        select(m.Actor).where(m.Actor.programme_id == programme_id).order_by(m.Actor.position, m.Actor.key)
    )
    return {
        row.key: Actor(
            id=row.key, name=row.name or "", kind=row.kind or "organisation", aliases=tuple(row.aliases),
            uncertain=row.uncertain.get("", ""),
        )
        for row in rows
    }  # fmt: skip


def element_columns() -> tuple[Any, ...]:
    """The columns that an assembly needs of an element."""
    return _COLUMNS


class Assembly:
    """What the elements of one picture have in common."""

    def __init__(self, session: Session, plugins: Plugins, programme: m.Programme, language: str) -> None:
        self.session = session
        self.plugins = plugins
        self.language = language
        self.source = programme.languages[0]
        self.programme_id = programme.id
        self.texts: dict[str, dict[str, dict[str, str]]] = {}
        self.votes: dict[str, int] = {}
        self.comments: dict[str, int] = {}
        self.thread: set[str] = set()
        self.zones: dict[tuple[str, str], str] = {}

    def gather(self, ids: Iterable[str]) -> None:
        """Read the texts, votes and comments of elements."""
        wanted = list(ids)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            for row in self.session.execute(
                select(m.CoText.owner_id, m.CoText.field, m.CoText.language, m.CoText.plain).where(
                    m.CoText.owner_id.in_(part)
                )
            ):
                self.texts.setdefault(row.owner_id, {}).setdefault(row.field, {})[row.language] = row.plain
            self.votes.update(
                (row[0], int(row[1]))
                for row in self.session.execute(
                    select(m.Vote.element_id, func.sum(m.Vote.points))
                    .where(m.Vote.element_id.in_(part), counted())
                    .group_by(m.Vote.element_id)
                )
            )
            self.comments.update(
                (row[0], int(row[1]))
                for row in self.session.execute(
                    select(m.Comment.element_id, func.count())
                    .where(m.Comment.element_id.in_(part), m.Comment.deleted_at.is_(None))
                    .group_by(m.Comment.element_id)
                )
            )

    def values(self, row: ElementRow) -> dict[str, Any]:
        """An element's values in the language of the picture, texts joined in."""
        values = {name: value for name, value in row.plain.items() if value is not None}
        if self.language != self.source:
            values.update({name: text for name, text in row.translations.get(self.language, {}).items() if text})
        for field, languages in self.texts.get(row.id, {}).items():
            text = languages.get(self.language) or languages.get(self.source) or ""
            if text:
                values[field] = text
            else:
                values.pop(field, None)
        return values

    def zone_of(self, method_id: str, kind: str) -> str:
        """The zone of a kind whose items say none."""
        if (method_id, kind) not in self.zones:
            method = self.plugins.methods.get(method_id)
            self.zones[method_id, kind] = method.zone_of(kind) if method is not None else ""
        return self.zones[method_id, kind]

    def element(self, row: ElementRow) -> Item | Link:
        """An item or a link as a plugin sees it."""
        common: dict[str, Any] = {
            "id": row.id, "kind": row.kind, "code": row.code, "values": self.values(row), "sources": tuple(row.sources),
            "uncertain": dict(row.uncertain), "inferred": frozenset(row.inferred), "method": row.method,
            "board": row.board_id or "", "on_thread": row.id in self.thread, "votes": self.votes.get(row.id, 0),
            "comments": self.comments.get(row.id, 0),
        }  # fmt: skip
        if row.is_link:
            return Link(**common, source=row.source_id, target=row.target_id)
        place = Place(x=row.x, y=row.y) if row.x is not None and row.y is not None else None
        return Item(
            **common,
            zone=row.zone or self.zone_of(row.method, row.kind),
            order=row.rank,
            place=place,
            author="" if row.signed else row.author_id or "",
            signed=row.signed or "",
        )


_source, _target = aliased(m.Element), aliased(m.Element)
_source_board, _target_board = aliased(m.Board), aliased(m.Board)

# Statements that run for every picture are built once.
_OF_BOARD = select(*_COLUMNS).where(_E.board_id == bindparam("board"), _E.deleted_at.is_(None))
_LIVING_LINKS = (
    select(*_COLUMNS)
    .join(_source, _source.id == _E.source_id)
    .join(_target, _target.id == _E.target_id)
    .outerjoin(_source_board, _source_board.id == _source.board_id)
    .outerjoin(_target_board, _target_board.id == _target.board_id)
    .where(
        _E.programme_id == bindparam("programme"), _E.is_link, _E.deleted_at.is_(None),
        _source.deleted_at.is_(None), _target.deleted_at.is_(None),
        _source_board.deleted_at.is_(None), _target_board.deleted_at.is_(None),
    )
    .order_by(_E.key)
)  # fmt: skip
_ACROSS = _LIVING_LINKS.where(_E.board_id.is_(None))


def rows_of_board(session: Session, board_id: str) -> list[ElementRow]:
    """The living elements of a board."""
    return list(session.execute(_OF_BOARD, {"board": board_id}))


def links_across(session: Session, programme_id: str) -> list[ElementRow]:
    """The living links across a programme's boards, both of whose ends live on boards that are not deleted."""
    return list(session.execute(_ACROSS, {"programme": programme_id}))


def build_board(
    session: Session,
    plugins: Plugins,
    board_id: str,
    audience: str = "expert",
    language: str | None = None,
    *,
    alone: bool = False,
) -> Board:
    """A board's picture for an audience (a role) and a language (None: the programme's own).

    A board of a missing method keeps its items and values and has no labels. `alone` leaves out the boards beside it.

    Raises:
        NotFound: there is no such board, or it is deleted.
    """
    board = session.get(m.Board, board_id)
    if board is None or board.deleted_at is not None:
        raise NotFound(NO_BOARD)
    programme = session.get_one(m.Programme, board.programme_id)
    language = language or programme.languages[0]
    method = plugins.methods.get(board.method)
    assembly = Assembly(session, plugins, programme, language)

    rows = rows_of_board(session, board_id)
    own = {row.id for row in rows}
    unseen = hidden_beside(session, programme.id, audience, board)
    hidden = elements_of(session, unseen)
    across = without(links_across(session, programme.id), hidden)
    assembly.thread = {end for row in across if row.method == CORE for end in (row.source_id, row.target_id)}
    reaching = [row for row in across if row.source_id in own or row.target_id in own]
    linked = without(
        _reached(session, {end for row in reaching for end in (row.source_id, row.target_id)} - own), hidden
    )
    brought, ends = _brought(session, method, programme.id, own, reaching, linked, hidden)
    linked += ends
    assembly.gather([row.id for row in (*rows, *reaching, *linked)])

    elements = [assembly.element(row) for row in rows]
    alive = own | {row.id for row in linked} | {row.id for row in reaching}
    links = [element for element in elements if isinstance(element, Link)]
    links += [link for row in reaching if isinstance(link := assembly.element(row), Link)]
    settings: dict[str, Any] = {setting.id: None for setting in method.settings} if method is not None else {}
    settings.update(board.settings)
    siblings = {} if alone else _siblings(session, board, method, unseen)
    return Board(
        id=board.id,
        title=board.title,
        method=board.method,
        language=language,
        items=sorted_items(method, (element for element in elements if isinstance(element, Item))),
        links=tuple(sorted((link for link in links if {link.source, link.target} <= alive), key=_by_code)),
        linked=tuple(assembly.element(row) for row in linked),
        brought=tuple(link for row in brought if isinstance(link := assembly.element(row), Link)),
        actors=actors_from(session, programme.id),
        goal=goal_from(programme, goal_text(session, programme, language)),
        settings=settings,
        labels=board_labels(session, method, language, programme) if method is not None else {},
        package=method.package if method is not None else "",
        siblings={key: title for key, (_, title) in siblings.items()},
        beside={
            setting.id: build_board(session, plugins, siblings[chosen][0], audience, language, alone=True)
            for setting in (method.settings if method is not None else ())
            if setting.type == "board" and (chosen := settings.get(setting.id)) in siblings
        },
        spreads=spreads_of(session, board_id, own) if method is not None and method.rates_alone else (),
    )


def _siblings(session: Session, board: m.Board, method: Method | None, unseen: set[str]) -> dict[str, tuple[str, str]]:
    """(id, title) of the other boards of the method by their keys, where a setting may choose one; none that is `unseen`."""
    if method is None or not any(setting.type == "board" for setting in method.settings):
        return {}
    rows = session.execute(
        select(m.Board.key, m.Board.id, m.Board.title)
        .where(
            m.Board.programme_id == board.programme_id, m.Board.method == board.method, m.Board.id != board.id,
            m.Board.deleted_at.is_(None),
        )
        .order_by(m.Board.position, m.Board.made_at, m.Board.id)
    )  # fmt: skip
    return {row.key: (row.id, row.title or "") for row in rows if row.id not in unseen}


def _by_code(link: Link) -> tuple[str, int, str]:
    prefix, _, number = link.code.rpartition("-")
    return prefix, int(number) if number.isdigit() else 0, link.id


def _reached(session: Session, ids: set[str]) -> list[ElementRow]:
    """Elements of other boards by their ids, and the ends of those that are links."""
    found: dict[str, ElementRow] = {}
    wanted = ids
    while wanted:
        rows = session.execute(select(*_COLUMNS).where(_E.id.in_(wanted), _E.deleted_at.is_(None))).all()
        found.update((row.id, row) for row in rows)
        wanted = {end for row in rows if row.is_link for end in (row.source_id, row.target_id)} - set(found) - ids
    return sorted(found.values(), key=lambda row: row.id)


def _brought(
    session: Session, method: Method | None, programme_id: str, own: set[str], reaching: list[ElementRow], linked: list[ElementRow],
    hidden: set[str],
) -> tuple[list[ElementRow], list[ElementRow]]:  # fmt: skip
    """The links that come along with elements of other boards, and what else they lead to; nothing of what is hidden."""
    kinds = bringing(method, linked)
    if not kinds:
        return [], []
    links = _LIVING_LINKS.where(
        _E.kind.in_({kind for some in kinds.values() for kind in some}), or_(_E.source_id.in_(kinds), _E.target_id.in_(kinds))
    )  # fmt: skip
    known = own | {row.id for row in reaching}
    found = [
        row
        for row in without(session.execute(links, {"programme": programme_id}), hidden)
        if row.id not in known and is_brought(row.kind, row.source_id, row.target_id, kinds)
    ]
    ends = {end for row in found for end in (row.source_id, row.target_id)} - own - {row.id for row in linked}
    return found, without(_reached(session, ends), hidden)


def board_labels(session: Session, method: Method, language: str, programme: m.Programme) -> dict[str, str]:
    """A method's labels in a language, with the programme's own words: its label overrides, and its terms for their aliases."""
    rows = session.execute(
        select(m.Term.term, m.Term.aliases).where(m.Term.programme_id == programme.id, m.Term.term.is_not(None))
    )
    return labels_of(method, language, programme.labels, [(row.term, row.aliases) for row in rows])


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """A board in a list. `writable` says whether the reader may write on it now; `installed` whether its method is here;
    `shown_to` names the groups to which a `restricted` one is shown.
    """

    id: str
    key: str
    title: str
    method: str
    state: str
    stage_id: str | None
    group_id: str | None
    group: str
    items: int
    writable: bool
    installed: bool
    restricted: bool = False
    shown_to: tuple[str, ...] = ()


def board_list(
    session: Session, programme_id: str, who: Identity | None, plugins: Plugins | None = None
) -> list[BoardRow]:
    """The living boards of a programme that somebody may see, in the programme's order, common ones first."""
    programme_for(session, who, programme_id, "see")
    assert who is not None
    counts = (
        select(m.Element.board_id, func.count().label("n"))
        .where(m.Element.programme_id == programme_id, m.Element.deleted_at.is_(None), ~m.Element.is_link)
        .group_by(m.Element.board_id)
        .subquery()
    )
    rows = session.execute(
        select(m.Board, m.Group.name, m.Group.number, counts.c.n)
        .outerjoin(m.Group, m.Group.id == m.Board.group_id)
        .outerjoin(counts, counts.c.board_id == m.Board.id)
        .where(m.Board.programme_id == programme_id, m.Board.deleted_at.is_(None))
        .order_by(m.Board.position, m.Board.made_at, m.Board.id)
    ).all()
    rows = sorted((row for row in rows if may_see(who, row[0])), key=lambda row: row[0].group_id is not None)
    moved_to = visited(session, programme_id, who.group_id)
    return [
        BoardRow(
            id=board.id, key=board.key, title=board.title, method=board.method, state=board.state, stage_id=board.stage_id,
            group_id=board.group_id, group=name or (str(number) if number is not None else ""), items=count or 0,
            installed=plugins is None or board.method in plugins.methods,
            writable=board.state == "open" and who.may("write") and (may_write_group(who, board.group_id) or board.id in moved_to)
            and (plugins is None or board.method in plugins.methods),
            restricted=board.restricted, shown_to=tuple(shown_names(session, board)),
        )
        for board, name, number, count in rows
    ]  # fmt: skip
