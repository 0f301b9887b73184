"""The main job in one command: opening the largest board, a note until the second browser shows it, and the report.

    make bench        (or: python -m bench [--rounds 3])

Ratios to what cannot be done faster on the same machine, medians of interleaved rounds; nothing is asserted.
"""

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run both measurements one after the other, so that neither slows the other down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = str(parser.parse_args().rounds)
    for name in ("live_pages.py", "report.py"):
        subprocess.run([sys.executable, str(Path(__file__).parent / name), "--rounds", rounds], check=True)


if __name__ == "__main__":
    main()
