"""The strip on every page of a programme: what goes on in the hall, its clock, calls and messages, and a table's cry for help.

A page is made with it; what changes comes as a fragment of the programme's room, the same for everybody of a role. What differs
from table to table (minutes more, whether help was asked for) stands in it as data, and the page picks its own table's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import is_id
from kehittamo_core.errors import Refused
from kehittamo_core.web.language import say
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.workshop.access import look_up
from kehittamo_core.workshop.events import RoomState, hall_ref, programme_room, room_state
from kehittamo_core.workshop.hall_console import activity_ids, asking, board_named
from kehittamo_core.workshop.hall_reading import ActivityRow, Now, read_now
from kehittamo_core.workshop.people import Identity


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A clock as the page counts it: it ends at `ends` (unix ms), or stands with `left` seconds; `extra` are seconds by table."""

    ends: int | None = None
    left: float | None = None
    extra: Mapping[str, float] | None = None
    whole: float | None = None
    at: int = 0

    def seconds(self, table: str = "") -> int | None:
        """What is left for a table; negative when its time is over, None without a clock."""
        more = (self.extra or {}).get(table, 0.0)
        if self.ends is not None:
            return round((self.ends - self.at) / 1000 + more)
        return round(self.left + more) if self.left is not None else None

    @property
    def runs(self) -> bool:
        """Whether there is anything to show."""
        return self.ends is not None or self.left is not None


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What the strip shows somebody. `table` is the reader's own, "" in what is the same for all."""

    programme: str
    now: Now
    clock: Clock
    leads: bool
    writes: bool
    table: str
    asks: Sequence[str]
    gather_to: str
    gather_title: str
    here: Live | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing goes on."""
        return not (self.now.activity or self.now.message or self.now.gather)


def spell(seconds: int | None) -> str:
    """Seconds as a clock shows them: 12:40, 1:05:00; 0:00 when the time is over."""
    if seconds is None:
        return ""
    rest = max(seconds, 0)
    hours, minutes = divmod(rest // 60, 60)
    return f"{hours}:{minutes:02d}:{rest % 60:02d}" if hours else f"{minutes}:{rest % 60:02d}"


def clock_of(activity: ActivityRow | None, at: int | None = None) -> Clock:
    """The clock of an activity."""
    if activity is None:
        return Clock()
    ends = round(activity.ends_at.timestamp() * 1000) if activity.ends_at is not None else None
    rounds = activity.rounds
    own = rounds[activity.round].get("minutes") if activity.round < len(rounds) else None
    return Clock(
        ends=ends, left=activity.left, extra=activity.extra, whole=own if own is not None else activity.minutes,
        at=at if at is not None else now_ms(),
    )  # fmt: skip


def round_words(activity: ActivityRow) -> str:
    """Which of an activity's rounds goes on: "Alone, 1 / 3"; "" where it has none."""
    if activity.round >= len(activity.rounds):
        return ""
    kinds = {"alone": say("Alone"), "pairs": say("In pairs"), "group": say("As a group")}
    name = kinds.get(str(activity.rounds[activity.round].get("kind")), "")
    return f"{name} {activity.round + 1} / {len(activity.rounds)}" if len(activity.rounds) > 1 else name


def strip_from(session: Any, who: Identity, programme_id: str) -> Strip:
    """The strip for somebody.

    Raises:
        NotSignedIn, NotFound, NotAllowed: see `access`.
    """
    now = read_now(session, who, programme_id)
    board = board_named(session, programme_id, now.gather.get("board")) if now.gather else None
    if board is not None:
        # What is sent to all of a role names no board that only some may see; who may not is told so there.
        gather_to, gather_title = f"/b/{board.id}", "" if board.restricted else board.title
    else:
        gather_to = f"/p/{programme_id}/now"
        gather_title = now.activity.title if now.activity is not None else ""
    return Strip(
        programme=programme_id, now=now, clock=clock_of(now.activity), leads=who.may("facilitate"), writes=who.may("write"),
        table=now.table or "", asks=asking(session, programme_id), gather_to=gather_to, gather_title=gather_title,
    )  # fmt: skip


def read_strip(session: Any, who: Identity, programme: str, board: str) -> Strip | None:
    """The strip of a page of a programme or a board; None where the reader may not see it."""
    at = now_ms()
    if not programme and is_id(board):
        row = look_up(session, m.Board, board)
        programme = row.programme_id if row is not None else ""
    if not is_id(programme):
        return None
    try:
        found = strip_from(session, who, programme)
    except Refused:
        return None
    state: RoomState = room_state(session, programme_room(programme))
    live = Live(who, ((programme_room(programme), state),), at)
    return Strip(**{**found.__dict__, "here": live})


async def strip_for(database: Database, who: Identity | None, path: Mapping[str, Any]) -> Strip | None:
    """The strip of a page that is asked for, by the parts of its address."""
    programme, board = str(path.get("programme") or ""), str(path.get("board") or "")
    if who is None or not (programme or board):
        return None
    return await database.read(lambda session: read_strip(session, who, programme, board))


async def hall_ops(
    database: Database, templates: Environment, programme_id: str, refs: set[str], who: Identity
) -> tuple[list[Mapping[str, Any]], bool]:
    """The strip's fragment where something in the hall changed, and whether nothing else did."""
    known = await database.read(lambda session: activity_ids(session, programme_id))
    halls = known | {hall_ref(programme_id)}
    if not refs & (halls | {programme_id}):
        return [], False
    try:
        found = await database.read(lambda session: strip_from(session, who, programme_id))
    except Refused:
        return [], False
    module: Any = templates.get_template("core/hall/strip.html").module
    html = str(module.strip(found)).strip()
    return [{"op": "upsert", "id": f"hall-{programme_id}", "html": html}], refs <= halls
