"""Older forms of a stored network map, turned into the present one."""

from typing import Any


def statements_by_end(board: dict[str, Any]) -> dict[str, Any]:
    """Version 1 told who stated a tie by the programme's actors; now it tells which end did, so that any actor may."""
    actors = {item["id"]: (item.get("values") or {}).get("actor") for item in board.get("items") or []}

    def by_end(link: dict[str, Any]) -> dict[str, Any]:
        values = dict(link.get("values") or {})
        said = values.pop("stated_by", None)
        if link.get("kind") != "tie" or said is None:
            return link
        ends = [end for end in ("source", "target") if actors.get(link.get(end)) in said and actors.get(link.get(end))]
        return {**link, "values": {**values, **({"stated_by": ends} if ends else {})}}

    return {**board, "links": [by_end(link) for link in board.get("links") or []]}


UPGRADES = (statements_by_end,)
