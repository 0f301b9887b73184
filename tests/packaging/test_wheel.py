"""The wheel carries all that it needs: a fresh environment without node can list the methods and serve the first page."""

import os
import re
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assets import families

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def run(*command: str | Path, **environment: str) -> str:
    """The standard output of a command that must succeed."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a fresh environment with only the wheel and its locked packages, of the versions that we test with."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, folder)
    here = {"VIRTUAL_ENV": str(folder)}
    run(UV, "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/run.txt", **here)
    run(UV, "pip", "install", "--quiet", "--no-deps", wheel, **here)
    return folder / "bin"


def without_node(folder: Path) -> dict[str, str]:
    """A plain environment: system commands, no checkout, no node."""
    allowed = {"HOME", "LANG", "LC_ALL", "TMPDIR"}
    kept = {name: value for name, value in os.environ.items() if name in allowed}
    return kept | {"PATH": str(folder), "PYTHONUNBUFFERED": "1"}


def test_the_wheel_holds_fonts_scripts_templates_and_words(wheel: Path) -> None:
    files = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kehittamo_core/static/fonts/{name}" for name in families.files()} <= files
    assert "kehittamo_core/static/build/kehittamo.js" in files
    assert any(re.fullmatch(r"kehittamo_core/static/build/part-\w+\.js", name) for name in files)
    assert "kehittamo_core/static/build/LICENSES.txt" in files
    assert "kehittamo_core/locales/fi/messages.po" in files
    assert any(name.startswith("kehittamo_core/templates/") for name in files)
    assert any(re.fullmatch(r"kehittamo-[\d.]+\.dist-info/licenses/LICENSE", name) for name in files)


def test_the_wheel_holds_no_tests_and_no_sources_of_scripts(wheel: Path) -> None:
    files = zipfile.ZipFile(wheel).namelist()
    assert [name for name in files if "/tests/" in name or name.endswith((".ts", ".pyc"))] == []
    assert {name.split("/")[0].split("-")[0].split("_")[0] for name in files} == {"kehittamo"}


def kehittamo(elsewhere: Path, folder: Path, *arguments: str) -> str:
    """What the installed command prints, run in `folder` with neither the checkout nor node in reach."""
    result = subprocess.run(
        [elsewhere / "kehittamo", *arguments],
        env=without_node(elsewhere),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_all_five_methods_are_found(elsewhere: Path, tmp_path: Path) -> None:
    listing = kehittamo(elsewhere, tmp_path, "methods")
    for method in ("empathy_map", "impact_chain", "service_path", "network_map", "pricing_tree"):
        assert method in listing


@pytest.fixture
def address(elsewhere: Path, tmp_path: Path) -> Iterator[str]:
    """A served instance with an empty database of its own."""
    kehittamo(elsewhere, tmp_path, "db", "upgrade")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path / "log").open("w+")
    server = subprocess.Popen(
        [elsewhere / "kehittamo", "serve", "--host", "127.0.0.1", "--port", str(port)],
        env=without_node(elsewhere),
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
                break
            except httpx.TransportError:
                if server.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    pytest.fail(f"kehittamo serve does not answer; it wrote:\n{log.read()}")
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def test_the_first_page_its_script_and_its_fonts_are_served(address: str) -> None:
    with httpx.Client(base_url=address, trust_env=False, follow_redirects=True) as client:
        page = client.get("/")
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        scripts = re.findall(r'<script[^>]*\ssrc="([^"]*kehittamo[^"]*\.js[^"]*)"', page.text)
        assert scripts, page.text[:2000]
        for script in scripts:
            assert client.get(script).status_code == 200, script
