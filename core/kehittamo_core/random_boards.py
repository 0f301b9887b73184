"""Random boards for tests of methods: gaps, hostile texts, allowed links; the same board for the same seed."""

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kehittamo_core.board import Actor, Board, Goal, Item, Link, Place, Spread, Target
from kehittamo_core.fields import Field
from kehittamo_core.method import THREAD_ROLES, LinkKind, Method
from kehittamo_core.picture import labels_of, sorted_items

TEXTS = (
    "",
    "Asiakas tekee tietoisia päätöksiä",
    "Henkilökohtaisen budjetin kokonaistaloudellisuuden arviointi",
    "Ä",
    "<b>ei lihavoitu</b> & {ei} %(paikka)s",
    "Palvelukulttuurin ja –asenteen sekä kuntayhteistyön kehittäminen tukemaan asiakkaan valtautumista",
    "Kolmivaihekilowattituntimittarinlukijaharjoittelija" * 2,
    "rivi\ntoinen rivi",
    "مرحبا 你好 🎈 e\u0301",
    "a " * 900,
)


def random_board(method: Method, seed: int, size: int = 20, language: str = "fi") -> Board:
    """A board with random items, gaps, hostile texts and allowed links; the same for the same seed."""
    dice = random.Random(f"{method.id}:{seed}")  # noqa: S311 (the same boards every time)
    actors = {f"a{n}": Actor(id=f"a{n}", name=dice.choice(TEXTS[1:8])) for n in range(5)}
    kinds = [kind for kind in method.kinds for _ in range(1 if kind.setup else 3)]
    items: list[Item] = []
    used: dict[str, int] = {}
    for number in range(size):
        kind = dice.choice(kinds)
        used[kind.id] = used.get(kind.id, 0) + 1
        if kind.at_most is not None and used[kind.id] > kind.at_most:
            continue
        zones = [zone.id for zone in method.zones if kind.id in zone.kinds]
        items.append(
            Item(
                id=f"i{number}",
                kind=kind.id,
                code=f"{kind.code}-{used[kind.id]}",
                method=method.id,
                board="random",
                zone=dice.choice(zones) if zones else method.zone_of(kind.id),
                order=float(number),
                values=random_values(dice, kind.fields),
                inferred=frozenset({"text"} if dice.random() < 0.1 else ()),
                uncertain={"": "ei näy tekstistä"} if dice.random() < 0.1 else {},
                votes=dice.choice((0, 0, 0, 3, 12)),
                place=Place(x=dice.uniform(0, 250), y=dice.uniform(0, 200)) if dice.random() < 0.08 else None,
                on_thread=dice.random() < 0.1,
            )
        )
    links = _random_links(method, dice, items, size)
    linked = _strangers(dice) if any(_reaches_out(link) for link in method.links) else ()
    links += _foreign_links(method, dice, items, linked)
    far, reaching, brought = _brought(method, dice, items)
    return Board(
        id="random",
        title=dice.choice(TEXTS[1:7]),
        method=method.id,
        language=language,
        items=sorted_items(method, items),
        links=(*links, *reaching),
        linked=(*linked, *far),
        brought=brought,
        actors=actors,
        goal=Goal(text=TEXTS[1], targets=(Target(id="t1", text="", direction="increase", amount=5, unit="%"),)),
        settings={setting.id: dice.choice((None, random_value(dice, setting))) for setting in method.settings},
        labels=labels_of(method, language),
        package=method.package,
        spreads=tuple(_random_spreads(method, seed, links)),
    )


def random_values(dice: random.Random, fields: Iterable[Field]) -> Mapping[str, Any]:
    """Values for fields, a third of them gaps."""
    return {field.id: random_value(dice, field) for field in fields if dice.random() > 0.3}


def random_value(dice: random.Random, field: Field) -> Any:
    """One allowed value of a field, or None."""
    if field.many and field.type != "series":
        return [value for _ in range(dice.randint(0, 4)) if (value := _one_value(dice, field)) is not None]
    return _one_value(dice, field)


def _one_value(dice: random.Random, field: Field) -> Any:
    number = dice.choice((0, 1, -3.5, 12, 99.5, 1_020_000, None))
    day = f"20{dice.randint(17, 20)}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
    match field.type:
        case "text":
            return dice.choice(TEXTS)
        case "line":
            return dice.choice(TEXTS).split("\n")[0][:200]
        case "number":
            return number
        case "scale":
            return dice.choice((None, 0, 50, 100, dice.randint(0, 100)))
        case "date":
            return day
        case "flag":
            return dice.random() < 0.5
        case "sign":
            return dice.choice(("+", "+/-", "-"))
        case "actor":
            return f"a{dice.randint(0, 6)}"
        case "choice" | "evidence":
            return dice.choice(field.choices).id
        case "quantity":
            return {"amount": number, "unit": dice.choice((None, "kpl"))}
        case "money":
            kind = dice.choice(("total", "per_unit"))
            return {"kind": kind, "low": None, "base": number, "high": None, "approximate": dice.random() < 0.5}
        case "series":
            return [{"date": day, "value": number, "n": dice.choice((None, 40))} for _ in range(dice.randint(0, 4))]
        case "target":
            return {"amount": number, "date": day, "revisions": []}


def _random_links(method: Method, dice: random.Random, items: list[Item], size: int) -> list[Link]:
    links: list[Link] = []
    for number in range(size * 2 if method.links else 0):
        kind = dice.choice(method.links)
        ends: list[Item | Link] = [*items, *links]
        sources = [end for end in ends if _fits(kind.source, end)]
        targets = [end for end in ends if _fits(kind.target, end)]
        if not sources or not targets:
            continue
        source, target = dice.choice(sources), dice.choice(targets)
        if source.id == target.id or (kind.pairs and (source.kind, target.kind) not in kind.pairs):
            continue
        if kind.once and any(
            link.kind == kind.id and link.source == source.id and link.target == target.id for link in links
        ):
            continue
        links.append(
            Link(
                id=f"l{number}",
                kind=kind.id,
                code=f"{kind.code}-{number}" if kind.code else "",
                source=source.id,
                target=target.id,
                method=method.id,
                board="random",
                values=random_values(dice, kind.fields),
                inferred=frozenset({""} if dice.random() < 0.1 else ()),
            )
        )
    return links


def _random_spreads(method: Method, seed: int, links: Iterable[Link]) -> Iterator[Spread]:
    """How people rated some of the links alone; dice of their own, so that the boards stay what they were."""
    dice = random.Random(f"{method.id}:{seed}:alone")  # noqa: S311 (the same boards every time)
    for link in links:
        kind = method.link(link.kind)
        for field in kind.rated_fields if kind is not None and dice.random() < 0.5 else ():
            drawn = (random_value(dice, field) for _ in range(3))
            values = list(dict.fromkeys(value for value in drawn if value is not None))
            if values:
                counts = tuple((value, dice.choice((1, 2, 48))) for value in values)
                yield Spread(kind=link.kind, source=link.source, target=link.target, field=field.id, counts=counts)


def _fits(ends: tuple[str, ...], element: Item | Link) -> bool:
    name = f"link:{element.kind}" if isinstance(element, Link) else element.kind
    return name in ends or "@any" in ends


def _reaches_out(link: LinkKind) -> bool:
    return any(end.startswith("@") for end in (*link.source, *link.target))


def _strangers(dice: random.Random) -> tuple[Item, ...]:
    return tuple(
        Item(
            id=f"x-{role}",
            kind=role,
            code=f"X-{n}",
            values={"text": dice.choice(TEXTS)},
            method="elsewhere",
            board="b2",
        )
        for n, role in enumerate(THREAD_ROLES)
    )


def _brought(
    method: Method, dice: random.Random, items: list[Item]
) -> tuple[tuple[Item, ...], list[Link], tuple[Link, ...]]:
    """Items of other boards that bring links along (`Kind.brings`), the links that show them here, and those that come along."""
    far: list[Item] = []
    links: list[Link] = []
    brought: list[Link] = []
    for kind in method.kinds:
        shown = [
            (link, own)
            for link in method.links
            for own in items
            if kind.brings and kind.id in link.source and own.kind in link.target
        ]
        for number, (link, own) in enumerate(dice.sample(shown, min(len(shown), 3))):
            item = Item(
                id=f"y-{kind.id}-{number}", kind=kind.id, code=f"{kind.code}-9{number}", method=method.id, board="b3",
                zone=method.zone_of(kind.id), values=random_values(dice, kind.fields), votes=dice.choice((0, 7)),
            )  # fmt: skip
            by = Item(id=f"z-{kind.id}-{number}", kind="step", code=f"Z-{number}", method="elsewhere", board="b4",
                      values={"text": dice.choice(TEXTS)})  # fmt: skip
            far += [item, by]
            links.append(Link(id=f"g-{item.id}", kind=link.id, source=item.id, target=own.id, method=method.id))
            ends = dice.choice(((by.id, item.id), (item.id, by.id), ("unseen", item.id)))
            brought.append(Link(id=f"h-{item.id}", kind=dice.choice(kind.brings), source=ends[0], target=ends[1]))
    return tuple(far), links, tuple(brought)


def _foreign_links(method: Method, dice: random.Random, items: list[Item], linked: Iterable[Item]) -> list[Link]:
    links = []
    others = {f"@{item.kind}": item for item in linked}
    for number, kind in enumerate(method.links):
        own_sources = [item for item in items if item.kind in kind.source]
        own_targets = [item for item in items if item.kind in kind.target]
        for outside, inside, outside_first in (
            (kind.source, own_targets, True),
            (kind.target, own_sources, False),
        ):
            found = [others[end] for end in outside if end in others]
            if found and inside:
                stranger, own = dice.choice(found), dice.choice(inside)
                ends = (stranger.id, own.id) if outside_first else (own.id, stranger.id)
                values = random_values(dice, kind.fields)
                links.append(
                    Link(
                        id=f"f{number}{outside_first:d}", kind=kind.id, source=ends[0], target=ends[1],
                        method=method.id, values=values,
                    )
                )  # fmt: skip
    return links
