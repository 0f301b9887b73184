"""The co-edited texts that are open: group commit, written before shown, acknowledged after the fsync.

One task commits. Whatever arrives while a commit runs goes into the next one together; when it is quiet, an update goes at
once. After the commit every reader gets the same bytes, those who only look get the plain text, and once the fsync has come
behind, the authors are told that their words are saved.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from kehittamo_core.live.document import OpenText, Taken
from kehittamo_core.live.frames import MALFORMED, STEP1, STEP2, UPDATE, json_frame, sync_frame
from kehittamo_core.live.member import Member
from kehittamo_core.live.ports import Store
from kehittamo_core.live.saved import Saved
from kehittamo_core.live.yformat import BadUpdate, read_state
from kehittamo_core.live.ytext import check_update

log = logging.getLogger(__name__)

IDLE = 60.0
"""Seconds after which a text that nobody has open leaves the memory."""
ROWS, RATIO, SMALL = 200, 3, 2048
"""A text is compacted at this many rows, or when its rows are this many times its state (and more than SMALL bytes)."""
MOST_OPEN = 200
"""Texts that one page may have open at a time; a page closes those it has left."""
GATHER = 0.008
"""Seconds between two commits of one text at least: where many type in it, what comes meanwhile goes into one commit and one frame.
It is half of a display's frame; fifty who type in one text cost about a sixth less by it."""
ATTEMPTS = 8
"""How often a commit is tried again because others had written to the same text."""

STOP_TRIES = 1000
"""How many times 5 ms the end waits for the last commits."""

Changed = Callable[[OpenText], None]


class Texts:
    """All open texts of this process. `changed` is called after each change that readers were shown."""

    def __init__(self, store: Store, changed: Changed) -> None:
        self._store = store
        self._changed = changed
        self._open: dict[str, OpenText] = {}
        self._loading: dict[str, asyncio.Task[OpenText | None]] = {}
        self._left: dict[str, float] = {}
        self._dirty: dict[str, OpenText] = {}
        self._behind: set[str] = set()
        self._reading: set[str] = set()
        self._saved = Saved(store, self._tidy)
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to commit."""
        self._tasks = [asyncio.create_task(self._commits()), asyncio.create_task(self._saved.run())]

    async def stop(self) -> None:
        """Commit what is pending, then end."""
        for _ in range(STOP_TRIES):
            if not self._dirty and not any(text.in_commit for text in self._open.values()):
                break
            await asyncio.sleep(0.005)
        for task in (*self._tasks, *self._loading.values()):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._loading.values(), return_exceptions=True)
        await self._store.finish()

    def get(self, key: str) -> OpenText | None:
        """A text that is in memory."""
        return self._open.get(key)

    # What pages send

    async def open(self, member: Member, key: str, state: bytes) -> None:
        """A page opens a text and says what it has of it; it gets what it lacks, and is asked for what it has more."""
        try:
            read_state(state)
        except BadUpdate as error:
            self.reset(member, key, "malformed", str(error))
            return
        member.astray.discard(key)
        if len(member.texts) >= MOST_OPEN and key not in member.texts:
            member.close(MALFORMED, "too many texts are open")
            return
        text = self._open.get(key) or await self._load(key)
        if text is None or not member.may("see", text.room):
            self.reset(member, key, "unknown")
        elif text.in_commit:
            text.waiting.append((member, state))
        else:
            self._join(text, member, state)

    def update(self, member: Member, key: str, update: bytes, *, is_answer: bool = False) -> None:
        """A page has changed a text; or it answers what we lack of it, which may be nothing."""
        if key in member.astray:
            return
        if update == b"\x00\x00":
            return
        member.received[key] = member.received.get(key, 0) + 1
        if key in self._reading and key in member.texts:
            return  # the page will be asked for all that it has, as soon as the text is read anew
        text = self._open.get(key)
        if text is None or member not in text.readers:
            # Who waits for the commit under way is asked for all as soon as it has ended.
            if text is None or not text.awaits(member):
                self.reset(member, key, "unknown")
            return
        try:
            contents = check_update(update)
        except BadUpdate as error:
            self.reset(member, key, "malformed", str(error))
            return
        rights = member.rooms.get(text.room, frozenset())
        if text.right not in rights or "locked" in rights:
            if not (is_answer and text.knows(update, contents)):
                self.reset(member, key, "locked" if "locked" in rights else "forbidden")
            return
        result = text.accept(member, update, contents)
        if result == "taken":
            self._mark(text)
        elif result == "gap":
            if text.in_commit:
                text.waiting.append((member, b"\x00"))
            else:
                member.connection.push_bytes(sync_frame(key, STEP1, text.state()))
        else:
            self.reset(member, key, "malformed", "it writes under the number of somebody else")

    def close(self, member: Member, key: str) -> None:
        """A page has closed a text."""
        member.texts.discard(key)
        member.received.pop(key, None)
        text = self._open.get(key)
        if text is not None:
            text.readers.discard(member)
            text.turn_away(member)
            if not text.readers:
                self._left[key] = monotonic()

    def leave(self, member: Member) -> None:
        """A page is gone."""
        for key in list(member.texts):
            self.close(member, key)
        self._saved.forget(member)

    def reset(self, member: Member, key: str, reason: str, detail: str = "") -> None:
        """Tell a page that its text went astray: it keeps its words as a draft, drops its document and syncs anew."""
        self.close(member, key)
        member.astray.add(key)
        if detail:
            log.info("text %s of %s reset: %s, %s", key, member.id, reason, detail)
        member.connection.push_text(json_frame("text-reset", key=key, reason=reason))

    def recheck(self, member: Member) -> None:
        """The page's rights have changed: take it out of the texts that it may not see any more."""
        for key in list(member.texts):
            text = self._open.get(key)
            if text is not None and not member.may("see", text.room):
                self.reset(member, key, "forbidden")

    # What others write

    def written(self, keys: Iterable[str]) -> None:
        """Somebody else (a command, another process) has written these texts."""
        for key in keys:
            if key in self._open:
                self._behind.add(key)
                self._wake.set()

    def written_by_anybody(self) -> None:
        """Any text may have been written: look at every open one."""
        if self._open:
            self._behind.update(self._open)
            self._wake.set()

    async def sweep(self) -> None:
        """Compact and forget texts that nobody has had open for a while; write what was put off."""
        await self._store.finish()
        now = monotonic()
        for key, since in list(self._left.items()):
            text = self._open.get(key)
            if text is None or text.readers:
                del self._left[key]
            elif now - since > IDLE:
                if text.rows > 1 and not text.is_dirty:
                    await self._compact(text)
                if text.is_forgettable:
                    self._open.pop(key, None)
                    self._left.pop(key, None)

    # Inside

    async def _load(self, key: str) -> OpenText | None:
        task = self._loading.get(key)
        if task is None:
            task = self._loading[key] = asyncio.create_task(self._read(key))
            task.add_done_callback(lambda _: self._loading.pop(key, None))
        return await asyncio.shield(task)

    async def _read(self, key: str) -> OpenText | None:
        stored = await self._store.open_text(key)
        if stored is None:
            return None
        text = self._open[key] = OpenText(key, stored)
        self._left[key] = monotonic()
        return text

    def _join(self, text: OpenText, member: Member, state: bytes) -> None:
        if member.closed:
            return
        text.readers.add(member)
        member.texts.add(text.key)
        member.received.setdefault(text.key, 0)
        push = member.connection.push_bytes
        push(sync_frame(text.key, STEP2, text.missing(state)))
        push(sync_frame(text.key, STEP1, text.state()))

    def _mark(self, text: OpenText) -> None:
        self._dirty[text.key] = text
        self._wake.set()

    async def _commits(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                if self._behind:
                    await self._catch_up()
                taken: dict[str, tuple[OpenText, Taken]] = {}
                begun = monotonic()
                for key, text in list(self._dirty.items()):
                    # A clock of the loop counts milliseconds, and may be early by one.
                    if (rest := text.rests_until - begun) > 0.001:
                        if not text.has_clock:
                            text.has_clock = True
                            loop.call_later(rest, self._rested, text)
                        continue
                    text.rests_until = begun + GATHER
                    del self._dirty[key]
                    part = text.take()
                    if part.is_news:
                        taken[key] = (text, part)
                    else:
                        self._told(text, part)
                        self._settle(text)
                if taken:
                    await self._commit(taken)
            except Exception:
                log.exception("a round of commits failed")

    def _rested(self, text: OpenText) -> None:
        text.has_clock = False
        self._wake.set()

    async def _commit(self, taken: dict[str, tuple[OpenText, Taken]], alone: bool = False) -> None:
        everything = dict(taken)

        def absorb(key: str, rows: Sequence[tuple[int, bytes]]) -> str:
            text, _ = everything[key]
            self._absorb(text, rows)
            return text.plain

        for _ in range(ATTEMPTS):
            try:
                results = await self._store.append([part.write for _, part in taken.values()], absorb)
            except Exception:
                log.exception("texts could not be written: %s", ", ".join(taken))
                if alone or len(taken) == 1:
                    for text, part in taken.values():
                        await self._refuse(text, part, "storage")
                else:
                    for key, both in taken.items():
                        await self._commit({key: both}, alone=True)
                return
            again: dict[str, tuple[OpenText, Taken]] = {}
            for result in results:
                text, part = taken[result.key]
                if result.behind:
                    self._absorb(text, await self._store.later(text.key, text.n))
                    again[text.key] = (text, text.retake(part))
                elif result.refused:
                    await self._refuse(text, part, result.refused)
                else:
                    text.committed(part)
                    self._shown(text, part)
            if not again:
                return
            taken = again
        for text, part in taken.values():
            await self._refuse(text, part, "storage")

    def _shown(self, text: OpenText, part: Taken) -> None:
        self._show(text, part.shown, part.sole_author)
        self._told(text, part)
        for trimmed in part.trimmed:
            frame = json_frame("text-trimmed", key=text.key, limit=text.limit, cut=trimmed.cut)
            trimmed.member.connection.push_text(frame)
        self._settle(text)

    def _told(self, text: OpenText, part: Taken) -> None:
        """The authors will be told that their words are saved, after the next fsync."""
        self._saved.note({member: count for member, count in part.authors.items() if member in text.readers}, text.key)

    def _show(self, text: OpenText, update: bytes, author: Member | None = None) -> None:
        frame = sync_frame(text.key, UPDATE, update)
        for member in text.readers:
            if member is not author:
                member.connection.push_bytes(frame)
        self._changed(text)

    def _settle(self, text: OpenText) -> None:
        """Nothing of the text is in a commit now: let those in who wait, and compact it when it is time."""
        text.in_commit = False
        waiting, text.waiting = text.waiting, []
        for member, state in waiting:
            if member in text.readers:
                member.connection.push_bytes(sync_frame(text.key, STEP1, text.state()))
            elif member.may("see", text.room):
                self._join(text, member, state)
            else:
                self.reset(member, text.key, "unknown")

    async def _refuse(self, text: OpenText, part: Taken, reason: str) -> None:
        """A commit was refused: its authors are told, and the document is read anew, for it holds what is not stored."""
        readers, waiting = set(text.readers), text.waiting
        self._open.pop(text.key, None)
        self._dirty.pop(text.key, None)
        for member in part.authors:
            self.reset(member, text.key, reason)
        self._reading.add(text.key)
        try:
            fresh = await self._load(text.key)
        except Exception:
            log.exception("text %s could not be read anew", text.key)
            fresh = None
        finally:
            self._reading.discard(text.key)
        for member in readers - part.authors.keys():
            if fresh is not None:
                self._join(fresh, member, b"\x00")
            else:
                self.reset(member, text.key, reason)
        for member, state in waiting:
            if fresh is not None:
                self._join(fresh, member, state)

    async def _catch_up(self) -> None:
        behind, self._behind = self._behind, set()
        for key in behind:
            text = self._open.get(key)
            if text is None or text.in_commit:
                continue
            try:
                rows = await self._store.later(key, text.n)
            except Exception:
                log.exception("text %s: what others wrote could not be read", key)
                continue
            self._absorb(text, rows)

    def _absorb(self, text: OpenText, rows: Sequence[tuple[int, bytes]]) -> None:
        """Take up what others have stored, and show it."""
        foreign = text.absorb(rows) if rows else None
        if foreign is not None:
            self._show(text, foreign)

    async def _tidy(self) -> None:
        for text in list(self._open.values()):
            if text.rows > 1 and not text.is_dirty and (text.rows >= ROWS or text.size > text.look_again):
                if _is_bloated(text):
                    await self._compact(text)
                # How large its state is costs a moment to say: not before it has grown once more.
                text.look_again = max(SMALL, text.size * 5 // 4)

    async def _compact(self, text: OpenText) -> None:
        """Replace the rows by one. What is committed meanwhile has greater numbers, and stays."""
        n, state = text.n, text.snapshot()
        rows, size = text.rows, text.size
        try:
            await self._store.compact(text.key, n, state)
        except Exception:
            log.exception("text %s could not be compacted", text.key)
            return
        text.rows += 1 - rows
        text.size += len(state) - size


def _is_bloated(text: OpenText) -> bool:
    return text.rows >= ROWS or (text.size > SMALL and text.size > RATIO * len(text.snapshot()) + SMALL)


def plain_frame(text: OpenText) -> str:
    """What those get who only look at a text."""
    return json_frame("text", key=text.key, plain=text.plain)
