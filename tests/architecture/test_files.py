"""What git holds: files of a readable length, lock files that work behind any mirror, and nothing that others have written."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
CODE = {".py", ".ts", ".js", ".css", ".html", ".jinja", ".j2", ".sh"}
FONTS = {".ttf", ".otf", ".woff", ".woff2"}


def tracked() -> list[Path]:
    """What is in git, or would be with the next `git add`; in an unpacked archive, everything that is not built."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    built = re.compile(r"(^|/)(\.venv|node_modules|__pycache__|static/build|static/fonts|\.[a-z_]+_cache|dist)(/|$)")
    files = (path for path in ROOT.rglob("*") if path.is_file())
    return [path for path in files if not built.search(path.relative_to(ROOT).as_posix())]


def names(paths: list[Path]) -> list[str]:
    """Paths as a person reads them, sorted."""
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def test_no_file_is_long_without_a_reason() -> None:
    """A file of code over 400 lines says why within its first ten: "Long because: ..."."""
    long = []
    for path in tracked():
        if path.suffix in CODE:
            lines = path.read_text(encoding="utf-8").splitlines()
            if len(lines) > LONGEST and not any("Long because:" in line for line in lines[:10]):
                long.append(path)
    assert names(long) == []


def test_every_python_module_opens_with_a_sentence() -> None:
    silent = []
    for path in tracked():
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            if text.strip() and not re.match(r'(#[^\n]*\n)*\s*[ru]?"""', text):
                silent.append(path)
    assert names(silent) == []


@pytest.mark.parametrize("name", ["run", "dev", "uv"])
def test_python_requirements_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text()
    assert "://" not in text
    assert not re.search(
        r"^\s*-", re.sub(r"^ +--hash=sha256:[0-9a-f]{64}( \\)?$", "", text, flags=re.MULTILINE), re.MULTILINE
    )
    pins = re.findall(r"^([\w.-]+)==\S+.*\\\n( +--hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[\w.-]+", text, re.MULTILINE)) > 0


def test_the_run_requirements_are_part_of_the_development_ones() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==[^\s;]+)", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE))

    assert pins("run") < pins("dev")
    assert pins("uv") < pins("dev")


def test_npm_packages_have_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages.pop("")
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_npm_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version)] == []


def test_no_foreign_scripts_or_fonts_are_committed() -> None:
    """They come from npm at build time; a committed copy goes stale, and nobody reads it."""
    foreign = []
    for path in tracked():
        minified = path.suffix in {".js", ".mjs", ".css"} and any(
            len(line) > 1000 for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        )
        if minified or path.suffix in FONTS or ".min." in path.name or "node_modules" in path.parts:
            foreign.append(path)
    assert names(foreign) == []


def test_what_is_built_is_not_committed() -> None:
    assert [name for name in names(tracked()) if "static/build/" in name or "static/fonts/" in name] == []
