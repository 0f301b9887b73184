"""A path on eight lanes: steps and meetings in order with returns, what informs, helps and follows them."""

from typing import Any

NOTE = {"zone": "customer", "kind": "step", "text": "Uusi vaihe"}
LANES = ("customer", "guidance", "growth", "information", "more", "lane_6", "lane_7", "lane_8")


def board(size: int) -> dict[str, Any]:
    """One board of `size` items."""
    data, tools, marks = size // 20, size // 20, size // 20
    steps = size - len(LANES) - data - tools - marks
    items = [
        {
            "id": f"lane-{n}",
            "kind": "lane",
            "zone": "frame",
            "order": n,
            "values": {"text": f"Kaista {n}", "zone": zone},
        }
        for n, zone in enumerate(LANES)
    ]
    items += [
        {
            "id": f"s-{n}", "kind": "meeting" if n % 3 == 1 else "step", "zone": LANES[(n * 3) % len(LANES)], "order": n,
            "values": {
                "text": f"Vaihe numero {n}, jolla on nimi", "description": "Mitä tässä vaiheessa tapahtuu ja miksi.",
                "duration_min": 1, "duration_max": 1 + n % 5, "duration_unit": "days",
            },
        }
        for n in range(steps)
    ]  # fmt: skip
    for kind, count, zone in (
        ("data", data, "information"),
        ("tool", tools, "tools"),
        ("monitoring", marks, "monitoring"),
    ):
        items += [
            {"id": f"{kind}-{n}", "kind": kind, "zone": zone, "order": n, "values": {"text": f"Väline {n}"}}
            for n in range(count)
        ]
    ends = [("then", f"s-{n}", f"s-{n + 1}") for n in range(steps - 1)]
    ends += [("returns", f"s-{n}", f"s-{n - 4}") for n in range(9, steps, 10)]
    ends += [("informs", f"data-{n}", f"s-{n * 11 % steps}") for n in range(data)]
    ends += [("uses", f"s-{n * 13 % steps}", f"tool-{n}") for n in range(tools)]
    ends += [("monitors", f"monitoring-{n}", f"s-{n * 17 % steps}") for n in range(marks)]
    links = [
        {"id": f"link-{n}", "kind": kind, "source": source, "target": target}
        for n, (kind, source, target) in enumerate(ends)
    ]
    return {"items": items, "links": links}
