"""A tree of three levels: questions with answers, alternatives with effects and a rating by every criterion."""

from itertools import product
from typing import Any

NOTE = {"zone": "alternatives", "kind": "alternative", "text": "Uusi vaihtoehto"}
SIGNS = ("+", "+/-", "-")
CRITERIA = 5


def board(size: int) -> dict[str, Any]:
    """One board of `size` items: three questions, their answers, five criteria, alternatives with two effects to each."""
    alternatives = max((size - 3 - CRITERIA - 12) // 3, 4)
    each = next(number for number in range(2, 40) if number**3 >= alternatives)
    left = size - 3 - CRITERIA - 3 * each
    alternatives = max(left // 3, 1)
    effects = left - alternatives
    items = [{"id": f"question-{n}", "kind": "question", "order": n, "values": {"text": f"Kysymys {n + 1}?"}} for n in range(3)]  # fmt: skip
    items += [
        {"id": f"answer-{q}-{a}", "kind": "answer", "order": q * 100 + a, "values": {"text": f"Vastaus {q + 1}.{a + 1}"}}
        for q, a in product(range(3), range(each))
    ]  # fmt: skip
    items += [
        {"id": f"criterion-{n}", "kind": "criterion", "order": n, "values": {"text": f"Kriteeri {n + 1}"}}
        for n in range(CRITERIA)
    ]
    items += [
        {"id": f"alternative-{n}", "kind": "alternative", "order": n, "values": {"text": f"Vaihtoehto {n + 1}"}}
        for n in range(alternatives)
    ]
    items += [
        {
            "id": f"effect-{n}", "kind": "effect", "order": n,
            "values": {"text": f"Vaikutus {n + 1}, jolla on sanottavaa", "sign": SIGNS[n % 3]},
        }
        for n in range(effects)
    ]  # fmt: skip
    ends: list[tuple[str, str, str, dict[str, Any]]] = [
        ("answer_to", f"answer-{q}-{a}", f"question-{q}", {}) for q, a in product(range(3), range(each))
    ]
    for n, path in zip(range(alternatives), product(range(each), repeat=3), strict=False):
        ends += [("takes", f"alternative-{n}", f"answer-{q}-{a}", {}) for q, a in enumerate(path)]
        ends += [("rated", f"alternative-{n}", f"criterion-{c}", {"sign": SIGNS[(n + c) % 3]}) for c in range(CRITERIA)]
    ends += [("effect_of", f"effect-{n}", f"alternative-{n % alternatives}", {}) for n in range(effects)]
    links = [
        {"id": f"link-{n}", "kind": kind, "source": source, "target": target, "values": values}
        for n, (kind, source, target, values) in enumerate(ends)
    ]
    return {"items": items, "links": links}
