"""Letters of large scripts (Chinese, Japanese, Korean): which slices of their fonts a text needs, read only where it does."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from importlib.abc import Traversable

from kehittamo_core.api import MissingPart

Slices = tuple[tuple[str, str], ...]
"""Family and file name of slices, in order."""
FAMILIES = ("Noto Sans SC", "Noto Sans KR")

_LARGE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
MOST = 60
"""Slices of one sheet; whoever writes letters of more of them writes no language."""


def needed(texts: Iterable[str]) -> Slices:
    """The slices that hold the large scripts' letters of the texts, an earlier family first; none for most texts."""
    letters = {ord(letter) for text in texts for letter in _LARGE.findall(text)}
    if not letters:
        return ()
    known = _index()
    return tuple(sorted({known[letter] for letter in letters if letter in known}, key=_order)[:MOST])


def _order(one: tuple[str, str]) -> tuple[int, str]:
    return FAMILIES.index(one[0]), one[1]


@lru_cache(maxsize=1)
def _index() -> dict[int, tuple[str, str]]:
    """Family and file of every letter that is in a slice."""
    found: dict[int, tuple[str, str]] = {}
    try:
        listed = json.loads((_folder() / "index.json").read_bytes())
    except FileNotFoundError:
        raise MissingPart("The fonts of large scripts are missing; build them with «make assets».") from None
    for family in reversed(FAMILIES):
        for file, ranges in listed.get(family, {}).items():
            for part in ranges.split(","):
                first, _, last = part.strip().removeprefix("U+").partition("-")
                for letter in range(int(first, 16), int(last or first, 16) + 1):
                    found[letter] = (family, file)
    return found


@lru_cache(maxsize=1)
def _files() -> frozenset[str]:
    return frozenset(file for _, file in _index().values())


def data(file: str) -> bytes:
    """A slice by its file name, as woff2; raises KeyError for every other name."""
    if file not in _files():
        raise KeyError(file)
    return (_folder() / file).read_bytes()


def _folder() -> Traversable:
    return resources.files("kehittamo_core") / "static" / "fonts" / "slices"
