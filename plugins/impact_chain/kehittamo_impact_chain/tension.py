"""Goal tension: for each target of the goal, which solutions serve it, on what evidence, with whose money."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kehittamo_core.api import Board, Element, Item, Target
from kehittamo_impact_chain.chain import Chain, chain_of
from kehittamo_impact_chain.euros import Amount, is_saving, total_of
from kehittamo_impact_chain.kinds import SOLUTION

GRADES = ("shown", "promising", "contradictory", "assumed", "")
"""Grades of evidence from the strongest; "" is a link that nobody graded."""


@dataclass(frozen=True)
class Served:
    """What serves one target or sub-change.

    `node` is its element, None where the programme's target has none on the board; `evidence` counts the graded links
    that lead to the serving outcomes; `payers` are actor ids ("" = not said) with what they pay.
    """

    node: Item | None
    target: Target | None
    text: str
    solutions: tuple[Item, ...]
    outcomes: tuple[Item, ...]
    sub_changes: tuple[Item, ...]
    evidence: dict[str, int]
    payers: dict[str, Amount]

    @property
    def by_nobody(self) -> bool:
        """Whether nothing serves it."""
        return not (self.solutions or self.outcomes or self.sub_changes)


def served(board: Board) -> tuple[Served, ...]:
    """Every target of the programme's goal, in its order, then every sub-change."""
    chain = chain_of(board)
    nodes = {node.get("target"): node for node in reversed(board.of("goal_target"))}
    rows = [
        _served(board, chain, nodes.get(target.id), target, target.text or target.id) for target in board.goal.targets
    ]
    known = {target.id for target in board.goal.targets}
    for node in board.of("goal_target"):
        if node.get("target") not in known:
            rows.append(_served(board, chain, node, None, node.text))
    rows += [_served(board, chain, node, None, node.text) for node in board.of("sub_change")]
    return tuple(rows)


def _served(board: Board, chain: Chain, node: Item | None, target: Target | None, text: str) -> Served:
    solutions: dict[str, Item] = {}
    outcomes: dict[str, Item] = {}
    sub_changes: dict[str, Item] = {}
    if node is not None:
        _gather(board, node, solutions, outcomes, sub_changes)
        for sub_change in tuple(sub_changes.values()):
            _gather(board, sub_change, solutions, outcomes, {})
    upstream = _upstream(chain, outcomes)
    solutions.update((id_, item) for id_ in upstream if (item := chain.items[id_]).kind == "solution")
    ends = {*upstream, *solutions, *outcomes}
    grades = Counter(
        link.get("evidence") or ""
        for link in chain.leads
        if link.source in ends and link.target in ends and chain.items[link.source].kind != "input"
    )
    return Served(
        node=node,
        target=target,
        text=text,
        solutions=tuple(item for item in board.of(SOLUTION.id) if item.id in solutions),
        outcomes=tuple(outcomes.values()),
        sub_changes=tuple(sub_changes.values()),
        evidence={grade: grades[grade] for grade in GRADES if grades[grade]},
        payers=_payers(board, chain, tuple(solutions.values())),
    )


def _gather(
    board: Board, node: Element, solutions: dict[str, Item], outcomes: dict[str, Item], sub_changes: dict[str, Item]
) -> None:
    books = {"solution": solutions, "outcome": outcomes, "sub_change": sub_changes}
    for item in board.before(node, "serves"):
        if item.kind in books:
            books[item.kind][item.id] = item


def _upstream(chain: Chain, outcomes: Iterable[str]) -> set[str]:
    """The ids of everything from which a way leads to these outcomes, and of the solutions that direct those deeds."""
    before: dict[str, list[str]] = {}
    for link in chain.leads:
        before.setdefault(link.target, []).append(link.source)
    found: set[str] = set()
    waiting = list(outcomes)
    while waiting:
        for source in before.get(waiting.pop(), ()):
            for id_ in (source, chain.home.get(source, ""), *chain.others.get(source, ())):
                if id_ and id_ not in found:
                    found.add(id_)
                    waiting.append(id_)
    return found


def _payers(board: Board, chain: Chain, solutions: tuple[Item, ...]) -> dict[str, Amount]:
    """Who pays for solutions and for what they direct; a line that concerns several of them is counted once."""
    concerned = {item.id for solution in solutions for item in (solution, *chain.directed.get(solution.id, ()))}
    found: dict[str, Amount] = {}
    for line in board.of("cost"):
        if is_saving(line) or line.get("yearly"):
            continue
        if not any(link.target in concerned for link in board.outgoing(line, "costs")):
            continue
        amount = total_of(line)
        if amount is not None:
            payer = line.get("payer") or ""
            found[payer] = found[payer].plus(amount) if payer in found else amount
    return found
