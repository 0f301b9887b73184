"""Which links may be drawn: the ends that a link kind allows, and the sentence that a wrong one is answered with."""

from dataclasses import replace

from kehittamo_core.board import Board, Item, Link
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.method import LinkKind
from kehittamo_core.picture import may_end
from kehittamo_core.words import translate

CORE_PACKAGE = "kehittamo_core"
CORE = "core"

THREAD = LinkKind(
    id="thread",
    label="Thread",
    source=("@any",),
    target=("@any",),
    fields=(Field(id="reason", label="Reason", type="line"),),
)
"""The core's own link: a step of the red thread between any two elements of different boards."""


def link_kind(plugins: Plugins, method: str, kind: str) -> LinkKind | None:
    """A link kind of a method, or of the core."""
    if method == CORE:
        return THREAD if kind == THREAD.id else None
    declared = plugins.methods.get(method)
    return declared.link(kind) if declared is not None else None


def _label(plugins: Plugins, element: Item | Link, language: str) -> str:
    """The label of an element's kind, as a sentence names it."""
    method = plugins.methods.get(element.method)
    if method is None:
        return element.kind
    kind = method.link(element.kind) if isinstance(element, Link) else method.kind(element.kind)
    return translate(method.package, language, kind.label) if kind is not None else element.kind


def _fits(plugins: Plugins, kind: LinkKind, owner: str, end: str, element: Item | Link) -> bool:
    """As `may_end`; what a missing method's element is, nobody knows, so it is let through."""
    if element.method not in plugins.methods and element.method != owner:
        return True
    return may_end(kind, end, element, plugins.methods, owner)


def refuse_ends(
    plugins: Plugins, owner: str, kind: LinkKind, source: Item | Link, target: Item | Link, language: str
) -> str | None:
    """Why a link of this kind may not lead from `source` to `target`, as a sentence in the reader's language; None if it may.

    `owner` is the method that declares the kind (`core` for the core's own).
    """
    if source.id == target.id:
        return translate(CORE_PACKAGE, language, "A link needs two different ends.")
    package = plugins.methods[owner].package if owner in plugins.methods else CORE_PACKAGE
    pairs = kind.pairs or ((None, None),)
    tries = [(source, target)] if kind.directed else [(source, target), (target, source)]
    for first, last in tries:
        for pair in pairs:
            narrow = (
                kind
                if pair == (None, None)
                else replace(kind, source=(str(pair[0]),), target=(str(pair[1]),), pairs=())
            )
            if _fits(plugins, narrow, owner, "source", first) and _fits(plugins, narrow, owner, "target", last):
                return None
    names = {"source": _label(plugins, source, language), "target": _label(plugins, target, language)}
    if kind.refusal:
        return translate(package, language, kind.refusal, **names)
    return translate(
        CORE_PACKAGE, language, "“{link}” does not lead from {source} to {target}.",
        link=translate(package, language, kind.label), **names,
    )  # fmt: skip


def refuse_twin(
    plugins: Plugins, owner: str, kind: LinkKind, link: Link, others: list[Link], language: str
) -> str | None:
    """Why a second link of a `once` kind between the same ends is refused; None if there is no other."""
    if not kind.once:
        return None
    ends = {(link.source, link.target)} if kind.directed else {(link.source, link.target), (link.target, link.source)}
    for other in others:
        if (
            other.id != link.id
            and other.kind == link.kind
            and other.method in (owner, "")
            and (other.source, other.target) in ends
        ):
            package = plugins.methods[owner].package if owner in plugins.methods else CORE_PACKAGE
            return translate(
                CORE_PACKAGE, language, "There is already a link “{link}” between these two.",
                link=translate(package, language, kind.label),
            )  # fmt: skip
    return None


def refuse_more(kind: LinkKind, board: Board, link: Link) -> str | None:
    """What the method's own check says against a candidate link; the board is given without the candidate."""
    if kind.check is None:
        return None
    if board.find(link.id) is not None:
        board = replace(board, links=tuple(other for other in board.links if other.id != link.id))
    return kind.check(board, link)
