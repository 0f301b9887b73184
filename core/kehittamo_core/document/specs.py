"""Small parts that a document's form is written with: each checks a value and gives its JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kehittamo_core.errors import Fault
from kehittamo_core.fields import LINE_LIMIT, TEXT_LIMIT, Field, check_value

Schema = dict[str, Any]


class Spec(Protocol):
    """A part of the form."""

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """What is wrong with a value that is not null."""
        ...

    def schema(self) -> Schema:
        """The JSON Schema of a value that is not null."""
        ...


def shown(value: Any) -> str:
    """A value as a message names it, cut where it is long."""
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


@dataclass(frozen=True)
class Plain:
    """A value of one of the field types of docs/exchange-format.md, such as `date` or `number`."""

    of: Field

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """The field type's own faults."""
        for inside, message, values in check_value(self.of, value):
            yield Fault(place + inside, message, values)

    def schema(self) -> Schema:
        """The field type's schema."""
        return field_schema(self.of)


@dataclass(frozen=True)
class Words:
    """A text of several lines, or of one."""

    limit: int = TEXT_LIMIT
    lines: bool = True

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not a text, too long, or more than one line."""
        if not isinstance(value, str):
            yield Fault(place, "{value} is not text", {"value": shown(value)})
        elif len(value) > self.limit:
            yield Fault(
                place,
                "{count} characters are too many; at most {limit} fit",
                {"count": len(value), "limit": self.limit},
            )
        elif not self.lines and "\n" in value:
            yield Fault(place, "{value} has more than one line", {"value": shown(value)})

    def schema(self) -> Schema:
        """A string with its limit."""
        return {"type": "string", "maxLength": self.limit}


@dataclass(frozen=True)
class Pattern:
    """A text of a given form; `what` says in words which, and `test` may refuse more."""

    pattern: str
    what: str
    test: Callable[[str], bool] = bool

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not of this form."""
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value) or not self.test(value):
            yield Fault(place, "{value} is not {what}", {"value": shown(value), "what": self.what})

    def schema(self) -> Schema:
        """A string with its pattern."""
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    low: int
    high: int

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not a whole number, or out of bounds."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield Fault(place, "{value} is not a whole number", {"value": shown(value)})
        elif not self.low <= value <= self.high:
            yield Fault(
                place, "{value} is not between {low} and {high}", {"value": value, "low": self.low, "high": self.high}
            )

    def schema(self) -> Schema:
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class OneOf:
    """One of a closed list of words."""

    known: tuple[Any, ...]

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not one of them."""
        if (
            isinstance(value, dict | list)
            or value not in self.known
            or isinstance(value, bool) is not isinstance(self.known[0], bool)
        ):
            known = ", ".join(str(word) for word in self.known)
            yield Fault(place, "{value} is not one of {known}", {"value": shown(value), "known": known})

    def schema(self) -> Schema:
        """An enumeration."""
        return {"enum": list(self.known)}


@dataclass(frozen=True)
class ListOf:
    """A list of parts of one form."""

    part: Spec
    least: int = 0

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not a list, too few parts, or a wrong part."""
        if not isinstance(value, list):
            yield Fault(place, "{value} is not a list", {"value": shown(value)})
            return
        if len(value) < self.least:
            yield Fault(place, "the list is empty", {})
        for number, part in enumerate(value):
            if part is None:
                yield Fault(f"{place}[{number}]", "an entry of the list is empty", {})
            else:
                yield from self.part.check(part, f"{place}[{number}]")

    def schema(self) -> Schema:
        """An array."""
        return {"type": "array", "items": self.part.schema(), **({"minItems": self.least} if self.least else {})}


@dataclass(frozen=True)
class MapOf:
    """Named values of one form; names are checked by `name`."""

    part: Spec
    name: Spec

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not named values, a wrong name, or a wrong value."""
        if not isinstance(value, Mapping):
            yield Fault(place, "{value} is not a set of named values", {"value": shown(value)})
            return
        for name, part in value.items():
            yield from self.name.check(name, f"{place}.{name}")
            if part is not None:
                yield from self.part.check(part, f"{place}.{name}")

    def schema(self) -> Schema:
        """An object with free names."""
        return {"type": "object", "additionalProperties": nullable(self.part.schema())}


@dataclass(frozen=True)
class Anything:
    """Any JSON: the values of a method that is not installed."""

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Nothing to say."""
        yield from ()

    def schema(self) -> Schema:
        """No bounds."""
        return {}


@dataclass(frozen=True)
class Form:
    """A set of named parts; `needs` must be there and not null."""

    parts: Mapping[str, Spec]
    needs: tuple[str, ...] = ()
    about: str = ""

    def check(self, value: Any, place: str) -> Iterator[Fault]:
        """Not a set of named parts, an unknown name, a missing part, or a wrong one."""
        if not isinstance(value, Mapping):
            yield Fault(place, "{value} is not a set of named values", {"value": shown(value)})
            return
        yield from unknown_names(value, self.parts, place)
        for name in self.needs:
            if value.get(name) is None:
                yield Fault(dotted(place, name), "is missing", {})
        for name, spec in self.parts.items():
            if value.get(name) is not None:
                yield from spec.check(value[name], dotted(place, name))

    def schema(self) -> Schema:
        """An object."""
        properties = {
            name: spec.schema() if name in self.needs else nullable(spec.schema()) for name, spec in self.parts.items()
        }
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.needs:
            made["required"] = list(self.needs)
        if self.about:
            made["description"] = self.about
        return made


def unknown_names(value: Mapping[Any, Any], known: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """Names that are not among the known ones."""
    for name in value:
        if name not in known:
            yield Fault(
                dotted(place, str(name)),
                "there is no such part; known are {known}",
                {"known": ", ".join(sorted(known))},
            )


def dotted(place: str, name: str) -> str:
    """The place of a named part."""
    return f"{place}.{name}" if place else name


def nullable(schema: Schema) -> Schema:
    """A schema that also allows null: a gap."""
    if not schema:
        return schema
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    return {"anyOf": [schema, {"type": "null"}]}


_NUMBER: Schema = {"type": "number"}
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "format": "date"}
_LINE: Schema = {"type": "string", "maxLength": LINE_LIMIT, "pattern": "^[^\\n]*$"}


def _parts(**parts: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {name: nullable(schema) for name, schema in parts.items()},
        "additionalProperties": False,
    }


_TYPES: Mapping[str, Schema] = {
    "text": {"type": "string", "maxLength": TEXT_LIMIT},
    "line": _LINE,
    "number": _NUMBER,
    "scale": {"type": "number", "minimum": 0, "maximum": 100},
    "date": _DATE,
    "flag": {"type": "boolean"},
    "sign": {"enum": ["+", "+/-", "-"]},
    "actor": {"type": "string", "description": "the id of an actor"},
    "board": {"type": "string", "description": "the id of another board of the same method"},
    "quantity": _parts(amount=_NUMBER, unit=_LINE),
    "money": _parts(
        kind={"enum": ["total", "per_unit"]}, low=_NUMBER, base=_NUMBER, high=_NUMBER, unit=_LINE,
        approximate={"type": "boolean"}, stated=_LINE,
    ),
    "target": _parts(
        amount=_NUMBER, date=_DATE, unit=_LINE,
        revisions={"type": "array", "items": _parts(amount=_NUMBER, date=_DATE, reason=_LINE, revised=_DATE)},
    ),
    "series": {"type": "array", "items": _parts(date=_DATE, value=_NUMBER, n=_NUMBER, source=_LINE)},
}  # fmt: skip


def field_schema(field: Field) -> Schema:
    """The JSON Schema of a field's value."""
    if field.type in ("choice", "evidence"):
        schema: Schema = {"enum": [choice.id for choice in field.choices]}
    else:
        schema = dict(_TYPES[field.type])
    return {"type": "array", "items": schema} if field.many and field.type != "series" else schema
