"""The impact chain's table of contents: everything that it declares, in one place."""

from kehittamo_core.api import Choice, Codec, Drawing, Field, Method
from kehittamo_impact_chain import rules, rules_cards
from kehittamo_impact_chain.actions import ACTIONS
from kehittamo_impact_chain.cards import CARD_KINDS
from kehittamo_impact_chain.chapter import write_chapter
from kehittamo_impact_chain.drawings.canvas import draw_canvas
from kehittamo_impact_chain.drawings.chain import draw_chain
from kehittamo_impact_chain.drawings.conditions import draw_circles, draw_cooperation, draw_prerequisites
from kehittamo_impact_chain.drawings.durations import draw_durations
from kehittamo_impact_chain.drawings.ecosystem import draw_ecosystem
from kehittamo_impact_chain.drawings.evaluation import draw_evaluation
from kehittamo_impact_chain.drawings.goal_map import draw_goal_map
from kehittamo_impact_chain.drawings.indicators import draw_indicators
from kehittamo_impact_chain.drawings.money import draw_euros
from kehittamo_impact_chain.drawings.pledges import draw_pledges
from kehittamo_impact_chain.drawings.tension import draw_tension
from kehittamo_impact_chain.drawings.together import draw_together
from kehittamo_impact_chain.drawings.values import draw_values
from kehittamo_impact_chain.exchange import read_chain, write_chain
from kehittamo_impact_chain.exchange_costs import read_costs, write_costs
from kehittamo_impact_chain.insights import find_insights
from kehittamo_impact_chain.kinds import CHAIN_KINDS
from kehittamo_impact_chain.kinds_more import MORE_KINDS
from kehittamo_impact_chain.links import LINKS
from kehittamo_impact_chain.starters import GUIDE, PLAIN_GUIDE, STARTERS
from kehittamo_impact_chain.zones import ZONES, on

IMPACT_CHAIN = Method(
    id="impact_chain",
    package="kehittamo_impact_chain",
    title="Impact chain",
    summary="From inputs and deeds to outcomes and impact, directed by shared solutions to one goal of change. After the iooi method of the Bertelsmann Stiftung.",
    kinds=(*CHAIN_KINDS, *CARD_KINDS, *MORE_KINDS),
    links=LINKS,
    zones=ZONES,
    settings=(
        Field(
            id="purpose",
            label="What this board is for",
            type="choice",
            choices=(
                Choice("chain", "Impact chain"),
                Choice("goal_map", "Goal map"),
                Choice("evaluation", "Evaluation"),
                Choice("canvas", "Organiser's canvas"),
            ),
            help="It chooses the columns and drawings that are offered; what holds notes is always shown.",
        ),
        Field(id="only_actor", label="Goal map: only the solutions of", type="actor"),
        Field(id="lead", label="Lead sentence of the prerequisites"),
        Field(id="centre", label="In the middle of tasks and cooperation", type="actor"),
        Field(id="rate", label="Discount rate", type="number", unit="%"),
        Field(id="expected", label="Anticipatory: the chain is assumed first", type="flag"),
    ),
    rules=(
        rules.target_nobody_serves,
        rules.deed_without_outcome,
        rules.outcome_without_indicator,
        rules.outcome_without_impact,
        rules.solution_without_change,
        rules.input_without_deed,
        rules.input_nobody_gives,
        rules_cards.indicator_card_incomplete,
        rules_cards.indicator_without_baseline,
        rules_cards.indicator_measures_nothing,
        rules.challenge_nobody_answers,
        rules.prerequisite_not_met,
        rules.assumption_in_doubt,
        rules_cards.cost_without_payer,
        rules_cards.cost_line_without_meaning,
        rules_cards.volume_disagrees,
        rules_cards.rosi_without_comparison,
        rules_cards.yearly_without_years,
        rules_cards.series_does_not_fit,
        rules_cards.evaluation_open,
        rules_cards.pathway_without_review,
        rules_cards.regions_compared_without_limit,
        rules_cards.imported_unchecked,
    ),
    drawings=(
        Drawing(id="chain", label="Impact chain", draw=draw_chain, paper="landscape", shown_when=on("chain")),
        Drawing(id="ecosystem", label="Ecosystem", draw=draw_ecosystem, paper="landscape", shown_when=on("chain")),
        Drawing(id="goal_map", label="Goal map", draw=draw_goal_map, shown_when=on("chain", "goal_map")),
        Drawing(id="tension", label="Goal tension", draw=draw_tension, shown_when=on("chain", "goal_map")),
        Drawing(
            id="evaluation",
            label="Evaluation",
            draw=draw_evaluation,
            paper="landscape",
            shown_when=on("chain", "evaluation"),
        ),
        Drawing(
            id="canvas",
            label="Organiser's canvas",
            draw=draw_canvas,
            paper="landscape",
            shown_when=on("chain", "canvas"),
        ),
        Drawing(id="indicators", label="Indicators", draw=draw_indicators, shown_when=on("chain", "evaluation")),
        Drawing(id="euros", label="Euros", draw=draw_euros, shown_when=on("chain")),
        Drawing(id="pledges", label="Pledges of resources", draw=draw_pledges, shown_when=on("chain")),
        Drawing(
            id="together", label="Each alone and together", draw=draw_together, shown_when=on("chain", "evaluation")
        ),
        Drawing(id="prerequisites", label="Prerequisites", draw=draw_prerequisites, shown_when=on("chain", "goal_map")),
        Drawing(
            id="cooperation", label="Tasks and cooperation", draw=draw_cooperation, shown_when=on("chain", "goal_map")
        ),
        Drawing(id="values", label="Values from one to another", draw=draw_values, shown_when=on("chain")),
        Drawing(id="circles", label="Parts to be reconciled", draw=draw_circles, shown_when=on("chain")),
        Drawing(id="durations", label="Series by duration", draw=draw_durations, shown_when=on("chain")),
    ),
    find_insights=find_insights,
    write_chapter=write_chapter,
    actions=ACTIONS,
    starters=STARTERS,
    codecs=(
        Codec(
            id="csv",
            label="Chain as a table (CSV)",
            ending="csv",
            media_type="text/csv",
            write=write_chain,
            read=read_chain,
        ),
        Codec(
            id="costs_csv",
            label="Cost lines as a table (CSV)",
            ending="csv",
            media_type="text/csv",
            write=write_costs,
            read=read_costs,
        ),
    ),
    guide=GUIDE,
    plain_guide=PLAIN_GUIDE,
    glyph="hexagon",
)
