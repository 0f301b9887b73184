"""What a method finds on a board: problems to look at again, and insights that a facilitator can read aloud."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kehittamo_core.board import Item, Link


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something the group should look at again. Rules advise; only link kinds refuse.

    `message` is a whole sentence in the board's language (made with `board.say`).
    `items` are the elements it speaks of, in the order in which the sentence names them.
    `rule` is filled in by the core: the name of the function that found it.
    """

    message: str
    items: "tuple[Item | Link, ...]" = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Insight:
    """Something that was computed from the board, said in words.

    `finding` is a sentence that a facilitator can read aloud: the number and its meaning.
    `limit` says what the number does not tell; `formula` how it was computed, with its source.
    `items` are the elements it speaks of. `more` puts it behind "Lisää tunnuslukuja".
    """

    finding: str
    items: "tuple[Item | Link, ...]" = ()
    limit: str = ""
    formula: str = ""
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two parties that should sit at one table next time, by their names as the programme's people know them.

    `reason` is a whole sentence in the board's language, which is shown to whoever makes the groups. Pairs come with
    most reason first; who makes the groups chooses, nobody is seated by it alone.
    """

    first: str
    second: str
    reason: str
    items: "tuple[Item | Link, ...]" = ()
