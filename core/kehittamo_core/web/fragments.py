"""Fragments for the live pages: what changed in a room, rendered once per language and role; nothing personal in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import Environment

from kehittamo_core.board import Item, Link
from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import is_id
from kehittamo_core.errors import NotFound, Refused
from kehittamo_core.loading import Plugins
from kehittamo_core.web import language
from kehittamo_core.web.board_reading import Opened, board_view, read_board
from kehittamo_core.web.boardview import BoardView, NoteView, ZoneView
from kehittamo_core.web.fragment_alone import alone_ops
from kehittamo_core.web.fragment_ballot import ballot_ops
from kehittamo_core.web.fragment_lists import HOME_LISTS, list_ops
from kehittamo_core.web.fragment_panels import Panels, panel_ops, read_panels
from kehittamo_core.web.fragment_ratings import rating_ops
from kehittamo_core.web.hall_strip import hall_ops
from kehittamo_core.web.programme_view import board_card, journey_of, meetings_of, programme_page
from kehittamo_core.web.task_view import task_ops
from kehittamo_core.workshop import overview
from kehittamo_core.workshop.people import Identity, Role
from kehittamo_core.workshop.teams import hidden_from

Op = Mapping[str, Any]


def upsert(id_: str, html: str, parent: str = "", before: str | None = None) -> Op:
    """Put a fragment in its place; without a parent only pages that show it already take it."""
    if not parent:
        return {"op": "upsert", "id": id_, "html": html}
    return {"op": "upsert", "id": id_, "parent": parent, "before": before, "html": html}


def gone(id_: str) -> Op:
    """Take a fragment away."""
    return {"op": "delete", "id": id_}


def reader(role: Role, programme_id: str, speak: str, group: str | None = None) -> Identity:
    """Somebody of a role (and a group, where only such see a board) who reads a language: for whom shared fragments are rendered."""
    account = role in ("coordinator", "facilitator")
    return Identity(
        person_id="",
        name="",
        role=role,
        programme_id=None if account else programme_id,
        group_id=None if account else group,
        account=account,
        language=speak,
    )


class Fragments:
    """Renders the changes of rooms (`live.ports.Renderer`)."""

    def __init__(self, database: Database, plugins: Plugins, templates: Environment) -> None:
        self._database = database
        self._plugins = plugins
        self._templates = templates

    async def render(
        self, room: str, refs: set[str], speak: str, role: str, fresh: frozenset[str] = frozenset()
    ) -> Iterable[Op]:
        """The changes of a page that shows these things of a room, for a language and a role; no panel is open of what is `fresh`."""
        kind, _, id_ = room.partition(":")
        with language.speaking(speak):
            if kind == "board":
                return await self._board(id_, refs, speak, role, fresh)
            return await self._programme(id_, refs, speak, role)

    async def mine(self, room: str, refs: set[str], who: Any) -> Iterable[Op]:
        """What only this person is shown of these things: their own votes."""
        kind, _, id_ = room.partition(":")
        if kind != "board" or not isinstance(who, Identity):
            return []
        try:
            points, opened = await self._database.read(lambda session: self._own(session, who, id_, refs))
        except Refused:
            return []
        if opened is None:
            return []
        with language.speaking(who.language):
            view = board_view(self._plugins, opened)
            notes = {note.item.id: note for zone in view.zones for note in zone.notes}
            own = await alone_ops(self._database, self._templates, view, opened, refs, who, own=True)
            own += await ballot_ops(self._database, self._templates, view, opened, refs, who, own=True)
            return own + [
                upsert(f"v-{id_}", self._macro("note", "vote", notes[id_], view.may, mine=True))
                for id_, number in points.items()
                if number and id_ in notes and view.may.vote
            ]

    def _own(
        self, session: Any, who: Identity, board_id: str, refs: set[str]
    ) -> tuple[Mapping[str, int], Opened | None]:
        """One's own points, and the board where there is anything of one's own to show."""
        points = overview.my_points(session, who, sorted(refs))
        if not any(points.values()) and not refs & {board_id, f"alone:{board_id}", f"ballot:{board_id}"}:
            return {}, None
        return points, read_board(session, self._plugins, who, board_id, who.language)

    def _macro(self, part: str, name: str, *arguments: Any, **named: Any) -> str:
        """One macro of a part."""
        module = self._templates.get_template(f"core/parts/{part}.html").module
        return str(getattr(module, name)(*arguments, **named)).strip()

    # Boards

    async def _board(self, board_id: str, refs: set[str], speak: str, role: str, fresh: frozenset[str]) -> list[Op]:
        def look(session: Any) -> tuple[Identity, Opened, Panels] | None:
            programme_id = overview.programme_of_board(session, board_id)
            if programme_id is None:
                return None
            who = reader(role, programme_id, speak, overview.group_that_sees(session, board_id))  # type: ignore[arg-type]
            opened = read_board(session, self._plugins, who, board_id, speak)
            return who, opened, read_panels(session, self._plugins, who, opened, refs - fresh)

        try:
            found = await self._database.read(look)
        except NotFound:
            return [self._reload_note(board_id)]
        if found is None:
            return []
        who, opened, panels = found
        # Whose group it is differs from person to person; what the buttons of a fragment allow is asked again on the server.
        opened = self._as_written(opened, who)
        view = board_view(self._plugins, opened)
        ops: list[Op] = []
        for ref in sorted(refs):
            ops += self._changed(view, opened, ref)
        ops += self._counts(view)
        ops += self._named_zones(view, refs)
        if board_id in refs:
            ops += self._heads(view)
        ops += await alone_ops(self._database, self._templates, view, opened, refs, who)
        ops += await ballot_ops(self._database, self._templates, view, opened, refs, who)
        ops += await rating_ops(self._database, self._plugins, self._templates, view, refs, who)
        ops += panel_ops(self._plugins, self._templates, opened, view, panels)
        return ops

    def _as_written(self, opened: Opened, who: Identity) -> Opened:
        """A group's board as its own people see it."""
        from dataclasses import replace

        if opened.place.board.group_id is None or opened.may.write or opened.place.board.state == "locked":
            return opened
        installed = opened.board.method in self._plugins.methods
        return replace(opened, may=replace(opened.may, write=who.may("write") and installed))

    def _reload_note(self, board_id: str) -> Op:
        words = language.say("This board was deleted. It can be brought back from the list of boards.")
        return upsert(
            f"bl-{board_id}", f'<span id="bl-{board_id}"><span class="chip bad" role="alert">{words}</span></span>'
        )

    def _changed(self, view: BoardView, opened: Opened, ref: str) -> list[Op]:
        element = opened.board.find(ref)
        if isinstance(element, Item) and element.board in (view.id, ""):
            return self._note(view, ref)
        if isinstance(element, Link):
            ends = [end for end in (element.source, element.target) if end != ref]
            return [op for end in ends for op in self._note(view, end)]
        if ref != view.id and element is None and is_id(ref):
            return [gone(f"e-{ref}")]
        return []

    def _note(self, view: BoardView, id_: str) -> list[Op]:
        place = self._place(view, id_)
        if place is None:
            return []
        zone, note, following = place
        html = self._macro("note", "note", note, view.may)
        return [upsert(f"e-{id_}", html, f"z-{view.id}-{zone.id}", f"e-{following.item.id}" if following else None)]

    @staticmethod
    def _place(view: BoardView, id_: str) -> tuple[ZoneView, NoteView, NoteView | None] | None:
        for zone in view.zones:
            for index, note in enumerate(zone.notes):
                if note.item.id == id_:
                    return zone, note, zone.notes[index + 1] if index + 1 < len(zone.notes) else None
        return None

    def _counts(self, view: BoardView) -> list[Op]:
        ops: list[Op] = []
        for zone in view.zones:
            ops.append(upsert(f"zc-{view.id}-{zone.id}", self._macro("note", "count", view.id, zone)))
            ops.append(upsert(f"zt-{view.id}-{zone.id}", self._macro("note", "tab_count", view.id, zone)))
        return ops

    def _named_zones(self, view: BoardView, refs: set[str]) -> list[Op]:
        """The zones that items have just named: empty ones come as they are, those that hold notes keep what they show."""
        naming = {kind.id for kind in view.method.kinds if kind.names is not None} if view.method else set()
        if not any((item := view.board.item(ref)) is not None and item.kind in naming for ref in refs):
            return []
        ops: list[Op] = []
        for index, zone in reversed([*enumerate(view.zones)]):
            if not zone.notes:
                after = f"{view.id}-{view.zones[index + 1].id}" if index + 1 < len(view.zones) else ""
                tab = self._macro("note", "tab", zone, view.id, index == 0)
                ops.append(upsert(f"zb-{view.id}-{zone.id}", tab, f"zbs-{view.id}", f"zb-{after}" if after else None))
                html = self._macro("note", "zone", zone, view.id, view.may)
                ops.append(upsert(f"zs-{view.id}-{zone.id}", html, f"zs-{view.id}", f"zs-{after}" if after else None))
        return ops

    def _heads(self, view: BoardView) -> list[Op]:
        return [
            upsert(f"bt-{view.id}", self._macro("head", "title", view)),
            upsert(f"bl-{view.id}", self._macro("head", "lock", view)),
        ]

    # Programmes

    async def _programme(self, programme_id: str, refs: set[str], speak: str, role: str) -> list[Op]:
        who = reader(role, programme_id, speak)  # type: ignore[arg-type]
        strip, is_all = await hall_ops(self._database, self._templates, programme_id, refs, who)
        task = list(await task_ops(self._database, self._templates, programme_id, refs, who))
        if is_all:
            return [*strip, *task]
        try:
            found = await self._database.read(
                lambda session: overview.overview(session, self._plugins, who, programme_id, speak)
            )
        except NotFound:
            return []
        # Cards of boards that only some see are not this fragment's: some of its readers have them on their pages.
        teams = await self._database.read(lambda session: hidden_from(session, who, programme_id))
        cards = [board_card(row, self._plugins) for row in found.boards]
        by_id = {card.id: card for card in cards}
        meetings, loose = meetings_of(found.stages, cards)
        ops: list[Op] = [*strip, *task]
        lists = [(f"ps-{meeting.id}", meeting.state, meeting.boards) for meeting in meetings]
        lists.append(("ps-none", "", loose))
        for ref in sorted(refs):
            for list_id, state, boards in lists:
                for index, card in enumerate(boards):
                    if card.id == ref:
                        following = f"pb-{boards[index + 1].id}" if index + 1 < len(boards) else None
                        ops.append(upsert(f"pb-{ref}", self._macro("lists", "board", card, state), list_id, following))
            if ref not in by_id and ref not in teams:
                ops.append(gone(f"pb-{ref}"))
        if refs & {stage.id for stage in found.stages}:
            journey = self._macro("journey", "line", {"journey": journey_of(found.stages)})
            ops.append(upsert(f"jl-{programme_id}", f'<div id="jl-{programme_id}">{journey}</div>'))
        changed = {ref.removeprefix("list:") for ref in refs if ref.startswith("list:")}
        # What is neither a board, a meeting nor a list is the programme itself, a person or a table.
        known = {*by_id, *teams, *(stage.id for stage in found.stages)}
        people = any(ref not in known and not ref.startswith("list:") for ref in refs)
        if not people and not changed:
            return ops
        page = programme_page(found, self._plugins, speak, {})
        if people:
            ops.append(upsert("ph-people-count", self._macro("lists", "people_count", page)))
            ops.append(upsert("ph-people", self._macro("lists", "organisations", page)))
        if changed:
            ops += await list_ops(self._database, self._templates, programme_id, changed, who)
            for name, macro in HOME_LISTS.items():
                if name in changed and (html := self._macro("lists", macro, page)):
                    ops.append(upsert(f"ph-{name}", html))
        return ops
