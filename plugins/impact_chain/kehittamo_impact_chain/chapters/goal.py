"""The goal map's section: the goal, its sub-changes, every solution, the assumptions, and the tension of the goal."""

from kehittamo_core.api import Board, Figure, Heading, Note, Paragraph, Points, Table
from kehittamo_impact_chain.chapters.notes import notes_about
from kehittamo_impact_chain.chapters.tables import Cell, kind_table, linked, words
from kehittamo_impact_chain.euros import in_words
from kehittamo_impact_chain.goal_words import target_words
from kehittamo_impact_chain.naming import choice, name
from kehittamo_impact_chain.tension import Served, served

Blocks = list[Figure | Heading | Note | Paragraph | Points | Table]


def goal_section(board: Board) -> Blocks:
    """The goal map as drawing and tables."""
    blocks: Blocks = []
    mapped = bool(board.of("sub_change", "solution_group", "change_goal"))
    if mapped:
        blocks.append(Heading(board.label("drawing:goal_map")))
        blocks += notes_about(board, "goal_map")
        for text in dict.fromkeys(filter(None, (board.goal.text, *(item.text for item in board.of("change_goal"))))):
            blocks.append(Paragraph(board.say("The shared goal: {goal}", goal=text)))
        blocks.append(Figure(drawing="goal_map", caption=board.say("The shared goal, its sub-changes and solutions")))
    blocks += kind_table(
        board, "sub_change", "variant", more=[linked(board, board.say("Served by"), "serves", outgoing=False)]
    )
    blocks += solutions(board)
    blocks += kind_table(board, "solution_group", "actor")
    titles = notes_about(board, "assumptions")
    blocks += titles if board.of("assumption") else []
    blocks += kind_table(
        board, "assumption", "state", more=[(board.label("link:assumes"), lambda item: _resting(board, item.id))]
    )
    if not board.of("assumption"):
        blocks += titles
    return blocks


def _resting(board: Board, id_: str) -> Cell:
    return tuple(
        name(board, found)
        for link in board.links_of("assumes")
        if link.source == id_ and (found := board.find(link.target)) is not None
    )


def solutions(board: Board) -> Blocks:
    """The table of the solutions, under the heading that the source gives it."""
    return [
        *notes_about(board, "solutions"),
        *kind_table(
            board,
            "solution",
            "actor",
            "box",
            "model",
            "references",
            more=[
                linked(board, board.label("link:directs"), "directs", outgoing=True, brief=True),
                linked(board, board.label("link:serves"), "serves", outgoing=True, brief=True),
                linked(board, board.label("link:leads"), "leads", outgoing=True, brief=True),
                (board.say("Votes"), lambda item: str(item.votes) if item.votes else ""),
            ],
        ),
    ]


def tension_section(board: Board) -> Blocks:
    """Each target and sub-change: who serves it, on what evidence, with whose money."""
    rows = served(board)
    if not rows or not (board.goal.targets or board.of("goal_target") or board.links_of("serves")):
        return []
    table = Table(
        caption=board.say("What serves each target, on what evidence, with whose money"),
        columns=(
            board.say("Target or sub-change"),
            board.say("Served by"),
            board.say("Evidence of the links"),
            board.say("Whose money"),
        ),
        rows=tuple(
            (_target_cell(board, row), _by(board, row), _grades(board, row), _money(board, row)) for row in rows
        ),
        widths=(2.4, 2.4, 1.4, 1.6),
    )
    blocks: Blocks = [
        Heading(board.say("Goal tension")),
        Figure(drawing="tension", caption=board.say("Who serves each target, on what evidence, with whose money")),
        table,
    ]
    without = [
        row for row in rows if row.target is not None and row.target.amount is not None and not _based(board, row)
    ]
    if without:
        blocks.append(
            Note(
                board.say(
                    "Without a baseline these targets stay relative: {targets}.",
                    targets="; ".join(row.text for row in without),
                ),
                tone="gap",
            )
        )
    return blocks


def _based(board: Board, row: Served) -> bool:
    """Whether an indicator with a baseline measures a target."""
    if row.node is None:
        return False
    return any(indicator.get("baseline") is not None for indicator in board.before(row.node, "measures"))


def _target_cell(board: Board, row: Served) -> str:
    code = f"{row.node.code} " if row.node is not None and row.node.code else ""
    text = f"{code}{row.text or (words(board, row.node) if row.node is not None else '')}"
    return f"{text} ({target_words(board, row.target)})" if row.target is not None else text


def _by(board: Board, row: Served) -> Cell:
    if row.by_nobody:
        return board.say("nobody")
    return tuple(name(board, item) for item in (*row.solutions, *row.outcomes, *row.sub_changes))


def _grades(board: Board, row: Served) -> Cell:
    return tuple(
        f"{choice(board, 'link:leads', 'evidence', grade) or board.say('not graded')}: {count}"
        for grade, count in row.evidence.items()
    )


def _money(board: Board, row: Served) -> Cell:
    return tuple(
        f"{board.actor(payer) or board.say('Not said')}: {in_words(board, amount)}"
        for payer, amount in row.payers.items()
    )
