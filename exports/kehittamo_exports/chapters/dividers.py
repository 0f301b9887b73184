"""The page between two sections of the report: its title, what it is about, and the chapters that follow."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.merge import LINK
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Version

MOST = 22
"""Chapters that are listed, at most."""

Below = Sequence[tuple[str, int | None, str]]
"""Id, number and title of the chapters of a section."""


def divider(version: Version, id_: str, title: str, subtitle: str, below: Below) -> Sheet:
    """A page in the colour of the cover, without a running header."""
    pen = Pen(version.language)
    lang = (
        ""
        if version.language == version.source_language or title not in version.source_texts
        else version.source_language
    )
    lines = [_line(pen, *one) for one in below[:MOST]]
    page = pen(
        "section",
        pen.headline("h1", title, 34, 160.0, lang=lang, id=id_, data_label=plain(title), class_="small" if len(title) > 70 else ""),
        [pen("p", text, lang=lang, class_="said") for text in list(paragraphs(subtitle))[:2]],
        pen("ol", lines, class_="within") if lines else None,
        class_="between",
    )  # fmt: skip
    body = Element("body")
    body.append(page)
    return Sheet(id_, plain(title), version.language, body)


def _line(pen: Pen, id_: str, number: int | None, title: str) -> Element:
    first = pen.verbatim("span", str(number or ""), class_="no")
    first.tail = " "
    name = pen("span", title, class_="name")
    return pen("li", pen("a", first, name, href=LINK + id_, title=f"{number or ''} {plain(title)}".strip()))
