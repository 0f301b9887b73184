"""Names of types that several modules use."""

from typing import TYPE_CHECKING

import networkx as nx

from kehittamo_core.api import Role

if TYPE_CHECKING:
    Network = nx.Graph[str]
    Arrows = nx.DiGraph[str]
    Parallel = nx.MultiDiGraph[str]
else:  # the stubs are generic, the classes are not
    Network, Arrows, Parallel = nx.Graph, nx.DiGraph, nx.MultiDiGraph

Colour = Role
"""A colour role of drawings, by its name."""
