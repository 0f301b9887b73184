"""One text that somebody has open: the document in memory, always exactly what the database holds plus the commit under way.

Updates wait in `pending` until a commit takes them all together; whoever opens the text meanwhile waits for its end, so nobody
is ever shown what is not stored. Client numbers belong to the person who used them first: nobody can write under another's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from typing import TYPE_CHECKING, Any, Literal

from kehittamo_core.live.ports import StoredText, TextWrite
from kehittamo_core.live.yformat import Contents, read_state, read_update
from kehittamo_core.live.ytext import document, edits, merge, replace

if TYPE_CHECKING:
    from kehittamo_core.live.member import Member

SERVER = "server"
"""The owner of the server's own client number."""


@dataclass(frozen=True)
class Pending:
    """An update that was accepted and waits for its commit."""

    member: "Member"
    update: bytes
    contents: Contents


@dataclass(frozen=True)
class Trimmed:
    """Words that did not fit any more, and whose they were."""

    member: "Member"
    cut: str


@dataclass(frozen=True)
class Taken:
    """What goes into the next commit: the write, the bytes to show after it, its authors, and what was trimmed.

    `authors` have the number of updates that had come from them by then. Without news there are no updates to write.
    """

    write: TextWrite
    shown: bytes
    authors: Mapping["Member", int]
    trimmed: tuple[Trimmed, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether there is anything to write and show."""
        return bool(self.write.updates)

    @property
    def sole_author(self) -> "Member | None":
        """The page that has all of it already, because all of it came from there; None where there is no such page."""
        return next(iter(self.authors)) if len(self.authors) == 1 and not self.trimmed else None


class OpenText:
    """A text in memory."""

    def __init__(self, key: str, stored: StoredText) -> None:
        self.key = key
        self.room = stored.room
        self.limit = stored.limit
        self.right = stored.right
        self.n = stored.n
        self.rows = len(stored.updates)
        self.size = stored.size
        self.look_again = 0
        self.doc, self._text = document([merge(*stored.updates)] if stored.updates else ())
        self.plain = str(self._text)
        self.clocks = read_state(self.doc.get_state())
        self.owners: dict[int, str] = {self.doc.client_id: SERVER}
        self.readers: set[Member] = set()
        self.pending: list[Pending] = []
        self.waiting: list[tuple[Member, bytes]] = []
        self.in_commit = False
        self.rests_until = 0.0
        self.has_clock = False
        self._made: list[bytes] = []
        self._subscription = self.doc.observe(self._note)

    def _note(self, event: Any) -> None:
        self._made.append(event.update)

    def _deltas(self) -> list[bytes]:
        made, self._made = self._made, []
        return made

    @property
    def is_dirty(self) -> bool:
        """Whether the document holds, or will hold, something that is not committed."""
        return self.in_commit or bool(self.pending)

    @property
    def is_forgettable(self) -> bool:
        """Whether nobody has it open, waits for it, or has written to it."""
        return not self.readers and not self.waiting and not self.is_dirty

    def awaits(self, member: "Member") -> bool:
        """Whether somebody has asked for the text and is let in when the commit under way has ended."""
        return any(waiter is member for waiter, _ in self.waiting)

    def turn_away(self, member: "Member") -> None:
        """Somebody who waited does not want the text any more."""
        self.waiting = [(waiter, state) for waiter, state in self.waiting if waiter is not member]

    def accept(self, member: "Member", update: bytes, contents: Contents) -> Literal["taken", "gap", "forged"]:
        """Take an update into the next commit, unless something before it is missing or it writes under another's number."""
        if not contents.fits(self.clocks):
            return "gap"
        news = {client: end for client, _, end in contents.spans if end > self.clocks.get(client, 0)}
        if any(self.owners.setdefault(client, member.who.person_id) != member.who.person_id for client in news):
            return "forged"
        self.clocks.update(news)
        self.pending.append(Pending(member, update, contents))
        return "taken"

    def knows(self, update: bytes, contents: Contents) -> bool:
        """Whether an update holds nothing new; an answer to a sync always lists the deletions, known or not."""
        if any(end > self.clocks.get(client, 0) for client, _, end in contents.spans):
            return False
        doc, _ = document([self.snapshot()])
        made: list[bytes] = []
        subscription = doc.observe(lambda event: made.append(event.update))
        doc.apply_update(update)
        doc.unobserve(subscription)
        return not made

    def take(self) -> Taken:
        """Apply what is pending and hand over its commit. `in_commit` is set until somebody says that it has ended."""
        pending, self.pending = self.pending, []
        self._made = []
        updates: list[tuple[str | None, bytes]] = []
        history: dict[str, tuple[str, str]] = {}
        trimmed: list[Trimmed] = []
        for part in pending:
            before = self.plain
            self.doc.apply_update(part.update)
            made = self._deltas()
            if not made:
                continue
            # What is written on a board where an anonymous activity goes on is kept as nobody's.
            actor = "" if "nameless" in part.member.rooms.get(self.room, ()) else part.member.who.person_id
            updates += [(actor or None, delta) for delta in made]
            self.plain = str(self._text)
            if part.contents.inserted and len(self.plain) > self.limit and len(self.plain) > len(before):
                kept, cut = trim(before, self.plain, self.limit)
                replace(self.doc, self._text, kept)
                updates += [(None, delta) for delta in self._deltas()]
                self.plain = kept
                self._learn_own_clock()
                trimmed.append(Trimmed(part.member, cut))
            history[actor] = (history.get(actor, (before, ""))[0], self.plain)
        self.in_commit = True
        shown = merge(*(delta for _, delta in updates))
        authors = {part.member: part.member.received.get(self.key, 0) for part in pending}
        log = tuple((actor, before, after) for actor, (before, after) in history.items())
        write = TextWrite(self.key, self.room, self.n, _by_actor(updates), self.plain, log)
        return Taken(write, shown, authors, tuple(trimmed))

    def retake(self, taken: Taken) -> Taken:
        """The same commit again, after updates of others were absorbed."""
        return changed(taken, write=changed(taken.write, expected=self.n, plain=self.plain))

    def committed(self, taken: Taken) -> None:
        """The commit succeeded."""
        self.n += len(taken.write.updates)
        self.rows += len(taken.write.updates)
        self.size += sum(len(data) for _, data in taken.write.updates)
        self.in_commit = False

    def absorb(self, rows: Iterable[tuple[int, bytes]]) -> bytes | None:
        """Take up updates that others (a command, another process) have stored; returns what was new in them."""
        self._made = []
        for n, data in rows:
            self.doc.apply_update(data)
            for client, _, end in read_update(data).spans:
                self.clocks[client] = max(self.clocks.get(client, 0), end)
            self.n = max(self.n, n)
            self.rows += 1
            self.size += len(data)
        made = self._deltas()
        self.plain = str(self._text)
        return merge(*made) if made else None

    def state(self) -> bytes:
        """The state vector of what is committed (ask only when nothing is in a commit)."""
        return self.doc.get_state()

    def missing(self, state: bytes) -> bytes:
        """What somebody with this state vector has not got."""
        return self.doc.get_update(state)

    def snapshot(self) -> bytes:
        """The whole text as one update, without the words that were deleted."""
        return self.doc.get_update()

    def _learn_own_clock(self) -> None:
        own = self.doc.client_id
        self.clocks[own] = read_state(self.doc.get_state()).get(own, 0)


def _by_actor(updates: Sequence[tuple[str | None, bytes]]) -> tuple[tuple[str | None, bytes], ...]:
    """Neighbouring updates of one actor as one row."""
    rows: list[tuple[str | None, list[bytes]]] = []
    for actor, data in updates:
        if rows and rows[-1][0] == actor:
            rows[-1][1].append(data)
        else:
            rows.append((actor, [data]))
    return tuple((actor, merge(*parts)) for actor, parts in rows)


def trim(before: str, after: str, limit: int) -> tuple[str, str]:
    """`after` without the last of the new words that do not fit, and those words; what stood before stays.

    A text that was too long already may not grow: then all that it has grown by goes.
    """
    excess = len(after) - max(limit, len(before))
    pieces: list[str] = []
    cuts: list[str] = []
    at = len(before)
    for start, end, words in reversed(list(edits(before, after))):
        cut = min(excess, len(words))
        excess -= cut
        cuts.append(words[len(words) - cut :])
        pieces += [before[end:at], words[: len(words) - cut]]
        at = start
    pieces.append(before[:at])
    return "".join(reversed(pieces)), "".join(reversed(cuts))
