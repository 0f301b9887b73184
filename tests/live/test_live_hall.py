"""What waits in a hall is nobody else's, and what goes on there survives a server that is killed in the middle.

Asked of a real server, by real sockets and forms: what is hidden stands in no byte that anybody else gets; clock, call, lock,
round, notes written alone, votes and ratings are as they were when the server comes back.
"""

import asyncio
import html
import json
import re
import secrets
import sqlite3
import time
from contextlib import closing
from typing import Any

import httpx
import pytest

from exports.tests.secrets import readable
from tests.live.kit import Page, Server, Visitors

pytestmark = [pytest.mark.slow, pytest.mark.own_server, pytest.mark.timeout(300)]

SECRET = "Pelkään palata töihin, nro 7731"
SCRAPS = (SECRET, "Pelkään palata", "palata töihin")
LINK = re.compile(r'(?:href|src|hx-get|data-thumb|data-lead|data-beam|data-src)="([^"]+)"')
WAYS = ("archive", "xlsx")


async def prepared(visit: Visitors, **form: Any) -> str:
    """An activity of the facilitator's; its id."""
    client = await visit.client("Mikko", "facilitator")
    answer = await asyncio.to_thread(client.post, f"/p/{visit.server.programme}/activities", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rpartition("-")[2])


async def led(visit: Visitors, path: str, **form: str) -> httpx.Response:
    """A control of the facilitator's, sent as the console does."""
    answer = await visit.post(f"/p/{visit.server.programme}{path}", **form)
    assert answer.status_code < 400, answer.text
    return answer


async def got(visit: Visitors, path: str, name: str = "Mikko", role: str = "facilitator") -> str:
    """A page of somebody's."""
    answer = await asyncio.to_thread((await visit.client(name, role)).get, path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
    return answer.text


def crawled(server: Server, client: httpx.Client, start: list[str]) -> dict[str, bytes]:
    """What a browser gets that follows every link of the programme and the board, of each shape of address one.

    Files that a worker lays out are made of the archive, which is asked for by itself.
    """
    waiting, seen, found = list(start), set[str](), dict[str, bytes]()
    while waiting:
        path = html.unescape(waiting.pop()).partition("#")[0]
        shape = re.sub(r"/(lists/|items|people|plan|images)(\w*)/[^/?]+", r"/\1\2/*", path)
        shape = re.sub(r"/lists/\w+/", "/lists/*/", re.sub(r"=[^&]*", "=", shape))
        if (
            shape in seen
            or path.endswith(".pdf")
            or not path.startswith((f"/p/{server.programme}", f"/b/{server.board}", "/me"))
        ):
            continue
        seen.add(shape)
        answer = client.get(path, timeout=90)
        found[path] = answer.content + str(answer.headers).encode()
        if "html" in answer.headers.get("content-type", ""):
            waiting += LINK.findall(answer.text)
    return found


def exported(server: Server, client: httpx.Client, way: str) -> bytes:
    """The file of a way out, made anew."""
    made = client.post(f"/p/{server.programme}/report", data={"format": way, "language": "fi", "names": "1"})
    assert made.status_code == 303, made.text
    for _ in range(600):
        answer = client.get(made.headers["location"] + "/file")
        if answer.status_code == 200:
            return answer.content
        time.sleep(0.05)
    raise AssertionError(f"{way} was not made")


def everything(page: Page) -> str:
    """Every frame that a page was sent."""
    return json.dumps(page.told, ensure_ascii=False) + b"".join(page.frames).decode("utf-8", "replace")


def rows(server: Server) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with closing(sqlite3.connect(server.home / "kehittamo.db")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [repr(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in names}


async def test_nothing_hidden_is_in_any_byte_that_others_get_and_nothing_says_afterwards_whose_it_was(
    server: Any, visit: Any, until: Any
) -> None:
    board, programme = server.board, server.programme
    key = server.read("SELECT key FROM board WHERE id = ?", board)[0][0]
    pages = {role: await visit(name, role) for name, role in (("Elina", "expert"), ("Mikko", "facilitator"))}
    writer = await visit.client("Varpu", "expert")
    activity = await prepared(visit, title="Kipupisteet", boards=key, hidden="1", signing="anonymous")
    await led(visit, f"/activities/{activity}/state", state="open", **{"from": "lead"})
    alone = f"/p/{programme}/activities/{activity}/alone"
    await asyncio.to_thread(writer.get, f"/b/{board}")
    form = {"board": board, "text": SECRET, "command_id": secrets.token_hex(8)}
    for _ in range(2):  # the second is a retry, as after a dropped network
        answer = await asyncio.to_thread(writer.post, alone, data=form, headers={"HX-Request": "true"})
        assert SECRET in answer.text
    note = server.read("SELECT id FROM hidden_note")[0][0]
    assert len(server.read("SELECT id FROM hidden_note")) == 1

    # Their sockets: all rooms from the beginning, the note as a text, a page that comes back from the first number.
    for role, page in pages.items():
        late = Page(server, visit.clients["Elina" if role == "expert" else "Mikko", role])
        late.rooms = {room: {"room": room, "since": 0, "epoch": None, "at": 0} for room in page.rooms}
        visit.pages.append(late)
        await late.open_socket()
        await page.ask(f"{note}:text:fi")
        await until(lambda page=page: any(op["id"] == f"ac-{board}" for told in page.of("frag") for op in told["ops"]))
        for one in (page, late):
            await one.say(type="ping")
            await until(lambda one=one: bool(one.of("pong")))
            assert one.code is None
        assert "1 lappu odottaa" in everything(page)
        for scrap in SCRAPS:
            assert scrap not in everything(page) + everything(late), role
    # Their pages, every link of them, searches, and whatever can be downloaded.
    for role, client in (
        ("expert", visit.clients["Elina", "expert"]),
        ("facilitator", visit.clients["Mikko", "facilitator"]),
    ):
        start = [
            f"/p/{programme}",
            f"/b/{board}?view=both",
            f"/b/{board}/table",
            f"/b/{board}/quick",
            f"{alone}?board={board}",
        ]
        start += [
            f"/p/{programme}/{part}" for part in ("lead", "lead/news", "screen", "harvest", "now?stay=1", "versions")
        ]
        found = await asyncio.to_thread(crawled, server, client, start)
        assert len(found) > 25
        leaks = [path for path, data in found.items() if any(scrap.encode() in data for scrap in SCRAPS)]
        assert leaks == [], role
    for way in WAYS:
        data = await asyncio.to_thread(exported, server, visit.clients["Mikko", "facilitator"], way)
        assert not [place for place, text in readable(way, data) if any(scrap in text for scrap in SCRAPS)]

    # Revealed, and ten seconds later: nothing in any table or column leads from the words to the person.
    person = server.read("SELECT id FROM participant WHERE name = 'Varpu'")[0][0]
    ((session,),) = server.read("SELECT token_hash FROM session_token WHERE participant_id = ?", person)
    ((owner,),) = server.read("SELECT owner_hash FROM hidden_note")
    await led(visit, f"/activities/{activity}/reveal")
    await until(lambda: all(SECRET in everything(page) for page in pages.values()))
    ((element,),) = server.read("SELECT owner_id FROM text WHERE plain = ?", SECRET)
    server.stop()
    with closing(sqlite3.connect(server.home / "kehittamo.db")) as database, database:
        database.execute("UPDATE activity SET revealed_at = '2001-01-01 00:00:00.000000'")
    server.start()
    stored = rows(server)
    assert stored["hidden_note"] == []
    assert not [name for name, part in stored.items() if any(owner in row for row in part)]
    marks = {element, note, SECRET} | {row[0] for row in server.read("SELECT key FROM element WHERE id = ?", element)}
    marks |= {row[0] for row in server.read("SELECT command_id FROM event WHERE ref = ?", element)}
    told = {name: [row for row in part if any(mark in row for mark in marks)] for name, part in stored.items()}
    assert {name for name, part in told.items() if part} >= {"element", "text", "event"}
    for name, part in told.items():
        for row in part:
            assert person not in row, (name, row)
            assert session not in row, (name, row)
            assert "Varpu" not in row, (name, row)
    # Nor is the hash of the writer's key left in a page of the files that was written over.
    server.stop()
    files = list(server.home.glob("kehittamo.db*"))
    assert any(SECRET.encode() in file.read_bytes() for file in files)
    assert not [file.name for file in files if owner.encode() in file.read_bytes()]
    server.start()


async def test_a_hall_is_as_it_was_when_its_server_was_killed_in_the_middle(
    server: Any, visit: Any, until: Any
) -> None:
    programme = server.programme
    for (prepared_before,) in server.read("SELECT id FROM activity WHERE programme_id = ?", programme):
        await led(visit, f"/activities/{prepared_before}/remove")
    writer = await visit.client("Varpu", "expert")
    (((tree,),), ((seat, table),)) = (
        server.read("SELECT id FROM board WHERE method = 'pricing_tree' AND programme_id = ? AND group_id IS NULL", programme),
        server.read("SELECT id, key FROM group_ WHERE programme_id = ? ORDER BY position LIMIT 1", programme),
    )  # fmt: skip
    person = server.read("SELECT id FROM participant WHERE name = 'Varpu'")[0][0]
    await led(visit, "/groups/seat", person=person, zone=seat)
    keys = {id_: server.read("SELECT key FROM board WHERE id = ?", id_)[0][0] for id_ in (server.board, tree)}

    # A task with rounds on the common board, in its second round, with a vote; beside it one that is written alone, and a locked one.
    rounds = {
        "round.0.kind": "alone",
        "round.0.minutes": "3",
        "round.1.kind": "pairs",
        "round.1.minutes": "40",
        "round.2.kind": "group",
    }
    task = await prepared(visit, title="Kierrokset", boards=keys[server.board], signing="name", minutes="45", **rounds)
    alone = await prepared(
        visit, title="Yksin ensin", start="empathy_map/", per_group="0", hidden="1", signing="anonymous"
    )
    shut = await prepared(visit, title="Suljettu", start="service_path/", per_group="0")
    for activity in (alone, shut):
        await led(visit, f"/activities/{activity}/state", state="open", beside="1")
    await led(visit, f"/activities/{shut}/state", state="locked", even="1")
    await led(visit, f"/activities/{task}/state", state="open", beside="1")
    await led(visit, f"/activities/{task}/round")
    await led(visit, f"/activities/{task}/clock", what="more", minutes="5", table=table)
    await led(visit, "/hall/gather", mode="soft", board=keys[server.board])
    await led(visit, "/hall/message", text="Kahvi on valmis")
    await led(visit, "/hall/screen", what="board", board=keys[tree])
    await led(visit, f"/activities/{task}/ballot", what="open", points="3", cap="2")

    async def wrote(path: str, **form: str) -> httpx.Response:
        data = {"command_id": secrets.token_hex(8), **form}
        return await asyncio.to_thread(lambda: writer.post(path, data=data, headers={"HX-Request": "true"}))

    async def board_of(activity: str) -> str:
        return str(server.read("SELECT b.id FROM board b JOIN activity a ON a.boards LIKE '%' || b.key || '%' WHERE a.id = ?", activity)[0][0])  # fmt: skip

    hidden, locked = await board_of(alone), await board_of(shut)
    candidates = re.findall(r'id="bv-(\w+)"', await got(visit, f"/b/{server.board}", "Varpu", "expert"))
    ballot = [(f"/b/{server.board}/items/{candidates[0]}/vote", {"points": "2"}), (f"/b/{server.board}/items/{candidates[1]}/vote", {"points": "1"})]  # fmt: skip
    for path, form in ballot:
        assert (await wrote(path, panel="ballot", command_id=f"v-{form['points']}", **form)).status_code == 200
    await asyncio.to_thread(writer.get, f"/b/{hidden}")
    place = f"/p/{programme}/activities/{alone}/alone"
    assert (await wrote(place, board=hidden, text=SECRET)).status_code == 200
    cell = await rated(visit, tree)
    await led_board(visit, tree, "open")
    assert (await wrote(cell, kind="rated", **{"v.sign": "+/-"})).status_code == 200

    page = await visit("Varpu")
    mikko = await visit("Mikko", "facilitator")
    pages = [f"/p/{programme}", f"/p/{programme}/lead", f"/p/{programme}/screen", f"/b/{server.board}", f"/b/{hidden}", f"/b/{tree}", f"/b/{locked}"]  # fmt: skip

    async def seen() -> dict[str, list[str]]:
        """What pages say of the hall: strip, task, notes of one's own, points of one's own, ratings of one's own."""
        parts = re.compile(
            r'<aside class="strip".*?>|data-ends="\d+"|data-extra="[^"]*"|class="chip">[^<]*\d / \d|<div class="lead-gathered".*?</div>'
            r'|<div id="ba-.*?</div>|<div id="am-.*?</div>|<form id="rf-.*?</form>|class="chip warn">.*?</span>|<span class="vh" role="status" id="ts-.*?</span>',
            re.DOTALL,
        )
        found = {}
        for path in pages:
            for name, role in (("Varpu", "expert"), ("Mikko", "facilitator")):
                if not (path.endswith("/lead") and role == "expert"):
                    found[f"{role} {path}"] = parts.findall(await got(visit, path, name, role))
        return found

    before = await seen()
    said = " ".join(one for part in before.values() for one in part)
    for mark in (
        'data-gather="soft"',
        "data-message",
        "2 / 3",
        SECRET,
        "0 pistettä jäljellä",
        "Lukittu",
        f"{table}&#34;: 300",
    ):
        assert mark in said, mark
    clock = server.read("SELECT ends_at, extra, round, state FROM activity ORDER BY id")
    server.kill()
    server.start()

    assert await seen() == before
    assert server.read("SELECT ends_at, extra, round, state FROM activity ORDER BY id") == clock
    for one in (page, mikko):
        await one.open_socket()
        await one.say(type="ping")
        await until(lambda one=one: bool(one.of("pong")))
        assert not one.of("reload")
    # A click that was on its way is answered, not counted again; what is locked or full stays so, what is open goes on.
    for path, form in ballot:
        assert (await wrote(path, panel="ballot", command_id=f"v-{form['points']}", **form)).status_code == 200
    assert (await wrote(f"/b/{server.board}/items/{candidates[2]}/vote", points="1", panel="ballot")).status_code == 422
    assert (await wrote(f"/b/{locked}/items", text="Myöhässä", kind="step")).status_code == 409
    assert (await wrote(place, board=hidden, text="Jatkan yksin")).status_code == 200
    assert SECRET not in await got(visit, f"/b/{hidden}")
    await led(visit, f"/activities/{task}/round")
    assert "3 / 3" in await got(visit, f"/p/{programme}", "Varpu", "expert")
    await led(visit, f"/activities/{task}/ballot", what="close")
    result = re.findall(r'<b class="num">(\d+) piste', await got(visit, f"/b/{server.board}", "Varpu", "expert"))
    assert sorted(map(int, result), reverse=True)[:2] == [2, 1]
    await led(visit, f"/activities/{alone}/reveal")
    assert SECRET in await got(visit, f"/b/{hidden}")
    await led_board(visit, tree, "show")
    assert await until_told(mikko, f"hall-{programme}", until)


async def led_board(visit: Visitors, board: str, what: str) -> None:
    """A round of ratings on the tree is opened, shown or ended."""
    answer = await visit.post(f"/b/{board}/ratings", kind="rated", what=what)
    assert answer.status_code == 200, answer.text


async def rated(visit: Visitors, board: str) -> str:
    """The address of one cell of the tree: an alternative and a criterion."""
    query = "SELECT id FROM element WHERE board_id = ? AND kind = ? AND deleted_at IS NULL ORDER BY code LIMIT 1"
    ends = [visit.server.read(query, board, kind)[0][0] for kind in ("alternative", "criterion")]
    return f"/b/{board}/ratings/{ends[0]}/{ends[1]}"


async def until_told(page: Page, id_: str, until: Any) -> bool:
    """Whether a part came to a page by its socket."""
    await until(lambda: any(op["id"] == id_ for told in page.of("frag") for op in told["ops"]))
    return True
