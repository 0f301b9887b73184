"""Joins rendered sheets into one file: pages, structure tree, links, bookmarks, page numbers, metadata.

Order matters: pages are copied before the structure tree that points at them. Links between sheets are written as
`urn:dest:NAME` and become jumps here, where the pages are known.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.sheet import Mark, Rendered
from kehittamo_exports.pdf.stamp import Foot, Heads, Stamper

LINK = "urn:dest:"


@dataclass(frozen=True)
class Description:
    """What the file says of itself; `created` is an ISO time or empty."""

    title: str
    language: str
    author: str = ""
    subject: str = ""
    created: str = ""


def starts(parts: Sequence[Rendered]) -> dict[str, int]:
    """The first page, from 0, of every sheet."""
    found, page = {}, 0
    for part in parts:
        found[part.id] = page
        page += part.pages
    return found


def anchors(parts: Sequence[Rendered]) -> dict[str, tuple[int, float, float]]:
    """Page from 0, x and y in points of every anchor; a sheet's own id is the top of its first page."""
    found: dict[str, tuple[int, float, float]] = {}
    for part, first in zip(parts, starts(parts).values(), strict=True):
        found[part.id] = (first, 0.0, part.sizes[0][1])
        for name, (page, x, y) in part.anchors.items():
            found.setdefault(name, (first + page, x, y))
    return found


class Joiner:
    """One file that grows sheet by sheet, so that what is ready is copied while the rest is still laid out."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._pdf = pikepdf.Pdf.new()
        self._tree = _Tree(self._pdf)
        self._parts: list[Rendered] = []

    def add(self, part: Rendered, place: int | None = None) -> None:
        """Copy a sheet to the end, or before the sheet that stands at a place."""
        place = len(self._parts) if place is None else place
        page = sum(before.pages for before in self._parts[:place])
        with pikepdf.open(io.BytesIO(part.pdf)) as source:
            self._tree.add(source, part, self._language, place, page)
        self._parts.insert(place, part)

    def finish(
        self, description: Description, heads: Heads | None, bare: frozenset[int] = frozenset({0}),
        cards: Mapping[int, Foot] = MappingProxyType({}),
    ) -> bytes:  # fmt: skip
        """The file; stamped where `heads` are given on all pages but the `bare` (the first).

        `cards` stand at the foot of pages, by their numbers from 0.
        """
        pdf = self._pdf
        self._tree.finish()
        _link(pdf, anchors(self._parts))
        _bookmarks(pdf, self._parts)
        root = pdf.Root
        root.MarkInfo = Dictionary(Marked=True)
        root.Lang = String(description.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageMode = Name.UseOutlines
        if heads is not None:
            Stamper(pdf).stamp(heads, bare, cards)
        _describe(pdf, description)
        target = io.BytesIO()
        pdf.save(
            target,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )
        return target.getvalue()


def join(
    parts: Sequence[Rendered], description: Description, heads: Heads | None, bare: frozenset[int] = frozenset({0}),
    cards: Mapping[int, Foot] = MappingProxyType({}),
) -> bytes:  # fmt: skip
    """One PDF of all parts, in order; see `Joiner.finish`."""
    joiner = Joiner(description.language)
    for part in parts:
        joiner.add(part)
    return joiner.finish(description, heads, bare, cards)


class _Tree:
    """The structure tree of the whole file, grown part by part."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array()))
        self._root.K = Array([self._document])
        self._parents: list[Any] = []
        self._kids: list[list[Any]] = []

    def add(self, source: pikepdf.Pdf, part: Rendered, language: str, place: int, first: int) -> None:
        """Copy the pages of the part that stands at a place, `first` the number of its first page, and its structure.

        A part in another language says so on its elements.
        """
        if first == len(self._pdf.pages):
            self._pdf.pages.extend(source.pages)
        else:
            for number, page in enumerate(source.pages, first):
                self._pdf.pages.insert(number, page)
        copied = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        kids = list(copied.K[0].K)
        for kid in kids:
            kid.P = self._document
            if part.language != language and "/Lang" not in kid:
                kid.Lang = String(part.language)
        self._kids.insert(place, kids)
        pairs = list(copied.ParentTree.Nums)
        numbered = {int(pairs[index]): pairs[index + 1] for index in range(0, len(pairs), 2)}
        for number in range(first, first + part.pages):
            page = self._pdf.pages[number]
            self._renumber(page.obj, "/StructParents", numbered)
            for annotation in page.obj.get("/Annots", ()):
                self._renumber(annotation, "/StructParent", numbered)

    def _renumber(self, thing: Any, key: str, numbered: Mapping[int, Any]) -> None:
        if key in thing:
            entry = numbered[int(thing[key])]
            thing[key] = len(self._parents)
            self._parents.append(entry)

    def finish(self) -> None:
        """Hang the tree into the file."""
        self._document.K = Array([kid for kids in self._kids for kid in kids])
        numbers = Array()
        for index, entry in enumerate(self._parents):
            numbers.append(index)
            numbers.append(entry)
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        self._root.ParentTreeNextKey = len(self._parents)
        self._pdf.Root.StructTreeRoot = self._root


def _link(pdf: pikepdf.Pdf, places: Mapping[str, tuple[int, float, float]]) -> None:
    pages = list(pdf.pages)
    for page in pages:
        for annotation in page.obj.get("/Annots", ()):
            name = _target(annotation)
            if name is None:
                continue
            for key in ("/A", "/Dest"):
                if key in annotation:
                    del annotation[key]
            number, x, y = places.get(name, (0, 0.0, 0.0))
            annotation.Dest = Array([pages[number].obj, Name.XYZ, x, y, 0])


def _target(annotation: Any) -> str | None:
    """The anchor that a link leads to; None for links out of the file."""
    if "/Dest" in annotation and isinstance(annotation.Dest, String):
        return str(annotation.Dest)
    address = str(annotation.get("/A", {}).get("/URI", ""))
    return address.removeprefix(LINK) if address.startswith(LINK) else None


def _bookmarks(pdf: pikepdf.Pdf, parts: Sequence[Rendered]) -> None:
    marks = [
        Mark(mark.level, plain(mark.label), first + mark.page, mark.y)
        for part, first in zip(parts, starts(parts).values(), strict=True)
        for mark in part.bookmarks
    ]
    with pdf.open_outline() as outline:
        path: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, outline.root)]
        for mark in marks:
            while path[-1][0] >= mark.level:
                path.pop()
            item = pikepdf.OutlineItem(mark.label, mark.page, "XYZ", left=0, top=mark.y)
            item.is_closed = mark.level > 1
            path[-1][1].append(item)
            path.append((mark.level, item.children))


def _describe(pdf: pikepdf.Pdf, description: Description) -> None:
    info = {"/Title": description.title, "/Author": description.author, "/Subject": description.subject}
    for key, value in info.items():
        if value:
            pdf.docinfo[key] = plain(value)
    pdf.docinfo["/Producer"] = "Kehittämö"
    lines = [
        ("dc:title", f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(plain(description.title))}</rdf:li></rdf:Alt>'),
        ("dc:language", f"<rdf:Bag><rdf:li>{description.language}</rdf:li></rdf:Bag>"),
        ("pdf:Producer", "Kehittämö"),
        ("pdfuaid:part", "1"),
    ]
    if description.author:
        lines.append(("dc:creator", f"<rdf:Seq><rdf:li>{escape(plain(description.author))}</rdf:li></rdf:Seq>"))
    if description.subject:
        text = escape(plain(description.subject))
        lines.append(("dc:description", f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'))
    if description.created:
        lines.append(("xmp:CreateDate", escape(description.created)))
    body = "".join(f"<{tag}>{value}</{tag}>" for tag, value in lines)
    xmp = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    pdf.Root.Metadata = pikepdf.Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
