"""A generated module made to run: compiled by numba, or read from what numba compiled before.

numba's own cache wants to write to the folder that it reads from. Here a folder that can only be read, as in
a read-only image, is good enough, and one that is full or broken costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.registry import cpu_target

from engine.kernels import folders


def compiled(text: str, signatures: Mapping[str, tuple[Any, ...]]) -> ModuleType:
    """The module of this text, with these of its functions compiled in this order, each for one signature."""
    name = folders.PREFIX + _digest(text)
    path = folders.keep(f"{name}.py", text)
    module = ModuleType(name)
    sys.modules[name] = module  # where numba looks for the names that a function it has kept belongs to
    exec(compile(text, path or f"<{name}>", "exec"), module.__dict__)  # noqa: S102  # written by ourselves
    for function, signature in signatures.items():
        loop = getattr(module, function)
        if path is None:
            loop.compile(signature)
        else:
            _compile(loop, signature, path)
    return module


def _digest(text: str) -> str:
    """Of all that a compiled module depends on, the processor among it."""
    processor = cpu_target.target_context.codegen().magic_tuple()
    versions = numba.__version__, platform.python_version()
    return hashlib.sha256(repr((text, processor, versions)).encode()).hexdigest()[:24]


def _compile(loop: Any, signature: tuple[Any, ...], path: Path) -> None:
    loop._cache = _cache(loop.py_func)
    try:
        loop.compile(signature)
    except Exception:
        if loop.signatures:
            return  # it works, but there is no room to keep it
        # A file that is cut short raises whatever unpickling comes upon: it is as good as none.
        try:
            folders.remove(path)
        except OSError:
            loop._cache.disable()
        loop.compile(signature)


class _BesideModule:
    """Where numba keeps what it made of a generated module: beside it. The name says what is in it."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    @classmethod
    def from_function(cls, function: Any, path: str) -> _BesideModule:
        return cls(path)

    def get_cache_path(self) -> str:
        return str(self._path.parent)

    def get_source_stamp(self) -> str:
        return self._path.name

    def get_disambiguator(self) -> str:
        return "0"

    def ensure_cache_path(self) -> None:
        """numba would write a file here to see whether it can, even where it only reads."""


class _Files(CompileResultCacheImpl):
    _locator_classes: Any = (_BesideModule,)


class _Cache(FunctionCache):
    _impl_class = _Files


_cache: Any = _Cache
