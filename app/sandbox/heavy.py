"""Packages that take long to import: a second supervisor has them loaded, for programs that import them."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Final

PACKAGES: Final = ("matplotlib", "scipy", "sklearn")

# Those that another process has loaded and this one has not. Empty outside of the sandbox.
_elsewhere: set[str] = set()


class NeedsHeavy(BaseException):
    """The program imports one of PACKAGES, and another process has it loaded: the run is to be done there.

    Raise it before anything is emitted. Not an Exception, so that no program's `except Exception` takes it.
    """


def require(package: str) -> None:
    """Raises NeedsHeavy where another process has this package loaded and this one has not."""
    if package.partition(".")[0] in _elsewhere:
        raise NeedsHeavy(package)


def installed() -> list[str]:
    """Those of PACKAGES that are installed."""
    return [name for name in PACKAGES if find_spec(name) is not None]


def are_elsewhere(packages: Iterable[str]) -> None:
    """In a supervisor that has not loaded these, while another one would."""
    _elsewhere.update(packages)
