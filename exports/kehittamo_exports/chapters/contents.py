"""The table of contents, laid out last, when the page numbers are known; and the key to the signs in the drawings."""

from collections.abc import Sequence
from dataclasses import dataclass

from kehittamo_core.api import Scene, Sign, Words, text_width
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import UPRIGHT
from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.merge import LINK
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Version

DENSE = 24
"""More lines than this stand closer, so that the contents stay on one page."""
KEY = 156.0
"""The room of the key to the signs, in millimetres."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents; `page` from 1. A section of the report `divides` it."""

    id: str
    number: int | None
    title: str
    subtitle: str
    page: int
    divides: bool = False


def contents(version: Version, entries: Sequence[Entry]) -> Sheet:
    """The contents page or pages."""
    voice = version.voice
    draft = Draft("contents", voice("Contents"), voice)
    draft.open()
    pen = draft.pen
    lines = []
    for entry in entries:
        number = pen.verbatim("span", str(entry.number), class_="no") if entry.number is not None else None
        title = pen("b", entry.title)
        subtitle = pen("span", entry.subtitle, class_="sub") if entry.subtitle else None
        page = pen.verbatim("span", str(entry.page), class_="page")
        for node in (number, title, subtitle):
            if node is not None:
                node.tail = " "
        label = f"{plain(entry.title)}, {voice('page {number}', number=entry.page)}"
        name = pen("span", title, subtitle, class_="name")
        name.tail = " "
        lines.append(
            pen(
                "li",
                pen("a", number if number is not None else pen("span"), name, page, href=LINK + entry.id, title=label),
                class_="part" if entry.divides else "",
            )
        )
    height, style = _look(entries)
    draft.add(pen("ol", lines, class_=style), height)
    if version.coverage.all and version.language != version.source_language:
        counted = version.coverage
        draft.say(
            voice(
                "{share} % of the texts are in {language} ({there} of {all}). The others stand in their own language and "
                "are marked.",
                share=counted.share, language=voice.name_of(version.language), there=counted.there, all=counted.all,
            ),
            "meta",
        )  # fmt: skip
    signs = _signs(version)
    if signs:
        scene = _key(signs)
        draft.art["art:key"] = Art.of(scene)
        _, _, width, height = scene.bounds
        image = pen.image("art:key", scene.alt, f"width:{width:.2f}mm;height:{height:.2f}mm")
        draft.add(
            pen("div", pen("h2", voice("Signs in the drawings")), pen("figure", image), class_="key"), height + 20
        )
    return draft.sheet(contents=True)


def pages_of(version: Version, entries: Sequence[Entry]) -> int:
    """About how many pages the contents take, before anybody has laid them out."""
    signs = _signs(version)
    key = _key(signs).bounds[3] + 30 if signs else 0.0
    return 1 + int((22 + _look(entries)[0] + key) // UPRIGHT.height)


def _look(entries: Sequence[Entry]) -> tuple[float, str]:
    """The contents' height in millimetres and their style: the fewer entries, the more air."""
    below = sum(4.6 for entry in entries if entry.subtitle)
    for each, style in ((11.4, "toc"), (8.8, "toc tight")):
        if len(entries) * each + below < 175:
            return len(entries) * each + below, style
    dense = len(entries) > DENSE
    return len(entries) * (6.3 if dense else 8.8), "toc tight inline dense" if dense else "toc tight inline"


def _signs(version: Version) -> list[tuple[str, str]]:
    """The glyphs of the kinds that are printed, each with the first kind's word for it."""
    found: dict[str, str] = {}
    for entry in version.boards:
        method = version.methods.get(entry["method"])
        if method is None:
            continue
        used = {item["kind"] for item in entry.get("items") or ()}
        board = version.board(entry["id"])
        for kind in method.kinds:
            if kind.glyph and kind.id in used and not kind.setup and board.label(kind.id) not in found.values():
                found.setdefault(kind.glyph, board.label(kind.id))
    return list(found.items())[:12]


def _widest(needed: Sequence[float], columns: int) -> list[float]:
    """The width of each column of the key, in millimetres."""
    return [max(needed[column::columns], default=0.0) for column in range(columns)]


def _key(signs: Sequence[tuple[str, str]]) -> Scene:
    shapes: list[Sign | Words] = []
    needed = [text_width(word, 3.2) + 10 for _, word in signs]
    columns = next((count for count in (3, 2) if sum(_widest(needed, count)) <= KEY), 1)
    widest = _widest(needed, columns)
    spare = max(KEY - sum(widest), 0.0) / columns
    for index, (glyph, word) in enumerate(signs):
        column, y = index % columns, (index // columns) * 6.4
        x = sum(widest[:column]) + column * spare
        shapes.append(Sign(x=x + 2, y=y + 2, glyph=glyph, role="ink-2"))  # type: ignore[arg-type]
        shapes.append(Words(x=x + 6.5, y=y, text=word, width=min(widest[column], KEY) - 7, size=3.2))
    return Scene(shapes=tuple(shapes), alt="; ".join(word for _, word in signs), margin=0.5)
