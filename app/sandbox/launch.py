"""Starts a supervisor and speaks to it from any thread. Runs in the server; knows nothing of a run."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from app.sandbox.orders import Order, send_order

_STARTER: Final = (
    "import sys; sys.path[:] = sys.argv[2].split('\\n'); "
    "from importlib import import_module; import_module(sys.argv[1]).main(sys.argv[3:])"
)
# One thread each; the same hashes, text encoding and time zone in every run on every host.
_ENVIRONMENT: Final = {
    "MKL_NUM_THREADS": "1",
    "MATPLOTLIBRC": os.devnull,
    "MPLBACKEND": "svg",
    "NUMBA_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
# Without these Python or the compiled loops are not found where a host has put them elsewhere.
_PASSED_ON: Final = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "PYTHONHOME",
    "NUMBA_CACHE_DIR",
    "NUMBA_CPU_NAME",
)
_END_SECONDS: Final = 5.0


class LostError(Exception):
    """The supervisor has gone, or does nothing; another one may do what it was asked."""


class SupervisorProcess:
    """One supervisor, as its server holds it.

    Arguments:
        handler: the module whose `handle` runs jobs.
        heavy: whether it loads the heavy packages.
    """

    def __init__(self, handler: str, heavy: bool) -> None:
        self._control, theirs = socket.socketpair()
        self._lock: Final = threading.Lock()
        module = f"{__package__}.supervisor"
        arguments = [str(theirs.fileno()), handler, *(["heavy"] if heavy else [])]
        try:
            self._process: Final = subprocess.Popen(  # noqa: S603 - our own Python and module
                [*_python(), "-c", _STARTER, module, _search_path(), *arguments],
                cwd="/",
                env=environment(os.environ),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C in a terminal is for the server
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        except OSError:
            self._control.close()
            raise
        finally:
            theirs.close()

    @property
    def is_alive(self) -> bool:
        """Whether it still runs, as far as the system knows."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def order(self, order: Order, job: int, answer: int, status: int) -> None:
        """Ask for a child; job and answer are its own, status is the supervisor's. Raises LostError."""
        with self._lock:
            try:
                send_order(self._control, order, [job, answer, status])
            except OSError as error:
                raise LostError from error

    def close(self) -> None:
        """End it and its children, and wait for that."""
        with suppress(OSError):
            self._control.shutdown(
                socket.SHUT_RDWR
            )  # a thread that sends right now fails, and lets the lock go
        with self._lock:
            self._control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def environment(of_server: Mapping[str, str]) -> dict[str, str]:
    """What a supervisor is started with. The server's own environment may hold passwords."""
    return _ENVIRONMENT | {name: of_server[name] for name in _PASSED_ON if name in of_server}


def _python() -> list[str]:
    """This Python. Where it looks for modules is said by `_search_path` alone."""
    flags = ["-P", "-s", *(["-B"] if sys.dont_write_bytecode else [])]
    return [sys.executable, *flags]


def _search_path() -> str:
    return "\n".join(os.path.abspath(each) for each in sys.path if os.path.exists(each or "."))
