"""Allocation to groups by permuted blocks of varying size, hidden until each enrolment and open to check afterwards.

Follows CONSORT 2010 items 8 to 10 and Schulz and Grimes, Lancet 2002;359:515-519: blocks of varying size, made from a
seed by somebody who does not enrol. The seed is stored nowhere before enrolment has ended, only its seal (a hash);
whoever keeps the seed types it at each enrolment, and everybody can check the whole log once it is opened.
"""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice

SHORTEST_SEED = 20
"""Signs besides spaces; 20 throws of a die are 51 bits."""
ROUNDS = 60_000
"""The seal stands on every page of the trial, so guessing seeds against it is made slow."""


def seal(seed: str) -> str:
    """A fingerprint of the seed: PBKDF2-HMAC-SHA256 (RFC 8018) of its UTF-8 bytes in 60,000 rounds, as hexadecimal text."""
    return hashlib.pbkdf2_hmac("sha256", seed.strip().encode(), b"kehittamo service path", ROUNDS).hex()


def _draw(*parts: object) -> int:
    """A number from a hash of the parts: the same everywhere and for ever, unlike a library's generator."""
    text = "|".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def usual_sizes(groups: int) -> tuple[int, ...]:
    """Block sizes where nobody chose any: once and twice the number of groups, with two groups also three times."""
    return (groups, 2 * groups, 3 * groups) if groups == 2 else (groups, 2 * groups)


def fair_sizes(sizes: Sequence[float], groups: int) -> tuple[int, ...]:
    """The sizes that hold every group equally often: whole multiples of the number of groups, sorted."""
    found = sorted({int(size) for size in sizes if size >= groups and float(size).is_integer() and size % groups == 0})
    return tuple(found) or usual_sizes(groups)


def allocations(seed: str, stratum: str, groups: int, sizes: Sequence[int]) -> Iterator[int]:
    """The endless sequence of groups of one stratum, as their places 0, 1, ...: every group equally often in each block.

    The same seed, stratum, number of groups and sizes give the same sequence. There is at least one group.
    """
    seed, block = seed.strip(), 0
    while True:
        size = sizes[_draw(seed, stratum, block, "size") % len(sizes)]
        slots = [(group, copy) for group in range(groups) for copy in range(size // groups)]
        for group, _ in sorted(slots, key=lambda slot: _draw(seed, stratum, block, *slot)):
            yield group
        block += 1


def nth(seed: str, stratum: str, groups: int, sizes: Sequence[int], number: int) -> int:
    """The place of the group of the participant with this number (0 is the first) in the stratum."""
    return next(islice(allocations(seed, stratum, groups, sizes), number, None))
