"""The installed methods' kinds, fields and links as lines of text, for those who write an archive by hand."""

from collections.abc import Iterable, Iterator

from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins
from kehittamo_core.method import LinkKind, Method


def kind_lines(plugins: Plugins) -> Iterator[str]:
    """Every method with its zones, kinds, links and settings."""
    for number, method in enumerate(plugins.methods.values()):
        if number:
            yield ""
        yield from _method(method)


def _method(method: Method) -> Iterator[str]:
    yield f"{method.id} (version {method.version}): {method.title}"
    if method.zones:
        yield "  zones"
        for zone in method.zones:
            yield f"    {zone.id}: {', '.join(zone.kinds)}"
    yield "  items"
    for kind in method.kinds:
        notes = [f"short id {kind.code}-n"]
        notes += ["for facilitators"] if kind.setup else []
        notes += [f"at most {kind.at_most}"] if kind.at_most is not None else []
        notes += [f"thread: {kind.thread}"] if kind.thread else []
        yield f"    {kind.id} - {kind.label} ({', '.join(notes)})"
        yield from _fields(kind.fields, "      ")
    if method.links:
        yield "  links"
        for link in method.links:
            yield f"    {link.id} - {link.label}: {_ends(link)}"
            yield from _fields(link.fields, "      ")
    if method.settings:
        yield "  settings"
        yield from _fields(method.settings, "    ")


def _ends(link: LinkKind) -> str:
    arrow = "->" if link.directed else "--"
    if link.pairs:
        return "; ".join(f"{source} {arrow} {target}" for source, target in link.pairs)
    return f"{' | '.join(link.source)} {arrow} {' | '.join(link.target)}"


def _fields(fields: Iterable[Field], indent: str) -> Iterator[str]:
    for field in fields:
        kind = f"list of {field.type}" if field.many else field.type
        choices = f" ({', '.join(choice.id for choice in field.choices)})" if field.choices else ""
        unit = f" in {field.unit}" if field.unit else ""
        ends = f" from {field.ends[0]} to {field.ends[1]}" if any(field.ends) else ""
        yield f"{indent}{field.id}: {kind}{choices}{unit}{ends}"
