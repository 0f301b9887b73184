"""The pricing decision tree: its table of contents."""

from kehittamo_core.api import Drawing, Field, Method
from kehittamo_pricing_tree.actions import ACTIONS
from kehittamo_pricing_tree.chapter import write_chapter
from kehittamo_pricing_tree.drawing import choice_view, effects_view
from kehittamo_pricing_tree.exchange import CODECS
from kehittamo_pricing_tree.insights import find_insights
from kehittamo_pricing_tree.kinds import KINDS, LINKS, MARKET_BANNER, ZONES
from kehittamo_pricing_tree.rules import RULES
from kehittamo_pricing_tree.services_drawing import services_view
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
        Field(
            id="market_dialogue",
            label="Market dialogue board",
            type="flag",
            banner=MARKET_BANNER,
            help="Adds what was said and the list of participants, which goes with the tender documents.",
        ),
        Field(id="services", label="Compare services by price and quality", type="flag"),
        Field(
            id="weights",
            label="Use weights",
            type="flag",
            help="Off unless the group decides on points for each criterion.",
        ),
        Field(
            id="value_plus", label="What + is worth", type="number", help="Stated by the group; used only with weights."
        ),
        Field(id="value_even", label="What +/− is worth", type="number"),
        Field(id="value_minus", label="What − is worth", type="number"),
    ),
    rules=RULES,
    drawings=(
        Drawing(id="effects", label="Assessing effects", draw=effects_view, paper="landscape"),
        Drawing(id="choice", label="Making the choice", draw=choice_view, paper="landscape"),
        Drawing(
            id="services",
            label="Services by price and quality",
            draw=services_view,
            paper="landscape",
            shown_when=(("services", (True,)),),
        ),
    ),
    actions=ACTIONS,
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
