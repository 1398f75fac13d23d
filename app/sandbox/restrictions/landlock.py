"""Which files a program may read: a rule set of Landlock, made once and put over each child. Knows no folder.

Landlock judges opening, listing, making, removing and linking, not what changes a file's mode, times or
attributes, and not whether it exists: seccomp refuses the former, and nothing hides the latter.
"""

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.sandbox.restrictions import kernel

_VERSION: Final = 1  # LANDLOCK_CREATE_RULESET_VERSION
_PATH_BENEATH: Final = 1  # LANDLOCK_RULE_PATH_BENEATH
_READ_FILE: Final = 1 << 2
_READ_FOLDER: Final = 1 << 3

# What a rule set refuses unless a rule allows it, from that version of Landlock on (linux/landlock.h).
_FILES: Final = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # then links, truncation, devices
_NETWORK: Final = {4: 0b11}  # bind and connect with TCP
_SCOPES: Final = {6: 0b11}  # abstract sockets and signals to processes outside


def version() -> int | None:
    """The kernel's version of Landlock; None where it has none or has it turned off."""
    try:
        return kernel.call(kernel.LANDLOCK_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return None


class RuleSet:
    """Everything is refused but reading what is under these paths; a path that does not exist is left out."""

    def __init__(self, readable: Iterable[Path], version: int) -> None:
        handled = struct.pack("=QQQ", *(_until(version, each) for each in (_FILES, _NETWORK, _SCOPES)))
        # A kernel that knows fewer fields refuses a longer description.
        size = 8 if version < 4 else 16 if version < 6 else 24
        self._descriptor: Final = kernel.call(kernel.LANDLOCK_CREATE_RULESET, handled, size, 0)
        for path in readable:
            self._allow(path)

    def apply(self) -> None:
        """Restrict this process, for as long as it lives. Needs no_new_privs. Raises OSError."""
        kernel.call(kernel.LANDLOCK_RESTRICT_SELF, self._descriptor, 0)

    def close(self) -> None:
        """Those that were restricted stay so."""
        os.close(self._descriptor)

    def _allow(self, path: Path) -> None:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return
        try:
            rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
            rule = struct.pack("=Qi", rights, place)
            kernel.call(kernel.LANDLOCK_ADD_RULE, self._descriptor, _PATH_BENEATH, rule, 0)
        finally:
            os.close(place)


def _until(version: int, since: dict[int, int]) -> int:
    return sum(rights for first, rights in since.items() if first <= version)
