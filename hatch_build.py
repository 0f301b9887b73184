"""The hatch hook that puts fonts and browser scripts into wheels, sdists and editable installs when they are stale."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

from assets.node import BuildError
from assets.parts import PYTHON_TOOLS, Part, parts


class AssetsHook(BuildHookInterface[Any]):
    """Builds the stale parts; what an sdist carries is never stale, so that it installs without node."""

    def _stale(self) -> list[Part]:
        return [part for part in parts(Path(self.root)) if part.stale()]

    def dependencies(self) -> list[str]:
        """The Python packages that this build needs: none when everything is built already."""
        return list(PYTHON_TOOLS) if self._stale() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatch collects the files."""
        for part in self._stale():
            try:
                part.build()
            except BuildError as problem:
                sys.exit(f"Kehittämö could not be built: {problem}")
