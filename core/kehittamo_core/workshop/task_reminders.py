"""Reminders of tasks between meetings: whoever has not done their share is noted, so that a letter with a link can go out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.entries import rows_of
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.lists import BY_ID
from kehittamo_core.workshop.process_commands import ProcessCommand
from kehittamo_core.workshop.process_reading import responsible


@dataclass(frozen=True, kw_only=True)
class RemindOfTasks(ProcessCommand):
    """Note that people are written to who have not done a task (its key), or any task. `refs` of the answer are those."""

    task: str = ""


def waiting_tasks(session: Session, programme_id: str, task: str = "") -> dict[str, list[m.InterimTask]]:
    """By the ids of people the tasks that still wait for them, in the order of the list; only `task` where it is named."""
    found: dict[str, list[m.InterimTask]] = {}
    for row in rows_of(session, BY_ID["interim_tasks"], programme_id):
        if row.done or task not in ("", row.key):
            continue
        for person in responsible(session, programme_id, row.owner):
            if person.key not in row.done_by:
                found.setdefault(person.id, []).append(row)
    return found


def remind_of_tasks(doing: Doing, command: RemindOfTasks) -> Done:
    """Note that people are written to; those who have done their share are left in peace."""
    programme_for(doing.session, doing.who, doing.programme.id, "facilitate")
    late: Sequence[str] = list(waiting_tasks(doing.session, doing.programme.id, command.task))
    if not late:
        raise Invalid("Everybody has done their share, so nobody was reminded.")
    doing.log.add(
        programme_room(doing.programme.id), "people", doing.programme.id, None, {"reminded of tasks": len(late)}
    )
    return done(doing, late[0], refs=tuple(late))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {RemindOfTasks: remind_of_tasks}
