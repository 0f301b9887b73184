"""A list of people to invite, as it is pasted or comes from a spreadsheet: read row by row, with the faults of each row."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kehittamo_core.document.form import PARTICIPANT_KINDS
from kehittamo_core.errors import Fault, Invalid

COLUMNS = ("name", "organisation", "kind", "mail", "group")
"""The columns in the order in which they stand where the list has no headings."""

LONGEST = 500
LIMIT = 200
MAIL = re.compile(r"[^@\s<>,;\"']{1,64}@[^@\s<>,;\"']+\.[^@\s<>,;\"'.]{2,}")

_HEADINGS: Mapping[str, str] = {
    word: column
    for column, words in {
        "name": ("nimi", "name", "namn", "osallistuja", "henkilö"),
        "organisation": ("organisaatio", "organisation", "organization", "taho", "työpaikka"),
        "kind": ("rooli", "kind", "roll", "osallistujalaji", "laji", "asema"),
        "mail": ("sähköposti", "sähköpostiosoite", "mail", "email", "e-mail", "e-post", "epost", "s-posti"),
        "group": ("ryhmä", "group", "grupp", "pöytä", "table", "bord"),
    }.items()
    for word in words
}

KIND_WORDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "expert": ("asiantuntija", "expert", "sakkunnig"),
        "customer": ("asiakas", "customer", "kund", "klient"),
        "relative": ("läheinen", "omainen", "relative", "närstående", "anhörig"),
        "experience": ("kokemusasiantuntija", "experience", "expert by experience", "erfarenhetsexpert"),
        "support": ("tukihenkilö", "support", "support person", "stödperson"),
        "decider": ("päättäjä", "decider", "decision-maker", "decision maker", "beslutsfattare"),
    }.items()
    for word in words
}
"""How kinds of people are written in lists, in the languages of the screens."""

KIND_NAMES: Mapping[str, str] = {
    kind: next(word for word, of in KIND_WORDS.items() if of == kind) for kind in PARTICIPANT_KINDS
}
"""The first word of each kind: Finnish, as it stands in the lists of organisers."""


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Somebody to be invited; `group` is the key of a table, or "" for none yet."""

    name: str
    organisation: str = ""
    kind: str = "expert"
    mail: str = ""
    group: str = ""


@dataclass(frozen=True)
class InvitedRow:
    """A row as it was written, whom it invites, and what is wrong or doubtful in it."""

    number: int
    cells: Mapping[str, str]
    invited: Invited | None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the programme holds already: tables as (key, number, name), mail addresses, and (name, organisation) of people."""

    groups: Sequence[tuple[str, int | None, str]] = ()
    mails: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str]] = frozenset()


def decoded(data: bytes) -> str:
    """A file's text: UTF-8, else the forms that spreadsheets write (UTF-16 with its mark, Windows-1252)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """What stands between cells: the sign that most of the first lines have; a list of names alone has none."""
    lines = [line for line in text.splitlines() if line.strip()][:20]
    counts = {sign: sum(sign in line for line in lines) for sign in ("\t", ";", ",")}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ";"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def same(text: str) -> str:
    """A name or an organisation as it is compared: without regard to capitals and spaces."""
    return _plain(text).casefold()


def read_list(text: str, known: Known) -> list[InvitedRow]:
    """The rows of a list. A first row of headings says which column is which; else they stand in the order of `COLUMNS`.

    Raises:
        Invalid: there is nothing in it, or too much.
    """
    text = text.replace("\x00", "").lstrip("\ufeff")
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text), skipinitialspace=True)
    try:
        rows = [(reader.line_num, [_plain(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise Invalid("The list cannot be read: {what}. Check its quotation marks.", what=str(error)) from None
    rows = [(number, row) for number, row in rows if any(row)]
    columns: Sequence[str] = COLUMNS
    if rows and "name" in (heads := [_HEADINGS.get(cell.casefold().rstrip(":"), "") for cell in rows[0][1]]):
        columns = heads
        rows = rows[1:]
    if not rows:
        raise Invalid("The list is empty. Write one person on each line: name, organisation, kind, e-mail, table.")
    if len(rows) > LONGEST:
        raise Invalid("The list has {count} rows; at most {limit} are read at once.", count=len(rows), limit=LONGEST)
    seen_mails: dict[str, int] = {}
    seen_people: dict[tuple[str, str], int] = {}
    return [_row(number, row, columns, known, seen_mails, seen_people) for number, row in rows]


def _row(
    number: int, row: Sequence[str], columns: Sequence[str], known: Known, seen_mails: dict[str, int],
    seen_people: dict[tuple[str, str], int],
) -> InvitedRow:  # fmt: skip
    cells = {column: cell for column, cell in zip(columns, row, strict=False) if column}
    faults: list[Fault] = []
    notes: list[Fault] = []
    if any(row[len(columns) :]):
        faults.append(Fault("", "there are more cells than columns", {}))
    name, organisation, mail = (cells.get(column, "") for column in ("name", "organisation", "mail"))
    if not name:
        faults.append(Fault("name", "a name is missing", {}))
    for column, value in (("name", name), ("organisation", organisation), ("mail", mail)):
        if len(value) > LIMIT:
            faults.append(
                Fault(
                    column, "{value} is too long; at most {limit} characters fit", {"value": value[:40], "limit": LIMIT}
                )
            )
        elif not value.isprintable():
            faults.append(Fault(column, "{value} has signs that cannot be shown", {"value": repr(value)[1:41]}))
    kind = _kind(cells.get("kind", ""), faults)
    group = _group(cells.get("group", ""), known.groups, faults)
    if mail:
        key = mail.casefold()
        if not MAIL.fullmatch(mail):
            faults.append(Fault("mail", "{value} is not an e-mail address", {"value": mail[:80]}))
        elif key in seen_mails:
            faults.append(Fault("mail", "{value} stands on row {row} already", {"value": mail, "row": seen_mails[key]}))
        elif key in known.mails:
            faults.append(Fault("mail", "{value} belongs to somebody who is in the programme already", {"value": mail}))
        seen_mails.setdefault(key, number)
    person = (same(name), same(organisation))
    if name and person in seen_people:
        notes.append(
            Fault("name", "the same name stands on row {row}; they will be two people", {"row": seen_people[person]})
        )
    elif name and person in known.people:
        notes.append(Fault("name", "the programme has somebody of this name already; this will be another person", {}))
    seen_people.setdefault(person, number)
    invited = None
    if not faults:
        invited = Invited(name=name, organisation=organisation, kind=kind, mail=mail, group=group)
    return InvitedRow(number, cells, invited, tuple(faults), tuple(notes))


def _kind(text: str, faults: list[Fault]) -> str:
    if not text:
        return "expert"
    kind = KIND_WORDS.get(text.casefold(), text if text in PARTICIPANT_KINDS else "")
    if not kind:
        known = ", ".join(KIND_NAMES.values())
        faults.append(
            Fault(
                "kind", "{value} is not a kind of participant; known are {known}", {"value": text[:40], "known": known}
            )
        )
    return kind or "expert"


def _group(text: str, groups: Iterable[tuple[str, int | None, str]], faults: list[Fault]) -> str:
    if not text:
        return ""
    words = same(text)
    digits = re.fullmatch(r"(?:\w+ )?([0-9]{1,3})", words)
    for key, number, name in groups:
        if words in (same(name), key.casefold()) or (digits and number == int(digits[1])):
            return key
    known = ", ".join(name or str(number or "") for _, number, name in groups) or "-"
    faults.append(
        Fault(
            "group", "{value} is not a table of this programme; known are {known}", {"value": text[:40], "known": known}
        )
    )
    return ""
