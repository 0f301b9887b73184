"""Headings, claims and remarks of a board, as blocks in the section where they belong."""

from itertools import groupby
from typing import Literal

from kehittamo_core.api import Board, Heading, Item, Note, Paragraph, Points, number
from kehittamo_impact_chain.naming import choice, sure

PLACED = (
    "chain", "ecosystem", "goal_map", "solutions", "assumptions", "prerequisites", "triangle", "circles", "together",
    "leadership", "perspectives", "durations", "rosi", "canvas", "critical", "evaluation",
)  # fmt: skip


NoteBlock = Heading | Note | Paragraph | Points


def notes_about(board: Board, *about: str) -> list[NoteBlock]:
    """The notes that belong to a part, in the board's order; words that only stand round a drawing become one list."""
    return _blocks(board, [item for item in board.of("note") if item.get("about") in about])


def loose_notes(board: Board) -> list[NoteBlock]:
    """The notes that name no part where they belong."""
    return _blocks(board, [item for item in board.of("note") if item.get("about") not in PLACED])


def _blocks(board: Board, items: list[Item]) -> list[NoteBlock]:
    blocks: list[NoteBlock] = []
    for around, run in groupby(items, key=_stands_around):
        if around:
            texts = tuple(sure(board, item, "text", item.text) for item in run if item.text)
            if len(texts) == 1:
                blocks.append(Paragraph(texts[0]))
            elif texts:
                blocks += [Paragraph(board.say("Words round the drawing:")), Points(texts)]
        else:
            blocks += [block for item in run if (block := as_block(board, item)) is not None]
    return blocks


def _stands_around(item: Item) -> bool:
    """Whether a note is a word at a drawing: a caption, or a heading round the chain."""
    role = item.get("role")
    return role == "caption" or (role == "heading" and item.get("about") == "chain" and not item.get("level"))


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
