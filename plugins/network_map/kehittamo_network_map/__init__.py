"""The network map: actors, and the ties between them."""

from kehittamo_core.api import Method, hookimpl
from kehittamo_network_map.method import NETWORK_MAP


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the network map."""
    return (NETWORK_MAP,)
