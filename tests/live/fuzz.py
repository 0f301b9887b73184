"""Frames that no page of ours would send: random ones, and real ones with bytes changed, cut, doubled or joined."""

import json
import random
from collections.abc import Sequence

WORDS = ("sub", "pres", "ping", "hello", "frag", "text-reset", "", "sub ", "__proto__")
VALUES = (None, True, -1, 1 << 60, 1.5, "", "x" * 300, [], {}, "board:", "\u0000", [[[[]]]], {"room": 7})


def frames(dice: random.Random, real: Sequence[bytes], key: str, rooms: Sequence[str]) -> bytes | str:
    """One frame, binary or text."""
    choice = dice.random()
    if choice < 0.45:
        return mutated(dice, dice.choice(real))
    if choice < 0.6:
        return dice.randbytes(dice.randint(0, 300))
    if choice < 0.7:
        head = bytes((dice.randrange(3), len(key.encode()))) + key.encode()
        return head + dice.randbytes(dice.randint(0, 60))
    if choice < 0.9:
        return json.dumps(message(dice, rooms))
    return mutated(dice, json.dumps(message(dice, rooms)).encode()).decode("utf-8", "replace")


def mutated(dice: random.Random, frame: bytes) -> bytes:
    """A frame with a few of its bytes changed, left out, repeated or cut off."""
    found = bytearray(frame)
    for _ in range(dice.randint(1, 5)):
        if not found:
            break
        at = dice.randrange(len(found))
        how = dice.randrange(5)
        if how == 0:
            found[at] = dice.randrange(256)
        elif how == 1:
            del found[at : at + dice.randint(1, 4)]
        elif how == 2:
            found[at:at] = found[at : at + dice.randint(1, 12)]
        elif how == 3:
            found[at] ^= 1 << dice.randrange(8)
        else:
            del found[at:]
    return bytes(found)


def message(dice: random.Random, rooms: Sequence[str]) -> object:
    """JSON that looks a little like what a page says."""
    kind = dice.choice(WORDS)
    value = lambda: dice.choice([*VALUES, *rooms])  # noqa: E731
    if kind.startswith("sub"):
        places = [
            {"room": value(), "since": dice.choice([None, 0, 5, value()]), "epoch": value(), "at": value()}
            for _ in range(dice.randint(0, 3))
        ]
        return {"type": kind, "rooms": dice.choice([places, value()])}
    if kind == "pres":
        return {"type": kind, "room": value(), "field": value(), "element": value(), "typing": value()}
    return dice.choice([{"type": kind, "x": value()}, value(), [kind], {"type": value()}])
