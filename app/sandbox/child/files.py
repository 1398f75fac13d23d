"""The files of a run: those that came with the program, and those that it writes. All in memory.

They are in a folder of the program's own. Python's and its packages' own files stay readable, because
libraries read theirs while they work; every other file is not there.
"""

from __future__ import annotations

import errno
import io
import os
import posixpath
import sysconfig
from collections.abc import Iterator, Mapping
from typing import Any, Final

# What the program's own folder is called.
HOME: Final = "/program"
_PYTHON: Final = tuple(
    folder + os.sep
    for name in ("stdlib", "platstdlib", "purelib", "platlib")
    for folder in {sysconfig.get_path(name), os.path.realpath(sysconfig.get_path(name))}
)


class Files:
    """The files by their path in the program's folder. written: bytes that may still be written."""

    def __init__(self, attached: Mapping[str, str], written: int) -> None:
        self._bytes = {posixpath.normpath(name): text.encode() for name, text in attached.items()}
        self._folders: set[str] = {""}
        self._room = written
        self._most = written

    def __contains__(self, name: str) -> bool:
        return name in self._bytes

    def find(self, path: Any) -> str | None:
        """The name of the file that a path means: of this path, else the only one of this base name."""
        name = self.name(path)
        if name in self._bytes:
            return name
        base = posixpath.basename(name)
        alike = [known for known in self._bytes if posixpath.basename(known) == base]
        return alike[0] if base and len(alike) == 1 else None

    def name(self, path: Any) -> str:
        """A path as it is in the program's folder."""
        text = os.fspath(path)
        text = os.fsdecode(text) if isinstance(text, bytes) else text
        return posixpath.relpath(posixpath.join(HOME, text.replace("\\", "/")), HOME)

    def read(self, name: str) -> bytes:
        """What a file holds."""
        return self._bytes[name]

    def text(self, name: str) -> str:
        """What a file holds, as text."""
        return self._bytes[name].decode("utf-8", "replace")

    def put(self, name: str, data: bytes) -> None:
        """Writes a file. Raises OSError when more is written than may be."""
        self._room -= len(data) - len(self._bytes.get(name, b"")) if name in self._bytes else len(data)
        if self._room < 0:
            self._room = 0
            raise OSError(errno.ENOSPC, f"a program may write {self._most:,} bytes", name)
        self._bytes[name] = data

    def remove(self, name: str) -> None:
        """Takes a file away."""
        del self._bytes[name]

    def names(self) -> Iterator[str]:
        """Every file."""
        return iter(self._bytes)

    def is_folder(self, name: str) -> bool:
        """Whether it is the program's folder or one in it."""
        return (
            name in (".", "")
            or name in self._folders
            or any(known.startswith(name + "/") for known in self._bytes)
        )

    def make_folder(self, name: str) -> None:
        """Makes a folder."""
        self._folders.add(name)

    def listing(self, name: str) -> list[str]:
        """What a folder holds."""
        prefix = "" if name in (".", "") else name + "/"
        known = (*self._bytes, *(folder for folder in self._folders if folder))
        return sorted({each[len(prefix) :].partition("/")[0] for each in known if each.startswith(prefix)})

    # -- what a program calls ------------------------------------------------------------------------------

    def open(
        self, file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None,
        errors: str | None = None, newline: str | None = None, closefd: bool = True, opener: Any = None,
    ) -> Any:  # fmt: skip
        """Python's `open` over these files. Text is UTF-8 unless the program says otherwise."""
        if isinstance(file, int):
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), file)
        if is_pythons(file) and not set(mode) & set("wax+"):
            return io.open(file, mode, buffering, encoding, errors, newline)  # noqa: UP020
        letters = set(mode)
        if len(letters & set("rwax")) != 1 or letters - set("rwaxbt+") or {"b", "t"} <= letters:
            raise ValueError(f"invalid mode: '{mode}'")
        raw = self._raw(file, letters)
        if "b" in letters:
            return raw
        return io.TextIOWrapper(raw, encoding=encoding or "utf-8", errors=errors, newline=newline)

    def _raw(self, file: Any, letters: set[str]) -> _Open:
        name = self.name(file) if letters & set("wx") else (self.find(file) or self.name(file))
        there = name in self._bytes
        if self.is_folder(name) and not there:
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(file))
        if "x" in letters and there:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(file))
        if "r" in letters and not there:
            raise missing(file)
        if name.startswith(".."):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(file))
        made = _Open(self, name, b"" if letters & set("wx") else self._bytes.get(name, b""), letters)
        if letters & set("wxa") and ("w" in letters or not there):
            self.put(name, made.getvalue())
        if "a" in letters:
            made.seek(0, io.SEEK_END)
        return made


class _Open(io.BytesIO):
    """An open file, kept again when it is flushed or closed."""

    def __init__(self, files: Files, name: str, data: bytes, letters: set[str]) -> None:
        super().__init__(data)
        self.name = name
        self._files = files
        self._writes = bool(letters & set("wax+"))
        self._reads = bool(letters & set("r+"))
        self._changed = False

    @property
    def mode(self) -> str:
        """How it was opened."""
        return "rb+" if self._writes and self._reads else "wb" if self._writes else "rb"

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return self._writes

    def write(self, data: Any) -> int:
        if not self._writes:
            raise io.UnsupportedOperation("not writable")
        self._changed = True
        return super().write(data)

    def flush(self) -> None:
        if self._changed and not self.closed:
            self._changed = False
            self._files.put(self.name, self.getvalue())

    def close(self) -> None:
        try:
            self.flush()
        finally:
            super().close()


def missing(file: Any) -> FileNotFoundError:
    """Python's error for a file that is not there."""
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(file))


def missing_folder(path: Any) -> FileNotFoundError:
    """The same for a folder, which cannot be attached; only files in it can."""
    error = missing(path)
    vars(error)["is_folder"] = True
    return error


def is_about_a_folder(error: FileNotFoundError) -> bool:
    """Whether it was a folder that is not there."""
    return "is_folder" in vars(error)


def is_pythons(path: Any) -> bool:
    """Whether a path lies among Python's and its packages' own files."""
    try:
        text = os.fsdecode(os.fspath(path))
    except TypeError:
        return False
    return os.path.isabs(text) and os.path.normpath(text).startswith(_PYTHON)
