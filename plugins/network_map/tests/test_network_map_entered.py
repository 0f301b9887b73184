"""What comes in through the running application: a map by its forms and by an archive is the same; files keep everything."""

import io
import re
from dataclasses import dataclass
from typing import Any

import networkx as nx
import pytest
from litestar.testing import TestClient
from sqlalchemy import select

import kehittamo_network_map
from kehittamo_core.api import Board, Item, Table, board_from_document
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.database.upgrade import upgrade
from kehittamo_core.loading import load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.people import OPERATOR
from kehittamo_network_map.chapter import write_chapter
from kehittamo_network_map.graph import name
from kehittamo_network_map.method import NETWORK_MAP

BASE = "http://testserver.local"
PLACES: dict[str, tuple[int, int] | None] = {
    "Kirjasto": (70, 80), "Nuorisotalo": (75, 65), "Kyläyhdistys": (85, 90), "Terveysasema": (12, 20), "Kela": (5, 10),
    "Lukio": (30, 35), "Kuraattori": (40, 30), "Seurakunta": (60, 72), "Urheiluseura": (90, 60),
    "Martat": None, "Palvelutalo": None, "Eläkeliitto": None,
}  # fmt: skip
NETWORKS = {
    "Arjen verkosto": ("Kukaan ei ole yksin iltaisin", ("Kirjasto", "Nuorisotalo", "Kyläyhdistys")),
    "Koulun verkosto": ("Huoli otetaan puheeksi viikossa", ("Lukio", "Kuraattori")),
    "Palveluverkosto": ("Yksi suunnitelma", ("Terveysasema", "Kela", "Kirjasto")),
}
AREA = {
    "text": "Arjen pelastajat",
    "claim": "Täällä ikäpolvet kohtaavat.",
    "left": 60,
    "right": 85,
    "bottom": 70,
    "top": 95,
}
FILE = """name;type;sector;networks;source;target;tie;strength;weight;when;directed;why
Lukio;municipality;Koulu;Arki;;;;;;;;
Kela;public;;Arki|Tiimi;;;;;;;;
Järjestö, ry;association;Kylä;;;;;;;;;
Yksin;role;;;;;;;;;;
;;;;Lukio;Kela;money;3;;now;yes;yhteinen ilta
;;;;Kela;Lukio;information;1;;both;no;
;;;;Kela;Järjestö, ry;referral;0;;target;unknown;
;;;;Järjestö, ry;Lukio;joint_plan;;12.5;now;yes;
;;;;Järjestö, ry;Lukio;tilat;2;;;no;
"""
"""Every type of tie, one of our own, each direction and time, strengths, and a weight beyond our scale."""
AXES = (("Luonne", "Palvelut", "Yhteisöllisyys"), ("Ikä", "Nuorille", "Ikäihmisille"))


def as_archive() -> dict[str, Any]:
    """The same map as somebody would write it by hand."""
    items: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for actor, place in PLACES.items():
        values = {"text": actor, **({"across": place[0], "up": place[1]} if place else {})}
        items.append({"id": f"a-{len(items)}", "kind": "actor", "values": values})
    ids = {item["values"]["text"]: item["id"] for item in items}
    for number, (network, (aim, members)) in enumerate(NETWORKS.items()):
        items.append({"id": f"n-{number}", "kind": "network", "values": {"text": network}})
        items.append({"id": f"p-{number}", "kind": "aim", "values": {"text": aim}})
        links.append({"kind": "aim_of", "source": f"p-{number}", "target": f"n-{number}"})
        links += [{"kind": "member_of", "source": ids[member], "target": f"n-{number}"} for member in members]
    for number, (text, low, high) in enumerate(AXES):
        items.append(
            {"id": f"x-{number}", "kind": "axis", "order": number, "values": {"text": text, "low": low, "high": high}}
        )
    items.append({"id": "alue", "kind": "area", "values": dict(AREA)})
    links = [{"id": f"l-{number}", **link} for number, link in enumerate(links)]
    return {"id": "kartta-2", "method": "network_map", "version": 2, "title": "Kartta", "items": items, "links": links}


class Newcomer:
    """Somebody who has the forms of one board before them and nothing else."""

    def __init__(self, client: TestClient[Any], cookie: str, board: str) -> None:
        self.client, self.board = client, board
        client.cookies.set("kehittamo", cookie)

    def post(self, path: str, **form: str) -> str:
        answer = self.client.post(f"/b/{self.board}{path}", data=form)
        assert answer.status_code == 200, re.sub(r"<[^>]+>", " ", answer.text)
        return str(answer.text)

    def write(self, kind: str, zone: str, text: str, **values: object) -> str:
        """A note, then its fields one by one, as the side panel sends them; the note's id."""
        self.post("/items/", kind=kind, zone=zone, text=text)
        page = self.client.get(f"/b/{self.board}?view=work").text
        id_ = re.findall(rf'data-text-view="([^":]+):text:[a-z]+"[^>]*>{re.escape(text)}<', page)[-1]
        for field, value in values.items():
            self.post(f"/items/{id_}/fields/{field}", **{f"v.{field}": str(value)})
        return str(id_)

    def link(self, source: str, kind: str, target: str) -> None:
        self.post(f"/items/{source}/links", choice=f"network_map:{kind}:out", end=target)


def carry(client: TestClient[Any], table: str, graph: str) -> None:
    """A CSV table into one board; that board's GraphML through networkx into another."""

    def read(board: str, codec: str, data: bytes) -> None:
        answer = client.post(f"/b/{board}/files/{codec}", files={"file": (f"verkosto.{codec}", data)})
        assert answer.status_code == 200, re.sub(r"<[^>]+>", " ", answer.text)

    read(table, "csv", FILE.encode())
    network = nx.read_graphml(io.BytesIO(client.get(f"/b/{table}/files/graphml").content), force_multigraph=True)
    again = io.BytesIO()
    nx.write_graphml_xml(network, again)
    read(graph, "graphml", again.getvalue())


@dataclass(frozen=True)
class Entered:
    """The map entered by a newcomer, that of the archive, a table's and a graph's, all as the archive gives them back;

    and the drawing of the table's as the page shows it and as it is downloaded.
    """

    boards: tuple[Board, ...]
    screen: str
    file: str


@pytest.fixture
def boards(entered: Entered) -> tuple[Board, ...]:
    """The four boards."""
    return entered.boards


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Entered:
    """Everything done once in the running application."""
    home = tmp_path_factory.mktemp("entered")
    plugins = load_plugins(extra=[kehittamo_network_map], installed=False)
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'web.db'}", secret="entered", demo=False)
    database = Database(settings.database_url)
    upgrade(database)
    document = {
        "format": "kehittamo", "version": 1, "programme": {"id": "koe", "title": "Koe", "languages": ["fi"]},
        "boards": [
            *({"id": f"kartta-{number}", "method": "network_map", "version": 2, "title": "Kartta"} for number in (1, 3, 4)),
            as_archive(),
        ],
    }  # fmt: skip
    database.now(lambda session: archive.import_document(session, plugins, OPERATOR, document))

    def enter(session: Any) -> tuple[str, list[str], str]:
        programme = session.scalars(select(m.Programme)).one()
        empty = [session.scalars(select(m.Board).where(m.Board.key == f"kartta-{n}")).one().id for n in (1, 3, 4)]
        who = joining.person_named(session, programme, "Uusi", "facilitator")
        return joining.open_link(session, joining.make_link(session, who))[1], empty, programme.id

    cookie, (board, table, graph), programme = database.now(enter)
    with TestClient(create_app(settings=settings, plugins=plugins), base_url=BASE) as client:
        newcomer = Newcomer(client, cookie, board)
        ids = {}
        for actor, place in PLACES.items():
            ids[actor] = newcomer.write(
                "actor", "actors", actor, **({"across": place[0], "up": place[1]} if place else {})
            )
        for network, (aim, members) in NETWORKS.items():
            made = newcomer.write("network", "networks", network)
            newcomer.link(newcomer.write("aim", "networks", aim), "aim_of", made)
            for member in members:
                newcomer.link(ids[member], "member_of", made)
        for text, low, high in AXES:
            newcomer.write("axis", "frame", text, low=low, high=high)
        area = dict(AREA)
        newcomer.write("area", "frame", str(area.pop("text")), **area)
        carry(client, table, graph)
        drawing = f"/b/{table}/drawing/network.svg"
        screen, file = (client.get(drawing + query).text for query in ("", "?download=1"))

    def exported(session: Any) -> dict[str, Any]:
        return export_document(session, programme)

    found = database.now(exported)
    methods = {"network_map": NETWORK_MAP}
    four = tuple(board_from_document(found, methods, f"kartta-{number}", "fi") for number in (1, 2, 3, 4))
    return Entered(four, screen, file)


def told(board: Board) -> tuple[Any, ...]:
    """What a board says, without ids: items with their values, links by the names of their ends."""
    items = sorted((item.kind, sorted((k, str(v)) for k, v in item.values.items())) for item in board.items)
    links = sorted(
        (link.kind, *(name(board, end) for id_ in (link.source, link.target) if (end := board.item(id_)) is not None))
        for link in board.links
    )
    drawings = [drawing.draw(board).alt for drawing in NETWORK_MAP.drawings]
    return items, links, drawings


def test_entered_by_hand_and_by_archive_it_is_the_same_map(boards: tuple[Board, ...]) -> None:
    entered, imported, *_ = boards
    assert told(entered) == told(imported)
    assert len(entered.of("actor")) == 12


def test_the_area_lists_who_is_inside_and_who_has_no_place(boards: tuple[Board, ...]) -> None:
    for board in boards[:2]:
        tables = {block.caption: block for block in write_chapter(board, ()).blocks if isinstance(block, Table)}
        area = tables[board.label("area+")].rows[0]
        assert area[1] == AREA["claim"]
        assert area[2] == "Kirjasto, Kyläyhdistys ja Seurakunta"  # Nuorisotalo and Urheiluseura lie just outside
        assert (
            sum(1 for row in tables[board.say("Places on the axes, 0–100")].rows if row[1] == board.say("not placed"))
            == 3
        )
        networks = tables[board.say("Networks and their aims")].rows
        assert [row[1][0].split(" ", 1)[1] for row in networks] == [aim for aim, _ in NETWORKS.values()]


def test_a_table_through_graphml_and_networkx_keeps_everything(boards: tuple[Board, ...]) -> None:
    """CSV -> board -> GraphML -> networkx -> GraphML -> board: actors, ties, types, weights and directions are the file's."""

    def kept(board: Board) -> tuple[list[Any], list[Any]]:
        def called(id_: str) -> str:
            item = board.item(id_)
            return name(board, item) if item is not None else "?"

        def groups(actor: Item) -> list[str]:
            return sorted(called(link.target) for link in board.outgoing(actor, "in_sector", "member_of"))

        fields = ("type", "own_type", "strength", "weight", "when", "directed", "why")
        return (
            sorted((name(board, actor), actor.get("type"), groups(actor)) for actor in board.of("actor")),
            sorted(
                ((called(tie.source), called(tie.target)), [tie.get(field, "") for field in fields])
                for tie in board.links_of("tie")
            ),
        )

    table, graph = (kept(board) for board in boards[2:])
    assert table == graph
    assert table[0] == [
        ("Järjestö, ry", "association", ["Kylä"]), ("Kela", "public", ["Arki", "Tiimi"]),
        ("Lukio", "municipality", ["Arki", "Koulu"]), ("Yksin", "role", []),
    ]  # fmt: skip
    assert [values for _, values in table[1]] == [
        ["joint_plan", "", "", 12.5, "now", "yes", ""], ["other", "tilat", "2", "", "", "no", ""],
        ["referral", "", "0", "", "target", "unknown", ""], ["information", "", "1", "", "both", "no", ""],
        ["money", "", "3", "", "now", "yes", "yhteinen ilta"],
    ]  # fmt: skip


def test_what_is_on_the_screen_is_what_is_exported(entered: Entered) -> None:
    """The same lines, words and legend at the same places; only the colours of the file are its own."""

    def drawn(svg: str) -> tuple[Any, ...]:
        return tuple(
            re.findall(part, svg) for part in (r' d="([^"]+)"', r'x="([^"]+)" y="([^"]+)"', r">([^<]+)</text>")
        )

    assert drawn(entered.screen) == drawn(entered.file)
    words = drawn(entered.file)[2]
    assert {"Lukio", "Järjestö, ry", "raha", "tilat", "2 säännöllinen", "kunta tai valtio"} <= set(words)
    assert 'class="' not in entered.file.replace('class="scene"', "")
