"""Co-edited texts on a real database: written before they are shown, refused without harm to others, kept small."""

import asyncio
from typing import Any

import pytest
from pycrdt import Doc, Text
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.live import texts
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop.process_commands import SetState


async def test_two_people_keep_every_letter_and_the_database_reads_what_they_read(house: Any) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(house.key)
    await house.until(lambda: elina.reads(house.key) == pekka.reads(house.key) == "Alku")
    await asyncio.gather(elina.write(house.key, 0, "E"), pekka.write(house.key, 4, " P"))
    await house.until(lambda: elina.reads(house.key) == pekka.reads(house.key) == "EAlku P")
    assert await house.stored(house.key) == "EAlku P"
    await house.until(lambda: bool(elina.of("saved")) and bool(pekka.of("saved")))
    assert elina.of("saved")[-1] == {"type": "saved", "key": house.key, "count": 1}


async def test_nobody_is_shown_what_is_not_written(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if not house.database.is_sqlite:
        pytest.skip("looks into SQLite's log, where a commit is before its fsync")
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(house.key)
    await house.until(lambda: pekka.reads(house.key) == "Alku")
    shown: list[bool] = []
    push = pekka.push_bytes
    log = house.database.path.with_name(f"{house.database.path.name}-wal")

    def look(frame: bytes) -> None:
        shown.append(b"Uusi" in log.read_bytes())
        push(frame)

    monkeypatch.setattr(pekka, "push_bytes", look)
    await elina.write(house.key, 0, "Uusi")
    late = await house.page(house.katselija)
    await late.open(house.key)
    await house.until(lambda: pekka.reads(house.key) == "UusiAlku" and late.reads(house.key) == "UusiAlku")
    assert shown == [True]


async def test_what_many_type_at_once_comes_in_few_frames_and_whole(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    elina, pekka, katri = [await house.page(who) for who in (house.elina, house.pekka, house.katselija)]
    for page in (elina, pekka, katri):
        await page.open(house.key)
    await house.until(lambda: katri.reads(house.key) == pekka.reads(house.key) == "Alku")
    came: list[bytes] = []
    push = katri.push_bytes
    monkeypatch.setattr(katri, "push_bytes", lambda frame: (came.append(frame), push(frame)))
    for number in range(40):
        await (elina, pekka)[number % 2].write(house.key, 0, "abcdefghij"[number % 10])
        await asyncio.sleep(0.001)
    await house.until(lambda: katri.reads(house.key) == elina.reads(house.key) == pekka.reads(house.key))
    assert len(katri.reads(house.key)) == len("Alku") + 40
    assert await house.stored(house.key) == katri.reads(house.key)
    assert len(came) < 25


async def nothing(*_: object) -> None:
    """Nobody is asked again."""


@pytest.mark.parametrize("what", ["the board is locked", "the programme ends"])
async def test_a_refused_commit_resets_its_author_and_nobody_else(
    house: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(house.key)
    await house.until(lambda: pekka.reads(house.key) == "Alku")
    # As if the frame had been on its way meanwhile: the hub still believes what it knew before.
    monkeypatch.setattr(house.hub.rooms, "recheck", nothing)
    if what == "the board is locked":
        await house.do(c.LockBoard(command_id="l", board=house.board))
    else:
        await house.do(SetState(command_id="e", programme=house.programme, state="ended"))
    await elina.write(house.key, 0, "Myöhässä ")
    await house.until(lambda: bool(elina.of("text-reset")))
    assert elina.of("text-reset")[-1]["reason"] == "locked"
    assert pekka.reads(house.key) == "Alku" == await house.stored(house.key)
    assert not pekka.of("text-reset")


async def test_an_observer_looks_and_may_not_write(house: Any) -> None:
    katri, elina = await house.page(house.katselija), await house.page(house.elina)
    for page in (katri, elina):
        await page.open(house.key)
    await house.until(lambda: katri.reads(house.key) == elina.reads(house.key) == "Alku")
    await elina.write(house.key, 0, "", remove=2)
    await house.until(lambda: katri.reads(house.key) == "ku")
    await katri.open(house.key)  # a page that comes back answers with every deletion it knows, and that is no writing
    assert not katri.of("text-reset")
    await katri.write(house.key, 0, "En saa ")
    assert katri.of("text-reset") == [{"type": "text-reset", "key": house.key, "reason": "forbidden"}]
    assert await house.stored(house.key) == "ku"


async def test_an_update_beside_the_text_is_refused_and_nothing_is_stored(house: Any) -> None:
    elina = await house.page(house.elina)
    await elina.open(house.key)
    doc: Doc = Doc()
    doc["extra"] = Text("x")
    await elina.send_text(house.key, 2, doc.get_update())
    assert elina.of("text-reset")[-1]["reason"] == "malformed"
    assert await house.stored(house.key) == "Alku"


async def test_nobody_writes_under_the_number_of_another(house: Any) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(house.key)
    await elina.write(house.key, 0, "E")
    await house.until(lambda: pekka.reads(house.key) == "EAlku")
    forged: Doc = Doc(client_id=elina.docs[house.key].client_id)
    forged.apply_update(pekka.docs[house.key].get_update())
    before = forged.get_state()
    text = forged.get("text", type=Text)
    text.insert(0, "väärä ")
    await pekka.send_text(house.key, 2, forged.get_update(before))
    assert pekka.of("text-reset")[-1]["reason"] == "malformed"
    assert await house.stored(house.key) == "EAlku"


async def test_over_the_limit_the_server_trims_the_new_words_and_tells_their_author(house: Any) -> None:
    key = await house.add("a" * 1990)
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(key)
    await house.until(lambda: len(pekka.reads(key)) == 1990)
    await elina.write(key, 5, "0123456789liikaa")
    await house.until(lambda: elina.reads(key) == pekka.reads(key) == "aaaaa0123456789" + "a" * 1985)
    assert elina.of("text-trimmed") == [{"type": "text-trimmed", "key": key, "limit": 2000, "cut": "liikaa"}]
    assert await house.stored(key) == elina.reads(key)


async def test_a_gap_is_asked_for_and_closed(house: Any) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    for page in (elina, pekka):
        await page.open(house.key)
    await house.until(lambda: elina.reads(house.key) == "Alku")
    text = elina.docs[house.key].get("text", type=Text)
    text.insert(0, "kadonnut ")  # this update never leaves
    await elina.write(house.key, 0, "E ")
    await house.until(lambda: pekka.reads(house.key) == "E kadonnut Alku")


async def test_a_command_reaches_those_who_have_the_text_open(house: Any) -> None:
    elina = await house.page(house.elina)
    await elina.open(house.key)
    await house.until(lambda: elina.reads(house.key) == "Alku")
    await house.do(c.ChangeField(command_id="cf", element=house.note, field="text", value="Alku ja loppu"))
    await house.until(lambda: elina.reads(house.key) == "Alku ja loppu")
    await elina.write(house.key, 0, "E ")
    await house.until(lambda: bool(elina.of("saved")))
    assert await house.stored(house.key) == "E Alku ja loppu"


async def test_those_who_only_look_get_plain_text_and_no_updates(house: Any) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    await elina.open(house.key)
    for number in range(5):
        await elina.write(house.key, 0, str(number))
    await house.until(lambda: bool(pekka.of("text")) and pekka.of("text")[-1]["plain"] == "43210Alku")
    assert {told["plain"] for told in elina.of("text")} <= {"Alku"}  # what it read before it opened the text
    assert not pekka.docs


async def test_a_text_is_compacted_and_reads_the_same(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "ROWS", 20)
    elina = await house.page(house.elina)
    await elina.open(house.key)
    await house.until(lambda: elina.reads(house.key) == "Alku")
    for number in range(60):
        await elina.write(house.key, 0, str(number % 10))
        await asyncio.sleep(0.003)
    wanted = elina.reads(house.key)

    def rows(session: Session) -> int:
        return session.execute(select(func.count()).where(m.TextUpdate.text_key == house.key)).scalar_one()

    async def is_small() -> bool:
        return await house.database.read(rows) <= 20

    await house.until(lambda: bool(elina.of("saved")) and elina.of("saved")[-1]["count"] == 60)
    await house.until(is_small)
    assert await house.stored(house.key) == wanted
    late = await house.page(house.pekka)
    await late.open(house.key)
    await house.until(lambda: late.reads(house.key) == wanted)


async def test_history_has_one_entry_for_a_person_and_a_minute(house: Any) -> None:
    elina = await house.page(house.elina)
    await elina.open(house.key)
    await house.until(lambda: elina.reads(house.key) == "Alku")
    for letter in "abc":
        await elina.write(house.key, 0, letter)
    await house.until(lambda: bool(elina.of("saved")) and elina.of("saved")[-1]["count"] == 3)
    await house.hub.texts.sweep()

    def entries(session: Session) -> list[tuple[str, str]]:
        query = select(m.TextHistory).where(m.TextHistory.actor_id == house.elina.person_id)
        return [(row.before, row.after) for row in session.scalars(query.order_by(m.TextHistory.minute))]

    found = await house.database.read(entries)
    assert found[0][0] == "Alku"
    assert found[-1][1] == "cbaAlku"
    assert len(found) <= 2


async def test_the_quick_way_to_the_file_stores_what_the_ordinary_one_stores(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not house.database.is_sqlite:
        pytest.skip("the quick way is SQLite's")
    stored: list[list[tuple[Any, ...]]] = []
    for is_quick in (True, False):
        key = await house.add("Sama")
        elina = await house.page(house.elina)
        await elina.open(key)
        await house.until(lambda: elina.reads(key) == "Sama")  # noqa: B023 - asked at once
        went: list[bool] = []
        real = house.database.at_once

        def look(work: Any, real: Any = real, is_quick: bool = is_quick, went: list[bool] = went) -> Any:
            done = real(work) if is_quick else None
            went.append(done is True)
            return done

        with monkeypatch.context() as patch:
            patch.setattr(house.database, "at_once", look)
            await elina.write(key, 0, "ä")
            await house.until(lambda: bool(elina.of("saved")))  # noqa: B023
        assert went == [is_quick]
        stored.append(await house.database.read(lambda session: rows_of(session, key)))  # noqa: B023
    assert stored[0] == stored[1]
    assert len(stored[0]) >= 3


def rows_of(session: Session, key: str) -> list[tuple[Any, ...]]:
    """What is stored of a text, as far as it does not name the text or the moment."""
    updates = session.execute(
        select(m.TextUpdate.n, m.TextUpdate.actor_id, func.length(m.TextUpdate.at))
        .where(m.TextUpdate.text_key == key)
        .order_by(m.TextUpdate.n)
    )
    texts = session.execute(select(m.CoText.n, m.CoText.plain, m.CoText.field).where(m.CoText.key == key))
    minutes = session.execute(
        select(
            m.TextHistory.actor_id,
            m.TextHistory.before,
            func.length(m.TextHistory.minute),
            func.length(m.TextHistory.id),
        ).where(m.TextHistory.text_key == key, m.TextHistory.actor_id.is_not(None))
    )
    return [tuple(row) for found in (updates, texts, minutes) for row in found]
