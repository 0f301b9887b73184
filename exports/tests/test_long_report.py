"""A report of two hundred pages, of all five methods, in its second language: it passes the checker and stays small in memory."""

from pathlib import Path

import pytest

from bench.report_corpus import copies, plugins
from exports.tests.pdf_checker import faults
from exports.tests.reading import pages
from kehittamo_core.api import ExportRequest
from kehittamo_exports import composition, report

PAGES = 198
BOARDS = 17
"""So many of the practice programme's boards, of all methods, make that many pages."""
MEGABYTES = 300
"""What a worker may come to have, with what it shares with the others."""


def peak(pid: int) -> float:
    """The most memory that a process has had, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) * 1024 / 1e6


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_long_report_passes_every_point_in_swedish_and_its_workers_stay_small() -> None:
    installed = plugins()
    request = ExportRequest(document=copies("harjoitus", BOARDS, installed), plugins=installed, language="sv")
    made = report.write(request)
    peaks = [peak(pid) for crew in composition._CREWS.values() for pid in crew.pids]  # ours: no other way to ask them
    assert peaks
    assert max(peaks) < MEGABYTES
    assert faults(made) == []
    printed = pages(made)
    assert len(printed) >= PAGES
    assert f"{len(printed)} / {len(printed)}" in printed[-1]
