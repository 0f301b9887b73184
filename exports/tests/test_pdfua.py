"""pdfua, a validator that is not ours (sixteen of PDF/UA-1's rules), on everything that leaves as PDF; it names planted defects."""

from pathlib import Path

import pikepdf
import pytest
from pdfua import validate

from exports.tests import documents
from exports.tests.conftest import opened
from exports.tests.test_checker import (
    link_without_words,
    no_alt,
    no_language,
    no_tree,
    title_hidden,
)
from kehittamo_core.api import ExportRequest
from kehittamo_exports import cuts, drawing, slides

STUMBLES = {"UA-14-001"}
"""Rules that pdfua 0.1.3 begins and cannot finish with our pikepdf: it asks an array whether it is a whole number.

Headings that are empty are named by our own checker (`an empty H1`).
"""
MADE = {
    "slides": slides.write, "note": cuts.write_note, "own": cuts.write_own, "board": drawing.write_board_pdf,
}  # fmt: skip


def untagged_words(pdf: pikepdf.Pdf) -> None:
    name = next(iter(pdf.pages[2].Resources.Font))
    pdf.pages[2].contents_add(f"BT {name} 12 Tf (aa) Tj ET".encode())


def told(data: bytes, folder: Path) -> list[str]:
    """The rules that are broken, and those that were not asked."""
    file = folder / "file.pdf"
    file.write_bytes(data)
    said = validate(str(file))
    assert len(said.outcomes) >= 12
    skipped = [f"{one.rule_id} not asked" for one in said.outcomes if one.skipped_reason]
    return [*(finding.rule_id for finding in said.findings), *(set(skipped) - {f"{id_} not asked" for id_ in STUMBLES})]


@pytest.mark.parametrize("name", ["report", "swedish", *MADE])
def test_another_validator_finds_nothing(name: str, finnish: bytes, swedish: bytes, tmp_path: Path) -> None:
    if name in MADE:
        board = "syykartta" if name == "board" else None
        data = MADE[name](
            ExportRequest(
                document=documents.programme(), plugins=documents.PLUGINS, board=board, options={"actor": "asiakas"}
            )
        )
    else:
        data = finnish if name == "report" else swedish
    assert told(data, tmp_path) == []


def test_it_names_what_is_planted(finnish: bytes, tmp_path: Path) -> None:
    plants = (
        (no_language, "UA-06-001"), (no_alt, "UA-13-004"), (link_without_words, "UA-18-005"), (no_tree, "UA-01-005"),
        (title_hidden, "UA-07-002"), (untagged_words, "UA-01-003"),
    )  # fmt: skip
    for plant, rule in plants:
        file = tmp_path / "planted.pdf"
        with opened(finnish) as pdf:
            plant(pdf)
            pdf.save(file)
        assert rule in told(file.read_bytes(), tmp_path), plant.__name__
