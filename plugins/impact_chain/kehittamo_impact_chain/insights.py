"""Insights of the chain: what was counted or computed, said in words with its limit. The first three are shown at once."""

from collections import Counter
from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, number
from kehittamo_impact_chain import rosi
from kehittamo_impact_chain.chain import chain_of, contributors
from kehittamo_impact_chain.insights_cards import (
    euro_insights,
    group_insights,
    indicator_insights,
    pledge_insights,
    present_insights,
)
from kehittamo_impact_chain.naming import choice, name, sentence
from kehittamo_impact_chain.tension import GRADES, served


def find_insights(board: Board) -> Iterator[Insight]:
    """Everything that can be said of a board; what has nothing to count says nothing."""
    yield from whole_chains(board)
    yield from evidence_share(board)
    yield from goal_tension(board)
    yield from rosi_values(board)
    yield from euro_insights(board)
    yield from present_insights(board)
    yield from indicator_insights(board)
    yield from group_insights(board)
    yield from makers(board)
    yield from pledge_insights(board)


def whole_chains(board: Board) -> Iterator[Insight]:
    """How many deeds and inputs lead all the way to an impact."""
    deeds = board.of("output")
    if not deeds:
        return
    chain = chain_of(board)
    whole = chain.reaching("impact")
    reached = tuple(deed for deed in deeds if deed.id in whole)
    if not reached:
        finding = board.say_many(
            "The one deed does not lead to an impact yet.",
            "None of the {number} deeds leads all the way to an impact yet.",
            len(deeds),
        )
    elif len(reached) == len(deeds):
        finding = board.say_many(
            "The one deed leads all the way to an impact.",
            "All {number} deeds lead all the way to an impact.",
            len(deeds),
        )
    else:
        finding = board.say_many(
            "{number} of {all} deeds leads all the way to an impact.",
            "{number} of {all} deeds lead all the way to an impact.",
            len(reached),
            all=len(deeds),
        )
    routes = chain.routes("input", "impact")
    if routes:
        finding += " " + board.say_many(
            "{routes} whole chain runs from an input to an impact.",
            "{routes} whole chains run from an input to an impact.",
            routes,
            routes=number(routes, board.language) if routes < 10**9 else f"{routes:.0e}",
        )
    yield Insight(
        finding=finding,
        items=reached,
        limit=board.say("A drawn link says what is thought to lead where, not that it does."),
        formula=board.say(
            "A deed leads where its own links lead and where the solutions that direct it lead; circles are cut open."
        ),
    )


def evidence_share(board: Board) -> Iterator[Insight]:
    """How many of the links that lead are shown to hold, and how many rest on an assumption."""
    leads = chain_of(board).leads
    if not leads:
        return
    grades = Counter(link.get("evidence") or "" for link in leads)
    shown = grades["shown"]
    said = ", ".join(
        f"{choice(board, 'link:leads', 'evidence', grade) or board.say('not graded')} {grades[grade]}"
        for grade in GRADES
        if grades[grade]
    )
    yield Insight(
        finding=board.say_many(
            "Of {all} links {number} is shown to hold ({share} %). By grade: {said}.",
            "Of {all} links {number} are shown to hold ({share} %). By grade: {said}.",
            shown,
            all=len(leads),
            share=number(shown / len(leads) * 100, board.language, 0),
            said=said,
        ),
        items=tuple(link for link in leads if link.get("evidence") == "shown"),
        limit=board.say("The grades are the group's own; a share of links says nothing of how large an effect is."),
        formula=board.say("Links graded as shown / all links that lead."),
    )


def goal_tension(board: Board) -> Iterator[Insight]:
    """Which targets of the goal are served, on what evidence and with whose money; those that nobody serves first."""
    rows = served(board)
    if not rows:
        return
    empty = [row for row in rows if row.by_nobody]
    kept = [row for row in rows if not row.by_nobody]
    if empty and not kept:
        finding = board.say_many(
            "Nobody serves the one target or sub-change yet.",
            "Nobody serves any of the {number} targets and sub-changes yet.",
            len(rows),
        )
    elif empty:
        finding = board.say_many(
            "Nobody serves {number} of the {all} targets and sub-changes: {targets}.",
            "Nobody serves {number} of the {all} targets and sub-changes: {targets}.",
            len(empty),
            all=len(rows),
            targets="; ".join(row.text for row in empty[:5] if row.text) or board.say("without words"),
        )
    else:
        finding = board.say_many(
            "The one target or sub-change is served.",
            "All {number} targets and sub-changes are served.",
            len(rows),
        )
    unproved = [row for row in kept if not row.evidence.get("shown")]
    if unproved:
        finding += " " + board.say_many(
            "{number} of those served rests on links of which none is shown to hold.",
            "{number} of those served rest on links of which none is shown to hold.",
            len(unproved),
        )
    yield Insight(
        finding=finding,
        items=tuple(row.node for row in (*empty, *kept) if row.node is not None),
        limit=board.say("To be served is not to be reached: it says that somebody aims at it."),
        formula=board.say(
            "A target is served by the solutions, outcomes and sub-changes that are tied to it with «{serves}», and by "
            "the solutions that lead to those outcomes.",
            serves=board.label("link:serves"),
        ),
    )


def rosi_values(board: Board) -> Iterator[Insight]:
    """Each ROSI with what must stand beside it."""
    for item in board.of("rosi"):
        words = rosi.in_words(board, item)
        if not words:
            continue
        computed = rosi.compute(board, item)
        stated = item.get("stated")
        negative = (computed.base if computed is not None else stated or 0) < 0
        finding = f"{name(board, item)}: {words}. " + sentence("; ".join(rosi.qualities(board, item))) + "."
        if negative:
            finding += " " + board.say("Below zero: the savings do not cover the costs.")
        if computed is not None and stated is not None and abs(computed.base - stated) >= 1:
            finding += " " + board.say("The stated and the computed value differ; both are kept.")
        yield Insight(
            finding=finding,
            items=(item,),
            limit=board.say("ROSI counts euros only; it says nothing of wellbeing, and it is no SROI."),
            formula=item.get("formula") or board.say("(savings − costs) / costs, in per cent"),
            more=True,
        )
        moves = rosi.drivers(board, item)
        if moves:
            widest = moves[0]
            yield Insight(
                finding=board.say(
                    "What moves {rosi} most is {part}: from {low} to {high}, when the rest stays as it is.",
                    rosi=name(board, item),
                    part=driver_label(board, widest.part),
                    low=rosi.per_cent(board, min(widest.low, widest.high)),
                    high=rosi.per_cent(board, max(widest.low, widest.high)),
                ),
                items=(item,),
                limit=board.say("One part is moved at a time; in life they may move together."),
                more=True,
            )


def driver_label(board: Board, part: str) -> str:
    """A part of ROSI by its label, inside a sentence."""
    label = board.label(f"rosi.{part}")
    return label[:1].lower() + label[1:]


def makers(board: Board) -> Iterator[Insight]:
    """How many actors make each impact together."""
    chain = chain_of(board)
    for impact in board.of("impact"):
        actors = contributors(board, chain, impact)
        if not actors:
            continue
        shown = [board.actor(actor) for actor in actors]
        yield Insight(
            finding=board.say_many(
                "{number} actor contributes to {impact}: {actors}.",
                "{number} actors contribute to {impact}: {actors}.",
                len(actors),
                impact=name(board, impact),
                actors=", ".join(shown[:8]) + (" …" if len(shown) > 8 else ""),
            ),
            items=(impact,),
            limit=board.say(
                "Counted from the inputs, deeds and solutions that name their actors; who is not named is not counted."
            ),
            more=True,
        )
