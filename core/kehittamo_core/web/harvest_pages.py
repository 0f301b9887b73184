"""Gathering on a common board: what the tables wrote in a task side by side, alike notes together, chosen by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.similar import alike
from kehittamo_core.web import language
from kehittamo_core.web.activity_view import name_of
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.fieldview import ChoiceView
from kehittamo_core.web.forms import Form
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.process_pages import page_context
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.boards import BoardRow, board_list, build_board
from kehittamo_core.workshop.hall_reading import ActivityRow, activities_of
from kehittamo_core.workshop.harvest import TableNote, notes_of
from kehittamo_core.zones import zones_of

NEW = "new"
LONGEST = 200
"""Characters of a note that stand ready in the field for the words of a merged one."""


@dataclass(frozen=True)
class Cluster:
    """Notes that seem alike; one alone is a cluster of its own. `words` are the first's, to begin with."""

    number: int
    notes: Sequence[TableNote]
    tables: int
    words: str


@dataclass(frozen=True)
class Part:
    """A part of the tables' boards with its notes, alike ones together."""

    id: str
    label: str
    clusters: Sequence[Cluster]


def parts_of(notes: Sequence[TableNote], labels: Sequence[tuple[str, str]], speak: str) -> list[Part]:
    """The notes by the part of the board where they stand; clusters of several tables first."""
    order = [id_ for id_, _ in labels]
    names = dict(labels)
    zones = sorted(
        {note.zone for note in notes}, key=lambda id_: (order.index(id_) if id_ in order else len(order), id_)
    )
    found, number = [], 0
    for zone in zones:
        own = [note for note in notes if note.zone == zone]
        clusters = []
        for group in alike([note.text for note in own], speak):
            together = [own[at] for at in group]
            clusters.append((together, len({note.board for note in together})))
        made = []
        for together, tables in sorted(clusters, key=lambda one: (-one[1], -len(one[0]))):
            number += 1
            made.append(Cluster(number, together, tables, together[0].text[:LONGEST]))
        found.append(Part(zone, names.get(zone) or language.say("Without a place"), made))
    return found


class HarvestPages(Controller):
    """`/p/PROGRAMME/harvest`."""

    path = "/p/{programme:str}/harvest"

    @get("/")
    async def show(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """What the tables wrote in a task, to choose from for a common board."""
        id_ = known_id(programme)
        await desk.read(programme_for, desk.who, id_, "facilitate")
        rows = [row for row in await desk.read(activities_of, desk.who, id_) if row.boards]
        boards = await desk.read(board_list, id_, desk.who, desk.plugins)
        activity = self._chosen(rows, desk.query("activity"))
        target = desk.query("board") or NEW
        parts: list[Part] = []
        if activity is not None:
            notes = await desk.read(
                notes_of, desk.plugins, desk.who, id_, activity.id, known_id(target) if target != NEW else ""
            )
            parts = parts_of(notes, await self._labels(desk, notes), language.current())
        return desk.page(
            "core/hall/harvest.html", activities=[ChoiceView(row.id, name_of(row)) for row in rows], activity=activity,
            boards=self._targets(boards, activity), target=target, parts=parts,
            title=language.say("Gathered: {title}", title=activity.title) if activity is not None else "",
            **await page_context(desk, programme),
        )  # fmt: skip

    @staticmethod
    def _chosen(rows: Sequence[ActivityRow], wanted: str) -> ActivityRow | None:
        """The task that was asked for, else the last one that was opened."""
        opened = [row for row in rows if row.state != "draft"] or list(rows)
        return next((row for row in rows if row.id == wanted), opened[-1] if opened else None)

    @staticmethod
    def _targets(boards: Sequence[BoardRow], activity: ActivityRow | None) -> list[ChoiceView]:
        own = set(activity.boards) if activity is not None else set()
        there = [board for board in boards if board.key not in own and board.group_id is None and board.writable]
        return [ChoiceView(board.id, board.title) for board in there]

    @staticmethod
    async def _labels(desk: Desk, notes: Sequence[TableNote]) -> list[tuple[str, str]]:
        """The parts of the first table's board in their order, as the programme calls them."""
        if not notes:
            return []
        method = desk.method(notes[0].method)
        board = await desk.read(build_board, desk.plugins, notes[0].board, desk.who.role, language.current())
        return [(one.id, one.label) for one in zones_of(board, method)] if method is not None else []

    @post("/", status_code=303)
    async def gather(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Copy the chosen notes to the common board; those of a cluster that is merged become one."""
        form = await desk.form()
        target = form.get("board")
        done = await desk.do(
            h.Harvest(
                command_id=desk.command_id(form), programme=known_id(programme), picks=picks_of(form),
                target=known_id(target) if target != NEW else "", title=form.get("title") or language.say("Gathered from the tables"),
            )
        )  # fmt: skip
        return desk.back_to(f"/b/{done.ref}?gathered={len(done.refs)}")


def picks_of(form: Form) -> tuple[h.Pick, ...]:
    """What was chosen: `pick` are `CLUSTER:NOTE`; a cluster with `merge.CLUSTER` becomes one note of `text.CLUSTER`."""
    chosen: dict[str, list[str]] = {}
    for value in form.all("pick"):
        cluster, _, note = value.partition(":")
        if note:
            chosen.setdefault(cluster, []).append(known_id(note))
    picks: list[h.Pick] = []
    for cluster, notes in chosen.items():
        if form.get(f"merge.{cluster}") == "1" and len(notes) > 1:
            picks.append(h.Pick(items=tuple(notes), text=form.raw(f"text.{cluster}").strip()))
        else:
            picks += [h.Pick(items=(note,)) for note in notes]
    return tuple(picks)
