"""Calls the C compiler that Python itself was built for."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from engine.core import digest
from engine.ops import CATALOGUE
from tools.core.translation import header

FOLDER = Path(__file__).parents[2] / "engine" / "core"
SOURCE = FOLDER / "value.c"
# No product and sum become one instruction, nothing is reordered: the numbers are Python's to the last bit.
OPTIONS = ("-O2", "-fPIC", "-shared", "-ffp-contract=off", "-fno-strict-aliasing", "-fwrapv", "-DNDEBUG")


class NoCompilerError(Exception):
    """There is none here, or it cannot compile; the message is one line."""

    def __init__(self, why: str) -> None:
        super().__init__(f"The engine's core: {why}; `engine.Value` is the readable class, which is slower.")


def built() -> Path:
    """Where the core of this Python lies, or will."""
    return FOLDER / f"_value{sysconfig.get_config_var('EXT_SUFFIX')}"


def build(into: Path | None = None) -> Path:
    """Compiles the core, in a second.

    Arguments:
        into: the file; beside the source if None.

    Raises:
        NoCompilerError: there is none that can.
    """
    target = built() if into is None else into
    compiler = os.environ.get("CC") or str(sysconfig.get_config_var("CC") or "cc")
    words = shlex.split(compiler)
    if shutil.which(words[0]) is None:
        words = ["cc"]
    if shutil.which(words[0]) is None:
        raise NoCompilerError("there is no C compiler here")
    include = sysconfig.get_path("include")
    if not (Path(include) / "Python.h").exists():
        raise NoCompilerError("Python's headers are not here")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        (Path(folder) / "ops.h").write_text(header(tuple(CATALOGUE.values()), digest()), encoding="utf-8")
        made = Path(folder) / target.name
        more = ["-undefined", "dynamic_lookup"] if os.uname().sysname == "Darwin" else []
        command = [
            *words,
            *OPTIONS,
            *more,
            f"-I{folder}",
            f"-I{include}",
            str(SOURCE),
            "-o",
            str(made),
            "-lm",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            first = next(iter(done.stderr.strip().splitlines()), "it says nothing")
            raise NoCompilerError(f"`{words[0]}` failed ({first[:500]})")
        made.replace(target)  # at once: a process that has the old one loaded keeps it
    return target
