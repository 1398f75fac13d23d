"""`python -m app.store VERB`: look after the database.

`upgrade` brings it to the newest form, `version` prints the form it has, `stats` what it holds, `list` its
newest snapshots; `remove KEY…` takes snapshots down for ever; `purge --days N` drops what nobody has looked
at for so long.
"""

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from app.settings import Settings, SettingsError
from app.store.errors import RemovedError, StoreError, UnknownSnapshotError

if TYPE_CHECKING:
    from app.store.database import Database

PURGED = 1_000_000  # rows of one table at once


def main(prog: str = f"python -m {__package__}") -> int:
    """Exit code 0 when it is done, 1 when `version` finds another form or `remove` an unknown key, 2 and one
    line when the database cannot be used.
    """
    parser = argparse.ArgumentParser(prog=prog, description="The database of Backlens.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name in ("upgrade", "version", "stats"):
        verbs.add_parser(name)
    verbs.add_parser("list").add_argument("--count", type=int, default=50)
    verbs.add_parser("remove").add_argument("keys", nargs="+", metavar="KEY")
    verbs.add_parser("purge").add_argument("--days", type=float, required=True)
    given = parser.parse_args()
    try:
        settings = Settings.read(os.environ)
        # Slow to import, and not needed to refuse a setting.
        from app.store.database import Database, address

        database = Database(address(settings.database_url, settings.data), 2)
        database.open()
        try:
            return _do(given, settings, database)
        finally:
            database.close()
    except (SettingsError, StoreError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2


def _do(given: argparse.Namespace, settings: Settings, database: "Database") -> int:
    from app.store import caretaking, migrate

    if given.verb == "version":
        return _version(database)
    migrate.upgrade(database)
    match given.verb:
        case "upgrade":
            return _version(database)
        case "stats":
            for name, number in caretaking.stats(database).items():
                print(f"{name}: {number:,}")
        case "list":
            for key, size, made, touched in caretaking.newest(database, given.count):
                print(f"{key}  {size:>10,} bytes  made {_day(made)}  last opened {_day(touched)}")
        case "purge":
            print(f"{caretaking.purge(database, time.time(), given.days, PURGED):,} rows are gone.")
        case "remove":
            return _remove(database, settings, given.keys)
    return 0


def _remove(database: "Database", settings: Settings, keys: list[str]) -> int:
    from app.store.caretaking import snapshots

    unknown = 0
    for key in keys:
        try:
            snapshots(database, settings).remove(key, None)
            print(f"{key} is down.")
        except RemovedError:
            print(f"{key} was down already.")
        except UnknownSnapshotError:
            print(f"There is no snapshot {key}.", file=sys.stderr)
            unknown += 1
    return 1 if unknown else 0


def _version(database: "Database") -> int:
    from app.store import migrate

    with database.read() as connection:
        found = migrate.version(connection)
    print(found or "none")
    return 0 if found == migrate.HEAD else 1


def _day(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime(moment))


if __name__ == "__main__":
    sys.exit(main())
