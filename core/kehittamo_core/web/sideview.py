"""The side panel of a selected element: its fields, links, comments, doubts and history, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kehittamo_core.board import Board, Element, Item, Link
from kehittamo_core.document.links import link_kind as declared_link
from kehittamo_core.document.links import refuse_ends
from kehittamo_core.loading import Plugins
from kehittamo_core.method import LinkKind
from kehittamo_core.showing import show
from kehittamo_core.web.asking import AskedView, asked_of
from kehittamo_core.web.boardview import May, filled_fields, name_of
from kehittamo_core.web.fieldview import ChoiceView, FieldView, field_view
from kehittamo_core.web.language import say
from kehittamo_core.web.templating import words_of
from kehittamo_core.workshop.details import ElementDetail, HistoryEntry, LinkDetail
from kehittamo_core.workshop.overview import Candidate
from kehittamo_core.zones import zones_of

CORE = "core"
CORE_PACKAGE = "kehittamo_core"
MOST_ENDS = 60
FIRST_FIELDS = 4


@dataclass(frozen=True)
class End:
    """An element at the end of a link: how it reads and where it opens."""

    id: str
    code: str
    name: str
    href: str
    board: str = ""


@dataclass(frozen=True)
class LinkView:
    """A link of the selected element."""

    id: str
    label: str
    href: str
    other: End
    outgoing: bool
    directed: bool
    inferred: bool
    values: str


@dataclass(frozen=True)
class CommentView:
    """A remark."""

    id: str
    text: str
    signed: str
    written: datetime | None
    done: bool
    hue: int
    mine: bool


@dataclass(frozen=True)
class LinkChoice:
    """A link kind that may start or end here: its value in the form, its words, and its fields."""

    value: str
    label: str
    help: str = ""
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True)
class EndChoice:
    """An element that the new link may lead to."""

    id: str
    code: str
    text: str
    where: str


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """The form of a new link."""

    id: str
    href: str
    kinds: Sequence[LinkChoice]
    chosen: LinkChoice
    find: str
    end: str
    ends: Sequence[EndChoice]
    left_out: int


@dataclass(frozen=True, kw_only=True)
class ElementView:
    """The panel."""

    id: str
    board_id: str
    href: str
    is_link: bool
    code: str
    kind_label: str
    glyph: str
    fields: Sequence[FieldView]
    more_fields: Sequence[FieldView]
    more_open: bool
    links: Sequence[LinkView]
    thread: Sequence[LinkView]
    comments: Sequence[CommentView]
    sources: Sequence[str]
    inferred: Sequence[str]
    uncertain: Sequence[tuple[str, str, str]]
    whole_doubt: str
    zone: str
    zones: Sequence[ChoiceView]
    link_kinds: Sequence[LinkChoice]
    asked: Sequence[AskedView]
    source: End | None
    target: End | None
    may: May
    origins: Sequence[Mapping[str, str]] = ()
    by_hand: bool = False


@dataclass(frozen=True)
class Restoring:
    """A button that brings an earlier state back."""

    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Happening:
    """An entry of the history in words."""

    who: str
    at: datetime
    what: str
    before: str | None
    after: str | None
    restore: Restoring | None


def hue_of(name: str) -> int:
    """A colour for a name, always the same."""
    return sum(name.encode()) % 8 + 1


def end_of(element: Element, here: str, boards: Mapping[str, str]) -> End:
    """An element as a link's other end; its board is named where it is another one."""
    board = element.board or here
    return End(
        element.id, element.code, name_of(element), f"/b/{board}/items/{element.id}",
        boards.get(element.board, "") if element.board and element.board != here else "",
    )  # fmt: skip


def _links(
    detail: ElementDetail, plugins: Plugins, board: Board, here: str, boards: Mapping[str, str]
) -> list[LinkView]:
    found = []
    for one in detail.links:
        kind = declared_link(plugins, one.link.method, one.link.kind)
        prefix = f"link:{one.link.kind}"
        found.append(
            LinkView(
                one.link.id, _label(one, plugins, board, kind), f"/b/{here}/items/{one.link.id}", end_of(one.other, here, boards), one.outgoing,
                kind.directed if kind else True, bool(one.link.inferred),
                filled_fields(kind.fields, board, prefix, one.link) if kind else "",
            )
        )  # fmt: skip
    return found


def _label(one: LinkDetail, plugins: Plugins, board: Board, kind: LinkKind | None) -> str:
    """What a link says, read from this end of it."""
    if kind is None:
        return one.link.kind
    method = plugins.methods.get(one.link.method)
    back = not one.outgoing and kind.reverse_label
    own = None if back or method is None or method.package != board.package else board.labels.get(f"link:{kind.id}")
    return own or words_of(method.package if method else CORE_PACKAGE, kind.reverse_label if back else kind.label)


def element_view(
    detail: ElementDetail, plugins: Plugins, board: Board, here: str, boards: Mapping[str, str], may: May
) -> ElementView:
    """The panel of an element on the board `here`; `board` is the picture of the board where it is stored."""
    element = detail.element
    method = plugins.methods.get(element.method)
    is_link = isinstance(element, Link)
    prefix = f"link:{element.kind}" if is_link else element.kind
    if not detail.installed or (detail.setup and not may.facilitate):
        may = replace(may, write=False)
    fields = [
        replace(
            field_view(board, prefix, one.field, one.value), revision=one.revision, text_key=one.text_key or "",
            uncertain=one.uncertain, inferred=one.inferred,
        )
        for one in detail.fields
    ]  # fmt: skip
    first, more = fields[:FIRST_FIELDS], fields[FIRST_FIELDS:]
    kind = method.kind(element.kind) if method and not is_link else None
    links = _links(detail, plugins, board, here, boards)
    labels = {one.id: one.label for one in fields}
    zones = [
        ChoiceView(named.id, named.label)
        for named in (zones_of(board, method) if method else ())
        if element.kind in named.zone.kinds
    ]
    ends = [end_of(end, here, boards) for end in detail.ends]
    by_id = {end.id: end for end in ends}
    return ElementView(
        id=element.id, board_id=here, href=f"/b/{here}/items/{element.id}", is_link=is_link, code=element.code,
        kind_label=board.labels.get(prefix) or words_of(CORE_PACKAGE, detail.label), glyph=kind.glyph if kind else "", fields=first, more_fields=more,
        more_open=any(not one.gap for one in more), links=[link for link in links if not _is_thread(link, detail)],
        thread=[link for link in links if _is_thread(link, detail)],
        comments=[
            CommentView(one.id, one.text, one.signed or "", one.written, one.done, hue_of(one.signed or ""), one.mine)
            for one in detail.comments
        ],
        sources=element.sources, inferred=[labels.get(name, name) or say("the whole") for name in sorted(element.inferred)],
        uncertain=[(name, labels.get(name, name), note) for name, note in element.uncertain.items()],
        whole_doubt=element.uncertain.get("", ""), zone=element.zone if isinstance(element, Item) else "", zones=zones,
        link_kinds=link_choices(plugins, board, element) if may.write else (), asked=asked_of(plugins, board, element, here),
        source=by_id.get(element.source) if isinstance(element, Link) else None,
        target=by_id.get(element.target) if isinstance(element, Link) else None, may=may,
        origins=detail.origins, by_hand=kind is not None and kind.by_hand,
    )  # fmt: skip


def _is_thread(link: LinkView, detail: ElementDetail) -> bool:
    return any(one.link.id == link.id and one.link.method == CORE for one in detail.links)


# New links


def _fits(ends: Sequence[str], element: Element, role: str | None) -> bool:
    wanted = f"link:{element.kind}" if isinstance(element, Link) else element.kind
    return wanted in ends or "@any" in ends or (role is not None and f"@{role}" in ends)


def link_choices(plugins: Plugins, board: Board, element: Element) -> tuple[LinkChoice, ...]:
    """The link kinds that may start or end at an element: its own method's, other methods' by role, and the red thread."""
    found = []
    own = plugins.methods.get(element.method)
    declared = own.kind(element.kind) if own and not isinstance(element, Link) else None
    role = declared.thread if declared else None
    for method in plugins.methods.values():
        same = own is not None and method.id == own.id
        for kind in method.links:
            sources, targets = kind.source, kind.target
            if not same:
                sources = tuple(end for end in sources if end.startswith("@"))
                targets = tuple(end for end in targets if end.startswith("@"))
            label = board.labels.get(f"link:{kind.id}") if same else None
            label = label or words_of(method.package, kind.label)
            fields = _link_fields(board, method.package, kind) if same else ()
            if _fits(sources, element, role):
                found.append(
                    LinkChoice(f"{method.id}:{kind.id}:out", f"{label} →" if kind.directed else label, "", fields)
                )
            if kind.directed and _fits(targets, element, role):
                back = words_of(method.package, kind.reverse_label) or label
                found.append(LinkChoice(f"{method.id}:{kind.id}:in", f"← {back}", "", fields))
    found.append(
        LinkChoice(
            f"{CORE}:thread:out", say("Tie to the red thread"), say("Between two boards: from a need on to its impact.")
        )
    )
    return tuple(found)


def _link_fields(board: Board, package: str, kind: LinkKind) -> tuple[FieldView, ...]:
    if package != board.package:
        return ()
    return tuple(field_view(board, f"link:{kind.id}", one) for one in kind.fields)


def new_link(
    plugins: Plugins, board: Board, element: Item | Link, here: str, candidates: Sequence[Candidate], chosen: str, find: str,
    end: str, language: str,
) -> NewLink:  # fmt: skip
    """The form of a new link from an element: the kinds, and for the chosen one the ends that it may lead to.

    The `end` that is chosen already stays in the list, first, whatever is searched for.
    """
    kinds = link_choices(plugins, board, element)
    choice = next((one for one in kinds if one.value == chosen), kinds[0])
    owner, kind_id, way = choice.value.split(":")
    kind = declared_link(plugins, owner, kind_id)
    wanted = find.casefold().split()
    ends = []
    for one in candidates:
        other = one.element
        if other.id == element.id or kind is None:
            continue
        if owner == CORE and one.board_id == here:
            continue
        pair = (element, other) if way == "out" else (other, element)
        if refuse_ends(plugins, owner, kind, *pair, language) is not None:
            continue
        text = name_of(other)
        if (
            wanted
            and other.id != end
            and not all(word in f"{other.code} {text} {one.board}".casefold() for word in wanted)
        ):
            continue
        ends.append(EndChoice(other.id, other.code, text, one.board if one.board_id != here else ""))
    ends.sort(key=lambda one: (one.id != end, one.where != ""))
    return NewLink(
        id=element.id, href=f"/b/{here}/items/{element.id}", kinds=kinds, chosen=choice, find=find, end=end, ends=ends[:MOST_ENDS],
        left_out=max(0, len(ends) - MOST_ENDS),
    )  # fmt: skip


# History


def _what(entry: HistoryEntry) -> str:
    words = {
        "added": say("made this"), "removed": say("deleted this"), "restored": say("took the deletion back"),
        "changed": say("changed"), "moved": say("moved this"), "placed": say("placed this on the drawing"),
        "voted": say("voted"), "commented": say("commented"), "comment": say("handled a comment"), "text": say("wrote"),
    }  # fmt: skip
    words["merged"] = say("merged notes into this")
    words["revealed"] = say("wrote this alone, and it was shown")
    name = entry.kind.partition(".")
    said = words.get(name[2] or name[0]) or words.get(name[0]) or entry.kind
    return f"{said} ({say('between the meetings')})" if entry.interim else said


def history_view(
    entries: Sequence[HistoryEntry], board: Board, plugins: Plugins, element: Element, here: str, *, may_write: bool
) -> list[Happening]:
    """The history in words; changes of values can be brought back."""
    found: list[Happening] = []
    for entry in entries:
        found += _happenings(entry, board, plugins, element, here, may_write=may_write)
    return found


def _happenings(
    entry: HistoryEntry, board: Board, plugins: Plugins, element: Element, here: str, *, may_write: bool
) -> list[Happening]:
    what = _what(entry)
    href = f"/b/{here}/items/{element.id}"
    if entry.kind == "text":
        restore = Restoring(f"{href}/fields/{entry.field}", {f"v.{entry.field}": str(entry.before or ""), "force": "1"})
        return [
            Happening(
                entry.who,
                entry.at,
                what,
                str(entry.before or ""),
                str(entry.after or ""),
                restore if may_write else None,
            )
        ]
    before, after = entry.before or {}, entry.after or {}
    if (
        not isinstance(before, Mapping)
        or not isinstance(after, Mapping)
        or not entry.kind.endswith(".changed")
        or "values" not in after
    ):
        return [Happening(entry.who, entry.at, what, None, None, None)]
    method = plugins.methods.get(element.method)
    kind: Any = (
        (method.link(element.kind) if isinstance(element, Link) else method.kind(element.kind)) if method else None
    )
    prefix = f"link:{element.kind}" if isinstance(element, Link) else element.kind
    found = []
    for name, value in (after.get("values") or {}).items():
        declared = kind.field(name) if kind is not None else None
        old = (before.get("values") or {}).get(name)
        if declared is None:
            found.append(Happening(entry.who, entry.at, f"{what}: {name}", None, None, None))
            continue
        label = board.labels.get(f"{prefix}.{name}") or words_of(board.package, declared.label)
        found.append(
            Happening(
                entry.who, entry.at, f"{what}: {label}", show(board, prefix, declared, old) or say("not known"),
                show(board, prefix, declared, value) or say("not known"),
                Restoring(f"{href}/fields/{name}/restore", {"at": entry.at.isoformat()}) if may_write else None,
            )
        )  # fmt: skip
    return found
