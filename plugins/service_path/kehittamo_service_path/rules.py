"""What the group should look at again on a path: gaps and contradictions, said so that they can be read aloud."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Problem, is_gap
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.path import IN_LANES, inside, lane_of, lanes_of, name, names, placed, stations


def meeting_without_people(board: Board) -> Iterator[Problem]:
    """A meeting says who takes part."""
    for item in board.of("meeting"):
        if is_gap(item.values.get("participants")):
            yield Problem(
                message=board.say("Who takes part in the meeting {meeting}?", meeting=name(item)), items=(item,)
            )


def monitoring_without_place(board: Board) -> Iterator[Problem]:
    """What is monitored is tied to the step where it is measured."""
    for item in board.of("monitoring"):
        if not placed(board, item):
            yield Problem(
                message=board.say("{monitoring} has no place: at which step is it measured?", monitoring=name(item)),
                items=(item,),
            )


def bare_step(board: Board) -> Iterator[Problem]:
    """Where other steps have tools or data, a step without either is looked at again."""
    steps = board.of("step", "meeting")
    bare = [item for item in steps if not board.outgoing(item, "uses") and not board.incoming(item, "informs")]
    if len(bare) < len(steps):
        for item in bare:
            yield Problem(
                message=board.say(
                    "{step} has neither a tool nor data, though other steps do: what is needed there?", step=name(item)
                ),
                items=(item,),
            )


def loose_step(board: Board) -> Iterator[Problem]:
    """Where arrows lead the way, every step and meeting is on it."""
    arrows = inside(board, "then")
    joined = {end.id for _, *ends in arrows for end in ends}
    for item in board.of("step", "meeting") if arrows else ():
        if item.id not in joined:
            yield Problem(
                message=board.say("{step} is not on the path: what comes before it, and what after?", step=name(item)),
                items=(item,),
            )


def several_ends(board: Board) -> Iterator[Problem]:
    """A path ends where it is meant to end: a step without a next one is either the end or unfinished."""
    arrows = inside(board, "then")
    starts = {source.id for _, source, _ in arrows}
    ends = [
        item
        for item in stations(board)
        if item.id not in starts and any(item.id == target.id for _, _, target in arrows)
    ]
    if len(ends) > 1:
        yield Problem(
            message=board.say(
                "The path ends in several places: {ends}. Which of them has a next step?", ends=names(ends)
            ),
            items=tuple(ends),
        )


def no_arrows(board: Board) -> Iterator[Problem]:
    """Several steps without a single arrow are a list, not yet a path."""
    steps = board.of("step", "meeting")
    if len(steps) > 1 and not inside(board, "then"):
        yield Problem(
            message=board.say("No arrow joins the steps yet: in which order do they follow one another?"), items=steps
        )


def unlabelled_return(board: Board) -> Iterator[Problem]:
    """A return says when the path goes back."""
    for link, source, target in inside(board, "returns"):
        if is_gap(link.values.get("when")):
            yield Problem(
                message=board.say(
                    "When does the path return from {source} to {target}?", source=name(source), target=name(target)
                ),
                items=(link, source, target),
            )


def empty_lane(board: Board) -> Iterator[Problem]:
    """A lane holds something, or is left out."""
    if not board.of(*IN_LANES):
        return
    lanes = lanes_of(board)
    held = {lane.id for item in board.of(*IN_LANES) if (lane := lane_of(board, item, lanes)) is not None}
    for lane in lanes:
        if lane.id not in held:
            yield Problem(
                message=board.say("The lane {lane} is empty: who does what there?", lane=lane.label),
                items=(lane.item,) if lane.item is not None else (),
            )


def lane_without_name(board: Board) -> Iterator[Problem]:
    """A lane says whose it is."""
    for item in board.of("lane"):
        if not item.text:
            yield Problem(message=board.say("The lane {lane} has no name.", lane=item.code or item.id), items=(item,))


def step_without_place(board: Board) -> Iterator[Problem]:
    """Steps and data stand in a lane."""
    lanes = lanes_of(board)
    for item in board.of(*STATIONS, "data"):
        if lane_of(board, item, lanes) is None:
            yield Problem(
                message=board.say("{step} has no lane yet: whose step is it?", step=name(item)), items=(item,)
            )


def observation_without_target(board: Board) -> Iterator[Problem]:
    """An observation says which step or lane it is about."""
    for item in board.of("callout"):
        if not board.outgoing(item, "points_to"):
            yield Problem(message=board.say("Which step or lane is {note} about?", note=name(item)), items=(item,))


def duration_upside_down(board: Board) -> Iterator[Problem]:
    """The shortest duration is not longer than the longest."""
    for item in stations(board):
        low, high = item.get("duration_min"), item.get("duration_max")
        if low is not None and high is not None and low > high:
            yield Problem(
                message=board.say("The shortest duration of {step} is longer than the longest.", step=name(item)),
                items=(item,),
            )


def data_nobody_makes(board: Board) -> Iterator[Problem]:
    """Where some data have a producer, data that inform a step and that nobody produces are named."""

    def made(item_id: str) -> bool:
        item = board.item(item_id)
        return item is not None and (bool(board.incoming(item, "produces")) or not is_gap(item.values.get("producer")))

    groups = board.of("data")
    if any(made(item.id) for item in groups):
        for item in groups:
            if board.outgoing(item, "informs") and not made(item.id):
                label = item.text or ", ".join(item.get("items", ())[:3])
                yield Problem(
                    message=board.say(
                        "The data {data} are used, but nobody is said to produce them.",
                        data=f"{item.code} {label}".strip(),
                    ),
                    items=(item,),
                )


def imported_unchecked(board: Board) -> Iterator[Problem]:
    """What came in from a file is looked at by people before it counts."""
    items = tuple(item for item in board.items if item.get("unchecked"))
    if items:
        yield Problem(
            message=board.say_many(
                "{number} imported thing has not been checked yet.",
                "{number} imported things have not been checked yet.",
                len(items),
            ),
            items=items,
        )


PATH_RULES = (
    meeting_without_people, monitoring_without_place, bare_step, loose_step, several_ends, no_arrows, unlabelled_return,
    empty_lane, lane_without_name, step_without_place, observation_without_target, duration_upside_down,
    data_nobody_makes, imported_unchecked,
)  # fmt: skip
