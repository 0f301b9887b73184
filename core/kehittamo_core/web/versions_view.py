"""The differences between two versions in the reader's words, by board and by list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kehittamo_core.document.comparing import Change
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.picture import labels_of
from kehittamo_core.web import language
from kehittamo_core.web.language import say
from kehittamo_core.web.lists_view import words_for
from kehittamo_core.workshop.lists import BY_ID

TITLES = {
    "goal": "Shared goal", "programme": "The programme itself", "boards": "Boards", "links": "Links across boards",
    "comments": "Comments", "stages": "Meetings", "agenda": "Agenda",
}  # fmt: skip


PLAIN = {
    "text": "Text", "title": "Name", "zone": "Place on the board", "state": "State", "stage": "Meeting", "group": "Whose board",
    "source": "From", "target": "To", "uncertain": "uncertain",
}  # fmt: skip
"""Fields of the archive that no list declares."""


@dataclass(frozen=True)
class ChangeView:
    """One difference: what it is, its short id and name, and its fields with before and after in words."""

    what: str
    code: str
    name: str
    kind: str
    fields: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class ChangeGroup:
    """The differences of one board or one list."""

    title: str
    changes: Sequence[ChangeView]

    def number(self, what: str) -> int:
        """How many were added, changed or removed."""
        return sum(1 for change in self.changes if change.what == what)


def _words(value: Any) -> str:
    if value is None:
        return say("not known")
    if isinstance(value, list):
        return ", ".join(_words(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(_words(part) for part in value.values())
    return (
        words_for(Field(id="value", label="", type="number"), value, None)
        if isinstance(value, int | float)
        else str(value)
    )


def _labels(plugins: Plugins, method: str) -> dict[str, str]:
    declared = plugins.methods.get(method)
    return labels_of(declared, language.current()) if declared is not None else {}


def _field_label(change: Change, field: str, labels: Mapping[str, str]) -> str:
    name = field.removeprefix("values.")
    if field.startswith("values."):
        return labels.get(f"{change.kind}.{name}") or labels.get(f"link:{change.kind}.{name}") or name
    declared = BY_ID.get(change.sort)
    known = declared.field(name) if declared is not None else None
    return say(known.label) if known is not None else say(PLAIN[name]) if name in PLAIN else name


def change_groups(
    changes: Sequence[Change], old: Mapping[str, Any], new: Mapping[str, Any], plugins: Plugins
) -> list[ChangeGroup]:
    """The differences by board and list, in the order of the archive."""
    boards = {
        board["id"]: str(board.get("title") or board["id"])
        for document in (old, new)
        for board in document.get("boards") or []
    }
    found: dict[str, list[ChangeView]] = {}
    for change in changes:
        labels = _labels(plugins, change.method)
        declared = BY_ID.get(change.sort)
        title = boards.get(change.board) or say(
            TITLES.get(change.sort) or (declared.title if declared else "The programme itself")
        )
        kind = labels.get(change.kind) or labels.get(f"link:{change.kind}") or ""
        view = ChangeView(
            change.what, change.code, change.name, kind,
            [(_field_label(change, field, labels), _words(before), _words(after)) for field, before, after in change.fields],
        )  # fmt: skip
        found.setdefault(title, []).append(view)
    return [ChangeGroup(title, views) for title, views in found.items()]
