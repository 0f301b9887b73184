"""The command line as a newcomer runs it: a home of its own, the demonstration programmes loaded once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.once import once

Run = Callable[..., subprocess.CompletedProcess[str]]
COMMAND = Path(sys.executable).parent / "kehittamo"


def run_in(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One call of the command in a home; its output as text."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("KEHITTAMO_")}
    return subprocess.run(
        [str(COMMAND), *words],
        env={**given, "KEHITTAMO_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the three demonstration programmes, for tests that change nothing in it."""

    def load(home: Path) -> None:
        done = run_in(home, "demo", "load")
        assert done.returncode == 0, done.stderr

    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(once(tmp_path_factory, "demo", load), home)
    return home


@pytest.fixture
def command(tmp_path: Path) -> Run:
    """Calls of the command in an empty home of this test."""
    home = tmp_path / "home"

    def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_in(home, *words, **environment)

    return call
