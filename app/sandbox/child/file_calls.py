"""What a program asks of the machine's files through `os`, `io`, `glob` and numpy, answered from its own."""

from __future__ import annotations

import builtins
import errno
import glob
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any, Self

from app.sandbox.child.files import HOME, Files, is_pythons, missing, missing_folder
from app.sandbox.child.replacing import replaced


class _Calls:
    """Functions of `os` and `io` over these files; Python's own files are looked at as they are."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._real = SimpleNamespace(stat=os.stat, listdir=os.listdir, scandir=os.scandir, open=io.open)

    def stat(self, path: Any, *arguments: Any, **words: Any) -> Any:
        if isinstance(path, int) or is_pythons(path):
            return self._real.stat(path, *arguments, **words)
        files = self.files
        name = files.find(path)
        if name is None or (files.name(path) != name and files.is_folder(files.name(path))):
            if files.is_folder(files.name(path)):
                return os.stat_result((0o40755, 0, 0, 1, 0, 0, 0, 0, 0, 0))
            raise missing(path)
        return os.stat_result((0o100644, 0, 0, 1, 0, 0, len(files.read(name)), 0, 0, 0))

    def listdir(self, path: Any = ".") -> Any:
        if is_pythons(path):
            return self._real.listdir(path)
        name = self.files.name("." if path is None else path)
        if not self.files.is_folder(name):
            raise missing_folder(path)
        return self.files.listing(name)

    def scandir(self, path: Any = ".") -> Any:
        if is_pythons(path):
            return self._real.scandir(path)
        return _Entries([_Entry(self.files, each, os.fspath(path)) for each in self.listdir(path)])

    def remove(self, path: Any, *arguments: Any, **words: Any) -> None:
        name = self.files.name(path)
        if name not in self.files:
            raise missing(path)
        self.files.remove(name)

    def mkdir(self, path: Any, *arguments: Any, **words: Any) -> None:
        name = self.files.name(path)
        if self.files.is_folder(name):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(path))
        self.files.make_folder(name)

    def rename(self, source: Any, target: Any, *arguments: Any, **words: Any) -> None:
        name = self.files.name(source)
        if name not in self.files:
            raise missing(source)
        data = self.files.read(name)
        self.files.remove(name)
        self.files.put(self.files.name(target), data)

    def open(self, file: Any, *arguments: Any, **words: Any) -> Any:
        if isinstance(file, int) or is_pythons(file):
            return self._real.open(file, *arguments, **words)
        return self.files.open(file, *arguments, **words)


@contextmanager
def installed(files: Files) -> Iterator[None]:
    """A block in which `os`, `io` and `pathlib` see these files in place of the machine's."""
    calls = _Calls(files)
    with ExitStack() as stack:
        stack.enter_context(
            replaced(
                os,
                stat=calls.stat,
                lstat=calls.stat,
                listdir=calls.listdir,
                scandir=calls.scandir,
                remove=calls.remove,
                unlink=calls.remove,
                mkdir=calls.mkdir,
                rename=calls.rename,
                replace=calls.rename,
                getcwd=lambda: HOME,
                getcwdb=lambda: HOME.encode(),
            )
        )
        stack.enter_context(replaced(io, open=calls.open))
        stack.enter_context(replaced(builtins, open=calls.open))
        stack.enter_context(_path_functions(calls.stat))
        # From Python 3.13 on, `Path.glob` has taken these for itself.
        globber = getattr(glob, "_StringGlobber", None)
        taken = {"scandir": calls.scandir, "lstat": calls.stat, "lexists": os.path.lexists}
        for name, function in taken.items():
            if hasattr(globber, name):
                stack.enter_context(replaced(globber, **{name: staticmethod(function)}))
        yield


def prepare_numpy(files: Files) -> Callable[[], None]:
    """`numpy.fromfile`, which does not call `open`, reads these. Gives what takes that back."""
    import numpy as np

    real: Any = np.fromfile

    def fromfile(
        file: Any, dtype: Any = float, count: int = -1, sep: str = "", offset: int = 0, **words: Any
    ) -> Any:
        if not hasattr(file, "read") and is_pythons(file):
            return real(file, dtype, count, sep, offset, **words)
        data = file.read() if hasattr(file, "read") else files.open(file, "rb").read()
        if sep:
            return np.fromstring(data.decode(), dtype, count, sep=sep)
        kind = np.dtype(dtype)
        there = max(0, len(data) - offset) // kind.itemsize
        return np.frombuffer(
            data, kind, there if count < 0 else min(count, there), offset if there else 0
        ).copy()

    np.fromfile = fromfile  # type: ignore[assignment]

    def undo() -> None:
        np.fromfile = real

    return undo


@contextmanager
def _path_functions(stat: Callable[..., Any]) -> Iterator[None]:
    """`os.path.exists` and its like, which later Pythons answer in C, past `os.stat`."""

    def about(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
        def asked(path: Any) -> bool:
            try:
                return test(stat(path))
            except (OSError, ValueError):
                return False

        return asked

    is_folder = about(lambda found: found.st_mode & 0o170000 == 0o040000)
    is_file = about(lambda found: found.st_mode & 0o170000 == 0o100000)
    there = about(lambda found: True)
    with replaced(
        os.path, exists=there, lexists=there, isfile=is_file, isdir=is_folder, islink=lambda path: False
    ):
        yield


class _Entry:
    """One entry of `os.scandir`."""

    def __init__(self, files: Files, name: str, folder: str) -> None:
        self.name = name
        self.path = os.path.join(folder, name)
        self._files = files

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._files.is_folder(self._files.name(self.path))

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return not self.is_dir()

    def is_symlink(self) -> bool:
        return False

    def stat(self, *, follow_symlinks: bool = True) -> Any:
        return os.stat(self.path)

    def __fspath__(self) -> str:
        return self.path


class _Entries(list[Any]):
    """What `os.scandir` gives: entries that can be used in a `with`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        pass

    def close(self) -> None:
        pass
