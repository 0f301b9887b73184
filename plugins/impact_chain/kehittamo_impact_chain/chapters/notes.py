"""Headings, claims and remarks of a board, as blocks in the section where they belong."""

from typing import Literal

from kehittamo_core.api import Board, Heading, Item, Note, Paragraph, number
from kehittamo_impact_chain.naming import choice, sure

PLACED = (
    "chain", "ecosystem", "goal_map", "solutions", "assumptions", "prerequisites", "triangle", "circles", "together",
    "leadership", "perspectives", "durations", "rosi", "canvas", "critical", "evaluation",
)  # fmt: skip


def notes_about(board: Board, *about: str) -> list[Heading | Note | Paragraph]:
    """The notes that belong to a part, in the board's order."""
    blocks: list[Heading | Note | Paragraph] = []
    for item in board.of("note"):
        if item.get("about") in about:
            block = as_block(board, item)
            if block is not None:
                blocks.append(block)
    return blocks


def as_block(board: Board, item: Item) -> Heading | Note | Paragraph | None:
    """A note by its role: a heading is a heading, a claim stands apart, a count says how many are unnamed."""
    text = sure(board, item, "text", item.text)
    role = item.get("role")
    count = item.get("count")
    if role == "count":
        return Paragraph(
            board.say(
                "{label}: {count} unnamed in the source's drawing.",
                label=text or choice(board, "note", "level", item.get("level")) or item.code,
                count=number(count, board.language) if count is not None else board.say("not known"),
            )
        )
    if not text:
        return None
    if role == "heading":
        level = choice(board, "note", "level", item.get("level"))
        level_three: Literal[3] = 3
        return Heading(f"{text} ({level})" if level else text, level_three)
    if role == "quotation":
        by = item.get("by")
        return Note(f"«{text}» – {by}" if by else f"«{text}»")
    if role == "open":
        return Note(board.say("Open question: {question}", question=text), tone="gap")
    if role == "claim":
        return Note(text)
    return Paragraph(text)


def loose_notes(board: Board) -> list[Heading | Note | Paragraph]:
    """The notes that name no part where they belong."""
    blocks = []
    for item in board.of("note"):
        if item.get("about") not in PLACED:
            block = as_block(board, item)
            if block is not None:
                blocks.append(block)
    return blocks
