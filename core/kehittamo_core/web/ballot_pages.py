"""Votes by ballot on a board's page: one's own points, a table's, the result with its ties, and what a facilitator overrules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid, NotFound
from kehittamo_core.web.board_reading import Opened, board_view, open_board
from kehittamo_core.web.boardview import BoardView, name_of
from kehittamo_core.web.desk import AtDesk, Desk, safe_address
from kehittamo_core.web.forms import whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import overview
from kehittamo_core.workshop.ballot_reading import BallotNow, Result, read_ballot


@dataclass(frozen=True)
class Candidate:
    """A note that may be voted for, and the reader's own points on it."""

    id: str
    code: str
    text: str
    zone: str
    mine: int


@dataclass(frozen=True)
class ResultView:
    """A line of the result: its place in words, and how wide its bar is in percent."""

    row: Result
    place: str
    code: str
    text: str
    href: str
    share: int


@dataclass(frozen=True)
class BallotView:
    """The vote of a board's page."""

    now: BallotNow
    href: str
    candidates: Sequence[Candidate]
    results: Sequence[ResultView]
    entered: Mapping[str, str]
    may_overrule: bool


def place_words(row: Result) -> str:
    """A place such as "2." or, where several have as many points, "2.–3."."""
    return f"{row.first}." if row.first == row.last else f"{row.first}.–{row.last}."


def ballot_view(view: BoardView, now: BallotNow | None, programme: str) -> BallotView | None:
    """The vote as a board's page shows it; None where there is none."""
    if now is None:
        return None
    setup = {kind.id for kind in view.method.kinds if kind.setup} if view.method is not None else set()
    notes = [(zone, note.item) for zone in view.zones for note in zone.notes if note.item.kind not in setup]
    candidates = [
        Candidate(item.id, item.code, name_of(item), zone.label, now.mine.get(item.id, 0)) for zone, item in notes
    ]
    most = max((row.points for row in now.rows), default=0) or 1
    names = {item.id: (item.code, name_of(item)) for _, item in notes}
    results = [
        ResultView(
            row, place_words(row), *names.get(row.id, ("", row.key)), f"/b/{view.id}/items/{row.id}",
            round(100 * row.points / most),
        )
        for row in now.rows
    ]  # fmt: skip
    entered = {}
    if now.table is not None:
        for person, given in now.table.entered.items():
            entered[person] = ", ".join(f"{names[id_][0]}: {points}" for id_, points in given.items() if id_ in names)
        entered[""] = ", ".join(f"{names[id_][0]}: {points}" for id_, points in now.table.paper.items() if id_ in names)
    activity = now.activity or "-"
    return BallotView(
        now, f"/p/{programme}/activities/{activity}/ballot", candidates, results, entered, view.may.facilitate
    )


async def ballot_of(desk: Desk, opened: Opened, view: BoardView) -> BallotView | None:
    """The vote of a board's page, with the reader's own points."""
    now = await desk.read(read_ballot, desk.who, opened.board.id)
    return ballot_view(view, now, opened.place.programme.id)


async def own_part(desk: Desk, board: str) -> Response[Any]:
    """The reader's own points on a board, as they are now."""
    opened = await open_board(desk, board)
    view = board_view(desk.plugins, opened)
    return desk.fragment("core/hall/ballot_own.html", view=view, ballot=await ballot_of(desk, opened, view))


class BallotPages(Controller):
    """`/p/.../activities/.../ballot`."""

    path = "/p/{programme:str}/activities/{activity:str}/ballot"

    @get("/")
    async def own(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """One's own points on the `board` of the query; without htmx the board."""
        board = await overview_board(desk, programme, desk.query("board"))
        return await own_part(desk, board) if desk.is_htmx else desk.back_to(f"/b/{board}")

    @post("/", status_code=200)
    async def lead(self, desk: AtDesk, programme: FromPath[str], activity: FromPath[str]) -> Response[Any]:
        """`what`: open or close the vote, overrule a result, or enter votes for others (vote)."""
        form = await desk.form()
        what, id_ = form.get("what"), desk.command_id(form)
        back = safe_address(form.get("back"), f"/p/{programme}")
        if what == "vote":
            return await self._enter(desk, programme, form, id_)
        command: c.Command
        if what == "open":
            points, cap = whole(form.get("points", "3")), form.get("cap")
            command = hc.OpenBallot(
                command_id=id_, programme=known_id(programme), activity=known_id(activity),
                points=points if points is not None else 0, cap=(whole(cap) or 0) if cap else None,
            )  # fmt: skip
        elif what == "close":
            command = hc.CloseBallot(command_id=id_, programme=known_id(programme), activity=known_id(activity))
        elif what == "overrule":
            element = await desk.read(overview.in_programme, known_id(programme), known_id(form.get("element")))
            points = whole(form.get("points"))
            if points is None and form.get("points"):
                raise Invalid(
                    "{points} are not points between 0 and {limit}.", points=form.get("points")[:20], limit=10_000
                )
            command = hc.Overrule(command_id=id_, element=element, points=points, reason=form.get("reason"))
        else:
            raise Invalid(
                "There is no control {value}; known are {known}.", value=what[:20], known="open, close, overrule, vote"
            )
        return desk.told(await desk.do(command), back)

    @staticmethod
    async def _enter(desk: Desk, programme: str, form: Any, command_id: str) -> Response[Any]:
        """Votes that somebody enters for a person, or for a table on paper (`for` is empty then)."""
        element = await desk.read(overview.in_programme, known_id(programme), known_id(form.get("element")))
        board = await overview_board(desk, programme, form.get("board"))
        points = whole(form.get("points"))
        if points is None:
            raise Invalid(
                "{points} are not points between 0 and {limit}.", points=form.get("points")[:20] or "-", limit=100
            )
        behalf, group = form.get("for") or None, form.get("group") or None
        done = await desk.do(
            c.Vote(
                command_id=command_id, element=element, points=points, group=None if behalf else group,
                behalf=known_id(behalf) if behalf else None,
            )
        )  # fmt: skip
        return await own_part(desk, board) if desk.is_htmx else desk.told(done, f"/b/{board}")


async def overview_board(desk: Desk, programme: str, board: str) -> str:
    """A board of the programme of an address.

    Raises:
        NotFound: it is another's.
    """
    await desk.read(overview.head, desk.who, known_id(programme))
    if await desk.read(overview.programme_of_board, known_id(board)) != programme:
        raise NotFound("There is no such board, or it is not yours.")
    return board
