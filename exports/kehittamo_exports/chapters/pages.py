"""Free pages that the coordinator writes: background, a finding, a quote, lessons, questions and answers, thanks."""

from xml.etree.ElementTree import Element

from kehittamo_exports.chapters.photos import add_photos, photos_of
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.text import paragraphs
from kehittamo_exports.reading import Entry, Said, Version

QUOTES = '\u201c\u201d"'
MARKS = ("- ", "* ", "• ", "– ")


def free_page(version: Version, draft: Draft, entry: Entry, place: int = 0) -> None:
    """The page's text: paragraphs, points and headings; a quote is set large with who said it. Its images stand under it.

    Lines that begin with - or * are points, indented ones lie below the point before them; 1. 2. 3. are a numbered list,
    ## begins a heading.
    On a page of questions a line that ends with ? is a question. `place` numbers a finding among its like.
    """
    said = version.said(entry)
    if entry.get("style") == "quote":
        for text in paragraphs(said.text):
            draft.quote(Said(f"”{text.strip(QUOTES)}”", said.lang), "thanks")
        by = version.said(entry, "by")
        if by:
            draft.quote(Said(f"– {by.text}", by.lang))
        add_photos(version, draft, photos_of(version, entry))
        return
    style = str(entry.get("style") or "text")
    if place:
        draft.say(version.voice("Finding {number}", number=place), "meta")
    points: list[tuple[int, Said]] = []
    numbered: list[Said] = []
    first = True
    for text in _lines(said.text):
        line = text.strip()
        number, _, rest = line.partition(" ")
        if rest and number == f"{len(numbered) + 1}.":
            _points(draft, points)
            points = []
            numbered.append(Said(rest.strip(), said.lang))
            continue
        draft.points(numbered, numbered=True)
        numbered = []
        if line[:2] in MARKS:
            points.append((1 if text[:2] in ("  ", "\t-", "\t*") else 0, Said(line[2:].strip(), said.lang)))
            continue
        _points(draft, points)
        points = []
        if line.startswith("## "):
            draft.head(line[3:].strip(), 2, lang=said.lang)
        elif style == "questions" and line.endswith("?"):
            draft.head(line, 2, lang=said.lang)
        else:
            draft.quote(Said(line, said.lang), "claim" if first and style == "finding" else "")
        first = False
    _points(draft, points)
    draft.points(numbered, numbered=True)
    add_photos(version, draft, photos_of(version, entry))


def _lines(text: str) -> list[str]:
    """The text's paragraphs, each with the blanks that it begins with."""
    found: list[str] = []
    for line in text.split("\n"):
        blank = line[: len(line) - len(line.lstrip())]
        found += [blank + part.strip() for part in paragraphs(line)]
    return found


def _points(draft: Draft, points: list[tuple[int, Said]]) -> None:
    """A list, with those of the second level below the point before them."""
    if not any(level for level, _ in points):
        draft.points(said for _, said in points)
        return
    pen = draft.pen
    items: list[Element] = []
    for level, said in points:
        item = pen("li", draft.words(said))
        if level and items:
            inner = items[-1].find("ul")
            if inner is None:
                inner = pen("ul")
                items[-1].append(inner)
            inner.append(item)
        else:
            items.append(item)
    draft.add(pen("ul", items), sum(draft.text_height(said.text) - 1.4 for _, said in points) + 3)
