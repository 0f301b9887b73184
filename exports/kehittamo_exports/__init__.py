"""Ways out of Kehittämö: the result-day report as tagged PDF, boards as PDF and SVG, the archive."""

from kehittamo_core.api import Export, hookimpl
from kehittamo_exports import archive, drawing, report

PDF = Export(
    id="pdf", package="kehittamo_exports", title="Result report (PDF)", ending="pdf", media_type="application/pdf",
    write=report.write,
)  # fmt: skip
ARCHIVE = Export(
    id="archive", package="kehittamo_exports", title="Archive (JSON)", ending="json", media_type="application/json",
    write=archive.write,
)  # fmt: skip
SVG = Export(
    id="svg", package="kehittamo_exports", title="Drawings (SVG)", ending="zip", media_type="application/zip",
    write=drawing.write_svg,
)  # fmt: skip
BOARD_PDF = Export(
    id="board-pdf", package="kehittamo_exports", title="Board (PDF)", ending="pdf", media_type="application/pdf",
    write=drawing.write_board_pdf, scope="board",
)  # fmt: skip


@hookimpl
def kehittamo_exports() -> tuple[Export, ...]:
    """Offer the ways out."""
    return (PDF, ARCHIVE, SVG, BOARD_PDF)
