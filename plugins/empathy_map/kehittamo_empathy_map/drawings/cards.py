"""Profile cards: description, typical traits, building blocks, sliders and services; unset stays «not known»."""

from collections.abc import Iterable

from kehittamo_core.api import Area, Badge, Board, Item, Part, Scene, Stroke, Words, number
from kehittamo_empathy_map import reading
from kehittamo_empathy_map.families import Family, homes

WIDTH = 238.0
"""A card fits a big screen of 1920 x 1080 whole."""
LEFT = 115.0
"""Both columns are equally wide: a smaller screen cuts a card between them, and no line."""
GAP = 8.0
EDGE = 5.0
SIZE = 3.1

Shape = Area | Badge | Stroke | Words


def profile_cards(board: Board) -> Scene:
    """One card for each profile, one below the other, by name."""
    shapes: list[Shape] = []
    parts: list[Part] = []
    y = 0.0
    home = homes(board)
    for profile in reading.profiles(board):
        card, height = _card(board, profile, home[profile.id], y)
        shapes += card
        parts.append(Part(label=profile.text or profile.code, x=0, y=y, width=WIDTH, height=height))
        y += height + 6.0
    if not parts:
        shapes.append(Words(x=0, y=0, text=board.say("No profiles yet"), role="ink-3"))
    names = ", ".join(profile.text or profile.code for profile in reading.profiles(board)) or board.say(
        "No profiles yet"
    )
    return Scene(shapes=tuple(shapes), alt=board.say("Customer profiles: {names}.", names=names), parts=tuple(parts))


def _card(board: Board, profile: Item, family: Family, top: float) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    title = Words(
        x=EDGE,
        y=top + EDGE,
        text=profile.text or profile.code,
        width=LEFT - EDGE,
        size=5.4,
        weight=700,
        family="display",
        item=profile,
    )
    shapes.append(title)
    start = title.y + title.height + 2.0
    if under := _under(board, profile, family):
        words = Words(x=EDGE, y=title.y + title.height, text=under, width=LEFT - EDGE, size=SIZE, role="ink-2")
        shapes.append(words)
        start += words.height + 1.0
    left = _texts(board, profile, start, shapes)
    right = _sliders(board, profile, family, start, shapes)
    right = _list(
        board, "block", reading.parts(board, profile, "block"), LEFT + GAP, right, WIDTH - LEFT - GAP - EDGE, shapes
    )
    right = _others(board, profile, right, shapes)
    rule = Words(
        x=EDGE, y=max(left, right) + 1.0, width=LEFT - EDGE, size=2.85, role="ink-2",
        text=board.say("Profiles do not divide customers into worse and better, only into different ones."),
    )  # fmt: skip
    shapes.append(rule)
    height = rule.y + rule.height - top + EDGE
    return [Area(x=0, y=top, width=WIDTH, height=height, item=profile, tone="plain"), *shapes], height


def _under(board: Board, profile: Item, family: Family) -> str:
    """The family, the share with its source, and where the material is from, in one line."""
    words = [family.item.text] if family.item is not None and family.item.text else []
    if profile.get("share") is not None:
        share = number(profile.get("share"), board.language)
        source = str(profile.get("share_source", "")) or board.say("source not stated")
        words.append(f"{board.label('profile.share')}: {share} % ({source})")
    if profile.get("origin"):
        words.append(f"{board.label('profile.origin')}: {profile.get('origin')}")
    return " · ".join(words)


def _others(board: Board, profile: Item, y: float, shapes: list[Shape]) -> float:
    """Latent profiles with their situations, barriers, and the ideas that were tried with the profile."""
    width = WIDTH - LEFT - GAP - EDGE
    latent = [
        f"{other.text or other.code}: {link.get('trigger') or board.say('situation not known')}"
        for link in board.outgoing(profile, "latent")
        if (other := board.item(link.target)) is not None
    ]
    barriers = [item.text or item.code for item in board.before(profile, "about") if item.kind == "barrier"]
    tried = [
        f"{idea.text or idea.code}: {board.label('link:tested_on.fit.' + str(link.get('fit', 'unknown')))}"
        for link in board.incoming(profile, "tested_on")
        if (idea := board.item(link.source)) is not None
    ]
    listed = (("link:latent", latent), ("barrier+", barriers), ("idea+", tried))
    for label, lines in ((board.label(id_), lines) for id_, lines in listed):
        if not lines:
            continue
        y = _heading(label, LEFT + GAP, y, width, shapes)
        for line in lines:
            words = Words(x=LEFT + GAP + 4.0, y=y, text=line, width=width - 4.0, size=SIZE)
            shapes += [Words(x=LEFT + GAP + 0.6, y=y, text="•", size=SIZE, role="spruce"), words]
            y += words.height + 0.9
        y += 2.2
    return y


def _texts(board: Board, profile: Item, y: float, shapes: list[Shape]) -> float:
    width = LEFT - EDGE
    description = str(profile.get("description", ""))
    if not description and not board.before(profile, "describes"):
        words = Words(x=EDGE, y=y, text=board.say("Only a name so far."), width=width, size=SIZE, role="ink-3")
        shapes.append(words)
        y += words.height + 3.0
    if description:
        y = _heading(board.label("profile.description"), EDGE, y, width, shapes)
        words = Words(x=EDGE, y=y, text=description, width=width, size=SIZE)
        shapes.append(words)
        y += words.height + 3.0
    if profile.get("risk"):
        words = Words(
            x=EDGE,
            y=y,
            text=f"{board.label('profile.risk')}: {profile.get('risk')}",
            width=width,
            size=SIZE,
            role="rust",
        )
        shapes.append(words)
        y += words.height + 3.0
    y = _list(board, "trait", reading.parts(board, profile, "trait"), EDGE, y, width, shapes)
    services = reading.parts(board, profile, "service")
    if services or profile.get("services_as_written"):
        y = _heading(board.label("service+"), EDGE, y, width, shapes)
        text = str(profile.get("services_as_written") or ", ".join(item.text for item in services))
        words = Words(x=EDGE, y=y, text=text, width=width, size=SIZE)
        shapes.append(words)
        y += words.height + 3.0
    return y


def _heading(text: str, x: float, y: float, width: float, shapes: list[Shape]) -> float:
    words = Words(x=x, y=y, text=text, width=width, size=SIZE, weight=700)
    shapes.append(words)
    return y + words.height + 0.8


def _list(
    board: Board, kind: str, items: Iterable[Item], x: float, y: float, width: float, shapes: list[Shape]
) -> float:
    listed = tuple(items)
    if not listed:
        return y
    y = _heading(board.label(f"{kind}+"), x, y, width, shapes)
    for item in listed:
        words = Words(x=x + 4.0, y=y, text=item.text or item.code, width=width - 4.0, size=SIZE, item=item)
        shapes += [Words(x=x + 0.6, y=y, text="•", size=SIZE, role="spruce"), words]
        y += words.height + 0.9
    return y + 2.2


def _sliders(board: Board, profile: Item, family: Family, y: float, shapes: list[Shape]) -> float:
    sliders = family.sliders
    if not sliders:
        return y
    x, width = LEFT + GAP, WIDTH - LEFT - GAP - EDGE
    y = _heading(board.label("slider+"), x, y, width, shapes)
    for slider in sliders:
        left = Words(x=x, y=y, text=str(slider.get("left", "")) or slider.text, width=width * 0.48, size=2.95)
        right = Words(x=x + width, y=y, text=str(slider.get("right", "")), width=width * 0.48, size=2.95, anchor="end")
        y += max(left.height, right.height) + 2.9
        value = reading.value_of(board, profile, slider, "value_on")
        shapes += [left, right, Stroke(points=((x, y), (x + width, y)), role="edge", width=0.4, dashed=value is None)]
        if value is None:
            known = Words(
                x=x + width / 2, y=y + 0.9, text=board.say("not known"), size=2.85, role="ink-3", anchor="middle"
            )
            shapes.append(known)
            y += 5.4
        else:
            at = x + width * value / 100
            shapes.append(Badge(x=at, y=y, text="", form="ring", role="spruce", size=4.4, item=slider))
            y += 5.0
    return y + 1.6
