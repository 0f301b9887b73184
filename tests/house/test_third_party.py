"""A stranger's method: five_whys, installed from its own folder, works everywhere without a line changed in the core."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.examples.stranger import FIVE_WHYS, PROGRAMME, install
from tests.house.conftest import run_in


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where five_whys is installed as a package of its own, with its entry point."""
    return install(FIVE_WHYS, tmp_path_factory.mktemp("stranger"))


def test_it_is_listed_with_its_own_package(stranger: Path, tmp_path: Path) -> None:
    """`kehittamo methods` names it and where it comes from."""
    done = run_in(tmp_path, "methods", PYTHONPATH=str(stranger))
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if "five_whys" in line)
    assert "kehittamo-five-whys" in line


def test_archive_and_report(stranger: Path, tmp_path: Path) -> None:
    """Its board goes into the database and comes out as the same file, and has its chapter in the report."""
    file = tmp_path / "miksi.json"
    file.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    for words in (("db", "upgrade"), ("programme", "import", str(file))):
        done = run_in(tmp_path, *words, PYTHONPATH=str(stranger))
        assert done.returncode == 0, done.stderr
    first, second, report = tmp_path / "1.json", tmp_path / "2.json", tmp_path / "r.pdf"
    for kind, out in (("archive", first), ("pdf", report)):
        done = run_in(
            tmp_path, "programme", "export", "miksi", "--as", kind, "--out", str(out), PYTHONPATH=str(stranger)
        )
        assert done.returncode == 0, done.stderr
    other = tmp_path / "other"
    run_in(other, "db", "upgrade", PYTHONPATH=str(stranger))
    for words in (
        ("programme", "import", str(first)),
        ("programme", "export", "miksi", "--as", "archive", "--out", str(second)),
    ):
        done = run_in(other, *words, PYTHONPATH=str(stranger))
        assert done.returncode == 0, done.stderr
    assert first.read_bytes() == second.read_bytes()
    text = "".join(page.extract_text() for page in PdfReader(report).pages)
    assert "Viisi kertaa miksi" in text
    assert "Lähetteitä tulee enemmän" in text.replace("\u00ad", "").replace("-\n", "")


def test_without_it_the_board_is_kept(stranger: Path, tmp_path: Path) -> None:
    """A programme whose method is missing is listed and exported whole."""
    file = tmp_path / "miksi.json"
    file.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    run_in(tmp_path, "db", "upgrade", PYTHONPATH=str(stranger))
    assert run_in(tmp_path, "programme", "import", str(file), PYTHONPATH=str(stranger)).returncode == 0
    out = tmp_path / "without.json"
    done = run_in(tmp_path, "programme", "export", "miksi", "--as", "archive", "--out", str(out))
    assert done.returncode == 0, done.stderr
    kept = json.loads(out.read_text(encoding="utf-8"))["boards"][0]
    assert [item["values"]["text"] for item in kept["items"]] == [
        item["values"]["text"] for item in PROGRAMME["boards"][0]["items"]
    ]
