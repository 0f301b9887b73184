"""The service path's table of contents: everything the method is made of, in one declaration."""

from kehittamo_core.api import Drawing, Field, Method
from kehittamo_service_path.drawings.path import draw_path
from kehittamo_service_path.kinds import PATH_KINDS
from kehittamo_service_path.links import LINKS
from kehittamo_service_path.trial_kinds import TRIAL_KINDS
from kehittamo_service_path.zones import ZONES

SETTINGS = (
    Field(id="tools_heading", label="Heading of the tools", type="line"),
    Field(id="monitoring_heading", label="Heading of the monitoring", type="line"),
    Field(id="observations_heading", label="Heading of the observations", type="line"),
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
    drawings=(Drawing(id="path", label="Whole path", draw=draw_path, paper="landscape"),),
)
