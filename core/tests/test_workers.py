"""The supervised workers: results come back, and whatever a function does, the caller gets an answer in time."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kehittamo_core.api import (
    Board,
    Box,
    Chapter,
    Drawing,
    Export,
    ExportRequest,
    Insight,
    Item,
    Kind,
    Method,
    MissingPart,
    Paragraph,
    Problem,
    Scene,
    WorkFailed,
)
from kehittamo_core.loading import Plugins
from kehittamo_core.workers import Workers, tell


def add(first: int, second: int) -> int:
    return first + second


def raising(path: str) -> None:
    Path(path).write_text(Path(path).read_text() + "x" if Path(path).exists() else "x")
    raise ValueError("no such thing")


def endless() -> None:
    while True:
        pass


def swallowing_endless() -> None:
    while True:
        try:
            time.sleep(60)
        except BaseException:  # a library that catches everything must be killed, not asked
            continue


def greedy() -> int:
    return len(bytearray(3_000_000_000))


def die_once(path: str) -> str:
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "second time"


def leave_and_die(path: str) -> None:
    """As WeasyPrint does: a folder of temporary files, for which nobody is left to remove it."""
    folder = Path(tempfile.mkdtemp(prefix="left-"))
    (folder / "font").write_bytes(b"x")
    with Path(path).open("a") as file:
        file.write(f"{folder}\n")
    os.kill(os.getpid(), signal.SIGKILL)


def process_facts() -> tuple[int, int]:
    return os.getpid(), os.nice(0)


def weight_of_session(pid: int) -> str:
    """As for nice; nothing where the kernel does not group by sessions."""
    group = Path(f"/proc/{pid}/autogroup")
    return group.read_text().split()[-1] if group.exists() and group.read_text().strip() else ""


def counting(total: int) -> str:
    for number in range(total):
        tell(number + 1, total, f"part {number + 1}")
    return "counted"


def unpicklable() -> object:
    return threading.Lock()


def slow_pid(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def parent_of_one() -> tuple[int, int]:
    """What an export does: share its own work out to workers of its own."""
    with Workers(count=1, exports=0) as workers:
        return os.getpid(), workers.submit(process_facts).result()[0]


def parent_that_hangs(path: str) -> None:
    with Workers(count=1, exports=0) as workers:
        workers.submit(note_pid_and_hang, path, seconds=600).result()


def note_pid_and_hang(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def drawn(board: Board) -> Scene:
    return Scene(shapes=tuple(Box(item=item, x=0, y=row * 20) for row, item in enumerate(board.items)), alt="A list.")


def broken_drawing(board: Board) -> Scene:
    raise KeyError("layer")


def not_a_scene(board: Board) -> Scene:
    return "<svg>"  # type: ignore[return-value]


def empty_notes(board: Board) -> Iterator[Problem]:
    for item in board.items:
        if not item.text:
            yield Problem(message=f"{item.code} is empty.", items=(item,))


def broken_rule(board: Board) -> Iterator[Problem]:
    raise ZeroDivisionError


def counted(board: Board) -> Iterator[Insight]:
    yield Insight(finding=f"{len(board.items)} notes.")


def written(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    return Chapter.of(board.title, [Paragraph(insight.finding) for insight in insights])


def shout(request: ExportRequest) -> bytes:
    for number in range(3):
        request.progress(number + 1, 3, "shouting")
    return f"{request.document['title']} {sorted(request.plugins.methods)}".upper().encode()


LISTING = Method(
    id="listing",
    package="",
    title="Listing",
    summary="A list.",
    kinds=(Kind(id="note", code="ZN", label="Note"),),
    drawings=(
        Drawing(id="list", label="List", draw=drawn),
        Drawing(id="broken", label="Broken", draw=broken_drawing),
        Drawing(id="wrong", label="Wrong", draw=not_a_scene),
    ),
    rules=(empty_notes, broken_rule),
    find_insights=counted,
    write_chapter=written,
)
SHOUT = Export(id="shout", package="", title="Shout", ending="txt", media_type="text/plain", write=shout)
PLUGINS = Plugins(methods={"listing": LISTING}, exports={"shout": SHOUT})


def board(*texts: str) -> Board:
    items = tuple(
        Item(id=f"n{i}", kind="note", code=f"ZN-{i}", values={"text": text}) for i, text in enumerate(texts, 1)
    )
    return Board(id="b1", title="Notes", method="listing", items=items)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    crew = Workers(PLUGINS, count=2, memory=512)
    await crew.start()
    yield crew
    await crew.close()


async def test_a_function_runs_in_another_process_with_low_priority(workers: Workers) -> None:
    assert await workers.run(add, 2, 3) == 5
    pid, nice = await workers.run(process_facts)
    assert pid != os.getpid()
    assert nice >= 10
    # Nice counts within a session only, where the kernel groups by sessions: a worker is one of its own, as low.
    assert os.getsid(pid) == pid
    assert weight_of_session(pid) in ("", str(nice))


def test_a_worker_does_not_import_the_program_that_started_it(tmp_path: Path) -> None:
    program, imports = tmp_path / "program.py", tmp_path / "imports"
    program.write_text(
        f"open({str(imports)!r}, 'a').write('once ')\n"
        "from kehittamo_core.workers import Workers\n"
        "if __name__ == '__main__':\n"
        "    with Workers(count=1, exports=0) as workers:\n"
        "        print(workers.submit(pow, 2, 5).result())\n"
    )
    out = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout == "32\n"
    assert imports.read_text() == "once "


def test_what_a_killed_program_leaves_is_removed_by_the_next_one(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    program = tmp_path / "program.py"
    temporary = tmp_path_factory.mktemp("t")  # a short path: it holds a socket
    program.write_text(
        "import os, sys, tempfile\n"
        "from kehittamo_core.workers import Workers, scratch\n"
        "if __name__ == '__main__':\n"
        "    scratch.settle()\n"
        "    with Workers(count=1, exports=0) as workers:\n"
        "        print(workers.submit(tempfile.mkdtemp).result(), flush=True)\n"
        "        os.kill(os.getpid(), int(sys.argv[1]))\n"
    )
    command, environment = [sys.executable, str(program)], {**os.environ, "TMPDIR": str(temporary)}
    killed = subprocess.run([*command, "9"], capture_output=True, text=True, timeout=60, env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert Path(killed.stdout.strip()).is_dir()
    subprocess.run([*command, "0"], capture_output=True, check=True, timeout=60, env=environment)
    assert list(temporary.iterdir()) == []


async def test_a_worker_stays_warm_between_jobs(workers: Workers) -> None:
    pids = {(await workers.run(process_facts))[0] for _ in range(6)}
    assert len(pids) <= 2


async def test_an_error_is_told_with_its_message_and_not_retried(workers: Workers, tmp_path: Path) -> None:
    file = tmp_path / "runs"
    with pytest.raises(WorkFailed, match="no such thing") as caught:
        await workers.run(raising, str(file))
    assert caught.value.reason == "failed"
    assert file.read_text() == "x"
    assert await workers.run(add, 1, 1) == 2


@pytest.mark.parametrize("function", [endless, swallowing_endless])
async def test_a_job_over_its_time_is_killed_and_the_next_one_runs(workers: Workers, function: object) -> None:
    start = time.monotonic()
    with pytest.raises(WorkFailed) as caught:
        await workers.run(function, seconds=0.4)  # type: ignore[arg-type]
    assert caught.value.reason == "time"
    assert time.monotonic() - start < 10
    assert await workers.run(add, 1, 1) == 2


async def test_a_job_over_its_memory_says_so(workers: Workers) -> None:
    with pytest.raises(WorkFailed) as caught:
        await workers.run(greedy)
    assert caught.value.reason == "memory"
    assert await workers.run(add, 1, 1) == 2


async def test_a_killed_worker_is_replaced_and_the_job_tried_once_more(workers: Workers, tmp_path: Path) -> None:
    assert await workers.run(die_once, str(tmp_path / "died")) == "second time"
    left = tmp_path / "left"
    with pytest.raises(WorkFailed) as caught:
        await workers.run(leave_and_die, str(left))
    assert caught.value.reason == "killed"
    folders = left.read_text().split()
    assert len(folders) == 2  # one for each try
    assert not [folder for folder in folders if Path(folder).parent.exists()]


async def test_a_result_that_cannot_travel_is_an_error_and_no_hang(workers: Workers) -> None:
    with pytest.raises(WorkFailed, match="cannot be sent"):
        await workers.run(unpicklable)


async def test_a_function_without_an_importable_name_is_refused_at_once(workers: Workers) -> None:
    with pytest.raises(WorkFailed, match="importable by name"):
        await workers.run(lambda: 1)


async def test_the_event_loop_goes_on_while_workers_work(workers: Workers) -> None:
    beats = 0
    task = asyncio.create_task(workers.run(slow_pid, 0.5))
    while not task.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 20


async def test_progress_reaches_the_one_who_asked(workers: Workers) -> None:
    told: list[tuple[int, int, str]] = []
    future = workers.submit(counting, 3, told=lambda done, total, what: told.append((done, total, what)))
    assert await asyncio.wrap_future(future) == "counted"
    assert told == [(1, 3, "part 1"), (2, 3, "part 2"), (3, 3, "part 3")]


async def test_a_cancelled_wait_ends_the_job(workers: Workers) -> None:
    task = asyncio.create_task(workers.run(endless, seconds=600))
    await asyncio.sleep(0.6)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    start = time.monotonic()
    assert await asyncio.gather(*(workers.run(add, n, n) for n in range(4))) == [0, 2, 4, 6]
    assert time.monotonic() - start < 8


async def test_closing_ends_every_process_and_fails_what_waits() -> None:
    crew = Workers(count=1, exports=0)
    await crew.start()
    pid, _ = await crew.run(process_facts)
    waiting = [asyncio.ensure_future(crew.run(endless, seconds=600)) for _ in range(3)]
    await asyncio.sleep(0.3)
    await crew.close()
    outcomes = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 5)
    assert all(isinstance(outcome, WorkFailed | asyncio.CancelledError) for outcome in outcomes)
    assert not _alive(pid)
    with pytest.raises(WorkFailed):
        await crew.run(add, 1, 1)


async def test_a_worker_may_have_workers_and_they_end_with_it(workers: Workers, tmp_path: Path) -> None:
    outer, inner = await asyncio.wrap_future(workers.submit(parent_of_one, long=True, seconds=120))
    assert outer != inner
    file = tmp_path / "pid"
    with pytest.raises(WorkFailed):
        await asyncio.wrap_future(workers.submit(parent_that_hangs, str(file), long=True, seconds=6))
    assert await asyncio.to_thread(_ends, int(file.read_text()))


async def test_a_drawing_is_made_once_for_one_content(workers: Workers) -> None:
    first, second = await asyncio.gather(workers.draw(board("a")), workers.draw(board("a"), "list"))
    assert first is second
    assert first.boxes[0].lines == ("a",)
    assert (await workers.draw(board("b"))).boxes[0].lines == ("b",)
    painted = await workers.svg(board("a"))
    assert painted.startswith("<svg") and 'data-element="n1"' in painted  # noqa: PT018


async def test_a_failing_drawing_says_so_and_is_tried_again_next_time(workers: Workers) -> None:
    for drawing, words in (("broken", "layer"), ("wrong", "not a Scene")):
        for _ in range(2):
            with pytest.raises((WorkFailed, Exception), match=words):
                await workers.draw(board("a"), drawing)
    with pytest.raises(MissingPart, match="no drawing"):
        await workers.draw(board("a"), "absent")
    with pytest.raises(MissingPart, match="not installed"):
        await workers.draw(Board(id="b", title="", method="absent"))


async def test_one_failing_rule_does_not_silence_the_others(workers: Workers) -> None:
    problems = await workers.problems(board("a", ""))
    assert [problem.message for problem in problems] == ["ZN-2 is empty."]
    assert problems[0].rule == "empty_notes"


async def test_insights_and_the_chapter_come_from_the_method(workers: Workers) -> None:
    assert [insight.finding for insight in await workers.insights(board("a", "b"))] == ["2 notes."]
    chapter = await workers.chapter(board("a", "b"))
    assert chapter == Chapter.of("Notes", [Paragraph("2 notes.")])


async def test_an_export_runs_in_its_own_lane_and_tells_how_far_it_is(workers: Workers) -> None:
    told: list[int] = []
    request = ExportRequest(
        document={"title": "tämä"}, plugins=PLUGINS, progress=lambda done, total, what: told.append(done)
    )
    assert await workers.export("shout", request) == "TÄMÄ ['LISTING']".encode()
    assert told == [1, 2, 3]
    with pytest.raises(MissingPart):
        await workers.export("whisper", request)


def _ends(pid: int) -> bool:
    end = time.monotonic() + 5
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
