"""The walls between the rooms stand: import-linter finds no import that crosses one."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_no_import_crosses_a_wall() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo"]
    linting = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linting.returncode == 0, linting.stdout + linting.stderr
    assert ", 0 broken" in linting.stdout


def test_every_package_is_behind_the_walls() -> None:
    """A new method that nobody told import-linter, mypy or the wheel about would be free of all rules."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    folders = {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("*/kehittamo_*/__init__.py")}
    folders |= {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("*/*/kehittamo_*/__init__.py")}
    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == folders
    assert folders <= set(project["mypy"]["files"])
    assert set(project["importlinter"]["root_packages"]) == {Path(folder).name for folder in folders}


def test_every_plugin_has_an_entry_point_of_its_folders_name() -> None:
    entry_points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["kehittamo"]
    expected = {path.parent.name: f"kehittamo_{path.parent.name}" for path in ROOT.glob("plugins/*/kehittamo_*")}
    assert entry_points == expected | {"exports": "kehittamo_exports"}
