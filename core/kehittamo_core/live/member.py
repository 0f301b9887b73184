"""One page that is connected: who, through which socket, which rooms it follows and what it may do there."""

from dataclasses import dataclass, field
from time import monotonic

from kehittamo_core.live.bucket import Bucket
from kehittamo_core.live.ports import Connection, Person

FRAMES_A_SECOND, FRAME_BURST = 80.0, 400.0
BYTES_A_SECOND, BYTE_BURST = 256 * 1024.0, 3 * 1024 * 1024.0


@dataclass(eq=False)
class Member:
    """A connected page. Two members are never equal, even of one person: everybody may have several pages open.

    `texts` are those it has open, with the number of updates that came from it in `received`; `astray` are those that were
    reset: whatever it sends for them before it opens them anew was on its way already.
    """

    id: str
    who: Person
    connection: Connection
    token: str = ""
    rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    received: dict[str, int] = field(default_factory=dict)
    astray: set[str] = field(default_factory=set)
    frames: Bucket = field(default_factory=lambda: Bucket(FRAMES_A_SECOND, FRAME_BURST))
    octets: Bucket = field(default_factory=lambda: Bucket(BYTES_A_SECOND, BYTE_BURST))
    seen: float = field(default_factory=monotonic)
    closed: bool = False

    def may(self, right: str, room: str) -> bool:
        """Whether this page may do something in a room, as far as was known when it was last asked."""
        return right in self.rooms.get(room, frozenset())

    def close(self, code: int, reason: str = "") -> None:
        """Close its socket, once."""
        if not self.closed:
            self.closed = True
            self.connection.close(code, reason)
