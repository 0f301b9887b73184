"""A board read as a trial: its factors with their levels, its groups, and what stays the same for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from math import prod

from kehittamo_core.api import Board, Item
from kehittamo_service_path.flow import in_reading_order, walk
from kehittamo_service_path.kinds import STATIONS
from kehittamo_service_path.path import name

MOST_COMBINATIONS = 64

Combination = tuple[Item, ...]
"""One level of each factor that has levels, in the order of the factors."""


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A factor with its levels in order and the steps that it varies, of this board or of another."""

    item: Item
    levels: tuple[Item, ...]
    steps: tuple[Item, ...]


def trial_of(board: Board) -> Item | None:
    """The trial's own settings; a board may vary a path without having written them."""
    found = board.of("trial")
    return found[0] if found else None


def has_trial(board: Board) -> bool:
    """Whether anything is tried on this board."""
    return bool(board.of("trial", "factor", "level", "trial_group"))


def factors_of(board: Board) -> tuple[Factor, ...]:
    """The factors in order, each with its levels by number."""
    return tuple(
        Factor(
            item=item,
            levels=tuple(
                sorted(board.before(item, "level_of"), key=lambda level: (level.get("number", 1e9), level.order))
            ),
            steps=in_reading_order(board, board.after(item, "varies")),
        )
        for item in board.of("factor")
    )


def steps_of_trial(board: Board) -> tuple[Item, ...]:
    """The steps that the trial's path runs through, in order: those it is linked to, else the board's own path."""
    trial = trial_of(board)
    linked = board.after(trial, "follows") if trial is not None else ()
    varied = [step for factor in factors_of(board) for step in factor.steps]
    if linked:
        return _in_order(board, {item.id: item for item in (*linked, *varied)}.values())
    own = tuple(item for item in walk(board) if item.kind in ("step", "meeting"))
    missing = {item.id: item for item in varied if item not in own}
    return (*own, *_in_order(board, missing.values()))


def _in_order(board: Board, items: Iterable[Item]) -> tuple[Item, ...]:
    """Steps in the order of the path: as it is walked on this board, else by column, lane and order."""
    place = {item.id: number for number, item in enumerate(walk(board))}
    reading = in_reading_order(board, items)
    return tuple(sorted(reading, key=lambda item: place.get(item.id, len(place))))


def level_of(board: Board, group: Item, factor: Factor) -> Item | None:
    """The level of a factor that a group has; None while nobody has decided."""
    has = {item.id for item in board.after(group, "assigned")}
    return next((level for level in factor.levels if level.id in has), None)


def levels_of(board: Board, group: Item, factors: Iterable[Factor]) -> tuple[Item | None, ...]:
    """A group's level of every factor, None where it is open."""
    return tuple(level_of(board, group, factor) for factor in factors)


def count_combinations(factors: Iterable[Factor]) -> int:
    """How many ways there are to take one level of each factor that has any; 0 without levels."""
    sizes = [len(factor.levels) for factor in factors if factor.levels]
    return prod(sizes) if sizes else 0


def combinations(factors: Iterable[Factor]) -> tuple[Combination, ...]:
    """Every way to take one level of each factor that has any, in the order of factors and levels.

    None without levels, and none where there are more than `MOST_COMBINATIONS`: nobody fills so many groups.
    """
    factors = tuple(factors)
    if not 0 < count_combinations(factors) <= MOST_COMBINATIONS:
        return ()
    return tuple(product(*(factor.levels for factor in factors if factor.levels)))


def group_of(board: Board, combination: Combination) -> Item | None:
    """The group that has exactly these levels."""
    wanted = {level.id for level in combination}
    return next(
        (group for group in board.of("trial_group") if {item.id for item in board.after(group, "assigned")} == wanted),
        None,
    )


def open_groups(board: Board) -> tuple[Item, ...]:
    """The groups that lack a level of some factor."""
    factors = [factor for factor in factors_of(board) if factor.levels]
    return tuple(group for group in board.of("trial_group") if not factors or None in levels_of(board, group, factors))


def short(level: Item) -> str:
    """A level's short name, else its text."""
    return str(level.get("label") or level.text or level.code)


def same_for_all(board: Board) -> tuple[str, ...]:
    """What every group has alike: the decision that is tried, what the trial says, what each factor says."""
    trial = trial_of(board)
    found = [name(item) for item in board.before(trial, "realises")] if trial is not None else []
    found += [trial.get("same", "")] if trial is not None else []
    found += [factor.get("common", "") for factor in board.of("factor")]
    return tuple(dict.fromkeys(text for text in found if text))


def varied_kinds(step: Item) -> str:
    """The form that a step of any board has in a drawing."""
    return step.kind if step.kind in STATIONS else "step"
