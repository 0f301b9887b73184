"""Images as bytes: what a camera or a program wrote beside the picture (where, when, by whom) is left out, nothing is decoded.

An image that is sent is made anew in a worker (`workers/images.py`); one that comes with an archive, or stands in a version
that was saved before, passes here.
"""

from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
CHUNKS = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"))
"""What a PNG is painted from."""
EXIF = b"Exif\0\0"
ORIENTATION = 0x0112
START, SCAN, END = 0xD8, 0xDA, 0xD9
JFIF, CAMERA, LAST_APP, ADOBE, COMMENT = 0xE0, 0xE1, 0xEF, 0xEE, 0xFE


def bare_image(data: bytes) -> bytes:
    """A PNG or JPEG with its picture only, and which way is up; the same bytes where there is nothing else.

    b"" where the bytes are no such image.
    """
    try:
        if data.startswith(PNG):
            return PNG + b"".join(_chunks(data))
        if data.startswith(JPEG):
            return JPEG + b"".join(_segments(data))
    except (IndexError, ValueError):
        pass
    return b""


def _chunks(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that are kept, up to its end."""
    at, kind = len(PNG), b""
    while kind != b"IEND":
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if len(kind) != 4 or end > len(data):
            raise ValueError("cut off")
        if kind in CHUNKS:
            yield data[at:end]
        at = end


def _segments(data: bytes) -> Iterator[bytes]:
    """The segments of a JPEG that are kept, up to its end; what stands behind it is another file."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == END:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            raise ValueError("cut off")
        if marker == SCAN:
            end = _after_scan(data, end)
        if marker == CAMERA:
            turned = _orientation(data[at + 4 : end])
            if turned > 1:
                yield _upright(turned)
        elif not (JFIF < marker <= LAST_APP and marker != ADOBE) and marker != COMMENT:
            yield data[at:end]
        at = end


def _after_scan(data: bytes, at: int) -> int:
    """Where the marker after a scan's data stands: not a stuffed zero, not a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] not in (0x00, *range(0xD0, START)):
            return at
        at += 2


def _orientation(segment: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where it does not say."""
    if not segment.startswith(EXIF):
        return 1
    body = segment[len(EXIF) :]
    order = "little" if body[:2] == b"II" else "big"

    def whole(at: int, size: int) -> int:
        return int.from_bytes(body[at : at + size], order)  # type: ignore[arg-type]

    first = whole(4, 4)
    for number in range(min(whole(first, 2), 200)):
        entry = first + 2 + 12 * number
        if whole(entry, 2) == ORIENTATION:
            said = whole(entry + 8, 2)
            return said if 1 <= said <= 8 else 1
    return 1


def _upright(turned: int) -> bytes:
    """A segment that says how the camera was held, and nothing else."""
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\3" + b"\0\0\0\1" + turned.to_bytes(2, "big") + b"\0\0"
    body = EXIF + b"MM\0*\0\0\0\x08" + b"\0\1" + entry + b"\0\0\0\0"
    return bytes((0xFF, CAMERA)) + (len(body) + 2).to_bytes(2, "big") + body
