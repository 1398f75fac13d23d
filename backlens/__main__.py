"""`python -m backlens`, and the command `backlens`: serve. `backlens store upgrade`: migrate the database."""

import sys

from app.__main__ import main as serve


def main() -> int:
    """Exit code 0, or what `app` and `app.store` say."""
    if sys.argv[1:2] == ["store"]:
        from app.store.__main__ import main as migrate  # slow to import

        del sys.argv[1]
        return migrate("backlens store")
    return serve("backlens")


if __name__ == "__main__":
    sys.exit(main())
