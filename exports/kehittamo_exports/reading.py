"""A saved version's document as the report reads it: texts in the report's language with their gaps and translations."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from kehittamo_core.api import Board, Method, board_from_document
from kehittamo_exports.limits import DEEPEST
from kehittamo_exports.page.text import clean
from kehittamo_exports.words import Voice

Entry = Mapping[str, Any]


TEXTS = ("text", "title", "theme", "term", "meaning", "heading", "goal", "benefit_heading", "reason", "answer")
"""The fields of a programme's entries that people write and translate."""


class Said(NamedTuple):
    """A text, and the language it is in where that is not the report's own."""

    text: str
    lang: str = ""

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = Said("")


@dataclass(frozen=True)
class Coverage:
    """How many of the programme's texts are in the report's language."""

    there: int
    all: int

    @property
    def share(self) -> int:
        """In whole per cent, rounded down: 100 only where nothing is missing."""
        return 100 * self.there // self.all if self.all else 100


def cleaned(value: Any, depth: int = 0) -> Any:
    """A document whose texts hold only letters that can be laid out, and nothing that is nested without an end."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping | list | tuple) and depth > DEEPEST:
        return None
    if isinstance(value, Mapping):
        return {name: cleaned(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(part, depth + 1) for part in value]
    return value


class Version:
    """A document, the methods that read its boards, and the language it is printed in."""

    def __init__(
        self, document: Entry, methods: Mapping[str, Method], language: str, snapshot: Entry, *, names: bool = False
    ) -> None:
        self._given = document
        self.document: Entry = cleaned(document)
        self.methods = methods
        self.language = language
        self.snapshot = snapshot
        self.names = names
        self.voice = Voice(language)
        self.programme: Entry = self.document.get("programme") or {}
        languages = self.programme.get("languages") or ["fi"]
        self.source_language: str = languages[0]
        self._pictures: dict[str, Board] = {}

    # Texts

    def said(self, entry: Entry | None, name: str = "text") -> Said:
        """A text of an entry: translated where it is, else as written and marked."""
        if not entry:
            return NOTHING
        text = entry.get(name) or ""
        if not isinstance(text, str) or not text.strip():
            return NOTHING
        if self.language == self.source_language:
            return Said(text)
        translated = ((entry.get("translations") or {}).get(self.language) or {}).get(name)
        return Said(translated) if translated else Said(text, self.source_language)

    def own(self, text: str) -> Said:
        """A text that has no translations of its own, such as an actor's name or a theme."""
        return Said(text, "" if self.language == self.source_language else self.source_language)

    @property
    def title(self) -> Said:
        """The programme's title."""
        return self.said(self.programme, "title") or Said(self.programme.get("id") or "")

    @property
    def banner(self) -> str:
        """What is printed on every page: a practice programme's mark."""
        given = self.programme.get("banner") or ""
        return given or (self.voice("Practice programme") if self.programme.get("practice") else "")

    @property
    def foot(self) -> str:
        """The programme's own line under the pages of the report, with the result day's date; "" where none was written."""
        given = self.programme.get("footer") or ""
        when = self.voice.day(self.result_day.get("date"))
        return " · ".join(part for part in (str(given), when) if part) if given else ""

    def entries(self, name: str) -> Sequence[Entry]:
        """A list of the programme."""
        return tuple(self.programme.get(name) or ())

    def rows(self, name: str) -> Sequence[Entry]:
        """A list at the document's top."""
        return tuple(self.document.get(name) or ())

    @cached_property
    def actors(self) -> Mapping[str, Entry]:
        """The actors by id."""
        return {actor["id"]: actor for actor in self.entries("actors")}

    def actor(self, id_: str | None) -> str:
        """An actor's name, the id itself where nobody knows it."""
        if not id_:
            return ""
        actor = self.actors.get(id_)
        return str(actor.get("name") or id_) if actor else id_

    def owner(self, id_: str | None) -> str:
        """Who is responsible: an actor, a group, or a participant, who is their organisation where no names are printed."""
        if not id_ or id_ in self.actors:
            return self.actor(id_)
        for entry in self.rows("participants"):
            if entry["id"] == id_:
                name = entry.get("name") if self.names else ""
                return str(name or entry.get("organisation") or self.voice("a participant"))
        return self.group_name(id_)

    # Stages

    @cached_property
    def stages(self) -> Sequence[Entry]:
        """Meetings and the work between them, in order."""
        return self.rows("stages")

    @cached_property
    def result_day(self) -> Entry:
        """The result day, else the last stage, else nothing."""
        for stage in self.stages:
            if stage.get("kind") == "result_day":
                return stage
        return {}

    def stage_name(self, stage: Entry) -> str:
        """A stage's title, made up from its kind where it has none."""
        if stage.get("title"):
            return self.said(stage, "title").text
        match stage.get("kind"):
            case "start_day":
                return self.voice("Start day")
            case "result_day":
                return self.voice("Result day")
            case "interim":
                return self.voice("Interim work")
        return self.voice("Workshop {number}", number=stage.get("number") or "")

    # Boards

    @cached_property
    def boards(self) -> Sequence[Entry]:
        """The boards in the order of their stages; those without a stage come last."""
        order = {stage["id"]: index for index, stage in enumerate(self.stages)}
        return sorted(self.rows("boards"), key=lambda board: order.get(board.get("stage") or "", len(order)))

    def group_name(self, id_: str) -> str:
        """A group as tables know it: its number and name."""
        for group in self.rows("groups"):
            if group["id"] == id_:
                number, name = group.get("number"), group.get("name") or ""
                if number is None:
                    return name or id_
                return (
                    self.voice("Group {number}: {name}", number=number, name=name)
                    if name
                    else self.voice("Group {number}", number=number)
                )
        return id_

    def board(self, id_: str) -> Board:
        """A board as its method sees it, in the report's language; made once."""
        made = self._pictures.get(id_)
        if made is None:
            made = self._pictures[id_] = board_from_document(self.document, self.methods, id_, self.language)
        return made

    # Translations

    @cached_property
    def coverage(self) -> Coverage:
        """How much is translated; everything where the report is in the source language."""
        pairs = list(self._translatable())
        return Coverage(sum(there for there in pairs), len(pairs))

    def _translatable(self) -> Iterator[bool]:
        for entry in self._entries_with_text():
            for name in TEXTS:
                if isinstance(entry.get(name), str) and entry[name].strip():
                    yield not self.said(entry, name).lang
        for board in self.boards:
            for element in (*(board.get("items") or ()), *(board.get("links") or ())):
                translated = (element.get("translations") or {}).get(self.language) or {}
                for name in self._texts_of(board["method"], element):
                    yield self.language == self.source_language or bool(translated.get(name))

    @cached_property
    def source_texts(self) -> frozenset[str]:
        """The words of the programme's own lists that stand in the source language in a report of another one."""
        if self.language == self.source_language:
            return frozenset()
        said = (self.said(entry, name) for entry in self._entries_with_text() for name in TEXTS)
        return frozenset(text for text, lang in said if lang)

    def _entries_with_text(self) -> Iterator[Entry]:
        yield self.programme
        goal = self.programme.get("goal") or {}
        yield goal
        yield from goal.get("targets") or ()
        for name in ("background", "challenge", "principles", "perspectives", "credits", "terms"):
            yield from self.entries(name)
        for stage in self.stages:
            yield stage
            yield from stage.get("agenda") or ()
        for name in ("boards", "decisions", "questions", "next_steps", "interim_tasks"):
            yield from self.rows(name)

    def _texts_of(self, method_id: str, element: Entry) -> Iterator[str]:
        method = self.methods.get(method_id)
        kind = (method.kind(element["kind"]) or method.link(element["kind"])) if method else None
        names = {field.id for field in kind.fields if field.type in ("text", "line")} if kind else {"text"}
        for name, value in (element.get("values") or {}).items():
            if name in names and isinstance(value, str) and value.strip():
                yield name

    def untranslated(self, board: Entry) -> frozenset[str]:
        """The words of a board that stand in the source language in a report of another language."""
        if self.language == self.source_language:
            return frozenset()
        found = set()
        for element in (*(board.get("items") or ()), *(board.get("links") or ())):
            translated = (element.get("translations") or {}).get(self.language) or {}
            for name in self._texts_of(board["method"], element):
                if not translated.get(name):
                    found.add(str(element["values"][name]))
        if not ((board.get("translations") or {}).get(self.language) or {}).get("title"):
            found.add(board.get("title") or "")
        return frozenset(found - {""})

    # The version itself

    @cached_property
    def short_id(self) -> str:
        """What is stamped on every page: the first letters of the saved version's fingerprint."""
        known = self.snapshot.get("sha256") or ""
        if not known:
            known = hashlib.sha256(json.dumps(self._given, sort_keys=True, default=str).encode()).hexdigest()
        return str(known)[:8]
