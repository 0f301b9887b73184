"""Rooms on a real database: replay, one rendering for many, rights asked again, people who come and go, frames that are wrong."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.live import frames, presence
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.people import Identity


async def test_whoever_comes_back_gets_what_they_missed_once_rendered_per_role(house: Any) -> None:
    elina = await house.page(house.elina)
    seen = elina.of("frag")[-1]
    house.hub.disconnect(elina.member)
    house.hub.rooms.sweep()
    assert house.hub.rooms.get(house.room) is None
    key = await house.add("Uusi lappu")
    house.pages.asked.clear()
    back = [house.visit(who) for who in (house.elina, house.pekka)]
    for page in back:
        await page.follow(house.room, seen["seq"], seen["epoch"], seen["at"])
        ids = [op["id"] for told in page.of("frag") for op in told["ops"]]
        assert f"e-{key.split(':')[0]}" in ids
        assert page.of("text")[-1]["plain"] == "Uusi lappu"
    assert len([asked for asked in house.pages.asked if asked[3] == "expert"]) == 1


async def test_one_change_is_rendered_once_for_each_language_and_role(house: Any) -> None:
    people = [await house.page(who) for who in (house.elina, house.pekka, house.elina, house.katselija)]
    await house.until(lambda: all(page.of("frag") for page in people))
    house.pages.asked.clear()
    await house.add("Yksi")
    await house.until(lambda: all(any(told["ops"] for told in page.of("frag")) for page in people))
    assert sorted(asked[3] for asked in house.pages.asked) == ["expert", "observer"]


async def test_own_marks_come_in_a_frame_of_their_own(house: Any) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    await house.do(c.Vote(command_id="v", element=house.note, points=1), house.elina)
    await house.until(lambda: bool(elina.of("mine")) and bool(pekka.of("frag")))
    assert elina.of("mine")[-1]["ops"][0]["id"] == f"v-{house.elina.person_id}"
    assert not pekka.of("mine")


@pytest.mark.parametrize(("since", "epoch", "why"), [(10_000, None, "ahead"), (0, "other", "epoch")])
async def test_a_page_that_does_not_fit_is_told_to_load_again(
    house: Any, since: int, epoch: str | None, why: str
) -> None:
    page = house.visit(house.elina)
    await page.follow(house.room, since, epoch)
    assert page.of("reload")[-1]["why"] == why


async def test_a_lock_is_told_at_once_and_a_revoked_session_is_closed(house: Any) -> None:
    def enter(session: Session) -> tuple[Identity, str]:
        return joining.open_link(session, joining.make_link(session, house.elina))

    who, token = await house.database.write(enter)
    elina, pekka = await house.page(who, token), await house.page(house.pekka)
    await house.do(c.LockBoard(command_id="l", board=house.board))
    await house.until(lambda: bool(elina.of("rights")))
    assert "locked" in elina.of("rights")[-1]["rights"]
    assert "write" not in elina.of("rights")[-1]["rights"]
    await house.database.write(lambda session: joining.sign_out(session, token))
    await house.do(c.LockBoard(command_id="u", board=house.board, locked=False))
    await house.until(lambda: elina.code is not None)
    assert elina.code == frames.SIGN_IN
    assert pekka.code is None


async def test_a_stranger_may_not_follow(house: Any) -> None:
    other = (await house.do(c.CreateProgramme(command_id="p2", title="Toinen"))).ref

    def make(session: Session) -> Identity:
        return joining.person_named(session, session.get_one(m.Programme, other), "Outo", "expert")

    page = house.visit(await house.database.write(make))
    await page.follow(house.room)
    assert page.code == frames.NO_ACCESS
    assert not page.of("frag")


async def test_people_are_stamped_by_the_server_and_gone_when_silent(
    house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    await elina.say(type="pres", room=house.room, field=house.key, typing=True, name="Joku muu", person="x")
    await house.until(lambda: any(one["typing"] for told in pekka.of("pres") for one in told["people"]))
    told = next(one for told in pekka.of("pres") for one in told["people"] if one["typing"])
    assert (told["name"], told["person"], told["field"]) == ("Elina", house.elina.person_id, house.key)
    elina.member.seen -= presence.AWAY + 1
    await house.until(lambda: any(elina.member.id in told["gone"] for told in pekka.of("pres")))


@pytest.mark.parametrize(
    "frame", ["{", "[]", '{"type":"nothing"}', '{"type":"sub","rooms":7}', b"\x09\x01a", b"", b"\x00\xff\xff"]
)
async def test_a_malformed_frame_closes_its_own_socket_with_a_reason(house: Any, frame: str | bytes) -> None:
    elina, pekka = await house.page(house.elina), await house.page(house.pekka)
    await house.hub.receive(elina.member, frame)
    assert elina.code == frames.MALFORMED
    assert pekka.code is None
    await house.add("Elämä jatkuu")
    await house.until(lambda: any(told["ops"] for told in pekka.of("frag")))


async def test_too_much_at_once_is_cut_off(house: Any) -> None:
    elina = await house.page(house.elina)
    for _ in range(1000):
        await elina.say(type="ping")
    assert elina.code == frames.MALFORMED
    pekka = await house.page(house.pekka)
    await house.hub.receive(pekka.member, "x" * (frames.FRAME_LIMIT + 1))
    assert pekka.code == frames.TOO_LARGE


async def test_what_cannot_be_rendered_does_not_silence_the_room(house: Any) -> None:
    elina = await house.page(house.elina)
    house.pages.fails = True
    await house.add("Rikki")
    await house.until(lambda: bool(elina.of("reload")))
    assert elina.of("reload")[-1]["why"] == "failed"
    house.pages.fails = False
    key = await house.add("Ehjä")
    ids = lambda: [op["id"] for told in elina.of("frag") for op in told["ops"]]  # noqa: E731
    await house.until(lambda: f"e-{key.split(':')[0]}" in ids())
    assert elina.code is None
