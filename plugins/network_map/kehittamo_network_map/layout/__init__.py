"""Where actors stand: stable, given groups in areas of their own, hand-set places kept, nothing over anything.

`plan` chooses the way: areas side by side where sectors are given, a ring where a few actors stand round a centre, and
stress majorization for a larger network without given groups.
"""

from kehittamo_network_map.layout.parts import Area, Node, Plan, Tie
from kehittamo_network_map.layout.plan import plan

__all__ = ["Area", "Node", "Plan", "Tie", "plan"]
