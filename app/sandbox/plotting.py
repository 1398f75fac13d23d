"""matplotlib made ready in a supervisor: caches filled, and fonts in memory where no file can be opened."""

import io
import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

# Regular, bold, italic and monospaced text, and a formula.
_WORDS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"weight": "bold"},
    {"style": "italic"},
    {"family": "monospace"},
)
_FORMULA: Final = r"$x^2 + \frac{\partial L}{\partial w}$"


def draw_once() -> None:
    """What every figure looks up once is looked up here, and not by each child again."""
    plt: Any = import_module("matplotlib.pyplot")
    figure, axes = plt.subplots()
    axes.plot([1, 2], [1, 2], label="a line")
    axes.scatter([1, 2], [1, 2], c=[1, 2])
    axes.legend()
    for at, how in enumerate(_WORDS):
        axes.text(1, 1 + at / 10, "0.5", **how)
    axes.set_title(_FORMULA)
    figure.savefig(io.StringIO(), format="svg")
    plt.close("all")


def hold_fonts() -> None:
    """matplotlib's own fonts are read now, and later from memory. There are no others then."""
    manager: Any = import_module("matplotlib.font_manager")
    folder = Path(import_module("matplotlib").get_data_path(), "fonts", "ttf")
    held = {os.path.realpath(each): each.read_bytes() for each in folder.glob("*.ttf")}
    module = manager.ft2font

    def font(path: str, **given: Any) -> Any:
        return module.FT2Font(io.BytesIO(held[path]) if path in held else path, **given)

    manager.ft2font = SimpleNamespace(**{**vars(module), "FT2Font": font})
    # By their real paths, because links cannot be read later either.
    entries = [replace(each, fname=os.path.realpath(each.fname)) for each in manager.fontManager.ttflist]
    manager.fontManager.ttflist = [each for each in entries if each.fname in held]
