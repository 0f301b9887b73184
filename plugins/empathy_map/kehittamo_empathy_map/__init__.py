"""Empathy map and customer profiles: what people think, hear, see and do, what hurts, what succeeds, and how we know."""

from kehittamo_core.api import Method, hookimpl
from kehittamo_empathy_map.method import EMPATHY_MAP


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the empathy map."""
    return (EMPATHY_MAP,)
