"""What a trial says when it is counted: its combinations, its balance, its risks, and how its results read."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, Item, number
from kehittamo_service_path.enrolment import log_holds, log_of, workers_on_both_levels
from kehittamo_service_path.path import brief, name, names
from kehittamo_service_path.reading import FEW, cells, interaction, margin
from kehittamo_service_path.trial import Factor, count_combinations, factors_of, open_groups, short, trial_of


def trial_insights(board: Board) -> Iterator[Insight]:
    """Everything that can be counted of a trial."""
    yield from combinations_open(board)
    yield from same_worker(board)
    yield from balance(board)
    yield from margins_first(board)
    yield from log_checked(board)


def combinations_open(board: Board) -> Iterator[Insight]:
    """How many combinations the factors give, and how many groups know which one is theirs."""
    factors = tuple(factor for factor in factors_of(board) if factor.levels)
    if not factors:
        return
    ways, groups = count_combinations(factors), board.of("trial_group")
    sizes = " × ".join(str(len(factor.levels)) for factor in factors)
    finding = board.say_many(
        "{number} factor gives {sizes} = {ways} combinations.", "{number} factors give {sizes} = {ways} combinations.",
        len(factors), sizes=sizes, ways=ways,
    )  # fmt: skip
    still = open_groups(board)
    if groups:
        finding += " " + board.say(
            "Of {groups} the levels are decided for {decided}.",
            groups=board.say_many("{number} group", "{number} groups", len(groups)), decided=len(groups) - len(still),
        )  # fmt: skip
    yield Insight(
        finding=finding, items=still,
        limit=board.say("Which letter has which combination is for people to decide; it is never guessed."),
        formula=board.say("The product of the numbers of levels."),
    )  # fmt: skip


def _worker_factors(board: Board) -> tuple[Factor, ...]:
    """Factors of which somebody in person is responsible on some level: their levels can leak into one another."""
    return tuple(factor for factor in factors_of(board) if any(level.get("convener") for level in factor.levels))


def same_worker(board: Board) -> Iterator[Insight]:
    """The same responsible worker on both levels of a factor blurs the difference between them."""
    both = workers_on_both_levels(board)
    limit = board.say(
        "Who carries over what they learn on one level to the other makes the levels alike (contamination)."
    )
    formula = board.say("Responsible workers whose participants are on more than one level of a factor.")
    if both:
        workers = ", ".join(dict.fromkeys(worker for worker, _ in both))
        factors = tuple({factor.id: factor for _, factor in both}.values())
        yield Insight(
            finding=board.say(
                "The same responsible worker meets participants of both levels: {workers}.", workers=workers
            ),
            items=factors,
            limit=limit,
            formula=formula,
        )
        return
    trial = trial_of(board)
    people = _worker_factors(board)
    if people and not log_of(board) and (trial is None or trial.get("strata") != "own_person"):
        who = ", ".join(
            dict.fromkeys(
                board.actor(level.get("convener")) for f in people for level in f.levels if level.get("convener")
            )
        )
        yield Insight(
            finding=board.say(
                "Nothing prevents the same person ({who}) from meeting participants of both levels of {factor}.",
                who=who, factor=names(f.item for f in people),
            ),
            items=tuple(f.item for f in people), limit=limit, formula=formula,
        )  # fmt: skip


def balance(board: Board) -> Iterator[Insight]:
    """How many participants each group has."""
    log = log_of(board)
    if not log:
        return
    groups = board.of("trial_group")
    said = ", ".join(
        f"{group.text or group.code} {sum(1 for line in log if line.group is not None and line.group.id == group.id)}"
        for group in groups
    )
    yield Insight(
        finding=board.say_many(
            "{number} participant has been allocated: {groups}.",
            "{number} participants have been allocated: {groups}.",
            len(log),
            groups=said,
        ),
        items=groups,
        limit=board.say("Equal sizes do not make groups alike; chance does that only when they are large."),
        formula=board.say("Lines of the randomisation log by group."),
    )


def margins_first(board: Board) -> Iterator[Insight]:
    """What was measured, read by factor; then the interaction; the single groups are only described."""
    for measurement in board.of("measurement"):
        if not cells(board, measurement):
            continue
        for factor in factors_of(board):
            found = margin(board, measurement, factor)
            if len(found) < 2:
                continue
            known = [(level, found[level.id]) for level in factor.levels if level.id in found]
            said = "; ".join(
                board.say(
                    "{level}: {mean} (n = {n})",
                    level=brief(short(level)),
                    mean=number(mean.value, board.language),
                    n=mean.n or "?",
                )
                for level, mean in known
            )
            finding = f"{name(measurement)}, {name(factor.item)}: {said}."
            if len(known) == 2:
                finding += " " + board.say(
                    "The difference is {number}.", number=number(known[1][1].value - known[0][1].value, board.language)
                )
            few = any(mean.n < FEW for _, mean in known)
            yield Insight(
                finding=finding,
                items=(measurement, factor.item),
                limit=_limit(board, few=few),
                formula=board.say("Means of the groups on each level, weighted by n."),
            )
        yield from _interaction(board, measurement)


def _interaction(board: Board, measurement: Item) -> Iterator[Insight]:
    value = interaction(board, measurement)
    if value is not None:
        yield Insight(
            finding=_interaction_in_words(board, measurement, value),
            items=(measurement,),
            more=True,
            limit=_limit(board, few=True),
            formula=board.say("(a1b2 − a1b1) − (a2b2 − a2b1)"),
        )


def _interaction_in_words(board: Board, measurement: Item, value: float) -> str:
    words = {"measurement": name(measurement), "number": number(abs(value), board.language)}
    if not value:
        return board.say(
            "{measurement}: the second factor's difference is the same on both levels of the first.", **words
        )
    if value > 0:
        return board.say(
            "{measurement}: the second factor's difference is {number} larger on level 1 of the first than on 2.",
            **words,
        )
    return board.say(
        "{measurement}: the second factor's difference is {number} smaller on level 1 of the first than on 2.", **words
    )


def _limit(board: Board, *, few: bool) -> str:
    said = board.say(
        "The difference may be chance; no test of significance is made, and single groups are only described."
    )
    return f"{board.say('There are few people behind these means.')} {said}" if few else said


def log_checked(board: Board) -> Iterator[Insight]:
    """Whether the log is what the opened seed gives."""
    trial = trial_of(board)
    if trial is None or not trial.get("seed") or not log_of(board):
        return
    holds = log_holds(board, trial.get("seed"))
    yield Insight(
        finding=board.say("The randomisation log is what the opened seed gives.")
        if holds
        else board.say("The randomisation log is not what the opened seed gives: ask what happened."),
        items=(trial,),
        more=holds,
        limit=board.say("The check shows that allocations were not changed afterwards; not that everybody took part."),
        formula=board.say("Every line made anew from the seed (permuted blocks) and compared."),
    )
