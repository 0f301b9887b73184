"""Drawings by GET: made in the supervised workers, compressed, with an ETag; on screens coloured by the style sheet.

All pages that show a board ask for its drawing in the same moment: it is read, drawn and compressed once for those who ask alike.
"""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from typing import Any, Literal

import brotli
from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.board import Board
from kehittamo_core.document.published import published
from kehittamo_core.errors import MissingPart, NotFound, WorkFailed
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.method import Export
from kehittamo_core.web import language
from kehittamo_core.web.board_reading import Opened, open_board
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.files import file_answer
from kehittamo_core.web.forms import whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.parts import SMALL_SHARE, pieces, show_piece
from kehittamo_core.web.together import Together
from kehittamo_core.workshop.access import board_for
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.boards import build_board

SVG = "image/svg+xml; charset=utf-8"


def board_pdf(desk: Desk) -> Export | None:
    """The export that makes a PDF of one board."""
    ways = desk.plugins.exports.values()
    return next((way for way in ways if way.scope == "board" and way.ending == "pdf"), None)


@dataclass(frozen=True)
class Drawn:
    """A drawing as it is sent: its octets, how they are packed (nothing: not at all), its tag, and its title as a file."""

    octets: bytes
    packed: str
    tag: str
    title: str


def packing(accepted: str) -> str:
    """How to pack for a reader; browsers take brotli over https and on their own machine only."""
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""


def pack(octets: bytes, how: str) -> bytes:
    """Pack; done in a thread, the interpreter is free meanwhile."""
    if how == "br":
        return brotli.compress(octets, quality=4)  # type: ignore[no-any-return]
    return gzip.compress(octets, 5) if how else octets


class Drawings(Controller):
    """`GET /b/BOARD/drawing/...`."""

    path = "/b/{board:str}/drawing"

    @get("/{name:str}")
    async def drawing(self, desk: AtDesk, board: FromPath[str], name: FromPath[str]) -> Response[Any]:
        """A drawing as SVG (`NAME.svg`) or PDF (`NAME.pdf`)."""
        id_, _, ending = name.rpartition(".")
        row = await desk.read(board_for, desk.asking, known_id(board), "see")
        method = desk.method(row.method)
        if ending not in ("svg", "pdf") or method is None or method.drawing(id_) is None:
            raise NotFound("This board has no such drawing.")
        if ending == "pdf":
            return await self._pdf(desk, await open_board(desk, board), id_)
        try:
            return await self._svg(desk, row.id, id_)
        except WorkFailed:
            sentence = language.say(
                "This drawing could not be made; the board itself is whole. Its table shows everything."
            )
            return Response(f"<p>{sentence}</p>", status_code=503, media_type="text/html; charset=utf-8")

    async def _svg(self, desk: Desk, board: str, id_: str) -> Response[Any]:
        download = desk.query("download") == "1"
        palette: Literal["screen", "print"] = "print" if download or desk.query("palette") == "print" else "screen"
        part, share = desk.query("part"), desk.query("share")
        how = "" if download else packing(desk.request.headers.get("accept-encoding", ""))
        role, speak = desk.who.role, language.current()

        async def draw() -> Drawn:
            picture = await desk.read(build_board, desk.plugins, board, role, speak)
            svg = await desk.workers.svg(picture, id_, palette, f"title-{id_}")
            if part:
                svg = await self._piece(desk, picture, id_, svg, part, share)
            if download:
                svg = f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}'
            octets = svg.encode()
            tag = hashlib.blake2b(octets, digest_size=12, key=how.encode()).hexdigest()
            title = f"{picture.title} {picture.label(f'drawing:{id_}')}"
            return Drawn(await asyncio.to_thread(pack, octets, how), how, f'"{tag}"', title)

        together: Together = desk.request.app.state.together
        drawn = await together.get(("drawing", board, role, speak, id_, palette, part, share, download, how), draw)
        if download:
            return file_answer(drawn.octets, drawn.title, "svg", SVG)
        headers = {"ETag": drawn.tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
        if drawn.tag in desk.request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)
        if drawn.packed:
            headers["Content-Encoding"] = drawn.packed
        return Response(drawn.octets, media_type=SVG, headers=headers)

    async def _piece(self, desk: Desk, board: Board, id_: str, svg: str, wanted: str, share: str) -> str:
        """The drawing with a window onto one of its parts; the whole where there is no such part."""
        scene = await desk.workers.draw(board, id_)
        shown = pieces(scene, SMALL_SHARE) if share == "small" else pieces(scene)
        number = whole(wanted) or 0
        return show_piece(svg, shown[number]) if 0 < number < len(shown) else svg

    async def _pdf(self, desk: Desk, opened: Opened, id_: str) -> Response[Any]:
        way = board_pdf(desk)
        if way is None:
            raise MissingPart("No export that makes a PDF of a board is installed.")
        document = await desk.read(export_document, opened.place.programme.id)
        # Of what only some are shown, this one board at most: its reader sees it.
        own = opened.place.board
        boards = [
            {**part, "restricted": None, "shown_to": None} if part["id"] == own.key else part
            for part in document["boards"]
        ]
        document = published({**document, "boards": boards})
        request = ExportRequest(
            document=document,
            plugins=desk.plugins,
            language=language.current(),
            board=opened.place.board.key,
            drawing=id_,
        )
        data = await desk.workers.export(way.id, request, seconds=60.0)
        return file_answer(data, opened.board.title, "pdf", way.media_type)
