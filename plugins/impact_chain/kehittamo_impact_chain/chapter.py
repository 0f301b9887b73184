"""The report's chapter: a lead sentence, then every section that the board has something for."""

from kehittamo_core.api import Board, Chapter, Heading, Insight, Note, Paragraph, Points
from kehittamo_impact_chain.chapters.cards import euro_section, indicator_section, need_section
from kehittamo_impact_chain.chapters.chain import chain_section, challenge_section, ecosystem_section, together_section
from kehittamo_impact_chain.chapters.goal import Blocks, goal_section, tension_section
from kehittamo_impact_chain.chapters.rest import (
    canvas_section,
    condition_section,
    evaluation_section,
    leadership_section,
    remark_section,
    uncertainty_section,
)
from kehittamo_impact_chain.kinds import LEVELS

SECTIONS = (
    goal_section,
    chain_section,
    ecosystem_section,
    together_section,
    tension_section,
    indicator_section,
    euro_section,
    challenge_section,
    need_section,
    condition_section,
    leadership_section,
    canvas_section,
    evaluation_section,
    remark_section,
)


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The chapter of a board. Tables and paragraphs carry every word: nothing is lost because a drawing shortened it."""
    blocks: Blocks = [Paragraph(reading(board), lead=True)]
    for section in SECTIONS:
        blocks += section(board)
    told = tuple(insight for insight in insights if not _in_tables(insight))
    if told:
        blocks.append(Heading(board.say("What the board tells")))
        blocks.append(Points(tuple(insight.finding for insight in told)))
        limits = tuple(dict.fromkeys(insight.limit for insight in told if insight.limit))
        if limits:
            blocks.append(Note(board.say("Limits: {limits}", limits=" ".join(limits))))
    blocks += uncertainty_section(board)
    return Chapter.of(board.title or board.label("method"), _without_echoes(board.title, blocks))


def _without_echoes(title: str, blocks: Blocks) -> Blocks:
    """The blocks without a heading that only repeats the one right above it, or the title above the first one."""
    kept: Blocks = []
    above = title
    for block in blocks:
        if isinstance(block, Heading):
            if block.text == above:
                continue
            above = block.text
        elif not isinstance(block, Paragraph) or not block.lead:
            above = ""
        kept.append(block)
    return kept


def _in_tables(insight: Insight) -> bool:
    """Whether an insight is one of those whose numbers the section of euros prints already."""
    return insight.more and all(item.kind in ("cost", "rosi") for item in insight.items)


MAIN = ("sub_change", "input", "output", "solution", "outcome", "impact")


def reading(board: Board) -> str:
    """The board in one or two sentences: what it holds, the chain first and the cards beside it after."""
    counted = _counted(board)
    main = [said for kind, said in counted.items() if kind in MAIN]
    beside = [said for kind, said in counted.items() if kind not in MAIN]
    if not main and not beside:
        return board.say("Nothing has been written on this board yet.")
    sentences = [board.say("This board holds {parts}.", parts=_listed(board, main or beside))]
    if main and beside:
        sentences.append(board.say("Beside them stand {parts}.", parts=_listed(board, beside)))
    if board.of("level") and not board.of(*LEVELS):
        sentences.append(
            board.say("The chain is shown as a model: the source names no inputs, deeds or outcomes of its own.")
        )
    return " ".join(sentences)


def _counted(board: Board) -> dict[str, str]:
    counts = {
        kind: len(board.of(kind))
        for kind in (
            "sub_change", "input", "output", "solution", "outcome", "impact", "indicator", "cost", "rosi", "assumption",
            "prerequisite", "challenge", "task", "part", "perspective", "canvas", "question", "activity_group",
            "conclusion",
        )
    }  # fmt: skip
    said = {
        "sub_change": board.say_many("{number} sub-change", "{number} sub-changes", counts["sub_change"]),
        "input": board.say_many("{number} input", "{number} inputs", counts["input"]),
        "output": board.say_many("{number} deed", "{number} deeds", counts["output"]),
        "solution": board.say_many("{number} solution", "{number} solutions", counts["solution"]),
        "outcome": board.say_many("{number} outcome", "{number} outcomes", counts["outcome"]),
        "impact": board.say_many("{number} impact", "{number} impacts", counts["impact"]),
        "indicator": board.say_many("{number} indicator", "{number} indicators", counts["indicator"]),
        "cost": board.say_many("{number} cost line", "{number} cost lines", counts["cost"]),
        "rosi": board.say_many("{number} ROSI value", "{number} ROSI values", counts["rosi"]),
        "assumption": board.say_many("{number} assumption", "{number} assumptions", counts["assumption"]),
        "prerequisite": board.say_many("{number} prerequisite", "{number} prerequisites", counts["prerequisite"]),
        "challenge": board.say_many("{number} challenge", "{number} challenges", counts["challenge"]),
        "task": board.say_many("{number} development task", "{number} development tasks", counts["task"]),
        "part": board.say_many("{number} part to be reconciled", "{number} parts to be reconciled", counts["part"]),
        "perspective": board.say_many(
            "{number} perspective of leading", "{number} perspectives of leading", counts["perspective"]
        ),
        "canvas": board.say_many("{number} cell of the canvas", "{number} cells of the canvas", counts["canvas"]),
        "question": board.say_many("{number} evaluation question", "{number} evaluation questions", counts["question"]),
        "activity_group": board.say_many(
            "{number} activity group", "{number} activity groups", counts["activity_group"]
        ),
        "conclusion": board.say_many("{number} conclusion", "{number} conclusions", counts["conclusion"]),
    }
    return {kind: said[kind] for kind, count in counts.items() if count}


def _listed(board: Board, parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return board.say("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])
