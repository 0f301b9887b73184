"""A programme's lists as their pages show them: entries in the reader's words, and their forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.errors import Invalid
from kehittamo_core.fields import Field
from kehittamo_core.web.fieldview import ChoiceView, FieldView
from kehittamo_core.web.forms import Form, number, value_of
from kehittamo_core.web.language import day, say
from kehittamo_core.web.language import number as in_words
from kehittamo_core.workshop.entries import stamp
from kehittamo_core.workshop.lists import ProgrammeList
from kehittamo_core.workshop.process_reading import EntryRow, ListRows

CLOCKS = frozenset({"time", "start", "end"})


@dataclass(frozen=True)
class Detail:
    """One field of an entry in words."""

    id: str
    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """An entry in a list: its name, the fields that are known, and a word of warning where its numbers do not fit."""

    key: str
    name: str
    details: Sequence[Detail]
    uncertain: str = ""
    warning: str = ""
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class ListView:
    """A list on a page."""

    id: str
    programme: str
    title: str
    one: str
    help: str
    add: bool
    change: bool
    removable: bool
    entries: Sequence[EntryView] = field(default_factory=tuple)


def words_for(declared: Field, value: Any, names: Mapping[str, str] | None) -> str:
    """A value in the reader's words."""
    if isinstance(value, list):
        return ", ".join(words_for(declared, part, names) for part in value)
    if isinstance(value, Mapping):
        return f"{value.get('text')}: {in_words(value.get('value')) or '?'}"
    if names is not None:
        return names.get(str(value), str(value))
    if declared.type == "flag":
        return say("yes") if value else say("no")
    if declared.type == "date":
        return day(value)
    if declared.type == "number":
        return in_words(value)
    chosen = next((choice.label for choice in declared.choices if choice.id == value), None)
    return say(chosen) if chosen is not None else str(value)


def _counted(values: Mapping[str, Any]) -> str:
    """What is said of a count whose parts do not add up to what is stated."""
    numbers = [part.get("value") for part in values.get("parts") or [] if part.get("value") is not None]
    if not numbers:
        return ""
    total, stated = sum(numbers), values.get("stated")
    if stated is None:
        return say("The parts are {sum} in all.", sum=in_words(total))
    if total == stated:
        return ""
    return say(
        "Stated {stated}, the parts are {sum} in all: a difference of {difference}, not explained.",
        stated=in_words(stated), sum=in_words(total), difference=in_words(abs(stated - total)),
    )  # fmt: skip


def entry_view(rows: ListRows, row: EntryRow, counted: Mapping[str, int] | None = None) -> EntryView:
    """One entry."""
    declared = rows.declared
    first = declared.fields[0]
    details = [
        Detail(one.id, say(one.label), words_for(one, row.values[one.id], rows.names.get(one.id)))
        for one in declared.fields[1:]
        if one.id in row.values
    ]
    note, mark = "", ""
    if declared.id == "figures" and counted is not None and row.values.get("counted") in counted:
        note = say("counted now: {number}", number=in_words(counted[row.values["counted"]]))
    if row.values.get("done") is True or row.values.get("state") in ("done", "answered"):
        mark = "done"
    return EntryView(
        key=row.key, name=words_for(first, row.values.get(first.id) or say("not known"), rows.names.get(first.id)),
        details=details, uncertain="; ".join(text for text in row.uncertain.values() if text),
        warning=_counted(row.values) if declared.id == "counts" else "", note=note, mark=mark,
    )  # fmt: skip


def list_view(rows: ListRows, programme: str, counted: Mapping[str, int] | None = None) -> ListView:
    """A list with its entries."""
    declared = rows.declared
    return ListView(
        id=declared.id, programme=programme, title=say(declared.title), one=say(declared.one),
        help=say(declared.help) if declared.help else "", add=rows.add, change=rows.change, removable=declared.removable,
        entries=[entry_view(rows, row, counted) for row in rows.entries],
    )  # fmt: skip


def form_fields(rows: ListRows, values: Mapping[str, Any]) -> list[FieldView]:
    """The fields of an entry's form."""
    made = []
    for one in rows.declared.fields:
        names = rows.names.get(one.id)
        value: Any = values.get(one.id)
        if one.id == "elements":
            choices: list[ChoiceView] = []
            value = [(names or {}).get(key, key) for key in value or []]
        elif names is not None:
            choices = [ChoiceView(key, name) for key, name in names.items()]
        else:
            choices = [ChoiceView(choice.id, say(choice.label)) for choice in one.choices]
        if one.id == "parts":
            value = [f"{part.get('text')}: {in_words(part.get('value'))}".rstrip(": ") for part in value or []]
        made.append(
            FieldView(
                id=one.id, type=one.type, label=say(one.label), many=one.many, help=say(one.help) if one.help else "",
                choices=tuple(choices), value=value if value not in ("", []) else None,
            )
        )  # fmt: skip
    return made


def clock_text(text: str | None) -> str | None:
    """A time as it is stored: 9.30 and 9:30 are 09:30; what is no time stays, to be refused with its words."""
    if not text:
        return None
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    if hour.isdigit() and (minute.isdigit() or not minute):
        return f"{int(hour):02d}:{minute or '00':0>2}"
    return text


def _parts(lines: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        name, _, amount = line.rpartition(":")
        value = number(amount) if name else None
        found.append({"text": (name or amount).strip(), **({"value": value} if value is not None else {})})
    return found


def read_form(declared: ProgrammeList, form: Form, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The fields that a form sent, as the archive writes them; gaps are None.

    Raises:
        Invalid: a short id names nothing.
    """
    values: dict[str, Any] = {}
    for one in declared.fields:
        if not form.has_field(f"v.{one.id}"):
            continue
        value = value_of(one, form)
        if one.id in CLOCKS:
            value = clock_text(value)
        elif one.id == "parts" and value:
            value = _parts(value)
        elif one.id == "elements" and value:
            value = [_key_of(code, names["elements"]) for line in value for code in line.replace(",", " ").split()]
        values[one.id] = value
    return values


def _key_of(code: str, names: Mapping[str, str]) -> str:
    wanted = code.upper()
    for key, known in names.items():
        if known == wanted or key == code:
            return key
    raise Invalid("There is no note with the short id {code}; check it on the board.", code=code[:20])


def entry_stamp(values: Mapping[str, Any]) -> str:
    """The stamp of an entry's values."""
    return stamp(values)
