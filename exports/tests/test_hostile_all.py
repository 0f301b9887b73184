"""The hostile list through every way out: each comes in bounded time, readable, while the server goes on answering."""

import asyncio
import io
import re
import time
import zipfile
from typing import Any

import pytest
from pptx import Presentation

from exports.tests import documents
from exports.tests.hostile_method import BLOCKS, HOSTILE
from exports.tests.pdf_checker import faults
from exports.tests.reading import pages, squeezed
from kehittamo_core.api import ExportRequest, Plugins, Workers
from kehittamo_exports import kehittamo_exports
from kehittamo_exports.chapters.board import compose
from kehittamo_exports.composition import Composition
from kehittamo_exports.pdf.painter import Art, words
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import cleaned

pytestmark = [pytest.mark.timeout(1_800), pytest.mark.slow]
DRAWN = ("SHAPES", "SIZE", "NOWHERE", "LETTERS", "RING")
SCRIPTS = {
    "emoji": "👩‍👩‍👧‍👦 🇫🇮 👍🏽 ❤️ tekstiä",
    "rtl": "مرحبا بالعالم שלום עולם suomi",
    "zero width": "alku" + "a\u200d\u200b\u00ad" * 500 + "loppu",
    "zalgo": "a" + "\u0301" * 2_000 + "b",
    "controls": "a\x00b\x01\x7f\u202e c\ud800d",
}
SECONDS = 560.0
"""What a whole hostile programme may take in one form on a loaded machine; without the limits it takes hours."""
STILL = 5.0
"""So long the event loop of the server may be kept from its next turn, on a machine where others work too."""


def document() -> dict[str, Any]:
    """A programme whose boards are all too much."""
    nested: Any = "syvin"
    for _ in range(150):
        nested = [nested]
    boards = [
        {"id": f"h-{title.lower()}", "method": "hostile", "title": title, "items": []} for title in (*BLOCKS, *DRAWN)
    ]
    boards.append(
        {
            "id": "h-scripts", "method": "hostile", "title": "Kirjoitukset",
            "items": [
                {"id": f"k-{number}", "kind": "note", "code": f"ZH-{number}", "values": {"text": text, "extra": nested}}
                for number, text in enumerate(SCRIPTS.values(), 1)
            ],
        }
    )  # fmt: skip
    return documents.programme(boards=boards)


PLUGINS = Plugins(
    methods={**documents.PLUGINS.methods, "hostile": HOSTILE}, exports={way.id: way for way in kehittamo_exports()}
)


def test_what_is_laid_out_is_bounded_before_the_layout_sees_it() -> None:
    version = version_of(ExportRequest(document=document(), plugins=PLUGINS))
    given = cleaned(document())
    assert "syvin" not in repr(given)
    for chapter in Composition(version).chapters({}):
        if chapter.job is None:
            continue
        sheets = compose(chapter.job)
        texts = [text for sheet in sheets for text in sheet.body.itertext()]
        elements = sum(1 for sheet in sheets for _ in sheet.body.iter())
        drawn = [art.marks for sheet in sheets for art in sheet.art.values() if isinstance(art, Art)]
        marks = sum(map(len, drawn))
        letters = sum(map(len, texts)) + sum(len(text) for one in drawn for text in words(one))
        pieces = max(len(piece) for text in texts for piece in re.split("[\\s\u200b\u00ad]", text))
        assert elements < 4_200, (chapter.title, elements)
        assert letters < 45_000, (chapter.title, letters)
        assert pieces <= 60, (chapter.title, pieces)
        assert marks < 6_000, (chapter.title, marks)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Every form of the hostile programme, made as the server makes them, and how long its loop stood still meanwhile."""
    return asyncio.run(_make())


async def _make() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    gaps = [0.0]

    async def answer() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.05)
            gaps.append(time.monotonic() - before - 0.05)

    workers = Workers(PLUGINS, count=1)
    await workers.start()
    answering = asyncio.create_task(answer())
    try:
        for id_ in ("pdf", "slides", "pptx", "xlsx", "svg", "png"):
            request = ExportRequest(document=document(), plugins=PLUGINS, options={"patience": SECONDS / 4})
            found[id_] = await workers.export(id_, request, seconds=SECONDS)
    finally:
        answering.cancel()
        await workers.close()
    assert max(gaps) < STILL
    return found


def test_the_report_is_bounded_and_says_what_it_left(made: dict[str, bytes]) -> None:
    everything = pages(made["pdf"])
    text = squeezed(" ".join(everything))
    assert faults(made["pdf"]) == []
    assert len(everything) < 500
    assert squeezed("Tähän on tulostettu vain 1000 ensimmäistä, kun kaikkiaan niitä on 10000") in text
    assert squeezed("Tähän on tulostettu vain 1000 ensimmäistä, kun kaikkiaan niitä on 20000") in text
    assert squeezed("rivi 999 bb ccc") in text
    assert "Sarake299" in text
    assert text.count("ä") > 15_000
    for said in ("Siinä on 20000 kuviota", "Sillä ei ole kokoa", "Siinä on 300000 merkkiä", "maximum recursion depth"):
        assert squeezed(said) in text, said
    assert "syvin" not in text
    _scripts_are_readable(text)


def _scripts_are_readable(text: str) -> None:
    for word in ("tekstiä", "suomi", "alku", "loppu", "👍"):
        assert word in text, word
    # Letters that go from right to left come out of a file in the order in which they stand on the line.
    assert "שלום" in text or "םולש" in text
    assert "\u0301" * 10 not in text


def test_slides_are_bounded_and_open(made: dict[str, bytes]) -> None:
    assert faults(made["slides"]) == []
    assert len(pages(made["slides"])) < 900
    deck = Presentation(io.BytesIO(made["pptx"]))
    words = squeezed(
        " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    )
    assert squeezed("Siinä on 20000 kuviota") in words
    _scripts_are_readable(squeezed(" ".join(pages(made["slides"]))))


def test_data_and_drawings_are_whole_or_say_why(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as book:
        assert b"suomi" in book.read("xl/sharedStrings.xml")
    for id_ in ("svg", "png"):
        with zipfile.ZipFile(io.BytesIO(made[id_])) as drawings:
            told = {name: drawings.read(name).decode() for name in drawings.namelist() if name.endswith(".txt")}
            assert len(told) == len(DRAWN), told
            assert any("20000 kuviota" in words for words in told.values())
            assert [name for name in drawings.namelist() if name.endswith(f"kirjoitukset-shapes.{id_}")]
