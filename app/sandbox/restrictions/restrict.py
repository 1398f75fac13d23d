"""Everything that is put over a child, in the one order that works, before it sees anything of a program.

The order: what needs files or privileges first, then the privileges go, then files, then calls. Each step is
checked by the kernel's answer; a step that fails ends the child, it never runs with less.
"""

import os
import signal
import sys
from dataclasses import dataclass
from typing import Final

from app.sandbox.restrictions import folders, kernel, landlock, privileges, rlimits
from app.sandbox.restrictions.landlock import RuleSet
from app.sandbox.restrictions.seccomp import Filter


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one run. cpu_seconds: see `rlimits`. memory_bytes: beyond what the supervisor has."""

    cpu_seconds: int
    memory_bytes: int


class Restrictions:
    """Made once, in the supervisor, from what this machine has. Raises UnsupportedError."""

    def __init__(self) -> None:
        machine = kernel.machine()
        version = landlock.version()
        self._rules: Final = RuleSet(folders.readable(), version) if version else None
        self._filter: Final = Filter(machine, opens=self._rules is not None)

    @property
    def imports_late(self) -> bool:
        """Whether a program can import what is not loaded yet."""
        return self._rules is not None and (os.geteuid() != 0 or folders.readable_by_anyone())

    def apply(self, limits: Limits, supervisor: int, kept: int) -> None:
        """Restrict this process, a fresh child of the supervisor's.

        Arguments:
            limits: of this run.
            supervisor: the process that this one ends with.
            kept: the descriptors below this number stay open.
        """
        only_limit(limits, supervisor)
        privileges.drop()
        _end_with(supervisor)  # once more: a process that changes its user forgets it
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        if self._rules is not None:
            self._rules.apply()
        close_from(kept)
        self._filter.install(os.getpid())


def only_limit(limits: Limits, supervisor: int) -> None:
    """What holds where the machine cannot sandbox a process: for a program that is interpreted."""
    rlimits.apply(limits.cpu_seconds, limits.memory_bytes)
    _end_with(supervisor)


def close_from(first: int) -> None:
    """Close this descriptor and all after it."""
    os.closerange(first, rlimits.SUPERVISOR_FILES)


def _end_with(supervisor: int) -> None:
    if sys.platform == "linux":
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != supervisor:
        os._exit(1)
