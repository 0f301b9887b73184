"""What the path says when it is counted: each finding is a sentence to read aloud, with what it does not tell."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, Item, is_gap
from kehittamo_service_path.chapter_pairs import two_paths
from kehittamo_service_path.drawings.crossing import counted_crossings
from kehittamo_service_path.durations import lead_time
from kehittamo_service_path.experience import curves
from kehittamo_service_path.flow import longest, walk
from kehittamo_service_path.insights_plan import plan_insights
from kehittamo_service_path.insights_trial import trial_insights
from kehittamo_service_path.path import inside, lane_of, lanes_of, name, names, participants, placed
from kehittamo_service_path.spans import span_in_words

MARKED = ("new", "changed", "removed")
"""The marks of a step that is not as it is today."""
MOST_ARROWS = 400
"""Crossings of more arrows than this would take long to count."""


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything that can be counted on a board, the most telling first."""
    yield from two_paths(board)
    yield from own_steps_and_meetings(board)
    yield from monitoring_coverage(board)
    yield from trial_insights(board)
    yield from without_a_meeting(board)
    yield from handovers(board)
    yield from whole_duration(board)
    yield from loops(board)
    yield from feelings(board)
    yield from nobody_responsible(board)
    yield from missing_data(board)
    yield from changes(board)
    yield from plan_insights(board)
    yield from shared_steps(board)
    yield from fewer_crossings(board)


def own_steps_and_meetings(board: Board) -> Iterator[Insight]:
    """How much the customer does alone and how much together, and who takes part in how many meetings."""
    steps, meetings = board.of("step"), board.of("meeting")
    if not steps and not meetings:
        return
    said = board.say(
        "The path has {steps} and {meetings}.",
        steps=board.say_many("{number} step taken alone", "{number} steps taken alone", len(steps)),
        meetings=board.say_many("{number} meeting", "{number} meetings", len(meetings)),
    )
    counted: dict[str, int] = {}
    for meeting in meetings:
        for who in dict.fromkeys(participants(board, meeting)):
            counted[who] = counted.get(who, 0) + 1
    people = [
        board.say("{who} in {number} of {all}", who=who, number=number, all=len(meetings))
        for who, number in sorted(counted.items(), key=lambda pair: -pair[1])
    ]
    if people:
        said += " " + board.say("Who takes part in the meetings: {people}.", people=", ".join(people[:8]))
    yield Insight(
        finding=said, items=(*steps, *meetings),
        limit=board.say("The counts do not tell how long or how good a step or a meeting is."),
        formula=board.say("Steps and meetings counted; a person is counted once in a meeting."),
    )  # fmt: skip


def monitoring_coverage(board: Board) -> Iterator[Insight]:
    """At which steps something is measured, and at which nothing."""
    marks, steps = board.of("monitoring"), tuple(item for item in walk(board) if item.kind != "support")
    if not marks or not steps:
        return
    covered = {item.id for mark in marks for item in placed(board, mark)}
    missing = tuple(item for item in steps if item.id not in covered)
    loose = tuple(mark for mark in marks if not placed(board, mark))
    if not covered:
        finding = board.say_many(
            "Nothing is measured at any step yet: {number} monitoring item waits for a place.",
            "Nothing is measured at any step yet: {number} monitoring items wait for a place.", len(loose),
        )  # fmt: skip
    elif missing:
        finding = board.say(
            "Something is measured at {covered} of {all} steps and meetings; nothing at {missing}.",
            covered=len(steps) - len(missing), all=len(steps), missing=names(missing),
        )  # fmt: skip
    else:
        finding = board.say("Something is measured at every step and meeting.")
    yield Insight(
        finding=finding, items=loose if not covered else missing,
        limit=board.say("A mark says that something is measured, not that the measure is good or that it is used."),
        formula=board.say("Steps and meetings with at least one monitoring link, divided by all."),
    )  # fmt: skip


def without_a_meeting(board: Board) -> Iterator[Insight]:
    """The longest stretch of the path that the customer walks alone."""
    alone = [item for item in walk(board) if item.kind == "step"]
    if not board.of("meeting") or not alone:
        return
    ids = [item.id for item in alone]
    arrows = [(a.id, b.id) for _, a, b in inside(board, "then") if a.kind == b.kind == "step"]
    way = longest(ids, arrows, dict.fromkeys(ids, 1.0))
    stretch = tuple(item for item in alone if item.id in way)
    yield Insight(
        finding=board.say_many(
            "The longest stretch without a meeting is {number} step: {steps}.",
            "The longest stretch without a meeting is {number} steps: {steps}.", len(stretch), steps=names(stretch),
        ),
        items=stretch, more=len(stretch) < 2,
        limit=board.say("Only arrows are followed; how long the stretch lasts in days is another matter."),
        formula=board.say("Longest way through arrows between steps taken alone."),
    )  # fmt: skip


def handovers(board: Board) -> Iterator[Insight]:
    """How often the path passes from one lane to another."""
    lanes, arrows = lanes_of(board), inside(board, "then")
    if not arrows:
        return
    crossing = [
        link for link, source, target in arrows
        if (a := lane_of(board, source, lanes)) and (b := lane_of(board, target, lanes)) and a.id != b.id
    ]  # fmt: skip
    yield Insight(
        finding=board.say(
            "The path passes from one lane to another {number} times in {all} arrows.",
            number=len(crossing),
            all=len(arrows),
        ),
        items=tuple(crossing),
        more=True,
        limit=board.say(
            "A change of lane is not a fault: meetings are made of them. Look for those where something is lost."
        ),
        formula=board.say("Arrows whose ends stand in different lanes."),
    )


def whole_duration(board: Board) -> Iterator[Insight]:
    """The lead time along the longest way."""
    found = lead_time(board)
    if found is None:
        return
    limit = board.say(
        "Waiting between the steps counts only where it has been written as a duration; returns are not counted."
    )
    if found.unknown:
        limit = board.say("No duration is known for {steps}.", steps=names(found.unknown)) + " " + limit
    finding = board.say(
        "From end to end the longest way takes {span}.", span=span_in_words(board, found.low, found.high)
    )
    today = lead_time(board, without="new") if any(item.get("change") in MARKED for item in walk(board)) else None
    if today is not None:
        finding += " " + board.say("On today's path it takes {span}.", span=span_in_words(board, today.low, today.high))
        limit += " " + board.say("A step that changes has one duration, which counts for both paths.")
    yield Insight(
        finding=finding,
        items=found.way,
        limit=limit,
        formula=board.say("Sum of the durations along the longest way of the arrows (critical path)."),
    )


def loops(board: Board) -> Iterator[Insight]:
    """Which loops the path has, and what ends them."""
    arrows = inside(board, "returns")
    if not arrows:
        return
    said = [
        f"{name(source)} → {name(target)}" + (f" ({link.get('when')})" if link.get("when") else "")
        for link, source, target in arrows
    ]
    endless = tuple(link for link, _, _ in arrows if is_gap(link.values.get("ends")))
    finding = board.say_many(
        "The path returns in {number} place: {loops}.",
        "The path returns in {number} places: {loops}.",
        len(arrows),
        loops="; ".join(said),
    )
    if endless:
        finding += " " + board.say_many(
            "What ends the loop is not said of {number}.", "What ends the loop is not said of {number}.", len(endless)
        )
    yield Insight(
        finding=finding, items=tuple(link for link, _, _ in arrows),
        limit=board.say("How often a loop is walked is not known from the drawing."),
        formula=board.say("Links of the kind «returns to»."),
    )  # fmt: skip


def feelings(board: Board) -> Iterator[Insight]:
    """Where each profile's curve is lowest."""
    steps = {item.id: item for item in board.items}
    for curve in curves(board):
        low = min(curve.values.values())
        where = tuple(steps[id_] for id_, value in curve.values.items() if value == low)
        unset = sum(1 for item in walk(board) if item.kind != "support" and item.id not in curve.values)
        limit = board.say("A feeling is what people have written of a profile, not a measurement.")
        if unset:
            limit += " " + board.say_many("{number} step has no feeling.", "{number} steps have no feeling.", unset)
        yield Insight(
            finding=board.say(
                "{profile} feels worst ({value}) at {steps}.",
                profile=curve.name,
                value=f"{low:+d}".replace("-", "−"),
                steps=names(where),
            ),
            items=(curve.item, *where),
            limit=limit,
            formula=board.say("The lowest feeling on a scale from −2 to +2."),
        )


def nobody_responsible(board: Board) -> Iterator[Insight]:
    """Steps without somebody responsible, once the board has begun to name them."""
    steps = board.of("step", "meeting", "support")
    without = tuple(item for item in steps if is_gap(item.values.get("owner")))
    if without and len(without) < len(steps):
        yield Insight(
            finding=board.say(
                "Nobody is named responsible for {number} of {all} steps: {steps}.",
                number=len(without),
                all=len(steps),
                steps=names(without[:8]),
            ),
            items=without,
            limit=board.say("Who takes part need not be who is responsible."),
            formula=board.say("Steps with an empty field «Responsible»."),
        )


def missing_data(board: Board) -> Iterator[Insight]:
    """Data that inform steps, and how many of them somebody is said to produce."""
    used = tuple(item for item in board.of("data") if board.outgoing(item, "informs"))
    if not used:
        return
    made = tuple(item for item in used if board.incoming(item, "produces") or not is_gap(item.values.get("producer")))
    items = sum(len(item.get("items", ())) for item in used)
    yield Insight(
        finding=board.say(
            "{used} with {items} inform the path; a producer is named for {made} of them.",
            used=board.say_many("{number} data group", "{number} data groups", len(used)),
            items=board.say_many("{number} data item", "{number} data items", items), made=len(made),
        ),
        items=tuple(item for item in used if item not in made), more=True,
        limit=board.say("A gap in the producers is a question to ask, not yet a missing register."),
        formula=board.say("Data groups with a link «informs», and of these the ones with a producer."),
    )  # fmt: skip


def changes(board: Board) -> Iterator[Insight]:
    """How the target path differs from today's."""
    marked: dict[str, list[Item]] = {}
    for item in walk(board):
        if item.get("change") in MARKED:
            marked.setdefault(item.get("change"), []).append(item)
    if marked:
        new, changed, removed = (marked.get(key, []) for key in ("new", "changed", "removed"))
        yield Insight(
            finding=board.say(
                "Compared with today {new} are new, {changed} change and {removed} are left out.",
                new=len(new), changed=len(changed), removed=len(removed),
            ),
            items=(*new, *changed, *removed),
            limit=board.say("Steps without a mark are taken to stay as they are."),
            formula=board.say("Steps by their field «Compared with today»."),
        )  # fmt: skip


def shared_steps(board: Board) -> Iterator[Insight]:
    """Where this path meets another."""
    links = board.links_of("shared")
    if links:
        pairs = [(board.item(link.source), board.item(link.target)) for link in links]
        said = [f"{name(a)} = {name(b)}" for a, b in pairs if a is not None and b is not None]
        if said:
            yield Insight(
                finding=board.say_many(
                    "This path meets another in {number} step: {steps}.",
                    "This path meets another in {number} steps: {steps}.",
                    len(said),
                    steps="; ".join(said),
                ),
                items=links,
                limit=board.say("Only steps that somebody has tied together are counted."),
                formula=board.say("Links of the kind «is the same step as»."),
            )


def fewer_crossings(board: Board) -> Iterator[Insight]:
    """How the drawing's layout compares with steps in plain columns."""
    if not 3 <= len(inside(board, "then", "returns")) <= MOST_ARROWS:
        return
    ours, plain = counted_crossings(board)
    yield Insight(
        finding=board.say(
            "Lines cross one another or run through boxes {ours} times in the drawing; in plain columns {plain} times.",
            ours=ours,
            plain=plain,
        ),
        more=True,
        limit=board.say("Fewer crossings make a drawing easier to read; they say nothing of the service."),
        formula=board.say(
            "Crossing pairs of stretches and boxes run through; layers as in Sugiyama, Tagawa and Toda 1981."
        ),
    )
