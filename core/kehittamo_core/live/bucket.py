"""How much one socket may send: a bucket that fills with time and empties with use."""

from dataclasses import dataclass, field
from time import monotonic


@dataclass
class Bucket:
    """Holds at most `size` tokens, gains `rate` a second. Time is asked of `clock` (seconds)."""

    rate: float
    size: float
    level: float = field(default=-1.0)
    last: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        """A new bucket is full."""
        if self.level < 0:
            self.level = self.size

    def take(self, amount: float, now: float | None = None) -> bool:
        """Take tokens out; False (and nothing taken) where there are too few."""
        now = monotonic() if now is None else now
        self.level = min(self.size, self.level + (now - self.last) * self.rate)
        self.last = now
        if amount > self.level:
            return False
        self.level -= amount
        return True
