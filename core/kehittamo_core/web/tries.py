"""Wrong tries of late: codes, links and passwords are guessed slowly, and a hall behind one address is never locked out.

What counts is the device, named by a signed cookie that it gets with the first page it opens; a right code is never counted. A
device that throws its name away shares one small allowance with all nameless ones of its address, and an address gets no more
than a hall's worth of names. So one address has at most `NAMES * WRONG + NAMELESS` guesses in `SPAN`: about 6,000 of the
887 million codes. The counts are this process's and are forgotten with it; docs/deployment.md tells what that means.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

from kehittamo_core.errors import TooMany

SPAN = 600.0
"""Seconds for which a try counts."""
WRONG = 10
"""Wrong tries of one device, and of one account's password."""
NAMELESS = 60
"""Wrong tries of all devices of one address together that have no name."""
NAMES = 600
"""Devices of one address that are given a name."""
JOINS = 30
"""People who join from one device: a secretary enters a whole table."""
CROWD = 400
"""People who join one programme from everywhere."""
KEPT = 50_000


class Tries:
    """Counts by name over the last minutes; the oldest names are forgotten where there are too many."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def _count(self, name: str) -> int:
        times = self._times.get(name)
        if times is None:
            return 0
        since = self._clock() - SPAN
        while times and times[0] <= since:
            times.popleft()
        if not times:
            del self._times[name]
        return len(times)

    def _add(self, name: str) -> None:
        self._times.setdefault(name, deque()).append(self._clock())
        self._times.move_to_end(name)
        while len(self._times) > KEPT:
            self._times.popitem(last=False)

    def check(self, device: str) -> None:
        """Refuse a device that has guessed too often.

        Raises:
            TooMany: it has to wait.
        """
        if self._count(f"wrong {device}") >= (NAMELESS if device.startswith("at ") else WRONG):
            raise TooMany(
                "That were many wrong tries from this device. Wait ten minutes, or ask your facilitator for a link."
            )

    def wrong(self, device: str) -> None:
        """Count a wrong try of a device."""
        self._add(f"wrong {device}")

    def may_name(self, address: str) -> bool:
        """Whether one more device of an address is given a name; it is counted then."""
        if self._count(f"named {address}") >= NAMES:
            return False
        self._add(f"named {address}")
        return True

    def joining(self, device: str, programme: str) -> None:
        """Count somebody who joins.

        Raises:
            TooMany: from this device, or in this programme, more have joined than there can be people.
        """
        if self._count(f"joined {device}") >= JOINS or self._count(f"crowd {programme}") >= CROWD:
            raise TooMany(
                "Very many have joined in a short time. Wait ten minutes, or ask your facilitator for a link."
            )
        self._add(f"joined {device}")
        self._add(f"crowd {programme}")

    def check_account(self, account: str) -> None:
        """Refuse an account whose password was guessed too often; its personal link still opens.

        Raises:
            TooMany: it has to wait.
        """
        if self._count(f"account {account}") >= WRONG:
            raise TooMany(
                "That were many wrong passwords for this account. Wait ten minutes, or use your personal link."
            )

    def wrong_password(self, account: str) -> None:
        """Count a wrong password of an account."""
        self._add(f"account {account}")
