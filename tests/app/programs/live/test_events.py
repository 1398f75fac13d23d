"""What is kept of a run's events: all of them while there is room, then the newest of each kind."""

import json

from app.programs.live.events import COST, Events

LARGE = {"norms": {"lists": ["x" * 100_000]}, "parts": None}


def a_pass(number: int, **more: object) -> bytes:
    return json.dumps({"pass": number, "value": 1.5, **more}).encode()


def all_of(events: Events, begin: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    while some := events.after(begin):
        found += [(each.number, each.name) for each in some]
        begin = some[-1].number + 1
    return found


def test_events_come_in_order_from_any_of_them_on() -> None:
    events = Events()
    for number in range(200):
        events.add("printed", b"%d" % number)
    assert [number for number, _ in all_of(events)] == list(range(200))
    assert [number for number, _ in all_of(events, 150)] == list(range(150, 200))
    assert all_of(events, 200) == []


def test_earlier_passes_lose_what_is_large_and_the_newest_stays_whole() -> None:
    events = Events()
    events.add("printed", b"{}")
    for number in range(400):
        events.add("pass", a_pass(number, **LARGE))
    assert events.size <= 16 * 2**20
    passes = [
        json.loads(each.data) for k in range(0, 401, 64) for each in events.after(k) if each.name == "pass"
    ]
    assert {each["pass"] for each in passes} == set(range(400))  # none has gone
    assert passes[-1]["norms"] == LARGE["norms"]
    assert passes[0] == {"pass": 0, "value": 1.5, "norms": None, "parts": None}


def test_of_very_many_passes_every_second_goes_and_nothing_else() -> None:
    events = Events()
    events.add("printed", b"first")
    for number in range(300_000):
        events.add("pass", b'{"pass":%d}' % number)
        if number % 100_000 == 0:
            events.add("figure", b"{}")
    events.add("printed", b"last")
    found = all_of(events)
    assert events.size <= 16 * 2**20 + 20 * COST
    assert [name for _, name in found].count("figure") == 3
    assert [name for _, name in found].count("printed") == 2
    numbers = [number for number, _ in found]
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 10_000
    assert found[-2][1] == "pass"
    assert events.next == 300_005


def test_the_newest_of_each_name_that_is_watched_stays() -> None:
    events = Events()
    events.add("watch", b"seldom", "seldom")
    for number in range(100_000):
        events.add("watch", b"%d" % number, "often")
    data = [each.data for k in range(0, 100_001, 64) for each in events.after(k)]
    assert b"seldom" in data
    assert b"99999" in data
    assert events.size <= 16 * 2**20


def test_text_without_end_is_cut() -> None:
    events = Events()
    for _ in range(300):
        events.add("printed", b"x" * 10_000)
    assert events.size <= 2**20
