"""The settings panel of a board: the method's settings, parameters and tools, and the board itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from kehittamo_core.board import Item
from kehittamo_core.web.boardview import ActionView, BoardView, action_view
from kehittamo_core.web.fieldview import ChoiceView, FieldView, field_view
from kehittamo_core.web.language import say
from kehittamo_core.web.programme_view import stage_title
from kehittamo_core.web.templating import words_of


@dataclass(frozen=True)
class SetupKind:
    """A kind of parameter with the board's items of it."""

    id: str
    label: str
    one: str
    help: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class CodecView:
    """A file form that the board can be written to or read from."""

    id: str
    label: str
    writes: bool
    reads: bool


@dataclass(frozen=True, kw_only=True)
class SettingsView:
    """The panel."""

    settings: Sequence[FieldView]
    setup: Sequence[SetupKind]
    actions: Sequence[ActionView]
    codecs: Sequence[CodecView]
    manage: bool
    stages: Sequence[dict[str, str]]
    groups: Sequence[dict[str, str]]
    stage: str
    group: str
    restricted: bool
    shown_to: Sequence[str]

    @property
    def tables(self) -> list[tuple[str, str]]:
        """The groups as (id, name)."""
        return [(group["id"], group["name"]) for group in self.groups]


def setting_view(view: BoardView, id_: str) -> FieldView:
    """One of the method's settings with its value on this board.

    Raises:
        KeyError: the method has no such setting.
    """
    declared = {one.id: one for one in view.method.settings}[id_] if view.method else None
    if declared is None:
        raise KeyError(id_)
    shown = field_view(view.board, "", declared, view.board.settings.get(id_))
    labels = view.board.labels
    choices = tuple(
        ChoiceView(choice.id, labels.get(f"setting:{id_}.{choice.id}") or choice.label, choice.glyph)
        for choice in shown.choices
    )
    return replace(shown, label=labels.get(f"setting:{id_}") or shown.label, choices=choices)


def settings_view(view: BoardView, board: Any, stages: Sequence[Any], groups: Sequence[Any]) -> SettingsView:
    """The panel of a board for a facilitator."""
    method, package = view.method, view.board.package
    assert method is not None
    return SettingsView(
        settings=[setting_view(view, one.id) for one in method.settings],
        setup=[
            SetupKind(kind.id, view.board.labels.get(f"{kind.id}+") or view.board.label(kind.id), view.board.label(kind.id), words_of(package, kind.help), view.board.of(kind.id))
            for kind in method.kinds
            if kind.setup
        ],
        actions=[
            action_view(view.board, one, view.organisation) for one in method.actions if one.setup
        ],
        codecs=[
            CodecView(one.id, words_of(package, one.label), one.write is not None, one.read is not None)
            for one in method.codecs
        ],
        manage=view.may.facilitate,
        stages=[{"id": stage.id, "title": stage_title(stage)} for stage in stages],
        groups=[{"id": group.id, "name": group.name or say("Group {number}", number=group.number)} for group in groups],
        stage=board.stage_id or "", group=board.group_id or "", restricted=board.restricted, shown_to=board.shown_to,
    )  # fmt: skip
