"""One chapter as a PDF of its own: what a worker renders, and what it gives back for joining."""

import gc
import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, tostring

from kehittamo_exports.pdf import engine
from kehittamo_exports.pdf.asides import in_place
from kehittamo_exports.pdf.finish import finisher
from kehittamo_exports.pdf.painter import Art, Picture, words
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.pdf.slices import needed

FORM = 4
"""Counts changes of this code that change pages but not their content: part of every cache key."""


SPILLED = 0.25
"""A page that is filled less goes on from the one before it, and is saved where that can be."""
CLOSER = ("close", "close closest")
"""The looks of a sheet in which lines stand closer, one after the other until nothing spills."""


@dataclass(frozen=True)
class Sheet:
    """A chapter ready to be laid out: `id` is unique in the report, `body` its tree of elements, `art` its pictures.

    `fitted` is the size in millimetres of pages of the style `fitted`, where there are any.
    """

    id: str
    title: str
    language: str
    body: Element
    art: Mapping[str, Art | Photo] = field(default_factory=dict)
    contents: bool = False
    fitted: tuple[float, float] = (0.0, 0.0)

    def key(self) -> str:
        """A hash of everything that the pages depend on."""
        library = engine.weasyprint()
        digest = hashlib.blake2b(digest_size=20)
        for part in (
            FORM,
            library.__version__,
            _styles(),
            self.id,
            self.title,
            self.language,
            self.contents,
            self.fitted,
        ):
            digest.update(repr(part).encode())
        digest.update(tostring(self.body))
        for name in sorted(self.art):
            digest.update(repr((name, self.art[name])).encode())
        return digest.hexdigest()


_STYLES: list[str] = []


def _styles() -> str:
    if not _STYLES:
        _STYLES.append(hashlib.blake2b(engine.style_sheet().encode(), digest_size=8).hexdigest())
    return _STYLES[0]


@dataclass(frozen=True)
class Mark:
    """A bookmark: its level from 1, its words, its page from 0 and its height on it in points."""

    level: int
    label: str
    page: int
    y: float


@dataclass(frozen=True)
class Rendered:
    """A rendered sheet: its PDF, the size of each page in points, where its anchors are, and its bookmarks."""

    id: str
    language: str
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    anchors: Mapping[str, tuple[int, float, float]]
    bookmarks: tuple[Mark, ...]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.sizes)


def render(sheet: Sheet) -> Rendered:
    """Lay a sheet out and write its PDF; needs Pango, some hundred milliseconds and up to 300 MB for long chapters.

    Raises:
        MissingPart: Pango is not installed, or the fonts have not been built.
    """
    more = needed((*sheet.body.itertext(), *_painted(sheet)))
    setting = engine.setting_with(more) if more else engine.setting()
    fonts = setting[0]
    root = Element("html", {"lang": sheet.language})
    head = Element("head")
    title = Element("title")
    title.text = sheet.title
    head.append(title)
    root.append(head)
    root.append(sheet.body)
    images: dict[str, Any] = {}
    for name, art in sheet.art.items():
        images[name] = art.on_page(images) if isinstance(art, Photo) else Picture(art, fonts, more)
    target = io.BytesIO()
    with _uncollected(), _tags_mended():
        document = engine.render(root, images, sheet.fitted, setting)
        for look in CLOSER:
            if not spills(document):
                break
            sheet.body.set("class", look)
            closer = engine.render(root, images, sheet.fitted, setting)
            if len(closer.pages) < len(document.pages):
                document = closer
        document.pages[:] = in_place(document.pages)
        for page in document.pages:
            page.links[:] = _one_each(page.links)
        document.write_pdf(target, finisher=finisher(sheet.id, sheet.contents), pdf_variant="pdf/ua-1", cache=images)
    sizes = tuple((page.width * 0.75, page.height * 0.75) for page in document.pages)
    anchors = {
        name: (number, x * 0.75, sizes[number][1] - y * 0.75)
        for number, page in reversed(list(enumerate(document.pages)))
        for name, (x, y, *_) in page.anchors.items()
    }
    bookmarks = tuple(
        Mark(level, label, number, sizes[number][1] - point[1] * 0.75)
        for number, page in enumerate(document.pages)
        for level, label, point, _ in page.bookmarks
    )
    return Rendered(sheet.id, sheet.language, target.getvalue(), sizes, anchors, bookmarks)


def _painted(sheet: Sheet) -> Iterator[str]:
    """The words of the drawings."""
    for art in sheet.art.values():
        if isinstance(art, Art):
            yield from words(art.marks)


def spills(document: Any) -> bool:
    """Whether a page holds only the last lines of what stands on the pages before it: closer lines may save it."""
    pages = document.pages
    for before, page in pairwise(pages):
        if (before.width, before.height) == (page.width, page.height) and _filled(page) < SPILLED:
            return True
    return False


def _filled(page: Any) -> float:
    """How much of a page's height its content takes, from 0 to 1."""
    box = page._page_box
    bottoms = [
        child.position_y + child.margin_height()
        for html in box.children[:1] for body in html.children[-1:] for section in body.children
        for child in getattr(section, "children", ())
    ]  # fmt: skip
    return float((max(bottoms, default=0.0) - box.content_box_y()) / max(box.height, 1.0))


def _one_each(links: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One link for each `a` and line: the layout also makes one for every box inside it."""
    kept: list[tuple[Any, ...]] = []
    for link in links:
        _, _, (x1, y1, x2, y2), box = link
        if box.element is None or box.element.tag != "a":
            continue
        around = (other[2] for other in kept if other[3].element is box.element)
        if not any(ox1 <= x1 and oy1 <= y1 and ox2 >= x2 and oy2 >= y2 for ox1, oy1, ox2, oy2 in around):
            kept.append(link)
    return kept


@contextmanager
def _uncollected() -> Iterator[None]:
    """While it lasts nobody looks for rubbish: the boxes of a sheet grow and stay, and would be gone through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _tags_mended() -> Iterator[None]:
    """While it lasts, an element with a `lang` of its own gets it in the structure tree too; WeasyPrint leaves it out."""
    import pydyf
    from weasyprint.pdf import tags

    original, references = tags._build_box_tree, pydyf.PDF.page_references

    def marked(box: Any, *rest: Any) -> Iterator[Any]:
        for element in original(box, *rest):
            own = getattr(box, "element", None)
            if own is not None and own.get("lang") and own.tag != "html":
                element["Lang"] = pydyf.String(own.get("lang"))
            yield element

    def known(pdf: Any) -> tuple[bytes, ...]:
        """The pages' references, made once: the tags ask for them at every element."""
        count, made = getattr(pdf, "_known", (-1, ()))
        if count != len(pdf.pages["Kids"]):
            count, made = len(pdf.pages["Kids"]), references.fget(pdf)
            pdf._known = (count, made)
        return made

    tags._build_box_tree, pydyf.PDF.page_references = marked, property(known)
    try:
        yield
    finally:
        tags._build_box_tree, pydyf.PDF.page_references = original, references
