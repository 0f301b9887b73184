"""The tree drawn: question columns under their headings, branches, and a card for each alternative at its end.

Two views of one tree: effects (statements with their signs) and choice (criteria, verdict and reason). Both stand on the
same columns, so a page may be turned and nothing moves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kehittamo_core.api import (
    Area,
    Badge,
    Board,
    Box,
    Connector,
    Item,
    Part,
    Role,
    Scene,
    Sign,
    Spread,
    Stroke,
    Tone,
    Words,
)
from kehittamo_pricing_tree import tree

ROOT_WIDTH = 36.0
COLUMN = 34.0
GAP = 13.0
CARD_GAP = 4.0
SHEET_GAP = 18.0
FRAME = 6.0
PAGE_WIDTH, PAGE, LARGE_PAGE = 285.0, 145.0, 230.0
"""What the pages of a report hold at readable size: how wide a tree stands on a page of A4, and how high its cards are there and on A3."""
TITLE_ROOM = 40.0
WHOLE = 248.0
"""How high the cards of one tree are at most."""
TITLE = 3.4
TEXT = 3.0
BAR, BAR_LENGTH = 1.6, 29.0
SIGN_ROLE: dict[str, Role] = {"+": "spruce", "+/-": "ink-3", "-": "rust"}
SIGN_SHOWN = {"+": "+", "+/-": "+/\u2212", "-": "\u2212"}

TONES: dict[str, Tone] = {"chosen": "sammal", "excluded": "plain", "open": "jarvi"}

Shape = Area | Badge | Box | Connector | Sign | Stroke | Words


@dataclass(frozen=True)
class Card:
    """The card of an alternative: its shapes at the origin, and its height."""

    shapes: tuple[Shape, ...]
    height: float


def effects_view(board: Board) -> Scene:
    """The tree with the effects of each alternative."""
    return _tree(board, 118.0, lambda branch: _effects_card(board, branch, 118.0), board.say("Likely effects"))


def choice_view(board: Board) -> Scene:
    """The tree with the ratings of each alternative, what was decided and why."""
    return _tree(board, 128.0, lambda branch: _choice_card(board, branch, 128.0), board.say("Ratings and decision"))


def _tree(board: Board, width: float, make: Callable[[tree.Branch], Card], heading: str) -> Scene:
    branches = tree.branches(board)
    columns = tree.questions(board)
    cards_x = ROOT_WIDTH + GAP + len(columns) * (COLUMN + GAP)
    made = [(branch, make(branch)) for branch in branches]
    shapes: list[Shape] = []
    parts: list[Part] = []
    y = 0.0
    sheets = _sheets(made, PAGE if cards_x + width <= PAGE_WIDTH else LARGE_PAGE)
    for sheet in sheets:
        place, begun = len(shapes), y
        heads = _headings(board, columns, cards_x, width, heading, y)
        y = top = max((_bottom(shape) for shape in heads), default=y) + 5.0
        shapes += heads
        rows: list[tuple[tree.Branch, float, float]] = []
        room = _room(board, tuple(branch for branch, _ in sheet))
        for branch, card in sheet:
            item, height = branch.alternative, max(card.height, room[branch.alternative.id])
            rows.append((branch, y, height))
            shapes += _card_frame(board, item, cards_x, y, width, height)
            shapes += [_moved(shape, cards_x, y) for shape in card.shapes]
            parts.append(Part(label=item.text or item.code, x=cards_x - 4, y=y - 2, width=width + 8, height=height + 4))
            y += height + CARD_GAP
        alone = _root(board, 0.0)
        end = max(y - CARD_GAP, top + (alone.height if alone is not None and not rows else 0.0))
        shapes += _branches(board, rows, columns, ROOT_WIDTH + GAP, cards_x, (top, end))
        if len(sheets) > 1:
            # A frame of its own: one tree ends, the next begins, and paper is cut between the two.
            frame = (-FRAME, begun - FRAME, cards_x + width + 2 * FRAME, end - begun + 2 * FRAME)
            shapes.insert(place, Area(x=frame[0], y=frame[1], width=frame[2], height=frame[3]))
        y = end + SHEET_GAP
    shapes += _loose(board, y - SHEET_GAP + 10.0)
    return Scene(shapes=tuple(shapes), alt=_alt(board, branches), parts=tuple(parts))


def _sheets(made: list[tuple[tree.Branch, Card]], page: float) -> list[list[tuple[tree.Branch, Card]]]:
    """The alternatives in groups that a page of paper holds, one group where they all fit one.

    Each group is drawn as a tree of its own under the same headings, so that neither a page nor somebody who scrolls is
    ever without them. A group ends early where the first question's answer changes and the page is more than half full.
    """
    if sum(card.height + CARD_GAP for _, card in made) <= WHOLE:
        return [made]
    sheets: list[list[tuple[tree.Branch, Card]]] = [[]]
    # Above the first tree a page holds the chapter's title.
    used, limit = 0.0, page - TITLE_ROOM
    for branch, card in made:
        height = card.height + CARD_GAP
        before = sheets[-1][-1][0] if sheets[-1] else None
        turns = before is not None and before.answers[:1] != branch.answers[:1] and used > limit * 0.55
        if before is not None and (turns or used + height > limit):
            sheets.append([])
            used, limit = 0.0, page
        sheets[-1].append((branch, card))
        used += height
    return sheets


def _room(board: Board, branches: tuple[tree.Branch, ...]) -> dict[str, float]:
    """How high each row must be so that the boxes to its left find room: a box shares its height among its rows."""
    members: dict[tuple[str, ...], list[tree.Branch]] = {}
    for branch in branches:
        for depth in range(len(branch.answers) + 1):
            members.setdefault(_prefix(branch, depth), []).append(branch)
    room = {branch.alternative.id: 0.0 for branch in branches}
    for prefix, rows in members.items():
        answer = rows[0].answers[len(prefix) - 1] if prefix else None
        box = _answer(board, answer, 0.0, 0.0) if answer is not None else None if prefix else _root(board, 0.0)
        if box is not None:
            for branch in rows:
                room[branch.alternative.id] = max(room[branch.alternative.id], (box.height + 1.0) / len(rows))
    return room


def _headings(
    board: Board, columns: tuple[Item, ...], cards_x: float, width: float, heading: str, y: float
) -> list[Shape]:
    shapes: list[Shape] = []
    if board.of("root"):
        shapes.append(_heading(board.label("root"), 0.0, y, ROOT_WIDTH))
    for number, question in enumerate(columns):
        x = ROOT_WIDTH + GAP + number * (COLUMN + GAP)
        shapes.append(_heading(question.text or question.code, x, y, COLUMN + GAP - 3, question))
    text = str(board.settings.get("result_heading") or "") or heading
    shapes.append(_heading(text, cards_x, y, width))
    return shapes


def _heading(text: str, x: float, y: float, width: float, item: Item | None = None) -> Words:
    return Words(x=x, y=y, text=text, width=width, size=TEXT, weight=600, role="ink-2", item=item)


def _bottom(shape: Shape) -> float:
    return shape.y + shape.height if isinstance(shape, Words) else 0.0


def _moved(shape: Shape, x: float, y: float) -> Shape:
    if isinstance(shape, Connector):
        return shape
    if isinstance(shape, Stroke):
        return replace(shape, points=tuple((left + x, top + y) for left, top in shape.points))
    return replace(shape, x=shape.x + x, y=shape.y + y)


def _card_frame(board: Board, item: Item, x: float, y: float, width: float, height: float) -> list[Shape]:
    state = tree.decision(board, item)
    frame = Area(
        x=x, y=y, width=width, height=height, item=item, tone=TONES[state], dashed=state == "excluded",
        strong=state == "chosen",
    )  # fmt: skip
    return [frame]


def _head(board: Board, branch: tree.Branch, width: float) -> list[Words]:
    """The alternative's name, and the answers that lead to it: a card alone on the big screen or a page tells its way too."""
    item = branch.alternative
    name = item.text or item.code
    text = f"{item.code} · {name}" if item.code and item.text else name
    title = Words(x=3.0, y=2.6, text=text, width=width, size=TITLE, weight=700)
    way = " → ".join(tree.answer_words(board, answer) for answer in branch.answers if answer is not None)
    below = Words(x=3.0, y=title.y + title.height + 0.6, text=way, width=width, size=TEXT, role="ink-2")
    return [title, below] if way else [title]


def _effects_card(board: Board, branch: tree.Branch, width: float) -> Card:
    item = branch.alternative
    head = _head(board, branch, width - 6)
    shapes: list[Shape] = [*head]
    y = _bottom(head[-1]) + 1.6
    for effect in tree.effects(board, item):
        before = board.after(effect, "otherwise")
        text = effect.text or effect.code
        if before:
            text = board.say("(otherwise) {effect}", effect=text)
        words = Words(x=15.0, y=y, text=text, width=width - 18, size=TEXT, item=effect)
        sign = effect.get("sign")
        shapes += [_sign(sign, 8.4, y + TEXT * 0.65), words]
        y += max(words.height, 4.6) + 1.2
    if not tree.effects(board, item):
        shapes.append(Words(x=3.0, y=y, text=board.say("No effects yet"), width=width - 6, size=TEXT, role="ink-3"))
        y += 5.0
    return Card(tuple(shapes), y + 1.4)


def _sign(sign: object, x: float, y: float) -> Badge:
    if sign not in SIGN_SHOWN:
        return Badge(x=x, y=y, text="?", form="pill", role="edge", size=4.4, filled=False)
    text = SIGN_SHOWN[str(sign)]
    return Badge(x=x, y=y, text=text, form="pill", role=SIGN_ROLE[str(sign)], size=4.4, filled=sign != "+/-")


def _choice_card(board: Board, branch: tree.Branch, width: float) -> Card:
    item, half = branch.alternative, width * 0.55
    head = _head(board, branch, width - 6)
    shapes: list[Shape] = [*head]
    y = start = _bottom(head[-1]) + 1.8
    given = tree.ratings(board, item)
    differing: dict[str, list[str]] = {}
    for one in tree.mismatches_of(board, item):
        differing.setdefault(one.criterion.id, []).append(f"{one.effect.code} {SIGN_SHOWN[one.sign]}")
    for criterion in board.of("criterion"):
        sign = given.get(criterion.id)
        word = tree.sign_word(board, criterion, sign) if sign else board.say("not rated")
        name = Words(x=3.0, y=y, text=tree.short_name(criterion), width=half - 38, size=TEXT, item=criterion)
        said = Words(x=half - 25.0, y=y, text=word, width=29.0, size=TEXT, role="ink-2")
        shapes += [name, _sign(sign, half - 31.0, y + TEXT * 0.65), said]
        y += max(name.height, said.height, 4.8) + 1.4
        if criterion.id in differing:
            told = board.say("The effects say otherwise: {effects}", effects=", ".join(differing[criterion.id]))
            shapes.append(Words(x=3.0, y=y - 0.6, text=told, width=half - 6.0, size=TEXT, role="rust"))
            y = _bottom(shapes[-1]) + 1.2
        spread = board.spread("rated", item, criterion, "sign")
        if spread is not None:
            alone = _alone(board, spread, 3.0, y - 0.8, half - 3.0)
            shapes += alone
            y = _bottom(alone[0]) + 2.2
    state = tree.decision(board, item)
    glyph, role = {"chosen": ("tick", "spruce"), "excluded": ("diamond", "rust"), "open": ("question", "ink-2")}[state]
    shapes.append(Sign(x=half + 7.8, y=start + TEXT * 0.62, glyph=glyph, role=role, size=3.2))  # type: ignore[arg-type]
    verdict_y = start
    for shape in _verdict(board, item, half + 6, start, width - half - 9):
        shapes.append(shape)
        verdict_y = max(verdict_y, shape.y + shape.height)
    return Card(tuple(shapes), max(y, verdict_y) + 2.4)


def _alone(board: Board, spread: Spread, x: float, y: float, width: float) -> list[Shape]:
    """How many rated each way alone: in figures, and beside them as a bar of which each gets a share."""
    counts = dict(spread.counts)
    told = ", ".join(f"{SIGN_SHOWN[sign]} {counts.get(sign, 0)}" for sign in SIGN_SHOWN)
    text = board.say("Alone: {counts}", counts=told)
    words = Words(x=x, y=y, text=text, width=width - BAR_LENGTH - 2, size=TEXT, role="ink-2")
    shapes: list[Shape] = [words]
    # A line ends in a half circle, so the bar begins and ends half its thickness inside.
    middle, left, length = y + TEXT * 0.65, x + width - BAR_LENGTH + BAR / 2, BAR_LENGTH - BAR
    for sign, role in SIGN_ROLE.items():
        right = left + length * counts.get(sign, 0) / max(spread.people, 1)
        if right > left:
            shapes.append(Stroke(points=((left, middle), (right, middle)), role=role, width=BAR))
        left = right
    return shapes


def _verdict(board: Board, item: Item, x: float, y: float, width: float) -> tuple[Words, ...]:
    state = tree.decision(board, item)
    name = board.label(f"alternative.decision.{state}")
    role = {"chosen": "spruce", "excluded": "rust", "open": "ink-2"}[state]
    words = [Words(x=x + 5, y=y, text=name, width=width - 5, size=TEXT, weight=700, role=role)]  # type: ignore[arg-type]
    lines = [str(item.get("verdict", ""))]
    reason = tree.reason(board, item)
    if not reason and state != "open":
        reason = (
            board.say("The reason is missing from the source") if item.sources else board.say("The reason is missing")
        )
    lines.append(reason)
    for line in lines:
        if line:
            below = words[-1].y + words[-1].height + 0.8
            words.append(Words(x=x, y=below, text=line, width=width, size=TEXT))
    return tuple(words)


def _branches(
    board: Board, rows: list[tuple[tree.Branch, float, float]], columns: tuple[Item, ...], left: float, cards_x: float,
    span: tuple[float, float],
) -> list[Shape]:  # fmt: skip
    """The boxes of answers, each in the middle of what it leads to, and the lines between them."""
    shapes: list[Shape] = []
    middle_of: dict[tuple[str, ...], float] = {}
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, (branch, _, _) in enumerate(rows):
        for depth in range(len(columns) + 1):
            groups.setdefault(_prefix(branch, depth), []).append(index)
    for prefix, members in groups.items():
        first, last = rows[members[0]], rows[members[-1]]
        middle_of[prefix] = (first[1] + last[1] + last[2]) / 2
    root = _root(board, middle_of.get((), (span[0] + span[1]) / 2))
    shapes += [root] if root is not None else []
    drawn: dict[tuple[str, ...], Box] = {}
    for branch, card_y, height in rows:
        path_chosen = tree.decision(board, branch.alternative) == "chosen"
        before = root
        for depth, answer in enumerate(branch.answers, start=1):
            prefix = _prefix(branch, depth)
            if answer is None:
                continue
            box = drawn.get(prefix)
            if box is None:
                box = _answer(board, answer, left + (depth - 1) * (COLUMN + GAP), middle_of[prefix])
                drawn[prefix] = box
                shapes.append(box)
            if before is not None:
                shapes.append(_line(before.port("right"), box.port("left"), path_chosen))
            before = box
        if before is not None:
            shapes.append(_line(before.port("right"), (cards_x, card_y + height / 2), path_chosen))
    return _once(shapes)


def _prefix(branch: tree.Branch, depth: int) -> tuple[str, ...]:
    return tuple(answer.id if answer is not None else "" for answer in branch.answers[:depth])


def _root(board: Board, middle: float) -> Box | None:
    roots = board.of("root")
    if not roots:
        return None
    box = Box(item=roots[0], x=0.0, y=0.0, width=ROOT_WIDTH, tone="kivi", language=board.language)
    return box.at(0.0, middle - box.height / 2)


def _answer(board: Board, answer: Item, x: float, middle: float) -> Box:
    inferred = "text" in answer.inferred or "meaning" in answer.inferred or (not answer.text and answer.get("meaning"))
    box = Box(
        item=answer, text=tree.answer_words(board, answer), x=x, y=0.0, width=COLUMN, tone="plain", form="rounded",
        second=board.say("inferred") if inferred else "", dashed=bool(inferred), language=board.language,
    )  # fmt: skip
    return box.at(x, middle - box.height / 2)


def _line(start: tuple[float, float], end: tuple[float, float], chosen: bool) -> Connector:
    if chosen:
        return Connector(points=(start, end), role="spruce", width=1.0)
    return Connector(points=(start, end), role="edge", width=0.45)


def _once(shapes: list[Shape]) -> list[Shape]:
    """Shapes without doubled lines, the chosen path's lines last so that they lie on top."""
    plain = {shape.points: shape for shape in shapes if isinstance(shape, Connector) and shape.role == "edge"}
    bold = {shape.points: shape for shape in shapes if isinstance(shape, Connector) and shape.role != "edge"}
    lines = [shape for points, shape in plain.items() if points not in bold] + list(bold.values())
    return [*lines, *(shape for shape in shapes if not isinstance(shape, Connector))]


def _loose(board: Board, y: float) -> list[Shape]:
    """Answers that lead nowhere yet, listed below so that nothing written is invisible."""
    used = {answer.id for branch in tree.branches(board) for answer in branch.answers if answer is not None}
    loose = [answer for answer in board.of("answer") if answer.id not in used]
    if not loose:
        return []
    shapes: list[Shape] = [
        Words(
            x=0.0, y=y, text=board.say("Answers that lead nowhere yet"), width=160, size=TEXT, weight=600, role="rust"
        )
    ]
    x, row_y, row_height = 0.0, y + 6.0, 0.0
    for answer in loose:
        box = Box(
            item=answer, text=tree.answer_words(board, answer), x=x, y=row_y, width=COLUMN, tone="plain", dashed=True,
            language=board.language,
        )  # fmt: skip
        shapes.append(box)
        row_height = max(row_height, box.height)
        x += COLUMN + 4.0
        if x > 200:
            x, row_y, row_height = 0.0, row_y + row_height + 4.0, 0.0
    return shapes


def _alt(board: Board, branches: tuple[tree.Branch, ...]) -> str:
    words = board.say_many(
        "Decision tree «{title}» with {number} alternative and {questions} questions.",
        "Decision tree «{title}» with {number} alternatives and {questions} questions.",
        len(branches),
        title=board.title,
        questions=len(tree.questions(board)),
    )
    picked = tree.chosen(board)
    if picked:
        words += " " + board.say(
            "Chosen: {alternatives}.", alternatives=", ".join(item.text or item.code for item in picked)
        )
    return words
