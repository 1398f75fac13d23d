"""What is installed is whole and keeps to itself: it works beside a person's own `app` and `engine`."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from app.examples import EXAMPLES
from tools import server
from tools.wheel import PlainImportError, rewritten

ALL_FIVE = """\
import sys
from backlens import MLP, Client, Graph, Value, show
import backlens.notebook

a, b = Value(2.0, label="a"), Value(-3.0, label="b")
loss = (a * b).tanh() + sum(MLP(2, [3, 1])([a, b]).data for _ in range(2)) * 0.0
loss.backward()
assert len(Graph(loss)) == 6, len(Graph(loss))
assert "<svg" in loss._repr_mimebundle_()["image/svg+xml"]
with Client(sys.argv[1]) as client:
    assert client.evaluate("a*b", values={"a": 2, "b": -3}).grads == {"a": -3.0, "b": 2.0}
    assert b"<svg" in client.render("x = Value(3.0)\\nx*x").content
print(show(loss, sys.argv[1], open_browser=False))
try:
    show([loss], sys.argv[1], open_browser=False)
except TypeError as error:
    print(error)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"app", "engine"}))
print(sys.path)
"""
OWN_SERVICE = """\
import urllib.request
import backlens.local_service
from backlens import Value, show

backlens.local_service.LOCAL = "http://127.0.0.1:9"  # whatever runs on this machine
first = show(Value(2.0) * 3.0, open_browser=False)
second = show(Value(2.0) * 4.0, open_browser=False)
assert first.rpartition("/")[0] == second.rpartition("/")[0] != ""
with urllib.request.urlopen(first + ".svg") as answer:
    assert b"6.0000" in answer.read()
print(second)
"""

SANDBOX = """\
import sys
from backlens.app.sandbox import pool, probe

sandbox = pool.Sandbox(probe.__name__)
assert sandbox.why_not is None, sandbox.why_not
limits = dict(cpu_seconds=5, wall_seconds=30, memory_bytes=2**28, answer_bytes=1000)
print(sandbox.run("any", b"", **limits) == b"", pool.HANDLER)
sandbox.close()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=server.ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a new environment with the wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    there = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    # A path added like this is not searched for .pth files, so the checkout does not come with it.
    (there / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an `app` and an `engine` of its own, which nothing may import."""
    folder = tmp_path_factory.mktemp("theirs")
    for name in ("app", "engine"):
        (folder / name).mkdir()
        for module in ("__init__", "main", "graph", "value", "settings", "__main__"):
            (folder / name / f"{module}.py").write_text('raise RuntimeError("This is not Backlens.")\n')
    return folder


def environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if name not in ("PYTHONPATH", "BACKLENS_URL")}


def run(commands: Path, folder: Path, program: str, *arguments: str) -> list[str]:
    script = folder / "program.py"
    script.write_text(program)
    words = [str(commands / "python"), str(script), *arguments]
    done = subprocess.run(words, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def post(address: str, body: Mapping[str, Any]) -> Any:
    headers = {"content-type": "application/json", "accept": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_it_installs_one_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.partition("/")[0] for name in packed.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"backlens"}


def test_the_image_is_built_from_all_of_it() -> None:
    """Docker sends what .dockerignore lets through; a wheel is made of what an sdist holds."""
    project = tomllib.loads((server.ROOT / "pyproject.toml").read_text())
    made_of = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    sent = {
        line[1:].split("/")[0]
        for line in (server.ROOT / ".dockerignore").read_text().split()
        if line[0] == "!"
    }
    assert {name.removeprefix("/").split("/")[0] for name in made_of} <= sent


def test_beside_other_folders_of_the_same_names_all_of_it_works(commands: Path, theirs: Path) -> None:
    with server.running(theirs, {"PYTHONPATH": ""}, [str(commands / "backlens")]) as origin:
        assert json.loads(get(f"{origin}/healthz")) == {"status": "ok"}
        page = get(origin).decode()
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert {Path(name).suffix for name in files} >= {".js", ".css"}
        assert all(get(origin + name) for name in files)
        assert b"developer-" in get(f"{origin}/docs")
        assert len(json.loads(get(f"{origin}/api/v1/examples"))) == len(EXAMPLES)
        assert len(json.loads(get(f"{origin}/api/v1/lessons"))) == 20
        assert b"lessons-" in get(f"{origin}/lessons")
        network = "n = MLP(3, [8, 8, 1])\nloss = (n([1.0, 2.0, 3.0]) - 1)**2"
        descent = post(f"{origin}/api/v1/descend", {"source": network, "learning_rate": 0.01, "steps": 200})
        assert descent["losses"][-1] < descent["losses"][0]
        shown, refused, modules, path = run(commands, theirs, ALL_FIVE, origin)
        assert shown.startswith(f"{origin}/s/")
        assert b"explorer-" in get(shown)
        assert refused == (
            "A list is not a node of a computation graph. "
            "Read are objects with `data`, `grad` and their inputs in `_prev` or `_children`."
        )
        assert modules == "[]"
        assert str(server.ROOT) not in path.replace(sysconfig.get_path("purelib"), "")


def test_a_service_of_its_own_ends_with_the_process(commands: Path, theirs: Path) -> None:
    (shown,) = run(commands, theirs, OWN_SERVICE)
    with pytest.raises(OSError, match="refused"):
        get(shown)


def test_its_sandbox_starts_itself(commands: Path, theirs: Path) -> None:
    assert run(commands, theirs, SANDBOX) == ["True backlens.app.sandbox.child.main"]


def test_python_m_and_the_database_s_command(commands: Path, theirs: Path) -> None:
    def said(*words: str) -> str:
        done = subprocess.run(
            words, cwd=theirs, env={**environment(), "BACKLENS_DATA": str(theirs / "data")},
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    # -P, because python -m looks into the working folder first, where a `backlens` could lie as well.
    assert "`BACKLENS_PORT`" in said(str(commands / "python"), "-P", "-m", "backlens", "--settings")
    assert said(str(commands / "backlens"), "store", "upgrade")
    assert "usage: backlens " in said(str(commands / "backlens"), "--help")


def test_imports_are_rewritten_where_they_stand_and_nowhere_else() -> None:
    source = '''\
"""From engine import nothing: `from engine import Value`."""
é = "from app import x"; from engine import Value
from app.store import (
    Row,  # from engine
)
from backlens.client import Client
from engineering import app
def f():
    from  engine.graph import Graph as engine
    yield from engine
    raise ValueError from app
'''
    assert (
        rewritten(source)
        == '''\
"""From engine import nothing: `from engine import Value`."""
é = "from app import x"; from backlens.engine import Value
from backlens.app.store import (
    Row,  # from engine
)
from backlens.client import Client
from engineering import app
def f():
    from  backlens.engine.graph import Graph as engine
    yield from engine
    raise ValueError from app
'''
    )
    with pytest.raises(PlainImportError, match=r"m\.py:2"):
        rewritten("x = 1\nimport engine.graph", "m.py")
