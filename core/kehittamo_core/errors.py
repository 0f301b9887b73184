"""The exception family: every refusal says what was wrong, with which value, and what to do.

    KehittamoError
    ├── Refused                 the request is understood and turned down; nothing was stored
    │   ├── NotSignedIn         401  nobody is signed in
    │   ├── NotAllowed          403  signed in, but not for this
    │   ├── NotFound            404  there is no such thing (or it is not theirs to know)
    │   ├── Stale               409  somebody changed it first; carries both values
    │   ├── Locked              409  the board or the activity is not open for writing
    │   ├── Invalid             422  a value, a link or a file breaks a rule; carries the places
    │   └── TooMany             429  tried too often in a short time
    ├── PluginError             a plugin declares something contradictory or fails when called
    ├── MissingPart             a part of the machine or of the installation is missing; says how to mend it
    └── WorkFailed              a supervised worker failed, ran out of time or of memory

The web maps `Refused` to an answer in one place (`web/errors.py`), the command line to one sentence on stderr.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


class KehittamoError(Exception):
    """Base of everything this product raises on purpose."""


class Refused(KehittamoError):
    """A request that was turned down. `message` is an English msgid, `values` fill its {places}."""

    status: ClassVar[int] = 400

    def __init__(self, message: str, **values: Any) -> None:
        self.message = message
        self.values = values
        super().__init__(message.format(**values) if values else message)


class NotSignedIn(Refused):
    """Nobody is signed in."""

    status = 401


class NotAllowed(Refused):
    """Signed in, but without the right to do this."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or it is not theirs to know of."""

    status = 404


class Stale(Refused):
    """Somebody changed the value first.

    `mine` is the value that was sent, `theirs` the stored one, `revision` its number: both are shown to the writer.
    """

    status = 409

    def __init__(self, message: str, *, mine: Any, theirs: Any, revision: int, **values: Any) -> None:
        self.mine = mine
        self.theirs = theirs
        self.revision = revision
        super().__init__(message, **values)


class Locked(Refused):
    """The board or the activity is not open for writing."""

    status = 409


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in what was sent: `place` such as `boards[2].items[14].values.amount`."""

    place: str
    message: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        """`place: message`, with the message's places filled."""
        return (
            f"{self.place}: {self.message.format(**self.values)}" if self.place else self.message.format(**self.values)
        )


class Invalid(Refused):
    """A value, a link or a file breaks a rule. `faults` names every place."""

    status = 422

    def __init__(self, message: str, *, faults: Iterable[Fault] = (), **values: Any) -> None:
        self.faults = tuple(faults)
        super().__init__(message, **values)


class TooMany(Refused):
    """Tried too often in a short time."""

    status = 429


class PluginError(KehittamoError):
    """A plugin declares something contradictory, or fails when it is called."""


class MissingPart(KehittamoError):
    """A part of the machine or of the installation is missing; the message says how to mend it."""


class WorkFailed(KehittamoError):
    """A supervised worker failed, ran out of time or of memory; `reason` is one of failed, time, memory, killed."""

    def __init__(self, message: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(message)
