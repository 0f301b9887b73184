"""Alternatives as a spreadsheet: one row for each, with its answers, its ratings, the decision and the reason.

Columns: id; alternative; one for each question, headed by its short id; one for each criterion, headed by its short id (+, +/-, -);
decision (open, excluded, chosen); reason. Separator semicolon, UTF-8 with a mark at the start, as spreadsheets in Finland read it.
"""

import csv
import io

from kehittamo_core.api import Add, Board, Changes, Codec, Connect, Fault, Invalid, spreadsheet_text
from kehittamo_pricing_tree import tree

FIXED = ("id", "alternative", "decision", "reason")


def write_csv(board: Board) -> bytes:
    """The alternatives as a file."""
    questions, criteria = tree.questions(board), board.of("criterion")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        ["id", "alternative", *(q.code for q in questions), *(c.code for c in criteria), "decision", "reason"]
    )
    for branch in tree.branches(board):
        item = branch.alternative
        given = tree.ratings(board, item)
        answers = [
            spreadsheet_text(tree.answer_words(board, answer)) if answer is not None else ""
            for answer in branch.answers
        ]
        signs = [given.get(criterion.id, "") for criterion in criteria]
        writer.writerow(
            [
                item.code,
                spreadsheet_text(item.text),
                *answers,
                *signs,
                str(item.get("decision", "open")),
                spreadsheet_text(str(item.get("reason", ""))),
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_csv(board: Board, data: bytes) -> Changes:
    """New alternatives from a file of the same form; an answer or a criterion that the board lacks is an error.

    Raises:
        Invalid: rows and columns that are wrong, all of them; nothing is imported then.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not UTF-8 text (byte {byte}); save it as CSV UTF-8.", byte=error.start) from error
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    if not rows:
        raise Invalid("The file is empty; its first row holds the headings.")
    head = [name.strip() for name in rows[0]]
    questions = {question.code: question for question in tree.questions(board)}
    criteria = {criterion.code: criterion for criterion in board.of("criterion")}
    faults = [
        Fault(f"row 1, column {number}", "there is no question or criterion {name} on this board", {"name": repr(name)})
        for number, name in enumerate(head, start=1)
        if name not in FIXED and name not in questions and name not in criteria
    ]
    changes: list[Add | Connect] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(head, row, strict=False))
        if not any(cell.strip() for cell in row):
            continue
        ref = f"row{number}"
        values = {
            "text": cells.get("alternative", ""),
            "reason": cells.get("reason") or None,
            "decision": cells.get("decision") or "open",
        }
        if values["decision"] not in ("open", "excluded", "chosen"):
            place = f"row {number}, column decision"
            faults.append(Fault(place, "{value} is not open, excluded or chosen", {"value": repr(values["decision"])}))
        changes.append(Add(kind="alternative", values=values, ref=ref))
        for code, question in questions.items():
            wanted = cells.get(code, "").strip().removeprefix("'")
            if not wanted:
                continue
            answer = next(
                (a for a in tree.answers_of(board, question) if wanted in (a.code, tree.answer_words(board, a))), None
            )
            if answer is None:
                faults.append(
                    Fault(f"row {number}, column {code}", "{value} is no answer to it", {"value": repr(wanted)})
                )
            else:
                changes.append(Connect(kind="takes", source=ref, target=answer.id))
        for code, criterion in criteria.items():
            sign = cells.get(code, "").strip().removeprefix("'").replace("\u2212", "-").replace("±", "+/-")
            if sign in ("+", "+/-", "-"):
                changes.append(Connect(kind="rated", source=ref, target=criterion.id, values={"sign": sign}))
            elif sign:
                faults.append(
                    Fault(f"row {number}, column {code}", "{value} is not +, +/- or -", {"value": repr(sign)})
                )
    if faults:
        raise Invalid("The file has {count} faults; nothing was imported.", faults=faults, count=len(faults))
    return tuple(changes)


CODECS = (
    Codec(id="csv", label="Alternatives as CSV", ending="csv", media_type="text/csv", write=write_csv, read=read_csv),
)
