"""Values as people read them: Finnish numbers, euros, dates, choices by their labels, ratings with their words and spread."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from kehittamo_core.board import Board, Element, Item, Link, Spread
from kehittamo_core.fields import Field, is_gap
from kehittamo_core.method import Kind, LinkKind, Method
from kehittamo_core.report import Cell, Chapter, Figure, Paragraph, Points, Table
from kehittamo_core.words import translate

NO_BREAK = "\u00a0"


def number(value: float, language: str = "fi", decimals: int = 2) -> str:
    """A number with the language's separators and at most `decimals` decimals: 1 020 000, 3,8, -112."""
    return str(format_decimal(round(value, decimals), format="#,##0.##########", locale=language)).replace(
        "-", "\u2212"
    )


def day(value: str, language: str = "fi") -> str:
    """An ISO date as it is written in the language: 28.3.2018; other texts as they are."""
    try:
        when = date.fromisoformat(value)
    except ValueError:
        return value
    return str(format_date(when, format="d.M.yyyy" if language == "fi" else "medium", locale=language))


def euros(value: float, language: str = "fi") -> str:
    """Euros without decimals unless they say something: 1 020 000 €."""
    return f"{number(value, language)}{NO_BREAK}€"


def money(value: Mapping[str, Any], language: str = "fi") -> str:
    """An amount of money as it was given: stated text, or low–base–high, ≈, and per which unit."""
    if value.get("stated"):
        return str(value["stated"])
    known = [value[name] for name in ("low", "base", "high") if value.get(name) is not None]
    if not known:
        return ""
    text = f"{number(known[0], language)}–{euros(known[-1], language)}" if len(known) > 1 else euros(known[0], language)
    if value.get("low") is not None and value.get("high") is not None and value.get("base") is not None:
        text = f"{euros(value['base'], language)} ({number(value['low'], language)}–{euros(value['high'], language)})"
    if value.get("approximate"):
        text = f"≈{NO_BREAK}{text}"
    return f"{text} / {value['unit']}" if value.get("kind") == "per_unit" and value.get("unit") else text


def show(board: Board, prefix: str, field: Field, value: Any) -> str:
    """One value in words. `prefix` is the label id of the owner: a kind, or `link:ID`; "" for a gap."""
    if is_gap(value):
        return ""
    if field.many and field.type != "series" and isinstance(value, list | tuple):
        return ", ".join(shown for part in value if (shown := _one(board, prefix, field, part)))
    return _one(board, prefix, field, value)


def _one(board: Board, prefix: str, field: Field, value: Any) -> str:
    language = board.language
    match field.type:
        case "number" | "scale":
            return f"{number(value, language)} {board.say(field.unit) if field.unit else ''}".strip()
        case "date":
            return day(value, language)
        case "choice" | "evidence":
            return board.label(f"{prefix}.{field.id}.{value}").removeprefix(f"{prefix}.{field.id}.")
        case "actor":
            return board.actor(value)
        case "board":
            return board.siblings.get(value, "")
        case "sign":
            return _sign(board, field, value)
        case "flag":
            return translate("kehittamo_core", language, "yes" if value else "no")
        case "money":
            return money(value, language)
        case "quantity":
            amount = value.get("amount")
            return f"{number(amount, language)} {value.get('unit') or ''}".strip() if amount is not None else ""
        case "target":
            return _target(value, language)
        case "series":
            return "; ".join(shown for point in value if (shown := _point(point, language)))
    return str(value)


SIGN_TEXT = {"+": "+", "+/-": "+/\u2212", "-": "\u2212"}


def _sign(board: Board, field: Field, value: str) -> str:
    word = dict(zip(("+", "+/-", "-"), field.words, strict=True)).get(value, "")
    return f"{SIGN_TEXT.get(value, value)} {board.say(word)}".strip() if word else SIGN_TEXT.get(value, value)


def sign_words(board: Board, kind: LinkKind, target: Item, field: Field) -> tuple[str, str, str]:
    """What +, +/- and - mean for a target of a link: its own words, else the field's."""
    own = [str(target.get(name) or "") if name else "" for name in kind.sign_fields]
    plus, even, minus = (mine or (board.say(word) if word else "") for mine, word in zip(own, field.words, strict=True))
    return plus, even, minus


def rated_word(board: Board, kind: LinkKind, target: Item, field: Field, value: Any) -> str:
    """A value that a link's field has for a target: a sign with its word there, else as it is shown anywhere."""
    if field.type != "sign" or value not in SIGN_TEXT:
        return show(board, f"link:{kind.id}", field, value)
    word = dict(zip(SIGN_TEXT, sign_words(board, kind, target, field), strict=True))[value]
    return f"{SIGN_TEXT[value]} {word}".strip()


def counted_values(field: Field, spread: Spread | None) -> Sequence[tuple[Any, int]]:
    """Every value that people could give, in its order, with how many did; of numbers those that somebody gave."""
    counts = dict(spread.counts) if spread is not None else {}
    order: Sequence[Any] = tuple(SIGN_TEXT) if field.type == "sign" else [one.id for one in field.choices]
    return [(value, counts.get(value, 0)) for value in order or sorted(counts)]


def spread_words(board: Board, kind: LinkKind, target: Item, spread: Spread) -> str:
    """How people rated alone, in one line: + edullisempi: 7, +/− ei selvää muutosta: 3, − kalliimpi: 2."""
    field = kind.field(spread.field)
    if field is None:
        return ""
    told = [(rated_word(board, kind, target, field, value), count) for value, count in counted_values(field, spread)]
    return ", ".join(f"{word}: {count}" for word, count in told)


def _point(point: Mapping[str, Any], language: str) -> str:
    if point.get("value") is None:
        return ""
    text = number(point["value"], language)
    if point.get("date"):
        text = f"{day(point['date'], language)}: {text}"
    return f"{text} (n = {number(point['n'], language)})" if point.get("n") is not None else text


def _target(value: Mapping[str, Any], language: str) -> str:
    parts = []
    if value.get("amount") is not None:
        parts.append(f"{number(value['amount'], language)} {value.get('unit') or ''}".strip())
    if value.get("date"):
        parts.append(day(value["date"], language))
    return ", ".join(parts)


FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a formula may begin with in one spreadsheet or another; the last four are the wide signs of East Asia."""


def spreadsheet_text(text: str) -> str:
    """Words that a spreadsheet would take for a formula get an apostrophe before them; other words stay as they are."""
    return f"'{text}" if text[:1] in FORMULA else text


def reference(element: Element) -> str:
    """An element as a sentence names it: its short id and its text."""
    return f"{element.code} {element.text}".strip() or element.id


def item_tables(board: Board, method: Method, *, setup: bool = False) -> tuple[Table, ...]:
    """A table for each kind that the board holds: short id, text, every field somebody filled, and the links."""
    tables = []
    for kind in method.kinds:
        items = board.of(kind.id)
        if not items or (kind.setup and not setup):
            continue
        filled = [
            field
            for field in kind.fields
            if field.id != "text" and any(not is_gap(item.values.get(field.id)) for item in items)
        ]
        linked = any(_links_in_words(board, method, item) for item in items)
        columns = [board.say("Id"), board.label(kind.id), *(board.label(f"{kind.id}.{field.id}") for field in filled)]
        rows: list[tuple[Cell, ...]] = []
        for item in items:
            row: list[Cell] = [item.code, item.text]
            row += [show(board, kind.id, field, item.values.get(field.id)) for field in filled]
            if linked:
                row.append(_links_in_words(board, method, item))
            rows.append(tuple(row))
        if linked:
            columns.append(board.say("Links"))
        caption = board.labels.get(f"{kind.id}+") or board.label(kind.id)
        tables.append(Table(caption=caption, columns=tuple(columns), rows=tuple(rows)))
    tables += [table for link in method.links if link.rated_alone and (table := _rated_table(board, link)) is not None]
    return tuple(tables)


def _rated_table(board: Board, kind: LinkKind) -> Table | None:
    """What was rated, row by row: the two ends, the group's values in words, and how people rated it alone."""
    links = {(link.source, link.target): link for link in board.links_of(kind.id)}
    spreads: dict[tuple[str, str], list[Spread]] = {}
    for spread in board.spreads:
        if spread.kind == kind.id:
            spreads.setdefault((spread.source, spread.target), []).append(spread)
    places = {item.id: place for place, item in enumerate(board.items)}
    ends = sorted({*links, *spreads}, key=lambda pair: (places.get(pair[0], 0), places.get(pair[1], 0), *pair))
    given = [one for one in kind.fields if any(not is_gap(link.values.get(one.id)) for link in links.values())]
    rows: list[tuple[Cell, ...]] = []
    for pair in ends:
        source, target = board.item(pair[0]), board.item(pair[1])
        if source is None or target is None:
            continue
        link = links.get(pair)
        row: list[Cell] = [source.code, source.text, reference(target)]
        row += [
            rated_word(board, kind, target, one, link.values.get(one.id)) if link is not None else "" for one in given
        ]
        if spreads:
            row.append(tuple(spread_words(board, kind, target, one) for one in spreads.get(pair, ())))
        rows.append(tuple(row))
    if not rows:
        return None
    kinds = [" / ".join(board.label(name) for name in names) for names in (kind.source, kind.target)]
    columns = [board.say("Id"), *kinds, *(board.label(f"link:{kind.id}.{one.id}") for one in given)]
    if spreads:
        columns.append(board.say("Rated alone"))
    return Table(caption=board.label(f"link:{kind.id}"), columns=tuple(columns), rows=tuple(rows))


def _links_in_words(board: Board, method: Method, item: Element) -> tuple[str, ...]:
    words = []
    for link in board.outgoing(item):
        other = board.find(link.target)
        if other is not None:
            words.append(f"{_link_label(board, method, link)} → {reference(other)}{_link_says(board, method, link)}")
    for link in board.incoming(item):
        other = board.find(link.source)
        if other is not None:
            words.append(f"{reference(other)} → {_link_label(board, method, link)}{_link_says(board, method, link)}")
    return tuple(words)


def _link_says(board: Board, method: Method, link: Link) -> str:
    """What a link says of its ends in a word: a condition that is met and one that is not are told apart."""
    kind, target = method.link(link.kind), board.item(link.target)
    if kind is None or target is None:
        return ""
    fields = [
        one for one in kind.fields if one.type in ("choice", "evidence", "sign") and not is_gap(link.values.get(one.id))
    ]
    said = "; ".join(rated_word(board, kind, target, one, link.values[one.id]) for one in fields)
    return f" ({said})" if said else ""


def _link_label(board: Board, method: Method, link: Link) -> str:
    declared: LinkKind | Kind | None = method.link(link.kind)
    return board.label(f"link:{link.kind}") if declared is not None else link.kind


def plain_chapter(board: Board, method: Method, insights: tuple[Any, ...] = ()) -> Chapter:
    """The chapter of a method that writes none of its own: every drawing, what was found, every item as a table."""
    blocks: list[Any] = [Paragraph(translate(method.package, board.language, method.summary), lead=True)]
    blocks += [
        Figure(drawing=drawing.id, caption=f"{board.title}: {board.label(f'drawing:{drawing.id}')}")
        for drawing in method.drawings
        if board.items
    ]
    if insights:
        blocks.append(Points(tuple(insight.finding for insight in insights)))
    blocks += item_tables(board, method, setup=True)
    return Chapter(title=board.title or board.label("method"), blocks=tuple(blocks))
