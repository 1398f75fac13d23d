"""Several processes behind one port, each a whole server. Takes connections; knows nothing of HTTP.

An address always meets the same process, because that holds what is the address's: its running programs, its
share of everything, what was computed for it lately. A process that ends is started again.
"""

import contextlib
import logging
import math
import os
import signal
import socket
import subprocess
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from app.http.clients import named
from app.settings import Settings, variable

DIVIDED: Final = ("concurrency", "streams", "layout_workers", "queue", "paused_runs", "run_megabytes")
"""Settings of the whole service, of which each process has its part."""
AGAIN_SECONDS: Final = 1.0
"""Between two starts of one process."""
END_SECONDS: Final = 20.0

log = logging.getLogger("backlens")

Command = Callable[[int], Sequence[str]]


def part(settings: Settings, index: int) -> dict[str, str]:
    """The variables of one of the processes, beside those of all."""
    count = settings.workers
    given = {name: max(1, math.ceil(getattr(settings, name) / count)) for name in DIVIDED}
    if settings.metrics_port:
        given["metrics_port"] = settings.metrics_port + index
    return {variable(name): str(number) for name, number in (given | {"workers": 1}).items()}


class _Process:
    """One of them, and the socket through which it is handed connections."""

    def __init__(self, command: Command, environment: dict[str, str]) -> None:
        self.channel, theirs = socket.socketpair()
        self.channel.setblocking(False)
        with theirs:
            self.running: Final = subprocess.Popen(  # noqa: S603 - our own Python and module
                command(theirs.fileno()), env=os.environ | environment, pass_fds=[theirs.fileno()]
            )

    def hand_over(self, taken: socket.socket) -> None:
        """Raises OSError where it takes nothing."""
        socket.send_fds(self.channel, [b"!"], [taken.fileno()])

    def close(self) -> None:
        """Have it end."""
        self.channel.close()
        if self.running.poll() is None:
            self.running.terminate()


class WorkerProcesses:
    """As many as the settings say.

    Arguments:
        settings: of the whole service.
        command: what starts one, which takes connections from this descriptor.
    """

    def __init__(self, settings: Settings, command: Command) -> None:
        self._settings: Final = settings
        self._command: Final = command
        self._ending: Final = threading.Event()
        self._processes: Final = [self._started(index) for index in range(settings.workers)]

    def run(self, listening: Sequence[socket.socket]) -> int:
        """Until a signal says that it is to end; its exit code. To be called in the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._ending.set())
        for each in listening:
            threading.Thread(target=self._take, args=(each,), daemon=True).start()
        watching = [
            threading.Thread(target=self._watch, args=(index,)) for index in range(len(self._processes))
        ]
        for thread in watching:
            thread.start()
        self._ending.wait()
        for each in listening:
            # Who waits in `accept` is woken by this alone.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for process in self._processes:
            process.close()
        for thread in watching:
            thread.join(END_SECONDS)
        return 0

    def _started(self, index: int) -> _Process:
        return _Process(self._command, part(self._settings, index))

    def _watch(self, index: int) -> None:
        """Start one again whenever it has ended."""
        while True:
            code = self._processes[index].running.wait()
            if self._ending.is_set():
                return
            log.error("Process %d of %d ended with %d.", index + 1, self._settings.workers, code)
            self._processes[index].channel.close()
            if self._ending.wait(AGAIN_SECONDS):
                return
            self._processes[index] = self._started(index)

    def _take(self, listening: socket.socket) -> None:
        while not self._ending.is_set():
            try:
                taken, address = listening.accept()
            except OSError:
                self._ending.wait(0.01)  # no descriptor is left, or it is the end
                continue
            with taken:
                self._hand_over(taken, named(address[0]))

    def _hand_over(self, taken: socket.socket, who: str) -> None:
        """To the process of this client; where that takes none, the connection is closed."""
        process = self._processes[zlib.crc32(who.encode()) % len(self._processes)]
        with contextlib.suppress(OSError):
            process.hand_over(taken)


class Handed(socket.socket):
    """What a process listens to in place of a port: `accept` gives what was handed to it."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(fileno=descriptor)

    def accept(self) -> tuple[socket.socket, tuple[str, int]]:
        """Raises BlockingIOError where there is none, and ends the process where there will be none."""
        message, descriptors, _, _ = socket.recv_fds(self, 1, 1)
        if not message:  # who hands them over has ended
            signal.raise_signal(signal.SIGTERM)
            raise OSError("There are no more connections.")
        taken = socket.socket(fileno=descriptors[0])
        try:
            return taken, taken.getpeername()
        except OSError:  # it has gone already
            taken.close()
            raise InterruptedError from None
