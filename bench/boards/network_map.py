"""A network of actors in sectors, with five times as many ties as actors; who is tied to whom is seeded."""

import random
from typing import Any

NOTE = {"zone": "actors", "kind": "actor", "text": "Uusi toimija"}
TYPES = ("money", "information", "referral", "joint_plan")


def board(size: int) -> dict[str, Any]:
    """One board of `size` items in all: a sector for every thirty actors, at least three, and five ties to an actor."""
    sectors = max(size // 30, 3)
    actors = size - sectors
    dice = random.Random(7)
    items = [
        {"id": f"sector-{number}", "kind": "sector", "order": number, "values": {"text": f"Sektori {number + 1}"}}
        for number in range(sectors)
    ]
    items += [
        {
            "id": f"actor-{number}", "kind": "actor", "order": number,
            "values": {"text": f"Toimija numero {number + 1}", "type": ("public", "municipality", "company", "association")[number % 4]},
        }
        for number in range(actors)
    ]  # fmt: skip
    links: list[dict[str, Any]] = [
        {"id": f"in-{n}", "kind": "in_sector", "source": f"actor-{n}", "target": f"sector-{n % sectors}"}
        for n in range(actors)
    ]
    most = actors * (actors - 1) // 2
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < min(actors * 5, most):
        first = dice.randrange(actors)
        # Most ties stay inside a sector, as they do where people work.
        second = (first + sectors * dice.randrange(1, 30)) % actors if dice.random() < 0.6 else dice.randrange(actors)
        if first != second:
            pairs.add((min(first, second), max(first, second)))
    links += [
        {
            "id": f"tie-{n}", "kind": "tie", "source": f"actor-{first}", "target": f"actor-{second}",
            "values": {"type": TYPES[n % 4], "strength": str(1 + n % 3), "when": "target" if n % 12 == 0 else "now", "directed": "unknown"},
        }
        for n, (first, second) in enumerate(sorted(pairs))
    ]  # fmt: skip
    return {"items": items, "links": links}
