"""The network map, whole: its table of contents."""

from kehittamo_core.api import Drawing, Method
from kehittamo_network_map.drawings.network import draw_network
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
    drawings=(Drawing(id="network", label="Network", draw=draw_network),),
    find_insights=find_insights,
    glyph="pin",
)
