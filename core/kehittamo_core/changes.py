"""What a method's actions and files change on a board: values that the core checks and stores as ordinary commands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kehittamo_core.fields import Field

if TYPE_CHECKING:
    from kehittamo_core.board import Board


@dataclass(frozen=True, kw_only=True)
class Add:
    """A change by an action: add an item, with a name `ref` by which later changes of the same action may link to it.

    `uncertain` maps a field (or "" for the whole) to a note of doubt, `sources` say where it comes from.
    """

    kind: str
    values: Mapping[str, Any]
    zone: str = ""
    ref: str = ""
    uncertain: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change by an action: set values of an element, and notes of doubt; an empty note takes one away."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    uncertain: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Connect:
    """A change by an action: add a link; ends are ids, or refs of items added by the same action."""

    kind: str
    source: str
    target: str
    values: Mapping[str, Any] = field(default_factory=dict)
    uncertain: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Remove:
    """A change by an action: delete an element, softly."""

    id: str


Changes = tuple[Add | Change | Connect | Remove, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an action gives: changes stored as ordinary commands, all or none, and a sentence that says what was done."""

    changes: Changes = ()
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """What a form cannot say: `run(board, values)` computes changes from a board and the values of `fields`.

    Who writes may run one that is not `setup`: in the `zone` where it adds something, else beside the board. After it was
    stored, its form in a zone is empty for the next one but for the fields that it `keeps`.
    """

    id: str
    label: str
    run: "Callable[[Board, Mapping[str, Any]], Outcome]"
    fields: tuple[Field, ...] = ()
    help: str = ""
    setup: bool = True
    zone: str = ""
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Codec:
    """A way to read or write a board's items as a file of another form; one that cannot read has `read=None`.

    `write(board)` gives the file's bytes. `read(board, data)` gives changes, or raises `Invalid` with row and column.
    """

    id: str
    label: str
    ending: str
    media_type: str
    write: "Callable[[Board], bytes] | None" = None
    read: "Callable[[Board, bytes], Changes] | None" = None
