"""Boards to begin with: empty, guided with questions, and a small filled example."""

from kehittamo_core.api import Starter

GUIDED = {
    "items": [
        {"id": "sector-1", "kind": "sector", "order": 1, "values": {"text": "Our own organisation"}},
        {"id": "sector-2", "kind": "sector", "order": 2, "values": {"text": "Municipality and schools"}},
        {"id": "sector-3", "kind": "sector", "order": 3, "values": {"text": "Associations and companies"}},
        {
            "id": "customer", "kind": "actor", "order": 1,
            "values": {"text": "Customer", "type": "customer", "centre": True},
        },
        {"id": "need-1", "kind": "information_need", "order": 1, "values": {"text": "What must be known before anything else?"}},
        {"id": "task-1", "kind": "task", "order": 1, "values": {"text": "Who could join two who do not meet now?"}},
    ],
    "links": [{"id": "need-1-place", "kind": "needs", "source": "need-1", "target": "customer"}],
}  # fmt: skip


def _tie(number: int, source: str, target: str, kind: str, strength: str, when: str = "both") -> dict[str, object]:
    return {
        "id": f"tie-{number}", "kind": "tie", "source": source, "target": target,
        "values": {"type": kind, "strength": strength, "when": when, "directed": "no"},
    }  # fmt: skip


EXAMPLE = {
    "items": [
        {"id": "health", "kind": "sector", "order": 1, "values": {"text": "Health and social services"}},
        {"id": "near", "kind": "sector", "order": 2, "values": {"text": "Near everyday life"}},
        {"id": "customer", "kind": "actor", "order": 1, "values": {"text": "Customer", "type": "customer", "centre": True}},
        {"id": "guidance", "kind": "actor", "order": 2, "values": {"text": "Service guidance", "type": "public"}},
        {"id": "home-care", "kind": "actor", "order": 3, "values": {"text": "Home care", "type": "public"}},
        {"id": "provider", "kind": "actor", "order": 4, "values": {"text": "Service provider", "type": "company"}},
        {"id": "library", "kind": "actor", "order": 5, "values": {"text": "Library", "type": "municipality"}},
        {"id": "association", "kind": "actor", "order": 6, "values": {"text": "Friendship association", "type": "association"}},
        {"id": "team", "kind": "network", "order": 1, "values": {"text": "The customer's own team"}},
        {"id": "team-aim", "kind": "aim", "order": 2, "values": {"text": "One plan that everybody knows"}},
        {"id": "plan", "kind": "tool", "order": 1, "values": {"text": "Shared plan"}},
        {"id": "free", "kind": "information_need", "order": 1, "values": {"text": "Who has time for a new customer this week?"}},
    ],
    "links": [
        {"id": "s-1", "kind": "in_sector", "source": "guidance", "target": "health"},
        {"id": "s-2", "kind": "in_sector", "source": "home-care", "target": "health"},
        {"id": "s-3", "kind": "in_sector", "source": "provider", "target": "health"},
        {"id": "s-4", "kind": "in_sector", "source": "library", "target": "near"},
        {"id": "s-5", "kind": "in_sector", "source": "association", "target": "near"},
        _tie(1, "customer", "guidance", "referral", "2"),
        _tie(2, "guidance", "home-care", "joint_plan", "3"),
        _tie(3, "guidance", "provider", "money", "2"),
        _tie(4, "guidance", "association", "information", "1"),
        _tie(5, "association", "library", "joint_plan", "2"),
        _tie(6, "home-care", "association", "information", "1", "target"),
        {"id": "m-1", "kind": "member_of", "source": "guidance", "target": "team"},
        {"id": "m-2", "kind": "member_of", "source": "home-care", "target": "team"},
        {"id": "a-1", "kind": "aim_of", "source": "team-aim", "target": "team"},
        {"id": "u-1", "kind": "uses", "source": "team", "target": "plan"},
        {"id": "n-1", "kind": "needs", "source": "free", "target": "guidance"},
        {"id": "f-1", "kind": "comes_from", "source": "free", "target": "provider"},
    ],
}  # fmt: skip

STARTERS = (
    Starter(id="empty", label="Empty network map", help="Nothing but the zones."),
    Starter(id="guided", label="With questions", content=GUIDED, help="Three sectors, the customer in the middle, and questions to begin with."),
    Starter(id="example", label="A filled example", content=EXAMPLE, help="A small invented network with sectors, ties, a target and a need."),
)  # fmt: skip
