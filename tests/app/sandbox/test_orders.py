"""Orders and reports arrive as they were sent."""

import os
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.orders import (
    Order,
    Report,
    Stage,
    receive_order,
    receive_report,
    send_order,
    send_report,
)

ORDERS = st.builds(
    Order,
    st.text("abcdefghij-_", max_size=16),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**64 - 1),
    st.booleans(),
)


@given(ORDERS)
def test_an_order_and_its_three_descriptors(order: Order) -> None:
    here, there = socket.socketpair()
    reading, writing = os.pipe()
    with here, there:
        send_order(here, order, [reading, writing, there.fileno()])
        received = receive_order(there, 3)
        assert received is not None
        found, descriptors = received
        assert found == order
        assert [os.fstat(each).st_ino for each in descriptors] == [
            os.fstat(each).st_ino for each in (reading, writing, there.fileno())
        ]
    for each in (reading, writing, *descriptors):
        os.close(each)


def test_a_kind_that_is_too_long_is_not_cut() -> None:
    here, there = socket.socketpair()
    with here, there, pytest.raises(ValueError, match="16 characters"):
        send_order(here, Order("a" * 17, 1, 1, True), [0])


@given(
    st.builds(Report, st.sampled_from(Stage), st.integers(-(2**31), 2**31 - 1), st.floats(allow_nan=False))
)
def test_a_report(report: Report) -> None:
    here, there = socket.socketpair()
    with here, there:
        send_report(here, report)
        assert receive_report(there) == report


def test_an_end_that_was_closed() -> None:
    here, there = socket.socketpair()
    with there:
        here.close()
        assert receive_order(there, 3) is None
        assert receive_report(there) is None
