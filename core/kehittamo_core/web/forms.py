"""From an HTML form to a field's value: names such as `v.amount.low`, empty boxes as gaps, commas in numbers allowed.

Nothing is checked here but the form's own shape; what a value may be is said by `kehittamo_core.fields`, so a text where a
number belongs is handed on as it is and refused there with its place.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kehittamo_core.errors import Fault, Invalid
from kehittamo_core.fields import Field

PREFIX = "v"
MAX_ROWS = 200


class Form:
    """What a form sent: several values may bear one name."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            if isinstance(value, str):
                self._values.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def names(self) -> tuple[str, ...]:
        """The names that were sent."""
        return tuple(self._values)

    def all(self, name: str) -> list[str]:
        """Every value under a name."""
        return self._values.get(name, [])

    def get(self, name: str, default: str = "") -> str:
        """The last value under a name, without spaces around it."""
        values = self._values.get(name)
        return values[-1].strip() if values else default

    def raw(self, name: str) -> str:
        """The last value under a name as it was typed, line ends as one character."""
        values = self._values.get(name)
        return values[-1].replace("\r\n", "\n").replace("\r", "\n") if values else ""

    def has_field(self, name: str) -> bool:
        """Whether anything of a field was sent: the name itself or a part of it."""
        start = f"{name}."
        return any(key == name or key.startswith(start) for key in self._values)


def number(text: str) -> Any:
    """A number as people write it (1 020,5 or -3.8); None for nothing, the text itself where it is no number."""
    if not text.strip():
        return None
    plain = "".join(text.split()).replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return text.strip()
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def whole(text: str, most: int = 1_000_000_000) -> int | None:
    """A whole number in plain digits; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) and int(text) <= most else None


def iso_date(text: str) -> str | None:
    """A date that was typed, as it is stored: 28.3.2018 is 2018-03-28; what is no date stays, to be refused with its words."""
    found = re.fullmatch(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*", text)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else _line(text)


def _line(text: str) -> str | None:
    return " ".join(text.split()) or None


def _parts(form: Form, name: str, shape: Mapping[str, str]) -> dict[str, Any] | None:
    """A mapping of named parts; None where every part is a gap."""
    found: dict[str, Any] = {}
    for part, kind in shape.items():
        text = form.get(f"{name}.{part}")
        if kind == "flag":
            if text:
                found[part] = True
            continue
        value = number(text) if kind == "number" else iso_date(text) if kind == "date" else _line(text)
        if value is not None:
            found[part] = value
    return found or None


MONEY = {
    "low": "number", "base": "number", "high": "number", "unit": "line", "approximate": "flag", "stated": "line",
}  # fmt: skip
POINT = {"date": "date", "value": "number", "n": "number", "source": "line"}


def _money(form: Form, name: str) -> dict[str, Any] | None:
    found = _parts(form, name, MONEY)
    if found is None or set(found) == {"approximate"}:
        return None
    kind = form.get(f"{name}.kind")
    return {"kind": kind or "total", **found}


def _rows(form: Form, name: str) -> list[int]:
    """The numbers of the rows that were sent, such as the 2 of `v.points.2.date`."""
    numbers = set()
    for key in form.names():
        if key.startswith(f"{name}."):
            row = key[len(name) + 1 :].split(".")[0]
            if (number_ := whole(row, 9_999)) is not None:
                numbers.add(number_)
    return sorted(numbers)[:MAX_ROWS]


def _target(form: Form, name: str, current: Any) -> dict[str, Any] | None:
    """A target; one that is revised keeps the old amount and date with the reason, which is asked for."""
    found = _parts(form, name, {"amount": "number", "date": "date", "unit": "line"})
    old = current if isinstance(current, Mapping) else {}
    revisions = list(old.get("revisions") or [])
    said = found or {}
    had = {part: old[part] for part in ("amount", "date") if old.get(part) is not None}
    if had and any(said.get(part) != value for part, value in had.items()):
        reason = _line(form.get(f"{name}.reason"))
        if reason is None:
            raise Invalid(
                "Say why the target is revised: the old one stays visible with the reason.",
                faults=[Fault(f"{name}.reason", "a reason is missing", {})],
            )
        revisions.append({**had, "reason": reason, "revised": date.today().isoformat()})  # noqa: DTZ011 (a calendar day)
    if revisions:
        said = {**said, "revisions": revisions}
    return said or None


def _scale(form: Form, name: str) -> Any:
    """A place between two ends; unset stays unset until somebody moves it."""
    if f"{name}.unset" in form:
        return None
    return number(form.get(name))


def _one(field: Field, form: Form, name: str, current: Any) -> Any:
    match field.type:
        case "text":
            return form.raw(name).strip() or None
        case "number":
            return number(form.get(name))
        case "scale":
            return _scale(form, name)
        case "flag":
            return {"yes": True, "no": False}.get(form.get(name))
        case "quantity":
            return _parts(form, name, {"amount": "number", "unit": "line"})
        case "money":
            return _money(form, name)
        case "target":
            return _target(form, name, current)
        case "series":
            points = (_parts(form, f"{name}.{row}", POINT) for row in _rows(form, name))
            return [point for point in points if point] or None
        case "date":
            return iso_date(form.get(name))
    return _line(form.get(name))


def _many(field: Field, form: Form, name: str) -> Any:
    """Several values: boxes that were ticked, or one value a line."""
    if field.type in ("choice", "evidence", "actor", "item", "sign"):
        values: list[Any] = [text for text in form.all(name) if text]
    elif field.type in ("quantity", "money"):
        read = _money if field.type == "money" else lambda f, n: _parts(f, n, {"amount": "number", "unit": "line"})
        values = [value for row in _rows(form, name) if (value := read(form, f"{name}.{row}"))]
    else:
        lines = [_line(line) for text in form.all(name) for line in text.replace("\r", "\n").split("\n")]
        values = [number(line) if field.type in ("number", "scale") else line for line in lines if line]
    return values or None


def value_of(field: Field, form: Form, current: Any = None, *, prefix: str = PREFIX) -> Any:
    """A field's value as a form sent it; None is a gap. `current` is the stored value, which a revised target keeps.

    Raises:
        Invalid: a target is revised without a reason.
    """
    name = f"{prefix}.{field.id}"
    if field.many and field.type != "series":
        return _many(field, form, name)
    return _one(field, form, name, current)


def values_of(fields: Iterable[Field], form: Form, *, prefix: str = PREFIX) -> dict[str, Any]:
    """The values of the fields that a form sent anything of; gaps are left out."""
    found = {}
    for field in fields:
        if form.has_field(f"{prefix}.{field.id}"):
            value = value_of(field, form, prefix=prefix)
            if value is not None:
                found[field.id] = value
    return found
