"""The faces that running headers are written in: the house's own, and behind it those that hold what it lacks.

A text is cut into runs of one face each, as the layout engine does for the pages; a letter that no face has becomes «?».
"""

import io
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import uharfbuzz as hb

from kehittamo_core.api import MissingPart
from kehittamo_exports.pdf import slices
from kehittamo_exports.pdf.engine import FACES, font_bytes

BUILT = frozenset(f"{file}-{weight}" for file, _, weights in FACES for weight in weights)
"""The file names of the built fonts; all others are slices."""


@lru_cache(maxsize=64)
def face(name: str) -> hb.Face:
    """A built font by its file name, or a slice of a large script, which is packed and has to be opened first."""
    if name in BUILT:
        return hb.Face(font_bytes(name))
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    target = io.BytesIO()
    with TTFont(io.BytesIO(slices.data(f"asset:{name}.woff2"))) as font:
        font.flavor = None
        if "fvar" in font:  # as it stands it would be its thinnest weight
            instantiateVariableFont(font, {"wght": 400}, inplace=True)
        font.save(target)
    return hb.Face(target.getvalue())


@lru_cache(maxsize=64)
def letters_of(name: str) -> frozenset[int]:
    """The letters that a face has."""
    return frozenset(face(name).unicodes)


def house(weight: int) -> str:
    """The name of the house's own face for text."""
    return f"{FACES[0][0]}-{weight}"


def _behind(weight: int) -> Iterator[str]:
    for file, _, weights in FACES[2:]:
        yield f"{file}-{weight if weight in weights else weights[0]}"


def runs(text: str, weight: int) -> list[tuple[str, str]]:
    """The text as pieces of one face each, with the names of the faces; blanks and marks stay with what is before them."""
    own = house(weight)
    if all(ord(letter) in letters_of(own) for letter in text):
        return [(own, text)] if text else []
    found: list[tuple[str, str]] = []
    for at, letter in enumerate(text):
        name = found[-1][0] if found else own
        keeps = letter.isspace() and at + 1 < len(text) and _holds(name, text[at + 1])
        joins = unicodedata.combining(letter) or letter in "\u200d\ufe0e\ufe0f"
        if not ((keeps or joins) and _holds(name, letter)):
            chosen = _chosen(letter, weight)
            name, letter = (chosen, letter) if chosen else (own, "" if joins else "?")
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + letter)
        elif letter:
            found.append((name, letter))
    return found


def _holds(name: str, letter: str) -> bool:
    return ord(letter) in letters_of(name)


@lru_cache(maxsize=4_096)
def _chosen(letter: str, weight: int) -> str:
    """The first face that has a letter; "" where none has it."""
    for name in (house(weight), *_behind(weight)):
        if _holds(name, letter):
            return name
    try:
        return next((name for name in slices.needed((letter,)) if _holds(name, letter)), "")
    except MissingPart:  # without the slices a header does without its letters
        return ""
