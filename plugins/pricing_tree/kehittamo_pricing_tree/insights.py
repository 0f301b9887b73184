"""What the tree tells: what is left, what dominates what, the way to the choice. Signs are compared, never added up."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, reference
from kehittamo_pricing_tree import tree


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything worth saying, the most important first."""
    yield from what_remains(board)
    yield from excluded_dominates_chosen(board)
    yield from dominance_among_remaining(board)
    yield from way_to_the_choice(board)
    yield from rated_share(board)


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
            if tree.decision(other) == "excluded" and tree.dominates(board, other, picked):
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
        if tree.decision(branch.alternative) == "chosen":
            path = tree.path_in_words(board, branch)
            if path:
                yield Insight(
                    finding=board.say(
                        "The way to {alternative}: {path}.", alternative=reference(branch.alternative), path=path
                    ),
                    items=(branch.alternative, *(answer for answer in branch.answers if answer is not None)),
                    limit=board.say("Answers that were read and not stated are marked as inferred."),
                )


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


def _formula(board: Board) -> str:
    return board.say(
        "Pareto dominance over the rated criteria (Belton and Stewart 2002): at least as good on all, better on one."
    )
