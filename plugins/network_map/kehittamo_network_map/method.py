"""The network map, whole: its table of contents."""

from kehittamo_core.api import Drawing, Method
from kehittamo_network_map.actions import ACTIONS
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.drawings.axes import draw_axes
from kehittamo_network_map.drawings.change import draw_change
from kehittamo_network_map.drawings.needs import draw_needs
from kehittamo_network_map.drawings.network import draw_network
from kehittamo_network_map.drawings.networks import draw_networks
from kehittamo_network_map.drawings.numbers_of_actors import draw_numbers
from kehittamo_network_map.drawings.what_if import draw_what_if
from kehittamo_network_map.exchange import CODECS
from kehittamo_network_map.insights import find_insights
from kehittamo_network_map.kinds import KINDS, LINKS, SETTINGS, ZONES
from kehittamo_network_map.missing import seat_together
from kehittamo_network_map.rules import RULES
from kehittamo_network_map.starters import STARTERS
from kehittamo_network_map.upgrades import UPGRADES

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
        Drawing(id="numbers", label="Actors and their numbers", draw=draw_numbers),
        Drawing(id="needs", label="Information needs", draw=draw_needs),
        Drawing(id="networks", label="Networks and their aims", draw=draw_networks),
        Drawing(id="change", label="Now and target", draw=draw_change, paper="landscape"),
        Drawing(id="what_if", label="What if", draw=draw_what_if, paper="landscape"),
        Drawing(id="axes", label="Two-axis map", draw=draw_axes),
    ),
    find_insights=find_insights,
    find_pairs=seat_together,
    write_chapter=write_chapter,
    actions=ACTIONS,
    starters=STARTERS,
    codecs=CODECS,
    version=2,
    upgrades=UPGRADES,
    guide=(
        "Write every actor on a note of its own: organisations, services and roles, never persons by name.",
        "Say in which sector each stands, and name what stands in the middle.",
        "Join two actors with a tie, and tell what passes along it, how strong it is and whether it stands now.",
        "Attach solutions, tasks and information needs to the actor or to the tie that they concern.",
        "Look at the drawing: who stands between the others, who is alone, and which tie is missing?",
    ),
    plain_guide=(
        "Write who helps. One note for each.",
        "Draw a line between two who work together.",
        "Tell what they do together.",
        "Is somebody alone? Tell it.",
        "Who should begin to work together?",
    ),
    glyph="pin",
)
