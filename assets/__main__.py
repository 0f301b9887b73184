"""`python -m assets [build|types|modules|lock|upgrade]`: build what is stale, check the TypeScript, fetch or pin npm packages."""

import sys
from pathlib import Path

from assets import node
from assets.parts import parts

ROOT = Path(__file__).resolve().parent.parent


def main(task: str = "build") -> None:
    """Do one task; stops the program with a sentence if it fails."""
    try:
        if task == "build":
            for part in parts(ROOT):
                if part.stale():
                    part.build()
        elif task == "types":
            if any(ROOT.glob("core/browser/**/*.ts")):
                node.check_types(ROOT)
        elif task == "modules":
            node.modules(ROOT)
        elif task in ("lock", "upgrade"):
            node.lock(ROOT, upgrade=task == "upgrade")
        else:
            raise node.BuildError(f"There is no task {task!r}: use build, types, modules, lock or upgrade.")
    except node.BuildError as problem:
        sys.exit(f"assets: {problem}")


if __name__ == "__main__":
    main(*sys.argv[1:])
