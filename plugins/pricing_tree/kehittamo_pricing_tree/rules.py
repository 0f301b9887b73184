"""What is missing from a decision tree, in sentences to read aloud."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Item, Problem, is_gap, reference
from kehittamo_pricing_tree import tree


def question_without_second_answer(board: Board) -> Iterator[Problem]:
    """A question with fewer than two answers decides nothing."""
    for question in tree.questions(board):
        answers = tree.answers_of(board, question)
        if len(answers) < 2:
            yield Problem(
                message=board.say_many(
                    "{question} has {number} answer: what else could be answered?",
                    "{question} has {number} answers: what could be answered?",
                    len(answers),
                    question=reference(question),
                ),
                items=(question, *answers),
            )


def unreachable_answer(board: Board) -> Iterator[Problem]:
    """A branch that leads to no alternative."""
    for answer in board.of("answer"):
        if not board.before(answer, "takes"):
            yield Problem(
                message=board.say("The branch {answer} leads to no alternative.", answer=_named(board, answer)),
                items=(answer,),
            )


def alternative_off_the_tree(board: Board) -> Iterator[Problem]:
    """An alternative that takes no answer cannot be reached."""
    for alternative in board.of("alternative"):
        if tree.questions(board) and not board.after(alternative, "takes"):
            yield Problem(
                message=board.say(
                    "Nobody can reach {alternative}: it takes no answer.", alternative=reference(alternative)
                ),
                items=(alternative,),
            )


def alternative_without_effects(board: Board) -> Iterator[Problem]:
    """An alternative about which nothing is said."""
    for alternative in board.of("alternative"):
        if not tree.effects(board, alternative):
            yield Problem(
                message=board.say(
                    "{alternative} has no effects: what would follow?", alternative=reference(alternative)
                ),
                items=(alternative,),
            )


def effect_without_sign(board: Board) -> Iterator[Problem]:
    """An effect of which nobody said whether it is good or bad."""
    for effect in board.of("effect"):
        if is_gap(effect.get("sign")):
            yield Problem(
                message=board.say("{effect} has no sign: better or worse?", effect=reference(effect)), items=(effect,)
            )


def unrated_criterion(board: Board) -> Iterator[Problem]:
    """A criterion that some alternative was not rated by."""
    for criterion in board.of("criterion"):
        missing = tuple(item for item in board.of("alternative") if criterion.id not in tree.ratings(board, item))
        if missing:
            yield Problem(
                message=board.say(
                    "{criterion} is not rated for {alternatives}.",
                    criterion=tree.short_name(criterion),
                    alternatives=", ".join(item.text or item.code for item in missing),
                ),
                items=(criterion, *missing),
            )


def decision_without_reason(board: Board) -> Iterator[Problem]:
    """A choice or a ruling out without its reason; a reason is asked for, never invented."""
    for alternative in board.of("alternative"):
        state = tree.decision(alternative)
        if state in ("chosen", "excluded") and is_gap(alternative.get("reason")):
            if alternative.sources:
                message = board.say(
                    "{alternative}: the reason is missing from the source.", alternative=reference(alternative)
                )
            elif state == "chosen":
                message = board.say("{alternative} is chosen: why?", alternative=reference(alternative))
            else:
                message = board.say("{alternative} is ruled out: why?", alternative=reference(alternative))
            yield Problem(message=message, items=(alternative,))


def exactly_one_chosen(board: Board) -> Iterator[Problem]:
    """The tree ends in one choice."""
    picked = tree.chosen(board)
    if board.of("alternative") and not picked:
        yield Problem(message=board.say("No alternative is chosen yet."))
    elif len(picked) > 1:
        yield Problem(
            message=board.say(
                "Several alternatives are chosen: {alternatives}. Choose one.",
                alternatives=", ".join(reference(item) for item in picked),
            ),
            items=picked,
        )


def views_disagree(board: Board) -> Iterator[Problem]:
    """The sign of an effect and the rating on the criterion that it concerns differ."""
    for alternative, effect, criterion, sign, rating in tree.mismatches(board):
        yield Problem(
            message=board.say(
                "{alternative}, {criterion}: the effect is {sign} but the rating is {rating}. Which holds?",
                alternative=alternative.text or alternative.code,
                criterion=tree.short_name(criterion),
                sign=sign.replace("-", "\u2212"),
                rating=rating.replace("-", "\u2212"),
            ),
            items=(alternative, effect, criterion),
        )


def broken_condition(board: Board) -> Iterator[Problem]:
    """An alternative that breaks a condition and still remains."""
    for alternative in tree.remaining(board):
        for link in board.outgoing(alternative, "meets"):
            condition = board.item(link.target)
            if condition is not None and condition.kind == "condition" and link.get("met") == "no":
                yield Problem(
                    message=board.say(
                        "{alternative} breaks {condition} and is not ruled out.",
                        alternative=reference(alternative),
                        condition=reference(condition),
                    ),
                    items=(alternative, condition),
                )


def _named(board: Board, answer: Item) -> str:
    return f"{answer.code} {tree.answer_words(board, answer)}".strip()


RULES = (
    question_without_second_answer,
    unreachable_answer,
    alternative_off_the_tree,
    alternative_without_effects,
    effect_without_sign,
    unrated_criterion,
    decision_without_reason,
    exactly_one_chosen,
    views_disagree,
    broken_condition,
)
