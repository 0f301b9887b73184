"""The tables of a path: steps, services, data, tools, monitoring, observations, arrows, experience."""

from collections.abc import Iterable, Iterator

from kehittamo_core.api import Block, Board, Cell, Item, Link, Note, Paragraph, Table
from kehittamo_service_path.drawings.change import SIGNS
from kehittamo_service_path.durations import days
from kehittamo_service_path.experience import curves
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import (
    inside,
    is_guess,
    lane_of,
    lanes_of,
    name,
    numbered,
    participants,
    placed,
    whole,
)  # fmt: skip
from kehittamo_service_path.tables import filled


def path_tables(board: Board) -> Iterator[Block]:
    """Every table of what stands around the steps, those that have nothing to say left out."""
    yield from _supports(board)
    yield from _data(board)
    yield from _tools(board)
    yield from _monitoring(board)
    yield from observations(board)
    yield from _arrows(board)
    yield from _experience(board)
    yield from _lanes(board)


def guessed(board: Board, text: str, guess: bool) -> str:
    """A text with the mark of what was inferred."""
    return f"{text} ({board.say('inferred')})" if guess else text


def unsure(board: Board, item: Item) -> str:
    """A step's text, with the mark of what is not sure of it: the words themselves, or its place."""
    text = guessed(board, item.text or "–", "text" in item.inferred)
    return f"{text} ({board.say('place uncertain')})" if is_guess(item) else text


def _listed(board: Board, items: Iterable[Item], empty: bool = True) -> Cell:
    found = tuple(name(item) for item in items)
    return found or (board.say("Not placed yet") if empty else "")


def _heading(board: Board, setting: str, zone: str) -> str:
    return str(board.settings.get(setting) or board.label(f"zone:{zone}"))


def _ground(board: Board) -> Iterator[Block]:
    for item in board.of("ground"):
        role = board.label(f"ground.role.{item.get('role')}") if item.get("role") else board.label("ground")
        yield Paragraph(f"{role[:1].upper()}{role[1:]}: {item.code} {item.text}".replace("  ", " "))


def _more(board: Board, item: Item) -> tuple[str, ...]:
    """What else is known of a step: channel, duration, how often, tools, data, monitoring, pains, building blocks."""
    language = board.label
    rows: list[tuple[str, str]] = []
    named = {column.get("number", number): column for number, column in enumerate(board.of("column"), 1)}
    if item.get("column") in named:
        rows.append((language("column"), named[item.get("column")].text))
    if item.get("owner"):
        rows.append((language("step.owner"), board.actor(item.get("owner"))))
    if item.get("channel"):
        rows.append(
            (
                language("step.channel"),
                ", ".join(language(f"step.channel.{channel}") for channel in item.get("channel")),
            )
        )
    if days(item) is not None:
        known = [item.get("duration_min"), item.get("duration_max")]
        span = "–".join(whole(value) for value in dict.fromkeys(known) if value is not None)
        unit = language(f"step.duration_unit.{item.get('duration_unit')}")
        rows.append((board.say("Duration"), f"{span} {unit}"))
    for field in ("recurrence", "trigger"):
        if item.get(field):
            rows.append((language(f"step.{field}"), item.get(field)))
    if item.get("alternatives"):
        rows.append((language("step.alternatives"), "; ".join(item.get("alternatives"))))
    if item.get("change"):
        rows.append((language("step.change"), language(f"step.change.{item.get('change')}")))
    for label, others in (
        (board.label("tool+"), board.after(item, "uses")),
        (board.label("data+"), board.before(item, "informs")),
        (board.say("Supported by"), board.before(item, "supports")),
        (board.label("link:eases"), board.after(item, "eases")),
        (board.label("link:fulfils"), board.after(item, "fulfils")),
        (board.label("link:shared"), board.after(item, "shared")),
        (board.label("menu_service+"), board.before(item, "offered_at")),
    ):
        if others:
            rows.append((label, ", ".join(_short(other) for other in others)))
    marks = [
        number
        for number, mark in numbered(board.of("monitoring"))
        if any(other.id == item.id for other in placed(board, mark))
    ]
    if marks:
        rows.append((board.label("monitoring"), ", ".join(marks)))
    return tuple(f"{label[:1].upper()}{label[1:]}: {text}" for label, text in rows)


def _short(item: Item) -> str:
    """A data group is named by its short id, since its items stand in a table of their own."""
    return item.code if item.kind == "data" and item.code else name(item)


def steps_table(board: Board) -> Iterator[Block]:
    """The ground of the path, then its steps and meetings in the order of the path, with all that is known of them."""
    yield from _ground(board)
    items = [item for item in walk(board) if item.kind != "support"]
    if not items:
        return
    lanes = lanes_of(board)
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        lane = lane_of(board, item, lanes)
        who = lane.label if lane is not None else board.say("Not placed yet")
        rows.append(
            (
                item.code, unsure(board, item),
                tuple(dict.fromkeys((who, *participants(board, item)))), item.get("description", ""),
                _more(board, item),
            )
        )  # fmt: skip
    yield filled(
        caption=board.say("Steps and meetings in the order of the path"),
        columns=(
            board.say("Id"),
            board.label("step"),
            board.say("Lane and who takes part"),
            board.label("step.description"),
            board.say("More"),
        ),
        rows=tuple(rows),
        widths=(0.7, 1.7, 1.6, 3.0, 2.2),
    )


def compared(board: Board) -> Table:
    """Today's path beside the target path, step by step; a step of another path that it is tied to stands for today's."""
    rows: list[tuple[Cell, ...]] = []
    for item in walk(board):
        change = item.get("change") or "keep"
        others = [board.item(link.target if link.source == item.id else link.source) for link in _shared(board, item)]
        before = ", ".join(name(other) for other in others if other is not None) or item.text
        today = "–" if change == "new" else before
        target = "–" if change == "removed" else item.text
        mark = f"{SIGNS.get(change, '')} {board.label(f'{item.kind}.change.{change}')}".strip()
        rows.append((item.code, today, target, mark))
    return filled(
        caption=board.say("Today's path and the target path, step by step"),
        columns=(board.say("Id"), board.say("Today"), board.say("Target"), board.label("step.change")),
        rows=tuple(rows), widths=(0.7, 3, 3, 1.8),
    )  # fmt: skip


def _shared(board: Board, item: Item) -> tuple[Link, ...]:
    return (*board.outgoing(item, "shared"), *board.incoming(item, "shared"))


def _supports(board: Board) -> Iterator[Block]:
    items = [item for item in walk(board) if item.kind == "support"]
    if items:
        yield filled(
            caption=board.label("support+"),
            columns=(board.say("Id"), board.label("support"), board.label("step.description"), board.say("More")),
            rows=tuple(
                (
                    item.code,
                    unsure(board, item),
                    item.get("description", ""),
                    _more(board, item),
                )
                for item in items
            ),
            widths=(0.7, 2.6, 2.6, 2.0),
        )


def _data(board: Board) -> Iterator[Block]:
    items = board.of("data")
    if not items:
        return
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        made = [board.actor(item.get("producer"))] if item.get("producer") else []
        made += [name(other) for other in board.before(item, "produces")]
        links = list(board.outgoing(item, "informs"))
        targets = tuple(
            guessed(board, name(target), is_guess(link))
            for link in links
            if (target := board.item(link.target)) is not None
        )
        rows.append(
            (item.code, item.text, tuple(item.get("items", ())), targets or board.say("Not placed yet"), tuple(made))
        )
    yield filled(
        caption=board.label("data+"),
        columns=(
            board.say("Id"),
            board.label("data"),
            board.label("data.items"),
            board.label("link:informs"),
            board.label("data.producer"),
        ),
        rows=tuple(rows),
        widths=(0.7, 1.4, 2.4, 2.6, 1.6),
    )


def _tools(board: Board) -> Iterator[Block]:
    items = board.of("tool")
    if not items:
        return
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        users = tuple(
            guessed(board, name(source), is_guess(link))
            for link in board.incoming(item, "uses") if (source := board.item(link.source)) is not None
        )  # fmt: skip
        rows.append((item.code, item.text, item.get("description", ""), users or board.say("Not placed yet")))
    yield filled(
        caption=_heading(board, "tools_heading", "tools"),
        columns=(board.say("Id"), board.label("tool"), board.label("tool.description"), board.say("At which step")),
        rows=tuple(rows), widths=(0.7, 2.6, 2.4, 2.6),
    )  # fmt: skip


def _monitoring(board: Board) -> Iterator[Block]:
    items = board.of("monitoring")
    if not items:
        return
    rows: list[tuple[Cell, ...]] = []
    for number, item in numbered(items):
        more = [text for field in ("frequency", "used_in") if (text := item.get(field))]
        more += [board.actor(item.get("owner"))] if item.get("owner") else []
        more += [name(other) for other in board.after(item, "measured_by")]
        how = (item.get("how", ""), *more) if more else item.get("how", "")
        rows.append((number, f"{item.code} {item.text}".strip(), how, _listed(board, placed(board, item))))
    yield filled(
        caption=_heading(board, "monitoring_heading", "monitoring"),
        columns=(
            board.label("monitoring.number"),
            board.label("monitoring"),
            board.label("monitoring.how"),
            board.say("At which step"),
        ),
        rows=tuple(rows),
        widths=(0.8, 2.8, 3.0, 2.2),
    )


def observations(board: Board) -> Iterator[Block]:
    """The numbered observations with what each is about."""
    items = board.of("callout")
    if not items:
        return
    rows: list[tuple[Cell, ...]] = []
    for number, item in numbered(items):
        targets = tuple(
            guessed(board, name(target), is_guess(link))
            for link in board.outgoing(item, "points_to") if (target := board.item(link.target)) is not None
        )  # fmt: skip
        rows.append((number, f"{item.code} {item.text}".strip(), targets or board.say("Not placed yet")))
    yield filled(
        caption=_heading(board, "observations_heading", "notes"),
        columns=(board.label("callout.number"), board.label("callout"), board.label("link:points_to")),
        rows=tuple(rows), widths=(0.8, 5.0, 2.6),
    )  # fmt: skip


def _arrows(board: Board) -> Iterator[Block]:
    flow, back = inside(board, "then"), inside(board, "returns")
    if flow:
        yield filled(
            caption=board.say("What follows what"),
            columns=(board.say("From"), board.say("To"), board.label("link:then.when")),
            rows=tuple((name(a), guessed(board, name(b), is_guess(link)), link.get("when", "")) for link, a, b in flow),
            widths=(3, 3, 2),
        )
    if back:
        yield filled(
            caption=board.say("Returns"),
            columns=(
                board.say("From"),
                board.say("To"),
                board.label("link:returns.when"),
                board.label("link:returns.ends"),
            ),
            rows=tuple(
                (name(a), guessed(board, name(b), is_guess(link)), link.get("when", ""), link.get("ends", ""))
                for link, a, b in back
            ),
            widths=(2.4, 2.4, 2.4, 1.6),
        )


def _experience(board: Board) -> Iterator[Block]:
    for curve in curves(board):
        rows = []
        for id_, value in curve.values.items():
            step = board.item(id_)
            grade = board.label(f"link:feels.feeling.{value:+d}" if value else "link:feels.feeling.0")
            rows.append((name(step) if step is not None else id_, grade, curve.reasons.get(id_, "")))
        yield filled(
            caption=board.say("How the path feels: {profile}", profile=curve.name),
            columns=(board.label("step"), board.label("link:feels.feeling"), board.label("link:feels.why")),
            rows=tuple(rows), widths=(3, 2, 3),
        )  # fmt: skip
    for item in board.of("traveller"):
        if item.get("description"):
            yield Paragraph(f"{name(item)}: {item.get('description')}")
    for kind in ("block", "principle"):
        items = board.of(kind)
        if items:
            yield filled(
                caption=board.label(f"{kind}+"),
                columns=(board.say("Id"), board.label(kind), board.say("At which step")),
                rows=tuple(
                    (item.code, item.text, _listed(board, board.before(item, "fulfils"), empty=False)) for item in items
                ),
                widths=(0.7, 4, 3),
            )


def _lanes(board: Board) -> Iterator[Block]:
    lanes = board.of("lane")
    if lanes:
        if any(not item.text for item in lanes):
            yield Note(board.say("A lane has no name in the source."), "gap")
        yield filled(
            caption=board.label("lane+"),
            columns=(
                board.say("Id"),
                board.label("lane"),
                board.label("lane.legend"),
                board.label("lane.heading"),
                board.label("lane.aliases"),
            ),
            rows=tuple(
                (
                    item.code,
                    guessed(board, item.text or "–", "text" in item.inferred),
                    item.get("legend", ""),
                    item.get("heading", ""),
                    tuple(item.get("aliases", ())),
                )
                for item in lanes
            ),
            widths=(0.7, 2, 2.6, 2.6, 1.4),
        )
