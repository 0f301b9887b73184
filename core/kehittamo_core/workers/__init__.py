"""Supervised processes for drawings, rules, insights, chapters and exports: never on the loop that carries the sockets.

`Workers` is what the rest of the core uses; `tell` is how a long function running in one says how far it is.
"""

from kehittamo_core.workers.pool import Workers
from kehittamo_core.workers.process import tell

__all__ = ["Workers", "tell"]
