"""The database: written before it is answered, letters first, heard by others, and one form on both engines."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.tests.conftest import fresh_postgres
from kehittamo_core.database import models as m
from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid, MissingPart


def add_account(name: str, room: str | None = None):  # type: ignore[no-untyped-def]
    def work(session: Session) -> str:
        row = m.Account(name=name, role="coordinator")
        session.add(row)
        session.flush()
        if room:
            session.info["rooms"].add(room)
        return row.id

    return work


def names(session: Session) -> list[str]:
    return sorted(session.scalars(select(m.Account.name)))


async def test_what_is_written_is_read_and_what_fails_leaves_nothing(live_database: Database) -> None:
    await live_database.write(add_account("Maija"))

    def fail(session: Session) -> None:
        session.add(m.Account(name="Pekka", role="coordinator"))
        session.flush()
        raise Invalid("no")

    with pytest.raises(Invalid):
        await live_database.write(fail)
    assert await live_database.read(names) == ["Maija"]


async def test_of_writes_that_wait_one_that_fails_leaves_the_others(live_database: Database) -> None:
    async def one(number: int) -> None:
        if number % 5 == 0:
            with pytest.raises(ZeroDivisionError):
                await live_database.write(lambda session: (add_account(f"n{number}")(session), 1 / 0))
        else:
            await live_database.write(add_account(f"n{number}"))

    await asyncio.gather(*(one(number) for number in range(40)))
    assert await live_database.read(names) == sorted(f"n{number}" for number in range(40) if number % 5)


async def test_a_commit_wakes_with_the_names_it_touched(live_database: Database) -> None:
    heard: list[frozenset[str]] = []
    live_database.on_commit.append(heard.append)
    await live_database.write(add_account("Maija", "board:1"))
    assert frozenset({"board:1"}) in heard
    heard.clear()
    with pytest.raises(ZeroDivisionError):
        await live_database.write(lambda session: (session.info["rooms"].add("board:2"), 1 / 0))
    await live_database.write(add_account("Pekka"))
    assert frozenset({"board:2"}) not in heard


async def test_another_process_that_writes_wakes_everybody(live_database: Database) -> None:
    heard: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    await asyncio.sleep(0.1)
    live_database.on_commit.append(heard.put_nowait)
    other = Database(live_database.url.render_as_string(hide_password=False))
    await asyncio.to_thread(other.now, add_account("Toinen", "board:7"))
    assert await asyncio.wait_for(heard.get(), 5) in (frozenset({"*"}), frozenset({"board:7"}))


async def test_a_reader_may_not_write(database: Database) -> None:
    await database.start()
    with pytest.raises(Exception, match="readonly"):
        await database.read(lambda session: session.execute(text("DELETE FROM account")))
    await database.close()


async def test_readers_are_not_kept_waiting_by_a_long_write(database: Database) -> None:
    await database.start()
    await database.write(add_account("Maija"))
    slow = asyncio.create_task(database.write(lambda session: (add_account("Hidas")(session), time.sleep(0.6))))
    await asyncio.sleep(0.1)
    begin = time.monotonic()
    assert await database.read(names) == ["Maija"]
    assert time.monotonic() - begin < 0.4
    await slow
    await database.close()


async def test_what_is_hurried_waits_for_one_write_at_most(database: Database) -> None:
    await database.start()
    done: list[str] = []
    at_work = threading.Event()

    def slowly(name: str) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            at_work.set()
            time.sleep(0.2)
            add_account(name)(session)
            done.append(name)

        return work

    waiting = [asyncio.create_task(database.write(slowly(name))) for name in ("first", "second", "third")]
    await asyncio.to_thread(at_work.wait)
    await database.write(lambda session: done.append("letter"), hurried=True)
    assert done == ["first", "letter"]
    await asyncio.gather(*waiting)
    assert done == ["first", "letter", "second", "third"]
    assert await database.read(names) == ["first", "second", "third"]
    await database.close()


KILLED = """
import asyncio, os, sys
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database

async def main():
    database = Database(sys.argv[1])
    await database.start()
    for number in range(10_000):
        await database.write(lambda session: session.add(m.Account(name=f"{number:05d}", role="coordinator")))
        print(number, flush=True)

asyncio.run(main())
"""


def test_a_killed_process_loses_nothing_that_it_had_answered(database: Database) -> None:
    words = [sys.executable, "-c", KILLED, database.url.render_as_string()]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(60)]
        process.kill()
        told += [int(line) for line in process.stdout.read().split()]
    stored = database.now(lambda session: session.scalar(select(func.count()).select_from(m.Account)))
    assert stored is not None
    assert stored >= told[-1] + 1


async def test_synced_waits_for_the_disk(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[float] = []
    real = os.fdatasync

    def slow(file: int) -> None:
        time.sleep(0.2)
        real(file)
        synced.append(time.monotonic())

    monkeypatch.setattr(os, "fdatasync", slow)
    await database.start()
    begin = time.monotonic()
    await asyncio.gather(*(database.write(add_account(f"n{number}")) for number in range(5)))
    committed = time.monotonic() - begin
    await database.synced()
    assert committed < 0.2
    assert synced
    assert time.monotonic() - begin >= 0.2
    await database.close()


def test_one_server_holds_a_file(database: Database) -> None:
    database.hold()
    with pytest.raises(MissingPart, match="Another server already runs"):
        Database(database.url.render_as_string()).hold()
    database.now(add_account("Komentorivi"))
    held = sqlite3.connect(database.path)
    assert held.execute("SELECT count(*) FROM account").fetchone() == (1,)
    held.close()
    database.release()
    other = Database(database.url.render_as_string())
    other.hold()
    other.release()


def test_the_history_of_changes_gives_the_models_on_both_engines(both: Database) -> None:
    standing = changes.standing(both)
    assert standing.is_current
    assert standing.differences == ()
    changes.upgrade(both)


def test_an_empty_file_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    standing = changes.standing(database)
    assert standing.present is None
    assert not standing.is_current
    changes.upgrade(database)
    assert changes.standing(database).is_current


def test_the_change_can_be_taken_back(database: Database) -> None:
    from alembic import command

    database.now(lambda session: command.downgrade(changes.config(session.connection()), "base"))
    assert changes.standing(database).present is None
    changes.upgrade(database)
    assert changes.standing(database).is_current


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://host/x", "runs on SQLite and on PostgreSQL"),
        ("sqlite://", "names no file"),
        ("nonsense", "is not a database address"),
    ],
)
def test_an_address_that_cannot_be_used_says_so(url: str, message: str) -> None:
    with pytest.raises(MissingPart, match=message):
        Database(url)


async def test_room_numbers_have_no_gap_and_no_twin_under_many_writers(live_database: Database) -> None:
    from kehittamo_core.workshop.events import Log, events_after, open_room, room_state

    def make(session: Session) -> str:
        programme = m.Programme(key="koe", title="Koe")
        session.add(programme)
        session.flush()
        open_room(session, "board:x")
        return programme.id

    programme = await live_database.write(make)

    def event(number: int):  # type: ignore[no-untyped-def]
        return lambda session: Log(session, programme, None, None).add("board:x", "item.added", str(number))

    numbers = await asyncio.gather(*(live_database.write(event(number)) for number in range(50)))
    assert sorted(numbers) == list(range(1, 51))
    found = await live_database.read(lambda session: events_after(session, "board:x", 10, 5))
    assert [row.seq for row in found] == [11, 12, 13, 14, 15]
    assert (await live_database.read(lambda session: room_state(session, "board:x"))).seq == 50


async def test_a_listener_whose_connection_is_cut_comes_back_and_looks_at_everything(postgres_url: str) -> None:
    database = await asyncio.to_thread(fresh_postgres, postgres_url)
    heard: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    database.on_commit.append(heard.put_nowait)
    await database.start()
    assert await asyncio.wait_for(heard.get(), 5) == frozenset({"*"})
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kehittamo listener' AND datname = current_database()"
    )
    assert (await database.read(lambda session: session.execute(cut).all())) == [(True,)]
    assert await asyncio.wait_for(heard.get(), 15) == frozenset({"*"})
    other = Database(database.url.render_as_string(hide_password=False))
    await asyncio.to_thread(other.now, add_account("Toinen", "board:9"))
    assert await asyncio.wait_for(heard.get(), 5) == frozenset({"board:9"})
    await database.close()
