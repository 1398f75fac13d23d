"""Brings a database to the newest form, or says that it cannot. Safe when several processes begin at once."""

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from app.store.database import Database
from app.store.errors import UnavailableError

log = logging.getLogger("backlens")

HEAD: Final = (
    "0003"  # the newest file of migrations/versions; known here so that Alembic is loaded only to migrate
)
SCRIPTS: Final = Path(__file__).parent / "migrations"

PATIENCE: Final = 60  # seconds for another process that migrates already, on a slow and busy machine
_LOCK: Final = 0x6261636B6C656E73  # "backlens" in ASCII: one migration at a time on one PostgreSQL


def version(connection: Connection) -> str | None:
    """The form that the database has; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(database: Database) -> None:
    """To the newest form, in one transaction. Raises UnavailableError for a form newer than that."""
    with database.read() as connection:
        if version(connection) == HEAD:
            return
    # Slow to import, and needed once in a database's life.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with database.write(PATIENCE) as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = version(connection)
        if before == HEAD:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise UnavailableError(
                f"The database has the form {before}, which this version of Backlens does not know: {error}."
            ) from error
    log.info("The database was brought from the form %s to %s.", before, HEAD)
