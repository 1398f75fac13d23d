"""`python -m app`: serve. `python -m app --settings`: the table of settings, in Markdown."""

import argparse
import os
import sys

from app.runtime import logs
from app.settings import Settings, SettingsError, table


def main(prog: str = f"python -m {__package__}") -> int:
    """Exit code 2 and one line when a setting cannot be used, or would let programs read the data."""
    parser = argparse.ArgumentParser(prog=prog, description="Serve Backlens.")
    parser.add_argument("--settings", action="store_true", help="print the table of settings and end")
    # Of one of several processes: where it is handed connections.
    parser.add_argument("--connections", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.settings:
        print(table())
        return 0
    logs.configure("info", "text")  # until it is known how it is wanted
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    logs.configure(settings.log_level, settings.log_format)
    return _serve(settings, given.connections)


def _check_database(settings: Settings) -> None:
    """Raises StoreError for an address that no driver here can speak to; a database may come later."""
    if settings.database_url:
        # SQLAlchemy takes most of a second to import; otherwise the store does it later.
        from app.store.database import Database, address

        Database(address(settings.database_url, settings.data), 1).close()


def _serve_from_several(settings: Settings) -> int:
    from app.server.serve import bound
    from app.server.worker_processes import WorkerProcesses

    try:
        listening = bound(settings.host, settings.port)
    except OSError as error:
        print(f"Nothing can listen at {settings.host}, port {settings.port}: {error}.", file=sys.stderr)
        return 3

    def command(descriptor: int) -> list[str]:
        return [sys.executable, "-m", str(__package__), "--connections", str(descriptor)]

    return WorkerProcesses(settings, command).run(listening)


def _serve(settings: Settings, connections: int | None) -> int:
    # Slow to import, and not needed to refuse a setting.
    from app.main import create_app
    from app.runtime import process_tuning
    from app.sandbox.errors import DataExposed
    from app.sandbox.pool import check_data_folder
    from app.server.serve import Server
    from app.server.worker_processes import Handed
    from app.store import StoreError

    try:
        if settings.python != "interpreted" and (folder := settings.data_folder()) is not None:
            check_data_folder(folder)
        _check_database(settings)
    except (DataExposed, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    if settings.workers > 1:
        return _serve_from_several(settings)
    process_tuning.tune()
    app = create_app(settings)
    process_tuning.freeze()
    services = app.state.services
    server = Server(
        app,
        settings.host,
        settings.port,
        settings.trusted_proxies,
        services.readiness,
        services.way,
        services.shutdown.begin,
    )
    server.run(None if connections is None else [Handed(connections)])
    # As uvicorn's own command ends: with 3 when it could not begin, such as at a port that is taken.
    return 0 if server.started else 3


if __name__ == "__main__":
    sys.exit(main())
