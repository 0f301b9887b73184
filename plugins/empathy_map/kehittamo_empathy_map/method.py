"""The empathy map: its table of contents."""

from kehittamo_core.api import Drawing, Method
from kehittamo_empathy_map.actions import ACTIONS
from kehittamo_empathy_map.chapter import write_chapter
from kehittamo_empathy_map.comparing import COMPARED_WITH
from kehittamo_empathy_map.drawings.across import across_profiles
from kehittamo_empathy_map.drawings.axes import on_axes
from kehittamo_empathy_map.drawings.canvas import empathy_map
from kehittamo_empathy_map.drawings.cards import profile_cards
from kehittamo_empathy_map.drawings.collected import collected
from kehittamo_empathy_map.drawings.together import two_maps_drawn
from kehittamo_empathy_map.exchange import CODECS
from kehittamo_empathy_map.exchange_collected import COLLECTED_CSV
from kehittamo_empathy_map.insights import find_insights
from kehittamo_empathy_map.kinds import KINDS
from kehittamo_empathy_map.links import LINKS
from kehittamo_empathy_map.rules import RULES
from kehittamo_empathy_map.starters import STARTERS
from kehittamo_empathy_map.upgrades import with_families
from kehittamo_empathy_map.zones import COLLECTION, MAP, PROFILES, SETTINGS, ZONES, arrange

EMPATHY_MAP = Method(
    id="empathy_map",
    package="kehittamo_empathy_map",
    title="Empathy map",
    summary="What a customer thinks, hears, sees and does, what hurts and what succeeds, and how we know it.",
    glyph="heart",
    kinds=KINDS,
    links=LINKS,
    zones=ZONES,
    settings=(*SETTINGS, COMPARED_WITH),
    rules=RULES,
    drawings=(
        Drawing(id="map", label="Map", draw=empathy_map, paper="landscape", shown_when=(("shows", MAP),)),
        Drawing(
            id="profiles",
            label="Profile cards",
            draw=profile_cards,
            paper="landscape",
            shown_when=(("shows", PROFILES),),
        ),
        Drawing(id="axes", label="On two axes", draw=on_axes, paper="landscape", shown_when=(("shows", PROFILES),)),
        Drawing(
            id="across",
            label="Across profiles",
            draw=across_profiles,
            paper="landscape",
            shown_when=(("shows", ("both", "map", "profiles")),),
        ),
        Drawing(
            id="together",
            label="Two maps",
            draw=two_maps_drawn,
            paper="landscape",
            shown_when=(("shows", MAP), ("compared_with", ())),
        ),
        Drawing(
            id="collected", label="Collected", draw=collected, paper="landscape", shown_when=(("shows", COLLECTION),)
        ),
    ),
    find_insights=find_insights,
    write_chapter=write_chapter,
    actions=ACTIONS,
    script="build/empathy_map.js",
    arrange=arrange,
    version=2,
    upgrades=(with_families,),
    starters=STARTERS,
    codecs=(*CODECS, COLLECTED_CSV),
    guide=(
        "Choose a profile and talk about it as of one person.",
        "Go round the outside first: what they hear, see, say and do.",
        "Only then write what they think and feel, their pains and successes.",
        "Mark each note: observed, told or assumed.",
        "Profiles are fictional: do not write health data of a real person here.",
    ),
    plain_guide=(
        "Think of one person.",
        "What does the person hear and see? What do they say and do?",
        "What is hard for them? What goes well?",
        "Do not write about a real person's illness.",
    ),
)
