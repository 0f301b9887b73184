"""The report's own words in its language, and dates, times and numbers as that language writes them."""

from typing import Any

from kehittamo_core.api import day, number, translate, translate_many

PACKAGE = "kehittamo_exports"

LANGUAGES = {
    "fi": {"fi": "suomeksi", "sv": "finska", "en": "Finnish"},
    "sv": {"fi": "ruotsiksi", "sv": "svenska", "en": "Swedish"},
    "en": {"fi": "englanniksi", "sv": "engelska", "en": "English"},
}
"""A language's name by the reader's language, as it stands after a text that is in it."""


class Voice:
    """Speaks one language: messages of this package, dates, clock times."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, /, **values: Any) -> str:
        """An English msgid in the language."""
        return translate(PACKAGE, self.language, message, **values)

    def many(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """A counted message; `count` fills {number}."""
        return translate_many(PACKAGE, self.language, one, many, count, **values)

    def day(self, value: str | None) -> str:
        """An ISO date, "" where there is none."""
        return day(value, self.language) if value else ""

    def number(self, value: float) -> str:
        """A number."""
        return number(value, self.language)

    def clock(self, value: str | None) -> str:
        """12:30 as 12.30 in Finnish and Swedish."""
        if not value:
            return ""
        return value if self.language == "en" else value.replace(":", ".")

    def hours(self, start: str | None, end: str | None) -> str:
        """klo 12.30–16.00, with what is known of it."""
        if not start:
            return ""
        span = f"{self.clock(start)}–{self.clock(end)}" if end else self.clock(start)
        return self("at {hours}", hours=span)

    def name_of(self, language: str) -> str:
        """The name of a language."""
        return LANGUAGES.get(language, {}).get(self.language, language)
