"""Commands on a programme: start one, its goal, its plain fields, its meetings, joining, and saved versions."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.form import GOAL, PROGRAMME, STAGE
from kehittamo_core.document.normal import clean, prune
from kehittamo_core.errors import Invalid, NotAllowed, NotFound, Stale
from kehittamo_core.fields import TEXT_LIMIT
from kehittamo_core.loading import Plugins
from kehittamo_core.words import LANGUAGES
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.archive import bring_in
from kehittamo_core.workshop.archive_rows import COLUMNS, FRAME
from kehittamo_core.workshop.board_commands import checked_title
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room, room_state
from kehittamo_core.workshop.joining import new_join_code
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.report_texts import entries_of, take_plan
from kehittamo_core.workshop.snapshots import SnapshotRow, save_snapshot
from kehittamo_core.workshop.templates import template_document
from kehittamo_core.workshop.texts import load_text, text_key, text_place
from kehittamo_core.workshop.values import refuse


def change_goal(doing: Doing, command: c.ChangeGoal) -> Done:
    """Replace the goal's text by the difference."""
    programme_for(doing.session, doing.who, command.programme, "write")
    if len(command.text) > TEXT_LIMIT:
        raise Invalid(
            "{count} characters are too many; at most {limit} fit.", count=len(command.text), limit=TEXT_LIMIT
        )
    language = doing.language(command.language)
    changed = doing.write_text(doing.programme.id, "goal", language, command.text)
    if changed is not None:
        before, after = ({"text": text, "language": language} for text in changed)
        doing.log.add(programme_room(doing.programme.id), "goal.changed", doing.programme.id, before, after)
    return done(doing, doing.programme.id, refs=(doing.programme.id,))


def change_programme(doing: Doing, command: c.ChangeProgramme) -> Done:
    """Set one of the programme's plain fields."""
    programme = programme_for(doing.session, doing.who, command.programme, "facilitate")
    name = command.field
    spec = GOAL.parts["targets"] if name == "targets" else PROGRAMME.parts.get(name)
    if spec is None or name not in (*COLUMNS, *FRAME):
        known = ", ".join((*COLUMNS, *FRAME))
        raise Invalid("There is no field {field} here; known are {known}.", field=name, known=known)
    value = prune(clean(command.value))
    if name == "title":
        value = checked_title(str(value or ""))
    if value is not None:
        refuse(spec.check(value, name))
    if name == "report":
        value = prune(take_plan(doing.session, programme, value or [], doing.actor_id))
    before = getattr(programme, name) if name in COLUMNS else programme.frame.get(name)
    if before == value:
        return done(doing, programme.id)
    number = programme.revision.get(name, 0)
    if command.revision is not None and command.revision != number:
        raise Stale(
            "Somebody changed this while you were writing. Compare both, and keep the one that is right.",
            mine=value, theirs=before, revision=number,
        )  # fmt: skip
    if name in COLUMNS:
        empty: dict[str, Any] = {"practice": False, "labels": {}, "targets": []}
        setattr(programme, name, empty.get(name) if value is None else value)
    else:
        programme.frame = {
            key: part for key, part in {**programme.frame, name: value}.items() if part not in (None, "", [], {})
        }
    programme.revision = {**programme.revision, name: number + 1}
    doing.session.flush()
    doing.log.add(
        programme_room(programme.id), "programme.changed", programme.id, {"field": name, "value": before},
        {"field": name, "value": value},
    )  # fmt: skip
    return done(doing, programme.id, refs=(programme.id,))


def change_report_text(doing: Doing, command: c.ChangeReportText) -> Done:
    """Replace a text of the report by the difference; with scripts it is co-edited and this is not used.

    Raises:
        Stale: others have written in it since `revision`, the number of its last update that was seen.
    """
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = entries_of(doing.session, command.programme).get(command.entry)
    if row is None:
        raise NotFound("There is no such text any more.")
    place = text_place(doing.session, doing.plugins, text_key(row.id, command.field, doing.language(command.language)))
    words = str(clean(command.text))
    if len(words) > place.limit:
        raise Invalid("{count} characters are too many; at most {limit} fit.", count=len(words), limit=place.limit)
    stored = load_text(doing.session, place.key)
    if words != stored.plain and command.revision is not None and command.revision != stored.n:
        raise Stale(
            "Somebody changed this while you were writing. Compare both, and keep the one that is right.",
            mine=words, theirs=stored.plain, revision=stored.n,
        )  # fmt: skip
    changed = doing.write_text(row.id, place.field, place.language, words)
    if changed is not None:
        before, after = ({"field": place.field, "text": text, "language": place.language} for text in changed)
        doing.log.add(programme_room(doing.programme.id), "report.written", row.id, before, after)
    return done(doing, row.id, refs=(row.id,))


STAGE_FIELDS = ("title", "theme", "date", "end_date", "date_text", "start", "end", "state", "number")


def change_stage(doing: Doing, command: c.ChangeStage) -> Done:
    """Set fields of a meeting."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    stage = doing.session.get_one(m.Stage, command.stage)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, given in command.values.items():
        if name not in STAGE_FIELDS:
            raise Invalid(
                "There is no field {field} here; known are {known}.", field=name, known=", ".join(STAGE_FIELDS)
            )
        value = prune(clean(given))
        value = None if value in ("", [], {}) else value
        if value is not None:
            refuse(STAGE.parts[name].check(value, name))
        elif name in ("state", "title"):
            value = "coming" if name == "state" else ""
        if getattr(stage, name) != value:
            before[name], after[name] = getattr(stage, name), value
            setattr(stage, name, value)
    if after:
        doing.session.flush()
        doing.log.add(programme_room(doing.programme.id), "stage.changed", stage.id, before, after)
        if after.get("state") == "done" and stage.kind != "interim":
            _save_as(doing, doing.word("After {meeting}", meeting=stage.title))
        elif after.get("state") == "now":
            _end_others(doing, stage)
    return done(doing, stage.id, refs=(stage.id,))


def _end_others(doing: Doing, stage: m.Stage) -> None:
    """A meeting that begins ends the one before it."""
    running = select(m.Stage).where(m.Stage.programme_id == stage.programme_id, m.Stage.state == "now")
    for other in doing.session.scalars(running).all():
        if other.id != stage.id:
            change_stage(doing, c.ChangeStage(command_id=doing.command_id, stage=other.id, values={"state": "done"}))


def _save_as(doing: Doing, name: str) -> SnapshotRow:
    """Keep the programme as it is now under a name."""
    row = save_snapshot(doing.session, doing.programme.id, name[:200], doing.who.person_id)
    room = programme_room(doing.programme.id)
    doing.log.add(room, "snapshot", row.id, None, {"name": name[:200], "sha256": row.sha256})
    return row


def set_joining(doing: Doing, command: c.SetJoining) -> Done:
    """Open or close joining by code."""
    programme = programme_for(doing.session, doing.who, command.programme, "facilitate")
    if command.joining and programme.join_code is None:
        programme.join_code = new_join_code(doing.session)
    if programme.joining != command.joining:
        programme.joining = command.joining
        doing.session.flush()
        doing.log.add(
            programme_room(programme.id),
            "joining",
            programme.id,
            {"joining": not command.joining},
            {"joining": command.joining},
        )
    return done(doing, programme.id, refs=(programme.id,))


def save(doing: Doing, command: c.SaveSnapshot) -> Done:
    """Keep the programme as it is now under a name."""
    programme_for(doing.session, doing.who, command.programme, "facilitate")
    row = _save_as(doing, checked_title(command.name))
    return done(doing, row.id, refs=(row.id,))


def free_key(session: Session, title: str) -> str:
    """A free archive id made of a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "ohjelma"
    key, number = base, 1
    while session.scalar(select(m.Programme.id).where(m.Programme.key == key)) is not None:
        number += 1
        key = f"{base}-{number}"
    return key


def create_programme(session: Session, plugins: Plugins, who: Identity, command: c.CreateProgramme) -> Done:
    """Start a programme from a template, owned by its coordinator."""
    if not (who.account and who.may("coordinate")):
        raise NotAllowed("Only coordinators may do this; ask yours.")
    if command.language not in LANGUAGES:
        raise Invalid(
            "{language} is not a language of this service; known are {known}.",
            language=command.language,
            known=", ".join(LANGUAGES),
        )
    if isinstance(command.workshops, bool) or not 0 <= command.workshops <= 20:
        raise Invalid("{count} workshops are too many; at most {limit} fit.", count=command.workshops, limit=20)
    title = checked_title(command.title)
    document = template_document(
        command.template, key=free_key(session, title), title=title, language=command.language,
        workshops=command.workshops, practice=command.practice,
    )  # fmt: skip
    id_ = bring_in(session, plugins, who, document, None, False, command_id=command.command_id)
    state = room_state(session, programme_room(id_))
    return Done(event_seq=state.seq, room=programme_room(id_), ref=id_, refs=(id_,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    c.ChangeGoal: change_goal,
    c.ChangeProgramme: change_programme,
    c.ChangeReportText: change_report_text,
    c.ChangeStage: change_stage,
    c.SetJoining: set_joining,
    c.SaveSnapshot: save,
}
