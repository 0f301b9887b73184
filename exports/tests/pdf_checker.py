"""Reads a PDF as an assistive program would and lists what is wrong: the points of PDF/UA-1 that objects can show.

No substitute for a validator such as veraPDF; every point here has been seen to fail (see test_checker.py).
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "Code",
        "Link",
        "Annot",
        "Figure",
        "Formula",
        "Form",
    ]
)
MAY_BE_EMPTY = {"TD", "TH"}
PAINTING = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI"])


def elements(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every structure element with the names of its ancestors."""
    if isinstance(node, Array):
        for kid in node:
            yield from elements(kid, path)
    elif isinstance(node, Dictionary):
        inner = path
        if "/S" in node:
            yield node, path
            inner = (*path, str(node.S)[1:])
        if "/K" in node and not isinstance(node.K, int):
            yield from elements(node.K, inner)


def faults(data: bytes) -> list[str]:
    """What is wrong, in sentences; an empty list is the aim."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return list(found(pdf))


def found(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The faults of an open file one by one, what is quickly seen first."""
    for look in (_catalogue, _structure, _links, _fonts, _nothing_active, _content):
        yield from look(pdf)


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "the document has no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "the document is not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not displayed"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "the document has no title"
    meta = bytes(root.Metadata.read_bytes()).decode() if "/Metadata" in root else ""
    if not re.search(r"pdfuaid:part[^0-9]*1", meta):
        yield "PDF/UA-1 is not declared"
    if "dc:title" not in meta:
        yield "the metadata has no title"
    if "/Outlines" not in root or "/First" not in root.Outlines:
        yield "there are no bookmarks"
    if "/StructTreeRoot" not in root:
        yield "there is no structure tree"
    for number, page in enumerate(pdf.pages, 1):
        if page.obj.get("/Tabs") != Name.S:
            yield f"page {number}: tab order does not follow the structure"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        return
    tree = pdf.Root.StructTreeRoot
    levels, ids, headers = [], Counter[str](), []
    pages = {page.obj.objgen: page.obj for page in pdf.pages}
    kinds = Counter[str]()
    for element, path in elements(tree.K):
        kind = str(element.S)[1:]
        kinds[kind] += 1
        if kind not in STANDARD:
            yield f"{kind} is no standard structure type"
        if re.fullmatch("H[1-6]", kind):
            levels.append(int(kind[1]))
        empty = "/K" not in element or (isinstance(element.K, Array) and not len(element.K))
        if empty and kind not in MAY_BE_EMPTY:
            yield f"an empty {kind}"
        if kind == "Figure":
            yield from _figure(element, pages)
        if kind == "TH":
            if str(element.get("/A", {}).get("/Scope", "")) not in ("/Row", "/Column"):
                yield "a header cell without scope"
            ids[str(element.get("/ID", ""))] += 1
        if kind == "TD":
            headers += [str(id_) for id_ in element.get("/A", {}).get("/Headers", [])]
        if kind == "LI" and path[-1:] != ("L",):
            yield "a list item outside a list"
        if kind == "TOCI" and path[-1:] != ("TOC",):
            yield "a contents entry outside the contents"
        if kind == "TR" and path[-1] not in ("THead", "TBody", "TFoot", "Table"):
            yield "a row outside a table"
    if not levels or levels[0] != 1:
        yield "the first heading is not of level 1"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"
    for id_, count in ids.items():
        if count > 1:
            yield f"the header cell id {id_!r} stands {count} times"
    for id_ in set(headers) - set(ids):
        yield f"a cell names the unknown header {id_!r}"
    if "/ParentTree" not in tree:
        yield "there is no parent tree"
    if not kinds["TOC"] and len(pdf.pages) > 3:
        yield "the contents are not tagged as such"


def _figure(element: Any, pages: dict[Any, Any]) -> Iterator[str]:
    if not str(element.get("/Alt", "")).strip(" -"):
        yield "a figure without alternative text"
    box = element.get("/A", {}).get("/BBox")
    if box is None:
        yield "a figure without a box"
        return
    media = pages[element.Pg.objgen].MediaBox
    x1, y1, x2, y2 = (float(value) for value in box)
    if not (-1 <= x1 < x2 <= float(media[2]) + 1 and -1 <= y1 < y2 <= float(media[3]) + 1):
        yield f"a figure's box lies outside its page: {[x1, y1, x2, y2]}"


def parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    """The parent tree as a mapping."""
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums) if "/StructTreeRoot" in pdf.Root else []
    return {int(pairs[index]): pairs[index + 1] for index in range(0, len(pairs), 2)}


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    known = {page.obj.objgen for page in pdf.pages}
    tree = parents(pdf)
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            if annotation.get("/Subtype") != Name.Link:
                yield f"page {number}: an annotation that is no link"
                continue
            if "/Contents" not in annotation:
                yield f"page {number}: a link without words"
            owner = tree.get(int(annotation.get("/StructParent", -1)))
            if owner is None or str(owner.S) != "/Link":
                yield f"page {number}: a link that no Link element holds"
            target = annotation.get("/Dest")
            if isinstance(target, String):
                yield f"page {number}: a link to a name ({target})"
            elif target is not None and target[0].objgen not in known:
                yield f"page {number}: a link to a page that is not there"
            elif target is None:
                address = str(annotation.get("/A", {}).get("/URI", ""))
                if not address.startswith(("https://", "http://", "mailto:")):
                    yield f"page {number}: a link to {address!r}"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not (isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font):
            continue
        if thing.get("/Subtype") not in (Name.Type0, Name.TrueType, Name.Type1):
            continue
        name = str(thing.get("/BaseFont", "?"))
        inner = thing.DescendantFonts[0] if "/DescendantFonts" in thing else thing
        descriptor = inner.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {name} is not embedded"
        if "/ToUnicode" not in thing:
            yield f"the font {name} has no Unicode table"
        if "+" not in name:
            yield f"the font {name} is not a subset"


def _content(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = parents(pdf)
    for number, page in enumerate(pdf.pages, 1):
        entries = tree.get(int(page.obj.get("/StructParents", -1)))
        stack: list[str] = []
        seen: set[int] = set()
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                operands = instruction.operands
                if str(operands[0]) == "/Artifact":
                    stack.append("artifact")
                elif len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                    mcid = int(operands[1].MCID)
                    if mcid in seen:
                        yield f"page {number}: marked content {mcid} stands twice"
                    seen.add(mcid)
                    if entries is None or mcid >= len(entries):
                        yield f"page {number}: marked content {mcid} belongs to no element"
                    stack.append("marked")
                else:
                    stack.append("plain")
            elif operator == "EMC":
                stack.pop()
            elif operator in PAINTING and not {"artifact", "marked"} & set(stack):
                yield f"page {number}: {operator} paints outside marked content"
        if stack:
            yield f"page {number}: marked content is not closed"


def _nothing_active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in pdf.Root:
            yield f"the document has {key}"
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/S") in (
            Name.JavaScript,
            Name.Launch,
            Name.GoToR,
            Name.ImportData,
        ):
            yield f"the document has an action {thing.S}"
    for name in pdf.attachments:
        yield f"the file {name} is attached"
