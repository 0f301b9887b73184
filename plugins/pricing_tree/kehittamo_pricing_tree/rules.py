"""What is missing from a decision tree, in sentences to read aloud."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Item, Problem, is_gap, reference
from kehittamo_pricing_tree import tree, weights


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


def two_answers_to_one_question(board: Board) -> Iterator[Problem]:
    """An alternative that takes several answers to one question has no way of its own; the first is drawn."""
    columns = [(question, tree.answers_of(board, question)) for question in tree.questions(board)]
    for alternative in board.of("alternative"):
        taken = {item.id for item in board.after(alternative, "takes")}
        for question, answers in columns:
            several = tuple(answer for answer in answers if answer.id in taken)
            if len(several) > 1:
                yield Problem(
                    message=board.say(
                        "{alternative} takes several answers to {question}: {answers}. Which one leads to it?",
                        alternative=reference(alternative),
                        question=reference(question),
                        answers=", ".join(_named(board, answer) for answer in several),
                    ),
                    items=(alternative, question, *several),
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
        state = tree.decision(board, alternative)
        if state in ("chosen", "excluded") and not tree.reason(board, alternative):
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
    """The sign of an effect and the rating on the criterion that it concerns differ, and nobody has said why both stand."""
    for one in tree.mismatches(board):
        if not one.note:
            yield Problem(
                message=board.say(
                    "{alternative}, {criterion}: the effect is {sign} but the rating is {rating}. Which holds?",
                    alternative=one.alternative.text or one.alternative.code,
                    criterion=tree.short_name(one.criterion),
                    sign=one.sign.replace("-", "\u2212"),
                    rating=one.rating.replace("-", "\u2212"),
                ),
                items=(one.alternative, one.effect, one.criterion),
            )


def broken_condition(board: Board) -> Iterator[Problem]:
    """A condition that an alternative breaks rules it out by itself; a choice against it is asked about."""
    for alternative in tree.chosen(board):
        for condition in tree.broken(board, alternative):
            yield Problem(
                message=board.say(
                    "{alternative} is chosen, though it breaks {condition}. Is the condition one that must hold?",
                    alternative=reference(alternative),
                    condition=reference(condition),
                ),
                items=(alternative, condition),
            )


def weights_without_values(board: Board) -> Iterator[Problem]:
    """Weights are used only with stated values of the signs, and with a weight for each criterion."""
    if not board.settings.get("weights"):
        return
    if weights.values_of_signs(board) is None:
        yield Problem(
            message=board.say(
                "Weights are on, but what the signs are worth is not stated: + must be worth more than +/\u2212, and that more than \u2212."
            )
        )
    missing = tuple(item for item in board.of("criterion") if weights.swing(item) is None)
    if missing:
        yield Problem(
            message=board.say(
                "Weights are on, but these have none: {criteria}.",
                criteria=", ".join(tree.short_name(item) for item in missing),
            ),
            items=missing,
        )
    elif weights.values_of_signs(board) is not None and weights.weighing(board) is None:
        yield Problem(
            message=board.say(
                "Weights are on, but there is nothing to weigh: that takes two remaining alternatives rated by every criterion, and points above zero."
            )
        )


def service_without_price_or_quality(board: Board) -> Iterator[Problem]:
    """A service in the comparison of which the price, its unit or the quality is not known."""
    for service in board.of("service"):
        if is_gap(service.get("price")) or is_gap(service.get("quality")) or is_gap(service.get("unit")):
            yield Problem(
                message=board.say(
                    "{service} cannot be compared: its price, the unit of the price or its quality is missing.",
                    service=reference(service),
                ),
                items=(service,),
            )


def _named(board: Board, answer: Item) -> str:
    return f"{answer.code} {tree.answer_words(board, answer)}".strip()


RULES = (
    question_without_second_answer,
    unreachable_answer,
    alternative_off_the_tree,
    two_answers_to_one_question,
    alternative_without_effects,
    effect_without_sign,
    unrated_criterion,
    decision_without_reason,
    exactly_one_chosen,
    views_disagree,
    broken_condition,
    weights_without_values,
    service_without_price_or_quality,
)
