"""One Backlens in a process of its own, started as a person starts it, on a free port."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
START_SECONDS = 120
STOP_SECONDS = 10


class ServerError(Exception):
    """The server did not start, or wrote a traceback; the message is what it wrote."""


@contextmanager
def running(
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    command: Sequence[str] = (sys.executable, "-m", "app"),
) -> Iterator[str]:
    """Yields the address, such as http://127.0.0.1:43211, once /readyz has answered. Raises ServerError.

    folder: where it is started. environment: variables beside this process's own. command: what is started.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        port = free_port()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={
                **os.environ,
                "BACKLENS_HOST": "127.0.0.1",
                "BACKLENS_PORT": str(port),
                **(environment or {}),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            origin = f"http://127.0.0.1:{port}"
            if not _ready(origin, process):
                raise ServerError(f"The server did not start:\n{_written(log)}")
            yield origin
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if "Traceback" in _written(log):
            raise ServerError(f"The server met an error of its own:\n{_written(log)}")


def free_port() -> int:
    """A port on this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ready(origin: str, process: subprocess.Popen[bytes]) -> bool:
    pause = threading.Event()
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{origin}/readyz", timeout=START_SECONDS):
                return True
        except (urllib.error.URLError, ConnectionError):
            pause.wait(0.05)
    return False


def _written(log: IO[str]) -> str:
    log.seek(0)
    return log.read()
