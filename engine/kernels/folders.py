"""Where generated modules and what numba makes of them are kept, so that a machine compiles them once.

What is in them is executed, so a folder counts only if nobody else can have written to it. Knows no numba, so
that it can be asked whether there is anything to load.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

PREFIX = "loops_"
_PACKAGE = Path(__file__).parent / "__pycache__"
_KEPT = 6  # modules a folder: other processors that share it, and earlier versions of the catalogue


def folders() -> Iterator[Path]:
    """The folders, in the order in which they are looked at.

    Beside this file, where a read-only image has them; among the user's caches if that cannot be written to;
    in place of both, what NUMBA_CACHE_DIR names.
    """
    if chosen := os.environ.get("NUMBA_CACHE_DIR"):
        yield Path(chosen) / "backlens"
        return
    yield _PACKAGE
    with contextlib.suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "backlens"


def exist() -> bool:
    """Whether loops were compiled here before. They may be those of an older catalogue."""
    return any(file for folder in folders() if is_ours(folder) for file in folder.glob(f"{PREFIX}*.nbi"))


def is_ours(folder: Path) -> bool:
    """Whether the folder is there and only this user, or root, can write to it.

    The package's own is: who writes there can change the package itself.
    """
    try:
        found = folder.lstat()
    except OSError:
        return False
    if folder == _PACKAGE or not hasattr(os, "geteuid"):
        return True
    return found.st_uid in (0, os.geteuid()) and not found.st_mode & 0o022


def keep(name: str, text: str) -> Path | None:
    """The file of the module so named, from the first folder that has it, else written to the first that can
    be written to; None where there is no such folder.

    The name says all that the module and its compiled form depend on, so a file is never written twice.
    """
    ours = [folder for folder in folders() if is_ours(folder)]
    for folder in ours:
        if (folder / name).is_file():
            return folder / name
    for folder in folders():
        with contextlib.suppress(OSError):
            # The package's is read by everyone who runs the package, as in an image that root has built.
            folder.mkdir(mode=0o777 if folder == _PACKAGE else 0o700, parents=True, exist_ok=True)
            if is_ours(folder):
                _write(folder / name, text)
                _forget(folder)
                return folder / name
    return None


def remove(module: Path) -> None:
    """Removes a module and what was made of it. Raises OSError where that cannot be."""
    for file in module.parent.glob(f"{module.stem}.*"):
        file.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(f".{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _forget(folder: Path) -> None:
    modules = sorted(folder.glob(f"{PREFIX}*.py"), key=lambda file: file.stat().st_mtime)
    for module in modules[:-_KEPT]:
        remove(module)
