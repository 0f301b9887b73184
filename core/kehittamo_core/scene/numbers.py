"""Numbers that no line breaks: 1 020 000 € stays together, however it was typed."""

import re

NO_BREAK = "\u00a0"
_DIGIT = re.compile("[0-9]")
_HELD = re.compile("[\u00a0\u202f\u2007]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_UNIT = re.compile(r"(?<=\d) (?=(?:[€%‰]|(?:kk|min|snt)\b)(?!\w))")
_BEFORE = re.compile(r"(?<!\w)(klo|kl\.|n =|≈) (?=[\d≈])")
_WORD = re.compile(r"[\S\u00a0\u202f\u2007]+")


def whole_numbers(text: str) -> str:
    """The text with no-break spaces inside numbers, before their short units and after «klo», «n =» and «≈»."""
    if _DIGIT.search(text) is None:
        return text
    text = _THOUSANDS.sub(lambda found: found.group().replace(" ", NO_BREAK), text)
    return _BEFORE.sub(rf"\1{NO_BREAK}", _UNIT.sub(NO_BREAK, text))


def words_of(text: str) -> list[str]:
    """What stands between blanks at which a line may break, as it was written; a number with its unit is one word."""
    whole = whole_numbers(text)
    if _HELD.search(whole) is None:
        return text.split()
    return [text[found.start() : found.end()] for found in _WORD.finditer(whole)]
