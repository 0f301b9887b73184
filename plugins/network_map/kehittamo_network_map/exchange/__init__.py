"""Networks in and out: one CSV file for actors and ties, GraphML for other programs, and pasted lines.

The columns are documented in the README of this method. What is read is checked whole before anything is changed, and
new actors and ties stay unchecked until somebody has looked at them.
"""

from kehittamo_core.api import Codec
from kehittamo_network_map.exchange.graphml import read_graphml, write_graphml
from kehittamo_network_map.exchange.table import read_csv, read_ties, write_csv

CODECS = (
    Codec(
        id="csv", label="Actors and ties as a CSV table", ending="csv", media_type="text/csv; charset=utf-8",
        write=write_csv, read=read_csv,
    ),
    Codec(
        id="graphml", label="Network as GraphML", ending="graphml", media_type="application/graphml+xml",
        write=write_graphml, read=read_graphml,
    ),
)  # fmt: skip

__all__ = ["CODECS", "read_csv", "read_graphml", "read_ties", "write_csv", "write_graphml"]
