"""The impact chain (iooi): inputs, deeds, outcomes and impact, directed by shared solutions to one goal of change."""

from kehittamo_core.api import Method, hookimpl
from kehittamo_impact_chain.method import IMPACT_CHAIN


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the impact chain."""
    return (IMPACT_CHAIN,)
