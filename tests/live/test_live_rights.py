"""Who may send which frame: the second table of docs/rights.md, asked of a real server; and links that are taken back."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.live import frames
from kehittamo_core.workshop import joining
from tests.live.kit import Page, Server, Visitors

pytestmark = pytest.mark.slow

RIGHTS = Path(__file__).parents[2] / "docs/rights.md"
ROLES = ("nobody", "stranger", "observer", "expert", "secretary", "facilitator", "coordinator")
FRAMES = ("sub programme", "sub board", "sub report", "text open", "text write", "report text", "pres", "ping")


def table_of_frames() -> dict[str, set[str]]:
    """For each frame the roles that may send it."""
    found = {}
    for frame, cells in re.findall(r"^\| `([a-z ]+)` \|(.*)\|$", RIGHTS.read_text(), re.MULTILINE):
        marks = [cell.strip() for cell in cells.split("|")][: len(ROLES)]
        assert set(marks) <= {"yes", "–"}, frame
        found[frame] = {role for role, mark in zip(ROLES, marks, strict=True) if mark == "yes"}
    return found


def test_every_frame_that_a_page_may_send_is_in_the_table() -> None:
    assert tuple(table_of_frames()) == FRAMES
    # What the socket understands, so that a new kind of frame cannot come without a row.
    source = (Path(frames.__file__).parent / "hub.py").read_text()
    assert set(re.findall(r'\["type"\] [!=]= "(\w+)"', source)) == {"ping", "pres", "sub"}


async def page_of(server: Any, visit: Any, role: str) -> Page:
    """A page of somebody of a role, connected and following nothing yet."""
    if role in ("nobody", "stranger"):
        page = Page(server, await visit.client("Joku"))
        page.cookie = "kehittamo=nobody" if role == "nobody" else await asyncio.to_thread(stranger, server)
    else:
        page = Page(server, await visit.client(f"Testaaja {role}", role))
    visit.pages.append(page)
    await page.open_socket()
    return page


def stranger(server: Any) -> str:
    """The cookie of an expert of another programme."""

    def link(session: Session) -> str:
        other = session.query(m.Programme).filter_by(key="siun-sote-hebu").one()
        return joining.open_link(session, joining.person_link(session, other, "Vieras", "expert"))[1]

    return "kehittamo=" + Database(f"sqlite:///{server.home / 'kehittamo.db'}").now(link)


def introduction(server: Any, entry: str = "next") -> str:
    """The key of a chapter's introduction."""

    def make(session: Session) -> str:
        row = session.query(m.ReportEntry).filter_by(programme_id=server.programme, key=entry).one_or_none()
        if row is None:
            session.add(row := m.ReportEntry(programme_id=server.programme, key=entry))
            session.flush()
        return f"{row.id}:introduction:fi"

    return Database(f"sqlite:///{server.home / 'kehittamo.db'}").now(make)


async def follows(page: Page, room: str, until: Any) -> bool:
    """Whether a page may follow a room; one that may not is closed."""
    page.rooms[room] = {"room": room, "since": None, "epoch": None, "at": None}
    await page.say(type="sub", rooms=[page.rooms[room]])
    await until(lambda: page.code is not None or any(told["room"] == room for told in page.of("frag")))
    return page.code is None


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_at_each_frame(server: Any, visit: Any, until: Any, role: str) -> None:
    listed = table_of_frames()
    may = {frame: role in listed[frame] for frame in FRAMES}
    page = await page_of(server, visit, role)
    if role == "nobody":
        await until(lambda: page.code is not None)
        assert page.code == frames.SIGN_IN
        assert not any(may.values())
        return
    await page.say(type="ping")
    await until(lambda: bool(page.of("pong")))
    assert may["ping"]
    if role == "stranger":
        for room in (f"programme:{server.programme}", f"board:{server.board}"):
            shut = await page_of(server, visit, role)
            assert await follows(shut, room, until) is False
            assert shut.code == frames.NO_ACCESS
            assert not shut.of("frag")
        key = await visit.note("Ei vieraille")
        await page.ask(key)
        await page.say(type="ping")
        await until(lambda: len(page.of("pong")) == 2)
        assert page.reads(key) == ""
        assert {frame for frame in FRAMES if may[frame]} == {"ping"}
        return
    await composes(server, visit, until, role, follows_it=may["sub report"], writes=may["report text"])
    assert await follows(page, f"programme:{server.programme}", until) is may["sub programme"]
    assert await follows(page, f"board:{server.board}", until) is may["sub board"]
    key = await visit.note(f"Sanat: {role}")
    await page.ask(key)
    await until(lambda: page.reads(key) == f"Sanat: {role}")
    assert may["text open"]
    await page.write(key, 0, "Lisäys. ")
    await until(lambda: bool(page.of("text-reset")) or server.plain(key).startswith("Lisäys. "))
    assert server.plain(key).startswith("Lisäys. ") is may["text write"]
    other = await visit("Katsoja")
    await page.say(type="pres", room=f"board:{server.board}", field=key, element="", typing=False)
    seen = lambda: any(one.get("field") == key for told in other.of("pres") for one in told["people"])  # noqa: E731
    await until(seen)
    assert may["pres"]


async def composes(server: Any, visit: Any, until: Any, role: str, *, follows_it: bool, writes: bool) -> None:
    """Who may not compose the report gets nothing of its texts, and writes nothing there."""
    key = await asyncio.to_thread(introduction, server)
    leads = await page_of(server, visit, "facilitator")
    assert await follows(leads, f"report:{server.programme}", until)
    await leads.ask(key)
    await until(lambda: bool(leads.frames))
    await leads.write(key, 0, f"({role}) salaa ")
    await until(lambda: server.plain(key).startswith(f"({role})"))
    # Without following its room, and after having been turned away from it.
    page = await page_of(server, visit, role)
    await page.ask(key)
    await until(lambda: bool(page.of("text-reset")))
    assert await follows(page, f"report:{server.programme}", until) is follows_it
    if page.code is None:
        await page.ask(key)
        await until(lambda: "salaa" in page.reads(key))
        await page.write(key, 0, f"{role} kirjoitti ")
        await until(lambda: f"{role} kirjoitti" in leads.reads(key))
    else:
        page = await page_of(server, visit, role)
        assert await follows(page, f"programme:{server.programme}", until)
        page.docs[key] = Doc()
        await page.write(key, 0, "luvatta")
        await until(lambda: bool(page.of("text-reset")))
        await leads.write(key, 0, "lisää ")
        await until(lambda: server.plain(key).startswith("lisää "))
        await page.say(type="ping")
        await until(lambda: bool(page.of("pong")))
        assert page.frames == []
        assert not any(key in str(told) for told in page.told if told["type"] != "text-reset")
    assert ("kirjoitti" in server.plain(key).split("salaa")[0]) is writes
    assert "luvatta" not in server.plain(key)


async def test_a_revoked_person_is_sent_away_at_once_and_others_stay(server: Any, visit: Any, until: Any) -> None:
    gone, stays = await visit("Poistuva"), await visit("Jäävä")
    for page in (gone, stays):
        await until(lambda page=page: len({told["room"] for told in page.of("frag")}) == 2)
    person = server.read("SELECT id FROM participant WHERE name = 'Poistuva'")[0][0]
    boss = await visit.client("Mikko", "facilitator")
    answer = await asyncio.to_thread(boss.post, f"/p/{server.programme}/people/{person}/revoke")
    assert answer.status_code == 303
    await until(lambda: gone.code is not None)
    assert gone.code == frames.SIGN_IN
    await stays.say(type="ping")
    await until(lambda: bool(stays.of("pong")))
    assert stays.code is None


async def test_who_looks_as_a_participant_writes_no_text(server: Any, visit: Any, until: Any) -> None:
    client = await visit.client("Katsova", "facilitator")
    page = Page(server, client, (f"board:{server.board}",))
    page.cookie += f"; kehittamo_look={server.programme}"
    visit.pages.append(page)
    await page.open_socket()
    key = await visit.note("Koskematta")
    await page.ask(key)
    await until(lambda: page.reads(key) == "Koskematta")
    await page.write(key, 0, "Ei ")
    await until(lambda: bool(page.of("text-reset")))
    assert server.plain(key) == "Koskematta"
    # What happens in the programme has everybody asked anew; whoever looks keeps looking.
    boss = await visit.client("Mikko", "facilitator")
    await asyncio.to_thread(boss.post, f"/p/{server.programme}/joining", data={"joining": "0"})
    await asyncio.to_thread(boss.post, f"/p/{server.programme}/joining", data={"joining": "1"})
    await page.ask(key)
    await page.write(key, 0, "Ei ")
    await until(lambda: len(page.of("text-reset")) >= 2)
    assert server.plain(key) == "Koskematta"


class Talkative(Server):
    """A server that writes everything into its log that it can."""

    def start(self) -> None:
        """Start it by uvicorn's own command, with its access log and every detail of its sockets."""
        words = ("-m", "uvicorn", "--factory", "kehittamo_core.web.app:from_environment", "--ws", "websockets-sansio")
        more = ("--port", str(self.port), "--log-level", "debug", "--access-log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words, *more],
                env=os.environ | {"KEHITTAMO_HOME": str(self.home)},
                stdout=log,
                stderr=log,
            )
        self.wait()


async def test_tokens_stand_in_no_log_and_in_no_answer_that_leads_away(
    filled: Path, tmp_path: Path, until: Any
) -> None:
    """Everything that bears a token is used, right and wrong; then the server's log is searched for each of them."""
    shutil.copytree(filled, tmp_path / "home")
    server = Talkative(tmp_path / "home")
    await asyncio.to_thread(server.start)
    visit = Visitors(server)
    client, boss = await visit.client("Elina"), await visit.client("Mikko", "facilitator")
    sent = await asyncio.to_thread(
        boss.post, f"/p/{server.programme}/people/invite", data={"text": "Anna\nBo", "invite": "1"}
    )
    tokens = set(re.findall(r"/l/([\w-]{30,})", sent.text))
    assert len(tokens) == 2
    wrong = "a-wrong-token-that-nobody-has-made-0123456789"
    for token in (*tokens, wrong):
        for method in ("GET", "POST", "PUT"):
            answer = await asyncio.to_thread(client.request, method, f"/l/{token}")
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert token not in answer.headers.get("location", "")
        await asyncio.to_thread(client.get, f"/l/{token}/more")
    page = await visit("Elina")
    await until(lambda: bool(page.of("hello")))
    await page.close()
    tokens |= {value for one in (client, boss) for name, value in one.cookies.items() if name == "kehittamo"}
    for one in (client, boss):
        one.close()
    await asyncio.to_thread(server.stop)
    log = server.log.read_text()
    assert "GET /l/…" in log
    assert "kehittamo=…" in log
    for token in (*tokens, wrong):
        assert token not in log
