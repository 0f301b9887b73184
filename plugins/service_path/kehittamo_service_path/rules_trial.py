"""What a trial and a plan still lack before they can begin: said factor by factor and group by group."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Problem, is_gap
from kehittamo_service_path.path import name, names, whole
from kehittamo_service_path.plan import changed_plans, is_measured
from kehittamo_service_path.trial import combinations, factors_of, group_of, has_trial, open_groups, trial_of
from kehittamo_service_path.trial_kinds import CHECKLIST


def factor_unfinished(board: Board) -> Iterator[Problem]:
    """A factor has a hypothesis, one primary outcome and an analysis plan (CONSORT 2010, items 2b, 6a, 12a)."""
    for item in board.of("factor"):
        for field, message in (
            ("hypothesis", board.say("{factor} has no hypothesis: what is expected to happen?", factor=name(item))),
            (
                "primary_outcome",
                board.say("{factor} has no primary outcome: by which one thing is it judged?", factor=name(item)),
            ),
            ("analysis", board.say("{factor} has no analysis plan: how are the groups compared?", factor=name(item))),
        ):
            if is_gap(item.values.get(field)):
                yield Problem(message=message, items=(item,))


def trial_without_factor(board: Board) -> Iterator[Problem]:
    """A trial, and a decision that is to be tried, ask for a factor, its levels and an outcome."""
    trial = trial_of(board)
    if trial is None or board.of("factor"):
        return
    decisions = board.before(trial, "realises")
    if decisions:
        message = board.say(
            "{decision} is to be tried: what is done in two ways, on which levels, and by which outcome is it judged?",
            decision=names(decisions),
        )
    else:
        message = board.say("The trial has no factor yet: what is done in two ways, and by which outcome is it judged?")
    yield Problem(message=message, items=(trial, *decisions))


def factor_without_levels(board: Board) -> Iterator[Problem]:
    """A factor has two levels at least."""
    for factor in factors_of(board):
        if len(factor.levels) < 2:
            yield Problem(
                message=board.say_many(
                    "{factor} has {number} level; a comparison needs two.",
                    "{factor} has {number} levels; a comparison needs two.",
                    len(factor.levels),
                    factor=name(factor.item),
                ),
                items=(factor.item, *factor.levels),
            )


def factor_without_step(board: Board) -> Iterator[Problem]:
    """A factor varies a step that everybody can point at."""
    for factor in factors_of(board):
        if not factor.steps:
            yield Problem(
                message=board.say("Which step of the path does {factor} vary?", factor=name(factor.item)),
                items=(factor.item,),
            )


def level_without_factor(board: Board) -> Iterator[Problem]:
    """A level belongs to a factor."""
    for item in board.of("level"):
        if not board.outgoing(item, "level_of"):
            yield Problem(message=board.say("Of which factor is {level} a level?", level=name(item)), items=(item,))


def group_without_levels(board: Board) -> Iterator[Problem]:
    """A group's levels are decided before anybody is allocated to it."""
    groups = open_groups(board)
    if groups:
        yield Problem(
            message=board.say(
                "The levels are not decided for {groups}: which combination is whose?", groups=names(groups)
            ),
            items=groups,
        )


def same_combination_twice(board: Board) -> Iterator[Problem]:
    """Two groups do not have the same levels."""
    seen: dict[frozenset[str], str] = {}
    for group in board.of("trial_group"):
        has = frozenset(item.id for item in board.after(group, "assigned"))
        if has and has in seen:
            yield Problem(
                message=board.say("{first} and {second} have the same levels.", first=seen[has], second=name(group)),
                items=(group,),
            )
        elif has:
            seen[has] = name(group)


def combination_without_group(board: Board) -> Iterator[Problem]:
    """Where groups have their levels, every combination has a group."""
    if board.of("trial_group") and not open_groups(board):
        for combination in combinations(factors_of(board)):
            if group_of(board, combination) is None:
                yield Problem(
                    message=board.say("No group has the combination {levels}.", levels=names(combination, " + ")),
                    items=combination,
                )


def checklist_open(board: Board) -> Iterator[Problem]:
    """Consent, ethical review, research permit and equal treatment are settled before the first participant."""
    trial = trial_of(board)
    if trial is None:
        return
    missing = [board.label(f"trial.{field}") for field in CHECKLIST if trial.get(field, "open") == "open"]
    if missing:
        yield Problem(
            message=board.say("Not settled before the trial can begin: {things}.", things=", ".join(missing)),
            items=(trial,),
        )


def plan_not_locked(board: Board) -> Iterator[Problem]:
    """Outcomes and analysis plan are locked before the first measurement."""
    trial = trial_of(board)
    if trial is None or not has_trial(board):
        return
    locked, first = trial.get("plan_locked"), trial.get("first_measurement")
    if locked and first and locked > first:
        yield Problem(
            message=board.say("Outcomes and analysis plan were locked only after the first measurement."),
            items=(trial,),
        )
    elif not locked and (first or is_measured(board) or board.of("allocation")):
        yield Problem(
            message=board.say("Outcomes and analysis plan are not locked, though the trial has begun."), items=(trial,)
        )
    changed = changed_plans(board)
    if changed:
        yield Problem(
            message=board.say(
                "Outcomes or analysis read otherwise than when they were locked: {factors}.", factors=names(changed)
            ),
            items=changed,
        )


def shares_not_hundred(board: Board) -> Iterator[Problem]:
    """Budget classes that are told together make up 100 per cent."""
    classes = [item for item in board.of("budget_class") if item.get("share") is not None]
    total = sum(item.get("share") for item in classes)
    if classes and abs(total - 100) > 0.05:
        yield Problem(
            message=board.say(
                "The shares of the budget classes make up {total} %, not 100 %.", total=whole(round(total, 2))
            ),
            items=tuple(classes),
        )


TRIAL_RULES = (
    trial_without_factor, factor_unfinished, factor_without_levels, factor_without_step, level_without_factor,
    group_without_levels, same_combination_twice, combination_without_group, checklist_open, plan_not_locked, shares_not_hundred,
)  # fmt: skip
