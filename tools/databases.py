"""The databases that tests and benchmarks run on: a PostgreSQL that they start themselves."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
USER = "postgres"


def missing() -> str | None:
    """Why PostgreSQL cannot be started here; None if it can."""
    if not BINARIES:
        return "There is no PostgreSQL server in /usr/lib/postgresql: apt-get install postgresql."
    if os.getuid() == 0 and USER not in {entry.pw_name for entry in pwd.getpwall()}:
        return f"PostgreSQL does not run as root, and there is no user {USER}."
    return None


class Postgres:
    """A cluster in a folder of its own, reached by a socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._bin = BINARIES[-1].parent
        self._made = 0
        root = os.getuid() == 0
        self._user = USER if root else None
        if root:
            shutil.chown(folder, USER, USER)
        self._run("initdb", "-D", str(folder / "data"), "-U", USER, "-A", "trust", "--no-sync")

    def _run(self, command: str, *words: str) -> None:
        subprocess.run(
            [self._bin / command, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            user=self._user,
            cwd=self.folder,
        )

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def create(self) -> str:
        """The address of a new and empty database."""
        self._made += 1
        name = f"backlens{self._made}"
        self._run("createdb", "-h", str(self.folder), "-U", USER, name)
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def execute(self, name: str, sql: str) -> None:
        self._run("psql", "-h", str(self.folder), "-U", USER, "-q", "-d", name, "-c", sql)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL. Its folder is near the root: a socket's path may have 107 characters."""
    with tempfile.TemporaryDirectory(prefix="backlens-pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
