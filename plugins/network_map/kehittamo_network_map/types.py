"""Names of types that several modules use, and networkx, which is imported when it is first needed: it takes a second."""

import importlib
from typing import TYPE_CHECKING, Any

from kehittamo_core.api import Role

if TYPE_CHECKING:
    import networkx as nx

    Network = nx.Graph[str]
    Arrows = nx.DiGraph[str]
    Parallel = nx.MultiDiGraph[str]
else:

    class _Later:
        """networkx from its first use on; commands that only list methods never wait for it."""

        def __getattr__(self, name: str) -> Any:
            return getattr(importlib.import_module("networkx"), name)

    nx = _Later()
    Network = Arrows = Parallel = Any

Colour = Role
"""A colour role of drawings, by its name."""

__all__ = ["Arrows", "Colour", "Network", "Parallel", "nx"]
