"""Where compiled loops are kept on disk. Knows no numba, so that it can be asked whether there are any."""

from __future__ import annotations

import os
from pathlib import Path

SUFFIX = ".loop"


def folders() -> list[Path]:
    """Where compiled loops may lie, in the order in which they are looked for.

    NUMBA_CACHE_DIR names another place than beside this file or, if that cannot be written to, among the
    user's caches.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    user = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    return [Path(chosen)] if chosen else [Path(__file__).parents[1] / "__pycache__", user / "backlens"]


def exist() -> bool:
    """Whether loops were compiled here before. They may be those of an older catalogue."""
    return any(file for folder in folders() for file in folder.glob(f"*{SUFFIX}"))
