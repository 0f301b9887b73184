"""Bringing back a saved version, and copying a programme without its people and content."""

from collections.abc import Callable, Mapping
from typing import Any

from kehittamo_core.document.normal import Document
from kehittamo_core.document.published import is_restricted
from kehittamo_core.errors import NotAllowed, NotFound
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.archive import bring_in, formed
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.board_commands import checked_title
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.element_commands import done
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.programme_commands import free_key
from kehittamo_core.workshop.snapshots import save_snapshot, snapshot_document

OWNED = ("decisions", "questions", "next_steps", "interim_tasks")


def with_people(document: Document, now: Document) -> Document:
    """A saved version with the people and groups of today: nobody is thrown out by going back, and nobody let in.

    What was written, voted or owed by people who have left since loses its name.
    """
    made = dict(document)
    people = now.get("participants") or []
    known = {part["id"] for part in people}
    groups = {part["id"]: part for part in (*(made.get("groups") or []), *(now.get("groups") or []))}
    made["participants"], made["groups"] = people, list(groups.values())
    owners = known | set(groups) | {actor["id"] for actor in made["programme"].get("actors") or []}

    def named(part: Document, field: str, among: set[str]) -> Document:
        return {**part, field: part.get(field) if part.get(field) in among else None}

    # What only some are shown now stays so: going back to a time before that would show it to everybody.
    restricted = {part["id"]: part for part in now.get("boards") or [] if is_restricted(part)}
    made["boards"] = [
        {
            **board,
            **{
                name: restricted[board["id"]].get(name)
                for name in ("restricted", "shown_to")
                if board["id"] in restricted
            },
            **{
                name: [named(part, "author", known) for part in board.get(name) or []]
                for name in ("items", "links")
                if board.get(name)
            },
        }
        for board in made.get("boards") or []
    ]
    made["links"] = [named(part, "author", known) for part in made.get("links") or []]
    made["comments"] = [named(part, "author", known) for part in made.get("comments") or []]
    made["votes"] = [
        vote for vote in made.get("votes") or [] if not vote.get("participant") or vote["participant"] in known
    ]
    made["support"] = [part for part in made.get("support") or [] if part["participant"] in known]
    for name in OWNED:
        made[name] = [named(part, "owner", owners) for part in made.get(name) or []]
    made["interim_tasks"] = [
        {**task, "done_by": [key for key in task.get("done_by") or [] if key in known]}
        for task in made["interim_tasks"]
    ]
    made["tasks"] = _tasks_of_today(made, now)
    head = {**made["programme"], "state": now["programme"].get("state")}
    if head.get("deliverables"):
        head["deliverables"] = [named(part, "owner", owners) for part in head["deliverables"]]
    hidden = {part["id"]: part for part in now["programme"].get("images") or [] if is_restricted(part)}
    head["images"] = [
        {**part, **{name: hidden[part["id"]].get(name) for name in ("restricted", "shown_to") if part["id"] in hidden}}
        for part in head.get("images") or []
    ]
    made["programme"] = head
    return made


def _tasks_of_today(made: Document, now: Document) -> list[Document]:
    """What people do at the tables stays as it is today, on the boards and in the meetings that are there then."""
    stages = {stage["id"] for stage in made.get("stages") or []}
    items = {item["id"] for stage in made.get("stages") or [] for item in stage.get("agenda") or []}
    boards = {board["id"] for board in made.get("boards") or []}
    return [
        {
            **task, "stage": task.get("stage") if task.get("stage") in stages else None,
            "agenda_item": task.get("agenda_item") if task.get("agenda_item") in items else None,
            "model": task.get("model") if task.get("model") in boards else None,
            "boards": [key for key in task.get("boards") or [] if key in boards],
        }
        for task in now.get("tasks") or []
    ]  # fmt: skip


def restore_version(doing: Doing, command: p.RestoreVersion) -> Done:
    """Make the content read as a saved version does, after saving what stands now."""
    programme = programme_for(doing.session, doing.who, command.programme, "facilitate")
    row, document = snapshot_document(doing.session, command.snapshot)
    if row.programme_id != programme.id:
        raise NotFound("There is no such saved version.")
    now = export_document(doing.session, programme.id)
    kept = save_snapshot(
        doing.session, programme.id, doing.word("Before going back to {name}", name=row.name)[:200], doing.who.person_id
    )
    target = with_people(formed(doing.plugins, document), now)
    bring_in(doing.session, doing.plugins, doing.who, target, programme, True, command_id=doing.command_id)
    doing.log.add(
        programme_room(programme.id), "version.restored", row.id, {"snapshot": kept.id},
        {"snapshot": row.id, "name": row.name, "sha256": row.sha256},
    )  # fmt: skip
    return done(doing, row.id, refs=(row.id, kept.id))


TAKEN_OFF = ("groups", "state", "round", "shift", "revealed")
"""What a copied task leaves behind: it has not been opened."""
EMPTIED = ("figures", "terms", "actors", "labels", "principles", "phases", "activities")
"""Parts of a programme's head that its copy takes along: how it works, and none of what it found."""


def copy_of(document: Document, key: str, title: str) -> Document:
    """A programme without people and content: its meetings and agenda, its phases, terms and actors, its boards empty."""
    head = document["programme"]
    tasks = document.get("tasks") or []
    used = {key for task in tasks for key in task.get("boards") or []}
    # Boards that a task made for its tables are made anew when the copy's task is opened.
    tables = {board["id"] for board in document.get("boards") or [] if board["id"] in used and board.get("group")}
    kept = {name: head[name] for name in EMPTIED if name in head}
    made: Document = {
        "format": document["format"], "version": document["version"],
        "programme": {**kept, "id": key, "title": title, "languages": head["languages"]},
        "stages": [
            {
                **{name: stage[name] for name in ("id", "kind", "number", "title", "theme", "start", "end") if name in stage},
                "agenda": [
                    {
                        **{name: value for name, value in item.items() if name not in ("presenter", "groups")},
                        "boards": [key for key in item.get("boards") or [] if key not in tables],
                    }
                    for item in stage.get("agenda") or []
                ],
            }
            for stage in document.get("stages") or []
        ],
        "boards": [
            {name: board[name] for name in ("id", "method", "version", "title", "stage", "settings", "restricted") if name in board}
            for board in document.get("boards") or []
            if board["id"] not in tables
        ],
        "tasks": [
            {
                **{name: value for name, value in task.items() if name not in TAKEN_OFF},
                "boards": [key for key in task.get("boards") or [] if key not in tables],
                "model": task.get("model") if task.get("model") not in tables else None,
            }
            for task in tasks
        ],
    }  # fmt: skip
    return made


def copy_programme(doing: Doing, command: p.CopyProgramme) -> Done:
    """A new programme in the form of this one."""
    programme_for(doing.session, doing.who, command.programme, "coordinate")
    if not doing.who.account:
        raise NotAllowed("Only coordinators may do this; ask yours.")
    title = checked_title(command.title)
    document = copy_of(export_document(doing.session, command.programme), free_key(doing.session, title), title)
    id_ = bring_in(doing.session, doing.plugins, doing.who, formed(doing.plugins, document), None, False)
    return done(doing, id_, refs=(id_,))


HANDLERS: Mapping[type[Command], Callable[[Doing, Any], Done]] = {
    p.RestoreVersion: restore_version,
    p.CopyProgramme: copy_programme,
}
