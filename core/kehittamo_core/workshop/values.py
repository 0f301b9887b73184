"""Checked values: what a command may write into a field."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.normal import clean, prune
from kehittamo_core.document.specs import shown
from kehittamo_core.errors import Fault, Invalid
from kehittamo_core.fields import Field, check_value, is_gap


def refuse(faults: Iterable[Fault]) -> None:
    """Refuse a change for its first fault, and carry all of them.

    Raises:
        Invalid: there is a fault.
    """
    found = list(faults)
    if found:
        raise Invalid(found[0].message, faults=found, **found[0].values)


def known_actors(session: Session, programme_id: str) -> set[str]:
    """The archive ids of a programme's actors."""
    return set(session.scalars(select(m.Actor.key).where(m.Actor.programme_id == programme_id)))


def checked(session: Session, programme_id: str, field: Field, value: Any) -> Any:
    """A value as it is stored; None is a gap.

    Raises:
        Invalid: the field's type does not allow it, or it names an unknown actor.
    """
    value = prune(clean(value))
    if is_gap(value) or value == {}:
        return None
    faults = [Fault(field.id + inside, message, parts) for inside, message, parts in check_value(field, value)]
    refuse(faults)
    if field.type == "actor":
        actors = known_actors(session, programme_id)
        for id_ in value if isinstance(value, list) else [value]:
            if id_ not in actors:
                refuse([Fault(field.id, "{value} is not an actor of the programme", {"value": shown(id_)})])
    return value


def checked_fields(
    session: Session, programme_id: str, fields: Iterable[Field], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Values by field, as they are stored, gaps as None.

    Raises:
        Invalid: a field is unknown, or its type does not allow its value.
    """
    known = {field.id: field for field in fields}
    made = {}
    for name, value in values.items():
        if name not in known:
            refuse(
                [
                    Fault(
                        name,
                        "There is no field {field} here; known are {known}.",
                        {"field": name, "known": ", ".join(known)},
                    )
                ]
            )
        made[name] = checked(session, programme_id, known[name], value)
    return made
