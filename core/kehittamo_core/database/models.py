"""The tables: a programme and all that hangs from it, its events, its texts, and who may come in.

Primary keys are uuid7 as 32 hexadecimal letters. `key` is the id that the archive uses, unique within the programme.
Text fields stand only in `text.plain` (one row per owner, field and language) and are joined in when they are read, so
that a typed character never rewrites JSON. Times are UTC.
"""

from kehittamo_core.database.base import (
    Base,
    Id,
    Json,
    Key,
    Marks,
    Part,
    Utc,
    now,
)
from kehittamo_core.database.board_tables import (
    Board,
    CodeCounter,
    Comment,
    Decision,
    Element,
    InterimTask,
    NextStep,
    Question,
    Vote,
)
from kehittamo_core.database.hall_tables import Activity, Hall
from kehittamo_core.database.hidden_tables import Ballot, HiddenNote, Rating, RatingRound
from kehittamo_core.database.log_tables import (
    Command,
    CoText,
    Event,
    ReportJob,
    Room,
    Snapshot,
    TextHistory,
    TextUpdate,
)
from kehittamo_core.database.programme_tables import (
    AccessLink,
    Account,
    Actor,
    AgendaItem,
    Group,
    Participant,
    Picture,
    Programme,
    ReportEntry,
    SessionToken,
    Stage,
    Stand,
    Term,
    Visit,
)

__all__ = [
    "AccessLink",
    "Account",
    "Activity",
    "Actor",
    "AgendaItem",
    "Ballot",
    "Base",
    "Board",
    "CoText",
    "CodeCounter",
    "Command",
    "Comment",
    "Decision",
    "Element",
    "Event",
    "Group",
    "Hall",
    "HiddenNote",
    "Id",
    "InterimTask",
    "Json",
    "Key",
    "Marks",
    "NextStep",
    "Part",
    "Participant",
    "Picture",
    "Programme",
    "Question",
    "Rating",
    "RatingRound",
    "ReportEntry",
    "ReportJob",
    "Room",
    "SessionToken",
    "Snapshot",
    "Stage",
    "Stand",
    "Term",
    "TextHistory",
    "TextUpdate",
    "Utc",
    "Visit",
    "Vote",
    "now",
]
