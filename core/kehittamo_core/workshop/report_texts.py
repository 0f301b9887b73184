"""The report's co-edited texts and its plan: which entry owns which text, and both joined as an archive tells them.

The plan (order, what is left out, titles, cards) is a plain field of the programme; a chapter's introduction and a free
page's text are texts like those of notes, owned by a row of `report_entry`. What a plan of an earlier form holds of them
itself is read from there until it is first written.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.document.form import is_id
from kehittamo_core.workshop.access import programme_for, writing
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.texts import (
    REPORT_LIMIT,
    REPORT_TEXTS,
    ensure_text,
    plain_texts,
    planned_words,
    replace_text,
    report_place,
    text_key,
)

Entry = Mapping[str, Any]
OwnTexts = Mapping[str, Sequence[tuple[str, str, str]]]
"""The texts of a programme: owner -> (field, language, text)."""


@dataclass(frozen=True)
class ReportText:
    """A text of the report in one language: its key, how it reads, its number, and how the source language reads beside it."""

    key: str
    owner: str
    language: str
    plain: str
    n: int
    limit: int = REPORT_LIMIT
    source: str = ""
    source_key: str = ""
    source_language: str = ""


def entries_of(session: Session, programme_id: str) -> dict[str, m.ReportEntry]:
    """The entries that own texts, by their ids in the plan."""
    rows = session.scalars(select(m.ReportEntry).where(m.ReportEntry.programme_id == programme_id))
    return {row.key: row for row in rows}


def make_entries(session: Session, who: Identity, programme_id: str, ids: Iterable[str]) -> None:
    """Rows for chapters that have none yet, so that their introductions can be written; the plan stays as it is.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    writing(who)
    programme_for(session, who, programme_id, "facilitate")
    _rows(session, programme_id, ids)


def _rows(session: Session, programme_id: str, ids: Iterable[str]) -> dict[str, m.ReportEntry]:
    rows = entries_of(session, programme_id)
    for key in ids:
        if key not in rows and is_id(key):
            rows[key] = m.ReportEntry(programme_id=programme_id, key=key)
            session.add(rows[key])
    session.flush()
    return rows


def report_texts(
    session: Session, who: Identity, programme_id: str, fields: Mapping[str, str], wanted: str
) -> dict[str, ReportText]:
    """The texts of these entries (id -> field) in a language that the programme has, else in its first; for those who may compose.

    Raises:
        NotSignedIn, NotFound, NotAllowed, Locked: see the message.
    """
    programme = programme_for(session, who, programme_id, "facilitate")
    source = programme.languages[0]
    language = wanted if wanted in programme.languages else source
    rows = {key: row for key, row in entries_of(session, programme_id).items() if key in fields}
    stored = {
        row.key: row
        for row in session.scalars(select(m.CoText).where(m.CoText.owner_id.in_([row.id for row in rows.values()])))
    }
    plan = {str(one.get("id")): one for one in programme.frame.get("report") or ()}

    def reads(row: m.ReportEntry, field: str, speak: str) -> tuple[str, str, int]:
        key = text_key(row.id, field, speak)
        text = stored.get(key)
        return (
            (key, text.plain, text.n)
            if text
            else (key, planned_words(plan.get(row.key, {}), field, speak, programme), 0)
        )

    found = {}
    for id_, row in rows.items():
        key, plain, n = reads(row, fields[id_], language)
        source_key, words, _ = reads(row, fields[id_], source)
        beside = (words, source_key, source) if language != source else ("", "", "")
        found[id_] = ReportText(key, row.id, language, plain, n, REPORT_LIMIT, *beside)
    return found


def plan_alone(plan: Iterable[Entry], languages: Sequence[str]) -> list[dict[str, Any]]:
    """The entries of a plan without their co-edited texts; what is in a language that the programme lacks stays."""
    made = []
    for one in plan:
        entry = {name: part for name, part in one.items() if name not in REPORT_TEXTS}
        said = {
            speak: {name: part for name, part in words.items() if name not in REPORT_TEXTS or speak not in languages}
            for speak, words in (entry.pop("translations", None) or {}).items()
        }
        if said := {speak: words for speak, words in said.items() if words}:
            entry["translations"] = said
        made.append(entry)
    return made


def take_plan(
    session: Session, programme: m.Programme, plan: Sequence[Entry], actor_id: str | None, *, whole: bool = False
) -> list[dict[str, Any]]:
    """Store the texts that a plan brings, and give the plan without them; not yet stored is the plan itself.

    A text that the plan does not bring stays as it is; with `whole` (an archive) it is emptied. Who writes in the page of
    an entry that is gone is told.
    """
    before: Sequence[Entry] = (programme.frame or {}).get("report") or ()
    rows = _rows(session, programme.id, [str(one.get("id")) for one in (*before, *plan)])
    for one in before:  # what a plan of an earlier form holds itself becomes a text before the plan is replaced
        row = rows.get(str(one.get("id")))
        for field, language in itertools.product(REPORT_TEXTS, programme.languages):
            if row is not None and planned_words(one, field, language, programme):
                ensure_text(session, report_place(row, field, language))
    known = {str(one.get("id")) for one in plan}
    there = plain_texts(session, [row.id for row in rows.values()])
    brought = {str(one.get("id")): one for one in plan}
    for key, row in rows.items():
        row.deleted_at = None if key in known else row.deleted_at
        one = brought.get(key, {})
        for field, language in itertools.product(REPORT_TEXTS, programme.languages):
            words = planned_words(one, field, language, programme)
            stands = there.get(row.id, {}).get(field, {}).get(language, "")
            if words != stands and (words or whole):
                replace_text(session, report_place(row, field, language), words, actor_id, remember=not whole)
    for one in before:
        if one.get("kind") == "page" and str(one.get("id")) not in known and str(one.get("id")) in rows:
            rows[str(one["id"])].deleted_at = m.now()
    session.flush()
    return plan_alone(plan, programme.languages)


def joined_plan(
    session: Session, programme: m.Programme, texts: OwnTexts, images: Collection[str]
) -> list[dict[str, Any]]:
    """The plan as an archive tells it, each entry with its texts, and with those of its images that are there.

    A chapter that has an introduction and that the plan does not name stands where it would by itself (`unplaced`).
    """
    rows = entries_of(session, programme.id)
    made: list[dict[str, Any]] = []
    for one in programme.frame.get("report") or ():
        entry = dict(one)
        if "images" in entry:
            entry["images"] = [key for key in one["images"] if key in images]
        row = rows.pop(str(one.get("id")), None)
        made.append(_with_texts(entry, texts.get(row.id, ()) if row is not None else (), programme.languages[0]))
    for key in sorted(rows):
        if rows[key].deleted_at is None:
            bare = {"id": key, "unplaced": True}
            made.append(_with_texts(bare, texts.get(rows[key].id, ()), programme.languages[0]))
    return [entry for entry in made if entry.keys() - {"id", "unplaced"} or not entry.get("unplaced")]


def _with_texts(entry: dict[str, Any], texts: Iterable[tuple[str, str, str]], source: str) -> dict[str, Any]:
    said = {speak: dict(words) for speak, words in (entry.pop("translations", None) or {}).items()}
    for field, language, plain in sorted(texts):
        own = entry if language == source else said.setdefault(language, {})
        if plain:
            own[field] = plain
        else:
            own.pop(field, None)
    if said := {speak: words for speak, words in said.items() if words}:
        entry["translations"] = said
    return entry
