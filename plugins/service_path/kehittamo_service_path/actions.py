"""What a form cannot say about a path: put lanes in place, draw the arrows in order, confirm what was imported."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from kehittamo_core.api import Action, Add, Board, Change, Changes, Connect, Field, Invalid, Outcome
from kehittamo_service_path.actions_trial import TRIAL_ACTIONS
from kehittamo_service_path.flow import walk
from kehittamo_service_path.kinds import LINES, TONES
from kehittamo_service_path.path import IN_LANES, LANE_ZONES, USUAL, inside, unplaced

Values = Mapping[str, Any]
TONE_OF = {"customer": "lakka", "guidance": "jarvi", "growth": "sammal", "information": "kivi"}


def blueprint_lanes(board: Board, values: Values) -> Outcome:
    """The five lanes of a service blueprint with its three lines; nothing where the board has lanes already.

    Lanes and lines: Bitner, Ostrom and Morgan, California Management Review 2008;50(3):66-94.
    """
    rows = (
        ("more", board.say("Physical evidence"), board.say("What can be seen and touched"), None, "kanerva"),
        ("customer", board.say("Customer's actions"), board.say("What the customer does"), "interaction", "lakka"),
        (
            "guidance",
            board.say("Contact, in sight"),
            board.say("What workers do with the customer"),
            "visibility",
            "jarvi",
        ),
        (
            "growth",
            board.say("Contact, out of sight"),
            board.say("What workers do for the customer"),
            "internal",
            "sammal",
        ),
        ("information", board.say("Support processes"), board.say("Systems and services behind"), None, "kivi"),
    )
    return _lanes(board, tuple(_lane(*row) for row in rows))


def source_lanes(board: Board, values: Values) -> Outcome:
    """The four usual lanes as setup items, so that they can be renamed, coloured and ordered."""
    return _lanes(
        board, tuple(_lane(zone, board.label(f"zone:{zone}"), "", None, tone) for zone, tone in TONE_OF.items())
    )


def _lane(zone: str, text: str, legend: str, line: str | None, tone: str) -> Add:
    return Add(
        kind="lane",
        zone="frame",
        values={"zone": zone, "text": text, "legend": legend or None, "line_below": line, "tone": tone},
    )


def _lanes(board: Board, lanes: Changes) -> Outcome:
    if board.of("lane"):
        return Outcome(message=board.say("The board has lanes already; remove them first to put others."))
    return Outcome(
        changes=lanes,
        message=board.say_many("{number} lane was put in place.", "{number} lanes were put in place.", len(lanes)),
    )


def add_lane(board: Board, values: Values) -> Outcome:
    """One more lane below the others, with a part of the board of its own where one is free.

    On a board without lanes the usual four are put first, so that what they hold keeps its place.
    """
    name = str(values.get("name") or "").strip()
    if not name:
        raise Invalid(board.say("Write the lane's name first."))
    before: Changes = () if board.of("lane") else source_lanes(board, values).changes
    taken = {lane.get("zone") for lane in board.of("lane")} | ({*USUAL} if before else set())
    held = {item.zone for item in board.of(*IN_LANES)}
    free = next((zone for zone in LANE_ZONES if zone not in taken and zone not in held), None)
    said = board.say("The lane {lane} was added.", lane=name)
    if free is None:
        said += " " + board.say("It gets its steps by the link «in lane»: every part of the board has its lane.")
    tone = values.get("tone") or TONE_OF.get(free or "", "kanerva")
    lane = Add(
        kind="lane", zone="frame",
        values={
            "text": name, "zone": free, "legend": values.get("legend"), "tone": tone,
            "line_below": values.get("line_below"),
        },
    )  # fmt: skip
    return Outcome(changes=(*before, lane), message=said)


def arrows_in_order(board: Board, values: Values) -> Outcome:
    """Arrows from step to step in the order of the path, for those that no arrow joins yet; none to what has no lane."""
    joined = {end.id for _, *ends in inside(board, "then") for end in ends} | {item.id for item in unplaced(board)}
    loose = [item for item in walk(board) if item.kind in ("step", "meeting") and item.id not in joined]
    changes = tuple(Connect(kind="then", source=a.id, target=b.id) for a, b in pairwise(loose))
    if not changes:
        return Outcome(message=board.say("There are no two steps without arrows."))
    return Outcome(
        changes=changes,
        message=board.say_many(
            "{number} arrow was drawn in the order of the steps: check it.",
            "{number} arrows were drawn in the order of the steps: check them.", len(changes),
        ),
    )  # fmt: skip


def confirm_imported(board: Board, values: Values) -> Outcome:
    """Take the mark «Imported, not checked yet» from everything that carries it."""
    found = [item for item in board.items if item.get("unchecked")]
    return Outcome(
        changes=tuple(Change(id=item.id, values={"unchecked": None}) for item in found),
        message=board.say_many(
            "{number} imported value was confirmed.", "{number} imported values were confirmed.", len(found)
        ),
    )


ACTIONS = (
    Action(id="blueprint_lanes", label="Put the five lanes of a service blueprint", run=blueprint_lanes,
           help="Physical evidence, customer, contact in sight and out of sight, support processes, with their lines."),
    Action(id="source_lanes", label="Put the four usual lanes", run=source_lanes,
           help="Customer, service guidance, growth services and information services, to be renamed and ordered."),
    Action(id="add_lane", label="Add a lane", run=add_lane,
           fields=(
               Field(id="name", label="Name of the lane", type="line", required=True),
               Field(id="legend", label="Legend", type="line"),
               Field(id="tone", label="Colour", type="choice", choices=TONES),
               Field(id="line_below", label="Line below the lane", type="choice", choices=LINES),
           ),
           help="A lane below the others; move it to its place in the part «Lanes and columns»."),
    Action(id="arrows_in_order", label="Draw the arrows in order", run=arrows_in_order, setup=False,
           help="Joins the steps that have no arrows yet, column by column and lane by lane."),
    Action(id="confirm_imported", label="Confirm everything imported", run=confirm_imported,
           help="When somebody has looked the values through: they no longer say that they are not checked."),
    *TRIAL_ACTIONS,
)  # fmt: skip
