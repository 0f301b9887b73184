"""Printed pages: wide drawings come between the pages of the text, letters stay readable, numbers stay whole."""

import re

import pytest

from exports.tests import documents
from exports.tests.reading import pages
from kehittamo_core.api import Box, Chapter, ExportRequest, Figure, Heading, Item, Paragraph, Scene, Table, break_lines
from kehittamo_core.demo import PROGRAMMES, demo_document
from kehittamo_core.loading import load_plugins
from kehittamo_exports.chapters.board import compose
from kehittamo_exports.chapters.cover import cover
from kehittamo_exports.composition import Composition
from kehittamo_exports.page.blocks import Blocks
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.page.paper import LABEL, texts
from kehittamo_exports.page.tables import column_shares
from kehittamo_exports.page.text import clean, plain
from kehittamo_exports.pdf.merge import Description, join
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.sheet import render
from kehittamo_exports.pdf.stamp import Heads
from kehittamo_exports.public import version_of
from kehittamo_exports.words import Voice

WORDS = "Tämä on kappale, jossa on sanoja enemmän kuin yhdelle riville mahtuu, ja ne jatkuvat vielä. " * 3


def strip(name: str, columns: int = 5) -> Scene:
    """A drawing that is readable on wide paper only."""
    boxes = [
        Box(item=Item(id=f"{name}{n}", kind="n", values={"text": f"{name} {n}"}), x=n * 54.0, y=0, width=48)
        for n in range(columns)
    ]
    return Scene(shapes=tuple(boxes), alt=name)


def test_a_wide_drawing_comes_after_its_page_and_the_text_flows_past_it() -> None:
    """Two wide drawings in the middle of a text: no page before them ends early, they keep their order and their names."""
    draft = Draft("luku", "Luku", Voice("fi"), number=3)
    draft.open()
    rows = tuple((f"R-{n}", f"rivi {n}", "selitys " * 12) for n in range(30))
    blocks = (
        *(Paragraph(f"Alku {n}. {WORDS}") for n in range(4)), Figure(drawing="eka", caption="Ensimmäinen"), Table(caption="Taulu", columns=("Tunnus", "Nimi", "Selitys"), rows=rows),
        Figure(drawing="toka", caption="Toinen"), Heading("Loppu", 2), *(Paragraph(f"Loppu {n}. {WORDS}") for n in range(30)),
    )  # fmt: skip
    Blocks(draft, lambda name: (strip(name), "landscape"), foreign=lambda _: "").write(
        Chapter(title="Luku", blocks=blocks)
    )
    made = render(draft.sheet())
    wide = [width > height for width, height in made.sizes]
    assert wide == [False, True, False, True, False]
    printed = pages(join([made], Description("Luku", "fi"), None))
    assert "Kuva 3.1." in printed[1]
    assert "Kuva 3.2." in printed[3]
    assert "rivi 3" in printed[0] and "rivi 29" in printed[2]  # noqa: PT018
    assert "Loppu 0" in printed[2] and "Loppu 29" in printed[4]  # noqa: PT018
    (mark,) = (mark for mark in made.bookmarks if mark.label == "Loppu")
    assert mark.page == 2


@pytest.mark.parametrize("key", PROGRAMMES)
def test_no_letter_of_a_printed_drawing_is_smaller_than_8_points(key: str) -> None:
    """On whatever paper and at whatever scale each drawing of the examples is set."""
    plugins = load_plugins()
    document = demo_document(key, [method.package for method in plugins.methods.values()])
    version = version_of(ExportRequest(document=document, plugins=plugins, language="fi"))
    jobs = [chapter.job for chapter in Composition(version).chapters({}) if chapter.job is not None]
    small, seen = [], 0
    for sheet in (sheet for job in jobs for sheet in compose(job)):
        for image in sheet.body.iter("img"):
            art = sheet.art[image.get("src", "")]
            assert isinstance(art, Art)
            style = dict(part.split(":") for part in image.get("style", "").split(";"))
            scale = float(style["width"].removesuffix("mm")) / art.window[2]
            sizes = [run.size * scale * 72 / 25.4 for run in texts(art.marks) if run.size >= LABEL]
            seen += len(sizes)
            if sizes and min(sizes) < 7.95:
                small.append((sheet.title, image.get("alt", "")[:60], min(sizes)))
    assert seen > 100
    assert small == []


def test_no_line_breaks_a_number_its_unit_or_its_range() -> None:
    """However a number was typed: in running text, in headings and titles, in table columns and in drawings."""
    typed = "Säästö on 1 020 000 € eli 25 % klo 12.30–16.00"
    assert clean(typed) == "Säästö on 1\u00a0020\u00a0000\u00a0€ eli 25\u00a0% klo\u00a012.30–16.00" == plain(typed)
    assert clean("Vuonna 2018 300 ihmistä ja 12 345,5") == "Vuonna 2018 300 ihmistä ja 12\u00a0345,5"
    lines = break_lines(typed, 22, 3)
    assert len(lines) == 4
    for whole in ("1 020 000 €", "25 %", "klo 12.30–16.00"):
        assert any(whole in line for line in lines), whole
    narrow, _ = column_shares(("Summa", "Selitys"), [("1 020 000 €", "sanoja " * 200)], 60.0, "fi")
    assert narrow > 18


def test_a_running_header_has_every_letter_of_the_programmes_name() -> None:
    draft = Draft("luku", "Luku", Voice("fi"))
    draft.open()
    name = "Työpaja Ω ж 研究 한국어 שלום مرحبا 🎉"
    (printed,) = pages(
        join([render(draft.sheet())], Description("Luku", "fi"), Heads(name, "v1", foot=name), frozenset())
    )
    for word in ("Työpaja Ω ж", "研究", "한국어", "🎉", "שלום", "مرحبا"):
        assert printed.count(word) == 2, word
    assert "?" not in printed


def test_the_figures_of_the_cover_stand_on_one_line_however_long_their_numbers_are() -> None:
    """A long number takes the room that the others leave; none is broken, none begins a second line."""
    document = documents.programme()
    told = ((4, "työpajaa"), (1020000, "euroa säästöä vuodessa"), (40, "asiantuntijaa"), (12500, "asukasta"))
    document["programme"]["figures"] = [
        {"id": f"l{n}", "text": words, "value": value} for n, (value, words) in enumerate(told)
    ]
    version = version_of(ExportRequest(document=document, plugins=documents.PLUGINS, language="fi"))
    (printed,) = pages(render(cover(version, final=False)).pdf, layout=True)
    assert re.search(r"4 +1\s020\s000 +40 +12\s500", printed)
