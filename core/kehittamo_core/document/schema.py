"""The JSON Schema of an archive, with the kinds, fields and links of the installed methods."""

from typing import Any

from kehittamo_core.document.form import BOARD, DOCUMENT, ITEM, LINK
from kehittamo_core.document.specs import Schema, field_schema, nullable
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Kind, LinkKind, Method

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(plugins: Plugins) -> dict[str, Any]:
    """The schema of draft 2020-12. Links between ids, and what methods check by functions, are beyond a schema."""
    made: Schema = {"$schema": DIALECT, "title": "Kehittämö archive", **DOCUMENT.schema()}
    made["properties"]["boards"] = {
        "type": ["array", "null"],
        "items": {
            **BOARD.schema(),
            "allOf": [
                {"if": {"properties": {"method": {"const": method.id}}}, "then": {"$ref": f"#/$defs/{method.id}"}}
                for method in plugins.methods.values()
            ],
        },
    }
    if not plugins.methods:
        del made["properties"]["boards"]["items"]["allOf"]
    made["$defs"] = {method.id: _method(method) for method in plugins.methods.values()}
    return made


def _values(fields: tuple[Field, ...]) -> Schema:
    return nullable(
        {
            "type": "object",
            "properties": {field.id: {**nullable(field_schema(field)), "description": field.label} for field in fields},
            "additionalProperties": False,
        }
    )


def _by_kind(base: Schema, kinds: tuple[Kind, ...] | tuple[LinkKind, ...]) -> Schema:
    return {
        **base,
        "properties": {**base["properties"], "kind": {"enum": [kind.id for kind in kinds]}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.id}}},
                "then": {"properties": {"values": _values(kind.fields)}, "description": kind.label},
            }
            for kind in kinds
        ],
    }


def _method(method: Method) -> Schema:
    return {
        "description": method.summary,
        "properties": {
            "settings": _values(method.settings),
            "items": {"type": ["array", "null"], "items": _by_kind(ITEM.schema(), method.kinds)},
            "links": {"type": ["array", "null"], "items": _by_kind(LINK.schema(), method.links)}
            if method.links
            else {},
        },
    }
