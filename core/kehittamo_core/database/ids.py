"""Primary keys: uuid7 as 32 small hexadecimal letters, so that they sort by time and read the same everywhere."""

import re

from uuid_utils import uuid7

HEX = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """A fresh primary key."""
    return uuid7().hex


def is_id(value: object) -> bool:
    """Whether a value has the form of a primary key."""
    return isinstance(value, str) and HEX.fullmatch(value) is not None
