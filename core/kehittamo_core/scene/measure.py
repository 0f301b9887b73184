"""Text measured with the very font files that screens and PDF use, so that lines break alike everywhere.

Lengths are millimetres; a font size is the em in millimetres (1 pt = 0.3528 mm).
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib import resources
from typing import Literal

import uharfbuzz as hb

from kehittamo_core.errors import MissingPart
from kehittamo_core.scene.hyphens import SOFT_HYPHEN, hyphenate
from kehittamo_core.scene.numbers import words_of

Weight = Literal[400, 600, 700]
Family = Literal["text", "display"]

FILES: dict[Family, str] = {"text": "AtkinsonHyperlegibleNext", "display": "SchibstedGrotesk"}
NAMES: dict[Family, str] = {"text": "Atkinson Hyperlegible Next", "display": "Schibsted Grotesk"}
LINE_HEIGHT = 1.25
"""Distance of two baselines, in ems."""
LATIN = "\u024f"
"""The last letter of which the house's families have about all."""
ASCENT = 0.76
"""From a line's top to its baseline within its em box, in ems: letters are centred in their line by it."""


def font_file(family: Family, weight: Weight, ending: str = "ttf") -> bytes:
    """The bytes of a built font file.

    Raises:
        MissingPart: the fonts have not been built.
    """
    name = f"{FILES[family]}-{weight}.{ending}"
    try:
        return (resources.files("kehittamo_core") / "static" / "fonts" / name).read_bytes()
    except FileNotFoundError as error:
        raise MissingPart(f"The font {name} is missing; build it with «make assets».") from error


@lru_cache(maxsize=8)
def _font(family: Family, weight: Weight) -> tuple[hb.Font, int]:
    face = hb.Face(font_file(family, weight))
    return hb.Font(face), face.upem


@lru_cache(maxsize=65_536)
def text_width(text: str, size: float = 1.0, weight: Weight = 400, family: Family = "text") -> float:
    """The advance width of one line of text, in millimetres for a font size in millimetres."""
    if not text:
        return 0.0
    font, upem = _font(family, weight)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    advance: float = sum(position.x_advance for position in buffer.glyph_positions)
    if max(text) > LATIN:
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if not info.codepoint:  # a letter that another font will bring
                advance += _elsewhere(text[info.cluster]) * upem - position.x_advance
    return advance / upem * size


def _elsewhere(letter: str) -> float:
    """About how wide a letter is in the font that has it, in ems: signs and ideographs are squares."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6


def break_lines(
    text: str, width: float, size: float, weight: Weight = 400, family: Family = "text", language: str = "fi"
) -> tuple[str, ...]:
    """Text broken into lines of at most `width` millimetres: at spaces, then at hyphenation points, then anywhere."""
    return _break(text, round(width / size, 3), weight, family, language)


@lru_cache(maxsize=16_384)
def _break(text: str, width: float, weight: Weight, family: Family, language: str) -> tuple[str, ...]:
    def fits(candidate: str) -> bool:
        return text_width(candidate, 1.0, weight, family) <= width + 1e-6

    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in words_of(paragraph):
            candidate = f"{line} {word}" if line else word
            if fits(candidate):
                line = candidate
                continue
            if line and fits(word):
                lines.append(line)
                line = word
                continue
            whole, line = _split_word(word, line, fits, language)
            lines.extend(whole)
        if line:
            lines.append(line)
    return tuple(lines)


def _split_word(word: str, line: str, fits: Callable[[str], bool], language: str) -> tuple[list[str], str]:
    """A word too long for one line: the finished lines, and the line that goes on."""
    done: list[str] = []
    start = f"{line} " if line else ""
    piece = ""
    parts = [part for part in hyphenate(word, language).split(SOFT_HYPHEN) if part]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        hyphen = "" if last or part.endswith("-") else "-"
        if fits(start + piece + part + hyphen):
            piece += part
            continue
        if piece:
            done.append(start + piece + ("" if piece.endswith("-") else "-"))
        elif start.strip():
            done.append(start.strip())
        start, piece = "", ""
        rest = part
        while rest:
            count = _most(rest, fits)
            if count == len(rest) and fits(rest + hyphen):
                break
            done.append(rest[:count])
            rest = rest[count:]
        piece = rest
    return done, start + piece


def _most(text: str, fits: Callable[[str], bool]) -> int:
    """How many of the first letters fit, at least one; a word of thousands of letters is never measured whole."""
    low, high = 1, 2
    while high < len(text) and fits(text[:high]):
        low, high = high, 2 * high
    high = min(high, len(text))
    if fits(text[:high]):
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle)
    return low


def text_height(lines: int, size: float) -> float:
    """The height of a number of lines, in millimetres."""
    return lines * size * LINE_HEIGHT
