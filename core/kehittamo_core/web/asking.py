"""The parameters that an element's panel asks about, such as the sliders of a profile (`LinkKind.asks`)."""

from dataclasses import dataclass, replace

from kehittamo_core.board import Board, Element, Item
from kehittamo_core.loading import Plugins
from kehittamo_core.method import LinkKind
from kehittamo_core.web.fieldview import FieldView, field_view
from kehittamo_core.web.templating import words_of


@dataclass(frozen=True)
class AskView:
    """A parameter that the panel asks about, such as a slider of a profile: its fields are those of the link to it."""

    id: str
    href: str
    name: str
    help: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True)
class AskedView:
    """The parameters of one link kind."""

    label: str
    asks: tuple[AskView, ...]


def asked_of(plugins: Plugins, board: Board, element: Element, here: str) -> tuple[AskedView, ...]:
    """What the panel of an element asks about the parameters of its board (`LinkKind.asks`), with the values known so far."""
    method = plugins.methods.get(element.method)
    item = board.item(element.id)
    if method is None or item is None or element.board not in ("", here):
        return ()
    found = []
    for kind in method.links:
        if kind.asks is None or element.kind not in kind.source:
            continue
        known = {link.target: link for link in board.outgoing(item, kind.id)}
        targets = _asked_targets(kind, board, item)
        asks = []
        for target in targets:
            first, last = (str(target.get(name) or "") for name in kind.end_fields)
            ends = (first, last)
            link = known.get(target.id)
            fields = tuple(
                replace(field_view(board, f"link:{kind.id}", one, link.get(one.id) if link else None), ends=ends)
                if one.type == "scale" and any(ends)
                else field_view(board, f"link:{kind.id}", one, link.get(one.id) if link else None)
                for one in kind.fields
            )
            href = f"/b/{here}/items/{element.id}/asked/{kind.id}/{target.id}"
            name = target.text or " – ".join(end for end in ends if end) or target.code
            asks.append(AskView(f"{kind.id}-{target.id}", href, name, str(target.get("question") or ""), fields))
        if asks:
            label = board.labels.get(f"link:{kind.id}") or words_of(method.package, kind.label)
            found.append(AskedView(label, tuple(asks)))
    return tuple(found)


def _asked_targets(kind: LinkKind, board: Board, item: Item) -> tuple[Item, ...]:
    """What a method wants asked; nothing where its function fails, so that its failing never costs the panel."""
    try:
        return kind.asks(board, item) if kind.asks is not None else ()
    except Exception:
        return ()
