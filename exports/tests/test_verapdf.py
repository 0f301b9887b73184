"""veraPDF, a validator that is not ours, on the report, its slides and its Swedish twin; reported as not run where it is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from exports.tests import documents
from exports.tests.conftest import make
from kehittamo_core.api import ExportRequest
from kehittamo_exports import slides

VERAPDF = shutil.which("verapdf")
pytestmark = pytest.mark.skipif(
    VERAPDF is None,
    reason="not run: veraPDF is not installed (https://verapdf.org, needs Java); nothing is said of conformance",
)


@pytest.mark.parametrize("name", ["report", "swedish", "slides"])
def test_a_validator_finds_nothing_against_pdf_ua_1(name: str, tmp_path: Path) -> None:
    document = documents.programme()
    if name == "slides":
        data = slides.write(ExportRequest(document=document, plugins=documents.PLUGINS))
    else:
        data = make(document, "sv" if name == "swedish" else "fi")
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(data)
    said = subprocess.run(
        [str(VERAPDF), "--flavour", "ua1", "--format", "text", "-v", str(file)], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stdout[-4_000:]
    assert said.stdout.startswith("PASS"), said.stdout[-4_000:]
