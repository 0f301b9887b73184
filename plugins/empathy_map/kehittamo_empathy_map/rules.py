"""What is missing from an empathy map or its profiles, in sentences to read aloud."""

from collections.abc import Callable, Iterable, Iterator

from kehittamo_core.api import Board, Problem, is_gap, number, reference
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.families import families, homes
from kehittamo_empathy_map.kinds import WRITTEN
from kehittamo_empathy_map.rules_collected import diary_with_gaps, report_differs, total_differs


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
    """Pains that nothing of any board answers, once something answers some pain."""
    pains = board.of("pain")
    open_ = tuple(pain for pain in pains if not reading.is_answered(board, pain))
    if open_ and len(open_) < len(pains):
        for pain in open_:
            yield Problem(message=board.say("Nothing answers {pain} yet.", pain=reference(pain)), items=(pain,))


def say_and_do(board: Board) -> Iterator[Problem]:
    """What people say and what they do stand on the map, and nobody has compared them."""
    notes = [note for note in board.of("note") if note.zone in ("say", "do", "say_do")]
    if len(notes) >= 4 and not board.links_of("contradicts"):
        yield Problem(
            message=board.say("Compare what they say and what they do: does something contradict? Link the two notes."),
            items=tuple(notes),
        )


def profile_without_place(board: Board) -> Iterator[Problem]:
    """Profiles whose place on their family's axes is not known."""
    home = homes(board)
    for profile in reading.profiles(board):
        axes = home[profile.id].axes
        if len(axes) >= 2 and reading.place(board, profile, axes) is None:
            yield Problem(
                message=board.say("The place of {profile} on the axes is not known.", profile=reference(profile)),
                items=(profile,),
            )


def family_with_two_axes(board: Board) -> Iterator[Problem]:
    """A named family has exactly two axes, with both ends named."""
    for family in families(board):
        if family.item is not None and len(family.axes) != 2:
            yield Problem(
                message=board.say_many(
                    "The family {family} has {number} axis; it needs two.",
                    "The family {family} has {number} axes; it needs two.",
                    len(family.axes),
                    family=family.name(board),
                ),
                items=(family.item, *family.axes),
            )


def profile_without_family(board: Board) -> Iterator[Problem]:
    """Profiles that belong to no family, where there are several."""
    if len(board.of("family")) > 1:
        last = families(board)[-1]
        for profile in last.profiles if last.item is None else ():
            yield Problem(
                message=board.say("{profile} belongs to no family.", profile=reference(profile)), items=(profile,)
            )


def slider_unset(board: Board) -> Iterator[Problem]:
    """Profiles with sliders that nobody has set."""
    home = homes(board)
    for profile in reading.profiles(board):
        sliders = home[profile.id].sliders
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
    for family in families(board):
        shares = [float(share) for profile in family.profiles if isinstance(share := profile.get("share"), int | float)]
        total = sum(shares)
        if shares and abs(total - 100) > 0.05:
            yield Problem(
                message=board.say(
                    "The shares of {family} add up to {total} %, {difference} % off a hundred.",
                    family=family.name(board),
                    total=number(total, board.language),
                    difference=number(total - 100, board.language),
                ),
                items=family.profiles,
            )


def share_without_source(board: Board) -> Iterator[Problem]:
    """A share is a claim: it says where it comes from."""
    for profile in reading.profiles(board):
        if profile.get("share") is not None and is_gap(profile.get("share_source")):
            yield Problem(
                message=board.say(
                    "The share of {profile} has no source: which survey, how many answers?", profile=reference(profile)
                ),
                items=(profile,),
            )


def latent_without_situation(board: Board) -> Iterator[Problem]:
    """A latent profile says in which situation it takes over."""
    for link in board.links_of("latent"):
        profile, other = board.item(link.source), board.item(link.target)
        if profile is not None and other is not None and is_gap(link.get("trigger")):
            yield Problem(
                message=board.say(
                    "In which situation may {profile} behave like {other}?",
                    profile=reference(profile),
                    other=reference(other),
                ),
                items=(profile, other),
            )


def barrier_of_nobody(board: Board) -> Iterator[Problem]:
    """A barrier stands in somebody's way: of a profile, of an actor, or of both."""
    for barrier in board.of("barrier"):
        if not board.outgoing(barrier, "about") and is_gap(barrier.get("actors")):
            yield Problem(
                message=board.say(
                    "Whose barrier is {barrier}: a profile's, an actor's, or both?", barrier=reference(barrier)
                ),
                items=(barrier,),
            )


def idea_untested(board: Board) -> Iterator[Problem]:
    """An idea that was tried with no profile."""
    for idea, tests in reading.fits(board):
        if not tests:
            yield Problem(
                message=board.say("{idea} has not been tested against any profile.", idea=reference(idea)),
                items=(idea,),
            )


RULES: tuple[Callable[[Board], Iterable[Problem]], ...] = (
    empty_field,
    note_without_evidence,
    only_assumptions,
    total_differs,
    report_differs,
    say_and_do,
    pain_without_answer,
    family_with_two_axes,
    profile_without_family,
    profile_without_place,
    slider_unset,
    bare_profile,
    shares_add_up,
    share_without_source,
    latent_without_situation,
    barrier_of_nobody,
    idea_untested,
    diary_with_gaps,
)
