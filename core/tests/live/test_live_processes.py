"""Two processes on one PostgreSQL: what is written in one is read in the other, and their texts are one text."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from core.tests.conftest import fresh_postgres
from kehittamo_core.database import postgresql
from kehittamo_core.database.engine import Database
from kehittamo_core.live import presence
from kehittamo_core.workshop import commands as c


@pytest.fixture
async def two(postgres_url: str, make_house: Any) -> AsyncIterator[tuple[Any, Any]]:
    """Two houses with databases, hubs and listeners of their own, on the same tables."""
    first = await asyncio.to_thread(fresh_postgres, postgres_url)
    second = Database(first.url.set(drivername="postgresql").render_as_string(hide_password=False))
    for database in (first, second):
        await database.start()
    one, other = make_house(first), make_house(second)
    await one.furnish()
    for name in ("programme", "board", "room", "key", "note", "elina", "pekka", "katselija"):
        setattr(other, name, getattr(one, name))
    await other.hub.start()
    yield one, other
    for house in (one, other):
        await house.hub.stop()
        await house.database.close()


async def test_two_who_type_at_different_processes_keep_every_letter(two: tuple[Any, Any]) -> None:
    here, there = two
    elina, pekka = await here.page(here.elina), await there.page(here.pekka)
    for page in (elina, pekka):
        await page.open(here.key)
    await here.until(lambda: elina.reads(here.key) == pekka.reads(here.key) == "Alku")

    async def write(page: Any, letter: str, seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(60):
            await page.write(here.key, dice.randint(0, len(page.reads(here.key))), letter)
            await asyncio.sleep(dice.random() / 100)

    await asyncio.gather(write(elina, "E", 1), write(pekka, "P", 2))
    await here.until(lambda: elina.reads(here.key) == pekka.reads(here.key), 20)
    final = elina.reads(here.key)
    assert (final.count("E"), final.count("P")) == (60, 60)
    assert await here.stored(here.key) == final
    assert not elina.of("text-reset")
    assert not pekka.of("text-reset")


async def test_a_note_and_a_lock_of_one_process_are_seen_in_the_other(two: tuple[Any, Any]) -> None:
    here, there = two
    pekka = await there.page(here.pekka)
    await here.add("Täältä")
    await here.until(lambda: any(told["ops"] for told in pekka.of("frag")))
    await here.do(c.LockBoard(command_id="l", board=here.board))
    await here.until(lambda: bool(pekka.of("rights")))
    assert "locked" in pekka.of("rights")[-1]["rights"]


async def test_a_listener_that_was_cut_off_catches_up_by_itself(two: tuple[Any, Any]) -> None:
    here, there = two
    elina, pekka = await here.page(here.elina), await there.page(here.pekka)
    for page in (elina, pekka):
        await page.open(here.key)
    await here.until(lambda: pekka.reads(here.key) == "Alku")
    await cut_listeners(here.database)
    await elina.write(here.key, 0, "Uusi ")
    await here.add("Katkon aikana")
    await here.until(lambda: pekka.reads(here.key) == "Uusi Alku", 20)
    await here.until(lambda: any(told["ops"] for told in pekka.of("frag")), 20)


async def cut_listeners(database: Database) -> None:
    """End every connection that listens, as a network does that forgets them."""
    connection = await asyncpg.connect(host=database.url.query["host"], user="postgres", database=database.url.database)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kehittamo listener'"
    )
    await connection.close()


async def test_who_is_here_is_seen_at_the_other_process_and_goes_with_its_process(two: tuple[Any, Any]) -> None:
    here, there = two
    elina = await here.page(here.elina)
    pekka = await there.page(there.pekka)
    names = lambda page: {one["name"] for told in page.of("pres") for one in told["people"]}  # noqa: E731
    await here.until(lambda: names(elina) == names(pekka) == {"Elina", "Pekka"})
    await elina.say(type="pres", room=here.room, field="😀" * 200, element="😀" * 64, typing=True)
    await elina.say(type="pres", room=here.room, field=here.key, typing=True)
    await here.until(lambda: any(one["typing"] for told in pekka.of("pres") for one in told["people"]))
    told = next(one for told in pekka.of("pres") for one in told["people"] if one["typing"])
    assert (told["name"], told["person"]) == ("Elina", here.elina.person_id)
    late = await there.page(there.katselija)
    await here.until(lambda: "Elina" in names(late))
    here.hub.presence.tell_others = None  # as a process that was killed, which says nothing of its people any more
    there.hub.presence._far[there.room][elina.member.id].heard -= presence.AWAY + 1
    await here.until(lambda: any(elina.member.id in told["gone"] for told in pekka.of("pres")))


@pytest.fixture
def no_regular_waking(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was missed is not made good by the clock; asked for before the listeners start."""
    monkeypatch.setattr(postgresql, "WAKE_SECONDS", 3600.0)


async def test_a_listener_that_goes_deaf_without_a_word_notices_it_and_connects_anew(
    no_regular_waking: None, two: tuple[Any, Any]
) -> None:
    here, there = two
    pekka = await there.page(there.pekka)
    await unlisten(there.database)
    await here.add("Kuuron aikana")
    await here.until(lambda: any(told["ops"] for told in pekka.of("frag")), 20)


async def unlisten(database: Database) -> None:
    """Make a listener deaf: its connection stands and answers, and hears nothing."""
    listener = database._listener
    assert listener
    while True:
        try:
            await listener.connection.execute("UNLISTEN *")
            return
        except asyncpg.InterfaceError:  # it is just saying something itself
            await asyncio.sleep(0.001)
