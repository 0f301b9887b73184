"""A trial's next allocation: in no page, frame, file or byte of the database before the enrolment, and given once."""

import asyncio
import json
import secrets
from typing import Any

import httpx
import pytest

from tests.live.kit import command

pytestmark = pytest.mark.slow

SEED = "5 3 3 1 6 2 4 4 1 5 6 6 2 3 1 4 2 5 6 1"
EVERYBODY = ("facilitator", "expert", "observer")


def sent(client: httpx.Client, path: str, **form: str) -> httpx.Response:
    """Send a form of a page as htmx does."""
    data = {"command_id": secrets.token_hex(8), **form}
    return client.post(path, data=data, headers={"HX-Request": "true"})


def done(client: httpx.Client, path: str, **form: str) -> httpx.Response:
    """As `sent`, where nothing speaks against it."""
    answer = sent(client, path, **form)
    assert answer.status_code < 400, answer.text
    return answer


def new_trial(server: Any, client: httpx.Client) -> str:
    """A trial with one factor of two levels, its groups made and its seed sealed; the board's id."""
    answer = client.post(
        f"/p/{server.programme}/boards",
        data={"start": "service_path/trial", "title": "Salattu", "command_id": secrets.token_hex(8)},
    )
    board = answer.headers["location"].rpartition("/")[2].partition("?")[0]
    done(client, f"/b/{board}/actions/make_groups", **{"v.assign": "yes"})
    done(client, f"/b/{board}/actions/begin_enrolment", **{"v.seed": SEED})
    return board


def log_of(server: Any, board: str) -> list[tuple[str, int]]:
    """The log as it is stored: the group's short id and the number of the line."""
    rows = server.read(
        """SELECT g.code, a.values_ FROM element a JOIN element l ON l.source_id = a.id AND l.kind = 'allocated'
           JOIN element g ON g.id = l.target_id WHERE a.board_id = ? AND a.kind = 'allocation' ORDER BY a.order_ """,
        board,
    )
    return [(code, json.loads(values)["number"]) for code, values in rows]


async def test_the_next_allocation_is_nowhere_before_the_enrolment(server: Any, visit: Any, until: Any) -> None:
    """What is shown, sent and stored before an enrolment does not hold the seed from which alone it follows."""
    client = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    page = await visit(role="facilitator")
    board = await asyncio.to_thread(new_trial, server, client)
    await page.say(type="sub", rooms=[{"room": f"board:{board}", "since": None, "epoch": None, "at": None}])
    enrol = f"/b/{board}/actions/enrol"
    answer = await asyncio.to_thread(done, client, enrol, **{"v.participant": "N-1", "v.seed": SEED})
    await until(lambda: any(told.get("room") == f"board:{board}" for told in page.of("frag")))

    seen = [answer.text, str(dict(answer.headers)), json.dumps(page.told), repr(page.frames)]
    trial = server.read("SELECT id FROM element WHERE board_id = ? AND kind = 'trial'", board)[0][0]
    drawings = ("path", "groups", "charts")
    for role in EVERYBODY:
        reader = await asyncio.to_thread(server.sign_in, role, f"Lukija {role}")
        for path in (
            f"/b/{board}", f"/b/{board}/table", f"/b/{board}/findings", f"/b/{board}/settings", f"/b/{board}/screen",
            f"/b/{board}/items/{trial}", f"/b/{board}/items/{trial}/history", f"/b/{board}/files/path-csv",
            *(f"/b/{board}/drawing/{drawing}.svg" for drawing in drawings),
        ):  # fmt: skip
            seen.append((await asyncio.to_thread(reader.get, path)).text)
        reader.close()
    out = server.home / "salattu.json"
    await asyncio.to_thread(
        command, server.home, "programme", "export", "harjoitus", "--as", "archive", "--out", str(out)
    )
    seen.append(out.read_text(encoding="utf-8"))
    stored = b"".join(path.read_bytes() for path in server.home.iterdir() if path.is_file())

    sealed = json.loads(server.read("""SELECT values_ FROM element WHERE id = ?""", trial)[0][0])["seal"]
    assert any(sealed in text for text in seen)
    assert sealed.encode() in stored
    for secret in (SEED, SEED.replace(" ", ""), SEED.replace(" ", "+"), SEED.replace(" ", "%20")):
        assert [text[:80] for text in seen if secret in text] == []
        assert secret.encode() not in stored
        assert secret not in server.log.read_text()

    await asyncio.to_thread(done, client, f"/b/{board}/actions/end_enrolment", **{"v.seed": SEED})
    opened = await asyncio.to_thread(client.get, f"/b/{board}/items/{trial}")
    assert SEED in opened.text, "after the enrolment everybody can check the log"
    client.close()


async def test_two_who_enrol_at_once_get_two_places_of_the_log(server: Any) -> None:
    """Enrolments queue on the board: no place of the sequence is given twice, and none is left out."""
    client = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    board = await asyncio.to_thread(new_trial, server, client)
    await asyncio.gather(
        *(
            asyncio.to_thread(done, client, f"/b/{board}/actions/enrol", **{"v.participant": f"N-{n}", "v.seed": SEED})
            for n in range(12)
        )
    )
    log = log_of(server, board)
    assert [number for _, number in log] == list(range(1, 13))
    sizes = [[group for group, _ in log].count(group) for group in {group for group, _ in log}]
    assert max(sizes) - min(sizes) <= 3
    await asyncio.to_thread(done, client, f"/b/{board}/actions/end_enrolment", **{"v.seed": SEED})
    found = await asyncio.to_thread(client.get, f"/b/{board}/findings")
    assert "vastaa avattua siementä" in found.text
    client.close()


async def test_only_who_facilitates_enrols_and_only_with_the_sealed_seed(server: Any) -> None:
    client = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    board = await asyncio.to_thread(new_trial, server, client)
    expert = await asyncio.to_thread(server.sign_in, "expert", "Aino")
    form = {"v.participant": "N-1", "v.seed": SEED}
    assert sent(expert, f"/b/{board}/actions/enrol", **form).status_code == 403
    wrong = sent(client, f"/b/{board}/actions/enrol", **{**form, "v.seed": SEED[::-1]})
    assert wrong.status_code >= 400
    assert SEED[::-1] not in wrong.text
    assert log_of(server, board) == []
    expert.close()
    client.close()
