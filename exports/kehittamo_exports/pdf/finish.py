"""Mends the tags of one document before it is written, so that they hold for PDF/UA-1 and can be joined with others.

Header cells get their scope, the contents list its own tags, figures their box in page units, languages of parts their
mark; empty elements go; ids get a prefix, because two documents use the same ones.
"""

from collections.abc import Callable, Iterator
from typing import Any

KEEP = ("/TD", "/TH", "/Figure", "/Document", "/Link")
"""Elements that may be empty: an empty cell keeps its column."""

PX_TO_PT = 0.75


def finisher(prefix: str, contents: bool = False) -> Callable[[Any, Any], None]:
    """A function for `write_pdf(finisher=...)`; `contents`: the document's lists are the table of contents."""

    def finish(_document: Any, pdf: Any) -> None:
        elements = {number: thing for number, thing in enumerate(pdf.objects) if _is_element(thing)}
        _drop_empty(elements)
        for element in elements.values():
            match element["S"]:
                case "/TH":
                    _scope(element, elements, prefix)
                case "/TD":
                    attributes = element.get("A", {})
                    if attributes.get("Headers"):
                        attributes["Headers"][:] = [_prefixed(id_, prefix) for id_ in attributes["Headers"]]
                case "/Figure":
                    _box(element, pdf)
                case "/L" if contents:
                    _contents(element, elements)

    return finish


def _is_element(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _number(reference: Any) -> int | None:
    """The object number of `b"12 0 R"`; None for a marked content id or a nested dictionary."""
    if not isinstance(reference, bytes | str):
        return None
    first = reference.split()[0]
    return int(first)


def _kids(element: Any, elements: dict[int, Any]) -> Iterator[Any]:
    for kid in element.get("K", ()):
        number = _number(kid)
        if number in elements:
            yield elements[number]


def _drop_empty(elements: dict[int, Any]) -> None:
    again = True
    while again:
        again = False
        for number, element in list(elements.items()):
            if element.get("K") or element["S"] in KEEP:
                continue
            parent = elements.get(_number(element["P"]) or -1)
            if parent is not None and element.reference in parent["K"]:
                parent["K"].remove(element.reference)
                del elements[number]
                again = True


def _prefixed(id_: Any, prefix: str) -> Any:
    import pydyf

    return pydyf.String(f"{prefix}-{id_.string}")


def _scope(element: Any, elements: dict[int, Any], prefix: str) -> None:
    element["A"]["Scope"] = "/Row" if element.get("_row") or _in_body(element, elements) else "/Column"
    if "ID" in element:
        element["ID"] = _prefixed(element["ID"], prefix)


def _in_body(element: Any, elements: dict[int, Any]) -> bool:
    row = elements.get(_number(element["P"]) or -1)
    group = elements.get(_number(row["P"]) or -1) if row is not None else None
    return group is not None and group["S"] == "/TBody"


def _box(element: Any, pdf: Any) -> None:
    """WeasyPrint gives CSS pixels from the top; the box must be in points from the bottom of the page."""
    page = pdf.objects[_number(element["Pg"]) or 0]
    height = page["MediaBox"][3]
    x1, y1, x2, y2 = element["A"]["BBox"]
    element["A"]["BBox"][:] = [
        round(value, 2) for value in (x1 * PX_TO_PT, height - y2 * PX_TO_PT, x2 * PX_TO_PT, height - y1 * PX_TO_PT)
    ]


def _contents(element: Any, elements: dict[int, Any]) -> None:
    element["S"] = "/TOC"
    for entry in _kids(element, elements):
        if entry["S"] == "/LI":
            entry["S"] = "/TOCI"
            for part in _kids(entry, elements):
                if part["S"] == "/LBody":
                    part["S"] = "/NonStruct"
