"""What is wrong with an archive: its form, its references, its values by field type, and its links by the methods' rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from kehittamo_core.board import Link
from kehittamo_core.document import links as rules
from kehittamo_core.document.form import DOCUMENT
from kehittamo_core.document.links import CORE, link_kind
from kehittamo_core.document.normal import Document, voter
from kehittamo_core.document.plans import Plans
from kehittamo_core.document.specs import shown
from kehittamo_core.document.whole import elements_of, named_parts, shape
from kehittamo_core.errors import Fault
from kehittamo_core.fields import Field, check_value
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Kind, LinkKind, Method

AT_MOST_FAULTS = 100
"""How many faults are told at once."""


def validate(document: Mapping[str, Any], plugins: Plugins, existing: Mapping[str, Any] | None = None) -> list[Fault]:
    """Every fault of a document, in the order of the file; `existing` is the programme that it will be read over.

    Boards of methods that are not installed are checked by their form alone.
    """
    faults = list(DOCUMENT.check(dict(document), ""))
    if faults:
        return faults[:AT_MOST_FAULTS]
    return list(_Check(dict(document), plugins, dict(existing or {})).run())[:AT_MOST_FAULTS]


class _Check(Plans):
    """The checks of one document."""

    def run(self) -> Iterator[Fault]:
        """All checks; the later ones need the earlier ones to be clean."""
        faults = [*self.ids(), *self.programme()]
        yield from faults
        if faults:
            return
        yield from self.lists()
        faults = []
        for number, board in enumerate(self.document.get("boards") or []):
            faults += self.board(board, f"boards[{number}]")
        for number, link in enumerate(self.document.get("links") or []):
            faults += self.across(link, f"links[{number}]")
        faults += self.codes()
        yield from faults
        if not faults:
            yield from self.own_checks()

    # Names

    def ids(self) -> Iterator[Fault]:
        """Every id stands once: over everything with a place of its own, and in each list under `programme`."""
        seen: dict[str, str] = {}
        for place, id_ in named_parts(self.document):
            if id_ in seen:
                yield Fault(
                    f"{place}.id", "{value} is already the id of {other}", {"value": shown(id_), "other": seen[id_]}
                )
            seen.setdefault(id_, place)
        if self.whole is not self.document and len(seen) == sum(1 for _ in named_parts(self.document)):
            shapes: dict[str, set[str]] = {}
            for place, id_ in named_parts(self.whole):
                shapes.setdefault(id_, set()).add(shape(place))
            for place, id_ in named_parts(self.document):
                if shapes[id_] != {shape(place)}:
                    yield Fault(
                        f"{place}.id", "{value} already names something else in this programme", {"value": shown(id_)}
                    )
        programme = self.document["programme"]
        lists = [(f"programme.{name}", parts) for name, parts in programme.items() if isinstance(parts, list)]
        lists.append(("programme.goal.targets", (programme.get("goal") or {}).get("targets") or []))
        for place, parts in lists:
            here: set[str] = set()
            for number, part in enumerate(parts):
                own = part.get("id") if isinstance(part, dict) else None
                if own in here:
                    yield Fault(f"{place}[{number}].id", "{value} stands twice in this list", {"value": shown(own)})
                if own is not None:
                    here.add(own)

    # The programme and its lists

    def programme(self) -> Iterator[Fault]:
        """References inside the programme."""
        programme = self.document["programme"]
        if len(set(self.languages)) != len(self.languages):
            yield Fault("programme.languages", "a language stands twice", {})
        goal = programme.get("goal") or {}
        yield from self.translated(goal.get("translations"), "programme.goal")
        for number, actor in enumerate(programme.get("actors") or []):
            yield from self.reference(
                actor.get("part_of"), self.actors, "an actor", f"programme.actors[{number}].part_of"
            )
        for number, part in enumerate(programme.get("perspectives") or []):
            yield from self.reference(
                part.get("actor"), self.actors, "an actor", f"programme.perspectives[{number}].actor"
            )

    def lists(self) -> Iterator[Fault]:
        """References of people, comments, votes, decisions and tasks."""
        for number, person in enumerate(self.document.get("participants") or []):
            yield from self.reference(person.get("group"), self.groups, "a group", f"participants[{number}].group")
            for inner, other in enumerate(person.get("together") or []):
                place = f"participants[{number}].together[{inner}]"
                yield from self.reference(other, self.people, "a participant", place)
        for number, group in enumerate(self.document.get("groups") or []):
            yield from self.reference(
                group.get("profile"), self.elements, "an item or a link", f"groups[{number}].profile"
            )
        for number, comment in enumerate(self.document.get("comments") or []):
            place = f"comments[{number}]"
            yield from self.reference(comment["element"], self.elements, "an item or a link", f"{place}.element")
            yield from self.reference(comment.get("author"), self.people, "a participant", f"{place}.author")
        boards, ballots = ({part["id"] for part in self.document.get(name) or []} for name in ("boards", "ballots"))
        for number, ballot in enumerate(self.document.get("ballots") or []):
            for inner, board in enumerate(ballot.get("boards") or []):
                yield from self.reference(board, boards, "a board", f"ballots[{number}].boards[{inner}]")
            for inner, part in enumerate(ballot.get("overruled") or []):
                place = f"ballots[{number}].overruled[{inner}].element"
                yield from self.reference(part["element"], self.elements, "an item or a link", place)
        seen: set[tuple[str, ...]] = set()
        for number, vote in enumerate(self.document.get("votes") or []):
            place = f"votes[{number}]"
            yield from self.reference(vote["element"], self.elements, "an item or a link", f"{place}.element")
            yield from self.reference(vote.get("participant"), self.people, "a participant", f"{place}.participant")
            yield from self.reference(vote.get("group"), self.groups, "a group", f"{place}.group")
            yield from self.reference(vote.get("ballot"), ballots, "a ballot", f"{place}.ballot")
            if sum(bool(vote.get(name)) for name in ("participant", "group", "signed")) != 1:
                yield Fault(place, "a vote needs one voter: a participant, a group, or a signed name", {})
            elif voter(vote) in seen:
                yield Fault(place, "this voter already voted for this element", {})
            seen.add(voter(vote))
        for number, decision in enumerate(self.document.get("decisions") or []):
            for inner, element in enumerate(decision.get("elements") or []):
                place = f"decisions[{number}].elements[{inner}]"
                yield from self.reference(element, self.elements, "an item or a link", place)
        owners = self.actors | self.groups | self.people
        for name in ("decisions", "questions", "next_steps", "interim_tasks"):
            for number, part in enumerate(self.document.get(name) or []):
                yield from self.reference(
                    part.get("owner"), owners, "an actor, a group or a participant", f"{name}[{number}].owner"
                )
        for number, task in enumerate(self.document.get("interim_tasks") or []):
            place = f"interim_tasks[{number}]"
            yield from self.reference(task.get("stage"), self.stages, "a stage", f"{place}.stage")
            for inner, person in enumerate(task.get("done_by") or []):
                yield from self.reference(person, self.people, "a participant", f"{place}.done_by[{inner}]")
        yield from self.tasks()
        yield from self.stands()
        yield from self.plan(owners)

    # Boards

    def board(self, board: Document, place: str) -> Iterator[Fault]:
        """A board: its method, its settings, its items and its links."""
        yield from self.reference(board.get("stage"), self.stages, "a stage", f"{place}.stage")
        yield from self.reference(board.get("group"), self.groups, "a group", f"{place}.group")
        yield from self.shown_to(board, place)
        method = self.plugins.methods.get(board["method"])
        if method is not None:
            version = board.get("version") or method.version
            if version > method.version:
                yield Fault(
                    f"{place}.version", "{value} is newer than the installed method's form {known}",
                    {"value": version, "known": method.version},
                )  # fmt: skip
            known = {setting.id: setting for setting in method.settings}
            yield from self.values(board.get("settings"), known, f"{place}.settings", "setting")
        for number, item in enumerate(board.get("items") or []):
            yield from self.element(item, f"{place}.items[{number}]")
            if method is not None:
                yield from self.item(item, method, f"{place}.items[{number}]")
        for number, link in enumerate(board.get("links") or []):
            where = f"{place}.links[{number}]"
            yield from self.element(link, where)
            yield from self.at_home(link, board["id"], where)
            if method is None:
                yield from self.ends(link, where)
            else:
                yield from self.link(link, method.id, method.link(link["kind"]), where)
        if method is not None:
            yield from self.at_most(board, method, place)
        yield from self.spreads(board, method, place)

    def element(self, element: Document, place: str) -> Iterator[Fault]:
        """What an item and a link have in common."""
        yield from self.reference(element.get("author"), self.people, "a participant", f"{place}.author")
        yield from self.translated(element.get("translations"), place)

    def item(self, item: Document, method: Method, place: str) -> Iterator[Fault]:
        """An item's kind, zone and values."""
        kind = method.kind(item["kind"])
        if kind is None:
            known = ", ".join(kind.id for kind in method.kinds)
            yield Fault(
                f"{place}.kind", "{value} is not a kind of {method}; known are {known}",
                {"value": shown(item["kind"]), "method": method.id, "known": known},
            )  # fmt: skip
            return
        if item.get("zone"):
            zone = method.zone(item["zone"])
            if zone is None:
                known = ", ".join(zone.id for zone in method.zones)
                yield Fault(
                    f"{place}.zone", "{value} is not a zone of {method}; known are {known}",
                    {"value": shown(item["zone"]), "method": method.id, "known": known or "-"},
                )  # fmt: skip
            elif kind.id not in zone.kinds:
                yield Fault(
                    f"{place}.zone", "{value} takes no {kind}; it takes {known}",
                    {"value": shown(zone.id), "kind": kind.id, "known": ", ".join(zone.kinds)},
                )  # fmt: skip
        yield from self.fields(item, kind, place)

    def fields(self, element: Document, kind: Kind | LinkKind, place: str) -> Iterator[Fault]:
        """An element's values and translations by its kind's fields."""
        known = {field.id: field for field in kind.fields}
        yield from self.values(element.get("values"), known, f"{place}.values", "field")
        for language, values in (element.get("translations") or {}).items():
            words = {id_: field for id_, field in known.items() if field.type in ("text", "line")}
            yield from self.values(values, words, f"{place}.translations.{language}", "translated field")
        if element.get("code"):
            prefix = element["code"].rpartition("-")[0]
            if prefix != kind.code:
                yield Fault(
                    f"{place}.code", "{value} does not begin with {known}, the letters of {kind}",
                    {"value": shown(element["code"]), "known": kind.code or "-", "kind": kind.id},
                )  # fmt: skip

    def values(
        self, values: Mapping[str, Any] | None, known: Mapping[str, Field], place: str, what: str
    ) -> Iterator[Fault]:
        """Named values by their fields."""
        for name, value in (values or {}).items():
            field = known.get(name)
            where = f"{place}.{name}"
            if field is None:
                yield Fault(
                    where,
                    "there is no such {what}; known are {known}",
                    {"what": what, "known": ", ".join(known) or "-"},
                )
                continue
            faults = [Fault(where + inside, message, parts) for inside, message, parts in check_value(field, value)]
            yield from faults
            if field.type == "actor" and not faults:
                for actor in value if isinstance(value, list) else [value]:
                    yield from self.reference(actor, self.actors, "an actor", where)

    def at_most(self, board: Document, method: Method, place: str) -> Iterator[Fault]:
        """More items of a kind than a board holds."""
        whole = next(other for other in self.boards if other["id"] == board["id"])
        for kind in method.kinds:
            count = sum(1 for item in whole.get("items") or [] if item["kind"] == kind.id)
            if kind.at_most is not None and count > kind.at_most:
                yield Fault(
                    f"{place}.items", "there are {count} of {kind}; at most {limit} fit",
                    {"count": count, "kind": kind.id, "limit": kind.at_most},
                )  # fmt: skip

    # Links

    def ends(self, link: Document, place: str) -> Iterator[Fault]:
        """The ends of a link, where they are not there."""
        for end in ("source", "target"):
            yield from self.reference(link[end], self.elements, "an item or a link", f"{place}.{end}")

    def at_home(self, link: Document, board: str, place: str) -> Iterator[Fault]:
        """A board's link that ends on another board: it belongs to the programme."""
        for end in ("source", "target"):
            element = self.elements.get(link[end])
            if element is not None and element.board != board:
                yield Fault(
                    f"{place}.{end}",
                    "{value} stands elsewhere; links between boards stand in the list links at the top",
                    {"value": shown(link[end])},
                )

    def link(self, link: Document, owner: str, kind: LinkKind | None, place: str) -> Iterator[Fault]:
        """A link by its kind's rules."""
        if kind is None:
            method = self.plugins.methods.get(owner)
            known = ", ".join(link.id for link in method.links) if method is not None else "thread"
            yield Fault(
                f"{place}.kind", "{value} is not a link kind of {method}; known are {known}",
                {"value": shown(link["kind"]), "method": owner, "known": known or "-"},
            )  # fmt: skip
            return
        faults = list(self.ends(link, place))
        if not faults:
            source, target = self.elements[link["source"]], self.elements[link["target"]]
            said = rules.refuse_ends(self.plugins, owner, kind, source, target, "en")
            if said:
                faults.append(Fault(place, "{said}", {"said": said}))
        yield from faults
        yield from self.fields(link, kind, place)

    def across(self, link: Document, place: str) -> Iterator[Fault]:
        """A link across boards."""
        yield from self.element(link, place)
        if link["method"] == CORE or link["method"] in self.plugins.methods:
            yield from self.link(link, link["method"], link_kind(self.plugins, link["method"], link["kind"]), place)
        else:
            yield from self.ends(link, place)

    def own_checks(self) -> Iterator[Fault]:
        """Links that stand twice, and what the methods' own checks refuse; asked once everything else is right."""
        groups: list[tuple[list[Document], list[Document], str, str]] = []
        for number, board in enumerate(self.document.get("boards") or []):
            whole = next(other for other in self.boards if other["id"] == board["id"])
            groups.append((board.get("links") or [], whole.get("links") or [], board["id"], f"boards[{number}].links"))
        groups.append((self.document.get("links") or [], self.whole.get("links") or [], "", "links"))
        for links, all_links, board_id, place in groups:
            twins: dict[tuple[str, str], list[Link]] = {}
            for link in all_links:
                element = self.elements[link["id"]]
                if isinstance(element, Link):
                    twins.setdefault((element.method, element.kind), []).append(element)
            for number, link in enumerate(links):
                element = self.elements[link["id"]]
                kind = link_kind(self.plugins, element.method, element.kind)
                if kind is None or not isinstance(element, Link):
                    continue
                said = rules.refuse_twin(
                    self.plugins, element.method, kind, element, twins[element.method, element.kind], "en"
                )
                if said is None and kind.check is not None:
                    said = rules.refuse_more(kind, self.picture(board_id or self.home(element)), element)
                if said:
                    yield Fault(f"{place}[{number}]", "{said}", {"said": said})

    # Short ids

    def codes(self) -> Iterator[Fault]:
        """A short id that two elements have."""
        taken: dict[str, str] = {}
        for _, element in elements_of(self.whole):
            if element.get("code"):
                taken.setdefault(element["code"], element["id"])
        for place, element in elements_of(self.document):
            code = element.get("code")
            if code and taken[code] != element["id"]:
                yield Fault(
                    f"{place}.code",
                    "{value} is already the short id of {other}",
                    {"value": shown(code), "other": taken[code]},
                )
