"""The service path's table of contents: everything the method is made of, in one declaration."""

from kehittamo_core.api import Drawing, Field, Method
from kehittamo_service_path.actions import ACTIONS
from kehittamo_service_path.chapter import write_chapter
from kehittamo_service_path.drawings.change import draw_change
from kehittamo_service_path.drawings.charts import draw_charts
from kehittamo_service_path.drawings.customer import draw_customer
from kehittamo_service_path.drawings.feelings import draw_feelings
from kehittamo_service_path.drawings.groups import draw_groups
from kehittamo_service_path.drawings.together import draw_together
from kehittamo_service_path.drawings.whole import draw_whole
from kehittamo_service_path.exchange import CSV
from kehittamo_service_path.insights import find_insights
from kehittamo_service_path.kinds import PATH_KINDS
from kehittamo_service_path.links import LINKS
from kehittamo_service_path.pairs import COMPARED_AS, COMPARED_WITH
from kehittamo_service_path.rules import PATH_RULES
from kehittamo_service_path.rules_trial import TRIAL_RULES
from kehittamo_service_path.starters import STARTERS
from kehittamo_service_path.trial_kinds import TRIAL_KINDS
from kehittamo_service_path.zones import ABOUT, CHARTS, GROUPS, PATH, TOGETHER, ZONES

SERVICE_PATH = Method(
    id="service_path",
    package="kehittamo_service_path",
    title="Service path",
    summary="A person's way through a service, step by step: who meets whom, what is known, what is used and followed.",
    glyph="arrow",
    kinds=PATH_KINDS + TRIAL_KINDS,
    links=LINKS,
    zones=ZONES,
    settings=(
        ABOUT,
        COMPARED_WITH,
        COMPARED_AS,
        Field(id="tools_heading", label="Heading of the tools", type="line"),
        Field(id="monitoring_heading", label="Heading of the monitoring", type="line"),
        Field(id="observations_heading", label="Heading of the observations", type="line"),
    ),
    rules=PATH_RULES + TRIAL_RULES,
    drawings=(
        Drawing(id="path", label="Whole path", draw=draw_whole, paper="landscape", shown_when=PATH),
        Drawing(id="customer", label="Customer only", draw=draw_customer, shown_when=PATH),
        Drawing(id="groups", label="Trial groups", draw=draw_groups, paper="landscape", shown_when=GROUPS),
        Drawing(id="feelings", label="Feeling curve", draw=draw_feelings, paper="landscape", shown_when=PATH),
        Drawing(id="change", label="Today and target", draw=draw_change, paper="landscape", shown_when=PATH),
        Drawing(id="together", label="Two paths", draw=draw_together, paper="landscape", shown_when=TOGETHER),
        Drawing(id="charts", label="Charts", draw=draw_charts, paper="landscape", shown_when=CHARTS),
    ),
    find_insights=find_insights,
    write_chapter=write_chapter,
    actions=ACTIONS,
    starters=STARTERS,
    codecs=(CSV,),
    guide=(
        "Write first what the customer does alone, one note for each step, in order.",
        "Write the meetings between the steps and choose who takes part.",
        "Draw the arrows, also those that go back, and say when they do.",
        "Add what is needed: data, tools, what is measured; what has no place yet goes to «Not placed yet».",
        "Read what is missing and agree on one thing to mend.",
    ),
    plain_guide=(
        "Think of one person who needs help.",
        "Write what this person does. Write one thing on each note.",
        "Write whom the person meets.",
        "Say how each step feels.",
        "You do not need to know everything.",
    ),
)
