"""The contents of a wheel: one package, `backlens`, with `app` and `engine` inside it.

In a checkout the three are side by side and import each other by these names. Elsewhere a user's own
folder `app` or `engine` would hide ours, or ours theirs; so imports are rewritten on the way into the wheel:
`from engine.graph import Graph` becomes `from backlens.engine.graph import Graph`.
"""

import ast
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = "backlens"
INSIDE = ("app", "engine")
_FROM = re.compile(rb"from\s+")


class PlainImportError(Exception):
    """An import that would not be the same in the wheel; the message names the file and the line."""


def write(folder: Path) -> None:
    """Writes the package into a folder, with the page's files where `app.main` looks for them."""
    there = folder / PACKAGE
    for source, target in ((PACKAGE, there), *((name, there / name) for name in INSIDE)):
        shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    for module in there.rglob("*.py"):
        module.write_text(rewritten(module.read_text(encoding="utf-8"), module.name), encoding="utf-8")
    shutil.copytree(ROOT / "static" / "dist", there / "app" / "static" / "dist")
    shutil.copytree(ROOT / "templates", there / "app" / "templates")


def rewritten(source: str, name: str = "<module>") -> str:
    """The module with every absolute import of INSIDE's packages made one of PACKAGE; nothing else changes.

    Raises PlainImportError for `import engine`, which would bind another name.
    """
    lines = source.encode().split(b"\n")
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(level=0, module=str(module)) if _is_inside(module):
                node.module = f"{PACKAGE}.{module}"
                _insert(lines, node)
            case ast.Import(names=names) if any(_is_inside(each.name) for each in names):
                raise PlainImportError(
                    f"{name}:{node.lineno}: write `from … import …`, which a wheel can rewrite."
                )
    made = b"\n".join(lines).decode()
    assert ast.dump(ast.parse(made)) == ast.dump(tree)
    return made


def _is_inside(module: str) -> bool:
    return module.partition(".")[0] in INSIDE


def _insert(lines: list[bytes], node: ast.ImportFrom) -> None:
    """Puts the package's name before that of the module; the columns of `ast` are bytes."""
    line = lines[node.lineno - 1]
    begin = _FROM.match(line, node.col_offset)
    assert begin is not None
    lines[node.lineno - 1] = line[: begin.end()] + f"{PACKAGE}.".encode() + line[begin.end() :]
