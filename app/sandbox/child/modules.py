"""What a program can import: its attached files, substitutes for other packages, then Python's own."""

from __future__ import annotations

import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import CodeType, ModuleType
from typing import Any, Final

from app.sandbox.child.files import Files

# Packages that are known and not here, so that what depends on them can be left out.
UNAVAILABLE: Final = {
    "torch": "PyTorch", "torchvision": "torchvision", "torchviz": "torchviz", "tensorflow": "TensorFlow",
    "jax": "JAX", "keras": "Keras", "seaborn": "seaborn", "plotly": "Plotly", "pandas": "pandas",
    "wandb": "wandb", "tensorboard": "TensorBoard", "ipywidgets": "ipywidgets", "google.colab": "Colab",
    "networkx": "NetworkX", "pygraphviz": "PyGraphviz", "manim": "Manim", "cupy": "CuPy",
    "tinygrad": "tinygrad",
}  # fmt: skip
# This service's own packages, which are none of the program's business.
_HIDDEN: Final = frozenset(("app",))
_TOP: Final = (__name__.partition(".")[0],)


def is_unavailable(module: str) -> str | None:
    """What a package that is not here is called, None for any other."""
    top = module.partition(".")[0]
    return UNAVAILABLE.get(module) or UNAVAILABLE.get(top)


class Importer(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds attached modules and stand-ins.

    compiled: makes code of an attached file's text, by its name. names: the built-ins that its code sees.
    """

    def __init__(
        self, files: Files, compiled: Callable[[str, str], CodeType], names: Callable[[], dict[str, Any]]
    ) -> None:
        self._files = files
        self._compiled = compiled
        self._names = names
        self.stand_ins: dict[str, Callable[[], ModuleType]] = {}
        self.after: dict[str, Callable[[], None]] = {}
        self._made: dict[str, ModuleType] = {}

    # -- attached files ------------------------------------------------------------------------------------

    def attached(self, module: str) -> str | None:
        """The attached file or folder that a module is."""
        path = module.replace(".", "/")
        for name in (f"{path}/__init__.py", f"{path}.py"):
            if name in self._files:
                return name
        if self._files.is_folder(path) and any(
            name.startswith(path + "/") and name.endswith(".py") for name in self._files.names()
        ):
            return path
        if "." not in module:
            alike = [name for name in self._files.names() if name.endswith(f"/{path}.py")]
            if len(alike) == 1:
                return alike[0]
        return None

    def tops(self) -> set[str]:
        """The names of modules and packages that the attached files make."""
        found = {name.partition("/")[0] for name in self._files.names() if name.endswith(".py")}
        found |= {name.rpartition("/")[2] for name in self._files.names() if name.endswith(".py")}
        return {name.removesuffix(".py") for name in found}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        file = self.attached(fullname)
        if file is None:
            return None
        is_package = not file.endswith(".py") or file.endswith("/__init__.py")
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=file, is_package=is_package)
        if is_package:
            spec.submodule_search_locations = [fullname.replace(".", "/")]
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        file = str(module.__spec__.origin) if module.__spec__ else ""
        module.__file__ = file
        if not file.endswith(".py"):
            return
        code = self._compiled(file, self._files.text(file))
        module.__dict__["__builtins__"] = self._names()
        exec(code, module.__dict__)  # noqa: S102  # this is what a sandboxed run is for

    # -- `import` ------------------------------------------------------------------------------------------

    def import_(
        self,
        name: str,
        globals: Any = None,  # noqa: A002  # the names that Python gives them
        locals: Any = None,  # noqa: A002
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        """What an `import` statement of the program calls."""
        if level == 0 and isinstance(name, str):
            top = name.partition(".")[0]
            if self.attached(top) is None:
                if name in self.stand_ins or top in self.stand_ins:
                    return self._stand_in(name, fromlist)
                if is_unavailable(name) or top in _HIDDEN or top in _TOP:
                    raise ModuleNotFoundError(f"No module named '{name}'", name=name)
                made = builtins.__import__(name, globals, locals, fromlist, level)
                if top in self.after:
                    self.after.pop(top)()
                return made
        return builtins.__import__(name, globals, locals, fromlist, level)

    def _stand_in(self, name: str, fromlist: Any) -> ModuleType:
        if name not in self.stand_ins:
            top = name.partition(".")[0]
            raise ModuleNotFoundError(f"No module named '{name}'; only parts of {top} are here", name=name)
        parts = name.split(".")
        for k in range(1, len(parts) + 1):
            path = ".".join(parts[:k])
            if path not in self._made:
                self._made[path] = self.stand_ins[path]()
            if k > 1:
                setattr(self._made[".".join(parts[: k - 1])], parts[k - 1], self._made[path])
        for word in fromlist or ():
            inner = f"{name}.{word}"
            if inner in self.stand_ins:
                self._stand_in(inner, ())
        return self._made[name if fromlist else parts[0]]

    @contextmanager
    def installed(self, main: ModuleType) -> Iterator[None]:
        """A block in which attached modules can be imported, and ``main`` is the program."""
        tops = self.tops()
        hidden = {name: sys.modules[name] for name in list(sys.modules) if name.partition(".")[0] in tops}
        before = sys.modules.get("__main__")
        for name in hidden:
            del sys.modules[name]
        sys.modules["__main__"] = main
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)
            for name in [name for name in sys.modules if name.partition(".")[0] in tops]:
                del sys.modules[name]
            sys.modules.update(hidden)
            if before is not None:
                sys.modules["__main__"] = before


def module(name: str, contents: Mapping[str, Any], package: bool = False) -> ModuleType:
    """A module that holds these."""
    made = ModuleType(name)
    made.__dict__.update(contents)
    if package:
        made.__path__ = []
    return made
