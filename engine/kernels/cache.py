"""Compiled loops kept on disk, so that each machine compiles them once.

numba's own cache looks at the file that a function stands in and at nothing else, and wants to write where it
reads. These loops are made from the op catalogue, so a key here is everything that they are made of; and a
folder that can only be read, as in a read-only image, is good enough to read from.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import platform
from collections.abc import Callable, Iterable
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType
from typing import Any, TypeVar

import numba
from numba.core import compiler, serialize

from engine.kernels.files import SUFFIX, folders

Parts = TypeVar("Parts")

_HERE = Path(__file__).parent
_MADE_OF = (
    "compiled.py",
    "tape.py",
    "cases.py",
    "functions.py",
    "loops.py",
    "cache.py",
)
_KEPT = 6  # files a loop: other processors that share the folder, and earlier versions of the catalogue


def cached(
    make: Callable[[Parts], Callable[..., Any]],
    parts: Parts,
    nothing: Parts,
    signature: tuple[Any, ...],
    key: str,
) -> Any:
    """The loop that ``make`` makes of ``parts``, compiled for one signature.

    If it is on the disk under this key, ``parts`` are not touched: then the loop made of ``nothing`` lends it
    the names of its arguments.
    """
    cache = _Cache(make.__name__, key)
    loop = _compiler(make(nothing))
    loop._cache = cache
    if not cache.has(loop, signature):
        loop = _compiler(make(parts))
        loop._cache = cache
    loop.compile(signature)
    return loop


def _compiler(function: Callable[..., Any]) -> Any:
    # Divisions are guarded by the ops themselves, and the interpreter's lock is not needed.
    return numba.njit(function, error_model="numpy", nogil=True)


_Result: Any = compiler.CompileResult
_dumps: Any = serialize.dumps


class _Cache:
    """One loop's files, as a numba dispatcher asks for them."""

    def __init__(self, name: str, key: str) -> None:
        self._name, self._key = name, key
        self._found: Any = None

    def has(self, loop: Any, signature: Any) -> bool:
        """Whether the loop is on the disk."""
        self._found = self._read(signature, loop.targetctx)
        return self._found is not None

    def load_overload(self, signature: Any, target: Any) -> Any:
        """What was compiled before, or None."""
        return self._found

    def _read(self, signature: Any, target: Any) -> Any:
        target.refresh()
        file = self._file(signature, target.codegen())
        for folder in folders():
            # A file that is cut short or cannot be read is as good as none: the loop is compiled again.
            with contextlib.suppress(Exception):
                return _Result._rebuild(target, *pickle.loads((folder / file).read_bytes()))  # noqa: S301  # our own file
        return None

    def save_overload(self, signature: Any, compiled: Any) -> None:
        """Keeps it in the first folder that can be written to, if there is one."""
        file = self._file(signature, compiled.codegen)
        for folder in folders():
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                part = folder / f"{file}.{os.getpid()}"
                part.write_bytes(_dumps(compiled._reduce()))
                part.replace(folder / file)
                self._forget(folder)
                return

    def _file(self, signature: Any, codegen: Any) -> str:
        made = (self._key, str(signature), codegen.magic_tuple(), platform.python_version())
        return f"{self._name}-{hashlib.sha256(repr(made).encode()).hexdigest()[:24]}{SUFFIX}"

    def _forget(self, folder: Path) -> None:
        files = sorted(folder.glob(f"{self._name}-*{SUFFIX}"), key=lambda file: file.stat().st_mtime)
        for file in files[:-_KEPT]:
            file.unlink(missing_ok=True)


def fingerprint(functions: Iterable[Callable[..., Any]], words: object) -> str:
    """What the loops are made of: these functions with all that they reach, these words, this package's
    loops and numba.
    """
    digest = hashlib.sha256(f"{numba.__version__}{words!r}".encode())
    for name in _MADE_OF:
        digest.update((_HERE / name).read_bytes())
    for function in functions:
        assert isinstance(function, FunctionType)
        _take(digest, function, set())
    return digest.hexdigest()


def _take(digest: Any, reached: Any, seen: set[int]) -> None:
    if isinstance(reached, FunctionType):
        if id(reached) in seen:
            return
        seen.add(id(reached))
        _take_code(digest, reached.__code__)
        for name in reached.__code__.co_names:
            _take(digest, reached.__globals__.get(name), seen)
        for cell in reached.__closure__ or ():
            _take(digest, cell.cell_contents, seen)
    elif isinstance(reached, BuiltinFunctionType):
        digest.update(f"{reached.__module__}.{reached.__qualname__}".encode())
    elif isinstance(reached, (int, float)):
        digest.update(repr(reached).encode())


def _take_code(digest: Any, code: CodeType) -> None:
    digest.update(code.co_code + repr((code.co_names, code.co_varnames)).encode())
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _take_code(digest, constant)
        else:
            digest.update(repr(constant).encode())
