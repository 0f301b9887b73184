"""The cut of an archive that is printed and published: without the boards and images that only some are shown."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kehittamo_core.document.normal import Document


def is_restricted(part: Mapping[str, Any]) -> bool:
    """Whether a board or an image is shown to some only."""
    return bool(part.get("restricted") or part.get("shown_to"))


def published(document: Mapping[str, Any], also: Collection[str] = ()) -> Document:
    """A document without restricted boards and images, and without what hangs on them; `also` are the ids of more such.

    What is left out leaves no trace: no link, vote, comment, reference or name leads to it.
    """
    boards = document.get("boards") or []
    gone = {board["id"] for board in boards if is_restricted(board) or board["id"] in also}
    head = document["programme"]
    images = [part for part in head.get("images") or [] if not is_restricted(part) and part["id"] not in also]
    if not gone and len(images) == len(head.get("images") or []):
        return dict(document)
    lost = set(_elements(board for board in boards if board["id"] in gone))
    links = list(document.get("links") or [])
    while True:
        kept = [link for link in links if link["source"] not in lost and link["target"] not in lost]
        if len(kept) == len(links):
            break
        lost |= {link["id"] for link in links} - {link["id"] for link in kept}
        links = kept
    made = dict(document)
    shown = {part["id"] for part in images}
    made["programme"] = {**head, "images": images}
    if head.get("report"):
        made["programme"]["report"] = [_with_images(part, shown) for part in head["report"]]
    made["boards"] = [board for board in boards if board["id"] not in gone]
    made["links"] = links
    for name in ("comments", "votes"):
        made[name] = [part for part in document.get(name) or [] if part["element"] not in lost]
    made["groups"] = [
        {**group, "profile": None if group.get("profile") in lost else group.get("profile")}
        for group in document.get("groups") or []
    ]
    made["decisions"] = [
        {**part, "elements": [key for key in part.get("elements") or [] if key not in lost]}
        for part in document.get("decisions") or []
    ]
    made["tasks"] = [
        {**_without(task, gone), "model": None if task.get("model") in gone else task.get("model")}
        for task in document.get("tasks") or []
    ]
    made["stages"] = [
        {**stage, "agenda": [_without(item, gone) for item in stage.get("agenda") or []]}
        for stage in document.get("stages") or []
    ]
    return made


def _elements(boards: Iterator[Mapping[str, Any]]) -> Iterator[str]:
    for board in boards:
        for name in ("items", "links"):
            yield from (part["id"] for part in board.get(name) or [])


def _with_images(part: Mapping[str, Any], shown: Collection[str]) -> Document:
    """A page of the report with those of its images that are shown."""
    kept = [id_ for id_ in part.get("images") or () if id_ in shown]
    return {**{name: value for name, value in part.items() if name != "images"}, **({"images": kept} if kept else {})}


def _without(part: Mapping[str, Any], boards: Collection[str]) -> Document:
    return {**part, "boards": [key for key in part.get("boards") or [] if key not in boards]}
