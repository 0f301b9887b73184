"""The network map in the report: its reading, its drawings, and tables that carry every word of the board."""

from collections.abc import Iterator

from kehittamo_core.api import Block, Board, Chapter, Figure, Heading, Insight, Note, Paragraph, Points, Table
from kehittamo_network_map.axes import placed
from kehittamo_network_map.graph import enough_answers, response
from kehittamo_network_map.insights.study import rate_said, too_few
from kehittamo_network_map.kinds import heading
from kehittamo_network_map.layer_tables import layer_tables
from kehittamo_network_map.marks import waiting
from kehittamo_network_map.measure_tables import sector_table, type_table, whole_table
from kehittamo_network_map.missing import ending, planned
from kehittamo_network_map.more_tables import area_table, party_table, value_table, what_if_tables
from kehittamo_network_map.phrases import listed, names
from kehittamo_network_map.tables import (
    actor_table,
    missing_table,
    need_table,
    network_table,
    place_table,
    step_table,
    tie_table,
    uncertain_notes,
)


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The chapter of a board; parts that a board does not have are left out."""
    return Chapter.of(
        board.title,
        [
            Paragraph(reading(board), lead=True),
            *_network(board),
            *_networks(board),
            *_attached(board),
            *_needs(board),
            *value_table(board),
            *_change(board),
            *_what_ifs(board),
            *_axes(board),
            *_measures(board),
            *_findings(board, insights),
            *_uncertain(board),
        ],
    )


def reading(board: Board) -> str:
    """The reading of the map in a sentence or two, from what it holds."""
    counts = [
        board.say_many("{number} actor", "{number} actors", len(board.of("actor"))),
        board.say_many("{number} tie", "{number} ties", len(board.links_of("tie"))),
    ]
    if board.of("network"):
        counts.append(board.say_many("{number} named network", "{number} named networks", len(board.of("network"))))
    if board.of("information_need"):
        counts.append(
            board.say_many("{number} information need", "{number} information needs", len(board.of("information_need")))
        )
    sentences = [board.say("The network map shows {counts}.", counts=listed(board, tuple(counts)))]
    centres = tuple(actor for actor in board.of("actor") if actor.get("centre"))
    if centres:
        sentences.append(board.say("In the middle: {centre}.", centre=names(board, centres)))
    attached = {
        link.source
        for link in board.links_of("attached")
        if (item := board.item(link.source)) is not None and item.board != board.id
    }
    if attached or waiting(board):
        sentences.append(
            board.say(
                "Of the solutions, {attached} are attached to actors and ties, and {waiting} wait for a place.",
                attached=len(attached),
                waiting=len(waiting(board)),
            )
        )
    return " ".join(sentences)


def _network(board: Board) -> Iterator[Block]:
    if board.of("actor"):
        yield Figure(drawing="network", caption=board.say("The network now"))
    rate = response(board)
    if rate is not None:
        yield Note(rate_said(board, rate))
    if not enough_answers(board):
        yield Note(board.say("{too_few}: betweenness and constraint are not printed.", too_few=too_few(board)), "gap")
    yield from actor_table(board)
    yield from tie_table(board)
    yield from missing_table(board)


def _networks(board: Board) -> Iterator[Block]:
    tools = board.of("tool")
    if not board.of("network") and not tools and not board.of("aim"):
        return
    yield Heading(heading(board, "networks_heading", "network+"))
    yield Figure(drawing="networks", caption=board.say("Networks, their aims and tools"))
    yield from network_table(board)
    if tools:
        yield Heading(heading(board, "tools_heading", "tool+"), 3)
        yield Points(tuple(f"{tool.code} {tool.text or '–'}".strip() for tool in tools))


def _attached(board: Board) -> Iterator[Block]:
    found = [*place_table(board, "solutions"), *place_table(board, "tasks"), *party_table(board), *step_table(board)]
    if found:
        yield Heading(board.say("What is attached to the network"))
        yield from found


def _needs(board: Board) -> Iterator[Block]:
    if not board.of("information_need"):
        return
    yield Heading(heading(board, "needs_heading", "information_need+"))
    if board.of("actor"):
        yield Figure(drawing="needs", caption=board.say("Who needs to know what, and from whom"))
    yield from need_table(board)


def _change(board: Board) -> Iterator[Block]:
    if planned(board) or ending(board):
        yield Heading(board.label("drawing:change"))
        yield Figure(
            drawing="change", caption=board.say("The network now and as a target, the actors at the same spots")
        )


def _what_ifs(board: Board) -> Iterator[Block]:
    if board.of("what_if"):
        yield Heading(board.label("what_if+"))
        if board.of("actor"):
            yield Figure(drawing="what_if", caption=board.say("Before and after, the actors at the same spots"))
        yield from what_if_tables(board)


def _axes(board: Board) -> Iterator[Block]:
    if board.of("axis", "area") or any(placed(actor) for actor in board.of("actor")):
        yield Heading(board.label("drawing:axes"))
        yield Figure(drawing="axes", caption=board.say("The actors between the named ends"))
        yield from area_table(board)


def _measures(board: Board) -> Iterator[Block]:
    found = [*whole_table(board), *sector_table(board), *type_table(board), *layer_tables(board)]
    if found:
        yield Heading(board.say("Measures"))
        yield from found


def _findings(board: Board, insights: tuple[Insight, ...]) -> Iterator[Block]:
    if not insights:
        return
    yield Heading(board.say("What the network tells"))
    yield Table(
        caption=board.say("Findings, their limits and how they are computed"),
        columns=(board.say("Finding"), board.say("What it does not tell"), board.say("How it is computed")),
        rows=tuple((insight.finding, insight.limit or "–", insight.formula or "–") for insight in insights),
        widths=(5, 3, 3),
    )


def _uncertain(board: Board) -> Iterator[Block]:
    notes = uncertain_notes(board)
    if notes:
        yield Heading(board.say("Uncertain in the source"), 3)
        yield Points(notes)
