"""The tree that a board's answers make: alternatives in branch order, ratings, dominance, the path in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kehittamo_core.api import Board, Item, Spread

RANK: Mapping[str, int] = {"-": 0, "+/-": 1, "+": 2}
"""Signs compared, never summed: + is better than +/−, which is better than −."""


@dataclass(frozen=True)
class Branch:
    """An alternative with its answers, one for each question, None where it takes none."""

    alternative: Item
    answers: tuple[Item | None, ...]


def questions(board: Board) -> tuple[Item, ...]:
    """The questions in column order."""
    return board.of("question")


def answers_of(board: Board, question: Item) -> tuple[Item, ...]:
    """A question's answers, in the board's order."""
    own = {item.id for item in board.before(question, "answer_to")}
    return tuple(item for item in board.of("answer") if item.id in own)


def branches(board: Board) -> tuple[Branch, ...]:
    """The alternatives from top to bottom, so that branches do not cross."""
    columns = [(question, answers_of(board, question)) for question in questions(board)]
    found = []
    for alternative in board.of("alternative"):
        taken = {item.id for item in board.after(alternative, "takes")}
        answers = tuple(next((answer for answer in answers if answer.id in taken), None) for _, answers in columns)
        found.append(Branch(alternative, answers))

    def place(branch: Branch) -> tuple[int, ...]:
        return tuple(
            answers.index(answer) if answer is not None else len(answers)
            for answer, (_, answers) in zip(branch.answers, columns, strict=True)
        )

    return tuple(sorted(found, key=place))


def broken(board: Board, alternative: Item) -> tuple[Item, ...]:
    """The conditions that an alternative was said to break."""
    links = (link for link in board.outgoing(alternative, "meets") if link.get("met") == "no")
    found = (board.item(link.target) for link in links)
    return tuple(item for item in found if item is not None and item.kind == "condition")


def decision(board: Board, alternative: Item) -> str:
    """open, excluded or chosen. A broken condition rules out by itself; a choice against it stands, and is flagged."""
    stated = str(alternative.get("decision", "open"))
    return "excluded" if stated == "open" and broken(board, alternative) else stated


def reason(board: Board, alternative: Item) -> str:
    """Why it was ruled out or chosen, as somebody wrote it; else the condition that rules it out; else nothing."""
    written = str(alternative.get("reason", "") or "")
    against = broken(board, alternative) if decision(board, alternative) == "excluded" else ()
    if written or not against:
        return written
    return board.say(
        "It breaks the condition {condition}.", condition=", ".join(item.text or item.code for item in against)
    )


def chosen(board: Board) -> tuple[Item, ...]:
    """The alternatives marked as chosen; a finished tree has exactly one."""
    return tuple(item for item in board.of("alternative") if decision(board, item) == "chosen")


def remaining(board: Board) -> tuple[Item, ...]:
    """The alternatives that are not ruled out."""
    return tuple(item for item in board.of("alternative") if decision(board, item) != "excluded")


def ratings(board: Board, alternative: Item) -> Mapping[str, str]:
    """Criterion id -> sign, of the ratings that were given."""
    return {
        link.target: link.values["sign"] for link in board.outgoing(alternative, "rated") if link.get("sign") in RANK
    }


def rated_alone(board: Board) -> Iterator[tuple[Item, Item, Spread]]:
    """(alternative, criterion, how many rated each way alone), in the order of the tree; none before it is shown to all."""
    for branch in branches(board):
        for criterion in board.of("criterion"):
            spread = board.spread("rated", branch.alternative, criterion, "sign")
            if spread is not None:
                yield branch.alternative, criterion, spread


def effects(board: Board, alternative: Item) -> tuple[Item, ...]:
    """An alternative's effects in the board's order."""
    own = {item.id: item for item in board.before(alternative, "effect_of") if item.kind == "effect"}
    return tuple(sorted(own.values(), key=_place))


def _place(item: Item) -> tuple[float, int, str]:
    """The board's order within a zone: order, the number of the short id, id."""
    number = item.code.rpartition("-")[2]
    return item.order, int(number) if number.isdigit() else 0, item.id


def dominates(board: Board, first: Item, second: Item) -> bool:
    """Whether `first` is at least as good on every criterion and better on one; both must be rated on all of them.

    Pareto dominance of the performance matrix: Belton and Stewart, Multiple Criteria Decision Analysis (2002), ch. 4.
    """
    criteria = [criterion.id for criterion in board.of("criterion")]
    one, other = _row(board, first, criteria), _row(board, second, criteria)
    return one is not None and other is not None and _better(one, other)


def _row(board: Board, alternative: Item, criteria: list[str]) -> tuple[int, ...] | None:
    """An alternative's row of the performance matrix as ranks; None where a rating is missing or there is no criterion."""
    given = ratings(board, alternative)
    return tuple(RANK[given[id_]] for id_ in criteria) if criteria and all(id_ in given for id_ in criteria) else None


def _better(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def dominated(board: Board, among: tuple[Item, ...]) -> Iterator[tuple[Item, Item]]:
    """(better, worse) among the given alternatives; of several that are better the first."""
    criteria = [criterion.id for criterion in board.of("criterion")]
    rows = [_row(board, item, criteria) for item in among]
    # Many alternatives share few rows: rows are compared with each other once, not every alternative with every other.
    first: dict[tuple[int, ...], int] = {}
    for place, row in enumerate(rows):
        if row is not None:
            first.setdefault(row, place)
    best = {row: min((at for one, at in first.items() if _better(one, row)), default=None) for row in first}
    for worse, row in zip(among, rows, strict=True):
        at = best[row] if row is not None else None
        if at is not None:
            yield among[at], worse


@dataclass(frozen=True)
class Mismatch:
    """Where the two views of one tree disagree; `note` says why both are kept, "" where nobody has said."""

    alternative: Item
    effect: Item
    criterion: Item
    sign: str
    rating: str
    note: str


def mismatches(board: Board) -> Iterator[Mismatch]:
    """Effects whose sign is not what their alternative is rated by the criterion that they concern."""
    for alternative in board.of("alternative"):
        yield from mismatches_of(board, alternative)


def mismatches_of(board: Board, alternative: Item) -> Iterator[Mismatch]:
    """Those of one alternative."""
    given = {link.target: link for link in board.outgoing(alternative, "rated") if link.get("sign") in RANK}
    for effect in effects(board, alternative):
        sign = effect.get("sign")
        for criterion in board.after(effect, "concerns"):
            link = given.get(criterion.id)
            if sign in RANK and link is not None and sign != link.get("sign"):
                note = str(link.get("differs", ""))
                yield Mismatch(alternative, effect, criterion, str(sign), str(link.get("sign")), note)


def answer_words(board: Board, answer: Item | None) -> str:
    """An answer as it is read: its own words, else how it was read, else a dash."""
    if answer is None:
        return "–"
    return answer.text or str(answer.get("meaning", "")) or "–"


def path_in_words(board: Board, branch: Branch) -> str:
    """The way to an alternative: question: answer; question? answer."""
    return "; ".join(
        f"{_asked(question)} {answer_words(board, answer)}"
        for question, answer in zip(questions(board), branch.answers, strict=True)
        if answer is not None
    )


def _asked(question: Item) -> str:
    """A question before its answer; one that ends in a mark needs no colon."""
    words = (question.text or question.code).strip()
    return words if words.endswith("?") else f"{words}:"


def short_name(criterion: Item) -> str:
    """A criterion's short name, else its text."""
    return str(criterion.get("short", "")) or criterion.text or criterion.code


def sign_word(board: Board, criterion: Item, sign: str) -> str:
    """The word of a sign for a criterion: its own, else the general one."""
    own = criterion.get({"+": "plus", "+/-": "even", "-": "minus"}[sign])
    general = {"+": "improves", "+/-": "no clear change", "-": "worsens"}[sign]
    return str(own) if own else board.say(general)
