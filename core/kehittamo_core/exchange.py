"""A programme or a board as a file, and back: the archive of docs/exchange-format.md as pure data.

What is stored and read from the database is the workshop's (`workshop/archive.py`); here nothing is stored.
"""

import json
from collections.abc import Mapping
from typing import Any

from kehittamo_core.document.checking import validate
from kehittamo_core.document.form import FORMAT, VERSION
from kehittamo_core.document.normal import Document, canonical, clean, in_order, merge, prune, sha256, with_defaults
from kehittamo_core.document.reading import read_document
from kehittamo_core.document.schema import schema
from kehittamo_core.errors import Fault, Invalid
from kehittamo_core.loading import Plugins
from kehittamo_core.picture import board_from_document

__all__ = [
    "FORMAT", "VERSION", "Document", "board_from_document", "canonical", "canonical_schema", "clean", "in_order", "merge", "missing_methods",
    "prune", "read_document", "refuse_faults", "schema", "sha256", "upgraded", "validate", "with_defaults",
]  # fmt: skip


def canonical_schema(plugins: Plugins) -> str:
    """The JSON Schema of the archive as text."""
    return json.dumps(schema(plugins), ensure_ascii=False, indent=2) + "\n"


def upgraded(document: Mapping[str, Any], plugins: Plugins) -> Document:
    """The document with every board in the present form of its method (`Method.upgrades`, one after the other).

    Raises:
        Invalid: an upgrade cannot read what stands there; the place is named.
    """
    boards = []
    for number, board in enumerate(document.get("boards") or []):
        method = plugins.methods.get(str(board.get("method"))) if isinstance(board, dict) else None
        version = board.get("version") if method is not None else None
        if method is None or not isinstance(version, int) or not 1 <= version < method.version:
            boards.append(board)
            continue
        made = dict(board)
        for step in method.upgrades[version - 1 :]:
            try:
                made = step(made)
            except Exception as error:
                place = f"boards[{number}]"
                raise Invalid(
                    "{place} is of an older form of {method} and cannot be read: {what}.", place=place, method=method.id,
                    what=f"{type(error).__name__}: {error}", faults=[Fault(place, "cannot be upgraded", {})],
                ) from error  # fmt: skip
        boards.append({**made, "version": method.version})
    return {**document, "boards": boards} if boards else dict(document)


def missing_methods(document: Mapping[str, Any], plugins: Plugins) -> list[str]:
    """The methods of a document's boards and links that are not installed here."""
    used = {board["method"] for board in document.get("boards") or []}
    used |= {link["method"] for link in document.get("links") or []}
    return sorted(used - set(plugins.methods) - {"core"})


def refuse_faults(faults: list[Fault]) -> None:
    """Refuse a document that has faults, naming the first place and value and how many more there are.

    Raises:
        Invalid: there is a fault; all of them are in its `faults`.
    """
    if not faults:
        return
    if len(faults) == 1:
        raise Invalid("{fault}. Nothing was imported.", fault=str(faults[0]), faults=faults)
    raise Invalid(
        "{fault}; and {count} more faults. Nothing was imported.",
        fault=str(faults[0]),
        count=len(faults) - 1,
        faults=faults,
    )
