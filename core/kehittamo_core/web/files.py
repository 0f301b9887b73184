"""Files that are downloaded: a name that every system can keep, and never shown inside a page of ours."""

import re
import unicodedata
from typing import Any
from urllib.parse import quote

from litestar import Response


def file_name(title: str) -> str:
    """A title as a file's name in plain letters."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "kehittamo"


def file_answer(data: bytes, title: str, ending: str, media_type: str) -> Response[Any]:
    """A file to be kept under a title."""
    name = f"{file_name(title)}.{ending}"
    return Response(
        data, media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"; filename*=UTF-8\'\'{quote(name)}', "Cache-Control": "no-store"},
    )  # fmt: skip
