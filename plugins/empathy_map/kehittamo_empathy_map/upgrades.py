"""Boards of earlier forms: in the first one a profile named its family in a line of its own."""

from typing import Any


def with_families(board: dict[str, Any]) -> dict[str, Any]:
    """From form 1 to 2: each family that a profile names becomes an item, with links from its profiles."""
    families: dict[str, str] = {}
    items: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for item in board.get("items") or []:
        values = item.get("values")
        if item.get("kind") != "profile" or not isinstance(values, dict) or "family" not in values:
            items.append(item)
            continue
        name = values["family"]
        made = {**item, "values": {key: value for key, value in values.items() if key != "family"}}
        marks = item.get("uncertain")
        if isinstance(marks, dict) and "family" in marks:
            made["uncertain"] = {("" if key == "family" else key): note for key, note in marks.items()}
        if isinstance(item.get("inferred"), list):
            made["inferred"] = [key for key in item["inferred"] if key != "family"]
        items.append(made)
        if name:
            families.setdefault(name, f"{board['id']}-perhe-{len(families) + 1}")
            links.append(_belongs(item["id"], families[name]))
    if len(families) == 1:
        (only,) = families.values()
        links += [_belongs(item["id"], only) for item in items if item.get("kind") in ("axis", "slider")]
    made_families = [
        {"id": id_, "kind": "family", "order": number, "values": {"text": name}}
        for number, (name, id_) in enumerate(families.items(), start=1)
    ]
    return {**board, "items": [*items, *made_families], "links": [*(board.get("links") or []), *links]}


def _belongs(member: str, family: str) -> dict[str, Any]:
    return {"id": f"{member}-perheessa", "kind": "in_family", "source": member, "target": family}
