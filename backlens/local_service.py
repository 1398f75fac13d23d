"""A Backlens on this machine: one that runs already, else one that is started and ends with this process."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import Final

import httpx

from backlens.client.client import LOCAL

START_SECONDS: Final = 30
STOP_SECONDS: Final = 5
# The child imports what this process imports, whatever else the working folder holds (-P).
_CHILD: Final = (
    "import sys; root = {root!r}; root in sys.path or sys.path.insert(0, root); "
    "from {package}.local_service import serve; sys.exit(serve())"
)


def url() -> str:
    """Its address. Raises RuntimeError when none runs and none can be started."""
    return LOCAL if _is_backlens(LOCAL) else _own().url()


def serve() -> int:
    """What the child does: serves until its standard input ends, which happens when the parent ends, however
    it does."""
    from app.__main__ import main

    def end_with_parent() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_with_parent, daemon=True).start()
    return main("backlens")


def _is_backlens(base: str) -> bool:
    try:
        answer = httpx.get(f"{base}/api/v1/limits", timeout=1.0)
        return answer.is_success and "drawn_nodes" in answer.json()
    except (httpx.HTTPError, ValueError, TypeError):
        return False


@cache
def _own() -> "_Service":
    return _Service()


class _Service:
    """One process, started at the first call of `url` and again if it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._url = ""
        self._lock = threading.Lock()

    def url(self) -> str:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._start()
        return self._url

    def _start(self) -> None:
        port = _free_port()
        child = _CHILD.format(root=str(Path(__file__).resolve().parents[1]), package=__package__)
        environment = {**os.environ, "BACKLENS_HOST": "127.0.0.1", "BACKLENS_PORT": str(port)}
        process = subprocess.Popen(  # noqa: S603  # this Python, with our own text
            [sys.executable, "-P", "-c", child],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(_end, process)
        self._process, self._url = process, f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + START_SECONDS
        while not _is_backlens(self._url):
            if process.poll() is not None or time.monotonic() > deadline:
                _end(process)
                raise RuntimeError("Backlens could not be started; `python -m backlens` says why.")
            time.sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Closing its input ends it."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
