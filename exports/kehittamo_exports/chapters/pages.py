"""Free pages that the coordinator writes: background, a finding, a quote, lessons, questions and answers, thanks."""

from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.text import paragraphs
from kehittamo_exports.reading import Entry, Said, Version

QUOTES = '\u201c\u201d"'


def free_page(version: Version, draft: Draft, entry: Entry) -> None:
    """The page's text: paragraphs; lines that begin with - or * are points, a quote is set large with who said it."""
    said = version.said(entry)
    if entry.get("style") == "quote":
        for text in paragraphs(said.text):
            draft.quote(Said(f"”{text.strip(QUOTES)}”", said.lang), "thanks")
        by = version.said(entry, "by")
        if by:
            draft.quote(Said(f"– {by.text}", by.lang))
        return
    points: list[Said] = []
    first = True
    for text in paragraphs(said.text):
        line = text.strip()
        if line[:2] in ("- ", "* ", "• "):
            points.append(Said(line[2:].strip(), said.lang))
            continue
        draft.points(points)
        points = []
        draft.quote(Said(line, said.lang), "claim" if first and entry.get("style") == "finding" else "")
        first = False
    draft.points(points)
