"""The programme's own rows from an archive: its head, meetings, groups, people, actors, terms, decisions, questions and tasks."""

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.form import PROGRAMME
from kehittamo_core.document.images import bare_image
from kehittamo_core.exchange import Document
from kehittamo_core.workshop.events import Log, programme_room
from kehittamo_core.workshop.report_texts import take_plan
from kehittamo_core.workshop.teams import as_stored
from kehittamo_core.workshop.texts import GOAL, TextPlace, replace_text, text_key

COLUMNS = ("title", "banner", "practice", "labels", "targets")
"""Fields of a programme that stand in columns of their own; the rest of its plain fields stand in its frame."""

FRAME = tuple(
    name
    for name in PROGRAMME.parts
    if name not in {*COLUMNS, "id", "languages", "goal", "terms", "actors", "state", "images"}
)

Columns = Callable[[Document], dict[str, Any]]


def marks(part: Document) -> dict[str, Any]:
    """The columns of sources, doubts and inferences."""
    return {
        "sources": part.get("sources", []),
        "uncertain": part.get("uncertain", {}),
        "inferred": part.get("inferred", []),
    }


def columns(*names: str, **defaults: Any) -> Columns:
    """Columns that are called as in the archive; `defaults` stand for what is left out."""

    def read(part: Document) -> dict[str, Any]:
        return {**{name: part.get(name, defaults.get(name)) for name in (*names, *defaults)}, **marks(part)}

    return read


class RowWriter:
    """Makes the rows of a programme read as the target document says."""

    def __init__(
        self, session: Session, programme: m.Programme, log: Log, existing: Document, target: Document
    ) -> None:
        self.session = session
        self.programme = programme
        self.log = log
        self.existing = existing
        self.target = target
        self.gone: list[Any] = []

    def write(self) -> None:
        """Add and change rows; what is missing is only noted (`remove_missing`)."""
        self.head()
        head = self.target["programme"]
        self.sync(m.Actor, head.get("actors", []), columns("name", "kind", "part_of", aliases=[]))
        self.sync(m.Term, head.get("terms", []), columns("term", "meaning", aliases=[]))
        target = self.target
        stages = self.sync(
            m.Stage, target.get("stages", []),
            columns("kind", "number", "theme", "date", "end_date", "date_text", "start", "end", "state", title=""),
        )  # fmt: skip
        self.agenda(stages)
        groups = self.sync(m.Group, target.get("groups", []), columns("number", "task", "profile", name=""))
        self.pictures({key: row.id for key, row in groups.items()})

        def person(part: Document) -> dict[str, Any]:
            group = groups.get(part.get("group", ""))
            own = columns("name", "organisation", "role", "kind", together=[])(part)
            return {**own, "group_id": group.id if group is not None else None, "closed_at": None}

        people = self.sync(m.Participant, target.get("participants", []), person)
        self.sync(m.Decision, target.get("decisions", []), columns("text", "reason", "date", "owner", elements=[]))
        self.sync(m.Question, target.get("questions", []), columns("text", "state", "answer", "owner"))
        self.sync(m.NextStep, target.get("next_steps", []), columns("text", "owner", "due", done=False))
        tasks = columns("text", "stage", "owner", "due", done=False, done_by=[])
        self.sync(m.InterimTask, target.get("interim_tasks", []), tasks)
        self.hall(stages)
        self.stands(people)
        self.session.flush()
        self.tell()

    def pictures(self, groups: Mapping[str, str]) -> None:
        """The images without what a camera wrote beside them, with the groups (ids by archive id) to which they are shown."""
        picture = columns("credit", "alt", "use", "media_type", "width", "height")

        def read(part: Document) -> dict[str, Any]:
            data = base64.b64decode(part["data"])
            return {**picture(part), "data": bare_image(data) or data, **as_stored(part, groups)}

        self.sync(m.Picture, self.target["programme"].get("images", []), read)

    def head(self) -> None:
        """The programme's own columns, its frame and its goal."""
        head = self.target["programme"]
        goal = head.get("goal", {})
        self.set(self.programme, {"languages": head["languages"]})
        frame = {name: head[name] for name in FRAME if name in head}
        plan = take_plan(self.session, self.programme, head.get("report", []), self.log.actor_id, whole=True)
        if plan:
            frame["report"] = plan
        self.set(
            self.programme,
            {
                "title": head["title"], "banner": head.get("banner"), "practice": head["practice"], "targets": goal.get("targets", []),
                "goal_marks": {name: goal[name] for name in ("sources", "uncertain", "inferred") if name in goal},
                "frame": frame, "labels": head.get("labels", {}), "state": head.get("state"),
            },
        )  # fmt: skip
        self.session.flush()
        texts = {head["languages"][0]: goal.get("text", "")}
        texts.update((language, words.get("text", "")) for language, words in goal.get("translations", {}).items())
        stored = self.session.scalars(
            select(m.CoText).where(m.CoText.owner_id == self.programme.id, m.CoText.field == GOAL)
        )
        for row in stored:
            texts.setdefault(row.language, "")
        for language, words in texts.items():
            self.goal(language, words)

    def goal(self, language: str, words: str) -> None:
        """The goal in one language."""
        key = text_key(self.programme.id, GOAL, language)
        if not words and self.session.get(m.CoText, key) is None:
            return
        room = programme_room(self.programme.id)
        place = TextPlace(key, self.programme.id, room, None, self.programme.id, GOAL, language)
        changed = replace_text(self.session, place, words, self.log.actor_id, remember=False)
        if changed is not None and self.existing:
            before, after = ({"text": text, "language": language} for text in changed)
            self.log.add(room, "goal.changed", self.programme.id, before, after)

    def agenda(self, stages: dict[str, Any]) -> None:
        """The agenda items of all stages."""
        parts = [
            {**item, "of": stages[stage["id"]].id}
            for stage in self.target.get("stages", [])
            for item in stage.get("agenda", [])
        ]
        read = columns(
            "text", "time", "minutes", "kind", "presenter", parallel=False, groups=[], takes_part=[], boards=[]
        )
        self.sync(m.AgendaItem, parts, lambda part: {**read(part), "stage_id": part["of"]})

    def hall(self, stages: dict[str, Any]) -> None:
        """What people do at the tables. When it was opened or shown is not in an archive: then it was now."""
        read = columns(
            "agenda_item", "number", "instruction", "plain", "method", "starter", "model", "view", "minutes", title="", groups=[],
            boards=[], rounds=[], round=0, shift=0, rotates=False, hidden=False, per_group=True, signing="group", state="draft",
        )  # fmt: skip

        def task(part: Document) -> dict[str, Any]:
            found = read(part)
            rounds = [{"kind": one["kind"], "minutes": one.get("minutes")} for one in found["rounds"]]
            stage = stages.get(part.get("stage", ""))
            return {**found, "rounds": rounds, "stage_id": stage.id if stage is not None else None}

        parts = self.target.get("tasks", [])
        rows = self.sync(m.Activity, parts, task)
        for part in parts:
            row = rows[part["id"]]
            if row.state != "draft" and row.opened_at is None:
                row.opened_at = m.now()
            row.revealed_at = (row.revealed_at or m.now()) if part.get("revealed") else None

    def stands(self, people: dict[str, Any]) -> None:
        """What participants think of the goal."""
        stored = {
            row.participant_id: row
            for row in self.session.scalars(select(m.Stand).where(m.Stand.programme_id == self.programme.id))
        }
        for part in self.target.get("support", []):
            person = people[part["participant"]]
            row = stored.pop(person.id, None)
            if row is None:
                row = m.Stand(programme_id=self.programme.id, participant_id=person.id)
                self.session.add(row)
            self.set(row, {"stand": part["stand"], "reason": part.get("reason")})
        self.gone += stored.values()

    def sync(self, table: type[Any], parts: Iterable[Document], read: Columns) -> dict[str, Any]:
        """Rows of a table by key, made to read as the parts in their order."""
        rows = {
            row.key: row for row in self.session.scalars(select(table).where(table.programme_id == self.programme.id))
        }
        made: dict[str, Any] = {}
        for position, part in enumerate(parts, 1):
            row = rows.get(part["id"])
            if row is None:
                row = table(programme_id=self.programme.id, key=part["id"])
                self.session.add(row)
            self.set(row, {**read(part), "position": float(position)})
            made[part["id"]] = row
        self.gone += [row for key, row in rows.items() if key not in made]
        self.session.flush()
        return made

    @staticmethod
    def set(row: Any, values: dict[str, Any]) -> None:
        """Set what differs."""
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)

    def remove_missing(self) -> None:
        """Remove rows that the target lacks; people are closed, so that the history keeps their names."""
        for row in self.gone:
            if isinstance(row, m.Participant):
                row.closed_at = row.closed_at or m.now()
            else:
                self.session.delete(row)
        self.session.flush()

    def tell(self) -> None:
        """One event for what changed in the programme's own parts."""
        if not self.existing:
            self.log.add(
                programme_room(self.programme.id), "programme.changed", self.programme.id, None, {"imported": True}
            )
            return
        names = [
            name
            for name in (
                "stages",
                "groups",
                "participants",
                "decisions",
                "questions",
                "next_steps",
                "interim_tasks",
                "tasks",
                "support",
            )
            if self.existing.get(name) != self.target.get(name)
        ]
        old, new = (
            {key: part for key, part in doc["programme"].items() if key != "goal"}
            for doc in (self.existing, self.target)
        )
        goals = [
            {key: part for key, part in doc["programme"].get("goal", {}).items() if key not in ("text", "translations")}
            for doc in (self.existing, self.target)
        ]
        if old != new or goals[0] != goals[1]:
            names.insert(0, "programme")
        if names:
            before = {name: self.existing.get(name) for name in names}
            after = {name: self.target.get(name) for name in names}
            self.log.add(programme_room(self.programme.id), "programme.changed", self.programme.id, before, after)
