"""The commands of a process: entries of a programme's lists, its dates and its state, tasks done, support, versions, copies.

They follow the same rules as those of `commands`: ids are primary keys, a list and its entries are named as in the archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.workshop.commands import Command


@dataclass(frozen=True, kw_only=True)
class ProcessCommand(Command):
    """A command on a programme."""

    programme: str


@dataclass(frozen=True, kw_only=True)
class AddEntry(ProcessCommand):
    """Add an entry to a list, last, or last of its `parent` (an agenda item's meeting). `ref` of the answer is its key."""

    list: str
    values: Mapping[str, Any]
    parent: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeEntry(ProcessCommand):
    """Set fields of an entry. `stamp` is that of the entry as the writer saw it; another one is refused with both values."""

    list: str
    entry: str
    values: Mapping[str, Any]
    stamp: str | None = None


@dataclass(frozen=True, kw_only=True)
class MoveEntry(ProcessCommand):
    """Move an entry one place up (-1) or down (1) among its own."""

    list: str
    entry: str
    step: int


@dataclass(frozen=True, kw_only=True)
class RemoveEntry(ProcessCommand):
    """Take an entry off its list; it can be brought back."""

    list: str
    entry: str


@dataclass(frozen=True, kw_only=True)
class RestoreEntry(ProcessCommand):
    """Bring an entry back that was taken off."""

    list: str
    entry: str


@dataclass(frozen=True, kw_only=True)
class ChangeHead(ProcessCommand):
    """Set several plain fields of the programme, all or none (see `ChangeProgramme`)."""

    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SetDates(ProcessCommand):
    """Set dates and times of several meetings at once: fields by the key of the meeting."""

    dates: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ShiftAgenda(ProcessCommand):
    """Move the stated times of an agenda item and of all behind it in its meeting by minutes."""

    entry: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class MarkTask(ProcessCommand):
    """Say that a task between meetings is done, or is not: by oneself, or (facilitators) for a person or as a whole."""

    task: str
    done: bool = True
    person: str | None = None
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeStand(ProcessCommand):
    """Say what one thinks of the shared goal: `support`, `reservation`, or "" to take it back."""

    stand: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SetState(ProcessCommand):
    """Run ("") the programme, hold its result day ("result_day") on a saved version, or end it ("ended")."""

    state: str
    snapshot: str | None = None


@dataclass(frozen=True, kw_only=True)
class RestoreVersion(ProcessCommand):
    """Make the content read as a saved version does; what stands now is saved first. People and groups stay."""

    snapshot: str


@dataclass(frozen=True, kw_only=True)
class AddPicture(ProcessCommand):
    """Keep an image that a worker made anew, with whom to credit; `restricted` to the people of `groups` (ids) and facilitators.

    `ref` of the answer is its key.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    credit: str
    alt: str = ""
    use: str = "image"
    restricted: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangePicture(ProcessCommand):
    """Set an image's credit, text, use and to whom it is shown, or (`removed`) delete it."""

    picture: str
    credit: str = ""
    alt: str = ""
    use: str = "image"
    removed: bool = False
    restricted: bool = False
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CopyProgramme(ProcessCommand):
    """A new programme with the meetings, agenda and boards' methods of this one, without its people and content."""

    title: str


@dataclass(frozen=True, kw_only=True)
class MergeItems(Command):
    """Make one item of several of one kind on a board: the first stays, the others are its origins. Votes are not doubled."""

    board: str
    items: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class SplitItem(Command):
    """Make several items of one: the first part stays in its place, the others follow it with the same origin."""

    board: str
    item: str
    texts: tuple[str, ...] = field(default_factory=tuple)
