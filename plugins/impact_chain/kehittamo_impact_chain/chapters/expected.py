"""The anticipatory part of the evaluation: what was expected of each outcome and what was seen, and when it is looked at again."""

from kehittamo_core.api import Board, Item, Paragraph, Table, day, number
from kehittamo_impact_chain.chapters.tables import Cell
from kehittamo_impact_chain.expected import Expectation, expectations, reviews
from kehittamo_impact_chain.measures import latest, progress, target_words, value
from kehittamo_impact_chain.naming import choice, name


def expected_blocks(board: Board) -> list[Paragraph | Table]:
    """Outcome by outcome: its pathways, the target of its indicators, the last measurement, and the evidence today."""
    rows = expectations(board)
    if not rows or not (board.settings.get("expected") or board.of("pathway")):
        return []
    return [
        Table(
            caption=board.say("Expected and seen"),
            columns=(
                board.label("outcome"), board.label("pathway"), board.say("Expected"), board.say("Seen"),
                board.label("outcome.evidence"),
            ),
            rows=tuple(
                (
                    name(board, row.outcome),
                    tuple(name(board, pathway) for pathway in row.pathways),
                    _expected(board, row),
                    _seen(board, row),
                    choice(board, "outcome", "evidence", row.outcome.get("evidence")) or board.say("not graded"),
                )
                for row in rows
            ),
        )
    ]  # fmt: skip


def _expected(board: Board, row: Expectation) -> Cell:
    said = tuple(f"{item.code} {words}".strip() for item in row.indicators if (words := target_words(board, item)))
    return said or board.say("no target")


def _seen(board: Board, row: Expectation) -> Cell:
    said = tuple(words for item in row.indicators if (words := seen_words(board, item)))
    return said or board.say("nothing measured yet")


def seen_words(board: Board, item: Item) -> str:
    """The last measurement of an indicator with its day and how far it has come; "" before the first."""
    last = latest(item)
    if last is None:
        return ""
    text = f"{item.code} {value(board, item, last.value)}".strip()
    if last.date:
        text += f" ({day(last.date, board.language)})"
    share = progress(item)
    if share is not None:
        text += board.say(", {share} % of the way", share=number(share, board.language, 0))
    return text


def review_blocks(board: Board) -> list[Paragraph | Table]:
    """When pathways and indicators are looked at again, the nearest first."""
    rows = reviews(board)
    if not rows:
        return []
    return [
        Table(
            caption=board.say("What is looked at again, and when"),
            columns=(board.label("pathway.review"), board.say("What is looked at"), board.label("pathway.owner")),
            rows=tuple(
                (
                    day(when, board.language),
                    name(board, item),
                    board.actor(item.get("owner")) or board.say("nobody yet"),
                )
                for when, item in rows
            ),
        )
    ]
