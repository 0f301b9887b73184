"""What the installed methods declare about a stored element."""

from dataclasses import dataclass

from kehittamo_core.database import models as m
from kehittamo_core.document.links import CORE, THREAD, link_kind
from kehittamo_core.errors import Locked
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Kind, LinkKind, Method

__all__ = ["CORE", "THREAD", "DeclaredField", "field_of", "item_kind", "kind_of", "link_kind", "method_of"]


@dataclass(frozen=True)
class DeclaredField:
    """A field of an element, and whether only facilitators write it."""

    field: Field
    setup: bool


def item_kind(plugins: Plugins, method: str, kind: str) -> Kind | None:
    """A kind of item of a method."""
    declared = plugins.methods.get(method)
    return declared.kind(kind) if declared is not None else None


def kind_of(plugins: Plugins, element: m.Element) -> Kind | LinkKind | None:
    """The kind of a stored item or link; None where its method is missing or no longer knows it."""
    if element.is_link:
        return link_kind(plugins, element.method, element.kind)
    return item_kind(plugins, element.method, element.kind)


def field_of(plugins: Plugins, element: m.Element, field: str) -> DeclaredField | None:
    """A field of a stored element."""
    kind = kind_of(plugins, element)
    declared = kind.field(field) if kind is not None else None
    return DeclaredField(declared, kind.setup) if kind is not None and declared is not None else None


def method_of(plugins: Plugins, id_: str) -> Method:
    """A method that is needed for a change.

    Raises:
        Locked: it is not installed here; its boards can be read and not changed.
    """
    method = plugins.methods.get(id_)
    if method is None:
        raise Locked("The method {method} is not installed here: its boards can be read, but not changed.", method=id_)
    return method
