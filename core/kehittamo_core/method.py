"""What a plugin declares: a method is data and pure functions, and says so all at once.

Everything is frozen and refuses contradictions when it is built, so a mistake is found when the plugin is imported and
not when somebody clicks. Labels, titles, guides and questions are English msgids of the method's own catalogue.

Long because: what a plugin may declare is read in one place.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kehittamo_core.changes import Action, Codec
from kehittamo_core.errors import PluginError
from kehittamo_core.fields import Field
from kehittamo_core.zones import Conditions, Glyph, Names, Tone, Zone

if TYPE_CHECKING:
    from kehittamo_core.board import Board, Item
    from kehittamo_core.findings import Insight, Pair, Problem
    from kehittamo_core.report import Chapter
    from kehittamo_core.scene.shapes import Scene

THREAD_ROLES = ("need", "step", "solution", "input", "output", "outcome", "impact", "indicator", "cost", "decision")
"""The roles in the punainen lanka; link ends may name them as `@need`, `@step`, ..."""

TEXT = Field(id="text", label="Text", type="text")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of item.

    `code` is the prefix of its short ids (P-3), one to three capital letters, unique over the installed methods.
    A `text` field is there without being declared. `setup` items are parameters that only facilitators edit.
    `thread` is the kind's role in the punainen lanka. `at_most` limits how many a board may hold. Items with `names` rename
    and order their board's zones. Those `by_hand` are placed by people in drawings that say where they stand (`Scene.placed`).
    `brings` names link kinds of any method: such links come along, in `Board.brought`, where a board of this method shows an
    item of this kind that stands on another board.
    """

    id: str
    code: str
    label: str
    label_many: str = ""
    fields: tuple[Field, ...] = ()
    tone: Tone = "kivi"
    glyph: Glyph = ""
    zone: str = ""
    at_most: int | None = None
    setup: bool = False
    thread: str | None = None
    help: str = ""
    names: Names | None = None
    by_hand: bool = False
    brings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Put the text first, and refuse a contradictory kind."""
        if not any(part.id == "text" for part in self.fields):
            object.__setattr__(self, "fields", (TEXT, *self.fields))
        if not re.fullmatch(r"[A-ZÅÄÖ]{1,3}", self.code):
            raise PluginError(f"kind {self.id!r}: code {self.code!r} is not one to three capital letters")
        if self.thread is not None and self.thread not in THREAD_ROLES:
            raise PluginError(f"kind {self.id!r}: thread role {self.thread!r} is not one of {', '.join(THREAD_ROLES)}")
        _refuse_twice(f"kind {self.id!r}", (part.id for part in self.fields))
        _refuse_secrets(f"kind {self.id!r}", self.fields)
        for name in (self.names.zone, self.names.question, self.names.tone) if self.names else ():
            if name and self.field(name) is None:
                raise PluginError(f"kind {self.id!r}: names zones by the unknown field {name!r}")

    def field(self, id_: str) -> Field | None:
        """A field by its id."""
        return next((part for part in self.fields if part.id == id_), None)


@dataclass(frozen=True, kw_only=True)
class LinkKind:
    """A kind of link. Ends name kinds, `link:ID` for a link kind of the method, or thread roles of any method (`@need`).

    `pairs` narrows the ends to exact pairs where not every source may lead to every target. `refusal` is the sentence
    that a wrong-way link is answered with; it may name {source} and {target}, the labels of their kinds. `check` may
    refuse more: it gets the board and a candidate link and returns a sentence, or None. `once`: one per pair of ends.
    `asks(board, source)` gives the targets that the panel of a source asks about, each a form of the link's fields (a
    profile's sliders); `end_fields` name the fields of a target that say a scale's ends. `rated_alone`: facilitators may
    let everybody set its signs, choices and numbers alone first and show the spread; `sign_fields` name the fields of a
    target that say what +, +/- and - mean there.
    """

    id: str
    label: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    code: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    fields: tuple[Field, ...] = ()
    directed: bool = True
    refusal: str = ""
    check: "Callable[[Board, Any], str | None] | None" = None
    once: bool = True
    dashed: bool = False
    setup: bool = False
    reverse_label: str = ""
    asks: "Callable[[Board, Item], tuple[Item, ...]] | None" = None
    end_fields: tuple[str, str] = ("", "")
    rated_alone: bool = False
    sign_fields: tuple[str, str, str] = ("", "", "")

    def __post_init__(self) -> None:
        """Refuse a field that would not be stored, and ratings of which there is nothing to count."""
        _refuse_secrets(f"link {self.id!r}", self.fields)
        if self.rated_alone and not self.rated_fields:
            raise PluginError(f"link {self.id!r} is rated alone, but has no sign, choice, number or scale to rate with")

    @property
    def rated_fields(self) -> tuple[Field, ...]:
        """The fields that are rated alone: a word or a number, never a sentence; none where nothing is."""
        types = ("sign", "choice", "number", "scale")
        return tuple(one for one in self.fields if one.type in types and not one.many) if self.rated_alone else ()

    def field(self, id_: str) -> Field | None:
        """A field by its id."""
        return next((part for part in self.fields if part.id == id_), None)


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A drawn view: `draw(board)` gives a Scene in millimetres with an alternative text. The first is the default.

    `shown_when` hides it on boards whose settings say otherwise, as for a `Zone`.
    """

    id: str
    label: str
    draw: "Callable[[Board], Scene]"
    paper: Literal["portrait", "landscape", "a3"] = "portrait"
    shown_when: "Conditions" = ()


@dataclass(frozen=True, kw_only=True)
class Starter:
    """A board to begin with: `content` is an archive's board as plain data (items, links, settings), without ids of people.

    Its texts are English msgids where `translated` is true, else content in `language`.
    """

    id: str
    label: str
    content: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""
    translated: bool = True


Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method: its parts as data and pure functions. See docs/writing-a-method.md for a whole one in 40 lines.

    `package` is the import package that holds its catalogue, templates and demo (give `__package__`).
    `version` counts the forms of its stored boards from 1; `upgrades[n-1]` turns a board document of version n into n+1.
    `find_pairs` tells who should sit together when groups are made next.
    `table` chooses what the generic table shows: kinds in order, all non-setup kinds when empty.
    `arrange(board, zones)` may put the zones that a board shows in another order and give them other questions.
    """

    id: str
    package: str
    title: str
    summary: str
    kinds: tuple[Kind, ...]
    links: tuple[LinkKind, ...] = ()
    zones: tuple[Zone, ...] = ()
    settings: tuple[Field, ...] = ()
    rules: "tuple[Callable[[Board], Iterable[Problem]], ...]" = ()
    drawings: tuple[Drawing, ...] = ()
    find_insights: "Callable[[Board], Iterable[Insight]] | None" = None
    find_pairs: "Callable[[Board], Iterable[Pair]] | None" = None
    write_chapter: "Callable[[Board, tuple[Insight, ...]], Chapter] | None" = None
    actions: tuple[Action, ...] = ()
    starters: tuple[Starter, ...] = ()
    codecs: tuple[Codec, ...] = ()
    guide: tuple[str, ...] = ()
    plain_guide: tuple[str, ...] = ()
    script: str = ""
    styles: str = ""
    template: str = ""
    version: int = 1
    upgrades: tuple[Upgrade, ...] = ()
    glyph: Glyph = ""
    arrange: "Callable[[Board, tuple[Zone, ...]], tuple[Zone, ...]] | None" = None

    def __post_init__(self) -> None:
        """Refuse contradictions, and give every kind without zones a zone of its own."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.id):
            raise PluginError(f"method id {self.id!r}: use small letters, digits and _")
        if not self.kinds:
            raise PluginError(f"method {self.id!r} declares no kinds")
        for what, ids in (
            ("kinds", [kind.id for kind in self.kinds] + [link.id for link in self.links]),
            ("short id prefixes", [kind.code for kind in self.kinds] + [link.code for link in self.links if link.code]),
            ("zones", [zone.id for zone in self.zones]),
            ("drawings", [drawing.id for drawing in self.drawings]),
            ("starters", [starter.id for starter in self.starters]),
            ("actions", [action.id for action in self.actions]),
            ("settings", [setting.id for setting in self.settings]),
        ):
            _refuse_twice(f"method {self.id!r}: {what}", ids)
        if not self.zones:
            zones = tuple(
                Zone(
                    id=kind.id, label=kind.label_many or kind.label, kinds=(kind.id,), tone=kind.tone, glyph=kind.glyph
                )
                for kind in self.kinds
                if not kind.setup
            )
            object.__setattr__(self, "zones", zones)
        stored = [*(part for kind in self.kinds for part in kind.fields), *self.settings]
        stored += [part for link in self.links for part in link.fields]
        for part in stored:
            if part.type == "item":
                raise PluginError(f"method {self.id!r}: field {part.id!r} stores an item; use a link kind instead")
            if part.type == "board" and part not in self.settings:
                raise PluginError(f"method {self.id!r}: field {part.id!r} names a board; only a setting may")
        known = {kind.id for kind in self.kinds}
        for zone in self.zones:
            for kind in zone.kinds:
                if kind not in known:
                    raise PluginError(f"method {self.id!r}: zone {zone.id!r} names the unknown kind {kind!r}")
        declared = {zone.id for zone in self.zones}
        for kind_ in self.kinds:
            chosen = kind_.field(kind_.names.zone) if kind_.names else None
            for choice in chosen.choices if chosen is not None else ():
                if choice.id not in declared:
                    raise PluginError(f"method {self.id!r}: kind {kind_.id!r} names the unknown zone {choice.id!r}")
        _refuse_secrets(f"method {self.id!r}", self.settings)
        for action in self.actions:
            if action.zone and action.zone not in declared:
                raise PluginError(f"method {self.id!r}: action {action.id!r} names the unknown zone {action.zone!r}")
        ends = known | {f"link:{link.id}" for link in self.links} | {f"@{role}" for role in THREAD_ROLES} | {"@any"}
        for link in self.links:
            for end in (*link.source, *link.target):
                if end not in ends:
                    raise PluginError(f"method {self.id!r}: link {link.id!r} names the unknown end {end!r}")
        if len(self.upgrades) != self.version - 1:
            raise PluginError(f"method {self.id!r}: version {self.version} needs {self.version - 1} upgrades")

    def kind(self, id_: str) -> Kind | None:
        """A kind by its id."""
        return next((kind for kind in self.kinds if kind.id == id_), None)

    def link(self, id_: str) -> LinkKind | None:
        """A link kind by its id."""
        return next((link for link in self.links if link.id == id_), None)

    def zone(self, id_: str) -> Zone | None:
        """A zone by its id."""
        return next((zone for zone in self.zones if zone.id == id_), None)

    def shown_zones(self, settings: Mapping[str, Any], used: Collection[str] = ()) -> tuple[Zone, ...]:
        """The zones that a board with these settings shows; `used` are the ids of zones that hold items."""
        return tuple(
            zone
            for zone in self.zones
            if zone.id in used or (not zone.spare and self._holds(zone.shown_when, settings))
        )

    def arranged_zones(self, board: "Board") -> tuple[Zone, ...]:
        """The zones that a board shows, as the method arranges them; as declared where its arranging fails or loses one."""
        shown = self.shown_zones(board.settings, {item.zone for item in board.items})
        try:
            arranged = tuple(self.arrange(board, shown)) if self.arrange is not None else shown
        except Exception:
            return shown
        return arranged if sorted(zone.id for zone in arranged) == sorted(zone.id for zone in shown) else shown

    def shown_drawings(self, settings: Mapping[str, Any]) -> tuple[Drawing, ...]:
        """The drawings that a board with these settings offers."""
        return tuple(drawing for drawing in self.drawings if self._holds(drawing.shown_when, settings))

    def _holds(self, conditions: Conditions, settings: Mapping[str, Any]) -> bool:
        """Whether the settings are as the conditions ask; one that allows nothing in particular asks for any value."""
        return all(self._setting(id_, settings) in (of or {settings.get(id_)} - {None}) for id_, of in conditions)

    def _setting(self, id_: str, settings: Mapping[str, Any]) -> Any:
        declared = next((setting for setting in self.settings if setting.id == id_), None)
        default = declared.choices[0].id if declared is not None and declared.choices else None
        return settings.get(id_) or default

    @property
    def rates_alone(self) -> bool:
        """Whether any of its link kinds is rated alone."""
        return any(link.rated_alone for link in self.links)

    def zone_of(self, kind: str) -> str:
        """The zone where an item of a kind goes when nobody said: the kind's own, else the first that takes it, else ""."""
        declared = self.kind(kind)
        if declared is not None and declared.zone:
            return declared.zone
        return next((zone.id for zone in self.zones if kind in zone.kinds), "")

    def drawing(self, id_: str) -> Drawing | None:
        """A drawing by its id."""
        return next((drawing for drawing in self.drawings if drawing.id == id_), None)


@dataclass(frozen=True, kw_only=True)
class Export:
    """A way out: a programme's saved version as a file.

    `write(request)` gives the file's bytes; it may take long and runs outside the web process.
    """

    id: str
    package: str
    title: str
    ending: str
    media_type: str
    write: Callable[[Any], bytes]
    scope: Literal["programme", "board"] = "programme"
    outline: Callable[[Any], Any] | None = None
    """`outline(request)` gives an `Outline`: the chapters that its composer may order, leave out and introduce."""
    look: Callable[[bytes, int], Any] | None = None
    """`look(file, number)` gives a `PageLook`: a page of the made file, so that it can be seen before it is taken."""
    private: bool = False
    """Its file holds what is not for publication, such as who voted for what: only who runs the programme gets it."""
    of_actor: bool = False
    """It is made for one of the programme's actors: `options["actor"]` is its id."""


def _refuse_twice(where: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise PluginError(f"{where}: {id_!r} is declared twice")
        seen.add(id_)


def _refuse_secrets(where: str, fields: Iterable[Field]) -> None:
    for part in fields:
        if part.type == "secret":
            raise PluginError(f"{where}: the secret {part.id!r} would be stored; only an action may ask for one")
