"""What a map tells: how much is known and how much assumed, which pains were voted for, what is not known of profiles."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, Item, number, reference
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.comparing import two_maps
from kehittamo_empathy_map.families import families
from kehittamo_empathy_map.insights_collected import collected, how_it_went, most_used
from kehittamo_empathy_map.kinds import WRITTEN

MOST_NAMED = 5


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything worth saying, the most important first."""
    yield from collected(board)
    yield from two_maps(board)
    yield from share_of_assumptions(board)
    yield from most_voted(board)
    yield from unanswered(board)
    yield from contradictions(board)
    yield from least_said(board)
    yield from one_hand(board)
    yield from gathered(board)
    yield from pains_of_profiles(board)
    yield from tested(board)
    yield from unknown_of_profiles(board)
    yield from most_used(board)
    yield from how_it_went(board)


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
    """The pains and the successes with most votes, each with how we know it, and how much of the ranking is assumed."""
    for kind in ("pain", "gain"):
        items = tuple(one.item for one in reading.across(board, kind))
        voted = [item for item in items if item.votes][:3]
        if not voted:
            continue
        shown = "; ".join(_with_votes(board, item) for item in voted)
        yield Insight(
            finding=board.say("Most votes for a pain: {pains}.", pains=shown)
            if kind == "pain"
            else board.say("Most votes for a success: {gains}.", gains=shown),
            items=tuple(voted),
            limit=board.say("These are votes of the experts in the room, not of customers.")
            + " "
            + board.say(
                "Of what is ranked here, {percent} % is assumed.",
                percent=number(reading.assumed_share(board, items) or 0, board.language, 0),
            ),
            more=kind == "gain",
        )


def _with_votes(board: Board, pain: Item) -> str:
    known = reading.grade(board, pain) or board.say("not graded")
    return board.say_many(
        "{pain} ({number} vote, {known})",
        "{pain} ({number} votes, {known})",
        pain.votes,
        pain=reference(pain),
        known=known,
    )


def unanswered(board: Board) -> Iterator[Insight]:
    """How many pains something of any board answers, and which of the others have most votes."""
    pains = reading.across(board, "pain")
    open_ = tuple(one.item for one in pains if not one.answered)
    if not pains:
        return
    said = board.say("{answered} of {all} pains have an answer.", answered=len(pains) - len(open_), all=len(pains))
    if open_ and len(open_) < len(pains):
        named = "; ".join(reference(pain) for pain in open_[:MOST_NAMED])
        said += " " + board.say("Nothing answers yet: {pains}.", pains=named)
        if (left := len(open_) - MOST_NAMED) > 0:
            said += " " + board.say("And {number} more.", number=left)
    yield Insight(
        finding=said,
        items=open_,
        limit=board.say(
            "An answer is a link to a solution, a step or a service of any board; whether it helps is another question."
        ),
        formula=board.say("pains with a link to an answer / all pains of this board and of its profiles"),
        more=len(open_) == len(pains),
    )


def contradictions(board: Board) -> Iterator[Insight]:
    """Where people say one thing and do another, as the group saw it."""
    pairs = [
        (first, second)
        for link in board.links_of("contradicts")
        if (first := board.item(link.source)) is not None and (second := board.item(link.target)) is not None
    ]
    if pairs:
        yield Insight(
            finding=board.say_many(
                "{number} contradiction: {pairs}.",
                "{number} contradictions: {pairs}.",
                len(pairs),
                pairs="; ".join(f"{reference(first)} ↔ {reference(second)}" for first, second in pairs[:3]),
            ),
            items=tuple(item for pair in pairs for item in pair),
            limit=board.say("The group marked them; a contradiction is a place to ask, not a mistake of the customer."),
            more=True,
        )


def least_said(board: Board) -> Iterator[Insight]:
    """The field of the map with the fewest notes, where others have more."""
    fields = reading.fields(board)
    total = sum(len(notes) for notes in fields.values())
    if total < len(fields):
        return
    fewest = min(len(notes) for notes in fields.values())
    if fewest * len(fields) >= total:
        return
    least = [zone for zone, notes in fields.items() if len(notes) == fewest]
    yield Insight(
        finding=board.say(
            "The map says least about: {fields} ({number} of {total} notes each).",
            fields=", ".join(board.label(f"zone:{zone}") for zone in least),
            number=fewest,
            total=total,
        ),
        limit=board.say("Few notes may mean that little is known, or that there is little to say."),
        more=True,
    )


def one_hand(board: Board) -> Iterator[Insight]:
    """Fields in which all signed notes are one person's, where several people wrote on the map."""
    writers = {item.author for item in board.of(*WRITTEN) if item.author}
    if len(writers) < 2:
        return
    found = []
    for zone, notes in reading.fields(board).items():
        signed = [note.author for note in notes if note.author]
        if len(signed) >= 2 and len(signed) == len(notes) and len(set(signed)) == 1:
            found.append(zone)
    if found:
        yield Insight(
            finding=board.say(
                "One person alone filled: {fields}.", fields=", ".join(board.label(f"zone:{zone}") for zone in found)
            ),
            limit=board.say("Only signed notes can tell; a secretary may have written down what all said."),
            more=True,
        )


def gathered(board: Board) -> Iterator[Insight]:
    """How the material was collected."""
    counts = reading.gathered_counts(board)
    if counts:
        yield Insight(
            finding=board.say(
                "Collected by: {ways}.",
                ways=", ".join(
                    f"{board.label(f'note.collected.{way}')} {count}"
                    for way, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
                ),
            ),
            limit=board.say("The figures count notes; several notes may come from one interview."),
            more=True,
        )


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


def tested(board: Board) -> Iterator[Insight]:
    """What was tried with the profiles, and how it went."""
    results = reading.fits(board)
    tests = [fit for _, found in results for _, fit, _ in found]
    if tests:
        yield Insight(
            finding=board.say(
                "{ideas} ideas were tested against profiles: fits {fits}, does not fit {no}, not known {unknown}.",
                ideas=sum(1 for _, found in results if found),
                fits=tests.count("fits"),
                no=tests.count("no"),
                unknown=len(tests) - tests.count("fits") - tests.count("no"),
            ),
            items=tuple(idea for idea, found in results if found),
            limit=board.say("An idea that fits one profile need not fit another; none of them is the right customer."),
            more=True,
        )


def unknown_of_profiles(board: Board) -> Iterator[Insight]:
    """How many places on axes and sliders are known."""
    wanted = [
        reading.value_of(board, profile, parameter, kind)
        for family in families(board)
        for profile in family.profiles
        for kind, parameters in (("value_on", family.sliders), ("placed_on", family.axes[:2]))
        for parameter in parameters
    ]
    if not wanted:
        return
    yield Insight(
        finding=board.say(
            "{known} of {wanted} places on axes and sliders are known.",
            known=sum(1 for value in wanted if value is not None),
            wanted=len(wanted),
        ),
        items=reading.profiles(board),
        limit=board.say("What is not known is shown as not known, never as a middle."),
    )
