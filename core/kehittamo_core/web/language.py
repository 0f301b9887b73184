"""The reader's language while a page is made: words, dates and numbers as they are written in it.

The language is set once per request (and per rendered fragment) in a context variable, so that templates, macros and
filters need not hand it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from kehittamo_core.words import LANGUAGES, translate, translate_many

CORE = "kehittamo_core"
DEFAULT = "fi"
NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
HOME = ZoneInfo("Europe/Helsinki")
"""Where the workshops are held: times of events are shown in this zone."""

_LOCALES = {"fi": Locale("fi", "FI"), "sv": Locale("sv", "FI"), "en": Locale("en", "GB")}
_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def known(language: str | None) -> str | None:
    """The language, if the screens speak it."""
    return language if language in LANGUAGES else None


def current() -> str:
    """The language of the page that is being made."""
    return _current.get()


def choose(language: str) -> None:
    """Set the language for the rest of this request."""
    _current.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Make something in a language."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def say(message: str, /, **values: Any) -> str:
    """A msgid of the core in the current language."""
    return translate(CORE, current(), message, **values)


def count(one: str, many: str, number: int, /, **values: Any) -> str:
    """A counted msgid of the core in the current language; the number fills {number}."""
    return translate_many(CORE, current(), one, many, number, **values)


def locale() -> Locale:
    """Babel's locale of the current language, as it is written in Finland."""
    return _LOCALES.get(current(), _LOCALES[DEFAULT])


def day(value: Any, *, weekday: bool = True, year: bool = True) -> str:
    """A date (or its ISO text) as people write it: ke 28.3.2018; "" for a gap, the text itself where it is no date."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if current() == "en":
        pattern = ("EEE " if weekday else "") + "d MMM" + (" y" if year else "")
    else:
        pattern = ("EEE " if weekday else "") + "d.M." + ("y" if year else "")
    return str(format_date(value, pattern, locale=locale()))


def clock(value: str | None) -> str:
    """A time of day such as 12:30 as people write it: 12.30 in Finnish and Swedish."""
    if not value:
        return ""
    return value if current() == "en" else value.replace(":", ".").removeprefix("0")


def hours(start: str | None, end: str | None) -> str:
    """From when to when: 12.30–16.00."""
    if start and end:
        return f"{clock(start)}–{clock(end)}"
    return clock(start or end)


def moment(value: datetime | None) -> str:
    """A moment as people write it: 28.3.2018 12.30."""
    if value is None:
        return ""
    pattern = "d MMM y H:mm" if current() == "en" else "d.M.y H.mm"
    return str(format_datetime(value, pattern, tzinfo=HOME, locale=locale()))


def just_time(value: datetime | None) -> str:
    """The time of day of a moment: 12.30."""
    if value is None:
        return ""
    return str(format_time(value, "H:mm" if current() == "en" else "H.mm", tzinfo=HOME, locale=locale()))


def number(value: Any) -> str:
    """A number with the language's marks: 11 010 000 or 3,8; "" for a gap, a text stays as it is."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return str(format_decimal(value, format="#,##0.####", locale=locale()))
