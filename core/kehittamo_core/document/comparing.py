"""What differs between two versions of a programme: what was added, changed, removed, by the ids of the archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kehittamo_core.document.normal import Document, clean, prune

What = Literal["added", "changed", "removed"]
HIDDEN = frozenset(
    {"id", "code", "order", "place", "sources", "inferred", "items", "links", "spreads", "agenda", "version", "data"}
)
"""Parts that a difference does not tell: names, places on the drawing, and lists that are told by themselves."""


@dataclass(frozen=True)
class Change:
    """One thing that differs. `sort` is its list in the archive, `board` the key of its board, `kind` an element's kind.

    `fields` are (field, before, after); for what was added or removed they hold what it says or said.
    """

    what: What
    sort: str
    id: str
    name: str
    board: str = ""
    method: str = ""
    kind: str = ""
    code: str = ""
    fields: tuple[tuple[str, Any, Any], ...] = ()


def name_of(part: Mapping[str, Any]) -> str:
    """What a part is called."""
    values = part.get("values") or {}
    for name in ("text", "title", "name", "term", "goal", "label"):
        said = part.get(name) or values.get(name)
        if isinstance(said, str) and said:
            return said
    return str(part.get("code") or part.get("id") or "")


def _flat(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part's fields, those of an element's values among them."""
    found = {
        name: value for name, value in part.items() if name not in HIDDEN and name not in ("values", "kind", "method")
    }
    for name, value in (part.get("values") or {}).items():
        found[f"values.{name}"] = value
    return found


def _pairs(old: Any, new: Any) -> Iterator[tuple[What, Document, Document]]:
    before = {part["id"]: part for part in old or []}
    after = {part["id"]: part for part in new or []}
    for id_, part in after.items():
        if id_ not in before:
            yield "added", {}, part
        elif _flat(before[id_]) != _flat(part):
            yield "changed", before[id_], part
    for id_, part in before.items():
        if id_ not in after:
            yield "removed", part, {}


def _changes(sort: str, old: Any, new: Any, board: str = "", method: str = "") -> Iterator[Change]:
    for what, before, after in _pairs(old, new):
        part = after or before
        first, second = _flat(before), _flat(after)
        names = dict.fromkeys([*first, *second])
        fields = tuple(
            (name, first.get(name), second.get(name)) for name in names if first.get(name) != second.get(name)
        )
        yield Change(
            what, sort, part["id"], name_of(part), board, part.get("method") or method, part.get("kind") or "",
            part.get("code") or "", fields if what == "changed" else (),
        )  # fmt: skip


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference from one archive document to another, in the order of the archive; equal documents have none."""
    first, second = prune(clean(dict(old))), prune(clean(dict(new)))
    return list(_all(first, second))


def _all(old: Document, new: Document) -> Iterator[Change]:
    before, after = old["programme"], new["programme"]
    goals = before.get("goal") or {}, after.get("goal") or {}
    if goals[0].get("text") != goals[1].get("text"):
        yield Change("changed", "goal", "goal", "", fields=(("text", goals[0].get("text"), goals[1].get("text")),))
    yield from _changes("targets", goals[0].get("targets"), goals[1].get("targets"))
    for name in dict.fromkeys([*before, *after]):
        parts = before.get(name), after.get(name)
        if name in ("goal", "id", "state") or parts[0] == parts[1]:
            continue
        if any(isinstance(part, list) and part and isinstance(part[0], dict) for part in parts):
            yield from _changes(name, *parts)
        else:
            yield Change("changed", "programme", name, name, fields=((name, *parts),))
    agendas: list[list[Document]] = [
        [item for stage in document.get("stages") or [] for item in stage.get("agenda") or []]
        for document in (old, new)
    ]
    yield from _changes("stages", old.get("stages"), new.get("stages"))
    yield from _changes("agenda", agendas[0], agendas[1])
    yield from _changes("boards", old.get("boards"), new.get("boards"))
    boards = [{board["id"]: board for board in document.get("boards") or []} for document in (old, new)]
    for id_ in dict.fromkeys([*boards[0], *boards[1]]):
        one, two = boards[0].get(id_, {}), boards[1].get(id_, {})
        method = str((two or one)["method"])
        for name in ("items", "links"):
            yield from _changes(name, one.get(name), two.get(name), id_, method)
    for name in ("links", "decisions", "questions", "next_steps", "interim_tasks", "tasks", "comments"):
        yield from _changes(name, old.get(name), new.get(name))
