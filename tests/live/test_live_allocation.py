"""A trial's next allocation: in no page, frame, file or byte of the database before the enrolment, and given once."""

import asyncio
import io
import json
import secrets
import subprocess
import zipfile
from typing import Any

import httpx
import pytest

from kehittamo_core.api import ExportRequest
from kehittamo_core.loading import load_plugins
from tests.live.kit import command

pytestmark = pytest.mark.slow

PLUGINS = load_plugins()

SEED = "5 3 3 1 6 2 4 4 1 5 6 6 2 3 1 4 2 5 6 1"
EVERYBODY = ("facilitator", "expert", "observer")
PRINTED = ("pdf", "slides", "pptx", "xlsx", "archive-public")
"""The ways out that say how a trial is made, its seal with it; the other files hold no trial, or only its drawing."""
WAYS = (*PRINTED, "csv", "graphml", "svg")


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


def published(document: dict[str, Any], title: str) -> dict[str, str]:
    """What the report, the slides and the other files of one board of a programme say, by export: without white space."""
    boards = [board for board in document["boards"] if board["title"] == title]
    for board in boards:
        board.pop("stage", None)
    whole = {name: document[name] for name in ("format", "version", "programme")} | {"boards": boards}
    request = ExportRequest(document=whole, plugins=PLUGINS)
    return {way: "".join(_words(PLUGINS.exports[way].write(request)).split()) for way in WAYS}


def _words(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        return "".join(files.read(name).decode("utf-8", "replace") for name in files.namelist())


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
    sealed = json.loads(server.read("SELECT values_ FROM element WHERE id = ?", trial)[0][0])["seal"]
    for way, words in (await asyncio.to_thread(published, json.loads(seen[-1]), "Salattu")).items():
        assert way not in PRINTED or sealed in words, f"{way} prints the trial"
        seen.append(words)
    stored = b"".join(path.read_bytes() for path in server.home.iterdir() if path.is_file())

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


async def test_nothing_is_measured_before_the_plan_is_locked_nor_after_it_was_changed(server: Any) -> None:
    """The lock is asked for where a measurement is written: first it is missing, then the plan reads otherwise."""
    client = await asyncio.to_thread(server.sign_in, "facilitator", "Mikko")
    board = await asyncio.to_thread(new_trial, server, client)

    def element(kind: str) -> str:
        query = "SELECT id FROM element WHERE board_id = ? AND kind = ? AND deleted_at IS NULL"
        return str(server.read(query, board, kind)[0][0])

    done(client, f"/b/{board}/items", kind="measurement", zone="trial", text="Odotus päivinä")
    path = f"/b/{board}/items/{element('measurement')}/links"
    mean = {"method": "service_path", "kind": "measured", "target": element("trial_group"), "v.mean": "9,5"}
    factor = f"/b/{board}/items/{element('factor')}/fields"
    lock = f"/b/{board}/actions/lock_plan"

    assert "ennen kuin tulosmuuttujat ja analyysisuunnitelma on lukittu" in sent(client, path, **mean).text
    assert "Kirjoita ensin" in sent(client, lock, **{"v.day": "2026-09-01"}).text
    for field, words in (("primary_outcome", "Päivät jonossa"), ("analysis", "Tasojen keskiarvojen ero")):
        done(client, f"{factor}/{field}", **{f"v.{field}": words})
    done(client, lock, **{"v.day": "2026-09-01"})
    done(client, f"{factor}/primary_outcome", **{"v.primary_outcome": "Tyytyväisyys"})
    assert "ei ole sellainen kuin se lukittiin" in sent(client, path, **mean).text
    done(client, f"{factor}/primary_outcome", **{"v.primary_outcome": "Päivät jonossa"})
    assert "lukittiin vasta" in sent(client, path, **mean, **{"v.day": "2026-08-30"}).text
    query = "SELECT count(*) FROM element WHERE board_id = ? AND kind = 'measured' AND deleted_at IS NULL"
    assert server.read(query, board)[0][0] == 0
    done(client, path, **mean)
    assert server.read(query, board)[0][0] == 1
    assert "on jo mitattu" in sent(client, lock, **{"v.day": "2026-09-02"}).text
    client.close()
