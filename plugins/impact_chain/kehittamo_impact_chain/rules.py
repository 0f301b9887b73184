"""Rules of the chain: what a facilitator should read aloud because it leads nowhere or comes from nowhere."""

from collections.abc import Callable, Iterable, Iterator

from kehittamo_core.api import Board, Item, Problem
from kehittamo_impact_chain.chain import chain_of
from kehittamo_impact_chain.naming import name, names
from kehittamo_impact_chain.tension import served

EACH = 3
"""Up to this many findings of one rule are said one by one; more become one sentence."""


def said(
    board: Board, items: Iterable[Item], one: Callable[[str], str], many: Callable[[int, str], str]
) -> Iterator[Problem]:
    """One sentence per item while they are few, else one sentence that counts them and names the first ones."""
    found = tuple(items)
    if len(found) <= EACH:
        for item in found:
            yield Problem(message=one(name(board, item)), items=(item,))
    else:
        yield Problem(message=many(len(found), names(board, found)), items=found)


def deed_without_outcome(board: Board) -> Iterator[Problem]:
    """A deed should change something: it leads to an outcome, or a solution that directs it does."""
    chain = chain_of(board)
    yield from said(
        board,
        (deed for deed in board.of("output") if not chain.onward[deed.id]),
        lambda deed: board.say("{deed} leads to no outcome. What should it change?", deed=deed),
        lambda count, deeds: board.say_many(
            "{number} deed leads to no outcome: {deeds}. What should it change?",
            "{number} deeds lead to no outcome: {deeds}. What should they change?",
            count,
            deeds=deeds,
        ),
    )


def outcome_without_indicator(board: Board) -> Iterator[Problem]:
    """An outcome that nothing measures cannot be known to have happened."""
    yield from said(
        board,
        (item for item in board.of("outcome") if not board.incoming(item, "measures")),
        lambda outcome: board.say("{outcome} has no indicator. How would we know that it happened?", outcome=outcome),
        lambda count, outcomes: board.say_many(
            "{number} outcome has no indicator: {outcomes}.",
            "{number} outcomes have no indicator: {outcomes}.",
            count,
            outcomes=outcomes,
        ),
    )


def outcome_without_impact(board: Board) -> Iterator[Problem]:
    """A chain ends in an impact; one that stops at an outcome is not whole yet."""
    whole = chain_of(board).reaching("impact")
    yield from said(
        board,
        (item for item in board.of("outcome") if item.id not in whole),
        lambda outcome: board.say("{outcome} leads to no impact, so its chain is not whole.", outcome=outcome),
        lambda count, outcomes: board.say_many(
            "{number} outcome leads to no impact: {outcomes}.",
            "{number} outcomes lead to no impact: {outcomes}.",
            count,
            outcomes=outcomes,
        ),
    )


def solution_without_change(board: Board) -> Iterator[Problem]:
    """A solution should lead to a change: an outcome, a sub-change or the goal; else it directs work to nothing."""
    chain = chain_of(board)
    yield from said(
        board,
        (
            solution
            for solution in board.of("solution")
            if not chain.onward[solution.id]
            and not board.outgoing(solution, "serves")
            and not any(chain.onward[deed.id] for deed in chain.directed.get(solution.id, ()) if deed.kind == "output")
        ),
        lambda solution: board.say("{solution} leads to no change.", solution=solution),
        lambda count, solutions: board.say_many(
            "{number} solution leads to no change: {solutions}.",
            "{number} solutions lead to no change: {solutions}.",
            count,
            solutions=solutions,
        ),
    )


def input_without_deed(board: Board) -> Iterator[Problem]:
    """An input that supports no deed is either forgotten or not needed."""
    chain = chain_of(board)
    yield from said(
        board,
        (
            item
            for item in board.of("input")
            if not any(chain.items[target].kind == "output" for target in chain.onward[item.id])
        ),
        lambda resource: board.say("{resource} supports no deed.", resource=resource),
        lambda count, resources: board.say_many(
            "{number} input supports no deed: {resources}.",
            "{number} inputs support no deed: {resources}.",
            count,
            resources=resources,
        ),
    )


def input_nobody_gives(board: Board) -> Iterator[Problem]:
    """An input that nobody pledges will not be there when the deed should be done."""
    yield from said(
        board,
        (item for item in board.of("input") if not item.get("actor") and not board.incoming(item, "covers")),
        lambda resource: board.say("Nobody has promised {resource}.", resource=resource),
        lambda count, resources: board.say_many(
            "Nobody has promised {number} input: {resources}.",
            "Nobody has promised {number} inputs: {resources}.",
            count,
            resources=resources,
        ),
    )


def target_nobody_serves(board: Board) -> Iterator[Problem]:
    """A target of the goal, or a sub-change, that no solution and no outcome serves is where work is missing."""
    empty = [row for row in served(board) if row.by_nobody]
    for row in empty:
        if row.node is None or row.node.kind != "sub_change":
            message = board.say("Nothing serves this target of the goal: {target}.", target=row.text)
            yield Problem(message=message, items=(row.node,) if row.node is not None else ())
    yield from said(
        board,
        (row.node for row in empty if row.node is not None and row.node.kind == "sub_change"),
        lambda target: board.say("No solution and no outcome serves {target}.", target=target),
        lambda count, targets: board.say_many(
            "No solution and no outcome serves {number} sub-change: {targets}.",
            "No solution and no outcome serves {number} sub-changes: {targets}.",
            count,
            targets=targets,
        ),
    )


def challenge_nobody_answers(board: Board) -> Iterator[Problem]:
    """A challenge that no deed and no solution answers stays as it is."""
    yield from said(
        board,
        (item for item in board.of("challenge") if not board.incoming(item, "answers")),
        lambda challenge: board.say("No deed answers {challenge}.", challenge=challenge),
        lambda count, challenges: board.say_many(
            "No deed answers {number} challenge: {challenges}.",
            "No deed answers {number} challenges: {challenges}.",
            count,
            challenges=challenges,
        ),
    )


def prerequisite_not_met(board: Board) -> Iterator[Problem]:
    """What a prerequisite conditions does not come about while the prerequisite is not met."""
    for item in board.of("prerequisite"):
        if item.get("state") != "unmet":
            continue
        waiting = board.after(item, "conditions")
        if waiting:
            message = board.say(
                "{prerequisite} is not met, and this depends on it: {waiting}.",
                prerequisite=name(board, item),
                waiting=names(board, waiting),
            )
        else:
            message = board.say("{prerequisite} is not met.", prerequisite=name(board, item))
        yield Problem(message=message, items=(item, *waiting))


def assumption_in_doubt(board: Board) -> Iterator[Problem]:
    """A link that rests on a doubted assumption should be looked at again."""
    for item in board.of("assumption"):
        if item.get("state") != "doubt":
            continue
        resting = tuple(
            found for link in board.outgoing(item, "assumes") if (found := board.find(link.target)) is not None
        )
        if resting:
            message = board.say(
                "{assumption} is in doubt, and this rests on it: {resting}.",
                assumption=name(board, item),
                resting=names(board, resting),
            )
        else:
            message = board.say("{assumption} is in doubt.", assumption=name(board, item))
        yield Problem(message=message, items=(item, *resting))
    for link in board.links_of("leads"):
        if link.get("assumption_state") == "doubt":
            yield Problem(
                message=board.say(
                    "What is assumed on {link} is in doubt: {assumption}",
                    link=name(board, link),
                    assumption=link.get("assumption") or board.say("not written down"),
                ),
                items=(link,),
            )
