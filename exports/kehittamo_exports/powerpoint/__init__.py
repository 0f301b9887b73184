"""Slides as a PowerPoint file: native shapes, connectors, tables and texts that people can go on working with."""

from kehittamo_core.api import ExportRequest


def write(request: ExportRequest) -> bytes:
    """The slides as PPTX; the library is read only when somebody asks for them."""
    from kehittamo_exports.powerpoint.book import write as make

    return make(request)
