"""Everything that can be read out of a file: raw bytes, unpacked parts and streams, hidden texts, what a reader sees."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pikepdf

from exports.tests.reading import pages

PNG = b"\x89PNG\r\n\x1a\n"
BASE64 = re.compile(rb"[A-Za-z0-9+/]{200,}")
"""The images of an archive."""


def readable(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Where something stands, and every text in which a word of it could be found, in all usual encodings."""
    for encoding in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
        yield f"{name} ({encoding})", data.decode(encoding, "replace")
    for number, run in enumerate(BASE64.findall(data) if data.startswith(b"{") else ()):
        yield from readable(f"{name}: base64 {number}", base64.b64decode(run + b"=" * (-len(run) % 4)))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{name}: comment", archive.comment.decode(errors="replace")
            for part in archive.infolist():
                yield f"{name}/{part.filename}: names", f"{part.filename} {part.comment!r} {part.extra!r}"
                yield from readable(f"{name}/{part.filename}", archive.read(part))
    elif data.startswith(b"%PDF"):
        yield from _pdf(name, data)
    elif data.startswith(PNG):
        yield from _png(name, data)
    elif data.lstrip()[:1] in (b"<", b"\xef"):
        # Words that markup cuts in pieces, such as the runs of a slide.
        yield f"{name}: text", re.sub(rb"<[^>]+>", b"", data).decode(errors="replace")


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    yield f"{name}: pages", "\n".join(pages(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, thing in enumerate(pdf.objects):
            place = f"{name}: object {number}"
            if isinstance(thing, pikepdf.Stream):
                photo = thing.get("/Filter") == pikepdf.Name.DCTDecode
                yield from readable(place, bytes(thing.read_raw_bytes() if photo else thing.read_bytes()))
            yield place, " ".join(_strings(thing, 0))
        yield f"{name}: attachments", " ".join(pdf.attachments)


def _strings(thing: object, depth: int) -> Iterator[str]:
    """The strings and names of an object, decoded; objects that are referred to come by themselves."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            yield str(key)
            if not (isinstance(value, pikepdf.Object) and value.is_indirect) and depth < 8:
                yield from _strings(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect) and depth < 8:
                yield from _strings(value, depth + 1)
    elif isinstance(thing, pikepdf.String | pikepdf.Name):
        yield str(thing)


def _png(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    place = len(PNG)
    while place < len(data):
        length, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        chunk = data[place + 8 : place + 8 + length]
        if kind in (b"tEXt", b"iTXt", b"eXIf"):
            yield f"{name}: {kind!r}", chunk.decode(errors="replace")
        if kind == b"zTXt":
            yield f"{name}: {kind!r}", zlib.decompress(chunk.partition(b"\0")[2][1:]).decode(errors="replace")
        place += 12 + length
