"""Find plugins by their entry points, refuse contradictions, and name the broken ones.

One entry point at a time: a stranger's failing is logged and left out, one of ours stops the start. There is no global
manager: `create_app` and tests hand the plugins on as a value.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any

import pluggy

from kehittamo_core import hookspecs
from kehittamo_core.errors import PluginError
from kehittamo_core.method import Export, Method

GROUP = "kehittamo"
OURS = "kehittamo"
log = logging.getLogger("kehittamo.plugins")


@dataclass(frozen=True)
class Broken:
    """A plugin that was left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Origin:
    """The distribution that a method or an export comes from."""

    package: str
    version: str


@dataclass(frozen=True)
class Plugins:
    """What is installed: methods and exports by id, sorted by it; `without` names methods left out on purpose."""

    methods: Mapping[str, Method] = field(default_factory=dict)
    exports: Mapping[str, Export] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()
    without: frozenset[str] = frozenset()

    def origin(self, id_: str) -> Origin:
        """Where a method or an export comes from."""
        return self.origins[id_]


def _manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def _offers(plugin: object, name: str) -> tuple[tuple[Method, ...], tuple[Export, ...]]:
    """What one plugin offers, asked alone so that its failing names it."""
    manager = _manager()
    manager.register(plugin, name=name)
    manager.check_pending()
    offers: list[tuple[Any, ...]] = []
    for hook in (manager.hook.kehittamo_methods, manager.hook.kehittamo_exports):
        answers = hook()
        for answer in answers:
            if not isinstance(answer, tuple | list):
                raise PluginError(f"{name}: {hook.name} must return a tuple, not {type(answer).__name__}")
        offers.append(tuple(part for answer in answers for part in answer))
    methods, exports = offers
    for part, kind in ((methods, Method), (exports, Export)):
        for thing in part:
            if not isinstance(thing, kind):
                raise PluginError(f"{name}: {thing!r} is not a {kind.__name__}")
    return methods, exports


def _refuse_clashes(name: str, methods: Iterable[Method], taken: dict[str, str], ids: Mapping[str, Any]) -> None:
    for method in methods:
        if method.id in ids:
            raise PluginError(f"{name}: a method with the id {method.id!r} is already installed")
        codes = [kind.code for kind in method.kinds] + [link.code for link in method.links if link.code]
        for code in codes:
            if code in taken:
                raise PluginError(f"{name}: the short id prefix {code!r} of {method.id!r} belongs to {taken[code]!r}")
        taken.update((code, method.id) for code in codes)


def load_plugins(without: Iterable[str] = (), extra: Iterable[object] = (), *, installed: bool = True) -> Plugins:
    """The installed plugins, and `extra` ones given by hand (modules or objects with the hooks).

    Raises:
        PluginError: one of our own plugins, or one given by hand, is broken or contradicts another.
    """
    left_out = frozenset(without)
    methods: dict[str, Method] = {}
    exports: dict[str, Export] = {}
    origins: dict[str, Origin] = {}
    broken: list[Broken] = []
    codes: dict[str, str] = {}

    def take(name: str, plugin: object, origin: Origin) -> None:
        found, ways = _offers(plugin, name)
        found = tuple(method for method in found if method.id not in left_out)
        _refuse_clashes(name, found, codes, methods)
        for way in ways:
            if way.id in exports:
                raise PluginError(f"{name}: an export with the id {way.id!r} is already installed")
        methods.update((method.id, method) for method in found)
        exports.update((way.id, way) for way in ways)
        origins.update((method.id, origin) for method in found)
        origins.update((way.id, origin) for way in ways)

    points = sorted(metadata.entry_points(group=GROUP), key=_ours_first) if installed else []
    for point in points:
        package = point.dist.name if point.dist else "?"
        try:
            take(point.name, point.load(), Origin(package, point.dist.version if point.dist else "?"))
        except Exception as error:
            if package == OURS:
                raise
            log.exception("the plugin %s of %s is broken and is left out", point.name, package)
            broken.append(Broken(f"{package}: {point.name}", f"{type(error).__name__}: {error}"))
    for plugin in extra:
        name = getattr(plugin, "__name__", type(plugin).__name__)
        take(name, plugin, Origin(name, "-"))
    return Plugins(
        methods=dict(sorted(methods.items())),
        exports=dict(sorted(exports.items())),
        origins=origins,
        broken=tuple(broken),
        without=left_out,
    )


def _ours_first(point: metadata.EntryPoint) -> tuple[bool, str]:
    return (point.dist is None or point.dist.name != OURS, point.name)
