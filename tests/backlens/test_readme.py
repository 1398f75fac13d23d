"""The README's Python is run, so that nobody copies a line that does not work."""

import re
import webbrowser
from pathlib import Path

import pytest

from backlens.client import client
from tools import server

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_readme_s_python_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.chdir(tmp_path)
    with server.running() as origin:
        monkeypatch.setenv("BACKLENS_URL", origin)
        names: dict[str, object] = {}
        exec(program.replace(client.LOCAL, origin), names)  # noqa: S102  # our own text
    assert opened[0].startswith(f"{origin}/s/")
    assert names["answer"].grads["a"] == 6.0  # type: ignore[attr-defined]  # a Document
    assert (tmp_path / "graph.pdf").read_bytes().startswith(b"%PDF")
