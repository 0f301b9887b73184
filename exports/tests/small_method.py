"""A small method for the tests of the exports: two kinds, one drawing, a chapter with every kind of block.

Notes with certain words make its functions fail in certain ways; workers import it by name.
"""

import os
import signal
import time
from collections.abc import Iterator

from kehittamo_core.api import (
    Badge,
    Board,
    Box,
    Chapter,
    Drawing,
    Field,
    Figure,
    Heading,
    Insight,
    Kind,
    LinkKind,
    Method,
    MissingPart,
    Note,
    Paragraph,
    Points,
    Problem,
    Scene,
    Table,
    connect,
)


def has(board: Board, word: str) -> bool:
    return any(word in item.text for item in board.items)


def missing_reason(board: Board) -> Iterator[Problem]:
    for item in board.of("cause"):
        if not item.get("reason"):
            yield Problem(message=f"{item.code}: perustelu puuttuu.", items=(item,))


def row(board: Board) -> Scene:
    if has(board, "FAIL-DRAW"):
        raise ValueError("the drawing gave up")
    boxes, y = [], 0.0
    for index, item in enumerate(board.items):
        wide = 90.0 if not has(board, "WIDE") else 60.0
        x = 0.0 if not has(board, "WIDE") else (index % 4) * 66.0
        boxes.append(Box(item=item, x=x, y=y, width=wide, tone="lakka", glyph="square", second=item.get("reason", "")))
        if not has(board, "WIDE") or index % 4 == 3:
            y = boxes[-1].bottom + 8
    by_id = {box.item.id: box for box in boxes if box.item is not None}
    lines = [
        connect(by_id[link.source], by_id[link.target], link=link, arrow="end", label="johtaa")
        for link in board.links_of("leads")
        if link.source in by_id and link.target in by_id
    ]
    marks = [Badge(x=box.right - 3, y=box.y + 2, text=str(number)) for number, box in enumerate(boxes, 1)]
    return Scene(
        shapes=(*lines, *boxes, *marks), alt="Laatikot järjestyksessä: " + "; ".join(i.text for i in board.items)
    )


def counted(board: Board) -> Iterator[Insight]:
    if has(board, "FAIL-INSIGHT"):
        raise ZeroDivisionError("no insight")
    yield Insight(finding=f"Työpohjalla on {len(board.items)} kohtaa.")


def chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    if has(board, "FAIL-CHAPTER"):
        raise RuntimeError("no chapter")
    if has(board, "KILL-CHAPTER"):
        os.kill(os.getpid(), signal.SIGKILL)
    if has(board, "ENDLESS-CHAPTER"):
        time.sleep(600)
    rows = tuple((item.code, item.text, item.get("reason", "")) for item in board.items)
    return Chapter.of(
        board.title,
        [
            Paragraph("Kuva kertoo syyt.", lead=True),
            Figure(drawing="row", caption="Syyt ja seuraukset"),
            Heading("Mitä kuva kertoo"),
            Points(tuple(insight.finding for insight in insights)),
            Heading("Tarkemmin", 3),
            Paragraph("Syyt on lueteltu alla."),
            Note("Lähde ei kerro järjestystä.", "gap"),
            Table(caption="Syyt", columns=("Tunnus", "Syy", "Perustelu"), rows=rows),
        ],
    )


SMALL = Method(
    id="small_causes",
    package="",
    title="Syyt",
    summary="Syyt ja seuraukset.",
    kinds=(Kind(id="cause", code="ZS", label="Syy", glyph="square", fields=(Field(id="reason", label="Perustelu"),)),),
    links=(LinkKind(id="leads", label="johtaa", source=("cause",), target=("cause",)),),
    rules=(missing_reason,),
    drawings=(Drawing(id="row", label="Rivi", draw=row),),
    find_insights=counted,
    write_chapter=chapter,
)
PLAIN = Method(
    id="plain_notes",
    package="",
    title="Laput",
    summary="Lappuja ilman omaa lukua.",
    kinds=(Kind(id="plain_note", code="ZL", label="Lappu", label_many="Laput"),),
)


def without_pango(sheet: object, folder: str) -> None:
    raise MissingPart("PDF needs Pango: apt-get install libpango-1.0-0")
