"""What is wrong with the references of a plan: agendas, tasks, phases, counts, deliverables, stands, spreads, and to whom a part is shown."""

from collections.abc import Iterator

from kehittamo_core.document.normal import Document
from kehittamo_core.document.specs import shown
from kehittamo_core.document.whole import Whole
from kehittamo_core.errors import Fault
from kehittamo_core.fields import check_value
from kehittamo_core.method import Method


class Plans(Whole):
    """The checks of the parts that name each other."""

    def tasks(self) -> Iterator[Fault]:
        """References of what people do at the tables."""
        boards = {board["id"] for board in self.boards}
        items = {item["id"] for stage in self.whole.get("stages") or [] for item in stage.get("agenda") or []}
        for number, task in enumerate(self.document.get("tasks") or []):
            place = f"tasks[{number}]"
            yield from self.reference(task.get("stage"), self.stages, "a stage", f"{place}.stage")
            yield from self.reference(task.get("agenda_item"), items, "an agenda item", f"{place}.agenda_item")
            yield from self.reference(task.get("model"), boards, "a board", f"{place}.model")
            for inner, group in enumerate(task.get("groups") or []):
                yield from self.reference(group, self.groups, "a group", f"{place}.groups[{inner}]")
            for inner, board in enumerate(task.get("boards") or []):
                yield from self.reference(board, boards, "a board", f"{place}.boards[{inner}]")

    def stands(self) -> Iterator[Fault]:
        """Who supports the goal or has a reservation: each participant once."""
        seen: set[str] = set()
        for number, part in enumerate(self.document.get("support") or []):
            place = f"support[{number}].participant"
            yield from self.reference(part["participant"], self.people, "a participant", place)
            if part["participant"] in seen:
                yield Fault(place, "{value} stands twice in this list", {"value": shown(part["participant"])})
            seen.add(part["participant"])

    def plan(self, owners: set[str]) -> Iterator[Fault]:
        """References of the agenda, of phases, activities, counts and deliverables."""
        boards = {board["id"] for board in self.boards}
        for number, stage in enumerate(self.document.get("stages") or []):
            for inner, item in enumerate(stage.get("agenda") or []):
                place = f"stages[{number}].agenda[{inner}]"
                for at, group in enumerate(item.get("groups") or []):
                    yield from self.reference(group, self.groups, "a group", f"{place}.groups[{at}]")
                for at, board in enumerate(item.get("boards") or []):
                    yield from self.reference(board, boards, "a board", f"{place}.boards[{at}]")
        head, whole = self.document["programme"], self.whole["programme"]
        phases = {part["id"] for part in whole.get("phases") or []}
        activities = {part["id"] for part in whole.get("activities") or []}
        for number, part in enumerate(head.get("activities") or []):
            place = f"programme.activities[{number}]"
            yield from self.reference(part.get("phase"), phases, "a phase", f"{place}.phase")
            yield from self.reference(part.get("stage"), self.stages, "a stage", f"{place}.stage")
        for number, part in enumerate(head.get("images") or []):
            yield from self.shown_to(part, f"programme.images[{number}]")
        for number, part in enumerate(head.get("counts") or []):
            place = f"programme.counts[{number}].activity"
            yield from self.reference(part.get("activity"), activities, "an activity", place)
        for number, part in enumerate(head.get("deliverables") or []):
            place = f"programme.deliverables[{number}]"
            yield from self.reference(part.get("phase"), phases, "a phase", f"{place}.phase")
            yield from self.reference(part.get("owner"), owners, "an actor, a group or a participant", f"{place}.owner")

    def shown_to(self, part: Document, place: str) -> Iterator[Fault]:
        """The groups to which a board or an image is shown."""
        for number, group in enumerate(part.get("shown_to") or []):
            yield from self.reference(group, self.groups, "a group", f"{place}.shown_to[{number}]")

    def spreads(self, board: Document, method: Method | None, place: str) -> Iterator[Fault]:
        """How people rated alone: between elements of the board, a field that is rated, and each value once."""
        seen: set[tuple[str, ...]] = set()
        for number, part in enumerate(board.get("spreads") or []):
            where = f"{place}.spreads[{number}]"
            for end in ("source", "target"):
                here = self.elements.get(part[end])
                if here is None or here.board != board["id"]:
                    yield from self.reference(part[end], {}, "an item or a link of this board", f"{where}.{end}")
            name = (part["kind"], part["source"], part["target"], part["field"])
            values = [one["value"] for one in part["counts"]]
            if name in seen:
                yield Fault(where, "{value} stands twice in this list", {"value": shown(" ".join(name))})
            if any(value in values[:at] for at, value in enumerate(values)):
                yield Fault(f"{where}.counts", "a value stands twice", {})
            seen.add(name)
            if method is None:
                continue
            kind = method.link(part["kind"])
            rated = {field.id: field for field in kind.rated_fields} if kind is not None else {}
            if part["field"] not in rated:
                known = ", ".join(f"{one.id}.{field.id}" for one in method.links for field in one.rated_fields)
                yield Fault(
                    where, "{value} is not rated alone; known are {known}",
                    {"value": shown(f"{part['kind']}.{part['field']}"), "known": known or "-"},
                )  # fmt: skip
                continue
            for inner, value in enumerate(values):
                for inside, message, parts in check_value(rated[part["field"]], value):
                    yield Fault(f"{where}.counts[{inner}].value{inside}", message, parts)
