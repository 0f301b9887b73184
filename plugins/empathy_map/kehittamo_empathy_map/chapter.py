"""The chapter of an empathy map: the map by fields with its evidence, the profiles with what is known and what is not."""

from kehittamo_core.api import (
    Block,
    Board,
    Cell,
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
from kehittamo_empathy_map.chapter_collected import collected_blocks
from kehittamo_empathy_map.comparing import compared_blocks
from kehittamo_empathy_map.families import Family, axes_of, families, sliders_of
from kehittamo_empathy_map.insights_collected import collected
from kehittamo_empathy_map.kinds import WRITTEN
from kehittamo_empathy_map.zones import NEWER


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The board's chapter."""
    lead = _lead(board)
    blocks: list[Block] = [Paragraph(lead, lead=True)]
    blocks += _task(board)
    told = [insight for insight in insights if not insight.more and insight.finding not in lead]
    if told:
        blocks.append(Points(tuple(f"{insight.finding} {insight.limit}".strip() for insight in told)))
    if board.of(*WRITTEN):
        blocks += _map(board)
    if board.of("profile"):
        blocks += _profiles(board)
    blocks += (
        _across(board)
        + _tests(board)
        + _others(board)
        + compared_blocks(board)
        + collected_blocks(board)
        + _uncertain(board)
    )
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
    if found := tuple(collected(board)):
        words.append(found[0].finding)
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
    ]
    for part, profile in enumerate(reading.profiles(board)):
        blocks += _profile(board, profile)
        caption = board.say("{title}: the card of {profile}", title=board.title, profile=profile.text or profile.code)
        blocks.append(Figure(drawing="profiles", caption=caption, part=part))
    for family in families(board):
        if family.item is not None:
            blocks.append(Heading(reference(family.item), level=3))
            blocks += [
                Paragraph(f"{board.label(f'family.{name}')}: {family.item.get(name)}")
                for name in ("origin", "mixed")
                if family.item.get(name)
            ]
            blocks += _shares(board, family)
    if any(len(family.axes) >= 2 for family in families(board)):
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


def _shares(board: Board, family: Family) -> list[Block]:
    """The family's shares with their sum, and how far it is from a hundred."""
    shares = [float(share) for one in family.profiles if isinstance(share := one.get("share"), int | float)]
    if not shares:
        return []
    total = sum(shares)
    words = board.say(
        "Shares known of {known} of {all} profiles; together {total} %.",
        known=len(shares),
        all=len(family.profiles),
        total=number(total, board.language),
    )
    if abs(total - 100) > 0.05:
        words += " " + board.say(
            "That is {difference} % off a hundred.", difference=number(total - 100, board.language)
        )
    return [Paragraph(words)]


def _across(board: Board) -> list[Block]:
    """Pains and successes across the profiles, by votes and by profiles, always with their evidence."""
    blocks: list[Block] = []
    for kind in ("pain", "gain"):
        rows = reading.across(board, kind)
        if not rows:
            continue
        share = number(reading.assumed_share(board, tuple(row.item for row in rows)) or 0, board.language, 0)
        columns = [
            board.say("Id"), board.label(kind), board.say("Experts' votes"), board.label(f"{kind}.evidence"), board.say("About the profiles"),
        ]  # fmt: skip
        columns += [board.say("Answered by")] if kind == "pain" else []
        cells = []
        for row in rows:
            known = reading.grade(board, row.item) or board.say("not graded")
            cell: list[Cell] = [
                row.item.code, row.item.text, str(row.item.votes), known, tuple(one.text or one.code for one in row.profiles) or "–",
            ]  # fmt: skip
            if kind == "pain":
                cell.append(tuple(reference(one) for one in row.answers) or board.say("nothing yet"))
            cells.append(tuple(cell))
        caption = board.say("{what} across profiles", what=board.label(f"{kind}+"))
        widths = (1.0, 5.0, 1.4, 1.8, 3.0, 3.0)[: len(columns)]
        blocks.append(Table(caption=caption, columns=tuple(columns), rows=tuple(cells), widths=widths))
        blocks.append(Paragraph(board.say("Of what is ranked here, {percent} % is assumed.", percent=share)))
    if blocks:
        figure = Figure(
            drawing="across", caption=board.say("{title}: pains and successes across profiles", title=board.title)
        )
        blocks = [Heading(board.say("Pains and successes across profiles")), figure, *blocks]
    return blocks


def _tests(board: Board) -> list[Block]:
    """Each idea with the profiles that it was tried on."""
    rows: list[tuple[Cell, ...]] = []
    for idea, tests in reading.fits(board):
        for profile, fit, why in tests or ():
            rows.append((reference(idea), profile.text or profile.code, board.label(f"link:tested_on.fit.{fit}"), why))
        if not tests:
            rows.append((reference(idea), "–", board.say("not tested yet"), ""))
    if not rows:
        return []
    columns = (
        board.label("idea"),
        board.label("profile"),
        board.label("link:tested_on.fit"),
        board.label("link:tested_on.why"),
    )
    return [
        Table(
            caption=board.say("Ideas tested against profiles"), columns=columns, rows=tuple(rows), widths=(4, 3, 2, 4)
        )
    ]


def _profile(board: Board, profile: Item) -> list[Block]:
    blocks: list[Block] = [Heading(reference(profile), level=3)]
    if profile.get("description"):
        blocks.append(Paragraph(str(profile.get("description"))))
    blocks += [
        Paragraph(f"{board.label(f'profile.{name}')}: {profile.get(name)}")
        for name in ("risk", "origin")
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
        f"{reference(other)}: {link.get('trigger') or board.say('situation not known')}"
        for link in board.outgoing(profile, "latent")
        if (other := board.item(link.target)) is not None
    ]
    if latent:
        blocks += [Paragraph(f"{board.label('link:latent')}:"), Points(tuple(latent))]
    return blocks


def _sliders(board: Board, profile: Item) -> list[Block]:
    sliders = sliders_of(board, profile)
    if not sliders:
        return []
    unknown = board.say("not known")
    rows = []
    for slider in sliders:
        value = reading.value_of(board, profile, slider, "value_on")
        shown = unknown if value is None else number(value, board.language)
        rows.append((str(slider.get("left", "")) or slider.text, shown, str(slider.get("right", ""))))
    for axis in axes_of(board, profile):
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


def _barriers(board: Board) -> Table:
    """Each barrier once, with everybody in whose way it stands."""
    rows: list[tuple[Cell, ...]] = []
    for item in board.of("barrier"):
        profiles = tuple(reference(one) for one in board.after(item, "about"))
        actors = tuple(board.actor(str(id_)) for id_ in item.get("actors", ()))
        known = reading.grade(board, item) or "–"
        rows.append((item.code, item.text, profiles or "–", actors or "–", known))
    columns = (
        board.say("Id"),
        board.label("barrier"),
        board.label("profile+"),
        board.label("barrier.actors"),
        board.label("barrier.evidence"),
    )
    return Table(caption=board.label("barrier+"), columns=columns, rows=tuple(rows), widths=(1, 5, 3, 3, 2))


def _others(board: Board) -> list[Block]:
    blocks: list[Block] = []
    if board.of("barrier"):
        blocks += [
            Heading(board.label("barrier+"), level=3),
            _barriers(board),
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
