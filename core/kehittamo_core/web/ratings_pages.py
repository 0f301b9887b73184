"""Ratings alone and then together on a board's page: one's own, how many have rated, the spread, and the group's own act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.board import Board, Item, Link, Spread
from kehittamo_core.errors import NotFound
from kehittamo_core.fields import Field
from kehittamo_core.method import LinkKind
from kehittamo_core.showing import counted_values, rated_word, sign_words
from kehittamo_core.web.board_reading import Opened, board_view, open_board
from kehittamo_core.web.boardview import BoardView, name_of
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.fieldview import FieldView, field_view
from kehittamo_core.web.forms import value_of
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.language import say
from kehittamo_core.web.templating import words_of
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import overview
from kehittamo_core.workshop.ratings import RatingsNow, read_ratings


@dataclass(frozen=True)
class Line:
    """How many gave one value, in words, and how wide its bar is in percent."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class CellView:
    """One cell: the parameter's name, one's own or the group's fields, and the spread by field."""

    id: str
    name: str
    href: str
    fields: tuple[FieldView, ...]
    group: tuple[FieldView, ...]
    group_href: str
    agreed: str
    spread: Sequence[tuple[str, Sequence[Line]]] = ()


@dataclass(frozen=True)
class RowView:
    """A source with its cells."""

    id: str
    code: str
    name: str
    href: str
    cells: Sequence[CellView]


@dataclass(frozen=True)
class RatingsView:
    """A kind of link that is rated alone on a board."""

    now: RatingsNow
    label: str
    href: str
    rows: Sequence[RowView]
    may_rate: bool
    may_lead: bool


Links = Mapping[tuple[str, str], Link]
"""The links of a kind by their ends."""


def in_target_words(board: Board, kind: LinkKind, target: Item, field: Field, view: FieldView) -> FieldView:
    """A sign's field with the words that the parameter itself gives to +, +/- and -."""
    if field.type != "sign" or not any(kind.sign_fields):
        return view
    return replace(view, words=sign_words(board, kind, target, field))


def _lines(board: Board, kind: LinkKind, target: Item, field: Field, spread: Spread) -> list[Line]:
    most = max((count for _, count in spread.counts), default=1)
    return [
        Line(rated_word(board, kind, target, field, value), count, round(100 * count / most))
        for value, count in counted_values(field, spread)
    ]


def ratings_views(view: BoardView, found: Sequence[RatingsNow]) -> list[RatingsView]:
    """The kinds that are rated alone as a board's page shows them."""
    made = []
    for now in found:
        kind = view.method.link(now.kind) if view.method is not None else None
        if kind is None or (not now.state and not view.may.facilitate):
            continue
        board = view.board
        sources, targets = board.of(*kind.source), board.of(*kind.target)
        if sources and targets:
            links = {(link.source, link.target): link for link in reversed(board.links_of(kind.id))}
            # Before a round there is nothing to show of it but that it can be begun.
            rows = [_row(view, kind, now, item, targets, links) for item in sources] if now.state else []
            label = board.labels.get(f"link:{kind.id}") or words_of(board.package, kind.label)
            made.append(RatingsView(now, label, f"/b/{view.id}/ratings", rows, view.may.write, view.may.facilitate))
    return made


def _row(
    view: BoardView, kind: LinkKind, now: RatingsNow, source: Item, targets: Sequence[Item], links: Links
) -> RowView:
    return RowView(
        source.id, source.code, name_of(source), f"/b/{view.id}/items/{source.id}",
        [_cell(view, kind, now, source, target, links.get((source.id, target.id))) for target in targets],
    )  # fmt: skip


def _cell(view: BoardView, kind: LinkKind, now: RatingsNow, source: Item, target: Item, link: Link | None) -> CellView:
    board, fields = view.board, kind.rated_fields
    mine = now.mine.get((source.id, target.id), {})

    def shown(field: Field, value: Any) -> FieldView:
        made = field_view(board, f"link:{kind.id}", field, value)
        return in_target_words(board, kind, target, field, made)

    own = tuple(shown(field, mine.get(field.id)) for field in fields)
    group = tuple(shown(field, link.get(field.id) if link is not None else None) for field in fields)
    shown_spreads = {field.id: board.spread(kind.id, source, target, field.id) for field in fields}
    agreed = "; ".join(
        rated_word(board, kind, target, field, link.get(field.id))
        for field in fields
        if link is not None and link.get(field.id) is not None
    )
    return CellView(
        f"{source.id}-{target.id}", name_of(target), f"/b/{view.id}/ratings/{source.id}/{target.id}", own, group,
        f"/b/{view.id}/items/{source.id}/asked/{kind.id}/{target.id}", agreed,
        [
            (made.label, _lines(board, kind, target, field, spread))
            for field, made in zip(fields, own, strict=True)
            if (spread := shown_spreads[field.id]) is not None
        ],
    )  # fmt: skip


async def ratings_of(desk: Desk, opened: Opened, view: BoardView) -> list[RatingsView]:
    """What is rated alone on a board's page, with the reader's own ratings."""
    if view.method is None or not any(kind.rated_alone for kind in view.method.links):
        return []
    found = await desk.read(read_ratings, desk.plugins, desk.who, opened.board.id)
    return ratings_views(view, found)


class RatingsPages(Controller):
    """`/b/.../ratings`."""

    path = "/b/{board:str}/ratings"

    @get("/")
    async def own(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """The ratings of the board with one's own; without htmx the board."""
        opened = await open_board(desk, board)
        return await self._part(desk, opened) if desk.is_htmx else desk.back_to(f"/b/{opened.board.id}")

    @post("/", status_code=200)
    async def lead(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """`what`: open a round for a `kind`, show its spread, end it."""
        form = await desk.form()
        command = hc.OpenRatings(
            command_id=desk.command_id(form), board=known_id(board), kind=form.get("kind"), what=form.get("what")
        )
        return desk.told(await desk.do(command), f"/b/{board}")

    @post("/{element:str}/{target:str}", status_code=200)
    async def rate(
        self, desk: AtDesk, board: FromPath[str], element: FromPath[str], target: FromPath[str]
    ) -> Response[Any]:
        """One's own rating of a cell."""
        form = await desk.form()
        opened = await open_board(desk, board)
        source = await desk.read(overview.on_board, desk.who, opened.board.id, known_id(element))
        end = await desk.read(overview.on_board, desk.who, opened.board.id, known_id(target))
        method = desk.method(opened.board.method)
        kind = method.link(form.get("kind")) if method is not None else None
        if kind is None or not kind.rated_alone:
            raise NotFound("There is no such note or link, or it is not yours.")
        values = {one.id: value_of(one, form) for one in kind.rated_fields if form.has_field(f"v.{one.id}")}
        command = hc.Rate(command_id=desk.command_id(form), element=source, target=end, kind=kind.id, values=values)
        done = await desk.do(command)
        return desk.told(done, f"/b/{board}#ra-{board}", say("Your rating is kept. Nobody else sees it."))

    @staticmethod
    async def _part(desk: Desk, opened: Opened) -> Response[Any]:
        view = board_view(desk.plugins, opened)
        return desk.fragment("core/hall/ratings.html", view=view, ratings=await ratings_of(desk, opened, view))
