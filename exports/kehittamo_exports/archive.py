"""The archive: the saved version's document as canonical JSON, read back to the same bytes."""

from kehittamo_core.api import ExportRequest, canonical


def write(request: ExportRequest) -> bytes:
    """The document's canonical bytes."""
    return canonical(request.document)
