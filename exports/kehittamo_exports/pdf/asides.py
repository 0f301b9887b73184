"""Pages that stand between those of a running text: a wide drawing comes after the page that speaks of it.

The text is laid out in one go and flows past the drawing; then the drawing's pages are moved to their place. So no page is
left half empty before a drawing that needs another paper, and nothing is laid out twice.
"""

from collections.abc import Iterator, Sequence
from typing import Any

MARK = "data-mark"
"""On an element of the text: the name of what comes after its page."""
AFTER = "data-after"
"""On a section of its own pages: the name of the element after which they come."""


def in_place(pages: Sequence[Any]) -> list[Any]:
    """The laid-out pages of a sheet, each section with `AFTER` moved behind the page on which its element ends.

    Where the text has a drawing of its own lower on that page, it comes before the page, so that drawings keep their order.
    """
    flow: list[Any] = []
    moved: list[tuple[str, Any]] = []
    for page in pages:
        name = next((section.element.get(AFTER, "") for section in _sections(page)), "")
        if name:
            moved.append((name, page))
        else:
            flow.append(page)
    if not moved:
        return list(pages)
    ends = {mark: place for place, page in enumerate(flow) for mark, _ in _marks(page)}
    behind: dict[int, list[Any]] = {}
    last = 0
    for name, page in moved:
        place = ends.get(name, len(flow) - 1)
        if place > last and _follows(flow[place - 1], flow[place]) and dict(_marks(flow[place]))[name]:
            place -= 1
        last = max(place, last)
        behind.setdefault(last, []).append(page)
    return [one for place, page in enumerate(flow) for one in (page, *behind.get(place, ()))]


def _sections(page: Any) -> Iterator[Any]:
    """The boxes of the sections on a page."""
    for html in page._page_box.children[:1]:
        for body in html.children[-1:]:
            yield from (section for section in body.children if section.element is not None)


def _marks(page: Any) -> Iterator[tuple[str, bool]]:
    """The marked elements of a page that end on it or go on, each with whether a drawing stands below it."""
    children = [child for section in _sections(page) for child in getattr(section, "children", ())]
    for number, child in enumerate(children):
        name = child.element.get(MARK, "") if child.element is not None else ""
        if name:
            below = (one.element for one in children[number + 1 :] if one.element is not None)
            yield name, any(one.tag == "figure" for one in below)


def _follows(before: Any, page: Any) -> bool:
    """Whether a page goes on with the section of the one before it."""
    mine = [section.element for section in _sections(page)]
    return any(section.element is mine[0] for section in _sections(before)) if mine else False
