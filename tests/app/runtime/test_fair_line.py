"""Turns are taken client by client, within each client's share and within the bound of all together."""

from typing import TypeVar

import pytest

from app.runtime.clients import NOBODY, Share, TooManyError, client
from app.runtime.fair_line import FairLine, FullLineError

T = TypeVar("T")


def begun(line: FairLine[T]) -> list[T]:
    found = []
    while (turn := line.take()) is not None:
        found.append(turn[1])
    return found


def test_clients_take_turns_however_many_each_has_waiting() -> None:
    line = FairLine[str](places=1, waiting=100)
    for entry in ("a1", "a2", "a3", "a4", "b1", "c1", "b2"):
        line.enter(entry[0], entry)
    order = []
    while line.waiting:
        (entry,) = begun(line)
        order.append(entry)
        line.leave(entry[0])
    assert order == ["a1", "b1", "c1", "a2", "b2", "a3", "a4"]


def test_one_client_leaves_a_place_free() -> None:
    line = FairLine[str](places=3, waiting=100)
    for entry in ("a1", "a2", "a3"):
        line.enter("a", entry)
    assert begun(line) == ["a1", "a2"]
    line.enter("b", "b1")
    assert begun(line) == ["b1"]
    line.leave("a")
    assert begun(line) == ["a3"]


def test_where_there_is_one_place_everyone_may_have_it() -> None:
    line = FairLine[str](places=1, waiting=0)
    line.enter("a", "a1")
    assert begun(line) == ["a1"]
    with pytest.raises(FullLineError):
        line.enter("b", "b1")


def test_one_client_has_so_many_waiting_and_no_more() -> None:
    line = FairLine[int](places=2, waiting=100, client_waiting=3)
    for entry in range(4):
        line.enter("a", entry)
        line.take()
    with pytest.raises(TooManyError) as caught:
        line.check("a")
    assert (caught.value.limit, caught.value.most) == ("client_waiting", 3)
    line.check("b")


def test_a_full_line_makes_room_for_who_has_less_in_it() -> None:
    line = FairLine[str](places=1, waiting=3, client_waiting=3)
    for entry in ("a0", "a1", "a2", "a3"):
        line.enter("a", entry)
        line.take()
    assert line.enter("b", "b1") == "a3"
    with pytest.raises(FullLineError):
        line.enter("b", "b2")  # both would have two then, and one has it already
    assert line.waiting == 3
    line.leave("a")
    assert begun(line) == ["a1"]
    line.leave("a")
    assert begun(line) == ["b1"]


def test_who_leaves_the_line_frees_the_place_in_it() -> None:
    line = FairLine[str](places=1, waiting=1)
    line.enter("a", "a1")
    assert begun(line) == ["a1"]
    line.enter("b", "b1")
    assert line.remove("b", "b1")
    assert not line.remove("b", "b1")
    assert not line.remove("a", "a1")  # it runs
    assert line.waiting == 0
    line.enter("c", "c1")


def test_the_service_itself_is_no_client() -> None:
    line = FairLine[int](places=2, waiting=50, client_waiting=1)
    for entry in range(10):
        line.enter(NOBODY, entry)
    assert begun(line) == [0, 1]


def test_a_share_is_given_back() -> None:
    share = Share("client_streams", 2, "streams")
    token = client.set("a")
    with share.hold(), share.hold():
        with pytest.raises(TooManyError, match="client_streams"):
            share.take("a")
        share.take("b")
        assert (share.held("a"), share.held("b")) == (2, 1)
    assert share.held("a") == 0
    client.reset(token)
