"""A new resource is its folder, one line in the list and its test: three files, and no other knows of it."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
COPIED = ("app", "engine", "tests/app", "tools", "pyproject.toml", "static/src/wire/openapi.json")

RESOURCE = '''"""/double: a number, doubled."""

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
TEST = """import httpx
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


def test_a_new_resource_touches_three_files(tmp_path: Path) -> None:
    for name in COPIED:
        copy(ROOT / name, tmp_path / name)
    before = digests(tmp_path)
    resources = tmp_path / "app/resources"
    (resources / "double").mkdir()
    (resources / "double/__init__.py").write_text(RESOURCE)
    listed = (resources / "__init__.py").read_text()
    listed = listed.replace("    descend,\n", "    descend,\n    double,\n")
    listed = listed.replace("    descend.RESOURCE,\n", "    descend.RESOURCE,\n    double.RESOURCE,\n")
    (resources / "__init__.py").write_text(listed)
    (tmp_path / "tests/app/resources/test_double.py").write_text(TEST)
    after = digests(tmp_path)
    assert {name for name in after if before.get(name) != after[name]} == {
        "app/resources/__init__.py",
        "app/resources/double/__init__.py",
        "tests/app/resources/test_double.py",
    }
    checks = ["tests/app/resources/test_double.py", "tests/app/reference/test_openapi.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
