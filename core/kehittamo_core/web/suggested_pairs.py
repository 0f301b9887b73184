"""Who should meet at a table next time: the pairs that boards suggest, each with its reason and the people it could be.

A method's `find_pairs` names parties; facilitators choose the people, and nobody is seated by a suggestion alone.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kehittamo_core.board import Actor
from kehittamo_core.errors import KehittamoError
from kehittamo_core.findings import Pair
from kehittamo_core.web import language
from kehittamo_core.web.desk import Desk
from kehittamo_core.workshop.boards import BoardRow, actors_from, board_list, build_board
from kehittamo_core.workshop.invitations import same
from kehittamo_core.workshop.roll import PersonRow, Roll

log = logging.getLogger("kehittamo.web")
PATIENCE = 4.0
"""Seconds that the page waits for the boards' suggestions; without them it is whole."""
MOST = 12


@dataclass(frozen=True, kw_only=True)
class Side:
    """One party, and its people who take part."""

    name: str
    people: Sequence[PersonRow]


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """Two parties that should meet, why, and on which board that was found."""

    first: Side
    second: Side
    reason: str
    board: str
    board_title: str

    @property
    def missing(self) -> list[str]:
        """The parties of whom nobody takes part."""
        return [side.name for side in (self.first, self.second) if not side.people]


def _names(actors: Mapping[str, Actor]) -> dict[str, set[str]]:
    """By each name of an actor all its names, as they are compared."""
    found: dict[str, set[str]] = {}
    for actor in actors.values():
        names = {same(name) for name in (actor.name, *actor.aliases) if name}
        for name in names:
            found.setdefault(name, set()).update(names)
    return found


def _side(name: str, known: Mapping[str, set[str]], roll: Roll) -> Side:
    wanted = known.get(same(name), set()) | {same(name)}
    people = [
        one for one in roll.people if one.role != "observer" and one.organisation and same(one.organisation) in wanted
    ]
    return Side(name=name, people=people)


def _chosen(pair: Suggested) -> bool:
    """Whether two people of the parties are a named pair already."""
    keys = {one.key for one in pair.second.people}
    return any(keys & set(one.together) for one in pair.first.people)


async def suggested(desk: Desk, roll: Roll) -> list[Suggested]:
    """What the programme's boards suggest: those with somebody on both sides first; parties without anybody are left out."""
    programme = roll.programme.id
    rows: list[BoardRow] = await desk.read(board_list, programme, desk.who, desk.plugins)
    asked = [
        row for row in rows if (method := desk.plugins.methods.get(row.method)) and method.find_pairs and row.items
    ]
    if not asked:
        return []
    known = _names(await desk.read(actors_from, programme))
    found: dict[frozenset[str], Suggested] = {}
    answers = await asyncio.gather(*(_asked(desk, row) for row in asked))
    for row, pairs in zip(asked, answers, strict=True):
        for pair in pairs:
            parties = frozenset((same(pair.first), same(pair.second)))
            one = Suggested(
                first=_side(pair.first, known, roll), second=_side(pair.second, known, roll), reason=pair.reason,
                board=row.id, board_title=row.title,
            )  # fmt: skip
            if parties not in found and len(one.missing) < 2 and not _chosen(one):
                found[parties] = one
    return sorted(found.values(), key=lambda one: len(one.missing))[:MOST]


async def _asked(desk: Desk, row: BoardRow) -> tuple[Pair, ...]:
    """What one board suggests; nothing where it fails or takes too long."""
    board = await desk.read(build_board, desk.plugins, row.id, desk.who.role, language.current())
    try:
        return await asyncio.wait_for(desk.workers.pairs(board), PATIENCE)
    except (KehittamoError, TimeoutError) as error:
        log.warning("board %s suggests nobody for the tables: %s", row.id, error)
        return ()
