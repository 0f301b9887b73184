"""What a page tells its script about being live: its rooms and how far it has read them, and who reads it."""

import json
import time
from dataclasses import dataclass

from markupsafe import Markup

from kehittamo_core.web.language import say
from kehittamo_core.workshop.events import RoomState
from kehittamo_core.workshop.people import Identity


@dataclass(frozen=True)
class Live:
    """The rooms that a page follows; the first is its own. In others it may be `quietly`: nobody there hears of it."""

    who: Identity
    rooms: tuple[tuple[str, RoomState], ...]
    at: int
    quietly: bool = False

    @property
    def follows(self) -> str:
        """The rooms as a part of a page names them that is changed without a reload."""
        return json.dumps(self._places)

    @property
    def _places(self) -> list[dict[str, object]]:
        unseen = {"unseen": True} if self.quietly else {}
        own = self.rooms[0][0]
        return [
            {"room": room, "since": state.seq, "epoch": state.epoch, "at": self.at, **(unseen if room != own else {})}
            for room, state in self.rooms
        ]

    @property
    def attributes(self) -> Markup:
        """The attributes of the page's body."""
        room, state = self.rooms[0]
        parts = {
            "data-room": room,
            "data-seq": str(state.seq),
            "data-epoch": state.epoch,
            "data-rooms": json.dumps(self._places),
            "data-role": self.who.role,
            "data-now": str(now_ms()),
            "data-person": self.who.person_id,
        }
        return Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in parts.items())


def now_ms() -> int:
    """The server's time in milliseconds: what was read at this moment or later is on the page."""
    return int(time.time() * 1000)


SCRIPT_WORDS = (
    "Saves automatically",
    "saving",
    "saved",
    "kept on this device",
    "{number} characters left",
    "The board was locked. What you wrote is kept below.",
    "You may not write here. What you wrote is kept below.",
    "Somebody removed this. What you wrote is kept below.",
    "At most {limit} characters fit. What was left out is kept below.",
    "Saving did not succeed. What you wrote is kept below.",
    "Kept text",
    "Put it back",
    "Throw it away",
    "It cannot be moved further that way",
    "It did not succeed. Try again.",
    "Keep as one note",
    "Load again",
    "Make {number} notes of the pasted lines?",
    "Make {number} notes",
    "Moved: {zone}, place {number}",
    "No network connection",
    "No network connection, notes are kept on this device",
    "Sign in again to go on",
    "Put elsewhere in the drawing",
    "The drawing did not load",
    "The page has changed. Load it again.",
    "Your access to this has ended",
    "and",
    "you",
    "{names} are writing",
    "{name} is writing",
    "{number} changes wait for the network",
    "{number} here",
    "{minutes} min left",
    "The time is over",
    "What you were writing is here again.",
    "What you were writing is kept.",
    "Go back to it",
)
"""The msgids that the scripts say (`core/browser`); a test holds the list to them."""


def script_words() -> Markup:
    """The words of the scripts in the reader's language, as JSON that stands in the page."""
    words = {message: translated for message in SCRIPT_WORDS if (translated := say(message)) != message}
    text = json.dumps(words, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 (escaped here)
