"""Drawings by GET: made in the supervised workers, compressed, with an ETag; on screens coloured by the style sheet."""

import hashlib
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.document.published import published
from kehittamo_core.errors import MissingPart, NotFound, WorkFailed
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.method import Export
from kehittamo_core.web import language
from kehittamo_core.web.board_reading import Opened, open_board
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.files import file_answer
from kehittamo_core.web.forms import whole
from kehittamo_core.web.parts import SMALL_SHARE, pieces, show_piece
from kehittamo_core.workshop.archive_export import export_document

SVG = "image/svg+xml; charset=utf-8"


def board_pdf(desk: Desk) -> Export | None:
    """The export that makes a PDF of one board."""
    ways = desk.plugins.exports.values()
    return next((way for way in ways if way.scope == "board" and way.ending == "pdf"), None)


class Drawings(Controller):
    """`GET /b/BOARD/drawing/...`."""

    path = "/b/{board:str}/drawing"

    @get("/{name:str}")
    async def drawing(self, desk: AtDesk, board: FromPath[str], name: FromPath[str]) -> Response[Any]:
        """A drawing as SVG (`NAME.svg`) or PDF (`NAME.pdf`)."""
        id_, _, ending = name.rpartition(".")
        opened = await open_board(desk, board)
        method = desk.method(opened.board.method)
        if ending not in ("svg", "pdf") or method is None or method.drawing(id_) is None:
            raise NotFound("This board has no such drawing.")
        if ending == "pdf":
            return await self._pdf(desk, opened, id_)
        return await self._svg(desk, opened, id_)

    async def _svg(self, desk: Desk, opened: Opened, id_: str) -> Response[Any]:
        download = desk.query("download") == "1"
        palette = "print" if download or desk.query("palette") == "print" else "screen"
        try:
            svg = await desk.workers.svg(opened.board, id_, palette, f"title-{id_}")  # type: ignore[arg-type]
            if wanted := desk.query("part"):
                svg = await self._piece(desk, opened, id_, svg, wanted)
        except WorkFailed:
            sentence = language.say(
                "This drawing could not be made; the board itself is whole. Its table shows everything."
            )
            return Response(f"<p>{sentence}</p>", status_code=503, media_type="text/html; charset=utf-8")
        title = f"{opened.board.title} {opened.board.label(f'drawing:{id_}')}"
        if download:
            return file_answer(b'<?xml version="1.0" encoding="UTF-8"?>\n' + svg.encode(), title, "svg", SVG)
        tag = f'"{hashlib.blake2b(svg.encode(), digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Encoding"}
        if tag in desk.request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)
        return Response(svg, media_type=SVG, headers=headers)

    async def _piece(self, desk: Desk, opened: Opened, id_: str, svg: str, wanted: str) -> str:
        """The drawing with a window onto one of its parts; the whole where there is no such part."""
        scene = await desk.workers.draw(opened.board, id_)
        shown = pieces(scene, SMALL_SHARE) if desk.query("share") == "small" else pieces(scene)
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
