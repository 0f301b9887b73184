"""The same promises on SQLite with one process and on PostgreSQL with three: with people who type with yjs itself, and with our pages."""

import asyncio
import contextlib
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from assets import node
from tests.live.kit import Visitors

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LETTERS = "abcdefg😀"


@pytest.fixture(params=["one process on SQLite", "three on PostgreSQL"])
def server(request: pytest.FixtureRequest) -> Any:
    """Both kinds of server, with the examples in them."""
    return request.getfixturevalue("shared" if "SQLite" in request.param else "three")


@pytest.fixture(scope="session")
def yjs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people of `yjs_people.ts` as a script for node."""
    output = tmp_path_factory.mktemp("yjs") / "people.js"
    node.esbuild(ROOT, Path(__file__).with_name("yjs_people.ts"), output)
    return output


async def test_people_with_yjs_itself_type_leave_and_come_back_and_all_read_the_same(
    server: Any, visit: Any, until: Any, yjs: Path
) -> None:
    keys = [await visit.note(f"1234567 ensin {number}") for number in range(2)]
    ours = await visit("Meikäläinen")
    for key in keys:
        await ours.ask(key)
    people = []
    for number, letter in enumerate(LETTERS):
        client = await visit.client(f"Yjs {number}")
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        people.append({"cookie": cookie, "letter": letter})
    order = {
        "url": server.url, "rooms": [f"board:{server.board}"], "keys": keys, "people": people, "edits": 40, "breaks": 2, "seed": 11,
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        Path(node._home()) / "bin/node", yjs, json.dumps(order), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    found = json.loads(printed)
    assert [one["told"] for one in found] == [[] for _ in found]
    late = await visit("Myöhästynyt")
    for key in keys:
        final = found[0]["reads"][key]
        assert {one["reads"][key] for one in found} == {final}
        begun = server_words(key, keys)
        for one in found:
            assert final.count(one["letter"]) == begun.count(one["letter"]) + one["wrote"][key], one["letter"]
        await until(lambda key=key, final=final: server.plain(key) == final)
        await until(lambda key=key, final=final: ours.reads(key) == final)
        await late.ask(key)
        await until(lambda key=key, final=final: late.reads(key) == final)


def server_words(key: str, keys: list[str]) -> str:
    """What a note read before anybody typed."""
    return f"1234567 ensin {keys.index(key)}"


async def test_who_is_here_and_who_writes_is_known_at_every_process(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Kuka kirjoittaa")
    room = f"board:{server.board}"
    names = [f"Läsnä {number}" for number in range(6)]
    pages = [await visit(name) for name in names]

    def seen(page: Any) -> dict[str, dict[str, Any]]:
        people: dict[str, dict[str, Any]] = {}
        for told in page.of("pres"):
            if told["room"] == room:
                people = {} if told["all"] else people
                people |= {one["id"]: one for one in told["people"]}
                for gone in told["gone"]:
                    people.pop(gone, None)
        return people

    await until(lambda: all(set(names) <= {one["name"] for one in seen(page).values()} for page in pages))
    await pages[0].say(type="pres", room=room, field=key, element=None, typing=True)
    for page in pages[1:]:
        await until(lambda page=page: any(one["typing"] and one["field"] == key for one in seen(page).values()))
    await pages[0].close()
    for page in pages[1:]:
        await until(lambda page=page: names[0] not in {one["name"] for one in seen(page).values()}, 15)


async def test_a_command_that_is_sent_twice_is_answered_twice_and_carried_out_once(
    server: Any, visit: Any, until: Any
) -> None:
    elina = await visit("Elina")
    form = {"text": "Vain kerran", "kind": "input", "command_id": "sama-tunnus-" + server.board[:8]}
    answers = await asyncio.gather(*(visit.post(f"/b/{server.board}/items", **form) for _ in range(4)))
    assert {answer.status_code < 400 for answer in answers} == {True}
    await until(lambda: "Vain kerran" in json.dumps(elina.of("frag"), ensure_ascii=False))
    assert len(server.read("SELECT 1 FROM text WHERE plain = 'Vain kerran'")) == 1


@pytest.mark.timeout(300)
async def test_processes_that_are_replaced_one_by_one_lose_nothing(visit: Any, until: Any, server: Any) -> None:
    """While two people type, one process of three is asked to end, and then one is killed; each time another takes its place."""
    if server.workers == 1:
        pytest.skip("one process cannot be replaced piece by piece; test_live_texts kills it")
    key = await visit.note("Alku")
    pages = [await visit("Vuorotteleva"), await visit("Toinen")]
    for page in pages:
        await page.ask(key)
    await until(lambda: all(page.reads(key) == "Alku" for page in pages))
    wrote = [0, 0]
    stop = asyncio.Event()

    async def write(number: int, letter: str) -> None:
        page = pages[number]
        while not stop.is_set():
            if page.code is not None:
                await come_back(page)
            try:
                await page.write(key, 0, letter)
            except Exception:
                await asyncio.sleep(0.05)
            wrote[number] += 1
            await asyncio.sleep(0.05)

    writing = [asyncio.create_task(write(number, letter)) for number, letter in enumerate("XY")]
    for old, how in zip(workers(server), (signal.SIGTERM, signal.SIGKILL), strict=False):
        os.kill(old, how)
        await until(lambda old=old: old not in workers(server) and len(workers(server)) == 3, 90)
        await asyncio.sleep(0.3)
    stop.set()
    await asyncio.gather(*writing)
    for page in pages:
        await come_back(page)
    await until(lambda: pages[0].reads(key) == pages[1].reads(key) == server.plain(key), 60)
    assert [server.plain(key).count(letter) for letter in "XY"] == wrote


KILLS = int(os.environ.get("KEHITTAMO_TEST_KILLS", "2"))
"""How often all listeners are ended; 10 were promised."""


@pytest.mark.timeout(60 + 40 * KILLS)
async def test_listeners_that_are_ended_again_and_again_miss_nothing(three: Any, until: Any) -> None:
    """While six people at three processes type, every process loses the connection that tells it what the others wrote."""
    async with contextlib.aclosing(Visitors(three)) as visit:
        key = await visit.note("ALKU")
        pages = [await visit(f"Kuulija {number}") for number in range(6)]
        for page in pages:
            await page.ask(key)
        await until(lambda: all(page.reads(key) == "ALKU" for page in pages))

        async def write(page: Any, letter: str) -> None:
            for _ in range(LETTERS_EACH):
                await page.write(key, 0, letter)
                await asyncio.sleep(0.05)

        async def all_listen() -> bool:
            return len(await asyncio.to_thread(three.read, LISTENERS)) == three.workers

        ended = 0
        for _ in range(KILLS):
            await until(all_listen, 60)
            writing = [asyncio.create_task(write(page, letter)) for page, letter in zip(pages, LETTERS, strict=False)]
            ended += len(await asyncio.to_thread(three.read, END_LISTENERS))
            await asyncio.gather(*writing)
            await until(lambda: len({page.reads(key) for page in pages} | {three.plain(key)}) == 1, 60)
        final = three.plain(key)
        assert [final.count(letter) for letter in LETTERS[:6]] == [KILLS * LETTERS_EACH] * 6
        assert ended == KILLS * three.workers, "a process kept its listener"


LETTERS_EACH = 5
LISTENERS = """SELECT pid FROM pg_stat_activity
    WHERE application_name = 'kehittamo listener' AND datname = current_database()"""
END_LISTENERS = LISTENERS.replace("pid", "pg_terminate_backend(pid)", 1)


async def come_back(page: Any) -> None:
    """Connect anew, again and again as a browser does: a process may end while it greets."""
    while True:
        with contextlib.suppress(OSError, InvalidHandshake, InvalidMessage, ConnectionClosed, TimeoutError):
            await page.close()
            await page.open_socket()
            return
        await asyncio.sleep(0.2)


def workers(server: Any) -> list[int]:
    """The processes that serve, without those that draw."""
    main = server.process.pid
    found = []
    for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in words:
            found.append(int(child))
    return sorted(found)
