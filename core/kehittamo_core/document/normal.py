"""One form for one content: cleaned texts, gaps left out, defaults filled in, lists merged by id, and the canonical bytes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from kehittamo_core.live.yformat import clean_text

Document = dict[str, Any]

MERGED_LISTS = frozenset(
    {
        "stages", "groups", "participants", "boards", "links", "comments", "decisions", "questions", "next_steps",
        "interim_tasks", "items", "agenda", "figures", "background", "challenge", "principles", "perspectives", "credits",
        "terms", "actors", "targets", "phases", "activities", "counts", "deliverables", "concepts", "cases", "evidence",
        "images", "tasks", "ballots",
    }
)  # fmt: skip
"""Lists whose entries are found by their id; every other list is replaced as a whole."""

MERGED_MAPS = frozenset({"programme", "goal", "area", "values", "translations", "settings", "labels", "uncertain"})
"""Named values that are merged name by name; every other value is replaced as a whole."""


GIVEN = frozenset({"code", "order"})
"""What is given where the file says nothing: null does not clear it."""


def clean(value: Any) -> Any:
    """Texts with one kind of line end and no control characters; whole numbers without a point; tuples as lists."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, Mapping):
        return {clean(name) if isinstance(name, str) else name: clean(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _is_gap(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def prune(value: Any) -> Any:
    """Without the keys whose value is null, "", [] or {}; entries of lists stay."""
    if isinstance(value, dict):
        kept = {name: prune(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if not _is_gap(part)}
    if isinstance(value, list):
        return [prune(part) for part in value]
    return value


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes of a document: two spaces of indentation, sorted keys, UTF-8 as it is, a final newline."""
    text = json.dumps(prune(clean(document)), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return text.encode() + b"\n"


def sha256(document: Mapping[str, Any]) -> str:
    """The fingerprint of a document's canonical bytes."""
    return hashlib.sha256(canonical(document)).hexdigest()


def merge(old: Mapping[str, Any], new: Mapping[str, Any]) -> Document:
    """What stands after `new` is read over `old`: what it holds is added or changed, what it lacks stays, null clears."""
    merged = dict(old)
    for name, value in new.items():
        before = old.get(name)
        if value is None and name in GIVEN:
            continue
        if name in MERGED_LISTS and _has_entries(before) and _has_entries(value):
            merged[name] = _merge_lists(before or [], value)
        elif name == "votes" and isinstance(value, list) and isinstance(before, list):
            merged[name] = list(
                {**{voter(vote): vote for vote in before}, **{voter(vote): vote for vote in value}}.values()
            )
        elif name == "support" and isinstance(value, list) and isinstance(before, list):
            stands = {part["participant"]: part for part in (*before, *value)}
            merged[name] = list(stands.values())
        elif name == "translations" and isinstance(value, dict) and isinstance(before, dict):
            merged[name] = {
                **before,
                **{key: {**(before.get(key) or {}), **(part or {})} for key, part in value.items()},
            }
        elif name in MERGED_MAPS and isinstance(value, dict) and isinstance(before, dict):
            merged[name] = merge(before, value) if name in ("programme", "goal", "area") else {**before, **value}
        else:
            merged[name] = value
    return merged


def _has_entries(value: Any) -> bool:
    """Whether something is a list of entries with ids: a concept's `phases` are lines, the programme's are not."""
    return isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)


def voter(vote: Mapping[str, Any]) -> tuple[str, ...]:
    """What a vote is found by: its element, its voter, and the ballot in which it was given ("" for none)."""
    for name in ("participant", "group", "signed"):
        if vote.get(name):
            return vote["element"], name, vote[name], vote.get("ballot") or ""
    return vote["element"], "", "", vote.get("ballot") or ""


def _merge_lists(old: list[Any], new: list[Any]) -> list[Any]:
    """Entries by id. Known ones take one another's places in the order of `new`; a new one stands behind its forerunner."""
    by_id = {entry["id"]: entry for entry in old}
    merged = {entry["id"]: merge(by_id.get(entry["id"], {}), entry) for entry in new}
    known = iter([entry["id"] for entry in new if entry["id"] in by_id])
    order = [next(known) if entry["id"] in merged else entry["id"] for entry in old]
    behind: str | None = None
    for entry in new:
        if entry["id"] not in by_id:
            at = order.index(behind) + 1 if behind is not None else (len(order) if len(order) == len(by_id) else 0)
            order.insert(at, entry["id"])
        behind = entry["id"]
    return [merged.get(id_, by_id.get(id_)) for id_ in order]


def with_defaults(document: Mapping[str, Any], versions: Mapping[str, int]) -> Document:
    """With the values that are the same whether they are written or left out; `versions` are the methods' present forms."""
    made = dict(document)
    programme = dict(made.get("programme") or {})
    programme["languages"] = programme.get("languages") or ["fi"]
    programme["practice"] = bool(programme.get("practice"))
    made["programme"] = programme
    made["stages"] = [{**stage, "state": stage.get("state") or "coming"} for stage in made.get("stages") or []]
    made["participants"] = [
        {**person, "role": person.get("role") or "expert"} for person in made.get("participants") or []
    ]
    made["comments"] = [{**comment, "done": bool(comment.get("done"))} for comment in made.get("comments") or []]
    made["interim_tasks"] = [{**task, "done": bool(task.get("done"))} for task in made.get("interim_tasks") or []]
    made["next_steps"] = [_without_no(part, "done") for part in made.get("next_steps") or []]
    made["stages"] = [
        {**stage, "agenda": [_without_no(item, "parallel") for item in stage.get("agenda") or []]}
        for stage in made["stages"]
    ]
    made["tasks"] = [_task_defaults(task) for task in made.get("tasks") or []]
    made["questions"] = [{**part, "state": part.get("state") or "open"} for part in made.get("questions") or []]
    made["boards"] = [_board_defaults(board, versions) for board in made.get("boards") or []]
    return made


def _task_defaults(task: Mapping[str, Any]) -> Document:
    """A task as it is written where nothing is said: not opened, in the group's name, a board for each table."""
    made = {**task, "state": task.get("state") or "draft", "signing": task.get("signing") or "group"}
    made["per_group"] = task.get("per_group") is not False
    for name in ("rotates", "hidden", "revealed"):
        made = _without_no(made, name)
    return {**made, "round": task.get("round") or None, "shift": task.get("shift") or None}


def _without_no(part: Mapping[str, Any], name: str) -> Document:
    """A flag of which "no" is the same as nothing."""
    return {**part, name: True if part.get(name) else None}


def _board_defaults(board: Mapping[str, Any], versions: Mapping[str, int]) -> Document:
    made = dict(board)
    made["state"] = made.get("state") or "open"
    made["version"] = made.get("version") or versions.get(made["method"], 1)
    last: dict[str, float] = {}
    for item in made.get("items") or []:
        if item.get("order") is not None:
            zone = item.get("zone") or ""
            last[zone] = max(last.get(zone, 0), item["order"])
    items = []
    for item in made.get("items") or []:
        zone = item.get("zone") or ""
        if item.get("order") is None:
            last[zone] = int(last.get(zone, 0)) + 1
            items.append({**item, "order": last[zone]})
        else:
            items.append(dict(item))
    made["items"] = items
    return made


def in_order(document: Mapping[str, Any]) -> Document:
    """Lists without an order of their own in the canonical one: items by zone, order and id, links and comments by id."""
    made = dict(document)
    made["boards"] = [
        {
            **board,
            "items": sorted(
                board.get("items") or [], key=lambda item: (item.get("zone") or "", item.get("order") or 0, item["id"])
            ),
            "links": _by_id(board.get("links") or []),
            "spreads": spreads_in_order(board.get("spreads") or []),
        }
        for board in made.get("boards") or []
    ]
    made["links"] = _by_id(made.get("links") or [])
    made["comments"] = _by_id(made.get("comments") or [])
    made["ballots"] = _by_id(made.get("ballots") or [])
    made["votes"] = sorted(made.get("votes") or [], key=voter)
    made["support"] = sorted(made.get("support") or [], key=lambda part: str(part["participant"]))
    return made


def spreads_in_order(spreads: Iterable[Mapping[str, Any]]) -> list[Document]:
    """Spreads by link kind, ends and field; of a spread the value that most gave first."""
    made = []
    for part in spreads:
        counts = counts_in_order((one["value"], one["count"]) for one in part["counts"])
        made.append({**part, "counts": [{"value": value, "count": count} for value, count in counts]})
    return sorted(made, key=lambda part: (part["kind"], part["source"], part["target"], part["field"]))


def counts_in_order(counts: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Values with how often they were given, the most frequent first."""
    return sorted(counts, key=lambda one: (-one[1], json.dumps(clean(one[0]))))


def _by_id(parts: Iterable[Any]) -> list[Any]:
    return sorted(parts, key=lambda part: str(part["id"]))
