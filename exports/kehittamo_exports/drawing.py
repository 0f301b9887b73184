"""Single drawings: one board's as SVG, all of a programme's in a zip, one board as a PDF page fitted to its drawing."""

import io
import re
import unicodedata
import zipfile

from kehittamo_core.api import Board, ExportRequest, MissingPart, Scene, lower, paint_svg
from kehittamo_exports.chapters.board import Part
from kehittamo_exports.page.text import plain
from kehittamo_exports.reading import Version


def _board(request: ExportRequest, board_id: str | None) -> tuple[Board, Version]:
    version = Version(request.document, request.plugins.methods, request.language, request.snapshot)
    if board_id is None or board_id not in {entry["id"] for entry in version.boards}:
        raise MissingPart(f"There is no board {board_id or ''}.".replace(" .", "."))
    return version.board(board_id), version


def _scene(request: ExportRequest, board: Board, drawing_id: str | None) -> Scene:
    method = request.plugins.methods.get(board.method)
    if method is None:
        raise MissingPart(f"The method {board.method} is not installed.")
    drawing = method.drawing(drawing_id) if drawing_id else next(iter(method.drawings), None)
    if drawing is None:
        raise MissingPart(f"The method {board.method} has no drawing {drawing_id or ''}".rstrip() + ".")
    return drawing.draw(board)


def write_board_svg(request: ExportRequest) -> bytes:
    """One drawing of one board (`request.board`, `request.drawing`; the method's first where none is named)."""
    board, _ = _board(request, request.board)
    scene = _scene(request, board, request.drawing)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + paint_svg(scene, "print").encode()


def write_svg(request: ExportRequest) -> bytes:
    """One drawing where a board is named, else a zip of every board's drawings that show something."""
    if request.board is not None:
        return write_board_svg(request)
    version = Version(request.document, request.plugins.methods, request.language, request.snapshot)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, entry in enumerate(version.boards, 1):
            method = version.methods.get(entry["method"])
            if method is None:
                continue
            board = version.board(entry["id"])
            for index, drawing in enumerate(method.drawings):
                scene = drawing.draw(board)
                if index and not _shows_something(scene):
                    continue
                name = f"{number:02d}-{file_name(board.title or board.id)}-{drawing.id}.svg"
                part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                part.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(part, paint_svg(scene, "print"))
            request.progress(number, len(version.boards), board.title)
    return target.getvalue()


def _shows_something(scene: Scene) -> bool:
    """Whether a drawing shows any element, and not only that there is nothing to draw yet."""
    return any(getattr(shape, "item", None) or getattr(shape, "link", None) for shape in scene.shapes)


def file_name(title: str) -> str:
    """A title as part of a file's name: small letters, digits and hyphens."""
    plain_letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:60] or "board"


def write_board_pdf(request: ExportRequest) -> bytes:
    """One board: a page fitted to its drawing, then its content as tables."""
    from kehittamo_exports.pdf.single import board_pdf

    board, version = _board(request, request.board)
    scene = _scene(request, board, request.drawing)
    entry = next(entry for entry in version.boards if entry["id"] == board.id)
    part = Part(
        board=board,
        method=request.plugins.methods[board.method],
        title=plain(version.said(entry, "title").text or board.labels.get("method", "")),
        source_language=version.source_language,
        untranslated=version.untranslated(entry),
    )
    return board_pdf(part, scene, tuple(lower(scene)), version)
