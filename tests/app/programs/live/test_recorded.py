"""Recorded passes: every one while there is room, then every second, the first and the newest always."""

import pytest

from app.programs.live.errors import UnknownPassError
from app.programs.live.recorded import COST, Recorded


def test_every_second_goes_where_there_is_no_room() -> None:
    recorded = Recorded(10 * (COST + 10))
    for number in range(1, 11):
        recorded.add(number, b"x" * 10)
    assert recorded.numbers() == list(range(1, 11))
    for number in range(11, 1_000):
        recorded.add(number, b"x" * 10)
        assert recorded.size <= 10 * (COST + 10)
        assert recorded.size == len(recorded.numbers()) * (COST + 10)
        assert (recorded.numbers()[0], recorded.numbers()[-1]) == (1, number)
    gaps = {b - a for a, b in zip(recorded.numbers()[:-1], recorded.numbers()[1:-1], strict=False)}
    assert gaps == {128}
    assert len(recorded.numbers()) >= 5


def test_a_pass_is_found_by_number_or_as_the_newest_and_else_the_nearest_is_named() -> None:
    recorded = Recorded()
    with pytest.raises(UnknownPassError):
        recorded.get(None)
    recorded.add(1, b"one")
    recorded.add(8, b"eight")
    recorded.add(8, b"forged")
    assert recorded.get(8) == recorded.get(None) == (8, b"eight")
    with pytest.raises(UnknownPassError) as refused:
        recorded.get(5)
    assert refused.value.names == ("8",)


def test_thinning_from_outside_leaves_two() -> None:
    recorded = Recorded()
    for number in range(1, 6):
        recorded.add(number, b"")
    while recorded.thin():
        pass
    assert recorded.numbers() == [1, 5]
