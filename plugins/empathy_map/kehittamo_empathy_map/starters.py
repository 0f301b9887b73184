"""Boards to begin with: an empty map, a guided one, the 2017 canvas, profiles with axes, and a small filled example."""

from kehittamo_core.api import Starter

_AXES = [
    {"id": "s-ax-1", "kind": "axis", "order": 1, "values": {"text": "Social life", "low": "Little", "high": "Much"}},
    {"id": "s-ax-2", "kind": "axis", "order": 2, "values": {"text": "Sphere of life", "low": "Narrow", "high": "Wide"}},
    {
        "id": "s-li-1",
        "kind": "slider",
        "order": 1,
        "values": {"text": "", "left": "Digital services", "right": "Visits in person"},
    },
]

STARTERS = (
    Starter(id="empty", label="Empty map with six fields", content={"settings": {"shows": "map", "canvas": "six"}}),
    Starter(
        id="newer", label="Empty map, 2017 canvas", content={"settings": {"shows": "map", "canvas": "canvas2017"}},
        help="Fields after the Empathy Map Canvas of 2017 by Dave Gray (XPLANE).",
    ),
    Starter(
        id="guided", label="Guided map of one profile", help="A profile and two axes are there; write the rest.",
        content={
            "settings": {"shows": "both", "canvas": "six"},
            "items": [{"id": "s-ap-1", "kind": "profile", "order": 1, "values": {"text": "Name the profile by its need"}}, *_AXES],
        },
    ),
    Starter(
        id="profiles", label="Customer profiles", content={"settings": {"shows": "profiles"}},
        help="First a family with its two axes, in the settings; then a card for each profile.",
    ),
    Starter(
        id="collection", label="Service maps and diaries", content={"settings": {"shows": "collection"}},
        help="A phone form for maps of three months and diaries of a week.",
    ),
    Starter(
        id="example", label="A filled example",
        content={
            "settings": {"shows": "both", "canvas": "six"},
            "items": [
                {"id": "s-ap-1", "kind": "profile", "order": 1, "values": {"text": "One who wants the same person"}}, *_AXES,
                {"id": "s-la-1", "kind": "note", "zone": "hear", "order": 1, "values": {"text": "You can do it on the web", "evidence": "told"}},
                {"id": "s-la-2", "kind": "note", "zone": "say_do", "order": 1, "values": {"text": "Goes to the desk rather than fills in a form", "evidence": "observed"}},
                {"id": "s-k-1", "kind": "pain", "zone": "pains", "order": 1, "values": {"text": "Tells the same story every time", "evidence": "told"}},
                {"id": "s-o-1", "kind": "gain", "zone": "gains", "order": 1, "values": {"text": "Knows whom to call", "evidence": "assumed"}},
            ],
            "links": [
                {"id": "s-l-1", "kind": "about", "source": "s-k-1", "target": "s-ap-1"},
                {"id": "s-l-2", "kind": "about", "source": "s-o-1", "target": "s-ap-1"},
                {"id": "s-l-3", "kind": "placed_on", "source": "s-ap-1", "target": "s-ax-1", "values": {"value": 30}},
                {"id": "s-l-4", "kind": "placed_on", "source": "s-ap-1", "target": "s-ax-2", "values": {"value": 20}},
            ],
        },
    ),
)  # fmt: skip
