"""What the tree tells: what is left, what dominates what, the way to the choice. Signs are compared, never added up."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, day, number, reference
from kehittamo_pricing_tree import services, tree, weights


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything worth saying, the most important first."""
    yield from what_remains(board)
    yield from excluded_dominates_chosen(board)
    yield from dominance_among_remaining(board)
    yield from way_to_the_choice(board)
    yield from people_differ(board)
    yield from rated_share(board)
    yield from what_weights_tell(board)
    yield from beaten_services(board)
    yield from feedback_changes(board)


def what_remains(board: Board) -> Iterator[Insight]:
    """How many alternatives are not ruled out."""
    all_, left = board.of("alternative"), tree.remaining(board)
    if not all_:
        return
    if len(left) == 1 and len(all_) > 1:
        yield Insight(
            finding=board.say("Only one alternative is left: {alternative}.", alternative=reference(left[0])),
            items=left,
            limit=board.say("It was left by ruling out the others, not by being compared with them."),
        )
    else:
        yield Insight(
            finding=board.say_many(
                "{number} of {all} alternatives is left.",
                "{number} of {all} alternatives are left.",
                len(left),
                all=len(all_),
            ),
            items=left,
            limit=board.say("Ruling out says nothing about how good the rest are."),
        )


def excluded_dominates_chosen(board: Board) -> Iterator[Insight]:
    """An alternative that was ruled out although it is at least as good on every criterion."""
    for picked in tree.chosen(board):
        for other in board.of("alternative"):
            if tree.decision(board, other) == "excluded" and tree.dominates(board, other, picked):
                yield Insight(
                    finding=board.say(
                        "{excluded} was ruled out, though by the ratings it is at least as good as the chosen {chosen} on every criterion "
                        "and better on one.",
                        excluded=reference(other),
                        chosen=reference(picked),
                    ),
                    items=(other, picked),
                    limit=board.say(
                        "The reason for ruling it out stands beside it; the ratings do not know that reason."
                    ),
                    formula=_formula(board),
                )


def dominance_among_remaining(board: Board) -> Iterator[Insight]:
    """Alternatives that another remaining one beats."""
    pairs = tuple(tree.dominated(board, tree.remaining(board)))
    for better, worse in pairs:
        yield Insight(
            finding=board.say(
                "{worse} is worse than or equal to {better} on every criterion.",
                worse=reference(worse),
                better=reference(better),
            ),
            items=(worse, better),
            limit=board.say("Only the criteria on this board are compared."),
            formula=_formula(board),
        )


def way_to_the_choice(board: Board) -> Iterator[Insight]:
    """The path to the chosen alternative in words."""
    for branch in tree.branches(board):
        if tree.decision(board, branch.alternative) == "chosen":
            path = tree.path_in_words(board, branch)
            if path:
                yield Insight(
                    finding=board.say(
                        "The way to {alternative}: {path}.", alternative=reference(branch.alternative), path=path
                    ),
                    items=(branch.alternative, *(answer for answer in branch.answers if answer is not None)),
                    limit=board.say("Answers that were read and not stated are marked as inferred."),
                )


def people_differ(board: Board) -> Iterator[Insight]:
    """Where some rated + and others − alone: what the group has to talk about first."""
    split = [
        (alternative, criterion, counts["+"], counts["-"])
        for alternative, criterion, spread in tree.rated_alone(board)
        if {"+", "-"} <= (counts := dict(spread.counts)).keys()
    ]
    if not split:
        return
    alternative, criterion, better, worse = max(split, key=lambda part: min(part[2:]))
    yield Insight(
        finding=board.say_many(
            "Rated alone, people went both ways on {number} rating: {alternative}, {criterion} (+ {plus}: {better}, \u2212 {minus}: {worse}).",
            "Rated alone, people went both ways on {number} ratings, most of all on {alternative}, {criterion} (+ {plus}: {better}, \u2212 {minus}: {worse}).",
            len(split),
            alternative=reference(alternative), criterion=tree.short_name(criterion), better=better, worse=worse,
            plus=tree.sign_word(board, criterion, "+"), minus=tree.sign_word(board, criterion, "-"),
        ),
        items=(alternative, criterion),
        limit=board.say("These are counts of people. The group's rating is what it agreed on afterwards, never an average."),
    )  # fmt: skip


def rated_share(board: Board) -> Iterator[Insight]:
    """How many of the ratings have been given."""
    alternatives, criteria = board.of("alternative"), board.of("criterion")
    wanted = len(alternatives) * len(criteria)
    if wanted:
        given = sum(1 for item in alternatives for criterion in criteria if criterion.id in tree.ratings(board, item))
        yield Insight(
            finding=board.say("{given} of {wanted} ratings are given.", given=given, wanted=wanted),
            limit=board.say("Signs are an order: they are never added up."),
            more=True,
        )


def what_weights_tell(board: Board) -> Iterator[Insight]:
    """Who is first with the stated weights, and on how much of the grid of weights the choice is as good as any."""
    weighing = weights.weighing(board)
    if weighing is None or not weighing.steps:
        return
    best = weighing.order[0][1]
    equal = [item for item, total in weighing.order if total == best]
    subject = weights.subject(board, weighing)
    finding = board.say(
        "With the stated weights {best} is first. {subject} is as good as any other on {wins} of {points} combinations of weights.",
        best=", ".join(reference(item) for item in equal),
        subject=reference(subject),
        wins=weighing.wins[subject.id],
        points=weighing.points,
    )
    yield Insight(
        finding=finding,
        items=tuple({item.id: item for item in (subject, *equal)}.values()),
        limit=board.say(
            "The points and what the signs are worth are the group's own judgement. The combinations count the choice's firmness, not its probability."
        ),
        formula=board.say(
            "Sum of weight × value of the sign (swing weights, von Winterfeldt and Edwards 1986); every combination of weights in steps of {step} %.",
            step=number(100 / weighing.steps, board.language),
        ),
    )


def beaten_services(board: Board) -> Iterator[Insight]:
    """A service that another of the same unit beats in price and quality."""
    for better, worse in services.beaten(board):
        yield Insight(
            finding=board.say(
                "{better} costs no more than {worse} and its quality is no worse ({unit}).",
                better=reference(better), worse=reference(worse), unit=str(worse.get("unit")),
            ),
            items=(better, worse),
            limit=board.say("Only price and quality are compared, and quality as it was judged here."),
        )  # fmt: skip


def feedback_changes(board: Board) -> Iterator[Insight]:
    """How the satisfaction with a service has changed from the first time to the last."""
    for service in board.of("service"):
        graded = services.graded(board, service)
        if len(graded) < 2:
            continue
        (since, first, _), (until, last, latest) = graded[0], graded[-1]
        asked = latest.get("number")
        answered = number(asked, board.language) if asked is not None else board.say("not known")
        yield Insight(
            finding=board.say(
                "Satisfaction with {service} went from {first} to {last} ({since} – {until}).",
                service=reference(service), first=number(first, board.language), last=number(last, board.language),
                since=day(since.isoformat(), board.language), until=day(until.isoformat(), board.language),
            ),
            items=(service, *(item for _, _, item in graded)),
            limit=board.say("Answered the last time: {number}. Those who answered may differ from those who did not.", number=answered),
            more=True,
        )  # fmt: skip


def _formula(board: Board) -> str:
    return board.say(
        "Pareto dominance over the rated criteria (Belton and Stewart 2002): at least as good on all, better on one."
    )
