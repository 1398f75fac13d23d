"""`python -m app`: serve. `python -m app --settings`: the table of settings, in Markdown."""

import argparse
import os
import sys
from types import FrameType

from app.settings import Settings, SettingsError, table


def main(prog: str = f"python -m {__package__}") -> int:
    """Exit code 2 and one line when a setting cannot be used, or would let programs read the data."""
    parser = argparse.ArgumentParser(prog=prog, description="Serve Backlens.")
    parser.add_argument("--settings", action="store_true", help="print the table of settings and end")
    if parser.parse_args().settings:
        print(table())
        return 0
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return _serve(settings)


def _serve(settings: Settings) -> int:
    # Slow to import, and not needed to refuse a setting.
    import uvicorn

    from app.main import create_app
    from app.runtime import process_tuning
    from app.sandbox.errors import DataExposed
    from app.sandbox.pool import check_data_folder

    try:
        if settings.python != "interpreted" and (folder := settings.data_folder()) is not None:
            check_data_folder(folder)
    except DataExposed as error:
        print(error, file=sys.stderr)
        return 2
    process_tuning.tune()
    app = create_app(settings)
    process_tuning.freeze()

    class Server(uvicorn.Server):
        """Ends streams when it is to end; uvicorn itself waits for them before anything else."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.state.services.shutdown.begin()
            super().handle_exit(sig, frame)

    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http="h11",  # bounds the size of a request's head, which the faster parser does not
        h11_max_incomplete_event_size=65_536,
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    server = Server(config)
    server.run()
    # As uvicorn's own command ends: with 3 when it could not begin, such as at a port that is taken.
    return 0 if server.started else 3


if __name__ == "__main__":
    sys.exit(main())
