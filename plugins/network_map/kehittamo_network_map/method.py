"""The network map, whole: its table of contents."""

from kehittamo_core.api import Drawing, Method
from kehittamo_network_map.drawings.axes import draw_axes
from kehittamo_network_map.drawings.change import draw_change
from kehittamo_network_map.drawings.needs import draw_needs
from kehittamo_network_map.drawings.network import draw_network
from kehittamo_network_map.drawings.networks import draw_networks
from kehittamo_network_map.insights import find_insights
from kehittamo_network_map.kinds import KINDS, LINKS, SETTINGS, ZONES
from kehittamo_network_map.rules import RULES

NETWORK_MAP = Method(
    id="network_map",
    package=__package__,
    title="Network map",
    summary="Who works with whom, what passes between them, and which ties are missing.",
    kinds=KINDS,
    links=LINKS,
    zones=ZONES,
    settings=SETTINGS,
    rules=RULES,
    drawings=(
        Drawing(id="network", label="Network", draw=draw_network),
        Drawing(id="needs", label="Information needs", draw=draw_needs),
        Drawing(id="networks", label="Networks and their aims", draw=draw_networks),
        Drawing(id="change", label="Now and target", draw=draw_change, paper="landscape"),
        Drawing(id="axes", label="Two-axis map", draw=draw_axes),
    ),
    find_insights=find_insights,
    glyph="pin",
)
