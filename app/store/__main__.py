"""`python -m app.store upgrade`: bring the database to the newest form. `version`: print the form it has."""

import argparse
import os
import sys

from app.settings import Settings, SettingsError
from app.store import StoreError


def main(prog: str = f"python -m {__package__}") -> int:
    """Exit code 0 when the database has the newest form, 1 when `version` finds another, 2 and one line when
    it cannot be used.
    """
    parser = argparse.ArgumentParser(prog=prog, description="The database of Backlens.")
    parser.add_argument("verb", choices=("upgrade", "version"))
    verb = parser.parse_args().verb
    try:
        settings = Settings.read(os.environ)
        # Slow to import, and not needed to refuse a setting.
        from app.store import migrate
        from app.store.database import Database, address

        database = Database(address(settings.database_url, settings.data), 2)
        database.open()
        if verb == "upgrade":
            migrate.upgrade(database)
        with database.read() as connection:
            found = migrate.version(connection)
        database.close()
    except (SettingsError, StoreError) as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return 2
    print(found or "none")
    return 0 if found == migrate.HEAD else 1


if __name__ == "__main__":
    sys.exit(main())
