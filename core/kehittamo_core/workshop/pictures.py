"""Images of a programme: each with a credit that is shown wherever it is used."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import IMAGE
from kehittamo_core.document.normal import clean
from kehittamo_core.errors import Fault, Invalid, NotFound
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.teams import groups_chosen, may_see
from kehittamo_core.workshop.values import refuse

MOST_PICTURES = 40
LOGO = "logo"


def pictures(session: Session, who: Identity | None, programme_id: str) -> Sequence[m.Picture]:
    """A programme's images without their data, in order."""
    programme_for(session, who, programme_id, "see")
    assert who is not None
    rows = session.scalars(
        select(m.Picture)
        .where(m.Picture.programme_id == programme_id)
        .options(defer(m.Picture.data, raiseload=True))
        .order_by(m.Picture.position, m.Picture.key)
    )
    return [row for row in rows if may_see(who, row)]


def picture_of(session: Session, who: Identity | None, programme_id: str, key: str) -> m.Picture:
    """One image.

    Raises:
        NotFound: there is none.
    """
    programme_for(session, who, programme_id, "see")
    row = session.scalars(
        select(m.Picture).where(m.Picture.programme_id == programme_id, m.Picture.key == key)
    ).one_or_none()
    if row is None or who is None or not may_see(who, row):
        raise NotFound("There is no such image (any more).")
    return row


def _words(command: p.AddPicture | p.ChangePicture) -> dict[str, Any]:
    credit = " ".join(str(clean(command.credit)).split())
    if not credit:
        raise Invalid("Say whom to credit: it is printed under the image.", faults=[Fault("credit", "is missing", {})])
    found: dict[str, Any] = {
        "credit": credit,
        "alt": str(clean(command.alt)).strip() or None,
        "use": command.use or "image",
    }
    for name, value in found.items():
        if value is not None:
            refuse(IMAGE.parts[name].check(value, name))
    return found


def _one_logo(doing: Doing, row: m.Picture) -> None:
    """A programme has one logo; the one before becomes an image."""
    if row.use == LOGO:
        for other in doing.session.scalars(
            select(m.Picture).where(m.Picture.programme_id == doing.programme.id, m.Picture.use == LOGO)
        ):
            other.use = LOGO if other.id == row.id else "image"


def add_picture(doing: Doing, command: p.AddPicture) -> Done:
    """Keep an image."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    number, last = doing.session.execute(
        select(func.count(), func.max(m.Picture.position)).where(m.Picture.programme_id == doing.programme.id)
    ).one()
    if number >= MOST_PICTURES:
        raise Invalid("{count} entries are too many; at most {limit} fit.", count=number + 1, limit=MOST_PICTURES)
    row = m.Picture(
        programme_id=doing.programme.id, key=f"kuva-{new_id()[-12:]}", position=(last or 0.0) + 1, data=command.data,
        media_type=command.media_type, width=command.width, height=command.height, restricted=command.restricted,
        shown_to=groups_chosen(doing, command.groups) if command.restricted else [], **_words(command),
    )  # fmt: skip
    doing.session.add(row)
    doing.session.flush()
    _one_logo(doing, row)
    after = {"picture": row.key, "credit": row.credit}
    doing.log.add(programme_room(doing.programme.id), "list.changed", "list:images", None, after)
    return done(doing, row.key, refs=(row.key,))


def change_picture(doing: Doing, command: p.ChangePicture) -> Done:
    """Set an image's words, or delete it."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = picture_of(doing.session, doing.who, command.programme, command.picture)
    before = {"picture": row.key, "credit": row.credit, "alt": row.alt, "use": row.use}
    after: dict[str, Any] | None = None
    if command.removed:
        doing.session.delete(row)
    else:
        after = {"picture": row.key, **_words(command)}
        row.credit, row.alt, row.use = after["credit"], after["alt"], after["use"]
        row.restricted = command.restricted
        row.shown_to = groups_chosen(doing, command.groups) if command.restricted else []
        after["restricted"] = row.restricted
        _one_logo(doing, row)
    doing.session.flush()
    doing.log.add(programme_room(doing.programme.id), "list.changed", "list:images", before, after)
    return done(doing, command.picture, refs=(command.picture,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    p.AddPicture: add_picture,
    p.ChangePicture: change_picture,
}
