"""Networks as GraphML, written for and read from networkx, Gephi and others."""

import io
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from kehittamo_core.api import Board, Changes, Invalid
from kehittamo_network_map.exchange.records import (
    ActorRecord,
    Faults,
    Place,
    TieRecord,
    actor_values,
    all_alike,
    changes_of,
    tie_values,
)
from kehittamo_network_map.exchange.table import unique_names
from kehittamo_network_map.graph import members, name, sector_of, stated_ends, strength
from kehittamo_network_map.types import Parallel, nx

OWN_KEY = "kehittamo-directed"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(board: Board) -> bytes:
    """Actors and ties with all their attributes, as a directed graph with parallel edges.

    GraphML has no graph that is directed in part, so the direction of each tie is its attribute `directed`.
    """
    network: Parallel = nx.MultiDiGraph(name=_clean(board.title))
    names = unique_names(board)
    for actor in board.of("actor"):
        sector = sector_of(board, actor)
        inside = [
            name(board, one) for one in board.of("network") if actor.id in {each.id for each in members(board, one)}
        ]
        network.add_node(
            actor.id,
            **_filled(
                label=names[actor.id], type=actor.get("type"), sector=name(board, sector) if sector is not None else None,
                networks="|".join(inside) or None, centre=True if actor.get("centre") else None,
                across=_float(actor.get("across")), up=_float(actor.get("up")), answered=actor.get("answered"),
            ),
        )  # fmt: skip
    for tie in board.links_of("tie"):
        if tie.source in names and tie.target in names:
            power = strength(tie)
            weight = tie.get("weight")
            network.add_edge(
                tie.source, tie.target, key=tie.id,
                **_filled(
                    tie=tie.get("type"), own_type=tie.get("own_type"), strength=power, when=tie.get("when"),
                    directed=tie.get("directed"), why=tie.get("why"),
                    weight=_float(weight if weight is not None else power), stated="|".join(sorted(stated_ends(board, tie))) or None,
                ),
            )  # fmt: skip
    file = io.BytesIO()
    nx.write_graphml_xml(network, file, encoding="utf-8", prettyprint=True)
    return file.getvalue()


def _filled(**values: Any) -> dict[str, Any]:
    return {
        key: _clean(value) if isinstance(value, str) else value for key, value in values.items() if value is not None
    }


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _float(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_graphml(board: Board, data: bytes) -> Changes:
    """The changes that a GraphML file brings; ties of an undirected graph are ties both ways.

    Raises:
        Invalid: the file is not GraphML, or values are wrong; the faults name the node or edge, nothing is changed.
    """
    head = data[:4096].lower()
    if b"<!doctype" in data.lower() or b"<!entity" in data.lower() or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Invalid("The file has declarations that are not read. Save it as plain GraphML in UTF-8.")
    try:
        network = nx.read_graphml(io.BytesIO(_one_way_of_telling(data)), force_multigraph=True)
    except (nx.NetworkXError, ParseError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Invalid("The file is not GraphML that can be read: {reason}.", reason=str(error)[:200] or type(error).__name__) from error  # fmt: skip
    faults = Faults(board)
    actors = []
    for number, (node, attributes) in enumerate(network.nodes(data=True), start=1):
        cells = _cells(attributes)
        called = cells.get("label") or cells.get("name") or str(node)
        place = Place("node", number)
        actors.append(
            ActorRecord(
                place=place, key=str(node), name=called, values=actor_values(board, _known(board, cells), place, faults),
                sector=cells.get("sector", ""),
                networks=tuple(part.strip() for part in cells.get("networks", "").split("|") if part.strip()),
            )
        )  # fmt: skip
    found = []
    unweighted = all_alike(attributes.get("weight") for _, _, attributes in network.edges(data=True))
    for number, (source, target, attributes) in enumerate(network.edges(data=True), start=1):
        cells = _cells(attributes)
        place = Place("edge", number)
        if "tie" not in cells and cells.get("type", ""):
            cells["tie"] = cells["type"]
        if "directed" not in cells:
            cells["directed"] = "yes" if network.is_directed() else "no"
        if cells.get("strength"):
            cells.pop("weight", None)
        elif unweighted:
            cells["default_weight"] = "yes"
        found.append(
            TieRecord(place=place, source=str(source), target=str(target), values=tie_values(board, cells, place, faults))
        )  # fmt: skip
    return changes_of(board, actors, found, faults)


def _one_way_of_telling(data: bytes) -> bytes:
    """The file with every edge's own direction as a value: Gephi writes graphs that are directed in part, networkx reads none.

    Raises:
        ParseError: it is not XML.
    """
    if b"directed=" not in data:
        return data
    root = fromstring(data)  # noqa: S314 (declarations and entities were refused before)
    name = root.tag.removesuffix("graphml")
    edges = [edge for edge in root.iter(f"{name}edge") if edge.get("directed") in ("true", "false")]
    if not edges:
        return data
    told = {key.get("id") for key in root.iter(f"{name}key") if key.get("attr.name") == "directed"}
    root.insert(
        0, Element(f"{name}key", {"id": OWN_KEY, "for": "edge", "attr.name": "directed", "attr.type": "string"})
    )
    for edge in edges:
        way = "yes" if edge.attrib.pop("directed") == "true" else "no"
        if not any(part.get("key") in told for part in edge.iter(f"{name}data")):
            SubElement(edge, f"{name}data", {"key": OWN_KEY}).text = way
    told_anew: bytes = tostring(root, encoding="utf-8")
    return told_anew


def _cells(attributes: Mapping[str, Any]) -> dict[str, str]:
    return {str(key).casefold(): str(value) for key, value in attributes.items() if value is not None}


def _known(board: Board, cells: Mapping[str, str]) -> dict[str, str]:
    """A node's cells without a type that we do not have: other programs mean other things by it."""
    trial = Faults(board)
    actor_values(board, {"type": cells.get("type", "")}, None, trial)
    return {key: value for key, value in cells.items() if key != "type" or not trial.found}
