"""The result-day report of the source programme: every word of it is there, and the contents' page numbers are true."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from tests.house.conftest import run_in

DATA = Path(__file__).parents[1] / "data" / "siun_sote_hebu.yaml"
SECTIONS = (
    "background", "impact_chain", "goal_map", "guiding_principle", "actors", "actor_goals", "actor_cards", "solutions", "service_path",
    "provider_path", "organiser_canvas", "guidance_charts", "pricing", "network", "information_needs", "experiment",
    "prerequisites", "impact_management", "co_development", "next_steps", "acknowledgements",
)  # fmt: skip


def texts_of(node: Any) -> Iterator[str]:
    """Every value called `text` in a tree of plain data."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(node, list):
        for part in node:
            yield from texts_of(part)


def squeezed(text: str) -> str:
    """Letters, digits and signs only: spaces and hyphens aside."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u2010\u2011\u2212–-]+", "", plain).casefold()


@pytest.fixture(scope="session")
def report(demo_home: Path) -> PdfReader:
    """The report, made once from the command line."""
    out = demo_home / "r.pdf"
    done = run_in(demo_home, "programme", "export", "siun-sote-hebu", "--as", "pdf", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return PdfReader(out)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_word_of_the_source_is_printed(report: PdfReader, section: str) -> None:
    """No text value of the section is lost between the data and the paper."""
    source = yaml.safe_load(DATA.read_text(encoding="utf-8"))[section]
    printed = squeezed("".join(page.extract_text() for page in report.pages))
    missing = [text for text in texts_of(source) if squeezed(text) not in printed]
    assert missing == []


def test_the_contents_point_at_the_right_pages(report: PdfReader) -> None:
    """Each line of the contents carries the number of the page on which its chapter begins."""
    outline = [entry for entry in report.outline if not isinstance(entry, list)]
    contents = "\n".join(page.extract_text() for page in report.pages[1:4])
    assert len(outline) >= 8
    checked = 0
    for entry in outline:
        number = report.get_destination_page_number(entry)  # type: ignore[arg-type]
        title = squeezed(str(entry.title))
        line = next((line for line in contents.splitlines() if title and title in squeezed(line)), None)
        if line is None or number is None:
            continue
        stated = re.search(r"(\d+)\s*$", line)
        if stated is not None:
            assert int(stated.group(1)) == number + 1, line
            checked += 1
    assert checked >= 6


def test_figures_that_the_report_must_say(report: PdfReader) -> None:
    """The result day as Finns write it, the four planned figures, and the empty next steps with their note."""
    text = "".join(page.extract_text() for page in report.pages)
    flat = squeezed(text)
    assert squeezed("28.3.2018 klo 12.30–16.00") in flat
    for figure in ("4 työpajaa", "2 kuukautta aikaa", "40 asiantuntijaa", "1 yhteinen tavoite"):
        assert squeezed(figure) in flat
    assert squeezed("Seuraavat askeleet") in flat
    assert squeezed("Perustelu puuttuu lähteestä") in flat
