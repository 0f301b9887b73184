"""The content of a starter, put on a new board: ids of its own, texts in the programme's language."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.database import models as m
from kehittamo_core.errors import Invalid
from kehittamo_core.fields import Field
from kehittamo_core.method import Method, Starter
from kehittamo_core.words import translate
from kehittamo_core.workshop.doing import Doing
from kehittamo_core.workshop.values import checked_fields


def place_content(doing: Doing, board: m.Board, method: Method, starter: Starter) -> None:
    """Write a starter's settings, items and links on a board. Actors that the programme does not know are left out.

    Raises:
        Invalid: the starter contradicts its own method.
    """
    language = doing.programme.languages[0]
    content = starter.content
    say = _translator(method, language) if starter.translated else _unchanged
    board.settings = dict(content.get("settings") or {})
    rows: dict[str, m.Element] = {}
    last: dict[str, float] = {}
    for item in content.get("items") or []:
        kind = method.kind(item["kind"])
        if kind is None:
            raise Invalid("The starter {starter} names the unknown kind {kind}.", starter=starter.id, kind=item["kind"])
        zone = item.get("zone") or method.zone_of(kind.id)
        order = item.get("order")
        last[zone] = order if order is not None else last.get(zone, 0.0) + 1
        place = item.get("place") or {}
        row = doing.new_element(
            kind, board_id=board.id, is_link=False, method=method.id, zone=zone, order=last[zone], x=place.get("x"),
            y=place.get("y"), **_marks(item),
        )  # fmt: skip
        rows[item.get("id") or row.id] = row
        _write(doing, row, kind.fields, item.get("values") or {}, say, language)
    for link in content.get("links") or []:
        declared = method.link(link["kind"])
        ends = rows.get(link["source"]), rows.get(link["target"])
        if declared is None or ends[0] is None or ends[1] is None:
            raise Invalid("The starter {starter} names the unknown link {kind}.", starter=starter.id, kind=link["kind"])
        row = doing.new_element(
            declared, board_id=board.id, is_link=True, method=method.id, source_id=ends[0].id, target_id=ends[1].id,
            **_marks(link),
        )  # fmt: skip
        rows[link.get("id") or row.id] = row
        _write(doing, row, declared.fields, link.get("values") or {}, say, language)
    doing.session.flush()


def _marks(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sources": list(part.get("sources") or []),
        "uncertain": dict(part.get("uncertain") or {}),
        "inferred": list(part.get("inferred") or []),
    }


def _write(
    doing: Doing, row: m.Element, fields: tuple[Field, ...], values: Mapping[str, Any], say: Any, language: str
) -> None:
    types = {field.id: field.type for field in fields}
    said = {
        name: say(value) if types.get(name) in ("text", "line") else value
        for name, value in values.items()
        if types.get(name) != "actor"
    }
    doing.write_first(row, fields, checked_fields(doing.session, doing.programme.id, fields, said), language)


def _translator(method: Method, language: str) -> Any:
    def say(value: Any) -> Any:
        if isinstance(value, str):
            return translate(method.package, language, value)
        if isinstance(value, list | tuple):
            return [say(part) for part in value]
        return value

    return say


def _unchanged(value: Any) -> Any:
    return value
