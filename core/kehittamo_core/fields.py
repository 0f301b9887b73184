"""The field types: what a value of each may be, in one place for forms, commands, imports and the schema."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

FieldType = Literal[
    "text",
    "line",
    "number",
    "quantity",
    "money",
    "date",
    "choice",
    "scale",
    "sign",
    "actor",
    "item",
    "evidence",
    "series",
    "target",
    "flag",
    "secret",
    "board",
]
"""text is co-edited, at most 2,000 characters; line is one line, at most 200; scale is 0-100 between two named ends.

Two may be asked for by the form of an action only: item is one of the board's own items, by its id; secret is a line that is
typed unseen, handed to the action, and stored nowhere. One may be a setting only: board is another board of the same method,
by its id in the archive.
"""

TEXT_LIMIT = 2_000
LINE_LIMIT = 200
SIGNS = ("+", "+/-", "-")


@dataclass(frozen=True)
class Choice:
    """One of a field's choices: the stored `id`, its `label` (an English msgid), and the sign it is shown with."""

    id: str
    label: str
    glyph: str = ""


OBSERVED = (
    Choice("observed", "observed", "eye"),
    Choice("told", "told", "speech"),
    Choice("assumed", "assumed", "question"),
)
"""Evidence of a note about people: havaittu, kerrottu, oletettu."""

SHOWN = (
    Choice("assumed", "assumed", "question"),
    Choice("promising", "promising", "half"),
    Choice("contradictory", "contradictory", "split"),
    Choice("shown", "shown", "tick"),
)
"""Evidence of an effect: oletettu, lupaava, ristiriitainen, osoitettu."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a kind or of a link.

    `label` and `help` are English msgids. `choices` belong to choice and evidence; `ends` name the two ends of a scale;
    `unit` is shown beside a number, a msgid where it is a word; `many` stores a list; `required` asks for it, and never
    refuses a gap. `words` are a sign's words, in the order +, +/-, -. `banner` is a sentence that stands above the board and on the
    big screen while this setting (a flag) is on. `kinds` say which items an item field offers; `own` chooses
    beforehand the one that bears the name of the reader's organisation.
    """

    id: str
    label: str
    type: FieldType = "line"
    many: bool = False
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    ends: tuple[str, str] = ("", "")
    unit: str = ""
    words: tuple[str, str, str] = ("", "", "")
    banner: str = ""
    kinds: tuple[str, ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        """Refuse a contradictory field."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.id):
            raise ValueError(f"field id {self.id!r}: use small letters, digits and _")
        if self.type in ("choice", "evidence") and not self.choices:
            raise ValueError(f"field {self.id!r}: a {self.type} field needs choices")
        if (self.type == "item") != bool(self.kinds):
            raise ValueError(
                f"field {self.id!r}: an item field names the kinds that it offers, and no other field does"
            )
        if self.type == "text" and self.many:
            raise ValueError(f"field {self.id!r}: a text is one co-edited text; use line with many=True")


Faults = Iterator[tuple[str, str, Mapping[str, Any]]]
"""(place inside the value, message, values for the message)"""

_NOT_A_NUMBER = "{value} is not a number"


def _is_number(value: Any) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond what any computer reckons with
        return False


def _shown(value: Any) -> str:
    text = repr(value).replace("'", '"') if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _check_string(value: Any, limit: int) -> Faults:
    if not isinstance(value, str):
        yield "", "{value} is not text", {"value": _shown(value)}
    elif len(value) > limit:
        yield "", "{count} characters are too many; at most {limit} fit", {"count": len(value), "limit": limit}


def _check_number(value: Any) -> Faults:
    if not _is_number(value):
        yield "", _NOT_A_NUMBER, {"value": _shown(value)}


def _check_line(value: Any) -> Faults:
    yield from _check_string(value, LINE_LIMIT)
    if isinstance(value, str) and "\n" in value:
        yield "", "{value} has more than one line", {"value": _shown(value)}


def _check_scale(value: Any) -> Faults:
    if not _is_number(value):
        yield "", _NOT_A_NUMBER, {"value": _shown(value)}
    elif not 0 <= value <= 100:
        yield "", "{value} is not between 0 and 100", {"value": _shown(value)}


def _check_date(value: Any) -> Faults:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield "", "{value} is not a date such as 2018-03-28", {"value": _shown(value)}


def _check_mapping(value: Any, parts: Mapping[str, Callable[[Any], Faults]]) -> Faults:
    if not isinstance(value, Mapping):
        yield "", "{value} is not a set of named values", {"value": _shown(value)}
        return
    for name in value:
        if name not in parts:
            yield f".{name}", "there is no such part; known are {known}", {"known": ", ".join(sorted(parts))}
    for name, check in parts.items():
        if value.get(name) is not None:
            for place, message, values in check(value[name]):
                yield f".{name}{place}", message, values


def _check_list(value: Any, check: Callable[[Any], Faults]) -> Faults:
    if not isinstance(value, list | tuple):
        yield "", "{value} is not a list", {"value": _shown(value)}
        return
    for number, part in enumerate(value):
        for place, message, values in check(part):
            yield f"[{number}]{place}", message, values


def _one_of(*known: str) -> Callable[[Any], Faults]:
    def check(value: Any) -> Faults:
        if value not in known:
            yield "", "{value} is not one of {known}", {"value": _shown(value), "known": ", ".join(known)}

    return check


def _check_flag(value: Any) -> Faults:
    if not isinstance(value, bool):
        yield "", "{value} is neither true nor false", {"value": _shown(value)}


QUANTITY = {"amount": _check_number, "unit": _check_line}
MONEY = {
    "kind": _one_of("total", "per_unit"),
    "low": _check_number,
    "base": _check_number,
    "high": _check_number,
    "unit": _check_line,
    "approximate": _check_flag,
    "stated": _check_line,
}
POINT = {"date": _check_date, "value": _check_number, "n": _check_number, "source": _check_line}
REVISION = {"amount": _check_number, "date": _check_date, "reason": _check_line, "revised": _check_date}
TARGET = {
    "amount": _check_number,
    "date": _check_date,
    "unit": _check_line,
    "revisions": lambda value: _check_list(value, lambda part: _check_mapping(part, REVISION)),
}

_CHECKS: Mapping[str, Callable[[Any], Faults]] = {
    "text": lambda value: _check_string(value, TEXT_LIMIT),
    "line": _check_line,
    "secret": _check_line,
    "number": _check_number,
    "scale": _check_scale,
    "date": _check_date,
    "flag": _check_flag,
    "sign": _one_of(*SIGNS),
    "actor": _check_line,
    "item": _check_line,
    "board": _check_line,
    "quantity": lambda value: _check_mapping(value, QUANTITY),
    "money": lambda value: _check_mapping(value, MONEY),
    "target": lambda value: _check_mapping(value, TARGET),
    "series": lambda value: _check_list(value, lambda part: _check_mapping(part, POINT)),
}


def check_value(field: Field, value: Any) -> Faults:
    """What is wrong with a value of a field: (place inside it, message, the message's values); nothing for a gap."""
    if value is None:
        return
    if field.type in ("choice", "evidence"):
        check = _one_of(*(choice.id for choice in field.choices))
    else:
        check = _CHECKS[field.type]
    yield from _check_list(value, check) if field.many and field.type != "series" else check(value)


def is_gap(value: Any) -> bool:
    """Whether a value says nothing: None, an empty text or an empty list."""
    return value is None or value == "" or value == [] or value == ()
