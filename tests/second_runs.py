"""A browser test that fails is run once more.

A page, a browser and a server share the cores with other workers, and one answer in thousands comes later
than a test waits for. Each such test is named in the last line, since it is a fault to mend, and more than
`MOST` of them fail the run. Other tests are run once.
"""

from typing import Final

import pytest

FOLDER: Final = "browser"
MOST: Final = 3
_repeated: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if FOLDER in item.path.parts:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if str(report.outcome) == "rerun":
        _repeated.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if len(_repeated) > MOST and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    if _repeated and not hasattr(config, "workerinput"):
        print(f"Run twice, at most {MOST} may be: {', '.join(_repeated)}.")
