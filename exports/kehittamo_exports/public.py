"""The public cut: a saved version's document without what is not printed, which is all that a published file is made of.

Cut before anything is laid out, so that no exporter can let slip what it never had: comments, single votes and stands,
who wrote which note, texts of notes that went up in others, names that were not asked for. `archive` is the stricter cut
that is published as data: without the chapters that the composer left out.
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from kehittamo_core.api import ExportRequest, bare_image
from kehittamo_exports.reading import Version
from kehittamo_exports.words import Voice

Document = dict[str, Any]
Entry = Mapping[str, Any]
OWNED = ("decisions", "questions", "next_steps", "interim_tasks")
LISTS = {"decisions": ("decisions", "questions"), "next": ("next_steps",), "tasks": ("interim_tasks",), "people": ("participants",)}  # fmt: skip
"""What the chapters of the programme print of the document's lists."""
HEADS = {"terms": "terms", "perspectives": "perspectives"}
"""What other chapters print of the programme itself."""


def version_of(request: ExportRequest) -> Version:
    """The saved version that a published export is made of: its public cut."""
    names = bool(request.options.get("names"))
    snapshot = {name: value for name, value in request.snapshot.items() if name != "who"}
    document = cut(request.document, names=names)
    return Version(document, request.plugins.methods, request.language, snapshot, names=names)


def cut(document: Entry, *, names: bool = False) -> Document:
    """A document for print: people are numbered within their organisations, votes are sums; `names` keeps the names."""
    people = _numbered(document)
    made: Document = {
        **document,
        "programme": _with_images(_with_plan(document.get("programme") or {})),
        "participants": [_person(one, people, names=names) for one in _in_order(document)],
        "boards": [_board(board, people) for board in _rows(document, "boards")],
        "links": [_element(link, people) for link in _rows(document, "links")],
        "votes": [
            {"element": element, "points": points, **({"ballot": ballot} if ballot else {})}
            for (element, ballot), points in _sums(document).items()
        ],
        "support": sorted((_stand(one) for one in _rows(document, "support")), key=lambda one: sorted(one.items())),
        "ballots": [_ballot(one, names=names) for one in _rows(document, "ballots")],
    }
    made.pop("comments", None)
    actors = {actor.get("id") for actor in (document.get("programme") or {}).get("actors") or ()}
    for name in OWNED:
        if name in document:
            made[name] = [_owned(one, people, actors) for one in _rows(document, name)]
    return made


def archive(document: Entry, language: str, *, names: bool = False) -> Document:
    """The public cut as an archive that can be read back; boards and lists that the report leaves out are not in it."""
    made = cut(document, names=names)
    out = {str(one.get("id")) for one in made["programme"].get("report") or () if one.get("left_out")}
    gone = {name for chapter in out for name in LISTS.get(chapter, ())}
    made["programme"] = {
        name: value
        for name, value in made["programme"].items()
        if name not in {HEADS[chapter] for chapter in out if chapter in HEADS}
    }
    if images := [one for one in made["programme"].pop("images", ()) if one.get("data")]:
        made["programme"]["images"] = images
    made["boards"] = [
        {**board, **{part: [_unsigned(one) for one in _rows(board, part)] for part in ("items", "links")}}
        for board in made["boards"]
        if f"board-{board.get('id')}" not in out
    ]
    known = {str(one["id"]) for board in made["boards"] for part in ("items", "links") for one in _rows(board, part)}
    made["links"] = [_unsigned(link) for link in _joined(made["links"], known)]
    voice = Voice(language)
    sums: dict[str, int] = {}
    for vote in made["votes"]:
        sums[vote["element"]] = sums.get(vote["element"], 0) + vote["points"]
    made["votes"] = [
        {"element": element, "points": points, "signed": voice("All together")}
        for element, points in sums.items() if element in known
    ]  # fmt: skip
    for name in ("support", "ballots", "tasks"):  # they name people, or are the workshop's tools and not its result
        made.pop(name, None)
    if "participants" in gone:
        _forget_owners(made)
    for name in gone:
        made.pop(name, None)
    for one in made.get("decisions") or ():
        one["elements"] = [id_ for id_ in one.get("elements") or () if id_ in known]
    ids = {board.get("id") for board in made["boards"]}
    made["stages"] = [_with_agenda(stage, ids) for stage in _rows(made, "stages")]
    made["groups"] = [
        {name: value for name, value in group.items() if name != "profile" or value in known}
        for group in _rows(made, "groups")
    ]
    return {name: value for name, value in made.items() if value not in (None, [], {})}


def _rows(holder: Entry, name: str) -> Sequence[Entry]:
    return holder.get(name) or ()


def _in_order(document: Entry) -> list[Entry]:
    """People by organisation and then by nothing that could be recognised but their place in the file."""
    return sorted(_rows(document, "participants"), key=lambda one: str(one.get("organisation") or ""))


def _numbered(document: Entry) -> dict[str, str]:
    """A new id for every participant: people's own ids are often their names."""
    taken = {str(one.get("id")) for name in ("stages", "groups", "boards", *OWNED) for one in _rows(document, name)}
    taken |= {str(part.get("id")) for board in _rows(document, "boards") for name in ("items", "links") for part in _rows(board, name)}  # fmt: skip
    head = "person"
    while any(id_.startswith(f"{head}-") for id_ in taken):
        head += "-x"
    return {str(one["id"]): f"{head}-{number}" for number, one in enumerate(_in_order(document), 1)}


def _person(one: Entry, people: Mapping[str, str], *, names: bool) -> Document:
    made = {"id": people[str(one["id"])], "name": one.get("name") if names else people[str(one["id"])]}
    return {**made, "organisation": one["organisation"]} if one.get("organisation") else made


def _with_plan(programme: Entry) -> Document:
    """The programme without what its composer wrote for chapters that are left out."""
    plan = [
        {"id": one.get("id"), "left_out": True} if one.get("left_out") else one
        for one in _rows(programme, "report")
        if not (one.get("left_out") and one.get("kind") == "page")
    ]
    return {**programme, "report": plan} if plan else {k: v for k, v in programme.items() if k != "report"}


def _with_images(programme: Entry) -> Document:
    """The programme with its pictures only: not where and when they were taken; of what is no image at all no byte."""
    images = [
        {**one, "data": base64.b64encode(bare_image(base64.b64decode(str(one.get("data"))))).decode()}
        for one in _rows(programme, "images")
    ]
    return {**programme, **({"images": images} if images else {})}


def _board(board: Entry, people: Mapping[str, str]) -> Document:
    made = dict(board)
    for part in ("items", "links"):
        if part in board:
            made[part] = [_element(one, people) for one in _rows(board, part)]
    return made


def _element(one: Entry, people: Mapping[str, str]) -> Document:
    """An item or a link; who wrote it is only a number, that a method may tell one hand from several."""
    made = {name: value for name, value in one.items() if name not in ("author", "origins")}
    if one.get("author") in people:
        made["author"] = people[str(one["author"])]
    return made


def _unsigned(one: Entry) -> Document:
    return {name: value for name, value in one.items() if name != "author"}


def _owned(one: Entry, people: Mapping[str, str], actors: set[Any]) -> Document:
    made = {name: value for name, value in one.items() if name != "done_by"}
    owner = str(one.get("owner") or "")
    if owner in people and owner not in actors:
        made["owner"] = people[owner]
    return made


def _forget_owners(document: Document) -> None:
    """Where no participants are published, none of them is named as an owner either."""
    gone = {one["id"] for one in _rows(document, "participants")}
    for name in OWNED:
        document[name] = [{**one, "owner": None if one.get("owner") in gone else one.get("owner")} for one in _rows(document, name)]  # fmt: skip


def _sums(document: Entry) -> dict[tuple[str, str], int]:
    """Points by element and ballot ("" is none)."""
    sums: dict[tuple[str, str], int] = {}
    for vote in _rows(document, "votes"):
        at = str(vote["element"]), str(vote.get("ballot") or "")
        sums[at] = sums.get(at, 0) + (vote.get("points") or 0)
    return sums


def _stand(one: Entry) -> dict[str, str]:
    """What somebody thinks of the goal; the words of a reservation are printed, whose they are is not."""
    made = {"stand": str(one.get("stand"))}
    return {**made, "reason": str(one["reason"])} if one.get("stand") == "reservation" and one.get("reason") else made


def _ballot(one: Entry, *, names: bool) -> Document:
    """A vote that was held; who set its result right is named where `names` are."""
    overruled = [
        {name: value for name, value in part.items() if names or name != "name"} for part in _rows(one, "overruled")
    ]
    return {**one, "overruled": overruled}


def _joined(links: Sequence[Entry], known: set[str]) -> list[Entry]:
    """The links between boards whose two ends are there; a link may itself be an end."""
    left, kept = list(links), []
    while fit := [link for link in left if link.get("source") in known and link.get("target") in known]:
        kept += fit
        known |= {str(link["id"]) for link in fit}
        left = [link for link in left if link not in fit]
    return kept


def _with_agenda(stage: Entry, boards: set[Any]) -> Document:
    """A stage whose agenda names only boards that are there."""
    agenda = [
        {**one, "boards": [id_ for id_ in one.get("boards") or () if id_ in boards]} for one in _rows(stage, "agenda")
    ]
    return {**stage, "agenda": agenda} if agenda else dict(stage)
