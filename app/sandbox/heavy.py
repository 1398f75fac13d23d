"""Packages that take long to import: a second supervisor has them loaded, for programs that import them."""

from importlib.util import find_spec
from typing import Final

PACKAGES: Final = ("matplotlib", "scipy", "sklearn")

_loaded = False


class NeedsHeavy(BaseException):
    """The program imports one of PACKAGES, and this process does not have them: it is to be run by one that
    has.

    Raise it before anything is emitted. Not an Exception, so that no program's `except Exception` takes it.
    """


def require(package: str) -> None:
    """Raises NeedsHeavy where another process has this package loaded and this one has not."""
    name = package.partition(".")[0]
    if name in PACKAGES and not _loaded and find_spec(name) is not None:
        raise NeedsHeavy(name)


def mark_loaded() -> None:
    """In the process that has loaded them."""
    global _loaded
    _loaded = True
