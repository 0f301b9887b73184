"""Profiles of a family with what is told of them: notes in every field, pains and gains, and filled maps and diaries."""

from typing import Any

NOTE = {"zone": "hear", "kind": "note", "text": "Uusi lappu"}
FIELDS = ("think_feel", "hear", "see", "say_do")
GRADES = ("observed", "told", "assumed")


def board(size: int) -> dict[str, Any]:
    """One board of `size` items."""
    profiles, maps, services = max(size // 25, 2), size // 10, max(size // 25, 2)
    diaries, pains = size // 50, size // 5
    entries = diaries * 3
    notes = size - profiles - maps - services - diaries - entries - pains - 5
    setup = [
        {"id": "family", "kind": "family", "values": {"text": "Perhe"}},
        *({"id": f"axis-{n}", "kind": "axis", "values": {"text": f"Akseli {n}", "low": "vähän", "high": "paljon"}} for n in (1, 2)),
        *({"id": f"slider-{n}", "kind": "slider", "values": {"left": "yksin", "right": "yhdessä"}} for n in (1, 2)),
    ]  # fmt: skip

    def some(kind: str, count: int, zones: tuple[str, ...], **values: Any) -> list[dict[str, Any]]:
        return [
            {
                "id": f"{kind}-{n}", "kind": kind, "zone": zones[n % len(zones)], "order": n,
                "values": {"text": f"Kohta numero {n}, jolla on sanottavaa", **values, **({"evidence": GRADES[n % 3]} if kind in ("note", "pain") else {})},
            }
            for n in range(count)
        ]  # fmt: skip

    items = [
        *setup, *some("profile", profiles, ("profiles",)), *some("note", notes, FIELDS), *some("pain", pains, ("pains",)),
        *some("service", services, ("services",)), *some("service_map", maps, ("service_maps",), municipality="Kunta"),
        *some("diary", diaries, ("diaries",)), *some("entry", entries, ("entries",), day="day_1"),
    ]  # fmt: skip
    ends: list[tuple[str, str, str, dict[str, Any]]] = []
    ends += [("about", f"note-{n}", f"profile-{n % profiles}", {}) for n in range(notes)]
    ends += [("about", f"pain-{n}", f"profile-{n % profiles}", {}) for n in range(pains)]
    ends += [
        ("placed_on", f"profile-{n}", f"axis-{axis}", {"value": (n * 37 * axis) % 101})
        for n in range(profiles)
        for axis in (1, 2)
    ]
    ends += [("in_family", f"profile-{n}", "family", {}) for n in range(profiles)]
    ends += [("used", f"service_map-{n}", f"service-{n % services}", {"channel": "visit"}) for n in range(maps)]
    ends += [("written_in", f"entry-{n}", f"diary-{n % max(diaries, 1)}", {}) for n in range(entries)]
    links = [
        {"id": f"link-{n}", "kind": kind, "source": source, "target": target, "values": values}
        for n, (kind, source, target, values) in enumerate(ends)
    ]
    return {"items": items, "links": links}
