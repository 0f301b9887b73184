"""The working view of any board: its zones with their notes, in the words of its method and its programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kehittamo_core.board import Board, Element, Item
from kehittamo_core.changes import Action
from kehittamo_core.fields import Field, is_gap
from kehittamo_core.method import Drawing, Kind, Method
from kehittamo_core.showing import show
from kehittamo_core.web.fieldview import ChoiceView, FieldView, choice_label, field_view, own_item
from kehittamo_core.web.language import say
from kehittamo_core.web.templating import words_of
from kehittamo_core.zones import zones_of

SHORT = ("line", "choice", "actor", "sign", "money", "quantity", "number", "date", "target")
"""Field types whose values stand on a note, at most two of them."""


@dataclass(frozen=True)
class May:
    """What the reader may do here; the server checks it again at every request."""

    see: bool = True
    comment: bool = False
    vote: bool = False
    write: bool = False
    facilitate: bool = False
    coordinate: bool = False


@dataclass(frozen=True)
class NoteView:
    """An item as a note."""

    item: Item
    href: str
    tone: str
    glyph: str
    kind_label: str
    text_key: str
    more: tuple[str, ...] = ()
    evidence: ChoiceView | None = None
    author: str = ""
    votes_word: str = ""


@dataclass(frozen=True)
class ZoneView:
    """A part of the board with its notes. `accept` are the kinds that may be moved here, separated by spaces.

    `number` pairs a zone with its tab on a phone, whichever zones are shown; `text_key` is the text that names it.
    """

    id: str
    label: str
    question: str
    plain_question: str
    tone: str
    glyph: str
    notes: tuple[NoteView, ...]
    kinds: tuple[ChoiceView, ...]
    accept: str
    number: int = 0
    text_key: str = ""
    actions: tuple["ActionView", ...] = ()
    by_form: bool = False


@dataclass(frozen=True)
class DrawingView:
    """One of the board's drawings."""

    id: str
    label: str
    href: str


@dataclass(frozen=True)
class ActionView:
    """One of the method's actions with its form."""

    id: str
    label: str
    help: str
    fields: tuple[FieldView, ...]
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BoardView:
    """A board as its page shows it."""

    id: str
    title: str
    crumb: str
    board: Board
    method: Method | None
    may: May
    locked: bool
    missing: str
    zones: tuple[ZoneView, ...]
    drawings: tuple[DrawingView, ...]
    drawing: DrawingView | None
    mode: str
    language: str
    rev: str = ""
    pdf: bool = False
    authors: Mapping[str, str] = field(default_factory=dict)
    organisation: str = ""

    @property
    def layout(self) -> str:
        """The class of the zones' grid: so many columns."""
        return f"n{len(self.zones)}" if len(self.zones) <= 6 else "many"

    @property
    def modes(self) -> tuple[tuple[str, str], ...]:
        """The views of the same board."""
        return (("work", say("Board")), ("both", say("Both")), ("drawing", say("Drawing")))

    @property
    def drawing_query(self) -> str:
        """What keeps the chosen drawing in an address."""
        chosen = self.drawing is not None and self.drawings and self.drawing.id != self.drawings[0].id
        return f"&drawing={self.drawing.id}" if chosen and self.drawing is not None else ""

    @property
    def method_title(self) -> str:
        """The method's name in the reader's words."""
        return words_of(self.method.package, self.method.title) if self.method else self.board.method

    @property
    def notices(self) -> tuple[str, ...]:
        """What must be known on this board: the banners of the flags that are on."""
        if self.method is None:
            return ()
        package, settings = self.method.package, self.board.settings
        return tuple(
            words_of(package, part.banner) for part in self.method.settings if part.banner and settings.get(part.id)
        )

    @property
    def summary(self) -> str:
        """What the method is for."""
        return words_of(self.method.package, self.method.summary) if self.method else ""

    @property
    def guide(self) -> tuple[str, ...]:
        """The method's guide, a minute long."""
        return tuple(words_of(self.method.package, step) for step in self.method.guide) if self.method else ()

    @property
    def plain_guide(self) -> tuple[str, ...]:
        """The guide in plain language."""
        return tuple(words_of(self.method.package, step) for step in self.method.plain_guide) if self.method else ()

    @property
    def open_actions(self) -> tuple[ActionView, ...]:
        """The method's actions that everybody who writes here may run; the others stand in the settings."""
        if self.method is None or not self.may.write:
            return ()
        return tuple(
            action_view(self.board, one, self.organisation)
            for one in self.method.actions
            if not one.setup and not one.zone
        )

    @property
    def script(self) -> str:
        """The address of the method's own script, "" for none."""
        return f"/plugin-static/{self.method.id}/{self.method.script}" if self.method and self.method.script else ""

    @property
    def styles(self) -> str:
        """The address of the method's own style sheet, "" for none."""
        return f"/plugin-static/{self.method.id}/{self.method.styles}" if self.method and self.method.styles else ""

    def zone(self, id_: str) -> ZoneView | None:
        """A zone by its id."""
        return next((zone for zone in self.zones if zone.id == id_), None)


def action_view(board: Board, action: Action, organisation: str = "") -> ActionView:
    """An action with its form in the reader's words; the reader's own organisation is chosen beforehand."""
    fields = tuple(
        field_view(board, f"action:{action.id}", one, own_item(board, one, organisation)) for one in action.fields
    )
    return ActionView(
        action.id, words_of(board.package, action.label), words_of(board.package, action.help), fields, action.keeps
    )


def text_key(element: Element, language: str) -> str:
    """The key of an element's main text."""
    return f"{element.id}:text:{language}"


def _under(label: str, shown: str) -> str:
    """A value after its label; a label that is a question needs no colon."""
    return f"{label} {shown}" if label.endswith("?") else f"{label}: {shown}"


def _extra(board: Board, item: Item, kind: Kind) -> tuple[str, ...]:
    """The short values that may stand on the note under its text."""
    lines = []
    for declared in kind.fields:
        if declared.id == "text" or declared.type not in SHORT or is_gap(item.values.get(declared.id)):
            continue
        shown = show(board, item.kind, declared, item.values[declared.id])
        if shown:
            label = board.labels.get(f"{item.kind}.{declared.id}") or words_of(board.package, declared.label)
            lines.append(_under(label, shown))
    return tuple(lines)


def _evidence(board: Board, item: Item, kind: Kind) -> ChoiceView | None:
    for declared in kind.fields:
        value = item.values.get(declared.id)
        if declared.type == "evidence" and not declared.many and not is_gap(value):
            choice = next((one for one in declared.choices if one.id == value), None)
            if choice is not None:
                return ChoiceView(
                    choice.id, choice_label(board, f"{item.kind}.{declared.id}", choice.id, choice.label), choice.glyph
                )
    return None


def note_view(
    board: Board, method: Method | None, item: Item, language: str, authors: Mapping[str, str], tone: str = ""
) -> NoteView:
    """An item as a note: its colour is its zone's, else its kind's."""
    kind = method.kind(item.kind) if method else None
    tone = tone if tone not in ("", "plain") else kind.tone if kind else "kivi"
    evidence = _evidence(board, item, kind) if kind else None
    return NoteView(
        item=item, href=f"/b/{board.id}/items/{item.id}", tone=tone, glyph=kind.glyph if kind else "",
        kind_label=board.label(item.kind), text_key=text_key(item, language),
        more=_extra(board, item, kind)[: 1 if evidence else 2] if kind else (), evidence=evidence, author=item.signed or authors.get(item.author, ""),
        votes_word=say("experts' votes") if kind is not None and _about_people(kind) else say("votes"),
    )  # fmt: skip


def _about_people(kind: Kind) -> bool:
    """Whether votes on it are professionals' votes on a customer's needs: then they are called so."""
    return kind.thread == "need"


def _kinds(board: Board, method: Method, ids: tuple[str, ...], *, setup: bool) -> tuple[ChoiceView, ...]:
    kinds = (method.kind(id_) for id_ in ids)
    return tuple(
        ChoiceView(kind.id, board.label(kind.id), kind.glyph)
        for kind in kinds
        if kind is not None and (setup or not kind.setup)
    )


def zone_views(
    board: Board, method: Method | None, language: str, authors: Mapping[str, str], *, facilitator: bool
) -> tuple[ZoneView, ...]:
    """The zones of a board in their order; items of no known zone stand in one of their own at the end."""
    by_zone: dict[str, list[Item]] = {}
    setup = {kind.id for kind in method.kinds if kind.setup} if method else set()
    for item in board.items:
        by_zone.setdefault(item.zone, []).append(item)
    zones = []
    numbers = {zone.id: number for number, zone in enumerate(method.zones if method else (), 1)}
    for named in zones_of(board, method) if method else ():
        zone, notes = named.zone, by_zone.pop(named.id, [])
        kinds = _kinds(board, method, zone.kinds, setup=facilitator) if method else ()
        if not notes and not kinds:
            continue  # nothing stands here, and this reader can write nothing
        asks = (words_of(board.package, zone.question), words_of(board.package, zone.plain_question))
        zones.append(
            ZoneView(
                zone.id, named.label, *(asks if named.question is None else (named.question, named.question)),
                named.tone, zone.glyph,
                tuple(note_view(board, method, item, language, authors, named.tone) for item in notes),
                kinds, " ".join(zone.kinds), numbers[zone.id],
                text_key(named.by, language) if named.by is not None else "",
                tuple(action_view(board, one) for one in method.actions if one.zone == zone.id and not one.setup) if method else (),
                zone.by_form,
            )
        )  # fmt: skip
    left = [item for items in by_zone.values() for item in items if item.kind not in setup]
    if left:
        zones.append(
            ZoneView(
                "", say("Without a place"), "", "", "plain", "",
                tuple(note_view(board, method, item, language, authors) for item in left), (), "", len(numbers) + 1,
            )
        )  # fmt: skip
    return tuple(zones)


def drawing_views(board: Board, method: Method | None) -> tuple[DrawingView, ...]:
    """The drawings of a board."""
    drawings: tuple[Drawing, ...] = method.shown_drawings(board.settings) if method else ()
    return tuple(
        DrawingView(drawing.id, board.label(f"drawing:{drawing.id}"), f"/b/{board.id}/drawing/{drawing.id}.svg")
        for drawing in drawings
    )


def name_of(element: Element) -> str:
    """An element as a list names it: its text, else its short id."""
    return element.text or element.code or say("No text yet")


def filled_fields(fields: tuple[Field, ...], board: Board, prefix: str, element: Element) -> str:
    """The filled fields of a link in one line."""
    parts = []
    for declared in fields:
        shown = show(board, prefix, declared, element.values.get(declared.id))
        if shown:
            label = board.labels.get(f"{prefix}.{declared.id}") or words_of(board.package, declared.label)
            parts.append(_under(label, shown))
    return "; ".join(parts)
