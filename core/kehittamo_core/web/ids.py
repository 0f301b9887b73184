"""Ids in addresses: whatever is not one names nothing, and is not asked of the database."""

from kehittamo_core.database.ids import is_id
from kehittamo_core.errors import NotFound


def known_id(value: str) -> str:
    """The id, if it has the form of one.

    Raises:
        NotFound: it has not.
    """
    if not is_id(value):
        raise NotFound("There is nothing at this address.")
    return value
