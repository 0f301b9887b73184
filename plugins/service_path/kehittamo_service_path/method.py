"""The service path's table of contents: everything the method is made of, in one declaration."""

from kehittamo_core.api import Drawing, Field, Method
from kehittamo_service_path.drawings.change import draw_change
from kehittamo_service_path.drawings.charts import draw_charts
from kehittamo_service_path.drawings.customer import draw_customer
from kehittamo_service_path.drawings.feelings import draw_feelings
from kehittamo_service_path.drawings.groups import draw_groups
from kehittamo_service_path.drawings.whole import draw_whole
from kehittamo_service_path.kinds import PATH_KINDS
from kehittamo_service_path.links import LINKS
from kehittamo_service_path.trial_kinds import TRIAL_KINDS
from kehittamo_service_path.zones import ZONES

SETTINGS = (
    Field(id="tools_heading", label="Heading of the tools", type="line"),
    Field(id="monitoring_heading", label="Heading of the monitoring", type="line"),
    Field(id="observations_heading", label="Heading of the observations", type="line"),
)

DRAWINGS = (
    Drawing(id="path", label="Whole path", draw=draw_whole, paper="landscape"),
    Drawing(id="customer", label="Customer only", draw=draw_customer),
    Drawing(id="groups", label="Trial groups", draw=draw_groups, paper="landscape"),
    Drawing(id="feelings", label="Feeling curve", draw=draw_feelings, paper="landscape"),
    Drawing(id="change", label="Today and target", draw=draw_change, paper="landscape"),
    Drawing(id="charts", label="Charts", draw=draw_charts, paper="landscape"),
)

SERVICE_PATH = Method(
    id="service_path",
    package="kehittamo_service_path",
    title="Service path",
    summary="A person's way through a service, step by step: who meets whom, what is known, what is used and followed.",
    glyph="arrow",
    kinds=PATH_KINDS + TRIAL_KINDS,
    links=LINKS,
    zones=ZONES,
    settings=SETTINGS,
    drawings=DRAWINGS,
)
