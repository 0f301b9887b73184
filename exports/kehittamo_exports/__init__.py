"""Ways out of Kehittämö: the report as tagged PDF, boards as spreadsheets, graphs and pictures, the archive."""

from kehittamo_core.api import Export, hookimpl
from kehittamo_exports import archive, cuts, drawing, graph, outline, powerpoint, report, slides, spreadsheet
from kehittamo_exports.pdf.looking import look

PDF = Export(
    id="pdf", package="kehittamo_exports", title="Result report (PDF)", ending="pdf", media_type="application/pdf",
    write=report.write, outline=outline.outline, look=look,
)  # fmt: skip
ARCHIVE = Export(
    id="archive", package="kehittamo_exports", title="Archive (JSON)", ending="json", media_type="application/json",
    write=archive.write, private=True,
)  # fmt: skip
PUBLIC_ARCHIVE = Export(
    id="archive-public", package="kehittamo_exports", title="Archive for publication (JSON)", ending="json",
    media_type="application/json", write=archive.write_public,
)  # fmt: skip
SVG = Export(
    id="svg", package="kehittamo_exports", title="Drawings (SVG)", ending="zip", media_type="application/zip",
    write=drawing.write_svg,
)  # fmt: skip
BOARD_PDF = Export(
    id="board-pdf", package="kehittamo_exports", title="Board (PDF)", ending="pdf", media_type="application/pdf",
    write=drawing.write_board_pdf, scope="board",
)  # fmt: skip

NOTE = Export(
    id="note", package="kehittamo_exports", title="Note for decision makers (PDF, two pages)", ending="pdf",
    media_type="application/pdf", write=cuts.write_note, look=look,
)  # fmt: skip
OWN = Export(
    id="own", package="kehittamo_exports", title="One organisation's own page (PDF)", ending="pdf",
    media_type="application/pdf", write=cuts.write_own, of_actor=True, look=look,
)  # fmt: skip
SLIDES = Export(
    id="slides", package="kehittamo_exports", title="Slides (PDF, 16:9)", ending="pdf", media_type="application/pdf",
    write=slides.write, look=look,
)  # fmt: skip
PPTX = Export(
    id="pptx", package="kehittamo_exports", title="Slides (PPTX, to be edited)", ending="pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation", write=powerpoint.write,
)  # fmt: skip
XLSX = Export(
    id="xlsx", package="kehittamo_exports", title="Spreadsheet (XLSX)", ending="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write=spreadsheet.write_xlsx,
)  # fmt: skip
CSV = Export(
    id="csv", package="kehittamo_exports", title="Boards as tables (CSV)", ending="zip", media_type="application/zip",
    write=spreadsheet.write_csv,
)  # fmt: skip
GRAPHML = Export(
    id="graphml", package="kehittamo_exports", title="Boards as graphs (GraphML)", ending="zip",
    media_type="application/zip", write=graph.write_graphml,
)  # fmt: skip
PNG = Export(
    id="png", package="kehittamo_exports", title="Drawings (PNG)", ending="zip", media_type="application/zip",
    write=drawing.write_png,
)  # fmt: skip


@hookimpl
def kehittamo_exports() -> tuple[Export, ...]:
    """Offer the ways out."""
    return (PDF, NOTE, OWN, SLIDES, PPTX, XLSX, CSV, GRAPHML, SVG, PNG, ARCHIVE, PUBLIC_ARCHIVE, BOARD_PDF)
