"""A document as a whole: what stands where, by id, together with the programme that it is read over."""

from collections.abc import Iterator, Mapping
from typing import Any

from kehittamo_core.board import Board, Item, Link
from kehittamo_core.document.normal import Document, merge
from kehittamo_core.document.specs import shown
from kehittamo_core.errors import Fault
from kehittamo_core.loading import Plugins
from kehittamo_core.picture import board_from_document


class Whole:
    """An index of a document, merged with what exists already."""

    def __init__(self, document: Document, plugins: Plugins, existing: Document) -> None:
        self.document = document
        self.plugins = plugins
        self.whole = merge(existing, document) if existing else document
        self.boards: list[Document] = self.whole.get("boards") or []
        programme = self.whole["programme"]
        self.languages: list[str] = programme.get("languages") or ["fi"]
        self.actors = {actor["id"] for actor in programme.get("actors") or []}
        self.people = {part["id"] for part in self.whole.get("participants") or []}
        self.groups = {part["id"] for part in self.whole.get("groups") or []}
        self.stages = {part["id"] for part in self.whole.get("stages") or []}
        self.elements: dict[str, Item | Link] = {}
        for board in self.boards:
            for item in board.get("items") or []:
                self.elements[item["id"]] = Item(
                    id=item["id"], kind=item["kind"], method=board["method"], board=board["id"]
                )
            for link in board.get("links") or []:
                self.elements[link["id"]] = _link(link, board["method"], board["id"])
        for link in self.whole.get("links") or []:
            self.elements[link["id"]] = _link(link, link["method"], "")
        self.pictures: dict[str, Board] = {}

    def reference(self, value: Any, known: set[str] | dict[str, Any], what: str, place: str) -> Iterator[Fault]:
        """A reference to something that is not there."""
        if value is not None and value not in known:
            yield Fault(place, "{value} is not the id of {what}", {"value": shown(value), "what": what})

    def translated(self, translations: Mapping[str, Any] | None, place: str) -> Iterator[Fault]:
        """Translations into languages that the programme does not have."""
        for language in translations or {}:
            if language not in self.languages[1:]:
                yield Fault(
                    f"{place}.translations.{language}", "is not one of the programme's other languages: {known}",
                    {"known": ", ".join(self.languages[1:]) or "-"},
                )  # fmt: skip

    def home(self, link: Link) -> str:
        """The board on which a link across boards is judged: the one of its own method, else that of its source."""
        ends = [self.elements[link.source], self.elements[link.target]]
        return next((end.board for end in ends if end.method == link.method and end.board), ends[0].board)

    def picture(self, board_id: str) -> Board:
        """A board of the document, drawn once."""
        if board_id not in self.pictures:
            self.pictures[board_id] = board_from_document(self.whole, self.plugins.methods, board_id, "en")
        return self.pictures[board_id]


def _link(link: Document, method: str, board: str) -> Link:
    return Link(
        id=link["id"], kind=link["kind"], method=method, board=board, source=link["source"], target=link["target"],
        values=link.get("values") or {},
    )  # fmt: skip


def elements_of(document: Document) -> Iterator[tuple[str, Document]]:
    """Every item and link of a document, with its place."""
    for number, board in enumerate(document.get("boards") or []):
        for name in ("items", "links"):
            for inner, element in enumerate(board.get(name) or []):
                yield f"boards[{number}].{name}[{inner}]", element
    for number, link in enumerate(document.get("links") or []):
        yield f"links[{number}]", link


def named_parts(document: Document) -> Iterator[tuple[str, str]]:
    """Everything that shares the one space of ids, with its place."""
    for name in (
        "stages",
        "groups",
        "participants",
        "boards",
        "comments",
        "ballots",
        "decisions",
        "questions",
        "next_steps",
        "interim_tasks",
        "tasks",
    ):
        for number, part in enumerate(document.get(name) or []):
            yield f"{name}[{number}]", part["id"]
            for inner, item in enumerate(part.get("agenda") or []) if name == "stages" else ():
                yield f"{name}[{number}].agenda[{inner}]", item["id"]
    for place, element in elements_of(document):
        yield place, element["id"]


def shape(place: str) -> str:
    """What sort of thing stands at a place: its last list. A link may move between a board and the programme."""
    return place.rpartition("[")[0].rpartition(".")[2]
