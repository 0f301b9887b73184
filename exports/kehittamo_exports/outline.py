"""What a report would hold and what to look at before it is made: placeholders, empty required fields, gaps, loose ends."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kehittamo_core.api import Board, Check, ExportRequest, Method, Outline, Problem, is_gap
from kehittamo_exports.composition import Composition, known_places
from kehittamo_exports.reading import Entry, Version

PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|XXX+|lorem ipsum)\b|\?\?\?|\.{4,}|_{3,}|\[(?:\.\.\.|…|tähän[^\]]*|här[^\]]*)\]", re.IGNORECASE
)
"""What people leave where a text is to come."""
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHOWN = 4
NAMED = 8
"""Empty fields, and findings of rules, that are named one by one of a board."""
PAGES = {
    "phases": "process",
    "activities": "process",
    "counts": "process",
    "concepts": "process",
    "deliverables": "follow",
}
"""Where lists of the programme are mended, if not on the page about it."""


def outline(request: ExportRequest) -> Outline:
    """The chapters in their order and the checks of a document; asks the rules, so it belongs in a worker."""
    version = Version(request.document, request.plugins.methods, request.language, request.snapshot)
    cache = str(request.options.get("cache") or "")
    found = {
        entry["id"]: known_places(method, version.board(entry["id"]), cache)
        for entry in version.boards
        if (method := version.methods.get(entry["method"])) is not None
    }
    problems = {board: tuple(Problem(message=message) for _, message in told) for board, told in found.items()}
    composition = Composition(version)
    checks = [*_programme(version), *_unpresented(version, composition)]
    for entry in version.boards:
        method = version.methods.get(entry["method"])
        checks += _board(version, entry, method, found.get(entry["id"], ()))
    return Outline(chapters=tuple(composition.outlined(problems)), checks=tuple(checks))


def _programme(version: Version) -> Iterator[Check]:
    voice = version.voice
    goal: Entry = version.programme.get("goal") or {}
    if not version.said(goal):
        yield Check(message=voice("The shared goal is empty."))
    for where, entry in _entries(version):
        for text in _texts(entry):
            if PLACEHOLDER.search(text):
                yield Check(message=voice("A placeholder is left: «{text}»", text=_short(text)), place=where)
    if not version.rows("next_steps"):
        yield Check(message=voice("No next steps were recorded in this version."), place="follow#h-next_steps")
    for one in version.rows("decisions"):
        if not version.said(one, "reason"):
            said = voice("The decision «{text}» has no reason.", text=_short(version.said(one).text))
            yield Check(message=said, place=f"follow#decisions-{one.get('id')}")
    for one in version.rows("next_steps"):
        if not one.get("owner"):
            said = voice("The next step «{text}» has no owner.", text=_short(version.said(one).text))
            yield Check(message=said, place=f"follow#next_steps-{one.get('id')}")
    for one in version.entries("perspectives"):
        if not version.said(one, "goal") or not any(
            isinstance(text, str) and text.strip() for text in one.get("benefits") or ()
        ):
            said = voice(
                "The card of {actor} lacks its goal or its benefit.", actor=version.actor(one.get("actor")) or "–"
            )
            yield Check(message=said, place=f"about#perspectives-{one.get('id')}")
    yield from _numbers_and_images(version)
    counted = version.coverage
    if counted.there < counted.all:
        yield Check(
            message=voice(
                "{share} % of the texts are in {language} ({there} of {all}).",
                share=counted.share, language=voice.name_of(version.language), there=counted.there, all=counted.all,
            )
        )  # fmt: skip


def _unpresented(version: Version, composition: Composition) -> Iterator[Check]:
    """Presentations of the result day that lead to no chapter, where others do."""
    led = composition.presented()
    for one in version.result_day.get("agenda") or ():
        if led and one.get("kind") == "presentation" and str(one.get("id")) not in led:
            said = version.voice("The agenda item «{text}» leads to no chapter.", text=_short(version.said(one).text))
            yield Check(message=said, place="report#chapters")


def _entries(version: Version) -> Iterator[tuple[str, object]]:
    """Everything that is written outside the boards, with the address where it is mended, below the programme's."""
    for name, value in version.programme.items():
        page = PAGES.get(name, "about")
        if isinstance(value, list | tuple) and name != "report":
            yield from (
                (f"{page}#{name}-{one['id']}" if isinstance(one, Mapping) and one.get("id") else page, one)
                for one in value
            )
        elif name == "report":
            yield from ((f"report#edit-{one.get('id')}", one) for one in value)
        else:
            yield ("" if name in ("title", "goal") else page), value
    for name in ("decisions", "next_steps", "questions", "interim_tasks"):
        yield from ((f"follow#{name}-{one.get('id')}", one) for one in version.rows(name))


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
            yield Check(message=said, place=f"process#counts-{one.get('id')}")
    for number, image in enumerate(version.entries("images"), 1):
        credit = _short(str(image.get("credit") or "–"))
        if not str(image.get("alt") or "").strip():
            said = voice("Image {number} ({credit}) has no alternative text.", number=number, credit=credit)
            yield Check(message=said, place=f"about#image-{image.get('id')}")
        if not str(image.get("credit") or "").strip():
            said = voice("Image {number} has nobody to credit.", number=number)
            yield Check(message=said, place=f"about#image-{image.get('id')}")
    found: dict[str, str] = {}
    for where, entry in _entries(version):
        for text in _texts(entry):
            for address in MAIL.findall(text):
                found.setdefault(address, where)
    for address, where in list(found.items())[:SHOWN]:
        yield Check(message=voice("A mail address would be printed: {address}", address=address), place=where)


def _board(
    version: Version, entry: Entry, method: Method | None, problems: Sequence[tuple[str, str]]
) -> Iterator[Check]:
    voice, id_ = version.voice, str(entry["id"])
    title = version.said(entry, "title").text or id_
    if method is None:
        said = voice("{board}: the method {method} is not installed.", board=title, method=entry["method"])
        yield Check(message=said, board=id_, title=title)
        return
    board = version.board(id_)
    if not board.items:
        yield Check(message=voice("{board}: the board is empty.", board=title), board=id_, title=title)
        return
    left = [(item.id, text) for item in board.items for text in _texts(item.values) if PLACEHOLDER.search(text)]
    for item_id, text in left[:SHOWN]:
        said = voice("{board}: a placeholder is left: «{text}»", board=title, text=_short(text))
        yield Check(message=said, board=id_, title=title, item=item_id)
    mails = {
        found: item.id for item in reversed(board.items) for text in _texts(item.values) for found in MAIL.findall(text)
    }
    for address in list(mails)[:SHOWN]:
        said = voice("{board}: a mail address would be printed: {address}", board=title, address=address)
        yield Check(message=said, board=id_, title=title, item=mails[address])
    empty = list(_empty(board, method))
    for item_id, name in empty[:NAMED]:
        yield Check(
            message=voice("{board}: {field} is empty.", board=title, field=name), board=id_, title=title, item=item_id
        )
    if (rest := len(empty) - NAMED) > 0:
        said = voice.many("{board}: {number} more required field is empty.", "{board}: {number} more required fields are empty.", rest, board=title)  # fmt: skip
        yield Check(message=said, board=id_, title=title, item=empty[NAMED][0])
    for item_id, message in problems[:NAMED]:
        yield Check(
            message=f"{title}: {message}", board=id_, title=title, item=item_id, place="" if item_id else "findings"
        )
    if (rest := len(problems) - NAMED) > 0:
        said = voice.many("{board}: the rules ask to look at {number} more place.", "{board}: the rules ask to look at {number} more places.", rest, board=title)  # fmt: skip
        yield Check(message=said, board=id_, title=title, place="findings")


def _empty(board: Board, method: Method) -> Iterator[tuple[str, str]]:
    """The items and labels of required fields that nobody filled."""
    for kind in method.kinds:
        required = [field for field in kind.fields if field.required]
        for item in board.of(kind.id):
            for field in required:
                if is_gap(item.values.get(field.id)):
                    yield item.id, f"{item.code} {board.label(f'{kind.id}.{field.id}')}".strip()


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
