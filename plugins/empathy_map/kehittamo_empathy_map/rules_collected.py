"""What does not match in the collected material: stated totals, reported numbers, weeks with days left out."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Problem, number, reference
from kehittamo_empathy_map.collection import INSTRUMENTS, by_municipality, entries_of, totals


def total_differs(board: Board) -> Iterator[Problem]:
    """A stated total beside the sum of the municipalities and beside what is filled in here; nothing is forced."""
    for total in totals(board):
        what = board.label(f"{total.kind}+")
        if total.reported is not None and total.reported != total.stated:
            yield Problem(
                message=board.say(
                    "{what}: the municipalities add up to {sum}, stated is {stated}; the difference is {difference}.",
                    what=what,
                    sum=number(total.reported, board.language),
                    stated=number(total.stated, board.language),
                    difference=number(total.stated - total.reported, board.language),
                ),
                items=(total.by, *board.of("municipality")),
            )
        if total.filled and total.filled != total.stated:
            yield Problem(
                message=board.say(
                    "{what}: {filled} are filled in here, stated is {stated}; the difference is {difference}.",
                    what=what,
                    filled=total.filled,
                    stated=number(total.stated, board.language),
                    difference=number(total.stated - total.filled, board.language),
                ),
                items=(total.by,),
            )


def report_differs(board: Board) -> Iterator[Problem]:
    """Municipalities that report another number than is filled in here, where anything is filled in."""
    for field, kind in INSTRUMENTS:
        differing = [
            f"{one.name} {number(reported, board.language)} / {one.filled[field]}"
            for one in by_municipality(board)
            if (reported := one.reported[field]) is not None and reported != one.filled[field]
        ]
        if differing and board.of(kind):
            yield Problem(
                message=board.say(
                    "{what}, reported / filled in here: {municipalities}.",
                    what=board.label(f"{kind}+"),
                    municipalities=", ".join(differing),
                ),
                items=board.of("municipality"),
            )


def diary_with_gaps(board: Board) -> Iterator[Problem]:
    """A diary that has days without an entry."""
    for diary in board.of("diary"):
        days = {str(entry.get("day")) for entry in entries_of(board, diary) if entry.get("day")}
        if days and len(days) < 7:
            yield Problem(
                message=board.say("{diary}: {days} of 7 days have an entry.", diary=reference(diary), days=len(days)),
                items=(diary,),
            )
