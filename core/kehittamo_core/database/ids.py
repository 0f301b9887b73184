"""Primary keys: uuid7 as 32 small hexadecimal letters, so that they sort by time and read the same everywhere."""

import re
import secrets
from datetime import datetime

from uuid_utils import uuid7

HEX = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """A fresh primary key."""
    return uuid7().hex


def id_of(moment: datetime) -> str:
    """A fresh primary key that tells this moment instead of now, and otherwise nothing: for what has only an hour."""
    made = f"{int(moment.timestamp() * 1000):012x}7{secrets.token_hex(8)}"
    return f"{made[:16]}8{made[16:29]}{secrets.token_hex(1)}"


def is_id(value: object) -> bool:
    """Whether a value has the form of a primary key."""
    return isinstance(value, str) and HEX.fullmatch(value) is not None
