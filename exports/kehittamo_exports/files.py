"""Files made of several: names that every system can keep, and zips that are the same bytes for the same content."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable


def file_name(title: str) -> str:
    """A title as part of a file's name: small letters, digits and hyphens."""
    plain_letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain_letters).strip("-")[:60] or "board"


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of named files, in their order, without times of its own."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, data)
    return target.getvalue()
