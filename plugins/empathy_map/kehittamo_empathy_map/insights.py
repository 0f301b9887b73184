"""What a map tells: how much is known and how much assumed, which pains were voted for, what is not known of profiles."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, Item, number, reference
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.kinds import WRITTEN


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything worth saying, the most important first."""
    yield from share_of_assumptions(board)
    yield from most_voted(board)
    yield from pains_of_profiles(board)
    yield from unknown_of_profiles(board)


def share_of_assumptions(board: Board) -> Iterator[Insight]:
    """How much of what is written is observed, told and assumed."""
    counts = reading.evidence_counts(board)
    total = sum(counts.values())
    if not total:
        return
    yield Insight(
        finding=board.say(
            "{percent} % of the {total} notes are assumed; observed {observed}, told {told}, assumed {assumed}, not graded {ungraded}.",
            percent=number(100 * counts.get("assumed", 0) / total, board.language, 0),
            total=total,
            observed=counts.get("observed", 0),
            told=counts.get("told", 0),
            assumed=counts.get("assumed", 0),
            ungraded=counts.get("", 0),
        ),
        items=tuple(item for item in board.of(*WRITTEN) if item.get("evidence") == "assumed"),
        limit=board.say("The share counts notes, not people; an assumption may be right."),
        formula=board.say("assumed notes / all notes"),
    )


def most_voted(board: Board) -> Iterator[Insight]:
    """The pains with most votes, each with how we know it."""
    voted = [pain for pain in reading.pains_by_votes(board) if pain.votes][:3]
    if not voted:
        return
    yield Insight(
        finding=board.say(
            "Most votes for a pain: {pains}.", pains="; ".join(_with_votes(board, pain) for pain in voted)
        ),
        items=tuple(voted),
        limit=board.say("These are votes of the experts in the room, not of customers."),
    )


def _with_votes(board: Board, pain: Item) -> str:
    known = reading.grade(board, pain) or board.say("not graded")
    return board.say("{pain} ({votes} votes, {known})", pain=reference(pain), votes=pain.votes, known=known)


def pains_of_profiles(board: Board) -> Iterator[Insight]:
    """How many pains each profile has on this board, by name."""
    counted = [
        (profile, sum(1 for item in board.before(profile, "about") if item.kind == "pain"))
        for profile in reading.profiles(board)
    ]
    if len(counted) > 1 and any(count for _, count in counted):
        yield Insight(
            finding=board.say(
                "Pains by profile: {profiles}.",
                profiles=", ".join(f"{profile.text or profile.code} {count}" for profile, count in counted),
            ),
            items=tuple(profile for profile, _ in counted),
            limit=board.say("Profiles are different, not better or worse; more notes may only mean more talk."),
            more=True,
        )


def unknown_of_profiles(board: Board) -> Iterator[Insight]:
    """How many places on axes and sliders are known."""
    profiles, sliders, axes = reading.profiles(board), board.of("slider"), board.of("axis")
    wanted = len(profiles) * (len(sliders) + len(axes))
    if not wanted:
        return
    known = sum(
        1
        for profile in profiles
        for kind, parameters in (("value_on", sliders), ("placed_on", axes))
        for parameter in parameters
        if reading.value_of(board, profile, parameter, kind) is not None
    )
    yield Insight(
        finding=board.say("{known} of {wanted} places on axes and sliders are known.", known=known, wanted=wanted),
        items=profiles,
        limit=board.say("What is not known is shown as not known, never as a middle."),
    )
