"""Elements of a page, built as a tree: no string of markup is ever made from people's words, so none can be smuggled in."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from kehittamo_exports.page.text import UNBROKEN, headline, plain, printable

Node = Element | str | None
Nodes = Iterable["Node | Nodes"]


class Pen:
    """Makes elements whose texts are hyphenated for one language; `lang` marks what is in another one.

    `longest` is how many letters may stand together without a place to break.
    """

    def __init__(self, language: str, longest: int = UNBROKEN) -> None:
        self.language = language
        self._longest = longest

    def __call__(self, tag: str, *children: "Node | Nodes", lang: str = "", **attributes: str) -> Element:
        """An element. `class_` and other names that end in _ lose it; - is written _; children may be nested lists."""
        given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
        if lang:
            given["lang"] = lang
        element = Element(tag, given)
        self._append(element, children, lang or self.language)
        return element

    def _append(self, element: Element, children: "Nodes", language: str) -> None:
        for child in children:
            if child is None:
                continue
            if isinstance(child, str):
                _add_text(element, printable(child, language, self._longest))
            elif isinstance(child, Element):
                element.append(child)
            else:
                self._append(element, child, language)

    def headline(
        self, tag: str, text: str, points: float, width: float = 170.0, lang: str = "", **attributes: str
    ) -> Element:
        """A large text, hyphenated only where a word is wider than the line: `points` high, `width` millimetres wide."""
        element = self(tag, lang=lang, **attributes)
        element.text = headline(text, width / (points * 25.4 / 72), lang or self.language)
        return element

    def image(self, source: str, alt: str, style: str = "", class_: str = "") -> Element:
        """A picture with its alternative text."""
        element = Element("img", {"src": source, "alt": plain(alt) or "-"})
        if style:
            element.set("style", style)
        if class_:
            element.set("class", class_)
        return element

    def verbatim(self, tag: str, text: str, **attributes: str) -> Element:
        """An element whose text is not hyphenated: numbers, codes, page numbers."""
        element = self(tag, **attributes)
        element.text = plain(text)
        return element


def _add_text(element: Element, text: str) -> None:
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text
