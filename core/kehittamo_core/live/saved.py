"""Tells authors that their words are saved: only after an fsync, and many words in one round."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from kehittamo_core.live.frames import json_frame
from kehittamo_core.live.member import Member
from kehittamo_core.live.ports import Store

log = logging.getLogger(__name__)

EVERY = 0.05
"""Seconds at least between two rounds."""
PAUSE = 1.0
"""Seconds until the disk is tried again after it refused."""


class Saved:
    """What was committed and not yet told. `afterwards` is called after each round, when nothing is urgent."""

    def __init__(self, store: Store, afterwards: Callable[[], Awaitable[None]]) -> None:
        self._store = store
        self._afterwards = afterwards
        self._waiting: dict[Member, dict[str, int]] = {}
        self._news = asyncio.Event()

    def note(self, counts: Mapping[Member, int], key: str) -> None:
        """So many updates of a text are committed, for each of these pages."""
        for member, count in counts.items():
            self._waiting.setdefault(member, {})[key] = count
        self._news.set()

    def forget(self, member: Member) -> None:
        """A page is gone."""
        self._waiting.pop(member, None)

    async def run(self) -> None:
        """Sync and tell, for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            waiting, self._waiting = self._waiting, {}
            try:
                await self._store.durable()
            except Exception:
                log.exception("the database could not be brought to the disk")
                await asyncio.sleep(PAUSE)
                for member, counts in waiting.items():
                    self._waiting[member] = {**counts, **self._waiting.get(member, {})}
                self._news.set()
                continue
            for member, counts in waiting.items():
                for key, count in counts.items():
                    if not member.closed:
                        member.connection.push_along(json_frame("saved", key=key, count=count))
            await self._afterwards()
            await asyncio.sleep(EVERY)
