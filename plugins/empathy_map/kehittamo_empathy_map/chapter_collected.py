"""The collected material in the chapter: numbers beside each other, services, and what each group of people handed in."""

from kehittamo_core.api import Block, Board, Cell, Figure, Heading, Item, Note, Paragraph, Table, number, reference
from kehittamo_empathy_map.collection import INSTRUMENTS, Share, by_municipality, entries_of, shares, totals, uses
from kehittamo_empathy_map.drawings.collected import differs, summaries, summed, total_words


def collected_blocks(board: Board) -> list[Block]:
    """Everything that was collected, each map and diary by its code."""
    if not board.of("service_map", "diary", "entry", "municipality", "stated"):
        return []
    blocks: list[Block] = [
        Heading(board.say("Service maps and diaries")),
        Figure(drawing="collected", caption=board.say("{title}: what was collected", title=board.title)),
    ]
    blocks += _numbers(board)
    blocks += _services(board)
    blocks += [_shares(board, label, heading, shares(board, by)) for by, label, heading in summaries(board)]
    return blocks + _sheets(board)


def _numbers(board: Board) -> list[Block]:
    counted = by_municipality(board)
    columns = [board.label("municipality")]
    for field, kind in INSTRUMENTS:
        columns += [
            board.label(f"municipality.{field}"),
            board.say("{what}, filled in here", what=board.label(f"{kind}+")),
        ]
    rows: list[tuple[Cell, ...]] = []
    for one in counted:
        cells: list[Cell] = [one.name]
        for field, _ in INSTRUMENTS:
            value = one.reported[field]
            cells += ["–" if value is None else number(value, board.language), str(one.filled[field])]
        rows.append(tuple(cells))
    last: list[Cell] = [board.say("Sum")]
    for field, kind in INSTRUMENTS:
        reported = [value for one in counted if (value := one.reported[field]) is not None]
        last += [number(sum(reported), board.language) if reported else "–", str(len(board.of(kind)))]
    blocks: list[Block] = []
    if counted:
        rows.append(tuple(last))
        blocks.append(
            Table(
                caption=board.label("zone:collected"), columns=tuple(columns), rows=tuple(rows), widths=(3, 2, 2, 2, 2)
            )
        )
    for total in totals(board):
        words = f"{reference(total.by)}: {total_words(board, total)}"
        if total.by.get("source"):
            words += f" {board.label('stated.source')}: {total.by.get('source')}"
        if differs(total):
            words += " " + board.say("The difference is not explained, and nothing was made to fit.")
        blocks.append(Note(words, "gap") if differs(total) else Paragraph(words))
    return blocks


def _services(board: Board) -> list[Block]:
    rows = tuple(
        (
            use.service.code, use.service.text, str(use.maps), str(use.entries),
            tuple(f"{board.label(f'link:used.channel.{way}')} {count}" for way, count in use.ways) or "–",
            tuple(f"{board.label(f'link:used.often.{often}')} {count}" for often, count in use.often) or "–",
        )
        for use in uses(board)
    )  # fmt: skip
    if not rows:
        return []
    columns = (
        board.say("Id"), board.label("service"), board.label("service_map+"), board.label("entry+"),
        board.label("link:used.channel"), board.label("link:used.often"),
    )  # fmt: skip
    return [Table(caption=board.say("Services used"), columns=columns, rows=rows, widths=(1, 4, 1.6, 1.8, 3, 3))]


def _shares(board: Board, label: str, heading: str, found: tuple[Share, ...]) -> Table:
    rows = tuple((one.name or board.say("not known"), *summed(board, one)) for one in found)
    columns = (
        label, board.label("service_map+"), board.label("diary+"), board.label("entry+"), board.say("Named most"),
        board.label("entry.felt"),
    )  # fmt: skip
    return Table(caption=heading, columns=columns, rows=rows, widths=(3, 1.5, 1.5, 1.5, 4, 3))


def _sheets(board: Board) -> list[Block]:
    blocks: list[Block] = []
    maps: list[tuple[Cell, ...]] = [
        (
            item.code, item.text, *_from(item.get("municipality"), item.get("group")),
            tuple(one.text or one.code for one in board.after(item, "like")) or "–",
            tuple(one.text or one.code for one in board.after(item, "used")) or "–",
        )
        for item in board.of("service_map")
    ]  # fmt: skip
    where = (board.label("service_map.municipality"), board.label("service_map.group"), board.label("link:like"))
    if maps:
        columns = (board.say("Id"), board.label("service_map"), *where, board.say("Services used"))
        blocks.append(
            Table(caption=board.label("service_map+"), columns=columns, rows=tuple(maps), widths=(1.2, 2, 2, 2, 2, 5))
        )
    rows: list[tuple[Cell, ...]] = []
    told: set[str] = set()
    for diary in board.of("diary"):
        entries = entries_of(board, diary)
        told |= {entry.id for entry in entries}
        rows += [(diary.code, diary.text, *_entry(board, entry)) for entry in entries] or [
            (diary.code, diary.text, "–", "–", "–", "–")
        ]
    rows += [("–", "–", *_entry(board, entry)) for entry in board.of("entry") if entry.id not in told]
    if rows:
        columns = (
            board.say("Id"), board.label("diary"), board.label("entry.day"), board.label("entry"), board.label("entry.felt"),
            board.label("entry.tags"),
        )  # fmt: skip
        blocks.append(
            Table(caption=board.label("diary+"), columns=columns, rows=tuple(rows), widths=(1.2, 2, 1.5, 5, 2.5, 2))
        )
    return blocks


def _from(*values: object) -> tuple[str, ...]:
    return tuple(str(value) if value else "–" for value in values)


def _entry(board: Board, entry: Item) -> tuple[Cell, ...]:
    day, felt = entry.get("day"), entry.get("felt")
    return (
        board.label(f"entry.day.{day}") if day else "–", entry.text or entry.code,
        board.label(f"entry.felt.{felt}") if felt else "–", tuple(str(tag) for tag in entry.get("tags", ())) or "–",
    )  # fmt: skip
