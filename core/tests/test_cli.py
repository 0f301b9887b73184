"""The command line: names, answers, exit codes, and one sentence for what a person can mend."""

import json
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.tests import samples
from kehittamo_core import cli, exporting_now
from kehittamo_core.exchange import canonical
from kehittamo_core.settings import VARIABLES, Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for part in VARIABLES:
        monkeypatch.delenv(part.name, raising=False)
    # A command that makes a report moves the temporary files of its process; here they come back.
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    monkeypatch.setenv("KEHITTAMO_HOME", str(tmp_path / "koti"))
    monkeypatch.setattr(cli, "load_plugins", lambda without=(): samples.plugins(*without))
    return tmp_path / "koti"


def run(*words: str, data: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, list(words), input=data)


def good(*words: str, data: bytes | None = None) -> str:
    result = run(*words, data=data)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*words: str, message: str, code: int = 1) -> str:
    result = run(*words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert message in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_a_programme_goes_in_and_out(home: Path, tmp_path: Path) -> None:
    good("db", "upgrade")
    good("db", "check")
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(samples.archive()))
    assert good("programme", "import", str(file)) == "koe\n"
    assert good("programme", "import", "-", data=file.read_bytes()) == "koe\n"
    assert good("programme", "list") == "koe\tKoeohjelma\t2\t3\n"
    assert json.loads(good("programme", "schema"))["properties"]["boards"]
    lines = good("methods").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["other", "sampler"]
    assert all(len(line.split("\t")) == 4 for line in lines)
    kinds = good("methods", "--kinds")
    for words in (
        "sampler (version 2): Sampler",
        "note - Test note (short id TN-n, thread: need)",
        "mood: choice (good, bad)",
        "others: list of actor",
        "leads - leads to: note -> step",
        "near: note -- note; note -- step".replace("near: ", "near - near: "),
        "lane - Test lane (short id TL-n, for facilitators)",
    ):
        assert words in kinds


def test_links_are_the_same_person_and_accounts_are_the_instances(home: Path, tmp_path: Path) -> None:
    good("db", "upgrade")
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(samples.archive()))
    good("programme", "import", str(file))
    first, second = (good("link", "koe", "--role", "expert", "--name", "Uusi") for _ in range(2))
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/l/[A-Za-z0-9_-]{43}\n", first)
    assert first != second
    assert good("programme", "list").endswith("\t4\n")
    assert good("account", "add", "--name", "Maija", "--email", "maija@example.org").startswith("http://")
    good("link", "koe", "--role", "coordinator", "--name", "Maija")
    assert good("programme", "list").endswith("\t4\n")
    refused(
        "link", "ei-ole", "--role", "expert", "--name", "x", message="There is no programme ei-ole; known are: koe."
    )
    refused("link", "koe", "--role", "boss", "--name", "x", message="Invalid value for '--role'", code=2)
    refused("link", "koe", "--role", "expert", "--name", " ", message="Write your name.")


def test_links_begin_with_the_address_that_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good("db", "upgrade")
    monkeypatch.setenv("KEHITTAMO_BASE_URL", "https://kehittamo.example.org/")
    assert good("account", "add", "--name", "Maija").startswith("https://kehittamo.example.org/l/")


def test_a_file_with_one_wrong_value_is_refused_with_its_place(home: Path, tmp_path: Path) -> None:
    good("db", "upgrade")
    document = samples.archive()
    document["boards"][0]["items"][0]["values"]["amount"] = "abc"
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(document))
    said = refused("programme", "import", str(file), message='boards[0].items[0].values.amount: "abc" is not a number')
    assert len(said.strip().splitlines()) == 1
    assert good("programme", "list") == ""
    document["boards"][0]["items"][0]["values"]["level"] = 101
    file.write_bytes(canonical(document))
    said = refused("programme", "import", str(file), message="and 1 more faults")
    assert "boards[0].items[0].values.level: 101 is not between 0 and 100" in said
    refused("programme", "import", str(tmp_path / "poissa.json"), message="cannot be read: No such file or directory.")


def test_a_missing_method_is_told_and_kept(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good("db", "upgrade")
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(samples.archive()))
    monkeypatch.setenv("KEHITTAMO_WITHOUT", "sampler")
    result = run("programme", "import", str(file))
    assert result.exit_code == 0
    assert "The method sampler is not installed: its boards are kept" in result.stderr
    assert [line.split("\t")[0] for line in good("methods").splitlines()] == ["other"]
    assert "sampler is left out" in run("methods").stderr


@pytest.mark.parametrize(
    "words",
    [
        ("programme", "list"),
        ("programme", "export", "x", "--as", "archive", "--out", "-"),
        ("link", "x", "--role", "expert", "--name", "x"),
        ("db", "check"),
    ],
)
def test_where_there_is_no_database_it_says_what_to_run(home: Path, words: tuple[str, ...]) -> None:
    refused(*words, message=f"There is no database {home / 'kehittamo.db'} yet; run: kehittamo db upgrade")
    assert not home.exists()


def test_an_account_makes_the_database_first(home: Path) -> None:
    good("account", "add", "--name", "Kaisa")
    good("db", "check")


def test_an_import_makes_the_database_first(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(samples.archive()))
    assert good("programme", "import", str(file)) == "koe\n"
    good("db", "check")


def test_db_check_tells_an_empty_and_a_present_database_apart(home: Path) -> None:
    home.mkdir()
    (home / "kehittamo.db").touch()
    refused("db", "check", message="has no tables yet; run: kehittamo db upgrade")
    good("db", "upgrade")
    good("db", "check")
    good("db", "upgrade")


def test_what_a_machine_lacks_is_one_sentence(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused("serve", "--workers", "2", message="--workers 2 needs PostgreSQL: SQLite has one writer")
    good("db", "upgrade")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused("serve", "--port", port, message=f"Port {port} is taken by another program")
    refused("serve", "--host", "192.0.2.1", message="192.0.2.1 is not an address of this machine")
    refused("serve", "--port", "99999", message="Invalid value for '--port'", code=2)
    monkeypatch.setenv("KEHITTAMO_HOME", "/proc/kehittamo")
    refused("db", "upgrade", message="The folder /proc/kehittamo cannot be made")
    refused("serve", "--port", "0", message="The folder /proc/kehittamo cannot be written")
    monkeypatch.setenv("KEHITTAMO_DATABASE_URL", "mysql://x/y")
    refused("db", "check", message="runs on SQLite and on PostgreSQL")
    monkeypatch.setenv("KEHITTAMO_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")
    refused("db", "check", message="The database cannot be reached")
    monkeypatch.setenv("KEHITTAMO_BASE_URL", "kehittamo.fi")
    refused("programme", "list", message="is not an address; it begins with http:// or https://")


def test_every_setting_is_told_by_serve_help(home: Path) -> None:
    said = good("serve", "--help")
    for part in VARIABLES:
        assert part.name in said


def test_the_secret_is_made_once_and_is_nobody_elses(home: Path) -> None:
    first = Settings.read().with_secret()
    assert len(first.secret) > 40
    assert Settings.read().with_secret().secret == first.secret
    assert (home / "secret").stat().st_mode & 0o077 == 0
    assert Settings.read({"KEHITTAMO_SECRET": "oma"}).with_secret().secret == "oma"


def test_an_unknown_format_names_the_known_ones(home: Path, tmp_path: Path) -> None:
    good("db", "upgrade")
    file = tmp_path / "koe.json"
    file.write_bytes(canonical(samples.archive()))
    good("programme", "import", str(file))
    refused(
        "programme", "export", "koe", "--as", "docx", "--out", str(tmp_path / "x"), message="There is no format docx"
    )
    # Before anything is made, so before the format is looked for.
    target = str(tmp_path / "nowhere" / "x.pdf")
    said = refused("programme", "export", "koe", "--as", "docx", "--out", target, message="cannot be written")
    assert "there is no folder" in said


def test_a_file_that_does_not_fit_leaves_what_was_there_and_no_half_of_it(tmp_path: Path) -> None:
    file = tmp_path / "raportti.pdf"
    file.write_bytes(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(OSError, match="too large"):
            exporting_now.keep(file, b"x" * 5_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
    exporting_now.keep(file, b"x" * 5_000)
    assert file.stat().st_size == 5_000


def started(home: Path, *words: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "KEHITTAMO_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", "from kehittamo_core.cli import main; main()", *words],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.slow
def test_serve_demo_prints_links_that_work_and_keeps_what_is_there(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = []
    for _ in range(2):
        with started(home, "serve", "--demo", "--port", str(port)) as process:
            try:
                deadline = time.monotonic() + 60
                while time.monotonic() < deadline and process.poll() is None:
                    try:
                        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
                            assert answer.status == 200
                        break
                    except OSError:
                        time.sleep(0.2)
                assert process.stdout is not None
                printed = [process.stdout.readline() for _ in range(12)]
                links = re.findall(r"http://\S+/l/\S+", "".join(printed))
                assert len(links) == 5
                assert [word for word in ("coordinator", "facilitator", "observer") if word in "".join(printed)]
                seen += links
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                    assert "Aino Virta" in answer.read().decode()
                with urllib.request.urlopen(links[0], timeout=10) as answer:
                    assert "Kaisa Kallio" in answer.read().decode()
            finally:
                process.terminate()
                process.communicate(timeout=30)
    assert len(set(seen)) == 10
    people = subprocess.run(
        [sys.executable, "-c", "from kehittamo_core.cli import main; main()", "programme", "list"],
        env={**os.environ, "KEHITTAMO_HOME": str(home)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert re.search(r"^harjoitus\t.*\t15$", people.stdout, re.MULTILINE)
