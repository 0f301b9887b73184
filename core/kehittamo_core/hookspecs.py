"""The two places where a plugin joins in. Each is called once, at start; nothing is asked again later."""

from collections.abc import Iterable

import pluggy

from kehittamo_core.method import Export, Method

PROJECT = "kehittamo"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def kehittamo_methods() -> Iterable[Method]:  # type: ignore[empty-body]
    """Offer methods: a tuple of `Method`."""


@hookspec
def kehittamo_exports() -> Iterable[Export]:  # type: ignore[empty-body]
    """Offer ways out: a tuple of `Export`."""
