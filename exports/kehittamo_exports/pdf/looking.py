"""A page of a made file as its composer looks at it: a picture, its words, and where its chapters begin."""

import io

from kehittamo_core.api import PageLook

DOTS = 110 / 72
"""Dots of a picture for each point: 110 to the inch, so that the smallest letters can be read."""
MOST_LETTERS = 20_000
DEEPEST = 2
"""So many levels of bookmarks are listed."""


def look(data: bytes, number: int) -> PageLook:
    """Page `number`, from 1, of a PDF; the nearest there is where it has no such page. Runs in a worker."""
    import pypdfium2

    file = pypdfium2.PdfDocument(data)
    try:
        count = len(file)
        number = min(max(number, 1), count)
        page = file[number - 1]
        across, up = page.get_size()
        image = page.render(scale=min(DOTS, 1800 / max(across, up))).to_pil().convert("RGB")
        words = page.get_textpage().get_text_range()[:MOST_LETTERS]
        chapters = tuple(_chapters(file))
    finally:
        file.close()
    target = io.BytesIO()
    image.quantize(96).save(target, "PNG", optimize=False)
    clean = words.replace("\r\n", "\n").replace("\ufffe", "").replace("\u00ad", "")
    return PageLook(picture=target.getvalue(), number=number, count=count, words=clean, chapters=chapters)


def _chapters(file: object) -> list[tuple[str, int]]:
    """Title and page, from 1, of each bookmark of the first levels."""
    found: list[tuple[str, int]] = []
    for mark in file.get_toc():  # type: ignore[attr-defined]
        place = mark.get_dest() if mark.level < DEEPEST else None
        index = place.get_index() if place is not None else None
        if index is not None:
            found.append((mark.get_title(), index + 1))
    return found
