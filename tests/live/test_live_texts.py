"""Texts through real sockets of a real server: what is shown is stored, whatever happens to the server or to a page."""

import asyncio
import random
from typing import Any

import pytest
from pycrdt import Doc, Map

from kehittamo_core.live import frames

pytestmark = pytest.mark.slow


async def test_ten_people_and_a_thousand_edits_end_in_one_text(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    pages = [await visit(f"Ihminen {number}") for number in range(10)]
    for page in pages:
        await page.ask(key)
    await until(lambda: all(page.reads(key) == server.plain(key) for page in pages))
    letters = "ABCDEFGHIJ"
    before = {letter: server.plain(key).count(letter) for letter in letters}
    room = 1900 - len(server.plain(key))
    written = dict.fromkeys(letters, 0)

    async def write(number: int) -> None:
        dice = random.Random(number)
        page, own = pages[number], letters[number]
        for _ in range(100):
            length = len(page.reads(key).encode())
            if sum(written.values()) < room:
                await page.write(key, ends(page.reads(key), dice.randint(0, length)), own)
                written[own] += 1
            await asyncio.sleep(dice.random() / 100)

    await asyncio.gather(*(write(number) for number in range(10)))
    await until(lambda: len({page.reads(key) for page in pages}) == 1)
    await until(lambda: server.plain(key) == pages[0].reads(key))
    final = pages[0].reads(key)
    for letter in letters:
        assert final.count(letter) == before[letter] + written[letter]
    late = await visit("Myöhästynyt")
    await late.ask(key)
    await until(lambda: late.reads(key) == final)


def ends(text: str, at: int) -> int:
    """The nearest place at or before `at` (in bytes) where a letter begins."""
    raw = text.encode()
    while 0 < at < len(raw) and raw[at] & 0xC0 == 0x80:
        at -= 1
    return min(at, len(raw))


async def test_who_types_at_once_after_opening_is_heard_even_while_others_are_written(
    server: Any, visit: Any, until: Any
) -> None:
    """After a break pages open their texts again and go on typing at once, all at the same moment."""
    key = await visit.note("Alussa oli lappu")
    writer, returner = await visit("Kirjoittaja"), await visit("Palaaja")
    for page in (writer, returner):
        await page.ask(key)
    await until(lambda: writer.reads(key) == returner.reads(key) == server.plain(key))
    for turn in range(60):
        await returner.shut(key)
        await asyncio.sleep(0.01)
        await writer.write(key, 0, "K")
        await asyncio.sleep(turn % 6 / 2000)
        await returner.ask(key)
        await returner.write(key, 0, "P")
        await until(lambda: writer.reads(key) == returner.reads(key) == server.plain(key))
    assert [server.plain(key).count(letter) for letter in "KP"] == [60, 60]
    assert returner.of("text-reset") == []


@pytest.mark.own_server
@pytest.mark.timeout(300)
async def test_what_somebody_was_shown_survives_a_killed_server(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    writer, reader = await visit("Kirjoittaja"), await visit("Lukija")
    for page in (writer, reader):
        await page.ask(key)
    await until(lambda: writer.reads(key) == reader.reads(key) == server.plain(key))
    for turn in range(3):
        begun = len(reader.frames)
        token = f"<{turn}-"
        for number in range(40):
            await writer.write(key, 0, f"{token}{number}>")
            if len(reader.frames) > begun + 3:
                break
            await asyncio.sleep(0.002)
        await until(lambda begun=begun: len(reader.frames) > begun)
        server.kill()
        seen = reader.reads(key)
        await until(lambda: reader.code is not None and writer.code is not None)
        shown = {part for part in seen.split(">") if part.startswith(token)}
        assert shown <= set(server.plain(key).split(">")), "shown and lost"
        server.start()
        for page in (writer, reader):
            await page.open_socket()
        # The writer's page brings back what had not arrived; nothing is doubled.
        await until(lambda: writer.reads(key) == reader.reads(key) == server.plain(key))
        parts = [part for part in server.plain(key).split(">") if part.startswith(token)]
        assert len(parts) == len(set(parts))


@pytest.mark.own_server
async def test_what_was_acknowledged_is_in_the_file(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    page = await visit()
    await page.ask(key)
    await until(lambda: page.reads(key) == server.plain(key))
    await page.write(key, 0, "Tallessa ")
    await until(lambda: bool(page.of("saved")))
    server.kill()
    assert page.of("saved")[-1] == {"type": "saved", "key": key, "count": page.sent}
    assert server.plain(key).startswith("Tallessa ")
    server.start()


async def test_a_locked_board_takes_nothing_and_both_keep_their_pages(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    elina, pekka = await visit("Elina"), await visit("Pekka")
    for page in (elina, pekka):
        await page.ask(key)
    await until(lambda: elina.reads(key) == pekka.reads(key) == server.plain(key))
    stop = asyncio.Event()

    async def keep_writing(page: Any) -> None:
        while not stop.is_set() and not page.of("text-reset"):
            await page.write(key, 0, "x")
            await asyncio.sleep(0.005)

    writing = [asyncio.create_task(keep_writing(page)) for page in (elina, pekka)]
    await asyncio.sleep(0.2)
    answer = await visit.post(f"/b/{server.board}/lock", locked="1")
    assert answer.status_code < 400, answer.text
    locked = server.plain(key)
    await until(lambda: all(page.of("text-reset") for page in (elina, pekka)))
    stop.set()
    await asyncio.gather(*writing)
    assert {page.of("text-reset")[-1]["reason"] for page in (elina, pekka)} == {"locked"}
    await asyncio.sleep(0.3)
    assert server.plain(key) == locked
    assert elina.code is None
    assert pekka.code is None
    await visit.post(f"/b/{server.board}/lock", locked="0")
    await until(lambda: "write" in elina.of("rights")[-1]["rights"])


async def test_an_update_that_touches_something_else_is_refused(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    elina, pekka = await visit("Elina"), await visit("Pekka")
    for page in (elina, pekka):
        await page.ask(key)
    await until(lambda: pekka.reads(key) == server.plain(key) != "")
    before = server.plain(key)
    beside: Doc = Doc()
    beside["other"] = Map({"a": 1})
    await elina.send(frames.sync_frame(key, frames.UPDATE, beside.get_update()))
    await until(lambda: bool(elina.of("text-reset")))
    assert elina.of("text-reset")[0]["reason"] == "malformed"
    await pekka.write(key, 0, "Jatkuu ")
    await until(lambda: server.plain(key) == f"Jatkuu {before}")


async def test_over_the_limit_the_author_is_told_and_all_read_the_same(server: Any, visit: Any, until: Any) -> None:
    key = await visit.note("Alussa oli lappu")
    elina, pekka = await visit("Elina"), await visit("Pekka")
    for page in (elina, pekka):
        await page.ask(key)
    await until(lambda: elina.reads(key) == pekka.reads(key) == server.plain(key))
    await elina.write(key, 0, "ä" * 2500)
    await until(lambda: bool(elina.of("text-trimmed")))
    await until(lambda: len(elina.reads(key)) == 2000 and elina.reads(key) == pekka.reads(key) == server.plain(key))
    assert set(elina.of("text-trimmed")[0]["cut"]) == {"ä"}
