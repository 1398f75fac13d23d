"""The form of the database: made at start, by many at once, and never by a version that does not know it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.store import UnavailableError, migrate
from app.store.database import Database, address
from app.store.tables import METADATA

ROOT = Path(__file__).parents[3]


def opened(settings: dict[str, str]) -> Database:
    database = Database(address(settings.get("database_url", ""), settings["data"]), 4)
    database.open()
    return database


def test_many_that_begin_at_once_make_one_database(database: dict[str, str]) -> None:
    found = [opened(database) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate.upgrade, found))
    with found[0].read() as connection:
        assert migrate.version(connection) == migrate.HEAD
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    for each in found:
        each.close()


def test_the_migrations_make_the_tables_that_the_code_uses(database: dict[str, str]) -> None:
    found = opened(database)
    migrate.upgrade(found)
    with found.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    found.close()


def test_the_newest_migration_is_the_one_known() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    found = opened({"data": str(tmp_path)})
    migrate.upgrade(found)
    with found.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnavailableError, match="9999"):
        migrate.upgrade(found)
    found.close()


def test_the_command_upgrades_and_says_so(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.store"]
    environment = {"BACKLENS_DATA": str(tmp_path), "PATH": ""}
    for word, code, said in (
        ("version", 1, "none"),
        ("upgrade", 0, migrate.HEAD),
        ("version", 0, migrate.HEAD),
    ):
        done = subprocess.run(
            [*command, word], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode, said in done.stdout) == (code, True), done.stderr
    wrong = {"BACKLENS_DATABASE_URL": "mysql://nowhere", "PATH": ""}
    done = subprocess.run(
        [*command, "upgrade"], cwd=ROOT, env=wrong, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
