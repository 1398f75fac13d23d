"""What every test stands on: repeatable random tests, one async backend, and skips that can be forbidden."""

import os
import tempfile
from collections import Counter
from collections.abc import Generator, Iterable
from typing import TypeVar

import pytest
from hypothesis import settings

pytest_plugins = ["tests.second_runs"]

# The same examples on every machine, no store of old ones, no clock; `--hypothesis-profile=default` explores.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

# What tests keep, and servers that they start, lies in a folder of its own.
_DATA = tempfile.TemporaryDirectory(prefix="backlens-tests-", ignore_cleanup_errors=True)
os.environ["XDG_DATA_HOME"] = _DATA.name

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

NO_SKIP = os.environ.get("BACKLENS_NO_SKIP") == "1"


# What a skip's reason says, what is missing then, and how to have it. Whatever else is missing comes last.
MISSING = (
    ("PostgreSQL", "PostgreSQL", "tools/system postgresql"),
    ("not built", "the page", "make setup"),
    ("installed", "packages that tests compare with", "make peers"),
    ("could not import", "packages that tests compare with", "make peers"),
    ("", "other things", "the reasons are above"),
)
_skips: dict[str, str] = {}


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the server does."""
    return "asyncio"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` means: three workers for two cores, because a worker waits for nearly half of its
    time, as when a page plays or a server starts.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + (cores + 1) // 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With BACKLENS_NO_SKIP=1 a test that was skipped, or expected to fail, has failed."""
    return _forbid_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that was skipped, which is what `importorskip` does."""
    return _forbid_skip((yield))


def _forbid_skip(report: Report) -> Report:
    if NO_SKIP and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here (BACKLENS_NO_SKIP=1), but this was: {report.longrepr}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keeps what was skipped, for the last line."""
    _note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """The same for a whole module."""
    _note_skip(report)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        _skips[report.nodeid] = str(report.longrepr[2])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line: what was skipped, and how to have it."""
    if _skips and not hasattr(config, "workerinput"):
        print(last_line(_skips.values()))


def last_line(reasons: Iterable[str]) -> str:
    """What these skips lack, each thing once, with the command that installs it."""
    lacks = Counter(next((what, how) for word, what, how in MISSING if word in reason) for reason in reasons)
    parts = [f"{count} without {what} ({how})" for (what, how), count in lacks.items()]
    return f"Skipped: {', '.join(parts)}."
