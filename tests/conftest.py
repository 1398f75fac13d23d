"""What every test stands on: repeatable random tests, one async backend, and skips that can be forbidden."""

import os
import tempfile
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import settings

# The same examples on every machine, no store of old ones, no clock; `--hypothesis-profile=default` explores.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")

# What tests keep, and servers that they start, lies in a folder of its own.
_DATA = tempfile.TemporaryDirectory(prefix="backlens-tests-", ignore_cleanup_errors=True)
os.environ["XDG_DATA_HOME"] = _DATA.name

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

NO_SKIP = os.environ.get("BACKLENS_NO_SKIP") == "1"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the server does."""
    return "asyncio"


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
