"""Who somebody is, and what a role may do."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["coordinator", "facilitator", "secretary", "expert", "observer"]
Right = Literal["see", "comment", "vote", "write", "arrange", "facilitate", "coordinate"]

ROLES: tuple[Role, ...] = ("coordinator", "facilitator", "secretary", "expert", "observer")
ACCOUNT_ROLES: tuple[Role, ...] = ("coordinator", "facilitator")

_WORKING: frozenset[Right] = frozenset({"see", "comment", "vote", "write", "arrange"})

RIGHTS: dict[Role, frozenset[Right]] = {
    "observer": frozenset({"see", "comment"}),
    "expert": _WORKING,
    "secretary": _WORKING,
    "facilitator": _WORKING | {"facilitate"},
    "coordinator": _WORKING | {"facilitate", "coordinate"},
}
"""What each role may do at most; a board's state and group narrow it further (`access.board_for`)."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A person who is signed in.

    Accounts (coordinators and facilitators) are the instance's and have no programme; participants belong to one.
    `hue` (1-8) chooses the colour of the person's chip. Who is `looking` sees the programme as a participant does and changes
    nothing there.
    """

    person_id: str
    name: str
    role: Role
    programme_id: str | None = None
    group_id: str | None = None
    account: bool = False
    language: str = "fi"
    organisation: str = ""
    looking: bool = False

    @property
    def hue(self) -> int:
        """1 to 8, always the same for one person."""
        return sum(self.person_id.encode()) % 8 + 1

    def may(self, right: Right) -> bool:
        """Whether the role has a right at all."""
        return right in RIGHTS[self.role]


OPERATOR = Identity(person_id="", name="Kehittämö", role="coordinator", account=True)
"""Whoever sits at the command line of the machine: may do everything, and is no person in the log."""
