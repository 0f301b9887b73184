"""The pricing decision tree: its table of contents."""

from kehittamo_core.api import Drawing, Field, Method
from kehittamo_pricing_tree.chapter import write_chapter
from kehittamo_pricing_tree.drawing import choice_view, effects_view
from kehittamo_pricing_tree.exchange import CODECS
from kehittamo_pricing_tree.insights import find_insights
from kehittamo_pricing_tree.kinds import KINDS, LINKS, ZONES
from kehittamo_pricing_tree.rules import RULES
from kehittamo_pricing_tree.starters import STARTERS

PRICING_TREE = Method(
    id="pricing_tree",
    package="kehittamo_pricing_tree",
    title="Pricing decision tree",
    summary="Questions lead to alternatives; effects and ratings are compared, one is chosen and the reasons stay.",
    glyph="diamond",
    kinds=KINDS,
    links=LINKS,
    zones=ZONES,
    settings=(
        Field(id="result_heading", label="Heading of the last column"),
        Field(id="market_dialogue", label="Market dialogue board", type="flag"),
    ),
    rules=RULES,
    drawings=(
        Drawing(id="effects", label="Assessing effects", draw=effects_view, paper="landscape"),
        Drawing(id="choice", label="Making the choice", draw=choice_view, paper="landscape"),
    ),
    find_insights=find_insights,
    write_chapter=write_chapter,
    starters=STARTERS,
    codecs=CODECS,
    guide=(
        "Write the starting point and the questions in the order in which they are decided.",
        "Give every question its answers, and every alternative the answers that lead to it.",
        "Write what would follow from each alternative, with its sign.",
        "Rate the alternatives by each criterion: first alone, then together.",
        "Rule out with a reason, choose one with a reason.",
    ),
    plain_guide=(
        "What must we decide? Write it as a question.",
        "What can we answer? Write every answer.",
        "What would happen then? Is it good (+) or bad (−)?",
        "Choose one way. Say why.",
    ),
)
