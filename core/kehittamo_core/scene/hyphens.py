"""Soft hyphens for Finnish words: neither browsers nor WeasyPrint hyphenate Finnish.

libvoikko does it where it is installed (`make system`); without it words break only at their own hyphens and slashes.
"""

import re
from functools import lru_cache
from typing import Any

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]{6,}")
_OWN = re.compile(r"(?<=\w)([-/–])(?=\w)(?<!\d.(?=\d))")
"""A hyphen, dash or slash of a word's own; between two digits it holds a date or a range together."""


@lru_cache(maxsize=1)
def finnish() -> Any:
    """libvoikko for Finnish, None where it is not installed. One thread at a time may ask it."""
    try:
        import libvoikko

        voikko = libvoikko.Voikko("fi")
    except (ImportError, OSError, AttributeError):  # neither the binding nor the library is installed: words stay whole
        return None
    except libvoikko.VoikkoException:  # the Finnish dictionary is not installed
        return None
    voikko.setNoUglyHyphenation(True)
    return voikko


@lru_cache(maxsize=32_768)
def hyphenate(text: str, language: str = "fi") -> str:
    """The text with soft hyphens where words may break; own hyphens and slashes are break points too."""
    voikko = finnish() if language == "fi" else None

    def within(match: re.Match[str]) -> str:
        word = match.group()
        if voikko is None:
            return word
        pattern = voikko.getHyphenationPattern(word)
        if len(pattern) != len(word):
            return word
        pieces = []
        for index, letter in enumerate(word):
            if pattern[index] == "-" and 2 <= index <= len(word) - 2:
                pieces.append(SOFT_HYPHEN)
            pieces.append(letter)
        return "".join(pieces)

    broken = _WORD.sub(within, text)
    return _OWN.sub(rf"\1{SOFT_HYPHEN}", broken)
