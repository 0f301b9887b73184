"""What is written alone: nobody else gets a byte of it before the reveal, and nothing says afterwards whose it was."""

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.web_kit import World
from kehittamo_core.errors import Invalid
from kehittamo_core.web.fragments import Fragments
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import hidden, joining, live_store
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.carrying import execute

SECRET = "Huoli kotona nro 7731"
PATH = "/p/{programme}/activities/{activity}"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("hidden")) as world:
        yield world


def opened(world: World, **values: Any) -> str:
    """An open activity on the common board that is written alone; its id."""

    def work(session: Any) -> str:
        helper = joining.sign_in(session, world.cookies["facilitator"])
        given = {
            "title": "Kipupisteet",
            "boards": ["b-yhteinen", "b-kuva"],
            "hidden": True,
            "signing": "anonymous",
            **values,
        }
        made = execute(
            session, world.app.state.plugins, helper,
            h.AddActivity(command_id=f"add-{time.time_ns()}", programme=world.ids["programme"], values=given),
        )  # fmt: skip
        execute(
            session, world.app.state.plugins, helper,
            h.MoveActivity(
                command_id=f"open-{time.time_ns()}", programme=world.ids["programme"], activity=made.ref, state="open"
            ),
        )  # fmt: skip
        return made.ref

    world.ids["activity"] = world.client.blocking_portal.call(world.app.state.database.write, work)
    return world.ids["activity"]


def key_of(answer: Any) -> str:
    """The cookie by which a browser finds its own notes."""
    found = re.search(r"(own-[0-9a-f]{32}=[0-9a-f]+)", answer.headers.get("set-cookie", ""))
    return found[1] if found else ""


def write(world: World, role: str, text: str, board: str = "{board}", cookie: str = "", **more: Any) -> Any:
    place = "left/note" if board == "{board}" else "pieces/piece"
    return world.post(
        role, PATH + "/alone", {"board": board, "place": place, "text": text}, cookie=cookie, htmx=True, **more
    )


def everything_for(world: World, role: str) -> Iterator[tuple[str, str]]:
    """Every byte that somebody gets: pages, drawings, files, frames of every room, the archive."""
    portal, state = world.client.blocking_portal, world.app.state
    paths = [
        "/", "/me", "/p/{programme}", "/p/{programme}/boards", "/p/{programme}/follow", "/p/{programme}/report",
        "/p/{programme}/process", "/p/{programme}/versions", "/b/{board}", "/b/{board}/table", "/b/{board}/findings",
        "/b/{board}/merge", "/b/{drawn}", "/b/{drawn}/screen", "/b/{drawn}/drawing/column.svg",
        "/b/{drawn}/files/lines", "/b/{board}/items/{lappu}", "/b/{board}/items/{lappu}/history",
        "/b/{board}/items/{lappu}/links/new?find=7731", PATH + "/alone?board={board}",
    ]  # fmt: skip
    for path in paths:
        answer = world.get(role, path, htmx="/items" in path or "alone" in path)
        yield path, answer.content.decode("utf-8", "replace") + str(answer.headers)
    identity = world.database.now(lambda session: joining.sign_in(session, world.cookies[role]))
    renderer = Fragments(state.database, state.plugins, state.templates)
    with sqlite3.connect(world.database.path) as connection:
        refs: dict[str, set[str]] = {}
        for room, ref in connection.execute("SELECT room, ref FROM event"):
            refs.setdefault(room, set()).add(ref)
    for room in refs:
        frames = list(portal.call(renderer.render, room, refs[room], "fi", identity.role))
        yield f"frames of {room}", json.dumps(frames, ensure_ascii=False)
        frames = list(portal.call(renderer.mine, room, refs[room], identity))
        yield f"own frames of {room}", json.dumps(frames, ensure_ascii=False)
    document = world.database.now(lambda session: export_document(session, world.ids["programme"]))
    yield "the archive", json.dumps(document, ensure_ascii=False)


def leaks(world: World, role: str, words: str) -> list[str]:
    return [where for where, said in everything_for(world, role) if words in said]


def tables(world: World) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with sqlite3.connect(world.database.path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [repr(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}


def test_nobody_else_gets_a_byte_before_the_reveal_and_nothing_says_afterwards_whose_it_was(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = shared
    opened(world)
    key = key_of(world.get("expert", "/b/{board}"))
    assert key
    said = write(world, "expert", SECRET, cookie=key)
    assert said.status_code == 200, said.text
    assert SECRET in said.text
    assert write(world, "expert", SECRET + " B", board="{drawn}", cookie=key).status_code == 200
    other = key_of(world.get("secretary", "/b/{board}"))
    write(world, "secretary", "Toisen huoli", cookie=other)

    world.post("facilitator", "/p/{programme}/versions", {"name": "Kesken"})
    for role in ("secretary", "facilitator"):
        assert leaks(world, role, SECRET) == []
    page = world.get("facilitator", "/b/{board}").text
    assert "2 lappua odottaa" in page
    assert "2 ihmistä on kirjoittanut" in page
    assert SECRET in world.get("expert", "/b/{board}", cookie=key).text
    assert SECRET not in world.get("expert", "/b/{board}").text
    for path, form in (
        ("/b/{board}/items", {"zone": "left", "text": "Ohi"}), ("/b/{board}/items/{lappu}/split", {"text": "a\nb"}),
        ("/b/{board}/files/lines", {"file": "Ohi"}),
    ):  # fmt: skip
        assert world.post("expert", path, form).status_code in (409, 422)

    person = world.one("SELECT id FROM participant WHERE name = 'Aino' AND programme_id = ?", world.ids["programme"])
    token_rows = [row for rows in tables(world).values() for row in rows if SECRET in row]
    assert len(token_rows) == 2
    assert not [row for row in token_rows if person in row]

    answer = world.post("facilitator", PATH + "/reveal", htmx=True)
    assert answer.status_code == 200, answer.text
    assert SECRET in world.get("secretary", "/b/{board}").text
    element = world.one("SELECT owner_id FROM text WHERE plain = ?", SECRET)
    monkeypatch.setattr(hidden, "SECONDS", -10)
    world.client.blocking_portal.call(world.app.state.database.write, hidden.forget_owners)
    stored = tables(world)
    assert stored["hidden_note"] == []
    for name, rows in stored.items():
        both = [row for row in rows if person in row and (element in row or SECRET in row)]
        assert both == [], name
    commands = {row[0] for row in _rows(world, "SELECT command_id FROM command WHERE actor_id = ?", person)}
    about = {row[0] for row in _rows(world, "SELECT command_id FROM event WHERE ref = ?", element)}
    assert not commands & about
    assert _rows(world, "SELECT 1 FROM event WHERE ref = ? AND actor_id IS NOT NULL", element) == []


def test_what_was_shown_is_hidden_again_unless_somebody_built_on_it(shared: World) -> None:
    world = shared
    opened(world, signing="name", title="Nimellä")
    assert write(world, "expert", "Ensin yksin").status_code == 200
    note = world.one("SELECT id FROM hidden_note WHERE element_id IS NULL")
    form = {"board": "{board}", "text": "Muutettu itse"}
    assert world.post("secretary", PATH + f"/alone/{note}", form).status_code == 404
    assert world.post("facilitator", PATH + f"/alone/{note}", form | {"remove": "1"}).status_code == 404
    assert "Muutettu itse" in world.post("expert", PATH + f"/alone/{note}", form, htmx=True).text
    assert "Muutettu itse" in world.get("expert", "/b/{board}").text

    def back(who: str = "facilitator") -> None:
        def work(session: Any) -> None:
            helper = joining.sign_in(session, world.cookies[who])
            execute(
                session,
                world.app.state.plugins,
                helper,
                h.TakeBack(command_id=f"b{time.time_ns()}", programme=world.ids["programme"]),
            )

        world.client.blocking_portal.call(world.app.state.database.write, work)

    world.post("facilitator", PATH + "/reveal")
    page = world.get("secretary", "/b/{board}").text
    assert "Muutettu itse" in page
    assert re.search(r'Muutettu itse</span></a>.*?class="by">Aino<', page, re.DOTALL)
    back()
    assert leaks(world, "secretary", "Muutettu itse") == []
    assert "Muutettu itse" in world.get("expert", "/b/{board}").text
    assert [name for name, rows in tables(world).items() if any("Muutettu itse" in row for row in rows)] == [
        "hidden_note"
    ]

    world.post("facilitator", PATH + "/reveal")
    element = world.one("SELECT owner_id FROM text WHERE plain = 'Muutettu itse'")
    assert world.post("secretary", f"/b/{{board}}/items/{element}/vote", {"points": "more"}).status_code == 303
    with pytest.raises(Invalid, match="already built on"):
        back()
    assert "Muutettu itse" in world.get("secretary", "/b/{board}").text
    assert world.post("expert", PATH + "/alone", {"board": "{board}", "text": "Myöhässä"}).status_code == 409


def test_how_it_is_signed_is_said_before_and_holds_for_all_that_is_written(shared: World) -> None:
    world = shared
    opened(world, signing="group", hidden=False, title="Pöydän nimissä")
    added = world.post("secretary", "/b/{board}/items", {"zone": "left", "text": "Pöydästä yksi"}, htmx=True)
    assert added.status_code == 200, added.text
    element = world.one("SELECT owner_id FROM text WHERE plain = 'Pöydästä yksi'")
    table = world.one("SELECT g.name FROM group_ g JOIN participant p ON p.group_id = g.id WHERE p.name = 'Eero'")
    for path in ("/b/{board}", f"/b/{{board}}/items/{element}", f"/b/{{board}}/items/{element}/history"):
        said = world.get("expert", path).text
        part = re.search(rf"{element}.*?Pöydästä yksi.*?</li>", said, re.DOTALL)
        assert "Eero" not in (part[0] if part else said)
    assert re.search(
        rf'Pöydästä yksi</span></a>.*?class="by">{table}<', world.get("expert", "/b/{board}").text, re.DOTALL
    )
    document = world.database.now(lambda session: export_document(session, world.ids["programme"]))
    item = next(i for b in document["boards"] for i in b["items"] if i.get("values", {}).get("text") == "Pöydästä yksi")
    assert (item["signed"], item.get("author")) == (table, None)

    opened(world, signing="anonymous", hidden=False, title="Nimettömästi")
    added = world.post("secretary", "/b/{board}/items", {"zone": "left", "text": "Kenen tahansa"}, htmx=True)
    assert "undo" not in added.text
    element = world.one("SELECT owner_id FROM text WHERE plain = 'Kenen tahansa'")
    world.post("secretary", f"/b/{{board}}/items/{element}/fields/text", {"v.text": "Kenen tahansa oma"}, htmx=True)
    world.post("secretary", f"/b/{{board}}/items/{element}/comments", {"text": "Kuka tahansa sanoi"}, htmx=True)
    person = world.one("SELECT id FROM participant WHERE name = 'Eero' AND programme_id = ?", world.ids["programme"])
    for name, rows in tables(world).items():
        assert not [row for row in rows if person in row and (element in row or "tahansa" in row)], name
    assert {row[0][14:] for row in _rows(world, "SELECT at FROM event WHERE ref = ?", element)} == {"00:00.000000"}
    rights = world.client.blocking_portal.call(
        world.app.state.database.read, lambda session: live_store.rights_in(
            session, joining.sign_in(session, world.cookies["secretary"]), f"board:{world.ids['board']}"
        )
    )  # fmt: skip
    assert "nameless" in rights


def _rows(world: World, query: str, *values: Any) -> list[Any]:
    with sqlite3.connect(world.database.path) as connection:
        return connection.execute(query, values).fetchall()
