"""The demonstration programmes as files: there and back to the same bytes, twice without a change, refused whole when wrong."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.house.conftest import Run, run_in

PROGRAMMES = ("siun-sote-hebu", "kainuu-nuoret", "harjoitus")


def exported(home: Path, programme: str, out: Path) -> bytes:
    """The archive of a programme."""
    done = run_in(home, "programme", "export", programme, "--as", "archive", "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out.read_bytes()


@pytest.fixture(scope="module")
def archive(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The archive of a programme of the demo as a file that is only read, exported once."""
    folder = tmp_path_factory.mktemp("archives")

    def archive(programme: str) -> Path:
        file = folder / f"{programme}.json"
        if not file.exists():
            exported(demo_home, programme, file)
        return file

    return archive


def rows_of(home: Path) -> Mapping[str, list[Any]]:
    """Every row of every table: whatever an import changes shows here."""
    (file,) = home.glob("*.db")
    with sqlite3.connect(file) as database:
        tables = [
            name for (name,) in database.execute("select name from sqlite_master where type = 'table' order by name")
        ]
        return {table: sorted(map(repr, database.execute(f'select * from "{table}"'))) for table in tables}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_there_and_back(archive: Callable[[str], Path], tmp_path: Path, programme: str) -> None:
    """Archive, empty database, archive: the same bytes."""
    first = archive(programme)
    home = tmp_path / "empty"
    assert run_in(home, "db", "upgrade").returncode == 0
    done = run_in(home, "programme", "import", str(first))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == programme
    assert exported(home, programme, tmp_path / "second.json") == first.read_bytes()


def test_importing_twice_changes_nothing(archive: Callable[[str], Path], tmp_path: Path) -> None:
    """The second import of the same file leaves every row of every table as it was, events included."""
    file = str(archive("harjoitus"))
    home = tmp_path / "twice"
    assert run_in(home, "db", "upgrade").returncode == 0
    assert run_in(home, "programme", "import", file).returncode == 0
    before = rows_of(home)
    assert run_in(home, "programme", "import", file).returncode == 0
    after = rows_of(home)
    assert [table for table in before if before[table] != after[table]] == []


def test_loading_the_demo_twice_changes_nothing(tmp_path: Path) -> None:
    """What a newcomer tries on the demo is not overwritten by the next start."""
    home = tmp_path / "demo"
    assert run_in(home, "demo", "load").returncode == 0
    with closing(sqlite3.connect(home / "kehittamo.db")) as database, database:
        database.execute("UPDATE board SET title = 'Oma nimi' WHERE key = 'h-impact_chain'")
    before = rows_of(home)
    assert run_in(home, "demo", "load").returncode == 0
    after = rows_of(home)
    assert [table for table in before if before[table] != after[table]] == []


@pytest.mark.parametrize(
    ("path", "value", "place", "word"),
    [
        (("boards", 0, "items", 0, "values", "text"), 12, "boards[0].items[0].values.text", "12"),
        (("boards", 0, "items", 0, "kind"), "kissa", "boards[0].items[0].kind", "kissa"),
        (("boards", 0, "method"), 7, "boards[0].method", "7"),
        (("boards", 0, "links", 0, "target"), "ei-ole", "boards[0].links[0].target", "ei-ole"),
        (("stages", 0, "kind"), "juhla", "stages[0].kind", "juhla"),
        (("programme", "goal", "targets", 0, "amount"), "abc", "programme.goal.targets[0].amount", "abc"),
        (("format",), "muu", "format", "muu"),
    ],
)
def test_one_wrong_value_refuses_the_whole_file(
    demo_home: Path,
    archive: Callable[[str], Path],
    tmp_path: Path,
    path: tuple[str | int, ...],
    value: object,
    place: str,
    word: str,
) -> None:
    """The message names the place and the value, and the database is as it was."""
    document = json.loads(archive("harjoitus").read_bytes())
    node = document
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    document["programme"]["id"] = "vioittunut"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document), encoding="utf-8")
    before = rows_of(demo_home)
    done = run_in(demo_home, "programme", "import", str(wrong))
    assert done.returncode != 0
    assert place in done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert rows_of(demo_home) == before


def test_a_method_left_out_keeps_its_boards(demo_home: Path, archive: Callable[[str], Path], tmp_path: Path) -> None:
    """Without the network map the other four are listed, and the archive is the same as with it."""
    done = run_in(demo_home, "methods", KEHITTAMO_WITHOUT="network_map")
    assert done.returncode == 0, done.stderr
    listed = [line.split()[0] for line in done.stdout.splitlines() if line.strip()]
    assert {"empathy_map", "impact_chain", "pricing_tree", "service_path"} <= set(listed)
    assert "network_map" not in listed
    whole = archive("harjoitus").read_bytes()
    out = tmp_path / "without.json"
    done = run_in(
        demo_home,
        "programme",
        "export",
        "harjoitus",
        "--as",
        "archive",
        "--out",
        str(out),
        KEHITTAMO_WITHOUT="network_map",
    )
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == whole


def test_errors_are_one_sentence(command: Run, tmp_path: Path) -> None:
    """An unknown programme, a missing file, a bad role: a sentence on stderr, no traceback, nothing on stdout."""
    assert command("db", "upgrade").returncode == 0
    for words in (
        ("programme", "export", "ei-ole", "--as", "archive", "--out", str(tmp_path / "x.json")),
        ("programme", "import", str(tmp_path / "ei-ole.json")),
        ("link", "ei-ole", "--role", "expert", "--name", "Aino"),
        ("link", "ei-ole", "--role", "keisari", "--name", "Aino"),
        ("serve", "--workers", "3"),
    ):
        done = command(*words)
        assert done.returncode in (1, 2), words
        assert done.stderr.strip(), words
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
