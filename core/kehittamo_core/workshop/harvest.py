"""Gathering from the tables' boards on one board: chosen notes are copied, several may become one, and each says where it came from.

The tables' boards stay as they are; what was gathered is taken back as one change.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.access import NO_ELEMENT, board_for, look_up, programme_for, signed_in
from kehittamo_core.workshop.board_commands import create
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import board_room, lock_rooms
from kehittamo_core.workshop.kinds import item_kind, method_of
from kehittamo_core.workshop.linking import connect
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rotation import boards_in
from kehittamo_core.workshop.texts import plain_texts

MOST = 200


@dataclass(frozen=True, kw_only=True)
class TableNote:
    """A note on a table's board: `zone` is its own or its kind's, `taken` whether it stands on the common board already."""

    id: str
    code: str
    text: str
    kind: str
    zone: str
    method: str
    board: str
    table: str
    votes: int
    taken: bool


def table_of(session: Session, board: m.Board) -> str:
    """Whose board it is, as origins name it: the table, else the board."""
    group = session.get(m.Group, board.group_id) if board.group_id else None
    if group is None:
        return board.title[:200]
    return (group.name or str(group.number or ""))[:200]


def notes_of(
    session: Session, plugins: Plugins, who: Identity | None, programme_id: str, activity_id: str, target_id: str
) -> list[TableNote]:
    """What the tables wrote in an activity, board by board in their order, without parameters of the method.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    programme = programme_for(session, who, programme_id, "facilitate")
    activity = look_up(session, m.Activity, activity_id)
    if activity is None or activity.programme_id != programme_id:
        raise NotFound("There is no such activity (any more).")
    boards = [board for board in boards_in(session, activity) if board.id != target_id]
    taken = _taken(session, target_id)
    found = []
    for board in boards:
        picture = build_board(session, plugins, board.id, signed_in(who).role, programme.languages[0])
        table = table_of(session, board)
        for item in picture.items:
            kind = item_kind(plugins, item.method, item.kind)
            if item.text.strip() and (kind is None or not kind.setup):
                found.append(
                    TableNote(
                        id=item.id, code=item.code, text=item.text, kind=item.kind, zone=item.zone, method=item.method,
                        board=board.id, table=table, votes=item.votes, taken=(table, item.code) in taken,
                    )
                )  # fmt: skip
    return found


def _taken(session: Session, board_id: str) -> set[tuple[str, str]]:
    rows = session.scalars(
        select(m.Element.origins).where(m.Element.board_id == board_id, m.Element.deleted_at.is_(None))
    )
    return {(one["table"], one.get("code", "")) for origins in rows for one in origins or () if one.get("table")}


def harvest(doing: Doing, command: h.Harvest) -> Done:
    """Copy chosen notes to a board, or to a new common one; several of one pick become one note."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    if not any(pick.items for pick in command.picks):
        raise Invalid("Choose at least one note to gather.")
    count = sum(len(pick.items) for pick in command.picks)
    if count > MOST:
        raise Invalid("{count} notes are too many at once; at most {limit} fit.", count=count, limit=MOST)
    target = _target(doing, command)
    picks = [pick for pick in command.picks if pick.items]
    made = [_gather(doing, target, pick) for pick in picks]
    doing.session.flush()
    _link(doing, target, {id_: row for pick, row in zip(picks, made, strict=True) for id_ in pick.items})
    return done(doing, target.id, refs=tuple(row.id for row in made))


def _target(doing: Doing, command: h.Harvest) -> m.Board:
    if command.target:
        lock_rooms(doing.session, [board_room(command.target)])
        board = board_for(doing.session, doing.who, command.target, "write")
        if board.programme_id != doing.programme.id:
            raise NotFound("There is no such board, or it is not yours.")
        return board
    first = _row(doing, next(pick.items[0] for pick in command.picks if pick.items))
    source = doing.session.get_one(m.Board, first.board_id)
    made = create(
        doing,
        c.CreateBoard(
            command_id=doing.command_id, programme=doing.programme.id, method=source.method, title=command.title,
            stage=source.stage_id,
        ),
    )  # fmt: skip
    return doing.session.get_one(m.Board, made.ref)


def _row(doing: Doing, id_: str) -> m.Element:
    row = doing.element(id_)
    if row.is_link or row.board_id is None:
        raise NotFound(NO_ELEMENT)
    return row


def _gather(doing: Doing, target: m.Board, pick: h.Pick) -> m.Element:
    rows = [_row(doing, id_) for id_ in dict.fromkeys(pick.items)]
    language, method = doing.programme.languages[0], method_of(doing.plugins, target.method)
    texts = plain_texts(doing.session, [row.id for row in rows])
    said = [texts.get(row.id, {}).get("text", {}) for row in rows]
    words = pick.text.strip() or "\n".join(dict.fromkeys(filter(None, (one.get(language, "") for one in said))))
    first = rows[0]
    same = all(row.method == method.id and row.kind == first.kind for row in rows)
    kind, zone = (first.kind, pick.zone or first.zone) if same else ("", pick.zone or _first_zone(method))
    row = doing.add_item(
        target, kind, {**(_shared(doing, rows) if same else {}), "text": words}, zone=zone, language=language
    )
    if len(rows) == 1 and not pick.text.strip():
        for other, translated in said[0].items():
            if other != language and translated:
                doing.write_text(row.id, "text", other, translated)
    row.origins = [origin for one, text in zip(rows, said, strict=True) for origin in _origins(doing, one, text)]
    return row


def _link(doing: Doing, target: m.Board, copies: Mapping[str, m.Element]) -> None:
    """Copy the links between gathered notes of one board; where notes became one, the first link of a kind stands for all.

    What the method does not allow between what has become of the ends is left out.
    """
    links = doing.session.scalars(
        select(m.Element)
        .where(
            m.Element.is_link, m.Element.deleted_at.is_(None), m.Element.board_id.is_not(None),
            m.Element.method == target.method, m.Element.source_id.in_(copies), m.Element.target_id.in_(copies),
        )
        .order_by(m.Element.key)
    ).all()  # fmt: skip
    texts = plain_texts(doing.session, [row.id for row in links])
    made: set[tuple[str, str, str]] = set()
    for row in links:
        source, other = copies[row.source_id or ""], copies[row.target_id or ""]
        place = (row.kind, source.id, other.id)
        kind = doing.kind(row)
        if source is other or place in made:
            continue
        made.add(place)
        said = {name: words.get(doing.programme.languages[0], "") for name, words in texts.get(row.id, {}).items()}
        values = {field.id: row.values.get(field.id) for field in kind.fields if field.type not in ("item", "text")}
        with suppress(Invalid):
            connect(doing, row.kind, source, other, row.method, {**values, **said}, target)


def _first_zone(method: Any) -> str:
    """The first part of a board that takes what anybody may write."""
    for zone in method.zones:
        kinds = [method.kind(kind) for kind in zone.kinds]
        if kinds and kinds[0] is not None and not kinds[0].setup:
            return str(zone.id)
    return ""


def _shared(doing: Doing, rows: Sequence[m.Element]) -> dict[str, Any]:
    """The values that all the notes have in common, but those that name an item of their own board."""
    kind = doing.kind(rows[0])
    own = {field.id for field in kind.fields if field.type in ("item", "text")}
    return {
        name: value
        for name, value in rows[0].values.items()
        if name not in own and all(row.values.get(name) == value for row in rows)
    }


def _origins(doing: Doing, row: m.Element, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Where a gathered note came from: its table, short id and words; what it came from itself stays named."""
    board = doing.session.get_one(m.Board, row.board_id)
    words = texts.get(doing.programme.languages[0], "")
    parts = {"code": row.code, "text": words, "table": " ".join(table_of(doing.session, board).split())}
    return [*row.origins, {name: part for name, part in parts.items() if part}]


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {h.Harvest: harvest}
