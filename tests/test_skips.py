"""What the last line of a run says of the tests that were skipped."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import last_line

ROOT = Path(__file__).parents[1]


def test_each_thing_that_is_missing_is_named_once() -> None:
    reasons = [
        "Skipped: the oracle is not installed",
        "Skipped: could not import 'torch': No module named 'torch'",
        "Skipped: There is no PostgreSQL server in /usr/lib/postgresql: apt-get install postgresql.",
        "Skipped: there is no C compiler",
    ]
    assert last_line(reasons) == (
        "Skipped: 2 without packages that tests compare with (make peers), "
        "1 without PostgreSQL (tools/system postgresql), 1 without other things (the reasons are above)."
    )


SKIPS = """\
import pytest

def test_one():
    pytest.importorskip("no_such_peer", reason="it is not installed")
"""


def pytest_run(folder: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """A run of its own over one test that is skipped, by what a run of ours stands on and nothing else."""
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n")
    (folder / "conftest.py").write_text("from tests.conftest import *  # noqa: F403\n")
    (folder / "test_one.py").write_text(SKIPS)
    # This run may itself forbid skips.
    without_rules = {name: value for name, value in os.environ.items() if name != "BACKLENS_NO_SKIP"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words, str(folder)],
        env=without_rules | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | more,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_line_comes_after_the_closing_line(tmp_path: Path) -> None:
    *_, closing, last = pytest_run(tmp_path, "-p", "xdist", "-n", "1").stdout.splitlines()
    assert closing.startswith("1 skipped")
    assert last == "Skipped: 1 without packages that tests compare with (make peers)."


def test_a_skip_fails_where_skips_are_forbidden(tmp_path: Path) -> None:
    done = pytest_run(tmp_path, "-p", "xdist", "-n", "1", BACKLENS_NO_SKIP="1")
    assert done.returncode == 1
    assert "Nothing may be skipped here" in done.stdout
    assert "Skipped:" not in done.stdout.splitlines()[-1]
