"""The commands: every change to the structure of a programme, as a value that can be checked, carried out once and remembered.

Ids are primary keys (32 hexadecimal letters). `command_id` is made by whoever sends the command; a command that comes
again with the same id is answered with the first answer and repeats nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Command:
    """What all commands have in common."""

    command_id: str


@dataclass(frozen=True, kw_only=True)
class Note:
    """One item to be added: its kind ("" is the zone's first), values by field, and its zone ("" is the kind's own)."""

    kind: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class AddItem(Command):
    """Add an item, last in its zone or right behind the item `after`. Texts are in `language`, else the programme's own.

    `behalf` is the id of a participant for whom it is written down.
    """

    board: str
    kind: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    zone: str = ""
    after: str | None = None
    language: str | None = None
    behalf: str | None = None


@dataclass(frozen=True, kw_only=True)
class AddMany(Command):
    """Add several items at once (pasted lines), all or none, in this order, last in their zones."""

    board: str
    notes: tuple[Note, ...]
    language: str | None = None
    behalf: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeField(Command):
    """Set one field of an item or a link; None makes it a gap.

    `revision` is the field's number as the writer saw it; a smaller one than the stored is refused with both values
    (None writes regardless). A co-edited text is changed by the difference, so what others type at once stays.
    """

    element: str
    field: str
    value: Any
    revision: int | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeFields(Command):
    """Set several fields of one element, all or none."""

    element: str
    values: Mapping[str, Any]
    revisions: Mapping[str, int] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class MarkUncertain(Command):
    """Note a doubt at a field ("" is the whole element); an empty note takes the doubt away."""

    element: str
    field: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Move(Command):
    """Move an item to a zone, in front of the item `before` or last."""

    element: str
    zone: str
    before: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceItem(Command):
    """Put an item at a place of the drawing, in millimetres; x and y None give it back to the layout."""

    element: str
    x: float | None
    y: float | None


@dataclass(frozen=True, kw_only=True)
class Connect(Command):
    """Link two elements. Without a board, or where the ends are on different boards, the link is the programme's.

    `method` declares the link kind (`core` for the red thread's own kind `thread`); "" is the board's method.
    """

    kind: str
    source: str
    target: str
    method: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Remove(Command):
    """Delete an item or a link, and with it the links that end at it; all of it can be restored."""

    element: str


@dataclass(frozen=True, kw_only=True)
class Restore(Command):
    """Take back a deletion, with everything that was deleted along with it."""

    element: str


@dataclass(frozen=True, kw_only=True)
class Vote(Command):
    """Give an element points, replacing one's earlier ones; 0 takes them back. `group` votes for a whole table.

    In a ballot a group's are its votes on paper, and `behalf` is a participant whose votes are entered for them.
    """

    element: str
    points: int
    group: str | None = None
    behalf: str | None = None


@dataclass(frozen=True, kw_only=True)
class Comment(Command):
    """Write a remark on an item or a link."""

    element: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ResolveComment(Command):
    """Mark a remark as dealt with, or open it again."""

    comment: str
    done: bool = True


@dataclass(frozen=True, kw_only=True)
class DeleteComment(Command):
    """Delete a remark: one's own, or any as a facilitator."""

    comment: str


@dataclass(frozen=True, kw_only=True)
class CreateBoard(Command):
    """Start a board of a method, from one of its starters or empty; for one group, or common. `ref` is the new board."""

    programme: str
    method: str
    title: str = ""
    starter: str | None = None
    stage: str | None = None
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class RenameBoard(Command):
    """Give a board another title."""

    board: str
    title: str


@dataclass(frozen=True, kw_only=True)
class DeleteBoard(Command):
    """Delete a board; it can be restored."""

    board: str


@dataclass(frozen=True, kw_only=True)
class RestoreBoard(Command):
    """Take back the deletion of a board."""

    board: str


@dataclass(frozen=True, kw_only=True)
class LockBoard(Command):
    """Close a board for writing, or open it again."""

    board: str
    locked: bool = True


@dataclass(frozen=True, kw_only=True)
class AssignBoard(Command):
    """Put a board to a stage and a group (None: to none, a common board)."""

    board: str
    stage: str | None = None
    group: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShowBoard(Command):
    """Say to whom a board is shown: everybody, or (`restricted`) facilitators and the people of some groups (ids)."""

    board: str
    restricted: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeSetting(Command):
    """Set one of the method's settings on a board."""

    board: str
    id: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class RunAction(Command):
    """Run one of the method's actions; its changes are carried out all or none. `message` of the answer says what it did."""

    board: str
    action: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ImportItems(Command):
    """Read a file of one of the method's codecs into a board, all or none. `name` becomes the source of what is new."""

    board: str
    codec: str
    data: bytes
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class SaveSnapshot(Command):
    """Keep the programme as it is now under a name. `ref` is the new saved version."""

    programme: str
    name: str


@dataclass(frozen=True, kw_only=True)
class UndoLast(Command):
    """Take back one's own last change on a board that is not taken back yet."""

    board: str


@dataclass(frozen=True, kw_only=True)
class ChangeGoal(Command):
    """Replace the text of the programme's shared goal by the difference."""

    programme: str
    text: str
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeProgramme(Command):
    """Set one of the programme's plain fields: title, banner, practice, targets, or a part of its frame (by its archive name)."""

    programme: str
    field: str
    value: Any
    revision: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeReportText(Command):
    """Replace a chapter's `introduction` or a free page's `text` by the difference; `entry` is its id in the report's plan."""

    programme: str
    entry: str
    field: str
    text: str
    language: str | None = None
    revision: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeStage(Command):
    """Set fields of a stage: title, theme, date, start, end, place, state."""

    stage: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SetJoining(Command):
    """Open or close joining by code. `ref` of the answer is the programme; the code is made at the first opening."""

    programme: str
    joining: bool


@dataclass(frozen=True, kw_only=True)
class CreateProgramme(Command):
    """Start a programme from a template ("" has only the usual meetings), owned by its coordinator."""

    title: str
    language: str = "fi"
    workshops: int = 4
    practice: bool = False
    template: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """The answer to a command.

    `room` and `event_seq` name its last event (0 where nothing changed); `ref` is what was made or changed; `message`
    is a sentence, already in the reader's language where a method wrote it; `undo` tells whether UndoLast takes it back.
    """

    event_seq: int
    room: str
    ref: str
    message: str = ""
    undo: bool = False
    refs: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is remembered."""
        return asdict(self)
