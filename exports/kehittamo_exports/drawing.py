"""Single drawings: one board's as SVG or PNG, all of a programme's in a zip, one board as a PDF page fitted to its drawing."""

from collections.abc import Callable, Iterator

from kehittamo_core.api import Board, Drawing, ExportRequest, MissingPart, Scene, lower
from kehittamo_exports.alone import alone
from kehittamo_exports.chapters.board import Part
from kehittamo_exports.files import file_name, zipped
from kehittamo_exports.limits import bounded
from kehittamo_exports.page.text import plain
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import Version
from kehittamo_exports.words import Voice


def _board(request: ExportRequest, board_id: str | None) -> tuple[Board, Version]:
    version = version_of(request)
    if board_id is None or board_id not in {entry["id"] for entry in version.boards}:
        raise MissingPart(f"There is no board {board_id or ''}.".replace(" .", "."))
    return version.board(board_id), version


def _scene(request: ExportRequest, board: Board, drawing_id: str | None) -> tuple[Scene, str]:
    """A drawing of a board, and what it is called."""
    method = request.plugins.methods.get(board.method)
    if method is None:
        raise MissingPart(f"The method {board.method} is not installed.")
    drawing = method.drawing(drawing_id) if drawing_id else next(iter(method.drawings), None)
    if drawing is None:
        raise MissingPart(f"The method {board.method} has no drawing {drawing_id or ''}".rstrip() + ".")
    return bounded(drawing.draw(board), Voice(request.language)), _called(board, drawing)


def _called(board: Board, drawing: Drawing) -> str:
    """The name of a drawing: its board's title, and what it shows of it."""
    return ": ".join(part for part in (plain(board.title), board.label(f"drawing:{drawing.id}")) if part)


def write_board_svg(request: ExportRequest) -> bytes:
    """One drawing of one board (`request.board`, `request.drawing`; the method's first where none is named)."""
    board, _ = _board(request, request.board)
    scene, name = _scene(request, board, request.drawing)
    return alone(scene, name)


def write_svg(request: ExportRequest) -> bytes:
    """One drawing where a board is named, else a zip of every board's drawings that show something."""
    if request.board is not None:
        return write_board_svg(request)
    return zipped(_all_drawings(request, "svg", alone))


def write_png(request: ExportRequest) -> bytes:
    """One drawing as a picture where a board is named, else a zip of every board's."""
    from kehittamo_exports.pdf.single import picture

    if request.board is not None:
        board, _ = _board(request, request.board)
        return picture(_scene(request, board, request.drawing)[0], request.language)
    return zipped(_all_drawings(request, "png", lambda scene, _: picture(scene, request.language)))


def _all_drawings(
    request: ExportRequest, ending: str, paint: Callable[[Scene, str], bytes]
) -> Iterator[tuple[str, bytes]]:
    """Every board's drawings that show something, with a file's name for each; one that fails is a text that says why."""
    version = version_of(request)
    for number, entry in enumerate(version.boards, 1):
        method = version.methods.get(entry["method"])
        if method is None:
            continue
        board = version.board(entry["id"])
        for index, drawing in enumerate(method.drawings):
            name = f"{number:02d}-{file_name(board.title or board.id)}-{drawing.id}"
            try:
                scene = bounded(drawing.draw(board), version.voice)
                painted = paint(scene, _called(board, drawing)) if not index or shows_something(scene) else b""
            except (MemoryError, MissingPart):
                raise
            except Exception as error:
                reason = str(error) or type(error).__name__
                said = version.voice("The drawing could not be made: {reason}", reason=reason)
                yield f"{name}.txt", f"{said}\n".encode()
                continue
            if painted:
                yield f"{name}.{ending}", painted
        request.progress(number, len(version.boards), board.title)


def shows_something(scene: Scene) -> bool:
    """Whether a drawing shows any element, and not only that there is nothing to draw yet."""
    return any(getattr(shape, "item", None) or getattr(shape, "link", None) for shape in scene.shapes)


def write_board_pdf(request: ExportRequest) -> bytes:
    """One board: a page fitted to its drawing, then its content as tables."""
    from kehittamo_exports.pdf.single import board_pdf

    board, version = _board(request, request.board)
    scene, _ = _scene(request, board, request.drawing)
    entry = next(entry for entry in version.boards if entry["id"] == board.id)
    part = Part(
        board=board,
        method=request.plugins.methods[board.method],
        title=plain(version.said(entry, "title").text or board.labels.get("method", "")),
        source_language=version.source_language,
        untranslated=version.untranslated(entry),
    )
    return board_pdf(part, scene, tuple(lower(scene)), version)
