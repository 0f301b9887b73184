"""People's words made safe to lay out: plain text, no control characters, no word without an end.

The limits come from measurements: a word of 100,000 letters, or ten thousand joiners in a row, keep a layout engine busy
for minutes.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from kehittamo_core.api import hyphenate, text_width, whole_numbers, words_of

WORD = 60
"""Longer words are broken before anybody looks for hyphenation points in them."""
UNBROKEN = 40
"""Pieces without a hyphenation point are broken from here on in running text; in table cells from CELL on."""
CELL = 24
WHOLE = 10
"""Shorter words are not hyphenated."""
PARAGRAPH = 4_000
"""Longer paragraphs are printed as several."""
LONGEST = 20_000
"""A longer text is cut and ends in …; no form and no import takes one."""

ZERO_WIDTH_SPACE = "\u200b"

# Controls (but not line feeds), surrogates, noncharacters, and the marks that turn the direction of what follows.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufeff]"
)
_JOINERS = re.compile("([\u200b-\u200d\u2060\u00ad])[\u200b-\u200d\u2060\u00ad]+")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_WORDS = re.compile(r"[^\W\d_]+(?:\u00ad[^\W\d_]+)+")
_AFTER_SLASH = re.compile(r"([^\W\d_])/\u00ad(?=[^\W\d_])")


def clean(text: str) -> str:
    """Composed letters, no controls, no piles of accents or joiners; line ends as line feeds, numbers held together."""
    if len(text) > LONGEST:
        text = text[:LONGEST] + "…"
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = _UNPRINTABLE.sub("", text)
    text = _MARKS.sub(r"\1", text)
    return whole_numbers(_JOINERS.sub(r"\1", text))


@lru_cache(maxsize=16)
def _longer_than(letters: int) -> re.Pattern[str]:
    return re.compile(rf"[^\s\u00ad\u200b]{{{letters + 1},}}")


def _split_long(text: str, most: int, piece: int) -> str:
    """Words of more than `most` letters with places to break after every `piece` letters."""

    def pieces(match: re.Match[str]) -> str:
        word, parts, start = match.group(), [], 0
        while len(word) - start > piece:
            end = start + piece
            while end < len(word) and (unicodedata.combining(word[end]) or word[end] in "\u200d\ufe0e\ufe0f"):
                end += 1
            parts.append(word[start:end])
            start = end
        parts.append(word[start:])
        return ZERO_WIDTH_SPACE.join(parts)

    return _longer_than(most).sub(pieces, text)


@lru_cache(maxsize=16_384)
def printable(text: str, language: str = "fi", longest: int = UNBROKEN) -> str:
    """The text as it is laid out: cleaned, hyphenation points marked, longer pieces than `longest` letters breakable."""
    broken = _broken(_split_long(clean(text), WORD, WORD // 2), language)
    return _split_long(broken, longest, max(longest // 2, 8))


def _gentle(match: re.Match[str]) -> str:
    """Words under ten letters stay whole, and no piece at an end of a word has fewer than three letters."""
    pieces = match.group().split("\u00ad")
    if sum(map(len, pieces)) < WHOLE:
        return "".join(pieces)
    while len(pieces) > 1 and len(pieces[0]) < 3:
        pieces[:2] = [pieces[0] + pieces[1]]
    while len(pieces) > 1 and len(pieces[-1]) < 3:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return "\u00ad".join(pieces)


def _broken(text: str, language: str) -> str:
    """Hyphenation points, but none after a hyphen, dash or slash of the text's own: no second hyphen is wanted there."""
    text = _WORDS.sub(_gentle, hyphenate(text, language))
    return (
        _AFTER_SLASH.sub(rf"\1/{ZERO_WIDTH_SPACE}", text)
        .replace("-\u00ad", "-")
        .replace("–\u00ad", "–")
        .replace("/\u00ad", "/")
    )


def headline(text: str, room: float, language: str = "fi") -> str:
    """A heading as it is laid out: only words wider than `room` (in ems of the display face) are broken."""
    words = words_of(_split_long(clean(text), WORD, WORD // 2))
    longest = max(int(room / 0.75), 8)
    return " ".join(
        _split_long(_broken(word, language), longest, longest) if text_width(word, 1.0, 700, "display") > room else word
        for word in words
    )


def unbreakable(text: str, language: str = "fi", longest: int = UNBROKEN) -> list[str]:
    """The pieces of a text that no line can be broken in."""
    return words_of(printable(text, language, longest).replace("\u00ad", " ").replace(ZERO_WIDTH_SPACE, " "))


def plain(text: str) -> str:
    """The text without break marks, for bookmarks, alternative texts and titles."""
    return " ".join(words_of(clean(text).replace("\u00ad", "").replace(ZERO_WIDTH_SPACE, "")))


def paragraphs(text: str) -> Iterator[str]:
    """A text's paragraphs, of at most 4,000 characters each."""
    for paragraph in clean(text).split("\n"):
        rest = paragraph.strip()
        while len(rest) > PARAGRAPH:
            cut = rest.rfind(" ", PARAGRAPH // 2, PARAGRAPH)
            cut = cut if cut > 0 else PARAGRAPH
            yield rest[:cut].rstrip()
            rest = rest[cut:].lstrip()
        if rest:
            yield rest
