"""Installs an example package as a stranger would: from a folder of its own, without a line changed in the core."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

FIVE_WHYS = Path(__file__).parent / "five_whys"

PROGRAMME: dict[str, Any] = {
    "format": "kehittamo",
    "version": 1,
    "programme": {"id": "miksi", "title": "Miksi jonot kasvavat", "languages": ["fi"]},
    "boards": [
        {
            "id": "viisi",
            "method": "five_whys",
            "version": 1,
            "title": "Viisi kertaa miksi",
            "items": [
                {"id": "o1", "kind": "problem", "order": 1, "values": {"text": "Jonot kasvavat"}},
                {"id": "s1", "kind": "cause", "order": 1, "values": {"text": "Lähetteitä tulee enemmän"}},
                {"id": "s2", "kind": "cause", "order": 2, "values": {"text": "Apua ei saa lähempää"}},
            ],
            "links": [
                {"id": "l1", "kind": "because", "source": "o1", "target": "s1"},
                {"id": "l2", "kind": "because", "source": "s1", "target": "s2"},
            ],
        }
    ],
}
"""A programme with one board of five whys, as an archive."""


def install(package: Path, folder: Path) -> Path:
    """Install a package with its entry points beside the product; the folder to put on PYTHONPATH."""
    source, target = folder / "source", folder / "installed"
    shutil.copytree(package, source, ignore=shutil.ignore_patterns("__pycache__"))
    uv = Path(sys.executable).parent / "uv"
    words = ("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(target), str(source))
    done = subprocess.run(
        [str(uv), *words],
        env={"PATH": "/usr/bin:/bin", "VIRTUAL_ENV": str(Path(sys.executable).parents[1]), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target
