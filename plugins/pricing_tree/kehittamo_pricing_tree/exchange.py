"""Alternatives as a spreadsheet: one row for each, with its answers, its ratings, the decision and the reason.

Columns: id; alternative; one for each question, headed by its short id; one for each criterion, headed by its short id (+, +/-, -);
decision (open, excluded, chosen); reason. Separator semicolon, UTF-8 with a mark at the start, as spreadsheets in Finland read it.
"""

from kehittamo_core.api import Add, Board, Cells, Changes, Codec, Connect, day, write_cells
from kehittamo_pricing_tree import tree


def write_csv(board: Board) -> bytes:
    """The alternatives as a file."""
    questions, criteria = tree.questions(board), board.of("criterion")
    rows = []
    for branch in tree.branches(board):
        item, given = branch.alternative, tree.ratings(board, branch.alternative)
        answers = zip(questions, branch.answers, strict=True)
        rows.append(
            {
                "id": item.code,
                "alternative": item.text,
                **{question.code: tree.answer_words(board, one) for question, one in answers if one is not None},
                **{criterion.code: given.get(criterion.id, "") for criterion in criteria},
                "decision": str(item.get("decision", "open")),
                "reason": str(item.get("reason", "")),
            }
        )
    return write_cells(_columns(board), rows)


def _columns(board: Board) -> tuple[str, ...]:
    codes = (item.code for item in (*tree.questions(board), *board.of("criterion")))
    return ("id", "alternative", *codes, "decision", "reason")


def read_csv(board: Board, data: bytes) -> Changes:
    """New alternatives from a file of the same form; an answer or a criterion that the board lacks is an error.

    Raises:
        Invalid: the file cannot be read, or cells are wrong: all of them, and nothing is imported then.
    """
    cells = Cells(board, data, _columns(board), required=("alternative",))
    changes: list[Add | Connect] = []
    for number, row in cells.rows():
        ref, said = f"row{number}", row.get("decision", "")
        decision = cells.choice(number, "decision", said, ("open", "excluded", "chosen")) if said else "open"
        values = {"text": row.get("alternative", ""), "reason": row.get("reason") or None, "decision": decision}
        changes.append(Add(kind="alternative", values=values, ref=ref, uncertain=cells.unchecked))
        for question in tree.questions(board):
            wanted = row.get(question.code, "")
            known = tree.answers_of(board, question)
            answer = next((a for a in known if wanted in (a.code, tree.answer_words(board, a))), None)
            if answer is not None:
                changes.append(Connect(kind="takes", source=ref, target=answer.id, uncertain=cells.unchecked))
            elif wanted:
                cells.fault(number, question.code, "{value} is no answer to it", value=repr(wanted))
        for criterion in board.of("criterion"):
            sign = row.get(criterion.code, "").replace("\u2212", "-").replace("±", "+/-")
            if sign in tree.RANK:
                rated = {"sign": sign}
                changes.append(
                    Connect(kind="rated", source=ref, target=criterion.id, values=rated, uncertain=cells.unchecked)
                )
            elif sign:
                cells.fault(number, criterion.code, "{value} is not +, +/- or -", value=repr(sign))
    cells.refuse_if_wrong()
    return tuple(changes)


def write_annex(board: Board) -> bytes:
    """The annex of a market dialogue for the tender documents: who took part, and what was said; nothing else of the board."""
    rows = [
        {
            "part": board.label("participant"), "text": item.text, "organisation": str(item.get("organisation", "")),
            "role": str(item.get("role", "")), "met": day(str(item.get("met")), board.language) if item.get("met") else "",
        }
        for item in board.of("participant")
    ]  # fmt: skip
    rows += [
        {
            "part": board.label("said"),
            "text": item.text,
            "about": str(item.get("about", "")),
            "told_by": ", ".join(other.text or other.code for other in board.after(item, "told_by")),
        }
        for item in board.of("said")
    ]
    return write_cells(ANNEX, rows)


ANNEX = ("part", "text", "organisation", "role", "met", "about", "told_by")

CODECS = (
    Codec(id="csv", label="Alternatives as CSV", ending="csv", media_type="text/csv", write=write_csv, read=read_csv),
    Codec(
        id="annex", label="Annex of the market dialogue as CSV", ending="csv", media_type="text/csv", write=write_annex
    ),
)
