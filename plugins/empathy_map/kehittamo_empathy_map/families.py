"""Profile families: each with two axes and slider pairs of its own; with one family or none, everything belongs together."""

from collections.abc import Mapping
from dataclasses import dataclass

from kehittamo_core.api import Board, Item


@dataclass(frozen=True)
class Family:
    """A family's members in the board's order; `item` is None for what belongs to no named family."""

    item: Item | None
    profiles: tuple[Item, ...]
    axes: tuple[Item, ...]
    sliders: tuple[Item, ...]

    def name(self, board: Board) -> str:
        """What a sentence calls the family."""
        return (self.item.text or self.item.code) if self.item else board.say("the profiles")


def by_name(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Profiles in the order people gave them, else by name: nothing ranks them."""
    return tuple(sorted(items, key=lambda item: (item.order, item.text.casefold(), item.id)))


def families(board: Board) -> tuple[Family, ...]:
    """The families in order; last what belongs to none, where there is any such profile or there is no family."""
    named = board.of("family")
    members: dict[str, str] = {}
    for link in board.links_of("in_family"):
        members.setdefault(link.source, link.target)
    known = {family.id for family in named}
    alone = named[0].id if len(named) == 1 else ""

    def of(kind: str, family: str) -> tuple[Item, ...]:
        return tuple(
            item for item in board.of(kind) if (members[item.id] if members.get(item.id) in known else alone) == family
        )

    found = [Family(one, by_name(of("profile", one.id)), of("axis", one.id), of("slider", one.id)) for one in named]
    loose = Family(None, by_name(of("profile", "")), of("axis", ""), of("slider", ""))
    return (*found, loose) if loose.profiles or not named else tuple(found)


def homes(board: Board) -> Mapping[str, Family]:
    """Each profile's family by the profile's id: for whoever asks about all of them."""
    return {profile.id: family for family in families(board) for profile in family.profiles}


def family_of(board: Board, profile: Item) -> Family:
    """A profile's family."""
    return homes(board).get(profile.id, Family(None, (), (), ()))


def sliders_of(board: Board, profile: Item) -> tuple[Item, ...]:
    """The slider pairs of a profile's own family."""
    return family_of(board, profile).sliders


def axes_of(board: Board, profile: Item) -> tuple[Item, ...]:
    """The two axes of a profile's own family."""
    return family_of(board, profile).axes[:2]
