"""Commands on items and links: add, change, mark, move, place, connect, remove, restore."""

from collections.abc import Callable
from typing import Any

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid, NotAllowed, NotFound, Refused
from kehittamo_core.words import translate_many
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.access import NO_ELEMENT, board_for, element_for, look_up, programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.counting import trim
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.events import lock_rooms, programme_room
from kehittamo_core.workshop.kinds import CORE, field_of, method_of
from kehittamo_core.workshop.linking import connect
from kehittamo_core.workshop.ordering import order_between
from kehittamo_core.workshop.removal import remove, restore

MANY = 200
FAR = 100_000.0


def done(doing: Doing, ref: str, message: str = "", refs: tuple[str, ...] = ()) -> Done:
    """The answer of a command, from what the log says."""
    log = doing.log
    undo = log.undoable and not doing.nameless
    return Done(event_seq=log.seq, room=log.room, ref=ref, message=message, undo=undo, refs=refs)


def author(doing: Doing, behalf: str | None) -> str | None:
    """Who is named as the author: the participant who writes, or the one on whose behalf a secretary or facilitator writes."""
    who = doing.who
    if behalf is None:
        return doing.author_id
    if not (who.may("facilitate") or who.role == "secretary" or behalf == who.person_id):
        raise NotAllowed("Only table secretaries and facilitators write for others.")
    person = look_up(doing.session, m.Participant, behalf)
    if person is None or person.programme_id != doing.programme.id:
        raise NotFound("There is no such person in this programme.")
    return None if doing.nameless else person.id


def add_item(doing: Doing, command: c.AddItem) -> Done:
    """Add one item."""
    board = board_for(doing.session, doing.who, command.board, "write")
    row = doing.add_item(
        board, command.kind, command.values, zone=command.zone, after=command.after, language=command.language,
        author_id=author(doing, command.behalf),
    )  # fmt: skip
    return done(doing, row.id, refs=(row.id,))


def add_many(doing: Doing, command: c.AddMany) -> Done:
    """Add pasted lines."""
    board = board_for(doing.session, doing.who, command.board, "write")
    if len(command.notes) > MANY:
        raise Invalid("{count} notes are too many at once; at most {limit} fit.", count=len(command.notes), limit=MANY)
    name = author(doing, command.behalf)
    rows = [
        doing.add_item(board, note.kind, note.values, zone=note.zone, language=command.language, author_id=name)
        for note in command.notes
    ]
    said = translate_many(
        "kehittamo_core", doing.who.language, "{number} note added", "{number} notes added", len(rows)
    )
    return done(doing, rows[-1].id if rows else board.id, said, tuple(row.id for row in rows))


def change_field(doing: Doing, command: c.ChangeField) -> Done:
    """Set one field; a measurement also when the programme has ended."""
    measured = _is_measurement(doing, command)
    row = element_for(doing.session, doing.who, command.element, "write", afterwards=measured)
    revisions = {} if command.revision is None else {command.field: command.revision}
    doing.set_fields(row, {command.field: command.value}, revisions, command.language)
    return done(doing, row.id, refs=(row.id,))


def _is_measurement(doing: Doing, command: c.ChangeField) -> bool:
    """Whether the field is a series of measured values, which goes on after the programme's end."""
    row = look_up(doing.session, m.Element, command.element)
    declared = field_of(doing.plugins, row, command.field) if row is not None else None
    return declared is not None and declared.field.type == "series"


def change_fields(doing: Doing, command: c.ChangeFields) -> Done:
    """Set several fields."""
    row = element_for(doing.session, doing.who, command.element, "write")
    doing.set_fields(row, command.values, command.revisions, command.language)
    return done(doing, row.id, refs=(row.id,))


def mark_uncertain(doing: Doing, command: c.MarkUncertain) -> Done:
    """Note a doubt, or take it away."""
    row = element_for(doing.session, doing.who, command.element, "write")
    doing.may_set_up(doing.kind(row).setup)
    doing.note_doubts(row, {command.field: command.note})
    return done(doing, row.id, refs=(row.id,))


def _item(doing: Doing, id_: str) -> tuple[m.Element, m.Board]:
    row = element_for(doing.session, doing.who, id_, "arrange")
    if row.is_link or row.board_id is None:
        raise Invalid("A link has no place of its own; move what it connects.")
    doing.may_set_up(doing.kind(row).setup)
    return row, doing.session.get_one(m.Board, row.board_id)


def move(doing: Doing, command: c.Move) -> Done:
    """Move an item to a zone and a place in its order."""
    row, board = _item(doing, command.element)
    method = method_of(doing.plugins, board.method)
    here = row.zone or method.zone_of(row.kind)
    wanted = command.zone or here
    if wanted:
        zone = method.zone(wanted)
        if zone is None:
            known = ", ".join(zone.id for zone in method.zones)
            raise Invalid("There is no zone {zone} on this board; known are {known}.", zone=wanted, known=known or "-")
        kind = method.kind(row.kind)
        if row.kind not in zone.kinds and kind is not None:
            raise Invalid(
                "{zone} does not take {kind}.",
                zone=doing.label(method, zone.label),
                kind=doing.label(method, kind.label),
            )
    items = doing.zone_items(board, method, wanted)
    was = [item.id for item in items]
    others = [item for item in items if item.id != row.id]
    at = next((index for index, item in enumerate(others) if item.id == command.before), len(others))
    if wanted == here and [*(item.id for item in others[:at]), row.id, *(item.id for item in others[at:])] == was:
        return done(doing, row.id)
    before = {"zone": row.zone, "order": row.order}
    row.zone, row.order = wanted, order_between(others, at)
    doing.session.flush()
    doing.log.add(doing.room_of(row), "item.moved", row.id, before, {"zone": row.zone, "order": row.order})
    doing.echo(row)
    return done(doing, row.id, refs=(row.id,))


def place(doing: Doing, command: c.PlaceItem) -> Done:
    """Put an item somewhere on the drawing."""
    row, _ = _item(doing, command.element)
    if (command.x is None) is not (command.y is None):
        raise Invalid("A place needs both x and y.")
    if any(value is not None and not -FAR <= value <= FAR for value in (command.x, command.y)):
        raise Invalid("This place is too far away from the drawing.")
    if (row.x, row.y) == (command.x, command.y):
        return done(doing, row.id)
    before = {"x": row.x, "y": row.y}
    row.x, row.y = command.x, command.y
    doing.session.flush()
    doing.log.add(doing.room_of(row), "item.placed", row.id, before, {"x": row.x, "y": row.y})
    return done(doing, row.id, refs=(row.id,))


def connect_elements(doing: Doing, command: c.Connect) -> Done:
    """Link two elements, on their board or across."""
    source, target = doing.element(command.source), doing.element(command.target)
    for end in (source, target):
        element_for(doing.session, doing.who, end.id, "see")
    method = command.method or source.method
    across = method == CORE or source.board_id != target.board_id or source.board_id is None
    board = None
    if across:
        programme_for(doing.session, doing.who, doing.programme.id, "write")
        lock_rooms(doing.session, [programme_room(doing.programme.id)])
        own = [end for end in (source, target) if end.board_id is not None]
        if own and not any(_writable(doing, end.board_id) for end in own):
            board_for(doing.session, doing.who, own[0].board_id or "", "write")
    else:
        board = board_for(doing.session, doing.who, source.board_id or "", "write")
        if method != board.method:
            raise Invalid("The link kind {kind} belongs to another method than this board.", kind=command.kind)
    row = connect(doing, command.kind, source, target, method, command.values, board)
    return done(doing, row.id, refs=(row.id,))


def _writable(doing: Doing, board_id: str | None) -> bool:
    try:
        board_for(doing.session, doing.who, board_id or "", "write")
    except Refused:
        return False
    return True


def remove_element(doing: Doing, command: c.Remove) -> Done:
    """Delete an item or a link."""
    row = element_for(doing.session, doing.who, command.element, "write")
    remove(doing, row)
    return done(doing, row.id, refs=(row.id,))


def restore_element(doing: Doing, command: c.Restore) -> Done:
    """Take back a deletion; what is not deleted stays as it is."""
    session = doing.session
    row = look_up(session, m.Element, command.element)
    if row is None or row.programme_id != doing.programme.id:
        raise NotFound(NO_ELEMENT)
    if row.deleted_at is None:
        element_for(session, doing.who, command.element, "write")
        return done(doing, row.id)
    row = element_for(session, doing.who, command.element, "write", deleted=True)
    restore(doing, row)
    trim(session, [row.id])
    return done(doing, row.id, refs=(row.id,))


HANDLERS: dict[type[Command], Callable[[Doing, Any], Done]] = {
    c.AddItem: add_item,
    c.AddMany: add_many,
    c.ChangeField: change_field,
    c.ChangeFields: change_fields,
    c.MarkUncertain: mark_uncertain,
    c.Move: move,
    c.PlaceItem: place,
    c.Connect: connect_elements,
    c.Remove: remove_element,
    c.Restore: restore_element,
}
