"""What lists of Values are called, and when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from engine.scoping import lists as module
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes, Site


class Kept:
    """What stands for a Value here: it has a number."""

    def __init__(self, serial: int) -> None:
        self.serial = serial


def serials(things: Sequence[Any]) -> list[int] | None:
    return [thing.serial for thing in things] if all(type(thing) is Kept for thing in things) else None


def values(*numbers: int) -> list[Kept]:
    return [Kept(number) for number in numbers]


@pytest.fixture
def scopes() -> Scopes:
    made = Scopes()
    made.site(Site("f", 1))
    return made


def of(scopes: Scopes, **words: Any) -> Lists:
    return Lists(scopes, serials, lambda: 0, **words)


def test_a_list_counts_as_it_is_when_its_scope_ends(scopes: Scopes) -> None:
    lists = of(scopes)
    scopes.stack.append([0])
    losses: list[Kept] = []
    lists.hold(losses, "losses")
    here = scopes.here()
    losses.append(Kept(7))
    losses += values(8)
    assert not lists.known
    scopes.stack.pop()
    lists.settle()
    assert lists.known == {(here, "losses"): ((2,), (7, 8))}


def test_what_a_name_held_last_is_what_counts(scopes: Scopes) -> None:
    lists = of(scopes)
    lists.hold(values(1), "x")
    lists.hold(values(2), "x")
    lists.close()
    assert lists.known == {(0, "x"): ((1,), (2,))}


def test_the_scope_that_opens_next_reads_those_that_ended(scopes: Scopes) -> None:
    lists = of(scopes)
    scopes.stack.append([0])
    scopes.here()
    lists.hold(values(1), "x")
    scopes.stack[-1] = [0]
    scopes.here()
    assert lists.known == {(1, "x"): ((1,), (1,))}


def test_a_scope_in_which_nothing_was_made_has_no_lists(scopes: Scopes) -> None:
    lists = of(scopes)
    scopes.stack.append([0])
    lists.hold(values(1), "x")
    scopes.stack.pop()
    lists.close()
    assert not lists.known


@pytest.mark.parametrize(
    ("thing", "shape"),
    [
        ([values(1, 2), values(3, 4), values(5, 6)], (3, 2)),
        ((tuple(values(1)),), (1, 1)),
        ([[values(1, 2)], [values(3, 4)]], (2, 1, 2)),
        ([values(1, 2), values(3)], (3,)),
        ([values(1, 2), []], (2,)),
        ([[[[[*values(1)]]]]], None),
        ([], None),
        ([[]], None),
        ([*values(1), 2.0], None),
        ([values(1), 2.0], None),
        ([1.0, *values(1)], None),
        (values(*range(200_000)), (200_000,)),
        (values(*range(200_001)), None),
    ],
)
def test_shapes(scopes: Scopes, thing: Any, shape: tuple[int, ...] | None) -> None:
    lists = of(scopes)
    lists.hold(thing, "x")
    lists.close()
    assert [found for found, _ in lists.known.values()] == ([] if shape is None else [shape])


def test_a_list_in_itself_is_none(scopes: Scopes) -> None:
    lists = of(scopes)
    thing: list[Any] = []
    thing.append(thing)
    lists.hold(thing, "x")
    lists.close()
    assert not lists.known


def test_a_dict_names_its_lists_by_their_keys(scopes: Scopes) -> None:
    lists = of(scopes)
    weights: dict[Any, Any] = {"wte": [values(1, 2)], "step": 3, 7: values(4)}
    lists.hold(weights, "weights")
    weights["wq"] = values(5)
    weights["loss" * 30] = values(6)
    lists.close()
    assert [name for _, name in lists.known] == ["wte", "wq", "loss" * 16]


def test_what_a_key_names_where_it_was_set_is_not_told_again_for_its_dict(scopes: Scopes) -> None:
    lists = of(scopes)
    weights: dict[str, Any] = {"a": values(1)}
    lists.hold(weights, "weights")
    scopes.stack.append([0])
    inner = scopes.here()
    weights["b"] = values(2)
    lists.hold(weights["b"], "b")
    scopes.stack.pop()
    lists.close()
    assert list(lists.known) == [(inner, "b"), (0, "a")]


def test_a_list_that_grows_in_the_turns_of_a_loop_is_read_once(scopes: Scopes) -> None:
    lists = of(scopes)
    losses: list[Kept] = []
    lists.hold(losses, "losses")
    for number in range(5):
        scopes.stack.append([0])
        scopes.here()
        losses += values(number)
        lists.hold(losses, "losses")
        scopes.stack.pop()
    lists.close()
    assert lists.known == {(0, "losses"): ((5,), (0, 1, 2, 3, 4))}


def test_a_program_that_could_tell_has_its_lists_read_at_once(scopes: Scopes) -> None:
    lists = of(scopes, steady=False)
    thing = values(1)
    lists.hold(thing, "x")
    thing.append(Kept(2))
    lists.close()
    assert lists.known == {(0, "x"): ((1,), (1,))}


def test_what_is_looked_at_is_bounded(scopes: Scopes, monkeypatch: pytest.MonkeyPatch) -> None:
    """`xs = xs + [x]` in a loop looks at no more than so many elements for each Value."""
    looked: list[int] = []

    def counted(things: Sequence[Any]) -> list[int] | None:
        looked.append(len(things))
        return serials(things)

    monkeypatch.setattr(module, "LOOKED_AT", 100)
    lists = Lists(scopes, counted, lambda: 50)
    xs: list[Kept] = []
    for number in range(200):
        scopes.stack.append([0])
        scopes.here()
        xs = [*xs, Kept(number)]
        lists.hold(xs, "xs")
        scopes.stack.pop()
    lists.hold(xs, "xs")
    lists.close()
    assert sum(looked) <= 100 + 8 * 50 + 200 + 200
    assert len(lists.known[0, "xs"][1]) == 200


def test_of_many_lists_those_of_the_last_scopes_and_the_outermost_are_kept(
    scopes: Scopes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_IN_ALL", 100)
    lists = of(scopes)
    for number in range(40):
        scopes.stack.append([0])
        scopes.here()
        lists.hold(values(*range(10)), "x")
        scopes.stack.pop()
        if not number:
            lists.settle()
            lists.hold(values(*range(10)), "first")
    lists.close()
    assert sum(len(found) for _, found in lists.known.values()) <= 100
    assert {(0, "first"), (40, "x")} <= lists.known.keys()
