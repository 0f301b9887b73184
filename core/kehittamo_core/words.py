"""Words in the reader's language: one gettext catalogue per package, English msgids, read from `locales/*/messages.po`.

A catalogue is read at run time (some milliseconds, once), so there is nothing to compile and nothing to forget.
"""

from functools import lru_cache
from importlib import resources
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LANGUAGES = ("fi", "sv", "en")
"""The languages of the product's own screens; English is the source text."""


@lru_cache(maxsize=256)
def catalogue(package: str, language: str) -> Catalog | None:
    """The catalogue of an import package, None where it has none for this language."""
    if not package or language == "en":
        return None
    try:
        file = resources.files(package) / "locales" / language / "messages.po"
        with file.open("rb") as stream:
            return read_po(stream, locale=language)
    except (FileNotFoundError, ModuleNotFoundError, NotADirectoryError, TypeError):
        return None


def _found(package: str, language: str, message: str) -> str | tuple[str, ...] | None:
    for place in (package, "kehittamo_core"):
        book = catalogue(place, language)
        entry = book.get(message) if book is not None else None
        if entry is not None and entry.string:
            if isinstance(entry.string, str):
                return entry.string
            forms = tuple(entry.string)
            if any(forms):
                return forms
    return None


def is_translated(package: str, language: str, message: str) -> bool:
    """Whether a msgid has words in this language (English always has)."""
    return language == "en" or _found(package, language, message) is not None


def translate(package: str, language: str, message: str, /, **values: Any) -> str:
    """A msgid in a language, from the package's own catalogue or the core's; the msgid itself where neither has it."""
    found = _found(package, language, message)
    text = found if isinstance(found, str) else found[0] if found else message
    return text.format(**values) if values else text


def translate_many(package: str, language: str, one: str, many: str, number: int, /, **values: Any) -> str:
    """As `translate` for a counted thing; `number` chooses the form and fills {number}."""
    found = _found(package, language, one)
    if isinstance(found, tuple):
        text = found[0 if number == 1 else -1]
    else:
        text = one if number == 1 else many
    return text.format(number=number, **values)
