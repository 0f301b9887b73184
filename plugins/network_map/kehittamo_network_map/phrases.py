"""Numbers and lists as they stand in sentences and tables: one way, so that a sentence's number is the table's."""

from kehittamo_core.api import Board, Item
from kehittamo_network_map.graph import name

NONE = "–"
"""What an actor without the number shows: an isolate has no place between others, and that is not zero."""


def decimal(board: Board, value: float | None, digits: int = 2) -> str:
    """A number with the language's decimal mark, a dash where there is none."""
    if value is None:
        return NONE
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.replace("-", "")
    return text.replace("-", "−") if board.language == "en" else text.replace(".", ",").replace("-", "−")


def percent(board: Board, share: float | None) -> str:
    """A share from 0 to 1 in whole percent, with a space that does not break."""
    return NONE if share is None else f"{decimal(board, 100 * share, 0)}\u00a0%"


def listed(board: Board, words: tuple[str, ...], most: int = 6) -> str:
    """Names as a list in a sentence: «A, B and C», or «A, B and 4 others»."""
    shown = list(words)
    if len(shown) > most:
        rest = board.say_many("{number} other", "{number} others", len(shown) - most + 1)
        shown = [*shown[: most - 1], rest]
    if len(shown) < 2:
        return "".join(shown)
    return board.say("{most} and {last}", most=", ".join(shown[:-1]), last=shown[-1])


def names(board: Board, items: tuple[Item, ...], most: int = 6) -> str:
    """The names of items as a list in a sentence."""
    return listed(board, tuple(name(board, item) for item in items), most)


def quoted(text: str, most: int = 90) -> str:
    """A text inside a sentence: one line, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
