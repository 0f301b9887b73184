"""Boards to begin with: an empty tree, one guided with questions, and a small filled example."""

from typing import Any

from kehittamo_core.api import Starter

_CRITERIA: list[dict[str, Any]] = [
    {"id": "s-ak-1", "kind": "criterion", "order": 1, "values": {"text": "Freedom of choice"}},
    {"id": "s-ak-2", "kind": "criterion", "order": 2, "values": {"text": "Total costs"}},
    {"id": "s-ak-3", "kind": "criterion", "order": 3, "values": {"text": "Satisfaction"}},
]

GUIDED = Starter(
    id="guided",
    label="Guided with questions",
    help="Three criteria and a first question are there; write the rest.",
    content={
        "items": [
            {"id": "s-ju", "kind": "root", "order": 1, "values": {"text": "What is known when we start?"}},
            {"id": "s-ky-1", "kind": "question", "order": 1, "values": {"text": "Who sets the prices?"}},
            {"id": "s-vs-1", "kind": "answer", "order": 1, "values": {"text": "The provider"}},
            {"id": "s-vs-2", "kind": "answer", "order": 2, "values": {"text": "The organiser"}},
            *_CRITERIA,
        ],
        "links": [
            {"id": "s-l-1", "kind": "answer_to", "source": "s-vs-1", "target": "s-ky-1"},
            {"id": "s-l-2", "kind": "answer_to", "source": "s-vs-2", "target": "s-ky-1"},
        ],
    },
)

EXAMPLE = Starter(
    id="example",
    label="A filled example",
    help="Two alternatives, one chosen with its reason.",
    content={
        "items": [
            *GUIDED.content["items"],
            {
                "id": "s-ve-1", "kind": "alternative", "order": 1,
                "values": {"text": "Provider's price", "decision": "excluded", "reason": "Prices could not be compared."},
            },
            {
                "id": "s-ve-2", "kind": "alternative", "order": 2,
                "values": {"text": "Organiser's price", "decision": "chosen", "reason": "Everybody knows the price beforehand."},
            },
            {"id": "s-vx-1", "kind": "effect", "order": 1, "values": {"text": "Choice grows", "sign": "+"}},
            {"id": "s-vx-2", "kind": "effect", "order": 2, "values": {"text": "Costs stay as they are", "sign": "+/-"}},
        ],
        "links": [
            *GUIDED.content["links"],
            {"id": "s-l-3", "kind": "takes", "source": "s-ve-1", "target": "s-vs-1"},
            {"id": "s-l-4", "kind": "takes", "source": "s-ve-2", "target": "s-vs-2"},
            {"id": "s-l-5", "kind": "effect_of", "source": "s-vx-1", "target": "s-ve-1"},
            {"id": "s-l-6", "kind": "effect_of", "source": "s-vx-2", "target": "s-ve-2"},
            {"id": "s-l-7", "kind": "rated", "source": "s-ve-1", "target": "s-ak-1", "values": {"sign": "+"}},
            {"id": "s-l-8", "kind": "rated", "source": "s-ve-1", "target": "s-ak-2", "values": {"sign": "-"}},
            {"id": "s-l-9", "kind": "rated", "source": "s-ve-1", "target": "s-ak-3", "values": {"sign": "+/-"}},
            {"id": "s-l-10", "kind": "rated", "source": "s-ve-2", "target": "s-ak-1", "values": {"sign": "+/-"}},
            {"id": "s-l-11", "kind": "rated", "source": "s-ve-2", "target": "s-ak-2", "values": {"sign": "+/-"}},
            {"id": "s-l-12", "kind": "rated", "source": "s-ve-2", "target": "s-ak-3", "values": {"sign": "+"}},
        ],
    },
)  # fmt: skip

MARKET = Starter(
    id="market_dialogue",
    label="Market dialogue",
    help="Questions to the providers, what was said, and the list of participants for the tender documents.",
    content={
        "settings": {"market_dialogue": True, "services": True},
        "items": [
            {"id": "s-mv-1", "kind": "said", "order": 1, "values": {"about": "What can be offered, and from when?"}},
            {"id": "s-mv-2", "kind": "said", "order": 2, "values": {"about": "What makes the price rise or fall?"}},
            {"id": "s-mv-3", "kind": "said", "order": 3, "values": {"about": "What should not be asked for, and why?"}},
        ],
    },
)

STARTERS = (Starter(id="empty", label="Empty", content={}), GUIDED, EXAMPLE, MARKET)
