"""What the fork server imports once, so that a fresh worker is there within milliseconds.

Libraries, and the module `warm` of every plugin package that has one; what fails here says so when it is used.
"""

import contextlib
import gc
import importlib
import os
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

from kehittamo_core.workers import scratch

GROUP = "kehittamo"
LIBRARIES = ("kehittamo_core.api", "kehittamo_core.workers.jobs", "networkx", "numpy", "pikepdf")


def warm_modules() -> Iterator[str]:
    """The names of plugins' `warm` modules, found without importing the plugins."""
    for package in sorted({point.module.partition(".")[0] for point in metadata.entry_points(group=GROUP)}):
        spec = util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            if (Path(folder) / "warm.py").is_file():
                yield f"{package}.warm"


def preload() -> None:
    """Import everything; one thread for each worker, whose neighbours want a processor too."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    scratch.settle()
    for module in LIBRARIES:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
    with contextlib.suppress(Exception):
        for module in warm_modules():
            with contextlib.suppress(Exception):
                importlib.import_module(module)
    gc.collect()
    gc.freeze()  # what is imported stays: no worker looks through it for rubbish, or copies its pages


preload()
