"""A board as GraphML: its items are the nodes, its links the edges, each with its kind, words and numbers."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import SubElement, indent, tostring

from kehittamo_core.api import Board, Element, ExportRequest, Link, MissingPart
from kehittamo_exports.files import file_name, zipped
from kehittamo_exports.grid import number
from kehittamo_exports.page.text import clean
from kehittamo_exports.public import version_of

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
BASE = (("label", "string"), ("code", "string"), ("kind", "string"), ("kind_id", "string"), ("board", "string"))


def write_graphml(request: ExportRequest) -> bytes:
    """One board's graph where one is named, else a zip of every board's."""
    version = version_of(request)
    wanted = [entry for entry in version.boards if request.board in (None, entry["id"])]
    if request.board is not None and not wanted:
        raise MissingPart(f"There is no board {request.board}.")
    files = []
    for place, entry in enumerate(wanted, 1):
        data = graphml(version.board(entry["id"]))
        if request.board is not None:
            return data
        files.append((f"{place:02d}-{file_name(entry.get('title') or entry['id'])}.graphml", data))
        request.progress(place, len(wanted), entry.get("title") or entry["id"])
    return zipped(files)


def graphml(board: Board) -> bytes:
    """The graph of a board; a link that other links end at is a node too, between two edges of its own."""
    links = [link for link in board.links if board.find(link.source) and board.find(link.target)]
    ends = {end for link in links for end in (link.source, link.target)}
    knots = [link for link in _with_parts(links, ends, board) if link.id in ends]
    known = {link.id for link in (*links, *knots)}
    outside = [element for element in board.linked if element.id in ends and element.id not in known]
    root = Node("graphml", {"xmlns": NAMESPACE})
    keys = _keys(root, (*board.items, *outside, *links))
    graph = SubElement(root, "graph", {"id": board.id, "edgedefault": "directed"})
    for element in (*board.items, *outside, *knots):
        node = SubElement(graph, "node", {"id": element.id})
        _data(node, _base(board, element), keys)
        _data(node, _numbers(element), keys)
    inner = {link.id for link in knots}
    for link in (*(link for link in links if link.id not in inner), *knots):
        halves = ((link.source, link.id), (link.id, link.target)) if link.id in inner else ((link.source, link.target),)
        for half, (source, target) in enumerate(halves, 1):
            if board.find(source) is None or board.find(target) is None:
                continue
            name = link.id if link.id not in inner else f"{link.id}:{half}"
            edge = SubElement(graph, "edge", {"id": name, "source": source, "target": target})
            _data(edge, _base(board, link), keys)
            _data(edge, _numbers(link), keys)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def _with_parts(links: list[Link], ends: set[str], board: Board) -> list[Link]:
    """The links, and those of other boards that a link ends at."""
    others = [element for element in board.linked if isinstance(element, Link) and element.id in ends]
    return [*links, *(other for other in others if other.id not in {link.id for link in links})]


def _base(board: Board, element: Element) -> dict[str, str]:
    prefix = f"link:{element.kind}" if isinstance(element, Link) else element.kind
    label = board.labels.get(prefix, element.kind)
    return {
        "label": clean(element.text) or ("" if isinstance(element, Link) else element.code), "code": element.code,
        "kind": label, "kind_id": element.kind, "board": element.board if element.board != board.id else "",
    }  # fmt: skip


def _numbers(element: Element) -> dict[str, str]:
    """Its plain numbers, and the votes it got."""
    found = {name: f"{value:g}" for name, raw in element.values.items() if (value := number(raw)) is not None}
    votes = getattr(element, "votes", 0)
    return {**found, **({"votes": str(votes)} if votes else {})}


def _keys(root: Node, elements: Iterable[Element]) -> dict[str, str]:
    """Declares every attribute that somebody has, for nodes and edges alike."""
    names = dict.fromkeys(name for element in elements for name in _numbers(element))
    keys = {}
    for index, (name, type_) in enumerate((*BASE, *((name, "double") for name in sorted(names)))):
        keys[name] = f"d{index}"
        SubElement(root, "key", {"id": f"d{index}", "for": "all", "attr.name": name, "attr.type": type_})
    return keys


def _data(node: Node, values: dict[str, str], keys: dict[str, str]) -> None:
    for name, value in values.items():
        if value:
            SubElement(node, "data", {"key": keys[name]}).text = value
