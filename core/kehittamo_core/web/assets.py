"""Files of the core and of the methods, and the word that the server is well."""

from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import File

from kehittamo_core.errors import NotFound
from kehittamo_core.web.desk import AtDesk
from kehittamo_core.web.templating import STATIC, package_folder

FOR_GOOD = "public, max-age=31536000, immutable"
MEDIA = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".woff2": "font/woff2", ".json": "application/json", ".map": "application/json",
}  # fmt: skip


def _answer(root: Path, name: str, *, stamped: bool) -> File:
    """A file under a folder; never one outside it, never a kind that pages do not use."""
    path = (root / name).resolve()
    if not path.is_relative_to(root.resolve()) or path.suffix not in MEDIA or not path.is_file():
        raise NotFound("There is no such file.")
    # The parts of the script carry the hash of their content in their names.
    is_lasting = stamped or path.suffix == ".woff2" or path.name.startswith("part-")
    control = FOR_GOOD if is_lasting else "public, max-age=300"
    return File(
        path, media_type=MEDIA[path.suffix], content_disposition_type="inline", headers={"Cache-Control": control}
    )


@get("/static/{name:path}", exclude_from_auth=True)
async def static_file(desk: AtDesk, name: FromPath[str]) -> File:
    """A file of the core; one with a stamp of its content may be kept for good."""
    return _answer(STATIC, name.lstrip("/"), stamped=bool(desk.query("v")))


@get("/plugin-static/{method:str}/{name:path}", exclude_from_auth=True)
async def plugin_file(desk: AtDesk, method: FromPath[str], name: FromPath[str]) -> File:
    """A file of a method's package, from its `static` folder."""
    found = desk.method(method)
    folder = package_folder(found.package) if found else None
    if folder is None:
        raise NotFound("There is no such file.")
    return _answer(folder / "static", name.lstrip("/"), stamped=bool(desk.query("v")))


@get("/health", exclude_from_auth=True)
async def health(desk: AtDesk) -> Response[Any]:
    """Whether the server and its database answer."""
    await desk.read(lambda session: None)
    return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})
