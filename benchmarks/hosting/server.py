"""The server under attack, in a process of its own, and the memory that it and its processes hold."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.server import ROOT, free_port


@dataclass(frozen=True, slots=True)
class Target:
    """Where it listens, and its process."""

    port: int
    pid: int

    def megabytes(self) -> float:
        """What it and its processes hold, shared pages counted once (PSS)."""
        return sum(_held(pid) for pid in _family(self.pid)) / 2**20


@contextmanager
def served(descriptors: int | None = None, **settings: str) -> Iterator[Target]:
    """A server that is ready; descriptors: how many its process may have."""
    port = free_port()
    command = [sys.executable, "-m", "app"]
    if descriptors is not None:
        command = ["prlimit", f"--nofile={descriptors}:{descriptors}", *command]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        given = {"BACKLENS_PORT": str(port), "BACKLENS_DATA": folder, **settings}
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | given, stdout=log, stderr=log)
        try:
            _until_ready(port, process)
            yield Target(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
                answer.read()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the server ended") from None
            pause.wait(0.1)
    raise RuntimeError("the server did not become ready")


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1_024 for line in lines if line.startswith("Pss:"))
