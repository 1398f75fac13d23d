"""A server whose system calls fail when a test says so, in its own process and in those that it starts."""

import errno
import mmap
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tools import server

CALLS: Final = ("open", "read", "write", "sync", "fork", "pipe")
"""In the order that failing.c numbers them."""
FAULTS: Final = (
    ("open", errno.EMFILE),
    ("read", errno.EIO),
    ("write", errno.ENOSPC),
    ("write", errno.EIO),
    ("sync", errno.EIO),
    ("fork", errno.EAGAIN),
    ("pipe", errno.EMFILE),
)

_STARTED: Final = """
import sys
from app.sandbox import launch
launch._PASSED_ON += ("LD_PRELOAD", "FAULTS")
from app.__main__ import main
sys.argv = ["app"]
sys.exit(main())
"""


class Faults:
    """What fails from now on, in every process of the server."""

    def __init__(self, shared: mmap.mmap) -> None:
        self._shared: Final = shared

    def arm(self, call: str, left: int, error: int) -> None:
        """The use of this call after so many others fails, once."""
        struct.pack_into("iiii", self._shared, 0, 0, left, error, 0)
        struct.pack_into("i", self._shared, 0, 1 + CALLS.index(call))

    def disarm(self) -> bool:
        """Nothing fails any more; whether anything did."""
        struct.pack_into("i", self._shared, 0, 0)
        return bool(struct.unpack_from("i", self._shared, 12)[0])


@contextmanager
def failing(folder: Path, **settings: str) -> Iterator[tuple[str, Faults]]:
    """The address of a server whose data is in this folder, and what fails in it."""
    library, control = folder / "failing.so", folder / "faults"
    source = Path(__file__).with_name("failing.c")
    subprocess.run(
        ["/usr/bin/env", "cc", "-O2", "-shared", "-fPIC", source, "-o", library, "-ldl"], check=True
    )
    control.write_bytes(bytes(16))
    environment = {
        "LD_PRELOAD": str(library),
        "FAULTS": str(control),
        "BACKLENS_DATA": str(folder / "data"),
        "BACKLENS_LAYOUT_WORKERS": "1",
        **settings,
    }
    with control.open("r+b") as file, mmap.mmap(file.fileno(), 16) as shared:
        command = (sys.executable, "-c", _STARTED)
        with server.running(environment=environment, command=command) as origin:
            yield origin, Faults(shared)
