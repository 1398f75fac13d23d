"""Row 8: from the start of the server's process to its first answers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

from benchmarks.table import Line
from tools.server import free_port

HEALTH, READY = "GET /healthz: it lives", "GET /readyz: it has drawn a graph"
LONGEST = 60.0


def starting(seconds: float) -> list[Line]:
    """The least time of a few starts, on a port of its own each."""
    least = dict.fromkeys((HEALTH, READY), LONGEST)
    end = time.perf_counter() + seconds
    while True:
        port = free_port()
        begin = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "app"],
            env=os.environ | {"BACKLENS_PORT": str(port)},
            stderr=subprocess.DEVNULL,
        )
        try:
            for who, path in ((HEALTH, "/healthz"), (READY, "/readyz")):
                _first_answer(f"http://127.0.0.1:{port}{path}")
                least[who] = min(least[who], time.perf_counter() - begin)
        finally:
            server.terminate()
            server.wait()
        if time.perf_counter() > end:
            break
    return [Line("(8) from the start of the server", who, taken) for who, taken in least.items()]


def _first_answer(address: str) -> None:
    end = time.perf_counter() + LONGEST
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(address, timeout=LONGEST):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
    raise TimeoutError(address)
