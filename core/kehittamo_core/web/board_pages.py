"""A board's pages: its working view and drawing, the table, the big screen, what it tells, its settings, its elements."""

import contextlib
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.board import Element
from kehittamo_core.errors import KehittamoError, NotAllowed, NotFound
from kehittamo_core.findings import Insight, Problem
from kehittamo_core.report import Table
from kehittamo_core.showing import item_tables
from kehittamo_core.web import language
from kehittamo_core.web.alone_pages import alone_of, give_key
from kehittamo_core.web.ballot_pages import ballot_of
from kehittamo_core.web.board_reading import Opened, board_view, live_of, open_board, open_to_write
from kehittamo_core.web.boardview import BoardView, name_of
from kehittamo_core.web.desk import AtDesk, Desk, Flash, Undo
from kehittamo_core.web.forms import whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.parts import Piece, pieces
from kehittamo_core.web.plain_table import plain_tables
from kehittamo_core.web.ratings_pages import ratings_of
from kehittamo_core.web.settings_view import settings_view
from kehittamo_core.web.sideview import ElementView, element_view, history_view, new_link
from kehittamo_core.web.task_view import board_task, task_view
from kehittamo_core.workshop import details, overview
from kehittamo_core.workshop.boards import build_board

MOST_PROBLEMS = 3
MOST_INSIGHTS = 3


async def element_panel(desk: Desk, opened: Opened, element: str) -> ElementView:
    """The side panel of an element, as it is now."""
    id_ = await desk.read(overview.in_programme, opened.place.programme.id, known_id(element))
    found = await desk.read(details.element_detail, desk.plugins, desk.who, id_, opened.language)
    here = opened.board.id
    board = opened.board
    if found.board_id and found.board_id != here:
        board = await desk.read(build_board, desk.plugins, found.board_id, desk.who.role, language.current())
    rows = await desk.read(overview.board_titles, desk.who, opened.place.programme.id)
    return element_view(found, desk.plugins, board, here, rows, opened.may)


def _refs(elements: tuple[Element, ...], here: str) -> list[dict[str, str]]:
    return [
        {
            "href": f"/b/{element.board or here}/items/{element.id}",
            "code": element.code or "·",
            "name": name_of(element),
        }
        for element in elements
    ]


def _more(found: Problem | Insight, here: str) -> dict[str, Any]:
    if isinstance(found, Problem):
        return {"is_problem": True, "text": found.message, "limit": "", "formula": "", "refs": _refs(found.items, here)}
    return {
        "is_problem": False, "text": found.finding, "limit": found.limit, "formula": found.formula,
        "refs": _refs(found.items, here),
    }  # fmt: skip


async def findings_of(desk: Desk, opened: Opened) -> dict[str, Any]:
    """What the rules and the insights say; whatever fails says so in its place."""
    board, failures = opened.board, []
    problems: tuple[Problem, ...] = ()
    insights: tuple[Insight, ...] = ()
    if board.method in desk.plugins.methods:
        try:
            problems = await desk.workers.problems(board)
        except KehittamoError:
            failures.append(language.say("The rules of this method failed; the board itself is whole."))
        try:
            insights = await desk.workers.insights(board)
        except KehittamoError:
            failures.append(
                language.say("The figures of this method could not be computed; the board itself is whole.")
            )
    first = [insight for insight in insights if not insight.more][:MOST_INSIGHTS]
    rest: list[Problem | Insight] = [
        *problems[MOST_PROBLEMS:],
        *(insight for insight in insights if insight not in first),
    ]
    here = board.id
    return {
        "problems": [{"message": one.message, "refs": _refs(one.items, here)} for one in problems[:MOST_PROBLEMS]],
        "insights": [{"finding": one.finding, "limit": one.limit, "refs": _refs(one.items, here)} for one in first],
        "more": [_more(one, here) for one in rest],
        "failures": failures,
    }


def template_of(desk: Desk, view: BoardView) -> str:
    """The method's own template where it brings one, else the generic board."""
    if view.method is not None and view.method.template:
        return f"{view.method.id}/{view.method.template}"
    return "core/board.html"


async def board_page(
    desk: Desk, opened: Opened, *, side: str = "core/parts/overview.html", **context: Any
) -> Response[Any]:
    """The whole board with a side panel."""
    # A phone shows one thing at a time, so it is not sent a drawing that nobody asked for.
    usual = "work" if "Mobi" in desk.request.headers.get("user-agent", "") else "both"
    view = board_view(desk.plugins, opened, desk.query("view", usual), desk.query("drawing"))
    points = await desk.read(overview.my_points, desk.who, [item.id for item in opened.board.items])
    task, order = await desk.read(board_task, desk.who, opened.board.id)
    alone = await alone_of(desk, opened, view)
    page = desk.page(
        template_of(desk, view), programme=opened.place.programme, view=view, live=live_of(desk.who, opened),
        people=opened.people, side_template=side, detail=context.pop("detail", None), my_points=points,
        task=task_view(task, opened.board.id) if task is not None else None, table_order=order, alone=alone,
        ballot=await ballot_of(desk, opened, view), ratings=await ratings_of(desk, opened, view), **context,
    )  # fmt: skip
    return give_key(desk, alone.alone if alone is not None else None, page)


class BoardPages(Controller):
    """`GET /b/...`."""

    path = "/b/{board:str}"

    @get("/")
    async def show(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """The board."""
        flash = None
        if (number := whole(desk.query("gathered"))) is not None:
            said = language.count("{number} note was gathered here.", "{number} notes were gathered here.", number)
            flash = Flash(said, Undo(f"/b/{board}/undo"))
        return await board_page(desk, await open_board(desk, board), flash=flash)

    @get("/items/{element:str}")
    async def element(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """The side panel of an element; without htmx inside the whole board."""
        opened = await open_board(desk, board)
        panel = await element_panel(desk, opened, element)
        if desk.is_htmx:
            return desk.fragment("core/parts/element.html", detail=panel)
        return await board_page(desk, opened, side="core/parts/element.html", detail=panel)

    @get("/items/{element:str}/links/new")
    async def link_form(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """The form of a new link."""
        opened = await open_to_write(desk, board)
        panel = await element_panel(desk, opened, element)
        stored = opened.board.find(panel.id)
        if stored is None or not panel.link_kinds:
            raise NotFound("There is no such note or link, or it is not yours.")
        found = await desk.read(overview.candidates, desk.plugins, desk.who, opened.place.programme.id, opened.language)
        form = new_link(
            desk.plugins,
            opened.board,
            stored,
            opened.board.id,
            found,
            desk.query("choice"),
            desk.query("find"),
            desk.query("end"),
            language.current(),
        )
        if desk.is_htmx:
            return desk.fragment("core/parts/new_link.html", new_link=form)
        return await board_page(desk, opened, side="core/parts/element.html", detail=panel, new_link=form)

    @get("/items/{element:str}/history")
    async def history(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """What happened to an element."""
        opened = await open_board(desk, board)
        id_ = await desk.read(overview.in_programme, opened.place.programme.id, known_id(element))
        found = await desk.read(details.element_detail, desk.plugins, desk.who, id_, opened.language, 100)
        stored = opened.board.find(found.element.id) or found.element
        entries = history_view(
            found.history, opened.board, desk.plugins, stored, opened.board.id, may_write=opened.may.write
        )
        if desk.is_htmx:
            return desk.fragment("core/parts/history.html", history=entries)
        return desk.page(
            "core/history.html", programme=opened.place.programme, history=entries, nav="boards",
            back=f"/b/{opened.board.id}/items/{found.element.id}",
        )  # fmt: skip

    @get("/findings")
    async def findings(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """What the board tells: for htmx the side panel, or with `part` its inner part; else a page."""
        opened = await open_board(desk, board)
        view = board_view(desk.plugins, opened)
        if desk.is_htmx and not desk.query("part"):
            return desk.fragment("core/parts/overview.html", view=view)
        found = await findings_of(desk, opened)
        if desk.is_htmx:
            return desk.fragment("core/parts/findings.html", view=view, **found)
        return desk.page("core/findings.html", programme=opened.place.programme, view=view, nav="boards", **found)

    @get("/settings")
    async def settings(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """What facilitators set."""
        return await settings_panel(desk, board)

    @get("/table")
    async def table(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """The whole board as tables."""
        opened = await open_board(desk, board)
        view = board_view(desk.plugins, opened)
        tables: tuple[Table, ...] = (
            item_tables(opened.board, view.method, setup=True) if view.method else plain_tables(opened.board)
        )
        return desk.page("core/table.html", programme=opened.place.programme, view=view, nav="boards", tables=tables)

    @get("/screen")
    async def screen(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """One drawing for the big screen, part by part, with nothing around it."""
        opened = await open_board(desk, board)
        view = board_view(desk.plugins, opened, "drawing", desk.query("drawing"))
        if view.drawing is None:
            raise NotFound("This board has no drawing.")
        shown: tuple[Piece, ...] = ()
        with contextlib.suppress(KehittamoError):  # the drawing says in its own place that it failed
            shown = pieces(await desk.workers.draw(opened.board, view.drawing.id))
        wanted = desk.query("part")
        number = min(whole(wanted) or 0, len(shown))
        number = number if number < len(shown) else 0
        return desk.page(
            "core/screen.html", programme=opened.place.programme, view=view, live=live_of(desk.who, opened),
            goal=opened.board.goal.text, pieces=shown, number=number,
        )  # fmt: skip


async def settings_panel(desk: Desk, board: str) -> Response[Any]:
    """The settings panel of a board, as it is now."""
    opened = await open_board(desk, board)
    view = board_view(desk.plugins, opened)
    if not opened.may.facilitate:
        raise NotAllowed("Only facilitators may do this; ask yours.")
    if view.method is None:
        raise NotFound("The method of this board is not installed.")
    stages = await desk.read(overview.stages_of, opened.place.programme.id)
    groups = await desk.read(overview.groups_of, opened.place.programme.id)
    shown = settings_view(view, opened.place.board, stages, groups)
    if desk.is_htmx:
        return desk.fragment("core/parts/settings.html", view=view, s=shown)
    return await board_page(desk, opened, side="core/parts/settings.html", s=shown)
