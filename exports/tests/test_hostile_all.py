"""The hostile list through every way out: each comes in bounded time, readable, while the server goes on answering."""

import asyncio
import io
import math
import re
import time
import zipfile
from typing import Any

import pytest
from pptx import Presentation

from exports.tests import documents
from exports.tests.hostile_method import BLOCKS, HOSTILE, chapter
from exports.tests.pdf_checker import faults
from exports.tests.reading import pages, squeezed
from kehittamo_core.api import Badge, Board, Chapter, ExportRequest, Plugins, Scene, Shape, Words, Workers
from kehittamo_exports import kehittamo_exports
from kehittamo_exports.chapters.board import compose
from kehittamo_exports.composition import Composition
from kehittamo_exports.deck.gather import from_blocks
from kehittamo_exports.limits import bounded
from kehittamo_exports.pdf.painter import Art, words
from kehittamo_exports.public import version_of
from kehittamo_exports.reading import cleaned
from kehittamo_exports.words import Voice

pytestmark = [pytest.mark.timeout(1_800)]
DRAWN = ("SHAPES", "SIZE", "NOWHERE", "LETTERS", "RING")
SCRIPTS = {
    "emoji": "👩‍👩‍👧‍👦 🇫🇮 👍🏽 ❤️ tekstiä",
    "rtl": "مرحبا بالعالم שלום עולם suomi",
    "zero width": "alku" + "a\u200d\u200b\u00ad" * 500 + "loppu",
    "zalgo": "a" + "\u0301" * 2_000 + "b",
    "controls": "a\x00b\x01\x7f\u202e c\ud800d",
    "no place to break": "x" * 58 + " " + "7" * 59,
}
SECONDS = 560.0
"""What a whole hostile programme may take in one form on a loaded machine; without the limits it takes hours."""
STILL = 5.0
"""So long the event loop of the server may be kept from its next turn, on a machine where others work too."""


def document(*more: str) -> dict[str, Any]:
    """A programme whose boards are all too much; `more` are titles of further ones."""
    nested: Any = "syvin"
    for _ in range(150):
        nested = [nested]
    boards = [
        {"id": f"h-{title.lower()}", "method": "hostile", "title": title, "items": []}
        for title in (*BLOCKS, *DRAWN, *more)
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
    given = document("MANY", "WORDS")
    version = version_of(ExportRequest(document=given, plugins=PLUGINS))
    assert "syvin" not in repr(cleaned(given))
    longest: dict[str, int] = {}
    for part in Composition(version).chapters({}):
        if part.job is None:
            continue
        sheets = compose(part.job)
        texts = [text for sheet in sheets for text in sheet.body.itertext()]
        elements = sum(1 for sheet in sheets for _ in sheet.body.iter())
        drawn = [art.marks for sheet in sheets for art in sheet.art.values() if isinstance(art, Art)]
        marks = sum(map(len, drawn))
        letters = sum(map(len, texts)) + sum(len(text) for one in drawn for text in words(one))
        for sheet in sheets:
            for tag in ("p", "td", "li"):
                pieces = (unbroken(text) for node in sheet.body.iter(tag) for text in node.itertext())
                longest[tag] = max(longest.get(tag, 0), *pieces, 0)
        assert max(map(unbroken, texts)) <= 60, part.title
        said = [text for sheet in sheets for node in sheet.body.iter("p") for text in node.itertext()]
        assert max((len(re.sub("[\u200b\u00ad]", "", text)) for text in said), default=0) <= 4_000, part.title
        assert elements < 4_200, (part.title, elements)
        assert letters < 45_000, (part.title, letters)
        assert marks < 6_000, (part.title, marks)
    assert longest == {"p": 38, "td": 23, "li": 38}  # longer pieces are broken
    for title in (*BLOCKS, "MANY", "WORDS"):
        pieces = list(from_blocks(chapter_of(title).blocks, lambda _text: ""))
        assert len(pieces) <= 2_000, title
        assert max((len(piece.columns) for piece in pieces), default=0) <= 12, title
        assert max((len(piece.rows) for piece in pieces), default=0) <= 1_000, title


def unbroken(text: str) -> int:
    """How long the longest piece of a text is that no line can be broken in."""
    return max(map(len, re.split("[\\s\u200b\u00ad]", text)))


def chapter_of(title: str) -> Chapter:
    return chapter(Board(id="b", title=title, method="hostile"), ())


def drawn(*shapes: Shape) -> Scene:
    return Scene(shapes=shapes, alt="Kuva")


DOT = Badge(x=0, y=0, text="a")
LINE = Words(x=0, y=0, text="sana " * 20)
LIMITS = {
    "6001 kuviota": (drawn(*[DOT] * 6_000), drawn(*[DOT] * 6_001)),
    "200100 merkkiä": (drawn(*[LINE] * 2_000), drawn(*[LINE] * 2_001)),
    "20 metriä": (drawn(DOT, Badge(x=19_000, y=0, text="a")), drawn(DOT, Badge(x=0, y=21_000, text="a"))),
    "20 metriä ": (drawn(DOT, Badge(x=0, y=19_000, text="a")), drawn(DOT, Badge(x=math.nan, y=0, text="a"))),
}
"""By what is said: a drawing that may just be drawn, and one beyond."""


@pytest.mark.parametrize("said", LIMITS)
def test_a_drawing_up_to_a_limit_is_drawn_and_above_it_refused_in_words(said: str) -> None:
    fits, refused = LIMITS[said]
    assert bounded(fits, Voice("fi")) is fits
    with pytest.raises(ValueError, match=said.strip()):
        bounded(refused, Voice("fi"))


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


@pytest.mark.slow
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


@pytest.mark.slow
def test_slides_are_bounded_and_open(made: dict[str, bytes]) -> None:
    assert faults(made["slides"]) == []
    assert len(pages(made["slides"])) < 900
    deck = Presentation(io.BytesIO(made["pptx"]))
    words = squeezed(
        " ".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    )
    assert squeezed("Siinä on 20000 kuviota") in words
    _scripts_are_readable(squeezed(" ".join(pages(made["slides"]))))


@pytest.mark.slow
def test_data_and_drawings_are_whole_or_say_why(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as book:
        assert b"suomi" in book.read("xl/sharedStrings.xml")
    for id_ in ("svg", "png"):
        with zipfile.ZipFile(io.BytesIO(made[id_])) as drawings:
            told = {name: drawings.read(name).decode() for name in drawings.namelist() if name.endswith(".txt")}
            assert len(told) == len(DRAWN), told
            assert any("20000 kuviota" in words for words in told.values())
            assert [name for name in drawings.namelist() if name.endswith(f"kirjoitukset-shapes.{id_}")]
