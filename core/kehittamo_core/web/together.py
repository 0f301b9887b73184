"""Fifty who ask for the same thing in the same moment are answered by one computing of it."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Together:
    """Shares what is computed among those who ask for it at once.

    Whoever asks is given what began to be computed after they had asked, so nobody gets what was read before the change that
    they ask because of: the first begins at once, all who come meanwhile wait for the next, which is one for them all.
    """

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}
        self._next: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(self, key: Hashable, compute: Callable[[], Awaitable[T]]) -> T:
        """What `compute` finds. `key` says all that it depends on, besides what is stored; an error goes to all who wait."""
        task = self._next.get(key)
        if task is None:
            before = self._under_way.get(key)
            task = asyncio.create_task(self._after(before, key, compute))
            task.add_done_callback(_looked_at)
            if before is None:
                self._under_way[key] = task
            else:
                self._next[key] = task
        return await asyncio.shield(task)

    async def _after(
        self, before: "asyncio.Task[Any] | None", key: Hashable, compute: Callable[[], Awaitable[Any]]
    ) -> Any:
        """Compute when those before have done; from then on whoever asks waits for the next."""
        if before is not None:
            await asyncio.wait([before])
            self._under_way[key] = self._next.pop(key)
        try:
            return await compute()
        finally:
            if key not in self._next:
                del self._under_way[key]


def _looked_at(task: "asyncio.Task[Any]") -> None:
    """An error that nobody waited for any more was told to nobody, and is not to be complained of."""
    if not task.cancelled():
        task.exception()
