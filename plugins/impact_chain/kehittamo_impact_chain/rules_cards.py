"""Rules of the cards: indicators, euros and evaluation that are not filled in, or contradict themselves."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Item, Link, Problem, is_unchecked, number
from kehittamo_impact_chain import rosi
from kehittamo_impact_chain.euros import implied_volume, total_of, volume_differs
from kehittamo_impact_chain.groups import areas, limits
from kehittamo_impact_chain.measures import ASKED, missing, part_label
from kehittamo_impact_chain.naming import name
from kehittamo_impact_chain.present import years_of
from kehittamo_impact_chain.rules import said


def indicator_card_incomplete(board: Board) -> Iterator[Problem]:
    """A card without a baseline, a source or an owner cannot show a change."""
    # a missing baseline has a rule of its own
    lacking = [
        (
            item,
            tuple(
                part
                for part in missing(item)
                if part != "baseline" and (item.get("baseline") is not None or part != "baseline_date")
            ),
        )
        for item in board.of("indicator")
    ]
    lacking = [(item, parts) for item, parts in lacking if parts]
    if len(lacking) > 3:
        yield Problem(
            message=board.say(
                "{number} of {all} indicator cards are not complete; most often missing: {parts}.",
                number=len(lacking),
                all=len(board.of("indicator")),
                parts=_most_often(board, [part for _, parts in lacking for part in parts]),
            ),
            items=tuple(item for item, _ in lacking),
        )
        return
    for item, parts in lacking:
        yield Problem(
            message=board.say(
                "{indicator} is missing: {parts}.",
                indicator=name(board, item),
                parts=", ".join(part_label(board, part) for part in parts),
            ),
            items=(item,),
        )


def _most_often(board: Board, parts: list[str]) -> str:
    common = sorted(set(parts), key=lambda part: (-parts.count(part), ASKED.index(part)))
    return ", ".join(f"{part_label(board, part)} ({parts.count(part)})" for part in common[:3])


def indicator_without_baseline(board: Board) -> Iterator[Problem]:
    """Without a baseline nobody can say what changed, and a relative target stays without an amount."""
    yield from said(
        board,
        (item for item in board.of("indicator") if item.get("baseline") is None),
        lambda indicator: board.say("{indicator} has no baseline. Where are we now?", indicator=indicator),
        lambda count, indicators: board.say_many(
            "{number} indicator has no baseline: {indicators}.",
            "{number} indicators have no baseline: {indicators}.",
            count,
            indicators=indicators,
        ),
    )


def regions_compared_without_limit(board: Board) -> Iterator[Problem]:
    """Regions that work in their own ways cannot be compared as one: a comparison says what the material forbids."""
    found = areas(board)
    if len(found) > 1 and not limits(board):
        yield Problem(
            message=board.say(
                "Regions or trials stand side by side ({areas}), but no conclusion says what the material does not allow.",
                areas=", ".join(list(found)[:6]),
            ),
            items=tuple(item for items in found.values() for item in items),
        )


def yearly_without_years(board: Board) -> Iterator[Problem]:
    """A yearly sum without its number of years cannot be set against a single one."""
    if rosi.rate_of(board) is None:
        return
    yield from said(
        board,
        (
            item
            for item in board.of("cost")
            if item.get("yearly") and total_of(item) is not None and years_of(item) is None
        ),
        lambda line: board.say("{line} recurs every year, but not said for how many.", line=line),
        lambda count, lines: board.say_many(
            "{number} yearly line does not say for how many years: {lines}.",
            "{number} yearly lines do not say for how many years: {lines}.",
            count,
            lines=lines,
        ),
    )


def imported_unchecked(board: Board) -> Iterator[Problem]:
    """What came from a file stays unchecked until somebody has looked at it."""
    elements: tuple[Item | Link, ...] = (*board.items, *board.links)
    found = tuple(element for element in elements if is_unchecked(element))
    if found:
        yield Problem(
            message=board.say_many(
                "{number} value read from a file has not been checked yet.",
                "{number} values read from a file have not been checked yet.",
                len(found),
            ),
            items=found,
        )


def indicator_measures_nothing(board: Board) -> Iterator[Problem]:
    """An indicator that is tied to nothing says nothing about the chain."""
    yield from said(
        board,
        (item for item in board.of("indicator") if not board.outgoing(item, "measures")),
        lambda indicator: board.say("{indicator} measures nothing on this board.", indicator=indicator),
        lambda count, indicators: board.say_many(
            "{number} indicator measures nothing on this board: {indicators}.",
            "{number} indicators measure nothing on this board: {indicators}.",
            count,
            indicators=indicators,
        ),
    )


def cost_without_payer(board: Board) -> Iterator[Problem]:
    """A cost that nobody pays, or a saving that nobody makes, is not agreed on yet."""
    yield from said(
        board,
        (item for item in board.of("cost") if item.get("direction") != "saving" and not item.get("payer")),
        lambda cost: board.say("Who pays {cost}?", cost=cost),
        lambda count, costs: board.say_many(
            "{number} cost has no payer: {costs}.", "{number} costs have no payer: {costs}.", count, costs=costs
        ),
    )
    yield from said(
        board,
        (item for item in board.of("cost") if item.get("direction") == "saving" and not item.get("saver")),
        lambda saving: board.say("Whose saving is {saving}?", saving=saving),
        lambda count, savings: board.say_many(
            "{number} saving does not say whose it is: {savings}.",
            "{number} savings do not say whose they are: {savings}.",
            count,
            savings=savings,
        ),
    )


def cost_line_without_meaning(board: Board) -> Iterator[Problem]:
    """An amount of money without a label cannot be checked."""
    found = tuple(item for item in board.of("cost") if not item.text)
    if found:
        yield Problem(
            message=board.say_many(
                "{number} cost line has no label; what it means has not been checked.",
                "{number} cost lines have no label; what they mean has not been checked.",
                len(found),
            ),
            items=found,
        )


def volume_disagrees(board: Board) -> Iterator[Problem]:
    """A total and a unit price imply a volume; a stated volume that differs asks for a check."""
    for item in board.of("cost"):
        implied = implied_volume(item)
        if implied is not None and volume_differs(item):
            yield Problem(
                message=board.say(
                    "{cost}: total and unit price imply {implied} × {unit}, but {stated} is stated.",
                    cost=name(board, item),
                    implied=number(implied[0], board.language, 0),
                    unit=implied[1],
                    stated=number(item.get("volume")["amount"], board.language),
                ),
                items=(item,),
            )


def rosi_without_comparison(board: Board) -> Iterator[Problem]:
    """A ROSI without a comparison is an estimate, and costs of zero give none."""
    for item in board.of("rosi"):
        if rosi.refused(item):
            yield Problem(
                message=board.say(
                    "{rosi}: the costs are not above zero, so no ROSI is computed.", rosi=name(board, item)
                ),
                items=(item,),
            )
    yield from said(
        board,
        (item for item in board.of("rosi") if not item.get("comparison")),
        lambda value: board.say("{value} does not say what it is compared to: it is an estimate.", value=value),
        lambda count, values: board.say_many(
            "{number} ROSI value does not say what it is compared to: {values}.",
            "{number} ROSI values do not say what they are compared to: {values}.",
            count,
            values=values,
        ),
    )


def series_does_not_fit(board: Board) -> Iterator[Problem]:
    """A series by duration needs as many values as months."""
    for item in board.of("duration_series"):
        months, amounts = item.get("months") or (), item.get("amounts") or ()
        if not amounts:
            yield Problem(message=board.say("{series} has no values.", series=name(board, item)), items=(item,))
        elif len(months) != len(amounts):
            yield Problem(
                message=board.say(
                    "{series} has {months} months but {amounts} values.",
                    series=name(board, item),
                    months=len(months),
                    amounts=len(amounts),
                ),
                items=(item,),
            )


def evaluation_open(board: Board) -> Iterator[Problem]:
    """Questions without an answer, pathways that nobody graded and conclusions without evidence are still open."""
    yield from said(
        board,
        (item for item in board.of("question") if not item.get("answer") and not board.incoming(item, "concludes")),
        lambda question: board.say("{question} has no answer yet.", question=question),
        lambda count, questions: board.say_many(
            "{number} evaluation question has no answer yet: {questions}.",
            "{number} evaluation questions have no answer yet: {questions}.",
            count,
            questions=questions,
        ),
    )
    yield from said(
        board,
        (item for item in board.of("pathway") if not item.get("right_things") or not item.get("right_way")),
        lambda pathway: board.say("{pathway} has not been looked at with both questions.", pathway=pathway),
        lambda count, pathways: board.say_many(
            "{number} pathway has not been looked at with both questions: {pathways}.",
            "{number} pathways have not been looked at with both questions: {pathways}.",
            count,
            pathways=pathways,
        ),
    )
    yield from said(
        board,
        (item for item in board.of("conclusion") if not item.get("evidence")),
        lambda conclusion: board.say("{conclusion} does not say on what evidence.", conclusion=conclusion),
        lambda count, conclusions: board.say_many(
            "{number} conclusion does not say on what evidence: {conclusions}.",
            "{number} conclusions do not say on what evidence: {conclusions}.",
            count,
            conclusions=conclusions,
        ),
    )


def pathway_without_review(board: Board) -> Iterator[Problem]:
    """A pathway that is looked at should say when it is looked at again."""
    yield from said(
        board,
        (item for item in board.of("pathway") if not item.get("review")),
        lambda pathway: board.say("{pathway} has no review date.", pathway=pathway),
        lambda count, pathways: board.say_many(
            "{number} pathway has no review date: {pathways}.",
            "{number} pathways have no review date: {pathways}.",
            count,
            pathways=pathways,
        ),
    )
