"""What slides are called: each by what it shows, no two alike, with its chapter in small letters above."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kehittamo_exports.deck.model import TOP, Column, Piece, Slide, Words

MOST = 64
"""Letters of a title that is put together of headings."""
LONGEST = 90
"""A heading of more letters stays a heading."""
OVER = 110
"""Letters above a title, at most."""


def without(title: str, chapter: str) -> str:
    """A title without the chapter's own, with which captions begin: it stands above."""
    title = title.strip()
    if chapter and title.startswith(chapter):
        rest = title[len(chapter) :].lstrip(" –-:·")
        if rest:
            return rest[0].upper() + rest[1:]
    return title


def told(composed: Sequence[tuple[Column, ...]], first: Words, *, kept: bool) -> list[tuple[Words, tuple[Column, ...]]]:
    """The title of each slide of a text, from its headings; one that stands alone on top becomes the title.

    `first`: what a slide is called before there is a heading; `kept`: the first slide has a title of its own.
    """
    made: list[tuple[Words, tuple[Column, ...]]] = []
    running = first
    for index, columns in enumerate(composed):
        pieces = [piece for column in columns for piece in column.pieces]
        found = [piece for piece in pieces if piece.role == "head"] or [
            piece for piece in pieces if piece.role == "sub"
        ]
        found = [piece for piece in found if len(piece.texts[0].text) <= LONGEST]
        heads = [piece.texts[0] for piece in found]
        begins = bool(found) and pieces[0] is found[0]
        names = heads if begins else [running, *heads]
        if heads:
            running = heads[-1]
        if not (kept and index == 0) and begins and len(heads) == 1 and len(pieces) > 1:
            columns = _lifted(columns)
        made.append((_joined(names), columns))
    return made


def _joined(names: Sequence[Words]) -> Words:
    """Headings in one line, as many as are read at a glance."""
    own = list(dict.fromkeys(names))
    title = own[0]
    for name in own[1:]:
        if len(title.text) + len(name.text) > MOST or name.lang != title.lang:
            break
        title = Words(f"{title.text} · {name.text}", title.lang)
    return title


def _lifted(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A slide without its first heading, what stands below moved up."""
    band = [column for column in columns if column.y == TOP]
    first = replace(columns[0], pieces=columns[0].pieces[1:])
    before = max(_height(column.pieces) for column in band)
    after = max(_height(column.pieces) for column in (first, *band[1:]))
    return tuple(
        replace(column, y=column.y - (before - after) if column.y > TOP else TOP)
        for column in ([first] if first.pieces else []) + list(columns[1:])
    )


def _height(pieces: Sequence[Piece]) -> float:
    return sum(piece.height for piece in pieces)


def numbered(slides: Sequence[Slide], id_: str, number: int | None, title: str, lang: str = "") -> list[Slide]:
    """A chapter's slides with their ids: the first bears its title, the others have it above theirs, told apart."""
    over = f"{number} {title}" if number is not None else title
    over = over if len(over) <= OVER else over[: OVER - 1].rstrip() + "…"
    often = Counter(slide.title for slide in slides[1:])
    seen: Counter[str] = Counter()
    made: list[Slide] = []
    for index, slide in enumerate(slides):
        if not index:
            made.append(replace(slide, id=id_, number=number, title=title, title_lang=lang))
            continue
        own = slide.title or title
        seen[own] += 1
        if often[own] > 1:
            own = f"{own} ({seen[own]}/{often[own]})"
        made.append(replace(slide, id=f"{id_}-{index + 1}", number=None, title=own, over=over, where=""))
    return made
