"""What a report would hold and what to look at before it is made: placeholders, empty required fields, gaps, loose ends."""

import re
from collections.abc import Iterator, Mapping

from kehittamo_core.api import Board, Check, ExportRequest, Method, Outline, is_gap
from kehittamo_exports.composition import Composition, find_problems
from kehittamo_exports.reading import Entry, Version

PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|XXX+|lorem ipsum)\b|\?\?\?|\.{4,}|_{3,}|\[(?:\.\.\.|…|tähän[^\]]*|här[^\]]*)\]", re.IGNORECASE
)
"""What people leave where a text is to come."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHOWN = 4


def outline(request: ExportRequest) -> Outline:
    """The chapters in their order and the checks of a document; asks the rules, so it belongs in a worker."""
    version = Version(request.document, request.plugins.methods, request.language, request.snapshot)
    problems = {
        entry["id"]: find_problems(method, version.board(entry["id"]))
        for entry in version.boards
        if (method := version.methods.get(entry["method"])) is not None
    }
    composition = Composition(version)
    checks = [*_programme(version)]
    for entry in version.boards:
        method = version.methods.get(entry["method"])
        checks += _board(version, entry, method, len(problems.get(entry["id"], ())))
    return Outline(chapters=tuple(composition.outlined(problems)), checks=tuple(checks))


def _programme(version: Version) -> Iterator[Check]:
    voice = version.voice
    goal: Entry = version.programme.get("goal") or {}
    if not version.said(goal):
        yield Check(message=voice("The shared goal is empty."))
    for text in _texts(
        version.programme, version.rows("decisions"), version.rows("next_steps"), version.rows("questions")
    ):
        if PLACEHOLDER.search(text):
            yield Check(message=voice("A placeholder is left: «{text}»", text=_short(text)))
    if not version.rows("next_steps"):
        yield Check(message=voice("No next steps were recorded in this version."))
    for one in version.rows("decisions"):
        if not version.said(one, "reason"):
            yield Check(message=voice("The decision «{text}» has no reason.", text=_short(version.said(one).text)))
    without = [one for one in version.rows("next_steps") if not one.get("owner")]
    if without:
        yield Check(
            message=voice.many("{number} next step has no owner.", "{number} next steps have no owner.", len(without))
        )
    yield from _numbers_and_images(version)
    counted = version.coverage
    if counted.there < counted.all:
        yield Check(
            message=voice(
                "{share} % of the texts are in {language} ({there} of {all}).",
                share=counted.share, language=voice.name_of(version.language), there=counted.there, all=counted.all,
            )
        )  # fmt: skip


def _numbers_and_images(version: Version) -> Iterator[Check]:
    """Sums that differ from what is stated, images that nobody can hear, addresses that would be published."""
    voice = version.voice
    for one in version.entries("counts"):
        parts = [part.get("value") for part in one.get("parts") or ()]
        total = sum(value for value in parts if isinstance(value, int | float))
        if parts and one.get("stated") is not None and total != one["stated"]:
            said = voice(
                "{text}: {stated} is stated, the parts make {sum}.",
                text=_short(version.said(one).text), stated=voice.number(one["stated"]), sum=voice.number(total),
            )  # fmt: skip
            yield Check(message=said)
    for number, image in enumerate(version.entries("images"), 1):
        if not str(image.get("alt") or "").strip():
            yield Check(
                message=voice(
                    "Image {number} ({credit}) has no alternative text.",
                    number=number,
                    credit=_short(str(image.get("credit") or "–")),
                )
            )
    lists = [version.rows(name) for name in ("decisions", "questions", "next_steps", "interim_tasks")]
    texts = dict.fromkeys(found for text in _texts(version.programme, *lists) for found in MAIL.findall(text))
    for address in list(texts)[:SHOWN]:
        yield Check(message=voice("A mail address would be printed: {address}", address=address))


def _board(version: Version, entry: Entry, method: Method | None, problems: int) -> Iterator[Check]:
    voice, id_ = version.voice, str(entry["id"])
    title = version.said(entry, "title").text or id_
    if method is None:
        said = voice("{board}: the method {method} is not installed.", board=title, method=entry["method"])
        yield Check(message=said, board=id_)
        return
    board = version.board(id_)
    if not board.items:
        yield Check(message=voice("{board}: the board is empty.", board=title), board=id_)
        return
    left = [text for item in board.items for text in _texts(item.values) if PLACEHOLDER.search(text)]
    for text in left[:SHOWN]:
        yield Check(
            message=voice("{board}: a placeholder is left: «{text}»", board=title, text=_short(text)), board=id_
        )
    mails = dict.fromkeys(found for item in board.items for text in _texts(item.values) for found in MAIL.findall(text))
    for address in list(mails)[:SHOWN]:
        said = voice("{board}: a mail address would be printed: {address}", board=title, address=address)
        yield Check(message=said, board=id_)
    empty = list(_empty(board, method))
    if empty:
        names = ", ".join(dict.fromkeys(empty[:SHOWN])) + ("…" if len(set(empty)) > SHOWN else "")
        said = voice.many(
            "{board}: {number} required field is empty ({names}).", "{board}: {number} required fields are empty ({names}).",
            len(empty), board=title, names=names,
        )  # fmt: skip
        yield Check(message=said, board=id_)
    if problems:
        said = voice.many(
            "{board}: the rules ask to look at {number} place.", "{board}: the rules ask to look at {number} places.",
            problems, board=title,
        )  # fmt: skip
        yield Check(message=said, board=id_)


def _empty(board: Board, method: Method) -> Iterator[str]:
    """The labels of required fields that nobody filled."""
    for kind in method.kinds:
        required = [field for field in kind.fields if field.required]
        for item in board.of(kind.id):
            for field in required:
                if is_gap(item.values.get(field.id)):
                    yield f"{item.code} {board.label(f'{kind.id}.{field.id}')}".strip()


def _texts(*values: object) -> Iterator[str]:
    """Every text of plain data, what the report's own plan holds aside."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(
                *(part for name, part in value.items() if name not in ("sources", "uncertain", "id", "data"))
            )
        elif isinstance(value, list | tuple):
            yield from _texts(*value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 70 else text[:69].rstrip() + "…"
