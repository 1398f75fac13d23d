"""What is installed is whole: the wheel alone serves the page with scripts and styles, and the examples."""

import json
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

from app.examples import EXAMPLES
from tools import server


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:
        body: bytes = answer.read()
        return body


def test_the_wheel_alone_serves_the_page(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=server.ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    with server.running(installed) as origin:
        page = get(origin).decode()
        files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert {Path(name).suffix for name in files} >= {".js", ".css"}
        assert all(get(origin + name) for name in files)
        assert b"swagger" in get(f"{origin}/docs")
        assert len(json.loads(get(f"{origin}/api/v1/examples"))) == len(EXAMPLES)
        assert len(json.loads(get(f"{origin}/api/v1/lessons"))) == 10
        assert b"lessons-" in get(f"{origin}/lessons")
