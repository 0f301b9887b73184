"""The chapter of a decision tree: the way to the choice, both views, and every word in tables."""

from fractions import Fraction

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
    Spread,
    Table,
    day,
    number,
    reference,
    spread_words,
)
from kehittamo_pricing_tree import market, tree, weights
from kehittamo_pricing_tree.kinds import LINKS, MARKET_BANNER

RATED = next(kind for kind in LINKS if kind.id == "rated")


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The board's chapter."""
    blocks: list[Block] = [Paragraph(_lead(board), lead=True)]
    if board.settings.get("market_dialogue"):
        blocks.append(Note(board.say(MARKET_BANNER)))
    if board.of("alternative") or board.of("question"):
        blocks.append(Figure(drawing="effects", caption=f"{board.title} – {board.label('drawing:effects')}"))
        blocks.append(Figure(drawing="choice", caption=f"{board.title} – {board.label('drawing:choice')}"))
    if insights:
        blocks += [
            Heading(board.say("What the tree tells")),
            Points(tuple(insight.finding for insight in insights if not insight.more)),
        ]
    blocks += _roots(board) + _questions(board) + _matrix(board)
    for branch in tree.branches(board):
        blocks += _alternative(board, branch)
    blocks += (
        _differing(board) + _criteria(board) + _weighed(board) + _texts(board, "principle") + _texts(board, "condition")
    )
    blocks += market.services_blocks(board) + market.dialogue_blocks(board) + _uncertain(board)
    return Chapter(title=board.title, blocks=tuple(blocks))


def _lead(board: Board) -> str:
    picked, all_ = tree.chosen(board), board.of("alternative")
    left = len(tree.remaining(board))
    if not all_:
        return board.say("No alternatives have been written yet.")
    words = board.say_many("{number} alternative was compared.", "{number} alternatives were compared.", len(all_))
    if len(picked) == 1:
        words += " " + board.say(
            "{chosen} was chosen; {excluded} were ruled out.", chosen=reference(picked[0]), excluded=len(all_) - left
        )
    return words


def _roots(board: Board) -> list[Block]:
    return [Paragraph(f"{board.label('root')}: {root.text}") for root in board.of("root") if root.text]


def _questions(board: Board) -> list[Block]:
    columns = tree.questions(board)
    if not columns:
        return []
    rows = tuple(
        (question.code, question.text, tuple(_answer(board, answer) for answer in tree.answers_of(board, question)))
        for question in columns
    )
    heading = str(board.settings.get("result_heading") or "")
    blocks: list[Block] = [
        Table(
            caption=board.say("Questions and answers"), columns=(board.say("Id"), board.label("question"), board.label("answer+")),
            rows=rows, widths=(1, 5, 6),
        )
    ]  # fmt: skip
    if heading:
        blocks.append(Paragraph(board.say("The last column of the tree is headed «{heading}».", heading=heading)))
    return blocks


def _answer(board: Board, answer: Item) -> str:
    words = tree.answer_words(board, answer)
    inferred = not answer.text or "text" in answer.inferred
    return f"{answer.code} {words} ({board.say('inferred')})" if inferred and words != "–" else f"{answer.code} {words}"


def _alternative(board: Board, branch: tree.Branch) -> list[Block]:
    item = branch.alternative
    blocks: list[Block] = [Heading(reference(item), level=3)]
    path = tree.path_in_words(board, branch)
    if path:
        blocks.append(Paragraph(board.say("The way here: {path}.", path=path)))
    effects = tree.effects(board, item)
    if effects:
        rows = tuple(_effect_row(board, effect) for effect in effects)
        blocks.append(
            Table(
                caption=board.say("Likely effects of {alternative}", alternative=item.text or item.code),
                columns=(board.say("Id"), board.label("effect.sign"), board.label("effect"), board.say("Depends on")),
                rows=rows, widths=(1, 2, 7, 2),
            )
        )  # fmt: skip
    ratings = _ratings_table(board, item)
    if ratings is not None:
        blocks.append(ratings)
    blocks += _met(board, item)
    blocks.append(_decision(board, item))
    earlier = [str(line) for line in item.get("earlier", ()) or ()]
    if earlier:
        blocks.append(Paragraph(board.say("Decided earlier: {decisions}.", decisions="; ".join(earlier))))
    follows = _followed_by(board, item)
    if follows:
        blocks.append(Paragraph(board.say("Where it leads: {places}.", places="; ".join(follows))))
    return blocks


def _met(board: Board, item: Item) -> list[Block]:
    """Which principles and conditions it meets, as far as somebody has said."""
    rows = []
    for link in board.outgoing(item, "meets"):
        other = board.item(link.target)
        if other is not None:
            state = link.get("met")
            shown = board.label(f"link:meets.met.{state}") if state else "–"
            rows.append((reference(other), shown, str(link.get("reason", "") or "")))
    if not rows:
        return []
    return [
        Table(
            caption=board.say("Principles and conditions: {alternative}", alternative=item.text or item.code),
            columns=(board.label("zone:principles"), board.label("link:meets.met"), board.label("link:meets.reason")),
            rows=tuple(rows), widths=(6, 2, 4),
        )
    ]  # fmt: skip


def _followed_by(board: Board, item: Item) -> list[str]:
    """What of other boards a link ties to an alternative: steps of the path, the trial."""
    own = {part.id for part in board.items}
    ends = [link.target for link in board.outgoing(item)] + [link.source for link in board.incoming(item)]
    others = dict.fromkeys(end for end in ends if end not in own)
    return [reference(found) for end in others if isinstance(found := board.find(end), Item)]


def _effect_row(board: Board, effect: Item) -> tuple[str, str, str, str]:
    sign = effect.get("sign")
    shown = f"{str(sign).replace('-', chr(0x2212))} {board.say(_GENERAL[sign])}" if sign in _GENERAL else "–"
    if effect.get("as_written"):
        shown += f" ({effect.get('as_written')})"
    before = ", ".join(other.code for other in board.after(effect, "otherwise"))
    return effect.code, shown, effect.text, before


_GENERAL = {"+": "improves", "+/-": "no clear change", "-": "worsens"}


def _ratings_table(board: Board, item: Item) -> Table | None:
    """What the group agreed on by each criterion, and how its people had rated it alone."""
    given = {link.target: link for link in board.outgoing(item, "rated")}
    alone = any(board.spread("rated", item, one, "sign") is not None for one in board.of("criterion"))
    rows: list[tuple[str, ...]] = []
    for criterion in board.of("criterion"):
        link = given.get(criterion.id)
        spread = board.spread("rated", item, criterion, "sign")
        if link is None and spread is None:
            continue
        sign = str(link.get("sign", "")) if link is not None else ""
        shown = (
            f"{sign.replace('-', chr(0x2212))} {tree.sign_word(board, criterion, sign)}" if sign in _GENERAL else "–"
        )
        row = (tree.short_name(criterion), shown, str(link.get("reason", "")) if link is not None else "")
        rows.append((*row, _alone(board, criterion, spread)) if alone else row)
    if not rows:
        return None
    columns = [board.label("criterion"), board.label("link:rated.sign"), board.label("link:rated.reason")]
    return Table(
        caption=board.say("Ratings of {alternative}", alternative=item.text or item.code),
        columns=(*columns, board.say("Rated alone")) if alone else tuple(columns),
        rows=tuple(rows), widths=(4, 3, 5, 4) if alone else (4, 3, 5),
    )  # fmt: skip


def _alone(board: Board, criterion: Item, spread: Spread | None) -> str:
    return spread_words(board, RATED, criterion, spread) if spread is not None else "–"


def _matrix(board: Board) -> list[Block]:
    """Alternatives by criteria, as a performance matrix is read: a row beside a row, and nothing added up."""
    criteria = board.of("criterion")
    if not criteria or not board.of("alternative"):
        return []
    rows = []
    for branch in tree.branches(board):
        item, given = branch.alternative, tree.ratings(board, branch.alternative)
        signs = tuple(
            f"{given[one.id].replace('-', chr(0x2212))} {tree.sign_word(board, one, given[one.id])}"
            if one.id in given
            else "–"
            for one in criteria
        )
        rows.append((reference(item), *signs, board.label(f"alternative.decision.{tree.decision(board, item)}")))
    return [
        Table(
            caption=board.label("drawing:choice"),
            columns=(board.label("alternative"), *(tree.short_name(one) for one in criteria), board.label("alternative.decision")),
            rows=tuple(rows), widths=(4, *(2 for _ in criteria), 2),
        )
    ]  # fmt: skip


def _differing(board: Board) -> list[Block]:
    """Where an effect's sign and a rating disagree: both as they stand, and the note that keeps them where there is one."""
    rows = tuple(
        (
            reference(one.alternative), f"{one.effect.code} {one.sign.replace('-', chr(0x2212))}",
            f"{tree.short_name(one.criterion)} {one.rating.replace('-', chr(0x2212))}", one.note or board.say("Nobody has said why"),
        )
        for one in tree.mismatches(board)
    )  # fmt: skip
    if not rows:
        return []
    return [
        Table(
            caption=board.say("Where an effect's sign and the rating differ"),
            columns=(board.label("alternative"), board.label("effect"), board.label("criterion"), board.say("Why both stand")),
            rows=rows, widths=(4, 2, 3, 5),
        )
    ]  # fmt: skip


def _decision(board: Board, item: Item) -> Note:
    state = tree.decision(board, item)
    words = [board.label(f"alternative.decision.{state}").capitalize()]
    if item.get("verdict"):
        words.append(str(item.get("verdict")))
    why = tree.reason(board, item)
    if why:
        words.append(why)
    elif state != "open":
        words.append(
            board.say("The reason is missing from the source") if item.sources else board.say("The reason is missing")
        )
    who = ", ".join(
        part
        for part in (
            str(item.get("decided_by", "")),
            day(str(item.get("decided", "")), board.language) if item.get("decided") else "",
        )
        if part
    )
    text = ": ".join(words[:1]) + (". " + ". ".join(word.rstrip(".") for word in words[1:]) + "." if words[1:] else ".")
    return Note(f"{text} {who}".strip(), tone={"chosen": "chosen", "excluded": "excluded", "open": "info"}[state])  # type: ignore[arg-type]


def _criteria(board: Board) -> list[Block]:
    criteria = board.of("criterion")
    if not criteria:
        return []
    rows = tuple(
        (
            item.code,
            item.text,
            tree.sign_word(board, item, "+"),
            tree.sign_word(board, item, "+/-"),
            tree.sign_word(board, item, "-"),
        )
        for item in criteria
    )
    return [
        Table(
            caption=board.label("criterion+"), columns=(board.say("Id"), board.label("criterion"), "+", "+/\u2212", "\u2212"),
            rows=rows, widths=(1, 5, 3, 3, 3),
        )
    ]  # fmt: skip


def _percent(board: Board, part: Fraction) -> str:
    return f"{number(round(float(part) * 100, 1), board.language)} %"


def _weighed(board: Board) -> list[Block]:
    """Weights with everything they stand on: points, values of the signs, the grid, and how far each alternative holds."""
    found = weights.weighing(board)
    values = weights.values_of_signs(board)
    if found is None or values is None:
        return []
    stated = "; ".join(
        f"{sign.replace('-', chr(0x2212))} = {number(float(value), board.language)}" for sign, value in values.items()
    )
    blocks: list[Block] = [
        Heading(board.say("Weights, and how far the choice holds"), level=3),
        Paragraph(board.say("The group stated what the signs are worth: {values}.", values=stated)),
    ]
    subject = weights.subject(board, found)
    rows = []
    for number_, (criterion, weight) in enumerate(zip(found.criteria, found.weights, strict=True)):
        reach = found.range_of(subject, number_) if found.steps else None
        shown = f"{_percent(board, reach[0])} – {_percent(board, reach[1])}" if reach else "–"
        points = weights.swing(criterion)
        rows.append(
            (tree.short_name(criterion), number(float(points or 0), board.language), _percent(board, weight), shown)
        )
    blocks.append(
        Table(
            caption=board.say("Weights of the criteria"),
            columns=(
                board.label("criterion"), board.label("criterion.swing"), board.say("Weight"),
                board.say("{alternative} is as good as any between", alternative=reference(subject)),
            ),
            rows=tuple(rows), widths=(4, 2, 2, 4),
        )
    )  # fmt: skip
    if not found.steps:
        return [*blocks, Paragraph(board.say("There are too many criteria to try the combinations of weights."))]
    blocks.append(
        Paragraph(
            board.say(
                "Tried was every combination of weights that sums to 100 % in steps of {step} %: {points} combinations for {criteria} criteria.",
                step=number(100 / found.steps, board.language),
                points=number(found.points, board.language),
                criteria=len(found.criteria),
            )
        )
    )
    blocks.append(
        Table(
            caption=board.say("How often none is better"),
            columns=(board.label("alternative"), board.say("Value with the stated weights"), board.say("Combinations"), board.say("Share")),
            rows=tuple(
                (
                    reference(item), number(round(float(total), 2), board.language), number(found.wins[item.id], board.language),
                    _percent(board, Fraction(found.wins[item.id], found.points)),
                )
                for item, total in found.order
            ),
            widths=(6, 3, 2, 2),
        )
    )  # fmt: skip
    return blocks


def _texts(board: Board, kind: str) -> list[Block]:
    items = board.of(kind)
    if not items:
        return []
    blocks: list[Block] = [Heading(board.label(f"{kind}+"), level=3)]
    for lead in dict.fromkeys(str(item.get("lead", "")) for item in items):
        if lead:
            blocks.append(Paragraph(lead))
        blocks.append(Points(tuple(reference(item) for item in items if str(item.get("lead", "")) == lead)))
    return blocks


def _uncertain(board: Board) -> list[Block]:
    notes = [
        f"{item.code}: {note}" for item in (*board.items, *board.links) for note in item.uncertain.values() if note
    ]
    return [Heading(board.say("Uncertain in the source"), level=3), Points(tuple(notes))] if notes else []
