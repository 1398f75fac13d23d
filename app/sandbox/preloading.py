"""What a supervisor imports before it forks, so that no program waits for it, or could not have it at all.

A child under Landlock can still import what is not here from Python's own folders. Where it cannot, because
the kernel has no Landlock, or because Python is in root's home and the child is nobody, everything is
imported beforehand.
"""

import contextlib
import logging
import pkgutil
import sys
import time
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from app.sandbox import heavy, plotting

# In the order of how often programs of this kind import them.
_COMMON: Final = (
    "math random numpy numpy.random collections itertools functools dataclasses typing abc enum operator "
    "json re time datetime string copy sys os io os.path pathlib contextlib csv statistics fractions decimal "
    "cmath bisect heapq textwrap pprint types inspect warnings weakref traceback __future__"
).split()
_PLOTTING: Final = "matplotlib.pyplot"
_HEAVY: Final = (_PLOTTING, "matplotlib.backends.backend_svg", "sklearn.datasets")
# They open windows, print, run for ever when imported, or load large libraries that nothing uses in here, and
# each library makes every fork slower.
_LEFT_OUT: Final = frozenset(
    "antigravity idlelib lib2to3 distutils test this turtle turtledemo ensurepip venv pydoc pydoc_data "
    "doctest tkinter _tkinter curses _curses _curses_panel readline rlcompleter nis ossaudiodev audioop "
    "crypt _crypt spwd sqlite3 _sqlite3 dbm _dbm _gdbm _multibytecodec _codecs_cn _codecs_hk _codecs_jp "
    "_codecs_kr _codecs_tw _codecs_iso2022 _pydecimal _pyio _aix_support _osx_support asyncio _asyncio cgi "
    "cgitb wsgiref xmlrpc smtpd smtplib nntplib imaplib poplib ftplib telnetlib mailbox mailcap aifc sunau "
    "numpy.typing.mypy_plugin".split()
)
# Of the two hundred, most load a library of the kind above.
_ENCODINGS: Final = (
    "ascii base64_codec cp1252 hex_codec idna latin_1 punycode rot_13 unicode_escape utf_16 utf_32 utf_8 "
    "utf_8_sig"
).split()
_NUMPY: Final = (
    "numpy.char numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.fft numpy.lib numpy.ma numpy.polynomial "
    "numpy.rec numpy.strings numpy.typing"
).split()


def load(heavy_too: bool) -> None:
    """The packages that programs commonly import, those of `heavy` as well if asked."""
    for name in _COMMON:
        _import(name)
    time.localtime()  # reads the time zone, once
    if heavy_too:
        # It says where it keeps what it has found at every start in a read-only container.
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
        for name in _HEAVY:
            _import(name)
        if _PLOTTING in sys.modules:
            plotting.draw_once()
    else:
        heavy.are_elsewhere(heavy.installed())


def load_everything() -> None:
    """Python's whole library, and numpy's; where figures are drawn, their fonts."""
    for name in _ENCODINGS:
        _import(f"encodings.{name}")
    for package in (*sorted(sys.stdlib_module_names - _LEFT_OUT - {"encodings"}), *_NUMPY):
        _import(package)
        for name in _inside(package):
            _import(name)
    if _PLOTTING in sys.modules:
        plotting.hold_fonts()


def _inside(package: str) -> Iterator[str]:
    """Modules and packages in this one, however deep, but for its tests and what runs as a program."""
    module = sys.modules.get(package)
    for each in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{package}."):
        last = each.name.rpartition(".")[2]
        if last in ("__main__", "tests", "test", "conftest") or each.name in _LEFT_OUT:
            continue
        yield each.name
        if each.ispkg:
            _import(each.name)
            yield from _inside(each.name)


def _import(name: str) -> None:
    """Import it if it is there and can be; whatever it prints or warns of is nobody's concern."""
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import_module(name)
