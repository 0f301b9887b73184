"""Reports that several tests look at are made once."""

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest

from exports.tests import documents
from kehittamo_core.api import ExportRequest
from kehittamo_exports import report


def make(document: Mapping[str, Any], language: str = "fi", **options: Any) -> bytes:
    """A report of a document."""
    snapshot = {
        "id": "v1",
        "name": "Tulospäivä",
        "sha256": "abcdef0123456789",
        "who": "Elina",
        "when": "2018-03-28T12:00:00",
    }
    request = ExportRequest(
        document=document, plugins=documents.PLUGINS, language=language, snapshot=snapshot, options=options
    )
    return report.write(request)


@pytest.fixture(scope="session")
def finnish() -> bytes:
    """The report of the small programme."""
    return make(documents.programme())


@pytest.fixture(scope="session")
def swedish() -> bytes:
    """The same programme in Swedish, most of it untranslated."""
    return make(documents.programme(), "sv", names=True, final=True)


def opened(data: bytes) -> pikepdf.Pdf:
    """The file for reading."""
    return pikepdf.open(io.BytesIO(data))
