"""Which notes say something alike: by the word forms that they have in common. A suggestion only; people decide.

Finnish words are compared by their base forms where libvoikko is installed, other words and other languages by how they begin.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from kehittamo_core.scene.hyphens import finnish

WORD = re.compile(r"[^\W\d_]{3,}")
BEGINNING = 4
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


Forms = frozenset[str]
"""What a word may be compared by: its base forms, and where it is a compound its last part."""


@lru_cache(maxsize=32_768)
def forms_of(word: str, language: str) -> Forms:
    """The forms of a word, in small letters."""
    word = word.lower()
    voikko = finnish() if language == "fi" else None
    found = set()
    for one in voikko.analyze(word) if voikko else ():
        found.add(one.get("BASEFORM", word).lower())
        found.update(re.findall(r"\+[^+()]*\(\+?([^+()]+)\)$", one.get("WORDBASES", "").lower()))
    return frozenset(found) or frozenset({word[:BEGINNING]})


@lru_cache(maxsize=8_192)
def words_of(text: str, language: str) -> tuple[Forms, ...]:
    """The words of a text as they are compared, each once, without those that say nothing."""
    words = (forms_of(word, language) for word in WORD.findall(text) if word.lower() not in COMMON)
    return tuple(dict.fromkeys(forms for forms in words if not forms <= COMMON))


def alike(texts: Sequence[str], language: str) -> list[list[int]]:
    """The places of texts that say something alike, together; each place once, in the order of the first of each.

    Two texts are alike where at least half of the shorter one's words stand in the other, and two of them at least (one where
    the shorter has only one). Words that most texts use join nothing. Everything in a group is alike to its first.
    """
    words = [words_of(text, language) for text in texts]
    counts = Counter(form for own in words for form in frozenset().union(*own))
    most = max(3, len(texts) // 3)
    telling = [tuple(forms for forms in own if min(counts[form] for form in forms) <= most) for own in words]
    groups: list[list[int]] = []
    for at, own in enumerate(telling):
        best = max(groups, key=lambda group: _share(own, telling[group[0]]), default=None)
        if best is not None and _share(own, telling[best[0]]) >= ALIKE:
            best.append(at)
        else:
            groups.append([at])
    return groups


def _share(one: tuple[Forms, ...], other: tuple[Forms, ...]) -> float:
    few, many = sorted((one, other), key=len)
    both = sum(any(forms & found for found in many) for forms in few)
    return both / len(few) if few and both >= min(2, len(few)) else 0.0
