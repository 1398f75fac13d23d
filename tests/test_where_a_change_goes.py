"""CONTRIBUTING's "Where a change goes" is true: each change, made in a copy, is small and works."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("app", "backlens", "engine", "static/css", "static/src", "templates", "tests/app", "tools")
MADE = shutil.ignore_patterns("__pycache__")

RESOURCE = '''\
"""/double: a number, doubled."""

from typing import Final

from fastapi import APIRouter
from pydantic import Field

from app.http.bodies import JSONRoute
from app.http.problem_documentation import READING, problems
from app.programs.fields import Strict
from app.reference.links import link
from app.reference.resource import Example, Limit, Resource

MOST: Final = 1_000

router = APIRouter(route_class=JSONRoute, tags=["programs"])


class DoubleRequest(Strict):
    """A number."""

    number: int = Field(le=MOST, description="What is doubled.")


@router.post(
    "/double",
    summary="Double a number",
    response_model=dict[str, int],
    responses=problems("/api/v1/double", *READING),
)
async def double(ask: DoubleRequest) -> dict[str, int]:
    """Twice the number."""
    return {"twice": ask.number * 2}


RESOURCE: Final = Resource(
    router=router,
    examples={"/api/v1/double": Example({"number": 4}, lambda _: b'{"twice": 8}')},
    links={("double", 200): {"again": link("double", "Twice that.", {"number": "$response.body#/twice"})}},
    limits={"doubled": Limit(MOST, "units", "what is doubled")},
)
'''

RESOURCE_TEST = """\
import httpx
import pytest

from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


async def test_double(client: httpx.AsyncClient, post: Post) -> None:
    assert (await post("double", number=21)).json() == {"twice": 42}
    assert (await post("double", number=1_001)).json()["code"] == "invalid-request"
    assert (await client.get("/api/v1/limits")).json()["doubled"]["value"] == 1_000
    call = (await client.get("/openapi.json")).json()["paths"]["/api/v1/double"]["post"]
    assert call["responses"]["200"]["links"]["again"]["operationId"] == "double"
    assert call["responses"]["200"]["content"]["application/json"]["example"] == {"twice": 8}
"""

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

from engine.export.format import Format


def write(graph, frame):
    return "".join(f"n{edge.source} n{edge.target}\\n" for edge in graph.edges())


EDGES = Format("edges", "List of edges", "txt", "text/plain", write)
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
        for name in ("package.json", "pyproject.toml", "tsconfig.json"):
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

    def test(self, *paths: str) -> None:
        """Runs these tests."""
        self._output([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths])

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
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_a_resource_is_its_folder_a_line_and_its_test(tree: Tree) -> None:
    tree.write("app/resources/double/__init__.py", RESOURCE)
    tree.edit("app/resources/__init__.py", "    evaluate,\n", "    double,\n")
    tree.edit("app/resources/__init__.py", "    evaluate.RESOURCE,\n", "    double.RESOURCE,\n")
    tree.write("tests/app/resources/test_double.py", RESOURCE_TEST)
    assert len(tree.touched()) <= 3
    # It is documented as the document demands it of every call.
    tree.test("tests/app/resources/test_double.py", "tests/app/reference/test_openapi.py")


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
        "engine/export/__init__.py", "from engine.export.format ", "from engine.export.edges import EDGES\n"
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
