"""What is missing from an empathy map or its profiles, in sentences to read aloud."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Problem, is_gap, number, reference
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.kinds import WRITTEN


def empty_field(board: Board) -> Iterator[Problem]:
    """A field of the canvas that nobody has written in, once somebody has begun."""
    fields = reading.fields(board)
    if not any(fields.values()):
        return
    for zone, items in fields.items():
        if not items:
            yield Problem(message=board.say("The field «{field}» is empty.", field=board.label(f"zone:{zone}")))


def note_without_evidence(board: Board) -> Iterator[Problem]:
    """Notes of which nobody said how we know them."""
    missing = tuple(item for item in board.of(*WRITTEN) if is_gap(item.get("evidence")))
    if missing:
        yield Problem(
            message=board.say_many(
                "{number} note does not say how we know it: observed, told or assumed?",
                "{number} notes do not say how we know them: observed, told or assumed?",
                len(missing),
            ),
            items=missing,
        )


def only_assumptions(board: Board) -> Iterator[Problem]:
    """A map on which everything is assumed."""
    counts = reading.evidence_counts(board)
    total = sum(counts.values())
    if total >= 3 and counts.get("assumed", 0) == total:
        yield Problem(
            message=board.say("Everything on the map is assumed: whom could we ask or observe?"),
            items=board.of(*WRITTEN),
        )


def pain_without_answer(board: Board) -> Iterator[Problem]:
    """Pains that no solution and no step answers, once something answers some pain."""
    pains = board.of("pain")
    open_ = tuple(pain for pain in pains if not board.incoming(pain, "answers"))
    if open_ and len(open_) < len(pains):
        for pain in open_:
            yield Problem(message=board.say("Nothing answers {pain} yet.", pain=reference(pain)), items=(pain,))


def profile_without_place(board: Board) -> Iterator[Problem]:
    """Profiles whose place on the axes is not known."""
    if len(board.of("axis")) < 2:
        return
    for profile in reading.profiles(board):
        if reading.place(board, profile) is None:
            yield Problem(
                message=board.say("The place of {profile} on the axes is not known.", profile=reference(profile)),
                items=(profile,),
            )


def slider_unset(board: Board) -> Iterator[Problem]:
    """Profiles with sliders that nobody has set."""
    sliders = board.of("slider")
    for profile in reading.profiles(board):
        unset = tuple(slider for slider in sliders if reading.value_of(board, profile, slider, "value_on") is None)
        if unset:
            yield Problem(
                message=board.say_many(
                    "{profile}: {number} of {all} sliders is not known.",
                    "{profile}: {number} of {all} sliders are not known.",
                    len(unset),
                    profile=reference(profile),
                    all=len(sliders),
                ),
                items=(profile, *unset),
            )


def bare_profile(board: Board) -> Iterator[Problem]:
    """A profile that is a name only."""
    for profile in reading.profiles(board):
        if is_gap(profile.get("description")) and not board.incoming(profile, "describes"):
            yield Problem(
                message=board.say("{profile} is only a name: what is typical of it?", profile=reference(profile)),
                items=(profile,),
            )


def shares_add_up(board: Board) -> Iterator[Problem]:
    """Shares of one family that do not add up to 100 %; the difference is said, nothing is forced."""
    families: dict[str, list[float]] = {}
    for profile in reading.profiles(board):
        share = profile.get("share")
        if isinstance(share, int | float):
            families.setdefault(str(profile.get("family", "")), []).append(float(share))
    for family, shares in families.items():
        total = sum(shares)
        if abs(total - 100) > 0.05:
            yield Problem(
                message=board.say(
                    "The shares of {family} add up to {total} %, {difference} % off a hundred.",
                    family=family or board.say("the profiles"),
                    total=number(total, board.language),
                    difference=number(total - 100, board.language),
                )
            )


RULES = (
    empty_field,
    note_without_evidence,
    only_assumptions,
    pain_without_answer,
    profile_without_place,
    slider_unset,
    bare_profile,
    shares_add_up,
)
