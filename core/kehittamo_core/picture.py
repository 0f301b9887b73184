"""A board's picture from plain data: labels in the reader's language, and a `Board` from an archive document.

Saved versions, examples and tests are read here; the boards of running workshops are read by the workshop from the
database, and give the same picture.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kehittamo_core.board import Actor, Board, Goal, Item, Link, Place, Spread, Target
from kehittamo_core.fields import Field
from kehittamo_core.method import LinkKind, Method
from kehittamo_core.words import translate

Document = Mapping[str, Any]


def labels_of(
    method: Method, language: str, own: Mapping[str, str] | None = None, terms: Iterable[tuple[str, Iterable[str]]] = ()
) -> dict[str, str]:
    """Every label of a method in a language; `own` are the programme's words by `method:label id`.

    `terms` are the programme's terms with their other names: a label that reads as another name becomes the term.
    """
    texts: dict[str, str] = {"method": method.title}

    def put_fields(prefix: str, fields: Iterable[Field]) -> None:
        for field in fields:
            texts[f"{prefix}.{field.id}"] = field.label
            for choice in field.choices:
                texts[f"{prefix}.{field.id}.{choice.id}"] = choice.label

    for kind in method.kinds:
        texts[kind.id] = kind.label
        if kind.label_many:
            texts[f"{kind.id}+"] = kind.label_many
        put_fields(kind.id, kind.fields)
    for zone in method.zones:
        texts[f"zone:{zone.id}"] = zone.label
    for link in method.links:
        texts[f"link:{link.id}"] = link.label
        put_fields(f"link:{link.id}", link.fields)
    for drawing in method.drawings:
        texts[f"drawing:{drawing.id}"] = drawing.label
    for setting in method.settings:
        texts[f"setting:{setting.id}"] = setting.label
        for choice in setting.choices:
            texts[f"setting:{setting.id}.{choice.id}"] = choice.label
    labels = {id_: translate(method.package, language, text) for id_, text in texts.items()}
    words = {alias.casefold(): term for term, aliases in terms for alias in aliases}
    if words:
        labels = {id_: words.get(label.casefold(), label) for id_, label in labels.items()}
    for id_, word in (own or {}).items():
        owner, _, label = id_.partition(":")
        if owner == method.id and label:
            labels[label] = word
    return labels


def sort_key(item: Item, zones: Mapping[str, int]) -> tuple[int, float, int, str, str]:
    """The board's order: zone, order, number of the short id, id."""
    prefix, _, number = item.code.rpartition("-")
    return (zones.get(item.zone, len(zones)), item.order, int(number) if number.isdigit() else 0, prefix, item.id)


def sorted_items(method: Method | None, items: Iterable[Item]) -> tuple[Item, ...]:
    """Items in the board's order."""
    zones = {zone.id: index for index, zone in enumerate(method.zones)} if method is not None else {}
    return tuple(sorted(items, key=lambda item: sort_key(item, zones)))


def goal_of(programme: Document, language: str = "") -> Goal:
    """The programme's goal from its document, in a language where it has one."""
    goal = programme.get("goal") or {}
    translated = ((goal.get("translations") or {}).get(language) or {}).get("text")
    return Goal(
        text=translated or goal.get("text") or "",
        targets=tuple(
            Target(
                id=target["id"], text=target.get("text") or "", direction=target.get("direction"),
                amount=target.get("amount"), unit=target.get("unit"), group=target.get("group"),
                deadline=target.get("deadline"),
            )
            for target in goal.get("targets") or ()
        ),
    )  # fmt: skip


def actors_of(programme: Document) -> dict[str, Actor]:
    """The programme's actors by id."""
    return {
        actor["id"]: Actor(
            id=actor["id"], name=actor.get("name") or "", kind=actor.get("kind") or "organisation",
            aliases=tuple(actor.get("aliases") or ()),
            uncertain=(actor.get("uncertain") or {}).get("", "") if isinstance(actor.get("uncertain"), Mapping) else "",
        )
        for actor in programme.get("actors") or ()
    }  # fmt: skip


def terms_of(programme: Document) -> list[tuple[str, list[str]]]:
    """The programme's terms with their other names."""
    return [(term["term"], term.get("aliases") or []) for term in programme.get("terms") or () if term.get("term")]


def _values(element: Document, language: str) -> dict[str, Any]:
    values = dict(element.get("values") or {})
    values.update(
        {name: text for name, text in ((element.get("translations") or {}).get(language) or {}).items() if text}
    )
    return values


def _common(element: Document, language: str) -> dict[str, Any]:
    return {
        "id": element["id"],
        "kind": element["kind"],
        "code": element.get("code") or "",
        "values": _values(element, language),
        "sources": tuple(element.get("sources") or ()),
        "uncertain": dict(element.get("uncertain") or {}),
        "inferred": frozenset(element.get("inferred") or ()),
    }


def _items(board: Document, method: Method | None, language: str, counts: "_Counts", thread: set[str]) -> list[Item]:
    found = []
    for element in board.get("items") or ():
        place = element.get("place")
        zone = element.get("zone") or (method.zone_of(element["kind"]) if method is not None else "")
        found.append(
            Item(
                **_common(element, language), zone=zone, order=element.get("order") or 0.0,
                place=Place(x=place["x"], y=place["y"]) if place else None, votes=counts.votes.get(element["id"], 0),
                comments=counts.comments.get(element["id"], 0), author=element.get("author") or "",
                signed=element.get("signed") or "", method=board["method"], board=board["id"], on_thread=element["id"] in thread,
            )
        )  # fmt: skip
    return found


def _links(elements: Iterable[Document], language: str, method: str, board: str, counts: "_Counts") -> list[Link]:
    return [
        Link(
            **_common(element, language), source=element["source"], target=element["target"],
            method=element.get("method") or method, board=board, votes=counts.votes.get(element["id"], 0),
            comments=counts.comments.get(element["id"], 0),
        )
        for element in elements
    ]  # fmt: skip


class _Counts:
    """Votes and comments by element."""

    def __init__(self, document: Document) -> None:
        self.votes: dict[str, int] = {}
        self.comments: dict[str, int] = {}
        for vote in document.get("votes") or ():
            self.votes[vote["element"]] = self.votes.get(vote["element"], 0) + (vote.get("points") or 0)
        for comment in document.get("comments") or ():
            self.comments[comment["element"]] = self.comments.get(comment["element"], 0) + 1


def _spreads(board: Document) -> Iterable[Spread]:
    """How people rated alone on a board."""
    for part in board.get("spreads") or ():
        yield Spread(
            kind=part["kind"], source=part["source"], target=part["target"], field=part["field"],
            counts=tuple((one["value"], one["count"]) for one in part.get("counts") or ()),
        )  # fmt: skip


def board_from_document(
    document: Document, methods: Mapping[str, Method], board_id: str, language: str = "fi", *, alone: bool = False
) -> Board:
    """One board of an archive document as a plugin sees it; a board of a missing method keeps its data and ids.

    `alone` leaves out the boards beside it.

    Raises:
        KeyError: the document has no board with this id.
    """
    programme = document.get("programme") or {}
    boards = {board["id"]: board for board in document.get("boards") or ()}
    board = boards[board_id]
    method = methods.get(board["method"])
    counts = _Counts(document)
    across = list(document.get("links") or ())
    thread = {link[end] for link in across if link.get("method") == "core" for end in ("source", "target")}
    items = _items(board, method, language, counts, thread)
    links = _links(board.get("links") or (), language, board["method"], board["id"], counts)
    own = {element.id for element in (*items, *links)}
    reaching = [link for link in across if link["source"] in own or link["target"] in own]
    ends = {link[end] for link in reaching for end in ("source", "target")} - own
    others = [other for other in boards.values() if other["id"] != board_id]

    def elsewhere(wanted: set[str]) -> list[Item | Link]:
        found: list[Item | Link] = []
        for other in others if wanted else ():
            there = methods.get(other["method"])
            reached = [item for item in other.get("items") or () if item["id"] in wanted]
            found.extend(_items({**other, "items": reached}, there, language, counts, thread))
            reached = [link for link in other.get("links") or () if link["id"] in wanted]
            found.extend(_links(reached, language, other["method"], other["id"], counts))
        return found

    linked = elsewhere(ends)
    brought: list[Link] = []
    if kinds := bringing(method, linked):
        known = {link["id"] for link in reaching}
        every = _links((link for link in across if link["id"] not in known), language, "", "", counts)
        for other in others:
            every += _links(other.get("links") or (), language, other["method"], other["id"], counts)
        brought = [link for link in every if is_brought(link.kind, link.source, link.target, kinds)]
        seen = own | {element.id for element in linked}
        linked += elsewhere({end for link in brought for end in (link.source, link.target)} - seen)
    settings = {setting.id: None for setting in method.settings} if method is not None else {}
    settings.update(board.get("settings") or {})
    choosing = [
        part.id for part in (method.settings if method is not None and not alone else ()) if part.type == "board"
    ]
    siblings = {
        id_: other.get("title") or ""
        for id_, other in boards.items()
        if choosing and other["method"] == board["method"] and id_ != board_id
    }
    return Board(
        id=board["id"], title=board.get("title") or "", method=board["method"], language=language,
        items=sorted_items(method, items),
        links=(*links, *_links(reaching, language, "", "", counts)),
        linked=tuple(linked), brought=tuple(brought), actors=actors_of(programme), goal=goal_of(programme, language), settings=settings,
        labels=labels_of(method, language, programme.get("labels"), terms_of(programme)) if method is not None else {},
        package=method.package if method is not None else "", siblings=siblings,
        beside={
            id_: board_from_document(document, methods, str(settings[id_]), language, alone=True)
            for id_ in choosing
            if settings[id_] in siblings
        },
        spreads=tuple(_spreads(board)),
    )  # fmt: skip


def bringing(method: Method | None, linked: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """By their ids the elements of other boards that bring links along onto a board of a method, with the kinds of those."""
    if method is None:
        return {}
    kinds = {kind.id: kind.brings for kind in method.kinds if kind.brings}
    return {one.id: kinds[one.kind] for one in linked if one.method == method.id and one.kind in kinds}


def is_brought(kind: str, source: str, target: str, bringing: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a link comes along with one of its ends."""
    return kind in bringing.get(source, ()) or kind in bringing.get(target, ())


def _usable(kind: LinkKind, ends: tuple[str, ...], element_kind: str, role: str | None, *, is_link: bool) -> bool:
    if is_link:
        return f"link:{element_kind}" in ends or "@any" in ends
    return element_kind in ends or (role is not None and f"@{role}" in ends) or "@any" in ends


def may_end(kind: LinkKind, end: str, element: Item | Link, methods: Mapping[str, Method], owner: str) -> bool:
    """Whether an element may stand at an end ("source" or "target") of a link kind of the method `owner`.

    A kind's plain name means a kind of the link kind's own method; a thread role reaches across methods.
    """
    ends = kind.source if end == "source" else kind.target
    declared = (
        methods[element.method].kind(element.kind) if element.method in methods and isinstance(element, Item) else None
    )
    role = declared.thread if declared is not None else None
    same = element.method in (owner, "")
    is_link = isinstance(element, Link)
    if same:
        return _usable(kind, ends, element.kind, role, is_link=is_link)
    return (role is not None and f"@{role}" in ends) or "@any" in ends
