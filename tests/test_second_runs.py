"""Which tests are run a second time, and that this is said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Fails when it is run for the first time.
FIRST = """\
from pathlib import Path
import pytest

@pytest.mark.parametrize("case", range({cases}))
def test_one(case):
    seen = Path(__file__).with_name(f"seen{{case}}")
    again = seen.exists()
    seen.touch()
    assert again
"""


def pytest_run(folder: Path, cases: int) -> "subprocess.CompletedProcess[str]":
    folder.mkdir(parents=True)
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n")
    (folder / "test_one.py").write_text(FIRST.format(cases=cases))
    plugins = [
        f"-p{name}" for name in ("xdist", "pytest_rerunfailures", "tests.second_runs", "no:cacheprovider")
    ]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, "-n", "1", str(folder)],
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_browser_test_has_a_second_run_and_is_named(tmp_path: Path) -> None:
    done = pytest_run(tmp_path / "browser", 1)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "Run twice, at most 3 may be: test_one.py::test_one[0]."


@pytest.mark.parametrize(("cases", "code"), [(3, 0), (4, 1)])
def test_more_than_a_few_fail_the_run(tmp_path: Path, cases: int, code: int) -> None:
    done = pytest_run(tmp_path / "browser", cases)
    assert f"{cases} passed" in done.stdout
    assert done.returncode == code


def test_other_tests_are_run_once(tmp_path: Path) -> None:
    done = pytest_run(tmp_path / "app", 1)
    assert done.returncode == 1
    assert "Run twice" not in done.stdout
