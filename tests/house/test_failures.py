"""A test that fails amid what is being thrown away is reported as failed, and the tests after it run."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
AMID_GARBAGE = '''
import ast, gc

class Late:
    """What asyncio does with an answer that nobody waits for: it parses lines in the middle of whatever goes on."""
    again = True
    def __init__(self): self.me = self
    def __del__(self, deep=30):
        if not self.again: return
        if deep: return self.__del__(deep - 1)
        ast.parse("a + b")
        Late()

def test_that_fails():
    Late()
    gc.set_threshold(20, 1, 1)
    said = "what was wrong"
    assert said == "nothing"

def test_that_follows():
    gc.set_threshold(700, 10, 10)
    Late.again = False
'''


def test_a_failure_amid_garbage_is_reported_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "test_amid.py").write_text(AMID_GARBAGE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "--rootdir", tmp_path, "-q", tmp_path],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "what was wrong" in done.stdout
