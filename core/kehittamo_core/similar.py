"""Which notes say something alike: by the word forms that they have in common. A suggestion only; people decide.

Finnish words are compared by their base forms where libvoikko is installed, other words and other languages by how they begin.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from kehittamo_core.scene.hyphens import finnish

WORD = re.compile(r"[^\W\d_]{3,}")
BEGINNING = 5
"""Letters of a word that are compared where its base form is not known."""
ALIKE = 0.5
"""The share of the shorter note's words that two notes have in common when they are taken as alike."""
COMMON = frozenset(
    re.findall(
        r"\w+",
        "että joka jotka jonka kun kuin niin myös sekä tai eikä mutta vain hän olla ole ovat tämä nämä sitä siitä niitä voi pitää "
        "och att det som för med den inte eller har the and for with that this are not from",
    )
)
"""Words that say nothing of what a note is about."""


@lru_cache(maxsize=32_768)
def base_form(word: str, language: str) -> str:
    """A word as it is compared, in small letters."""
    word = word.lower()
    voikko = finnish() if language == "fi" else None
    forms = [found["BASEFORM"].lower() for found in voikko.analyze(word) if "BASEFORM" in found] if voikko else []
    return min(forms) if forms else word[:BEGINNING]


@lru_cache(maxsize=8_192)
def word_forms(text: str, language: str) -> frozenset[str]:
    """The words of a text as they are compared, without those that say nothing."""
    return frozenset(base_form(word, language) for word in WORD.findall(text) if word.lower() not in COMMON) - COMMON


def alike(texts: Sequence[str], language: str) -> list[list[int]]:
    """The places of texts that say something alike, together; each place once, in the order of the first of each.

    Two texts are alike where at least half of the shorter one's words stand in the other, and two of them at least (one where
    the shorter has only one). Words that most texts use join nothing. Everything in a group is alike to its first.
    """
    forms = [word_forms(text, language) for text in texts]
    counts = Counter(form for own in forms for form in own)
    most = max(3, len(texts) // 3)
    telling = [frozenset(form for form in own if counts[form] <= most) for own in forms]
    groups: list[list[int]] = []
    for at, own in enumerate(telling):
        best = max(groups, key=lambda group: _share(own, telling[group[0]]), default=None)
        if best is not None and _share(own, telling[best[0]]) >= ALIKE:
            best.append(at)
        else:
            groups.append([at])
    return groups


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    both = len(one & other)
    return both / shorter if shorter and both >= min(2, shorter) else 0.0
