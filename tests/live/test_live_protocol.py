"""The wire: who may connect, what is refused and how it is said, replay after a break, and peace for everybody else."""

import asyncio
import contextlib
import json
import os
import random
from typing import Any

import pytest
from pycrdt import Doc, Map, Text
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kehittamo_core.live import frames, ytext
from tests.live import fuzz

pytestmark = pytest.mark.slow


async def test_a_page_of_another_site_is_refused_before_it_is_accepted(server: Any, visit: Any) -> None:
    page = await visit()
    await page.close()
    with pytest.raises(InvalidStatus) as refused:
        await page.open_socket(origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403


async def test_nobody_signed_in_is_told_to_sign_in(server: Any, visit: Any, until: Any) -> None:
    page = await visit()
    await page.close()
    page.cookie = "kehittamo=wrong"
    page.told.clear()
    page.rooms = {}
    await page.open_socket()
    await until(lambda: page.code is not None)
    assert page.code == frames.SIGN_IN
    assert not page.of("hello")


async def test_a_room_of_another_programme_is_closed(server: Any, visit: Any, until: Any) -> None:
    page = await visit()
    other = server.read(
        "SELECT b.id FROM board b JOIN programme p ON p.id = b.programme_id WHERE p.key = 'siun-sote-hebu'"
    )[0][0]
    await page.say(type="sub", rooms=[{"room": f"board:{other}", "since": 0, "epoch": None, "at": None}])
    await until(lambda: page.code is not None)
    assert page.code == frames.NO_ACCESS
    assert not [told for told in page.of("frag") if told["room"] == f"board:{other}"]


async def test_frames_may_come_in_pieces_and_several_at_once(server: Any, visit: Any) -> None:
    def frame(data: bytes, first: int = 0x81) -> bytes:
        mask, size = os.urandom(4), len(data)
        head = bytes((first, 0x80 | size)) if size < 126 else bytes((first, 0xFE)) + size.to_bytes(2, "big")
        return head + mask + bytes(octet ^ mask[place % 4] for place, octet in enumerate(data))

    ping = b'{"type":"ping"}'
    many = [
        frame(ping), frame(ping), frame(ping + b" " * 200), frame(ping[:5], 0x01), frame(b"wie geht's", 0x89),
        frame(ping[5:], 0x80), frame(ping),
    ]  # fmt: skip
    client = await visit.client("Elina")
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    for cut in (None, 1, 3, 7, 33):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        head = (
            f"GET /ws?v=1 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nCookie: {cookie}\r\n\r\n"
        )
        writer.write(head.encode())
        await reader.readuntil(b'"type":"hello"')
        octets = b"".join(many)
        for at in range(0, len(octets), cut or len(octets)):
            writer.write(octets[at : at + (cut or len(octets))])
            await writer.drain()
            if cut:
                await asyncio.sleep(0.002)
        got = b""
        async with asyncio.timeout(10):
            while got.count(b'{"type":"pong"}') < 5 or b"wie geht's" not in got:
                got += await reader.read(4096)
        writer.close()


async def test_an_update_goes_to_everybody_but_the_page_it_came_from(visit: Any, until: Any) -> None:
    key = await visit.note("Alku")
    elina, pekka, other = await visit("Elina"), await visit("Pekka"), await visit("Elina")
    for page in (elina, pekka, other):
        await page.ask(key)
    await until(lambda: all(page.reads(key) == "Alku" for page in (elina, pekka, other)))
    before = len(elina.frames)
    await elina.write(key, 0, "E")
    await until(lambda: pekka.reads(key) == other.reads(key) == "EAlku" and bool(elina.of("saved")))
    assert elina.frames[before:] == []


@pytest.mark.parametrize(
    ("frame", "code"),
    [("{", 1008), ('{"type":"what"}', 1008), (b"\x07", 1008), (b"\x00\x01a\x00\xff\xff", 1008), ("x" * 70_000, 1009)],
)
async def test_a_malformed_frame_ends_its_own_socket_with_a_reason(
    server: Any, visit: Any, until: Any, frame: str | bytes, code: int
) -> None:
    bad, good = await visit("Elina"), await visit("Pekka")
    await bad.send(frame)
    await until(lambda: bad.code is not None)
    assert bad.code == code
    assert bad.reason
    await good.say(type="ping")
    await until(lambda: bool(good.of("pong")))


async def test_what_was_missed_comes_after_the_break(server: Any, visit: Any, until: Any) -> None:
    elina = await visit("Elina")
    room = f"board:{server.board}"
    await until(lambda: any(told["room"] == room for told in elina.of("frag")))
    await elina.close()
    key = await visit.note("Poissa ollessa")
    new = key.split(":")[0]
    elina.told.clear()
    await elina.open_socket()
    await until(lambda: any(new in json.dumps(told["ops"]) for told in elina.of("frag")))
    assert any("Poissa ollessa" in op.get("html", "") for told in elina.of("frag") for op in told["ops"])


async def test_a_change_reaches_everybody_and_the_drawing_is_announced(server: Any, visit: Any, until: Any) -> None:
    pages = [await visit("Elina"), await visit("Pekka"), await visit("Katri", "observer")]
    room = f"board:{server.board}"
    await until(lambda: all(any(told["room"] == room for told in page.of("frag")) for page in pages))
    await visit.note("Kaikille")
    for page in pages:
        await until(lambda page=page: "Kaikille" in json.dumps(page.of("frag"), ensure_ascii=False))
        await until(lambda page=page: any(told["room"] == room for told in page.of("draw")))


@pytest.mark.own_server
async def test_a_stopped_server_says_that_it_will_be_back(server: Any, visit: Any, until: Any) -> None:
    page = await visit()
    await until(lambda: bool(page.of("frag")))
    await asyncio.to_thread(server.stop)
    await until(lambda: page.code is not None)
    assert page.code == frames.RESTART
    server.start()
    await page.open_socket()
    await page.say(type="ping")
    await until(lambda: bool(page.of("pong")))


async def test_a_reader_who_does_not_read_is_cut_off_and_the_others_go_on(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    slow, writer, reader = await visit("Hidas"), await visit("Kirjoittaja"), await visit("Lukija")
    for page in (slow, writer, reader):
        await page.ask(key)
    await until(lambda: all(page.reads(key) == server.plain(key) for page in (slow, writer, reader)))
    slow.socket.transport.pause_reading()
    for number in range(160):
        await writer.write(key, 0, str(number % 10) * 1800, remove=0 if number == 0 else 1800)
        await asyncio.sleep(0.01)
    await until(lambda: reader.reads(key) == writer.reads(key))
    slow.socket.transport.resume_reading()


async def test_random_frames_leave_the_server_and_the_others_in_peace(server: Any, visit: Any, until: Any) -> None:
    """From somebody who may write and from somebody who may not; what a rule forbids is never stored.

    FUZZ in the environment says how many frames (1,000 here; `bench/live/README.md` tells of 10,000).
    """
    key, shut = await visit.note("Alussa oli lappu"), await visit.note("Tähän ei kosketa")
    good = await visit("Rauhallinen")
    for each in (key, shut):
        await good.ask(each)
    await until(lambda: all(good.reads(each) == server.plain(each) for each in (key, shut)))
    dice = random.Random(7)
    rooms = [f"board:{server.board}", f"programme:{server.programme}", "board:x"]
    beside: Doc = Doc()
    beside["other"] = Map({"a": 1})
    text: Doc = Doc()
    text.get("text", type=Text).insert(0, "sotkua ")
    elements = server.read("SELECT count(*) FROM element")
    left = {"observer": int(os.environ.get("FUZZ", "1000")) // 2, "expert": int(os.environ.get("FUZZ", "1000")) // 2}
    for role, count in left.items():
        target = shut if role == "observer" else key
        real = [
            frames.sync_frame(target, step, body)
            for step, body in ((2, text.get_update()), (1, good.docs[target].get_update()), (0, text.get_state()), (2, beside.get_update()))
        ]  # fmt: skip
        while count > 0:
            bad = await visit("Sotkija", role)
            await bad.ask(target)
            for _ in range(min(count, 200)):
                if bad.code is not None:
                    break
                count -= 1
                with contextlib.suppress(ConnectionClosed):
                    await bad.send(fuzz.frames(dice, real, target, rooms))
                if dice.random() < 0.2:
                    await asyncio.sleep(0)
            await bad.close()
            visit.pages.remove(bad)
    await good.write(key, 0, "Ehjä ")
    await until(lambda: server.plain(key).startswith("Ehjä ") and good.reads(key) == server.plain(key))
    assert server.plain(shut) == "Tähän ei kosketa" == good.reads(shut)
    assert good.code is None
    assert not good.of("text-reset")
    assert server.read("SELECT count(*) FROM element") == elements
    stored = [row[0] for row in server.read("SELECT data FROM text_update WHERE text_key = ? ORDER BY n", key)]
    for data in stored:
        ytext.check_update(data)
    assert ytext.plain(stored) == server.plain(key)
