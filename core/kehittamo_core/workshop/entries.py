"""Carrying out what is done to the entries of a programme's lists: add, change, move, take off, bring back."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.normal import clean, prune
from kehittamo_core.errors import Fault, Invalid, NotFound, Stale
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.lists import BY_ID, DEFAULTS, ProgrammeList
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.teams import hidden_from
from kehittamo_core.workshop.values import refuse

MOST_ENTRIES = 500
NO_ENTRY = "There is no such entry (any more)."


def list_named(id_: str) -> ProgrammeList:
    """A list by its name.

    Raises:
        NotFound: there is none.
    """
    if id_ not in BY_ID:
        raise NotFound("There is no list {list} here.", list=id_[:40])
    return BY_ID[id_]


def rows_of(session: Session, declared: ProgrammeList, programme_id: str, parent: str | None = None) -> list[Any]:
    """A list's rows in their order; `parent` is the id of what they belong to."""
    table = declared.table
    query = select(table).where(table.programme_id == programme_id)
    if parent is not None:
        query = query.where(getattr(table, declared.parent) == parent)
    return list(session.scalars(query.order_by(table.position, table.key)))


def frame_entries(programme: m.Programme, declared: ProgrammeList) -> list[dict[str, Any]]:
    """The entries of a list that stands in the programme's frame."""
    found = programme.targets if declared.id == "targets" else (programme.frame or {}).get(declared.id)
    return [dict(entry) for entry in found or []]


def row_values(declared: ProgrammeList, row: Any) -> dict[str, Any]:
    """A row's fields without its gaps; a flag that says no is one."""
    found = {field.id: getattr(row, field.id) for field in declared.fields}
    return {name: value for name, value in found.items() if value not in (None, "", [], False)}


def stamp(values: Mapping[str, Any]) -> str:
    """A short mark of an entry's values: it changes when they change."""
    data = json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(data.encode()).hexdigest()[:12]


def owners_of(session: Session, programme_id: str) -> dict[str, str]:
    """Whoever can be responsible, by key: actors, groups, people who are there."""
    found: dict[str, str] = {}
    tables: tuple[Any, ...] = (m.Actor, m.Group, m.Participant)
    for table in tables:
        query = select(table).where(table.programme_id == programme_id).order_by(table.position, table.key)
        for row in session.scalars(query):
            if not (isinstance(row, m.Participant) and row.closed_at is not None):
                found[row.key] = row.name or row.key
    return found


def names_for(
    session: Session, programme: m.Programme, declared: ProgrammeList, field: str, who: Identity | None = None
) -> dict[str, str] | None:
    """What a field may name, by key, of what somebody may see (None: of all); None for a field that names nothing."""
    hidden = (
        hidden_from(session, who, programme.id) if who is not None and field in ("boards", "elements") else set[str]()
    )
    if field == "owner":
        return owners_of(session, programme.id)
    tables: dict[str, tuple[Any, str]] = {
        "stage": (m.Stage, "title"), "actor": (m.Actor, "name"), "part_of": (m.Actor, "name"), "groups": (m.Group, "name"),
        "boards": (m.Board, "title"),
    }  # fmt: skip
    if field in tables:
        table, name = tables[field]
        query = select(table).where(table.programme_id == programme.id).order_by(table.position, table.key)
        rows = [
            row for row in session.scalars(query) if getattr(row, "deleted_at", None) is None and row.id not in hidden
        ]
        return {row.key: getattr(row, name) or row.key for row in rows}
    if field == "elements":
        living = select(m.Element.key, m.Element.code).where(
            m.Element.programme_id == programme.id,
            m.Element.deleted_at.is_(None),
            or_(m.Element.board_id.is_(None), m.Element.board_id.not_in(hidden)),
        )
        return {row.key: row.code for row in session.execute(living)}
    if field in ("phase", "activity"):
        other = BY_ID["phases" if field == "phase" else "activities"]
        return {
            entry["id"]: str(entry.get(other.fields[0].id) or entry["id"]) for entry in frame_entries(programme, other)
        }
    return None


def _checked(doing: Doing, declared: ProgrammeList, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as they are stored; None is a gap."""
    made: dict[str, Any] = {}
    for name, sent in given.items():
        if declared.field(name) is None:
            known = ", ".join(field.id for field in declared.fields)
            raise Invalid("There is no field {field} here; known are {known}.", field=name[:40], known=known)
        value = prune(clean(sent))
        value = value.strip() if isinstance(value, str) else value
        if value in (None, "", [], {}):
            made[name] = None
            continue
        refuse(declared.form.parts[name].check(value, name))
        known_names = names_for(doing.session, doing.programme, declared, name)
        for id_ in value if isinstance(value, list) else [value]:
            if known_names is not None and id_ not in known_names:
                refuse([Fault(name, "{value} is nothing of this programme", {"value": str(id_)[:80]})])
        made[name] = value
    return made


def _refuse_nameless(declared: ProgrammeList, values: Mapping[str, Any]) -> None:
    if not any(values.get(field.id) for field in declared.fields[:1]):
        name = declared.fields[0].id
        raise Invalid("Write something first: the entry has no name.", faults=[Fault(name, "is missing", {})])


def _tell(doing: Doing, declared: ProgrammeList, before: Any, after: Any) -> None:
    ref = f"list:{declared.id}"
    doing.log.add(programme_room(doing.programme.id), "list.changed", ref, before, after)


def _store(doing: Doing, declared: ProgrammeList, entries: list[dict[str, Any]]) -> None:
    """Write a list of the frame."""
    programme = doing.programme
    if declared.id == "targets":
        programme.targets = entries
    else:
        frame = {**programme.frame, declared.id: entries}
        programme.frame = {name: part for name, part in frame.items() if part not in (None, [], {})}
    programme.revision = {**programme.revision, declared.id: programme.revision.get(declared.id, 0) + 1}
    doing.session.flush()


def _row(doing: Doing, declared: ProgrammeList, key: str) -> Any:
    table = declared.table
    row = doing.session.scalars(
        select(table).where(table.programme_id == doing.programme.id, table.key == key)
    ).one_or_none()
    if row is None:
        raise NotFound(NO_ENTRY)
    return row


def _entry(entries: list[dict[str, Any]], key: str) -> dict[str, Any]:
    for entry in entries:
        if entry["id"] == key:
            return entry
    raise NotFound(NO_ENTRY)


def add_entry(doing: Doing, command: p.AddEntry) -> Done:
    """Add an entry."""
    declared = list_named(command.list)
    programme_for(doing.session, doing.who, command.programme, declared.add, afterwards=declared.afterwards)
    values = {name: value for name, value in _checked(doing, declared, command.values).items() if value is not None}
    _refuse_nameless(declared, values)
    key = f"{declared.id.replace('_', '-')[:20]}-{new_id()[-12:]}"
    if declared.id == "stages" and "kind" not in values:
        values["kind"] = "workshop"
    write_entry(doing, declared, key, values, _parent(doing, declared, command.parent))
    _tell(doing, declared, None, {"entry": key, "values": values})
    return done(doing, key, refs=(key,))


def _parent(doing: Doing, declared: ProgrammeList, key: str | None) -> str | None:
    """The id of what a new row belongs to."""
    if not declared.parent:
        return None
    stage = doing.session.scalars(
        select(m.Stage).where(m.Stage.programme_id == doing.programme.id, m.Stage.key == (key or ""))
    ).one_or_none()
    if stage is None:
        raise NotFound("There is no such meeting (any more).")
    return stage.id


def write_entry(doing: Doing, declared: ProgrammeList, key: str, values: Mapping[str, Any], parent: str | None) -> None:
    """Put a checked entry last."""
    if declared.table is None:
        entries = frame_entries(doing.programme, declared)
        if len(entries) >= MOST_ENTRIES:
            raise Invalid(
                "{count} entries are too many; at most {limit} fit.", count=len(entries) + 1, limit=MOST_ENTRIES
            )
        _store(doing, declared, [*entries, {"id": key, **values}])
        return
    rows = rows_of(doing.session, declared, doing.programme.id, parent)
    if len(rows) >= MOST_ENTRIES:
        raise Invalid("{count} entries are too many; at most {limit} fit.", count=len(rows) + 1, limit=MOST_ENTRIES)
    row = declared.table(
        programme_id=doing.programme.id, key=key, position=(rows[-1].position if rows else 0.0) + 1,
        **{**DEFAULTS.get(declared.id, {}), **values}, **({declared.parent: parent} if declared.parent else {}),
    )  # fmt: skip
    doing.session.add(row)
    doing.session.flush()


def change_entry(doing: Doing, command: p.ChangeEntry) -> Done:
    """Set fields of an entry."""
    declared = list_named(command.list)
    programme_for(doing.session, doing.who, command.programme, declared.change, afterwards=declared.afterwards)
    given = _checked(doing, declared, command.values)
    entries = [] if declared.table is not None else frame_entries(doing.programme, declared)
    row = _row(doing, declared, command.entry) if declared.table is not None else None
    stored = row_values(declared, row) if row is not None else _entry(entries, command.entry)
    old = {name: value for name, value in stored.items() if declared.field(name) is not None}
    new = {name: value for name, value in {**old, **given}.items() if value not in (None, "", [], False)}
    _refuse_nameless(declared, new)
    changed = [field.id for field in declared.fields if old.get(field.id) != new.get(field.id)]
    if not changed:
        return done(doing, command.entry)
    if command.stamp and command.stamp != stamp(old):
        raise Stale(
            "Somebody changed this while you were writing. Compare both, and keep the one that is right.",
            mine="; ".join(str(new.get(name) or "–") for name in changed),
            theirs="; ".join(str(old.get(name) or "–") for name in changed), revision=0,
        )  # fmt: skip
    if row is not None:
        empty = DEFAULTS.get(declared.id, {})
        for name in changed:
            setattr(row, name, new.get(name, empty.get(name)))
        doing.session.flush()
    else:
        kept = {name: value for name, value in stored.items() if declared.field(name) is None}
        made = {**kept, **new}
        _store(doing, declared, [made if entry["id"] == command.entry else entry for entry in entries])
    _tell(
        doing, declared, {"entry": command.entry, "values": {name: old.get(name) for name in changed}},
        {"entry": command.entry, "values": {name: new.get(name) for name in changed}},
    )  # fmt: skip
    return done(doing, command.entry, refs=(command.entry,))


def move_entry(doing: Doing, command: p.MoveEntry) -> Done:
    """Move an entry one place."""
    declared = list_named(command.list)
    programme_for(doing.session, doing.who, command.programme, declared.change, afterwards=declared.afterwards)
    step = -1 if command.step < 0 else 1
    if declared.table is not None:
        row = _row(doing, declared, command.entry)
        parent = getattr(row, declared.parent) if declared.parent else None
        rows = rows_of(doing.session, declared, doing.programme.id, parent)
        order = _moved([one.key for one in rows], command.entry, step)
        for one in rows:
            one.position = float(order.index(one.key) + 1)
        doing.session.flush()
    else:
        entries = {entry["id"]: entry for entry in frame_entries(doing.programme, declared)}
        if command.entry not in entries:
            raise NotFound(NO_ENTRY)
        order = _moved(list(entries), command.entry, step)
        _store(doing, declared, [entries[key] for key in order])
    _tell(doing, declared, None, {"entry": command.entry, "order": order})
    return done(doing, command.entry, refs=(command.entry,))


def _moved(keys: list[str], key: str, step: int) -> list[str]:
    at = keys.index(key)
    to = min(max(at + step, 0), len(keys) - 1)
    keys.insert(to, keys.pop(at))
    return keys


def _naming(doing: Doing, declared: ProgrammeList, key: str) -> Iterator[str]:
    """The lists with an entry that names this one."""
    for id_, field in declared.named_by:
        other = BY_ID[id_]
        if other.table is not None:
            names = (getattr(row, field) for row in rows_of(doing.session, other, doing.programme.id))
        else:
            names = (entry.get(field) for entry in frame_entries(doing.programme, other))
        if key in names:
            yield doing.word(other.title)


def remove_entry(doing: Doing, command: p.RemoveEntry) -> Done:
    """Take an entry off its list."""
    declared = list_named(command.list)
    programme_for(doing.session, doing.who, command.programme, declared.change, afterwards=declared.afterwards)
    if not declared.removable:
        raise Invalid("This cannot be removed, for boards may name it; give it another name instead.")
    before: dict[str, Any] = {"entry": command.entry}
    naming = ", ".join(_naming(doing, declared, command.entry))
    if naming:
        raise Invalid("This is named in: {lists}. Change that first.", lists=naming)
    if declared.table is not None:
        row = _row(doing, declared, command.entry)
        before["values"] = row_values(declared, row)
        if declared.id == "stages":
            agenda = BY_ID["agenda"]
            rows = rows_of(doing.session, agenda, doing.programme.id, row.id)
            before["agenda"] = [{"entry": one.key, "values": row_values(agenda, one)} for one in rows]
        if declared.parent:
            before["parent"] = doing.session.get_one(m.Stage, getattr(row, declared.parent)).key
        doing.session.delete(row)
        doing.session.flush()
    else:
        entries = frame_entries(doing.programme, declared)
        before["values"] = _entry(entries, command.entry)
        _store(doing, declared, [entry for entry in entries if entry["id"] != command.entry])
    _tell(doing, declared, before, None)
    return done(doing, command.entry, refs=(command.entry,))


def restore_entry(doing: Doing, command: p.RestoreEntry) -> Done:
    """Bring an entry back, last of its list, as it was when it was taken off."""
    declared = list_named(command.list)
    programme_for(doing.session, doing.who, command.programme, declared.change, afterwards=declared.afterwards)
    removed = doing.session.scalars(
        select(m.Event)
        .where(m.Event.room == programme_room(doing.programme.id), m.Event.ref == f"list:{declared.id}")
        .order_by(m.Event.seq.desc())
    )
    event = next(
        (one for one in removed if one.after is None and (one.before or {}).get("entry") == command.entry), None
    )
    if event is None:
        raise NotFound(NO_ENTRY)
    try:
        _row(doing, declared, command.entry) if declared.table is not None else _entry(
            frame_entries(doing.programme, declared), command.entry
        )
    except NotFound:
        values = {name: value for name, value in event.before["values"].items() if name != "id"}
        write_entry(doing, declared, command.entry, values, _parent(doing, declared, event.before.get("parent")))
        for item in event.before.get("agenda") or []:
            parent = _row(doing, declared, command.entry).id
            write_entry(doing, BY_ID["agenda"], item["entry"], item["values"], parent)
        _tell(doing, declared, None, {"entry": command.entry, "values": values})
    return done(doing, command.entry, refs=(command.entry,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    p.AddEntry: add_entry,
    p.ChangeEntry: change_entry,
    p.MoveEntry: move_entry,
    p.RemoveEntry: remove_entry,
    p.RestoreEntry: restore_entry,
}
