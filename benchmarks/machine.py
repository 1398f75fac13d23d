"""The machine and the versions that a table was measured with."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from benchmarks.c_loop import compiler

PACKAGES = (
    "numba",
    "llvmlite",
    "numpy",
    "micrograd",
    "torch",
    "pygraphviz",
    "graphviz",
    "fastapi",
    "uvicorn",
)


def described() -> list[str]:
    """One text a line: processor, system, Python, packages, compiler."""
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return [
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}; {versions}",
        f"C compiler: {_compiler()}",
    ]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "a processor without a name")


def _compiler() -> str:
    cc = compiler()
    if cc is None or shutil.which(cc) is None:
        return "absent"
    said = subprocess.run([cc, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.splitlines()[0]
