"""`python -m backlens`, and the command `backlens`: serve.

`backlens train`: run a program and follow its loss. `backlens store upgrade`: migrate the database.
"""

import sys

from app.__main__ import main as serve


def main() -> int:
    """Exit code 0, or what `app`, `app.store` and `backlens.train` say."""
    if sys.argv[1:2] == ["train"]:
        from backlens.train.command import main as train  # needs a terminal's packages

        return train(sys.argv[2:], "backlens train")
    if sys.argv[1:2] == ["store"]:
        from app.store.__main__ import main as migrate  # slow to import

        del sys.argv[1]
        return migrate("backlens store")
    return serve("backlens")


if __name__ == "__main__":
    sys.exit(main())
