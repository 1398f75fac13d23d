"""Puts the built page into wheels, sdists and editable installs; builds it only when it is not there yet."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parents[1]))  # hatchling loads this file by its path, not as a package

from tools import page


class BuildPage(BuildHookInterface[Any]):
    """Runs npm and esbuild before hatchling collects the files."""

    def dependencies(self) -> list[str]:
        if page.BUILT.exists():
            return []
        try:
            page.npm_command()
        except page.NoNodeError:
            return [page.NODE_FROM_PYPI]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not page.BUILT.exists():
            page.build()
