"""Ratings given alone on a real board of the pricing tree: what others get is the same bytes however somebody rates."""

import asyncio
import re
from typing import Any

import pytest

from tests.live.kit import Page

pytestmark = pytest.mark.slow

PAGES = ("", "/ratings", "/table", "/findings", "/drawing/choice.svg", "/files/csv")


def same(said: str) -> str:
    """All of it without what differs from one time to the next (ids, numbers of events, times), and its words as they are."""
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", said, flags=re.DOTALL)
    return re.sub(r"\d+", "N", re.sub(r"\b[0-9a-f]{8,}\b", "H", said)) + " ".join(words.split())


async def test_nobody_gets_a_byte_that_tells_how_another_rates(server: Any, visit: Any, until: Any) -> None:
    query = "SELECT id FROM board WHERE method = 'pricing_tree' AND programme_id = ?"
    board = str(server.read(query, server.programme)[0][0])
    ends = [
        str(server.read("SELECT id FROM element WHERE board_id = ? AND key = ?", board, key)[0][0])
        for key in ("hp-ve-2", "hp-ak-2")
    ]
    others = {}
    for name, role in (
        ("Elina", "expert"),
        ("Kirjuri", "secretary"),
        ("Katselija", "observer"),
        ("Mikko", "facilitator"),
    ):
        page = Page(server, await visit.client(name, role), (f"board:{board}", f"programme:{server.programme}"))
        visit.pages.append(page)
        await page.open_socket()
        others[name, role] = page
    assert (await visit.post(f"/b/{board}/ratings", kind="rated", what="open")).status_code == 200

    async def rate(sign: str) -> dict[str, set[str]]:
        """Everything that each of the others gets when Aino rates so: frames of the socket, and pages asked for afterwards."""
        told = {who: len(page.told) for who, page in others.items()}
        form = {"kind": "rated", "v.sign": sign}
        answer = await visit.post(f"/b/{board}/ratings/{ends[0]}/{ends[1]}", "Aino", "expert", **form)
        assert answer.status_code == 200, answer.text
        got = {}
        for who, page in others.items():
            await until(lambda page=page, who=who: any(f["type"] == "frag" for f in page.told[told[who] :]), 60)
            got_frames = [frame for frame in page.told[told[who] :] if frame["type"] == "frag"]
            frames = {same(str(op.get("html", op["id"]))) for frame in got_frames for op in frame["ops"]}
            if who[1] not in ("expert", "facilitator"):
                got[who[0]] = frames
                continue
            client = await visit.client(*who)
            for path in PAGES:
                headers = {"HX-Request": "true"} if path == "/ratings" else {}
                found = await asyncio.to_thread(client.get, f"/b/{board}{path}", headers=headers, timeout=120)
                frames.add(f"{path} {found.status_code} {same(found.text)}")
            got[who[0]] = frames
        return got

    await rate("+/-")
    better, worse = await rate("+"), await rate("-")
    for name, heard in better.items():
        assert heard == worse[name], name
    await rate("+")
    assert (await visit.post(f"/b/{board}/ratings", kind="rated", what="show")).status_code == 200
    client = await visit.client("Elina")
    for path, said in (
        ("/drawing/choice.svg", "Yksin: + 1, +/− 0, − 0"),
        ("/table", "+ edullisempi: 1, +/− ei selvää muutosta: 0"),
    ):
        shown = await asyncio.to_thread(client.get, f"/b/{board}{path}", timeout=120)
        assert said in re.sub(r"<[^>]+>", "", shown.text), path
    # A sign that somebody gave is no one's rating for the group.
    own = "SELECT count(*) FROM element WHERE board_id = ? AND kind = 'rated' AND source_id = ? AND target_id = ? AND values_ LIKE '%\"-\"%'"
    assert server.read(own, board, *ends)[0][0] == 1
    assert (await visit.post(f"/b/{board}/ratings", kind="rated", what="end")).status_code == 200
