"""What a program may read: Python's own folders, this project's, fonts, and the system's shared libraries.

Never a whole prefix, which may be somebody's home or hold passwords. Runs in the supervisor, and in the
server to make sure that its data is under none of them.
"""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PYTHON: Final = ("stdlib", "platstdlib", "purelib", "platlib")
_PACKAGES: Final = ("site-packages", "dist-packages")
_FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts")
_LIBRARIES: Final = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_LOADER: Final = "/etc/ld.so.cache"


def readable() -> list[Path]:
    """Folders and files, resolved, those that exist, each once."""
    found = (*_python(), *_ours(), *map(Path, _FONTS), *_shared_libraries(), Path(_LOADER))
    return list(dict.fromkeys(each.resolve() for each in found if each.exists()))


def readable_above(path: Path) -> Path | None:
    """The readable folder that this path is in; None if there is none."""
    place = path.resolve()
    return next((each for each in readable() if place.is_relative_to(each)), None)


def readable_by_anyone() -> bool:
    """Whether a process of another user could read Python's folders; not so under a home such as `/root`."""
    return all(
        folder.stat().st_mode & 0o005 == 0o005
        and all(above.stat().st_mode & 0o001 for above in folder.parents)
        for folder in _python()
        if folder.is_dir()
    )


def _python() -> Iterator[Path]:
    yield from (Path(sysconfig.get_path(name)) for name in _PYTHON)
    yield from (Path(each) for each in sys.path if os.path.basename(each) in _PACKAGES)


def _ours() -> Iterator[Path]:
    """The sandbox and the engine: in a checkout they are beside each other, in a wheel among the packages."""
    sandbox = Path(__file__).parents[1]
    yield sandbox
    yield sandbox.parents[1] / "engine"


def _shared_libraries() -> Iterator[Path]:
    """Those that are loaded, and the system's folder of them, because imports load others from it."""
    try:
        maps = Path("/proc/self/maps").read_text()
    except OSError:
        return
    for line in maps.splitlines():
        path = Path(line.partition("/")[2] and "/" + line.partition("/")[2])
        if ".so" in path.name:
            yield path.parent if _is_system(path) else path


def _is_system(path: Path) -> bool:
    return any(path.is_relative_to(each) for each in _LIBRARIES)
