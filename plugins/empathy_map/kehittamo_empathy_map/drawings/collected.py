"""What was collected: numbers beside the stated totals, services by how many name them, and who handed in what."""

from typing import Any

from kehittamo_core.api import Area, Board, Part, Scene, Stroke, Words, number
from kehittamo_empathy_map.collection import INSTRUMENTS, Counted, Share, Total, by_municipality, shares, totals, uses
from kehittamo_empathy_map.kinds_collected import FELT

LABEL = 66.0
BAR = 96.0
ROW = 5.4
COLUMNS = (52.0, 30.0, 30.0)
SUMMED = ((0.0, 52.0), (52.0, 24.0), (76.0, 22.0), (98.0, 26.0), (124.0, 62.0), (186.0, 56.0))
"""Start and width of the columns of a summary, in millimetres."""
SIZE = 3.1

Shape = Area | Stroke | Words


def collected(board: Board) -> Scene:
    """The numbers of maps and diaries above, the services below them, then by profile, group and municipality."""
    shapes: list[Shape] = []
    parts: list[Part] = []
    y = 0.0
    for draw, label in ((_municipalities, board.say("Maps and diaries")), (_services, board.say("Services used"))):
        drawn, bottom = draw(board, y)
        if drawn:
            shapes += drawn
            parts.append(Part(label=label, x=0, y=y, width=LABEL + BAR + 80, height=bottom - y))
            y = bottom + 9.0
    if not parts:
        shapes.append(Words(x=0, y=0, text=board.say("Nothing has been collected yet"), role="ink-3"))
    for by, label, heading in summaries(board):
        drawn, bottom = _by(board, label, heading, shares(board, by), y)
        shapes += drawn
        parts.append(Part(label=heading, x=0, y=y, width=LABEL + BAR + 80, height=bottom - y))
        y = bottom + 9.0
    alt = board.say(
        "Collected: {maps} service maps, {diaries} diaries, {services} services named, {municipalities} municipalities.",
        maps=len(board.of("service_map")), diaries=len(board.of("diary")), services=len(uses(board)),
        municipalities=len(by_municipality(board)),
    )  # fmt: skip
    return Scene(shapes=tuple(shapes), alt=alt, parts=tuple(parts) if len(parts) > 1 else ())


def _services(board: Board, y: float) -> tuple[list[Shape], float]:
    found = uses(board)
    if not found:
        return [], y
    heading = Words(x=0, y=y, text=board.say("Services used"), size=4.4, weight=700, family="display")
    shapes: list[Shape] = [heading]
    y += heading.height + 2.0
    most = max(use.maps + use.entries for use in found)
    for use in found:
        name = Words(x=0, y=y, text=use.service.text or use.service.code, width=LABEL - 3, size=SIZE, item=use.service)
        count = use.maps + use.entries
        wide = BAR * count / most
        ways = ", ".join(f"{board.label(f'link:used.channel.{way}')} {times}" for way, times in use.ways)
        said = board.say("maps {maps}, diary entries {entries}", maps=use.maps, entries=use.entries)
        words = Words(
            x=LABEL + wide + 2, y=y, text=f"{said}{'; ' if ways else ''}{ways}", width=BAR + 78 - wide, size=2.9
        )
        shapes += [name, Area(x=LABEL, y=y + 0.2, width=wide, height=3.8, tone="jarvi", item=use.service), words]
        y += max(name.height, words.height, ROW - 1.4) + 1.4
    return shapes, y


def summaries(board: Board) -> tuple[tuple[str, str, str], ...]:
    """(by, what that is called, heading) of the ways to look at the material of which it says anything."""
    ways = (
        ("profile", board.label("profile"), board.say("By profile")),
        ("group", board.label("service_map.group"), board.say("By group")),
        ("municipality", board.label("service_map.municipality"), board.say("By municipality")),
    )
    return tuple(way for way in ways if any(one.name for one in shares(board, way[0])))


def _by(board: Board, label: str, title: str, found: tuple[Share, ...], y: float) -> tuple[list[Shape], float]:
    """What was handed in by profile, group or municipality: how much, which services it names most, how it went."""
    heading = Words(x=0, y=y, text=title, size=4.4, weight=700, family="display")
    shapes: list[Shape] = [heading]
    y += heading.height + 2.0

    def row(cells: tuple[str, ...], **look: Any) -> None:
        nonlocal y
        made = [
            Words(x=x, y=y, text=text, width=width - 2, size=SIZE, **look)
            for (x, width), text in zip(SUMMED, cells, strict=True)
            if text
        ]
        shapes.extend(made)
        y += max([ROW - 1.4, *(words.height for words in made)]) + 1.4

    counts = (board.label("service_map+"), board.label("diary+"), board.label("entry+"))
    row((label, *counts, board.say("Named most"), board.label("entry.felt")), weight=600, role="ink-2")
    for one in found:
        row((one.name or board.say("not known"), *summed(board, one)))
    return shapes, y


def summed(board: Board, one: Share) -> tuple[str, ...]:
    """How many maps, diaries and entries, the services named most, and how the entries say that it went."""
    services = ", ".join(f"{use.service.text or use.service.code} {use.maps + use.entries}" for use in one.uses[:3])
    felt = ", ".join(
        f"{board.label(f'entry.felt.{how.id}')} {one.felt[how.id]}" for how in FELT if one.felt.get(how.id)
    )
    return (str(len(one.maps)), str(len(one.diaries)), str(len(one.entries)), services or "–", felt or "–")


def _municipalities(board: Board, y: float) -> tuple[list[Shape], float]:
    counted, stated = by_municipality(board), tuple(totals(board))
    if not counted and not stated:
        return [], y
    shapes: list[Shape] = []
    starts = [0.0]
    for width in (COLUMNS[0], *COLUMNS[1:], COLUMNS[1]):
        starts.append(starts[-1] + width)

    def row(cells: tuple[str, ...], **look: Any) -> None:
        nonlocal y
        made = [
            Words(x=x, y=y, text=text, width=(COLUMNS[0] if at == 0 else 30.0) - 2, size=SIZE, **look)
            for at, (x, text) in enumerate(zip(starts, cells, strict=True))
            if text
        ]
        shapes.extend(made)
        y += max([ROW - 1.4, *(words.height for words in made)]) + 1.4

    heads = [board.label(f"municipality.{field}") for field, _ in INSTRUMENTS]
    filled = [board.say("{what}, filled in here", what=board.label(f"{kind}+")) for _, kind in INSTRUMENTS]
    row((board.label("municipality"), heads[0], filled[0], heads[1], filled[1]), weight=600, role="ink-2")
    for one in counted:
        row((one.name, *_cells(board, one)))
    shapes.append(Stroke(points=((0, y), (starts[-1] + 30, y)), role="edge"))
    y += 1.4
    row((board.say("Sum"), *_sums(board, counted)), weight=700)
    for total in stated:
        words = total_words(board, total)
        line = Words(
            x=0, y=y, text=words, width=starts[-1] + 28, size=SIZE, weight=600, role="rust" if differs(total) else "ink"
        )
        shapes.append(line)
        y += line.height + 1.0
    return shapes, y


def differs(total: Total) -> bool:
    """Whether a stated total is another number than the sum of the reports or than what is filled in here."""
    return (total.reported is not None and total.reported != total.stated) or (total.filled not in (0, total.stated))


def total_words(board: Board, total: Total) -> str:
    """A stated total with both differences, in words."""
    say = board.say(
        "{what}: stated {stated}", what=board.label(f"{total.kind}+"), stated=number(total.stated, board.language)
    )
    words = [say]
    if total.reported is not None:
        words.append(
            board.say(
                "reported {sum}, difference {difference}",
                sum=number(total.reported, board.language),
                difference=number(total.stated - total.reported, board.language),
            )
        )
    if total.filled:
        words.append(
            board.say(
                "filled in here {sum}, difference {difference}",
                sum=total.filled,
                difference=number(total.stated - total.filled, board.language),
            )
        )
    return "; ".join(words) + "."


def _cells(board: Board, one: Counted) -> tuple[str, ...]:
    cells: list[str] = []
    for field, _ in INSTRUMENTS:
        reported = one.reported[field]
        cells += ["–" if reported is None else number(reported, board.language), str(one.filled[field])]
    return tuple(cells)


def _sums(board: Board, counted: tuple[Counted, ...]) -> tuple[str, ...]:
    cells: list[str] = []
    for field, kind in INSTRUMENTS:
        reported = [value for one in counted if (value := one.reported[field]) is not None]
        cells += [number(sum(reported), board.language) if reported else "–", str(len(board.of(kind)))]
    return tuple(cells)
