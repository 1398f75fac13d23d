"""Starts a Python program as another kind of user than the one that runs the tests, where root runs them."""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
NOBODY: Final = 65_534

# As compose.yaml starts the server: no capabilities, none to be gained, and where the tests may mount, a root
# that is read-only but for /tmp.
_NO_CAPABILITIES: Final = ["--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]
AS_ROOT_WITHOUT_CAPABILITIES: Final = ["setpriv", *_NO_CAPABILITIES]
AS_NOBODY: Final = [
    "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *_NO_CAPABILITIES,
]  # fmt: skip


def run(arguments: list[str], before: list[str]) -> str:
    """What `python -m …` writes, started by way of another command. Raises CalledProcessError."""
    command = [*before, sys.executable, "-m", *arguments]
    with tempfile.TemporaryDirectory() as hold:
        if before == AS_NOBODY and (_may_mount() or any(_hidden())):
            script = _showing(sorted(set(_hidden())), command, Path(hold))
            command = ["unshare", "--mount", "sh", "-ec", script]
        return subprocess.run(
            command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=600, text=True
        ).stdout


def _hidden() -> Iterator[tuple[Path, Path]]:
    """What of Python and of this project nobody can reach, after the first folder that is in the way."""
    for path in {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT}:
        for folder in reversed(path.parents):
            if not folder.stat().st_mode & 0o001:
                yield folder, path
                break


def _showing(hidden: list[tuple[Path, Path]], command: list[str], hold: Path) -> str:
    """A script that shows them at their own places, to the processes that it starts and to no other."""
    lines = [f"mount -t tmpfs none {hold}"]
    for number, (_, path) in enumerate(hidden):
        lines += [f"mkdir {hold}/{number}", f"mount --bind {shlex.quote(str(path))} {hold}/{number}"]
    for folder in sorted({folder for folder, _ in hidden}):
        lines.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(folder))}")
    for number, (_, path) in enumerate(hidden):
        place = shlex.quote(str(path))
        lines += [f"mkdir -p {place}", f"mount --bind {hold}/{number} {place}"]
    lines += ["mount --bind /tmp /tmp", "mount -o remount,ro,bind /"]
    lines += [f"cd {shlex.quote(str(ROOT))}", f"exec {shlex.join(command)}"]
    return "\n".join(lines)


def _may_mount() -> bool:
    words = ["unshare", "--mount", "mount", "--bind", str(ROOT), str(ROOT)]
    return subprocess.run(words, capture_output=True).returncode == 0


def is_root() -> bool:
    return os.geteuid() == 0
