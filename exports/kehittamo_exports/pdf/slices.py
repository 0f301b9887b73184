"""Letters of large scripts (Chinese, Japanese, Korean): which slices of their fonts a text needs, read only where it does."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from importlib.abc import Traversable

from kehittamo_core.api import MissingPart

Slices = tuple[str, ...]
"""Slices by name: each is a family of its own for the layout, which takes files of one family for one font."""
FAMILIES = ("Noto Sans SC", "Noto Sans KR")
"""Where a letter is in both, the first has it."""

_LARGE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
MOST = 60
"""Slices of one sheet; whoever writes letters of more of them writes no language."""


def needed(texts: Iterable[str]) -> Slices:
    """The slices that hold the large scripts' letters of the texts, none for most texts."""
    letters = {ord(letter) for text in texts for letter in _LARGE.findall(text)}
    if not letters:
        return ()
    known = _index()
    return tuple(sorted({known[letter] for letter in letters if letter in known})[:MOST])


@lru_cache(maxsize=1)
def _index() -> dict[int, str]:
    """The slice of every letter that is in one."""
    found: dict[int, str] = {}
    try:
        listed = json.loads((_folder() / "index.json").read_bytes())
    except FileNotFoundError:
        raise MissingPart("The fonts of large scripts are missing; build them with «make assets».") from None
    for family in reversed(FAMILIES):
        for file, ranges in listed.get(family, {}).items():
            for part in ranges.split(","):
                first, last = (int(number, 16) for number in part.split("-"))
                for letter in range(first, last + 1):
                    found[letter] = file.removesuffix(".woff2")
    return found


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    return {f"asset:{name}.woff2": f"{name}.woff2" for name in set(_index().values())}


def data(address: str) -> bytes:
    """A slice by its address in our style sheets, as woff2; raises KeyError for every other address."""
    return (_folder() / _addresses()[address]).read_bytes()


def _folder() -> Traversable:
    return resources.files("kehittamo_core") / "static" / "fonts" / "slices"
