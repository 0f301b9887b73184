"""The chapter of an empathy map: the map by fields with its evidence, the profiles with what is known and what is not."""

from kehittamo_core.api import (
    Block,
    Board,
    Chapter,
    Figure,
    Heading,
    Insight,
    Item,
    Note,
    Paragraph,
    Points,
    Table,
    number,
    reference,
)  # fmt: skip
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.kinds import NEWER, WRITTEN


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The board's chapter."""
    blocks: list[Block] = [Paragraph(_lead(board), lead=True)]
    blocks += _task(board)
    if insights:
        blocks.append(
            Points(tuple(f"{insight.finding} {insight.limit}".strip() for insight in insights if not insight.more))
        )
    if board.of(*WRITTEN):
        blocks += _map(board)
    if board.of("profile"):
        blocks += _profiles(board)
    blocks += _others(board) + _uncertain(board)
    return Chapter(title=board.title, blocks=tuple(blocks))


def _lead(board: Board) -> str:
    notes, profiles = len(board.of(*WRITTEN)), len(board.of("profile"))
    words = []
    if profiles:
        words.append(
            board.say_many(
                "{number} customer profile is described.", "{number} customer profiles are described.", profiles
            )
        )
    if notes:
        words.append(board.say_many("The map holds {number} note.", "The map holds {number} notes.", notes))
    return " ".join(words) or board.say("Nothing has been written yet.")


def _task(board: Board) -> list[Block]:
    blocks: list[Block] = []
    if board.settings.get("task"):
        blocks.append(Heading(str(board.settings["task"]), level=3))
    instruction = board.settings.get("task_instruction") or ()
    if instruction:
        blocks.append(Points(tuple(str(line) for line in instruction)))
    return blocks


def _map(board: Board) -> list[Block]:
    caption = board.say("{title}: the map", title=board.title)
    if reading.canvas(board) == NEWER:
        caption += ". " + board.say("Fields after the Empathy Map Canvas of 2017 by Dave Gray (XPLANE).")
    blocks: list[Block] = [Figure(drawing="map", caption=caption)]
    for zone, items in reading.fields(board).items():
        if items:
            blocks.append(_field(board, zone, items))
    return blocks


def _field(board: Board, zone: str, items: tuple[Item, ...]) -> Table:
    rows = tuple(
        (
            item.code,
            item.text,
            reading.grade(board, item) or "–",
            str(item.get("source", "")),
            str(item.votes) if item.votes else "",
        )
        for item in items
    )
    return Table(
        caption=board.label(f"zone:{zone}"),
        columns=(board.say("Id"), board.label("note"), board.label("note.evidence"), board.label("note.source"), board.say("Experts' votes")),
        rows=rows, widths=(1, 6, 2, 3, 1.4),
    )  # fmt: skip


def _profiles(board: Board) -> list[Block]:
    blocks: list[Block] = [
        Heading(board.label("profile+")),
        Note(board.say("Profiles do not divide customers into worse and better, only into different ones.")),
        Figure(drawing="profiles", caption=board.say("{title}: profile cards", title=board.title)),
    ]
    for profile in reading.profiles(board):
        blocks += _profile(board, profile)
    if len(board.of("axis")) >= 2:
        blocks.append(Figure(drawing="axes", caption=board.say("{title}: profiles on two axes", title=board.title)))
    if board.of("axis"):
        rows = tuple(
            (
                axis.text,
                str(axis.get("question", "")),
                f"{axis.get('low', '')} – {axis.get('high', '')}",
                tuple(axis.get("variants", ())),
            )
            for axis in board.of("axis")
        )
        columns = (board.label("axis"), board.label("axis.question"), board.say("Ends"), board.label("axis.variants"))
        blocks.append(Table(caption=board.label("axis+"), columns=columns, rows=rows, widths=(2, 5, 3, 3)))
    return blocks


def _profile(board: Board, profile: Item) -> list[Block]:
    blocks: list[Block] = [Heading(reference(profile), level=3)]
    if profile.get("description"):
        blocks.append(Paragraph(str(profile.get("description"))))
    blocks += [
        Paragraph(f"{board.label(f'profile.{name}')}: {profile.get(name)}")
        for name in ("risk", "origin", "family")
        if profile.get(name)
    ]
    if profile.get("share") is not None:
        share = number(profile.get("share"), board.language)
        source = str(profile.get("share_source", "")) or board.say("source not stated")
        blocks.append(Paragraph(f"{board.label('profile.share')}: {share} % ({source})"))
    for kind in ("trait", "block", "service"):
        parts = reading.parts(board, profile, kind)
        if parts:
            blocks += [Paragraph(f"{board.label(f'{kind}+')}:"), Points(tuple(part.text for part in parts))]
    if profile.get("services_as_written"):
        blocks.append(Paragraph(f"{board.label('profile.services_as_written')}: {profile.get('services_as_written')}"))
    blocks += _sliders(board, profile)
    latent = [
        f"{reference(other)}: {link.get('trigger', '–')}"
        for link in board.outgoing(profile, "latent")
        if (other := board.item(link.target)) is not None
    ]
    if latent:
        blocks += [Paragraph(f"{board.label('link:latent')}:"), Points(tuple(latent))]
    return blocks


def _sliders(board: Board, profile: Item) -> list[Block]:
    sliders = board.of("slider")
    if not sliders:
        return []
    unknown = board.say("not known")
    rows = []
    for slider in sliders:
        value = reading.value_of(board, profile, slider, "value_on")
        shown = unknown if value is None else number(value, board.language)
        rows.append((str(slider.get("left", "")) or slider.text, shown, str(slider.get("right", ""))))
    for axis in board.of("axis"):
        value = reading.value_of(board, profile, axis, "placed_on")
        shown = unknown if value is None else number(value, board.language)
        rows.append((f"{axis.text}: {axis.get('low', '')}", shown, str(axis.get("high", ""))))
    columns = (board.say("0 ="), board.say("Place"), board.say("100 ="))
    return [
        Table(
            caption=board.say("{profile}: emphases", profile=profile.text or profile.code),
            columns=columns,
            rows=tuple(rows),
            widths=(3, 2, 3),
        )
    ]


def _others(board: Board) -> list[Block]:
    blocks: list[Block] = []
    if board.of("barrier"):
        blocks += [
            Heading(board.label("barrier+"), level=3),
            Points(tuple(reference(item) for item in board.of("barrier"))),
        ]
    headings = dict.fromkeys(str(item.get("heading", "")) for item in board.of("principle"))
    for heading in headings:
        texts = tuple(item.text for item in board.of("principle") if str(item.get("heading", "")) == heading)
        blocks += [Heading(heading or board.label("principle+"), level=3), Points(texts)]
    return blocks


def _uncertain(board: Board) -> list[Block]:
    notes = [
        f"{item.code or item.text}: {note}"
        for item in (*board.items, *board.links)
        for note in item.uncertain.values()
        if note
    ]
    if not notes:
        return []
    return [Heading(board.say("Uncertain in the source"), level=3), Points(tuple(dict.fromkeys(notes)))]
