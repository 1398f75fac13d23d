"""Builds the page if it is not there yet, and puts app/ and engine/ into the one package of a wheel, with the
engine's core compiled for this platform where there is a compiler.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parents[1]))  # hatchling loads this file by its path, not as a package

from tools import page, wheel
from tools.core import build as core


class Build(BuildHookInterface[Any]):
    """Runs npm and esbuild, and rewrites imports, before hatchling collects the files."""

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
        if self.target_name == "wheel" and version == "standard":  # an editable one is the checkout
            self._folder = tempfile.TemporaryDirectory(prefix="backlens-wheel-")
            wheel.write(Path(self._folder.name))
            try:
                core.build(Path(self._folder.name) / wheel.PACKAGE / "engine" / "core" / core.built().name)
            except core.NoCompilerError as error:
                print(error)
            else:
                build_data |= {"pure_python": False, "infer_tag": True}
            build_data["force_include"][f"{self._folder.name}/{wheel.PACKAGE}"] = wheel.PACKAGE
