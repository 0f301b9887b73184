"""Networks in and out: round trips, other programs' files, and what is wrong told by row and column."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest

from kehittamo_core.api import Add, Board, Change, Connect, Invalid, Item, Link
from kehittamo_network_map.exchange import read_csv, read_graphml, read_ties, write_csv, write_graphml
from kehittamo_network_map.graph import members, name, sector_of

Make = Callable[..., Board]


def applied(board: Board, changes: Any) -> Board:
    """A board with changes applied, as the workshop would do it."""
    items, links = list(board.items), list(board.links)
    refs: dict[str, str] = {}
    for number, change in enumerate(changes):
        if isinstance(change, Add):
            refs[change.ref] = f"new{number}"
            items.append(Item(id=f"new{number}", kind=change.kind, values=change.values, order=number))
        elif isinstance(change, Connect):
            ends = [refs.get(end, end) for end in (change.source, change.target)]
            links.append(Link(id=f"l{number}", kind=change.kind, source=ends[0], target=ends[1], values=change.values))
        elif isinstance(change, Change):
            items = [replace(i, values={**i.values, **change.values}) if i.id == change.id else i for i in items]
    return replace(board, items=tuple(items), links=tuple(links))


def told(board: Board) -> tuple[Any, Any]:
    """What a network says: every actor and every tie by names, without ids."""

    def values(element: Any) -> tuple[Any, ...]:
        left_out = ("text", "unchecked", "actor", "imported_id")
        return tuple(
            sorted((k, v) for k, v in element.values.items() if k not in left_out and v not in (None, "", False))
        )

    actors = sorted(
        (
            name(board, actor), values(actor), (name(board, sector) if (sector := sector_of(board, actor)) else ""),
            tuple(sorted(name(board, n) for n in board.of("network") if actor.id in {m.id for m in members(board, n)})),
        )
        for actor in board.of("actor")
    )  # fmt: skip
    tied = sorted(
        (name(board, board.item(t.source)), name(board, board.item(t.target)), values(t)) for t in board.links_of("tie")
    )  # type: ignore[arg-type]
    return actors, tied


@pytest.fixture
def rich(make: Make, network_of: Callable[..., Board]) -> Board:
    actors = {
        "Lukio": {"type": "municipality", "across": 10, "up": 20.5},
        "Kela": {"type": "public", "centre": True},
        "Yksin": {},
        'Oy Apu; "nopea" Ab': {"type": "company"},
    }
    ties = [
        ("Lukio-Kela", {"type": "money", "strength": "2", "when": "both", "directed": "yes", "why": "yhteinen ilta"}),
        ("Lukio-Kela", {"type": "information", "strength": "0", "directed": "no"}),
        ("Kela-Lukio", {"type": "other", "own_type": "tilat", "when": "target", "directed": "unknown"}),
        ("Kela-Yksin", {"type": "referral", "weight": 7.5, "directed": "yes", "stated_by": ["source"]}),
    ]
    return network_of(make, actors, ties, members="Lukio", sectors={"Pohjoinen": "Lukio Kela"})


def test_csv_there_and_back(rich: Board, make: Make) -> None:
    again = applied(make(""), read_csv(make(""), write_csv(rich)))
    assert told(again) == told(rich)
    assert all(actor.get("unchecked") for actor in again.of("actor"))


def test_csv_to_graphml_to_networkx_and_back(rich: Board, make: Make) -> None:
    """Every actor, tie, type, weight and direction survives board -> CSV -> board -> GraphML -> networkx -> board."""
    first = applied(make(""), read_csv(make(""), write_csv(rich)))
    network = nx.read_graphml(io.BytesIO(write_graphml(first)), force_multigraph=True)
    assert network.number_of_nodes() == 4
    assert network.number_of_edges() == 4
    assert {data["weight"] for _, _, data in network.edges(data=True) if "weight" in data} == {2.0, 0.0, 7.5}
    again = io.BytesIO()
    nx.write_graphml_xml(network, again)
    assert told(applied(make(""), read_graphml(make(""), again.getvalue()))) == told(rich)


def test_the_practice_board_survives_both(open_demo: Callable[..., Board], make: Make) -> None:
    demo = open_demo("harjoitus")
    for write, read in ((write_csv, read_csv), (write_graphml, read_graphml)):
        empty = make("", language="fi")
        assert told(applied(empty, read(empty, write(demo)))) == told(demo)


def test_importing_twice_changes_nothing(rich: Board, make: Make) -> None:
    once = applied(make(""), read_csv(make(""), write_csv(rich)))
    for change in read_csv(once, write_csv(rich)):
        pytest.fail(f"{change} would change the board again")


def test_a_file_of_networkx(make: Make) -> None:
    file = io.BytesIO()
    nx.write_graphml_xml(nx.karate_club_graph(), file)
    board = applied(make(""), read_graphml(make(""), file.getvalue()))
    assert len(board.of("actor")) == 34
    ties = board.links_of("tie")
    assert len(ties) == 78
    assert all(tie.get("directed") == "no" for tie in ties)
    weights = {tie.get("weight") or float(tie.get("strength")) for tie in ties}
    assert weights == {data["weight"] for _, _, data in nx.karate_club_graph().edges(data=True)}


def test_an_edge_list_of_gephi(make: Make) -> None:
    data = "Source,Target,Type,Id,Label,timeset,Weight\nKela,Lukio,Directed,0,,,2.0\nLukio,Sote,Undirected,1,,,1.5\n"
    board = applied(make(""), read_csv(make(""), data.encode()))
    assert [name(board, actor) for actor in board.of("actor")] == ["Kela", "Lukio", "Sote"]
    first, second = board.links_of("tie")
    assert (first.get("directed"), first.get("strength")) == ("yes", "2")
    assert (second.get("directed"), second.get("weight"), second.get("strength")) == ("no", 1.5, None)


GEPHI = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key attr.name="label" attr.type="string" for="node" id="label"/>
<key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/>
<key attr.name="weight" attr.type="double" for="edge" id="weight"/>
<key attr.name="r" attr.type="int" for="node" id="r"/>
<key attr.name="size" attr.type="float" for="node" id="size"/>
<graph edgedefault="directed">
<node id="0"><data key="label">Kela</data><data key="size">10.0</data><data key="r">153</data></node>
<node id="1"><data key="label">Lukio</data><data key="size">4.0</data></node>
<node id="2"><data key="label">Sote</data></node>
<edge id="0" source="0" target="1"><data key="weight">{0}</data></edge>
<edge id="1" source="1" target="2" directed="false"><data key="weight">{1}</data></edge>
</graph></graphml>"""


def test_a_graphml_of_gephi_that_is_directed_in_part(make: Make) -> None:
    board = applied(make(""), read_graphml(make(""), GEPHI.format("2.0", "1.0").encode()))
    assert [name(board, actor) for actor in board.of("actor")] == ["Kela", "Lukio", "Sote"]
    assert [(tie.get("directed"), tie.get("strength")) for tie in board.links_of("tie")] == [("yes", "2"), ("no", "1")]


def test_the_weight_that_nobody_gave_is_no_strength(make: Make) -> None:
    """Gephi writes 1.0 on every edge of an unweighted graph: that does not say «now and then»."""
    board = applied(make(""), read_graphml(make(""), GEPHI.format("1.0", "1.0").encode()))
    assert [(tie.get("strength"), tie.get("weight")) for tie in board.links_of("tie")] == [(None, 1.0), (None, 1.0)]
    board = applied(make(""), read_csv(make(""), b"Source,Target,Weight\nA,B,1.0\nB,C,1.0\n"))
    assert [tie.get("strength") for tie in board.links_of("tie")] == [None, None]


def test_nodes_and_edges_of_gephi_in_two_files(make: Make) -> None:
    """The edge list calls actors by the numbers of the node list."""
    board = applied(make("Oma"), read_csv(make("Oma"), b"Id,Label\n0,Kela\n1,Lukio\n"))
    board = applied(board, read_csv(board, b"Source,Target,Type\n0,1,Directed\n1,Oma,Undirected\n"))
    assert [name(board, actor) for actor in board.of("actor")] == ["Oma", "Kela", "Lukio"]
    ends = [tuple(name(board, board.item(end)) for end in (tie.source, tie.target)) for tie in board.links_of("tie")]  # type: ignore[arg-type]
    assert ends == [("Kela", "Lukio"), ("Lukio", "Oma")]


def test_our_graphml_has_its_attributes_in_networkx(rich: Board) -> None:
    network = nx.read_graphml(io.BytesIO(write_graphml(rich)), force_multigraph=True)
    assert network.is_directed()
    lukio = network.nodes["Lukio"]
    assert (lukio["label"], lukio["type"], lukio["sector"], lukio["across"]) == (
        "Lukio",
        "municipality",
        "Pohjoinen",
        10.0,
    )
    edge = network.edges["Lukio", "Kela", "T1"]
    assert (edge["tie"], edge["strength"], edge["weight"], edge["when"], edge["directed"]) == (
        "money",
        2,
        2.0,
        "both",
        "yes",
    )


def test_connections_and_elements_of_kumu(make: Make) -> None:
    elements = "Label,Type,Tags\nKela,public,Arki|Tiimi\nLukio,,\n"
    board = applied(make(""), read_csv(make(""), elements.encode()))
    assert {name(board, network) for network in board.of("network")} == {"Arki", "Tiimi"}
    board = applied(board, read_csv(board, b"From,To,Direction,Type\nKela,Lukio,mutual,rooms\n"))
    tie = board.links_of("tie")[0]
    assert (tie.source, tie.get("directed"), tie.get("type"), tie.get("own_type")) == (
        board.of("actor")[0].id, "no", "other", "rooms",
    )  # fmt: skip


def test_finnish_headings_and_words(make: Make) -> None:
    data = "Mistä;Mihin;Yhteys;Vahvuus;Milloin;Suunta\nKela;Lukio;raha;2;tavoite;yhteen suuntaan\n"
    board = make("Lukio", language="fi")
    tie = applied(board, read_csv(board, data.encode("utf-8-sig"))).links_of("tie")[0]
    assert tie.target == "Lukio"  # found by its name and not added again
    assert {k: tie.get(k) for k in ("type", "strength", "when", "directed")} == {
        "type": "money", "strength": "2", "when": "target", "directed": "yes",
    }  # fmt: skip


def test_pasted_lines(make: Make) -> None:
    board = make("A B")
    after = applied(board, read_ties(board, "A; B; money; 3\nB\tC\n"))
    assert next((t.source, t.get("type"), t.get("strength")) for t in after.links_of("tie")) == ("A", "money", "3")
    assert [name(after, actor) for actor in after.of("actor")] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ("source;target;strength\nA;B;7\n", ["row 2, column strength"]),
        ("source;target;when\nA;B;sometimes\nA;;now\n", ["row 2, column when", "row 3, column target"]),
        ("source;target\nA;A\n", ["row 2, column target"]),
        ("name;type;across\nKela;castle;1\n;public;1\nLukio;public;101\n", ["row 2, column type", "row 4, column across", "row 3, column name"]),
        ("name;across\nKela;much\n", ["row 2, column across"]),
        ("name\nKela;too;many\n", ["row 2, column 2"]),
        (f"name\n{'k' * 2001}\n", ["row 2, column name"]),
        (f"source;target;why\nA;B;{'k' * 201}\n", ["row 2, column why"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_row_and_column(data: str, places: list[str], make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        read_csv(make(""), data.encode())
    assert [fault.place for fault in refused.value.faults] == places


def test_what_is_wrong_is_told_in_the_language_of_the_board(make: Make) -> None:
    """Row and column, node and attribute, and the number of faults: as a person says them."""
    with pytest.raises(Invalid) as refused:
        read_csv(make("", language="fi"), b"source;target;strength\nA;B;7\n")
    assert [fault.place for fault in refused.value.faults] == ["rivi 2, sarake strength"]
    assert refused.value.message == "Tiedostossa on 1 virhe; mitään ei muutettu."
    graph = nx.Graph()
    graph.add_node("A", across=200.0)
    file = io.BytesIO()
    nx.write_graphml_xml(graph, file)
    with pytest.raises(Invalid) as refused:
        read_graphml(make("", language="fi"), file.getvalue())
    assert [fault.place for fault in refused.value.faults] == ["solmu 1, ominaisuus across"]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_table_as_spreadsheets_save_it(coding: str, make: Make) -> None:
    """Older ones do not write UTF-8; columns that are nobody's, and a heading that is there again, are passed over."""
    board = applied(make(""), read_csv(make(""), "nimi;väri;nimi\nÄhtäri;vihreä;x\n".encode(coding)))
    assert [name(board, actor) for actor in board.of("actor")] == ["Ähtäri"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"castle;moat\n1;2\n", b'name\n"unclosed\n\x00'])
def test_what_is_no_table_is_refused(data: bytes, make: Make) -> None:
    with pytest.raises(Invalid):
        read_csv(make(""), data)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<graphml>", b"not xml", b"<a/>",
        b'<!DOCTYPE x [<!ENTITY e "x">]><graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph/></graphml>',
    ],
)  # fmt: skip
def test_what_is_no_graphml_is_refused(data: bytes, make: Make) -> None:
    with pytest.raises(Invalid):
        read_graphml(make(""), data)


def test_a_spreadsheet_is_not_given_formulas(make: Make) -> None:
    """A name that begins as a formula is written as text, and read back as it was."""
    board = make({"=HYPERLINK(1)": {}, "-dash": {}})
    text = write_csv(board).decode("utf-8-sig")
    assert all(
        not cell.startswith(("=", "-", "+", "@"))
        for row in csv.reader(io.StringIO(text), delimiter=";")
        for cell in row
    )
    assert told(applied(make(""), read_csv(make(""), write_csv(board)))) == told(board)


def test_two_actors_of_one_name_stay_two(make: Make) -> None:
    board = make({"a": {"text": "Kela"}, "b": {"text": "Kela"}}, "a-b")
    again = applied(make(""), read_csv(make(""), write_csv(board)))
    assert [name(again, actor) for actor in again.of("actor")] == ["Kela (TO-1)", "Kela (TO-2)"]
    assert len(again.links_of("tie")) == 1
