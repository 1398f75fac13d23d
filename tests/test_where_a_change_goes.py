"""CONTRIBUTING's "Where a change goes" is true: each change, made in a copy, is small and works."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("app", "backlens", "engine", "static/css", "static/src", "templates", "tools")
MADE = shutil.ignore_patterns("__pycache__")

RESOURCE = '''\
"""GET /echo: a resource of a test."""

from fastapi import APIRouter

from app.http.bodies import json_answer

router = APIRouter(tags=["programs"])


@router.get("/echo", summary="Answer", response_model=dict[str, str])
async def echo():
    """What was asked."""
    return json_answer(b'{"echo":"echo"}')
'''

ASK = """\
import asyncio, sys, httpx
from app.main import create_app
from app.settings import Settings

async def ask():
    app = httpx.ASGITransport(create_app(Settings()))
    async with httpx.AsyncClient(transport=app, base_url="http://backlens.test") as client:
        for path in sys.argv[1:]:
            print((await client.get(path)).text)

asyncio.run(ask())
"""

EVALUATE = "import sys\nfrom engine.program import run\nprint(run(sys.argv[1]).printed)"

EXPORT = '''\
"""A graph as a list of its edges."""

from engine.export.form import Form


def write(graph, frame):
    return "".join(f"n{edge.source} n{edge.target}\\n" for edge in graph.edges())


EDGES = Form("edges", "List of edges", "txt", "text/plain", write)
'''

PANEL = """\
/** A panel of a test. */
export function Motto() {
  return <p class="motto">What backpropagation does</p>;
}
"""


class Tree:
    """A copy of what a change may touch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name, ignore=MADE)
        for name in ("package.json", "tsconfig.json"):
            shutil.copy(ROOT / name, folder)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        self._before = self._files()

    def _files(self) -> dict[str, str]:
        return {
            path.relative_to(self.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for name in COPIED
            for path in (self.folder / name).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    def write(self, path: str, text: str) -> None:
        """A new file."""
        place = self.folder / path
        assert not place.exists()
        place.parent.mkdir(exist_ok=True)
        place.write_text(text)

    def edit(self, path: str, before: str, more: str) -> None:
        """Puts `more` before the first place where `before` is."""
        place = self.folder / path
        text = place.read_text()
        assert before in text, f"{path} has no {before!r}"
        place.write_text(text.replace(before, more + before, 1))

    def touched(self) -> list[str]:
        """The files that are new or others than they were."""
        return sorted(path for path, text in self._files().items() if self._before.get(path) != text)

    def run(self, program: str, *words: str) -> str:
        """What a Python program prints that imports from this tree."""
        command = [sys.executable, "-c", program, *words]
        return self._output(command)

    def build(self) -> None:
        """Bundles the page."""
        self._output([sys.executable, "tools/page.py", "run", "--silent", "build"])

    def _output(self, command: list[str]) -> str:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_a_resource_is_its_folder_and_a_line(tree: Tree) -> None:
    tree.write("app/resources/echo/route.py", RESOURCE)
    tree.write(
        "app/resources/echo/__init__.py",
        "from app.reference.resource import Resource\nfrom app.resources.echo.route import router\n\n"
        "RESOURCE = Resource(router=router)\n",
    )
    tree.edit("app/resources/__init__.py", "    evaluate,\n", "    echo,\n")
    tree.edit("app/resources/__init__.py", "    evaluate.RESOURCE,\n", "    echo.RESOURCE,\n")
    assert len(tree.touched()) <= 3
    answer, document = tree.run(ASK, "/api/v1/echo", "/openapi.json").splitlines()
    assert answer == '{"echo":"echo"}'
    assert '"/api/v1/echo"' in document


def test_an_op_is_an_entry(tree: Tree) -> None:
    entry = (
        '    Op("cube", "cube", 1, lambda a: a * a * a, (lambda out, a: 3.0 * a * a,), '
        '("∂a³/∂a = 3a²",), "a**3", _REALS),\n'
    )
    tree.edit("engine/ops.py", '    Op("sqrt", ', entry)
    assert tree.touched() == ["engine/ops.py"]
    source = "a = Value(2.0)\nL = a.cube()\nL.backward()\nprint(L.data, a.grad)"
    assert tree.run(EVALUATE, source).strip() == "8.0 12.0"
    assert '"name":"cube"' in tree.run(ASK, "/api/v1/ops")


def test_an_export_is_a_file_and_a_line(tree: Tree) -> None:
    tree.write("engine/export/edges.py", EXPORT)
    tree.edit(
        "engine/export/__init__.py", "from engine.export.form ", "from engine.export.edges import EDGES\n"
    )
    tree.edit("engine/export/__init__.py", "PYTHON, ", "EDGES, ")
    assert len(tree.touched()) <= 2
    program = (
        "from engine import Graph, Value\nfrom engine.export import export\n"
        "graph = Graph(Value(1.0) * Value(2.0))\nprint(export('edges', graph, graph.frame()))"
    )
    assert tree.run(program).split() == ["n0", "n2", "n1", "n2"]
    assert '"title":"List of edges"' in tree.run(ASK, "/api/v1/formats")


def test_a_panel_is_a_file_and_a_line(tree: Tree) -> None:
    folder = "static/src/explore/panels"
    tree.write(f"{folder}/motto.tsx", PANEL)
    tree.edit(f"{folder}/index.ts", "import { Output }", 'import { Motto } from "./motto";\n')
    tree.edit(f"{folder}/index.ts", '  { name: "output"', '  { name: "motto", part: "left", View: Motto },\n')
    assert len(tree.touched()) <= 2
    tree.build()
    bundles = [path.read_text() for path in (tree.folder / "static/dist").glob("*.js")]
    assert any("What backpropagation does" in text for text in bundles)
