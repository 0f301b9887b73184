"""An ecosystem of impact chains: solutions that direct deeds and inputs to shared changes."""

from typing import Any

NOTE = {"zone": "outputs", "kind": "output", "text": "Uusi teko"}
WORDS = {
    "input": "Panos", "output": "Teko", "solution": "Ratkaisu", "outcome": "Vaikutus", "impact": "Vaikuttavuus",
}  # fmt: skip


def board(size: int) -> dict[str, Any]:
    """One board of `size` items."""
    solutions, impacts = max(size // 20, 2), max(size // 100, 1)
    outcomes = max(size // 10, 2)
    deeds = (size - solutions - impacts - outcomes) * 2 // 5
    inputs = size - solutions - impacts - outcomes - deeds
    counts = {"input": inputs, "output": deeds, "solution": solutions, "outcome": outcomes, "impact": impacts}
    items = [
        {
            "id": f"{kind}-{number}", "kind": kind, "order": number,
            "values": {"text": f"{WORDS[kind]} numero {number}, jolla on nimi"},
        }
        for kind, count in counts.items()
        for number in range(count)
    ]  # fmt: skip
    ends = [("leads", f"input-{n}", f"output-{n % deeds}") for n in range(inputs)]
    ends += [("directs", f"solution-{n % solutions}", f"output-{n}") for n in range(deeds)]
    ends += [("leads", f"output-{n}", f"outcome-{n % outcomes}") for n in range(deeds)]
    ends += [("leads", f"outcome-{n}", f"impact-{n % impacts}") for n in range(outcomes)]
    links = [
        {"id": f"link-{n}", "kind": kind, "source": source, "target": target}
        for n, (kind, source, target) in enumerate(ends)
    ]
    return {"items": items, "links": links}
