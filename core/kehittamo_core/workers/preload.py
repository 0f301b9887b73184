"""What the fork server imports once, so that a fresh worker is there within milliseconds.

Only libraries: plugins are imported by the functions that need them, so that a broken one breaks nothing here.
"""

import contextlib
import importlib
import os

# One thread for each worker: its neighbours want a processor too, and idle threads eat the memory limit's address space.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

for _module in (
    "kehittamo_core.api",
    "kehittamo_core.workers.process",
    "kehittamo_core.workers.jobs",
    "networkx",
    "numpy",
    "pikepdf",
    "kehittamo_exports.warm",
):
    # What is not installed, or lacks a library of the system, says so when it is used.
    with contextlib.suppress(Exception):
        importlib.import_module(_module)
