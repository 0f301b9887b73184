"""The archive: the saved version's document as canonical JSON, read back to the same bytes; and its public cut."""

from kehittamo_core.api import ExportRequest, canonical
from kehittamo_exports import public


def write(request: ExportRequest) -> bytes:
    """The document's canonical bytes."""
    return canonical(request.document)


def write_public(request: ExportRequest) -> bytes:
    """The public cut's canonical bytes: what is printed, nothing else; the option `names` is the report's."""
    return canonical(public.archive(request.document, request.language, names=bool(request.options.get("names"))))
