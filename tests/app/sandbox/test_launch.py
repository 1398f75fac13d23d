"""A supervisor is started with what it needs and nothing else of the server's."""

import os
import select

import pytest

from app.sandbox import channels
from app.sandbox.launch import LostError, SupervisorProcess, environment
from app.sandbox.orders import Order, Stage, receive_report
from tests.app.sandbox.conftest import HANDLER


def test_nothing_of_the_server_s_environment_but_what_is_named() -> None:
    theirs = {
        "PATH": "/bin",
        "HOME": "/root",
        "BACKLENS_DATABASE_URL": "postgresql://u:p@h/n",
        "AWS_SECRET": "s",
    }
    assert environment(theirs) == environment({})
    assert environment({"NUMBA_CPU_NAME": "generic"})["NUMBA_CPU_NAME"] == "generic"
    assert environment({"PYTHONHASHSEED": "7"})["PYTHONHASHSEED"] == "0"


def test_one_that_was_closed_has_ended_and_takes_no_order() -> None:
    supervisor = SupervisorProcess(HANDLER, heavy=False)
    alive = [supervisor.is_alive]
    supervisor.close()
    alive.append(supervisor.is_alive)
    assert alive == [True, False]
    with pytest.raises(LostError):
        supervisor.order(Order("echo", 1, 1, True), 0, 0, 0)


def test_starting_one_leaves_no_descriptor() -> None:
    before = set(os.listdir("/proc/self/fd"))
    for _ in range(3):
        SupervisorProcess(HANDLER, heavy=False).close()
    after = set(os.listdir("/proc/self/fd"))
    assert after == before


def test_one_stays_when_a_caller_leaves_with_a_report_unread() -> None:
    supervisor = SupervisorProcess(HANDLER, heavy=False)
    try:
        for _ in range(5):
            with channels.opened(supervisor, Order("echo", 1, 2**28, False), stays_open=False) as ends:
                assert select.select([ends.status], [], [], 60)[0]
        with channels.opened(supervisor, Order("echo", 1, 2**28, False), stays_open=False) as ends:
            report = receive_report(ends.status)
        assert report is not None
        assert report.stage is Stage.STARTED
        assert supervisor.is_alive
    finally:
        supervisor.close()
