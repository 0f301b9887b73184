"""Findings of what is attached to the network: solutions, information needs, what people named and stated, areas."""

from collections.abc import Iterator

from kehittamo_core.api import Insight, Item
from kehittamo_network_map.axes import inside, placed
from kehittamo_network_map.graph import name, place_name, tie_name
from kehittamo_network_map.insights.study import Study
from kehittamo_network_map.kinds import qualities
from kehittamo_network_map.missing import named
from kehittamo_network_map.phrases import listed, names, percent
from kehittamo_network_map.supposing import in_words, supposed, title_of
from kehittamo_network_map.survey import sums


def named_missing(study: Study) -> Iterator[Insight]:
    """The missing ties that people named themselves."""
    board = study.board
    found = named(board)
    if found:
        pairs = listed(board, tuple(tie_name(board, link) for link in found))
        yield Insight(
            finding=board.say_many("The group has named {number} missing tie: {ties}.", "The group has named {number} missing ties: {ties}.", len(found), ties=pairs),
            formula=board.say("Missing ties that were written down, and ties that are a target and do not stand now."),
            more=True,
        )  # fmt: skip


def who_stated(study: Study) -> Iterator[Insight]:
    """How many ties both ends have stated, and in how many the two answers differ."""
    board = study.board
    found = sums(board)
    agreed, differ, waiting = found.get("agreed", 0), found.get("one_sided", 0), found.get("waiting", 0)
    stated = agreed + differ + waiting
    if not stated:
        return
    sentences = [
        board.say_many(
            "Of {number} tie that somebody has stated, {agreed} are stated by both ends ({share}).",
            "Of {number} ties that somebody has stated, {agreed} are stated by both ends ({share}).", stated,
            agreed=agreed, share=percent(board, agreed / stated),
        )
    ]  # fmt: skip
    if differ:
        sentences.append(board.say_many("In {number} tie the two answers differ.", "In {number} ties the two answers differ.", differ))  # fmt: skip
    if waiting:
        sentences.append(board.say_many("{number} tie waits for the answer of its other end.", "{number} ties wait for the answer of their other end.", waiting))  # fmt: skip
    yield study.finding(
        " ".join(sentences), board.say("Agreed ties / stated ties; one answer for an organisation."),
        limit=board.say("A tie that one end has not mentioned may be weak, or one of them did not answer."),
    )  # fmt: skip


def where_solutions_are(study: Study) -> Iterator[Insight]:
    """Where most of the solutions are attached, and how many wait."""
    board = study.board
    places: dict[str, int] = {}
    attached: dict[str, Item] = {}
    for link in board.links_of("attached"):
        solution = board.item(link.source)
        if solution is not None and solution.kind not in ("task", "barrier"):
            attached[solution.id] = solution
            places[link.target] = places.get(link.target, 0) + 1
    waiting = {link.source for link in board.links_of("listed")} - set(attached)
    if not attached and not waiting:
        return
    sentences = [
        board.say_many("{number} solution is attached to the network.", "{number} solutions are attached to the network.", len(attached))
    ]  # fmt: skip
    if places:
        most = max(places.values())
        where = listed(board, tuple(place_name(board, place) for place, count in places.items() if count == most))
        sentences.append(board.say("Most are at {places}: {count}.", places=where, count=most))
    if waiting:
        sentences.append(board.say_many("{number} waits for a place.", "{number} wait for a place.", len(waiting)))
    yield Insight(
        finding=" ".join(sentences),
        limit=board.say("The number of solutions does not tell how much they change."),
        formula=board.say("Links from solutions to actors and ties, counted by place."), more=True,
    )  # fmt: skip


def covered_needs(study: Study) -> Iterator[Insight]:
    """How many information needs somebody answers, and whose quality is known."""
    board = study.board
    needs = board.of("information_need")
    if not needs:
        return
    answered = [need for need in needs if board.before(need, "answers")]
    known = [need for need in needs if all(value is not None for _, value in qualities(need))]
    yield Insight(
        finding=board.say_many(
            "Of {number} information need, {answered} have an answer and {known} have all four quality properties known.",
            "Of {number} information needs, {answered} have an answer and {known} have all four quality properties known.",
            len(needs), answered=len(answered), known=len(known),
        ),
        limit=board.say("An answer that is named is not yet an answer that is received."),
        formula=board.say("Information needs with a link from an actor, a tool, a solution or a step that answers them."),
        more=True,
    )  # fmt: skip


def inside_areas(study: Study) -> Iterator[Insight]:
    """Which actors stand inside each area of the two axes."""
    board = study.board
    unplaced = tuple(actor for actor in board.of("actor") if not placed(actor))
    for area in board.of("area"):
        actors = inside(board, area)
        if actors is None:
            continue
        claim = area.get("claim")
        sentence = (
            board.say("Inside {area}: {actors}.", area=name(board, area), actors=names(board, actors, most=12))
            if actors
            else board.say("Nobody stands inside {area}.", area=name(board, area))
        )
        yield Insight(
            finding=f"{sentence} {claim}" if claim else sentence,
            items=(area, *actors),
            limit=board.say_many("{number} actor has no place on the axes yet.", "{number} actors have no place on the axes yet.", len(unplaced)) if unplaced else "",
            formula=board.say("Actors whose two places lie within the edges of the area."), more=True,
        )  # fmt: skip


def what_ifs(study: Study) -> Iterator[Insight]:
    """What each what-if of the board would change."""
    board = study.board
    for what_if in board.of("what_if"):
        found = supposed(board, what_if)
        if not found.coming and not found.leaving:
            continue
        yield study.finding(
            f"{title_of(board, what_if)}: {in_words(board, found)}",
            board.say("The same measures on the network of now, and on it with the ties that would come and without those who would leave."),
            (what_if,), limit=board.say("Who leaves and what comes changes also what the others do; the numbers do not know it."),
        )  # fmt: skip
