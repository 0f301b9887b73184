"""Files under way: cancelled, killed from outside, on a full disk, many at once. Nothing half made stays, and words say what happened."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.tests import web_kit
from core.tests.web_kit import World, words
from kehittamo_core.api import Export, ExportRequest, Outline, Outlined
from kehittamo_core.web.reports import Line

BIG = 3_000_000


def write_slowly(request: ExportRequest) -> bytes:
    """Tells its process and never ends by itself."""
    folder = Path(str(request.options["cache"]))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"slow-{os.getpid()}").touch()
    request.progress(1, 3, "first")
    while True:
        time.sleep(0.05)


def write_and_be_killed(request: ExportRequest) -> bytes:
    """Is ended from outside in the middle."""
    request.progress(1, 3, "first")
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def write_much(_request: ExportRequest) -> bytes:
    """A file that needs room."""
    return b"%PDF" + os.urandom(BIG)


def outline_or_fail(request: ExportRequest) -> Outline:
    """Fails as long as a file says so."""
    if (Path(str(request.options["cache"])) / "broken").exists():
        raise ZeroDivisionError("by nothing")
    return Outline(chapters=(Outlined(id="next", title="Seuraavat askeleet"),))


def way(id_: str, write: object, *, private: bool = False, outline: Any = None) -> Export:
    return Export(
        id=id_, package="core.tests.test_web_reports", title=id_, ending="pdf", media_type="application/pdf",
        write=write, private=private, outline=outline,  # type: ignore[arg-type]
    )  # fmt: skip


WAYS = (
    way("slow", write_slowly), way("killed", write_and_be_killed), way("much", write_much, outline=outline_or_fail),
    way("whole", web_kit.write_words, private=True),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path_factory.mktemp("reports"), ways=WAYS) as world:
        yield world


def made(world: World, format_: str, role: str = "facilitator", programme: str = "{programme}") -> str:
    """Ask for a file; the address of its job."""
    answer = world.post(role, f"/p/{programme}/report", {"format": format_, "language": "fi"})
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"])


def until(world: World, job: str, wanted: str, role: str = "coordinator") -> str:
    """Wait until a job's page says something."""
    page = ""
    for _ in range(1600):
        page = words(world.get(role, job, htmx=True).text)
        if wanted in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def kept(world: World) -> int:
    return int(world.one("SELECT count(*) FROM report_job WHERE result IS NOT NULL"))


def test_a_report_is_cancelled_and_the_next_one_is_made(world: World) -> None:
    before = kept(world)
    job = made(world, "slow")
    page = until(world, job, "osa 1 / 3")
    assert "Peru tekeminen" in page
    assert "Peru tekeminen" not in words(world.get("expert", job).text)
    waiting = made(world, "pdf", "coordinator")
    assert "odottaa vuoroaan, 1 ennen sitä" in words(world.get("coordinator", waiting).text)
    assert world.post("expert", f"{job}/cancel").status_code == 403
    assert world.post("facilitator", f"{job}/cancel").status_code == 303
    page = until(world, job, "Tekeminen peruttiin")
    assert "Tiedostoa ei jäänyt" in page
    until(world, waiting, "Raportti on valmis")
    assert kept(world) == before + 1
    assert world.get("facilitator", f"{job}/file").status_code == 404
    [pid] = {int(file.name.partition("-")[2]) for file in (world.app.state.settings.home / "cache").rglob("slow-*")}
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists(), "the process of the cancelled report goes on"
    # One that is done stays done.
    world.post("coordinator", f"{waiting}/cancel")
    until(world, waiting, "Raportti on valmis")


def test_one_that_waits_is_cancelled_before_it_begins(world: World) -> None:
    first, second = made(world, "slow"), made(world, "slow")
    world.post("facilitator", f"{second}/cancel")
    until(world, second, "Tekeminen peruttiin")
    world.post("facilitator", f"{first}/cancel")
    until(world, first, "Tekeminen peruttiin")
    until(world, made(world, "pdf"), "Raportti on valmis")


def test_a_report_whose_process_is_killed_says_so(world: World) -> None:
    before = kept(world)
    page = until(world, made(world, "killed"), "Raporttia ei voitu tehdä")
    assert "lopetettiin kahdesti" in page
    assert kept(world) == before
    until(world, made(world, "pdf"), "Raportti on valmis")


def test_a_full_disk_keeps_no_half_file_and_is_said(world: World) -> None:
    state = world.app.state
    before = kept(world)
    pages = world.one("PRAGMA page_count")

    def limit(most: int) -> None:
        portal = world.client.blocking_portal
        with portal.wrap_async_context_manager(_Limit(state.database, most)):
            pass

    limit(pages + 40)
    try:
        job = made(world, "much")
        page = until(world, job, "Raporttia ei voitu tehdä")
        assert "levy on täynnä" in page
        assert kept(world) == before
        assert world.get("facilitator", f"{job}/file").status_code == 404
        assert world.get("facilitator", "/p/{programme}").status_code == 200
    finally:
        limit(2**30)
    until(world, made(world, "much"), "Raportti on valmis")
    assert kept(world) == before + 1


class _Limit:
    """The writer's own limit of pages: what SQLite says of it is what it says of a full disk."""

    def __init__(self, database: object, most: int) -> None:
        self._database, self._most = database, most

    async def __aenter__(self) -> None:
        await self._database.write(lambda session: session.execute(text(f"PRAGMA max_page_count={self._most}")))  # type: ignore[attr-defined]

    async def __aexit__(self, *_: object) -> None:
        return None


def test_what_is_not_for_publication_is_made_and_taken_by_facilitators_only(world: World) -> None:
    job = made(world, "whole")
    until(world, job, "Raportti on valmis")
    file = world.get("facilitator", f"{job}/file")
    assert file.status_code == 200
    assert 'filename="koeohjelma-whole-fi.pdf"' in file.headers["content-disposition"]
    assert world.get("expert", f"{job}/file").status_code == 403
    page = world.get("expert", "/p/{programme}/report").text
    assert 'value="whole"' not in page
    assert job.rsplit("/", 1)[1] not in page
    snapshot = re.search(r'<option value="(\w{32})">', page)
    assert snapshot
    form = {"snapshot": snapshot[1], "format": "whole", "language": "fi"}
    assert world.post("expert", "/p/{programme}/report", form).status_code == 403


def test_chapters_that_cannot_be_gathered_say_so_and_are_tried_again_when_asked(world: World) -> None:
    broken = world.app.state.settings.home / "cache" / "broken"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.touch()
    world.post("facilitator", "/p/{programme}/goal", {"text": "Uusi tavoite, jota ei ole vielä koottu"})

    def page(address: str, wanted: str) -> str:
        """The page when it waits no more: it fetches itself until then."""
        for _ in range(200):
            found = world.get("facilitator", address).text
            if wanted in words(found):
                return str(found)
            assert "addpage" in found, words(found)
            time.sleep(0.05)
        raise AssertionError(words(found))

    found = page("/p/{programme}/report", "Lukuja ei saatu koottua.")
    assert "Jokin meni rikki meillä" in words(found)
    again = re.search(r'href="([^"]+/report\?again=1)"', found)
    assert again
    assert 'hx-select="#composing"' not in found, "it would ask for ever"
    broken.unlink()
    assert "Lukuja ei saatu koottua." in words(world.get("facilitator", "/p/{programme}/report").text)
    assert 'id="chapter-next"' in page(again[1], "Seuraavat askeleet")
    assert "Lukuja ei saatu koottua." not in words(world.get("facilitator", "/p/{programme}/report").text)


def test_each_programme_has_its_turn() -> None:
    line = Line()
    for number in range(3):
        line.join(f"a{number}", "a")
    line.join("b0", "b")
    line.join("c0", "c")
    assert line.before("b0") == 2
    order = [line.next()]
    line.join("c1", "c")
    line.join("d0", "d")
    while (one := line.next()) is not None:
        order.append(one)
    assert [one.job_id for one in order if one] == ["a0", "b0", "c0", "d0", "a1", "c1", "a2"]
