"""The randomisation log of a trial: who has been allocated where, and whether the log is what the seed gives."""

from collections.abc import Iterable
from dataclasses import dataclass

from kehittamo_core.api import Board, Item
from kehittamo_service_path.randomisation import fair_sizes, nth, seal
from kehittamo_service_path.trial import factors_of, level_of, open_groups, trial_of


@dataclass(frozen=True, kw_only=True)
class Allocated:
    """A line of the log: the participant's code, the stratum, and the group."""

    item: Item
    stratum: str
    group: Item | None


def log_of(board: Board) -> tuple[Allocated, ...]:
    """The log by number."""
    found = []
    for item in sorted(board.of("allocation"), key=lambda item: (item.get("number", 1e9), item.order)):
        groups = board.after(item, "allocated")
        found.append(
            Allocated(
                item=item, stratum=stratum_of(board, item.get("stratum", "")), group=groups[0] if groups else None
            )
        )
    return tuple(found)


def stratum_of(board: Board, worker: str) -> str:
    """The stratum of a participant: their responsible worker where the trial is stratified, else one for all."""
    trial = trial_of(board)
    return worker if trial is not None and trial.get("strata") == "own_person" else ""


def groups_to_fill(board: Board) -> tuple[Item, ...]:
    """The groups that participants are allocated to; none while a group's levels are open.

    In the order of their short ids, which neither moving a group nor taking the programme to another server changes.
    """
    return () if open_groups(board) else _by_code(board.of("trial_group"))


def _by_code(groups: Iterable[Item]) -> tuple[Item, ...]:
    def number(group: Item) -> tuple[int, str]:
        tail = group.code.rpartition("-")[2]
        return (int(tail) if tail.isdecimal() else 0, group.code)

    return tuple(sorted(groups, key=number))


def plan_of(board: Board) -> tuple[str, ...]:
    """What the sequence is made from besides the seed: each group with its levels, the block sizes, the stratum."""
    trial = trial_of(board)
    groups = (
        " ".join((group.code, *sorted(level.code for level in board.after(group, "assigned"))))
        for group in groups_to_fill(board)
    )
    sizes = ", ".join(str(size) for size in sizes_of(board))
    return (*groups, sizes, str(trial.get("strata") or "none") if trial is not None else "none")


def changed_since(board: Board) -> tuple[str, ...]:
    """What was sealed with the seed and reads otherwise now; nothing where all is as it was."""
    trial = trial_of(board)
    sealed = tuple(trial.get("sealed", ())) if trial is not None else ()
    return tuple(line for line in sealed if line not in plan_of(board)) or (
        () if not sealed or sealed == plan_of(board) else sealed
    )


def sizes_of(board: Board) -> tuple[int, ...]:
    """The sizes of the blocks."""
    trial = trial_of(board)
    sizes = trial.get("block_sizes", ()) if trial is not None else ()
    return fair_sizes(sizes, max(len(board.of("trial_group")), 1))


def next_group(board: Board, seed: str, worker: str) -> Item:
    """The group of the next participant of a worker.

    Raises:
        IndexError: there is no group to allocate to.
    """
    groups = groups_to_fill(board)
    stratum = stratum_of(board, worker)
    number = sum(1 for line in log_of(board) if line.stratum == stratum)
    return groups[nth(seed, stratum, len(groups), sizes_of(board), number)]


def log_holds(board: Board, seed: str) -> bool:
    """Whether every line of the log is the one that the seed gives, in its stratum and order."""
    trial = trial_of(board)
    groups = _by_code(board.of("trial_group"))
    if trial is None or not groups or seal(seed) != trial.get("seal") or changed_since(board):
        return False
    counted: dict[str, int] = {}
    for line in log_of(board):
        number = counted.get(line.stratum, 0)
        counted[line.stratum] = number + 1
        place = nth(seed, line.stratum, len(groups), sizes_of(board), number)
        if line.group is None or line.group.id != groups[place].id:
            return False
    return True


def workers_on_both_levels(board: Board) -> tuple[tuple[str, Item], ...]:
    """Responsible workers whose participants are on more than one level of a factor: (worker's code, factor)."""
    found = []
    for factor in factors_of(board):
        levels: dict[str, set[str]] = {}
        for line in log_of(board):
            worker = line.item.get("stratum", "")
            level = level_of(board, line.group, factor) if line.group is not None else None
            if worker and level is not None:
                levels.setdefault(worker, set()).add(level.id)
        found += [(worker, factor.item) for worker, has in sorted(levels.items()) if len(has) > 1]
    return tuple(found)
