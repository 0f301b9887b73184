"""Co-edited texts in the database: their updates, what they read now, and who changed them minute by minute.

A text's key is `owner:field:language`; the owner is an item, a link, the programme (its goal), or an entry of the report's
plan (a chapter's introduction, a free page's text).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import is_id, new_id
from kehittamo_core.errors import NotFound
from kehittamo_core.fields import TEXT_LIMIT
from kehittamo_core.live import ytext
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.events import board_room, programme_room, report_room, wake
from kehittamo_core.workshop.kinds import field_of

GOAL = "goal"
REPORT_TEXTS = ("introduction", "text")
"""What is co-edited of the report: a chapter's introduction, a free page's text."""
REPORT_LIMIT = 20_000
"""Characters of such a text, as in an archive."""


def text_key(owner_id: str, field: str, language: str) -> str:
    """The key of a text."""
    return f"{owner_id}:{field}:{language}"


@dataclass(frozen=True)
class TextPlace:
    """Where a text belongs, and how long it may be."""

    key: str
    programme_id: str
    room: str
    board_id: str | None
    owner_id: str
    field: str
    language: str
    setup: bool = False
    limit: int = TEXT_LIMIT


@dataclass(frozen=True)
class LoadedText:
    """A text with all its updates."""

    n: int
    plain: str
    updates: list[bytes]


def text_place(session: Session, plugins: Plugins, key: str) -> TextPlace:
    """Where a key belongs.

    Raises:
        NotFound: there is no such owner or no such co-edited field, or the programme has no such language.
    """
    gone = NotFound("There is no such text any more.")
    parts = key.split(":")
    if len(parts) != 3:
        raise gone
    owner_id, field, language = parts
    if not is_id(owner_id):
        raise gone
    if field == GOAL:
        programme = session.get(m.Programme, owner_id)
        if programme is not None and language in programme.languages:
            return TextPlace(key, owner_id, programme_room(owner_id), None, owner_id, field, language)
        raise gone
    element = session.get(m.Element, owner_id)
    if element is None and (entry := session.get(m.ReportEntry, owner_id)) is not None:
        programme = session.get_one(m.Programme, entry.programme_id)
        if entry.deleted_at is None and field in REPORT_TEXTS and language in programme.languages:
            return report_place(entry, field, language)
        raise gone
    if element is None or element.deleted_at is not None:
        raise gone
    declared = field_of(plugins, element, field)
    programme = session.get_one(m.Programme, element.programme_id)
    if declared is None or declared.field.type != "text" or language not in programme.languages:
        raise gone
    room = board_room(element.board_id) if element.board_id else programme_room(element.programme_id)
    return TextPlace(key, element.programme_id, room, element.board_id, owner_id, field, language, declared.setup)


def report_place(entry: m.ReportEntry, field: str, language: str) -> TextPlace:
    """Where a text of the report belongs: to those who compose it."""
    key, room = text_key(entry.id, field, language), report_room(entry.programme_id)
    return TextPlace(key, entry.programme_id, room, None, entry.id, field, language, setup=True, limit=REPORT_LIMIT)


def load_text(session: Session, key: str) -> LoadedText:
    """A text and its updates.

    One that was imported while its method was missing has words and no updates yet: the first write makes them, and
    answers with a conflict.
    """
    row = session.get(m.CoText, key)
    if row is None:
        return LoadedText(0, _words_of_values(session, key), [])
    updates = [data for _, data in read_updates(session, key)]
    return LoadedText(row.n, row.plain, updates)


def read_updates(session: Session, key: str, after: int = 0) -> list[tuple[int, bytes]]:
    """The updates of a text after a number, with their numbers."""
    found = session.execute(
        select(m.TextUpdate.n, m.TextUpdate.data)
        .where(m.TextUpdate.text_key == key, m.TextUpdate.n > after)
        .order_by(m.TextUpdate.n)
    )
    return [(row.n, row.data) for row in found]


def _words_of_values(session: Session, key: str) -> str:
    """What a text reads that has no row yet: of an element that was imported while its method was missing, or of a
    report that was composed before its texts were co-edited.
    """
    owner_id, field, language = key.split(":")
    element = session.get(m.Element, owner_id)
    if element is None:
        return _words_of_plan(session, owner_id, field, language)
    languages = session.get_one(m.Programme, element.programme_id).languages
    values = element.values if language == languages[0] else element.translations.get(language, {})
    words = values.get(field)
    return words if isinstance(words, str) else ""


def _words_of_plan(session: Session, owner_id: str, field: str, language: str) -> str:
    entry = session.get(m.ReportEntry, owner_id)
    if entry is None:
        return ""
    programme = session.get_one(m.Programme, entry.programme_id)
    plan = programme.frame.get("report") or ()
    return planned_words(next((one for one in plan if one.get("id") == entry.key), {}), field, language, programme)


def planned_words(entry: Mapping[str, Any], field: str, language: str, programme: m.Programme) -> str:
    """What an entry of a plan itself says in a language."""
    own = language == programme.languages[0]
    words = (entry if own else (entry.get("translations") or {}).get(language) or {}).get(field)
    return words if isinstance(words, str) else ""


def ensure_text(session: Session, place: TextPlace) -> m.CoText:
    """The row of a text, made when it is first written; its row lock is held until the transaction ends."""
    row = session.get(m.CoText, place.key, with_for_update=True)
    if row is None:
        words = _words_of_values(session, place.key) if place.field != GOAL else ""
        row = m.CoText(
            key=place.key, programme_id=place.programme_id, room=place.room, owner_id=place.owner_id, field=place.field,
            language=place.language, plain="", n=0,
        )  # fmt: skip
        session.add(row)
        session.flush()
        made = ytext.diff_update([], words) if words else None
        if made is not None:
            _append(session, row, made, words, None, remember=False)
    return row


def _append(
    session: Session, row: m.CoText, data: bytes, plain: str, actor_id: str | None, *, remember: bool = True
) -> int:
    row.n += 1
    before, row.plain = row.plain, plain
    session.flush()
    session.execute(insert(m.TextUpdate).values(text_key=row.key, n=row.n, data=data, actor_id=actor_id, at=m.now()))
    if remember:
        _remember(session, row.key, actor_id, before, plain)
    wake(session, f"text:{row.key}")
    return row.n


def _remember(session: Session, key: str, actor_id: str | None, before: str, after: str) -> None:
    """One entry per person, text and minute: the first `before` and the last `after` of that minute."""
    if before == after:
        return
    minute = m.now().replace(second=0, microsecond=0)
    newest = session.execute(
        select(m.TextHistory.id, m.TextHistory.actor_id, m.TextHistory.minute)
        .where(m.TextHistory.text_key == key)
        .order_by(m.TextHistory.minute.desc(), m.TextHistory.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.actor_id == actor_id and newest.minute == minute:
        session.execute(update(m.TextHistory).where(m.TextHistory.id == newest.id).values(after=after))
        return
    session.execute(
        insert(m.TextHistory).values(
            id=new_id(), text_key=key, actor_id=actor_id, minute=minute, before=before, after=after
        )
    )


def replace_text(
    session: Session, place: TextPlace, words: str, actor_id: str | None, *, remember: bool = True
) -> tuple[str, str] | None:
    """Make a text read `words` by the smallest difference; (before, after), or None where it reads so already.

    `remember=False` leaves the history to the caller's own event.
    """
    row = ensure_text(session, place)
    words = ytext.clean_text(words)
    before = row.plain
    if before == words:
        return None
    data = ytext.diff_update([data for _, data in read_updates(session, place.key)], words)
    if data is None:
        return None
    _append(session, row, data, words, actor_id, remember=remember)
    return before, words


def plain_texts(session: Session, owners: Iterable[str]) -> dict[str, dict[str, dict[str, str]]]:
    """How the texts of these owners read: owner -> field -> language -> text."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    rows = session.execute(
        select(m.CoText.owner_id, m.CoText.field, m.CoText.language, m.CoText.plain).where(
            m.CoText.owner_id.in_(owners)
        )
    )
    for row in rows:
        found.setdefault(row.owner_id, {}).setdefault(row.field, {})[row.language] = row.plain
    return found
