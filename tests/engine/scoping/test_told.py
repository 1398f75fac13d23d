"""Of a run's scopes and lists, those that its graph needs."""

from __future__ import annotations

import pytest

from engine.run import NamedList
from engine.scoping import scopes as module
from engine.scoping.lists import Lists
from engine.scoping.scopes import Scopes, Site
from engine.scoping.told import told

LEAVES: list[tuple[int, ...]] = [()] * 9


def opened(scopes: Scopes, depth: int) -> int:
    """So many calls in one another, and back."""
    scopes.stack.extend([0] for _ in range(depth))
    found = scopes.here()
    del scopes.stack[1:]
    return found


def made() -> tuple[Scopes, Lists]:
    scopes = Scopes()
    scopes.site(Site("f", 3, "m.py"))
    return scopes, Lists(scopes, lambda things: things, lambda: 0)


def test_scopes_without_a_node_are_left_out_but_for_those_around_others() -> None:
    scopes, lists = made()
    opened(scopes, 1)
    inner = opened(scopes, 2)
    found = told(scopes, lists, LEAVES, [0, inner], [1, 2])
    assert [(scope.path, scope.parent, scope.nodes) for scope in found] == [
        ("", -1, (0,)),
        ("f[1]", 0, ()),
        ("f[1]/f[0]", 1, (1,)),
    ]
    assert (found[1].line, found[1].file) == (3, "m.py")


def test_nodes_come_as_they_were_made() -> None:
    scopes, lists = made()
    assert told(scopes, lists, LEAVES, [0, 0, 0], [5, 9, 2])[0].nodes == (2, 0, 1)


def test_of_a_matrix_the_rows_that_are_in_the_graph() -> None:
    scopes, lists = made()
    lists.known = {
        (0, "wte"): ((3, 2), (10, 11, 12, 13, 14, 15)),
        (0, "all"): ((2,), (12, 13)),
        (0, "half"): ((2, 2), (10, 12, 14, 15)),
        (0, "some"): ((2,), (10, 12)),
        (0, "none"): ((1, 1), (99,)),
    }
    found = told(scopes, lists, LEAVES, [0] * 4, [12, 13, 14, 15])[0].lists
    assert found == (
        NamedList("wte", (2, 2), (0, 1, 2, 3), (3, 2)),
        NamedList("all", (2,), (0, 1)),
    )


def test_a_list_that_only_says_an_order_is_left_out() -> None:
    scopes, lists = made()
    lists.known = {
        (0, "topo"): ((4,), (1, 2, 3, 4)),
        (0, "part"): ((3,), (2, 1, 3)),
        (0, "states"): ((2,), (3, 4)),
        (0, "leaves"): ((2,), (1, 2)),
    }
    inputs: list[tuple[int, ...]] = [(), (), (0, 1), (2, 0)]
    found = told(scopes, lists, inputs, [0] * 4, [1, 2, 3, 4])[0].lists
    assert [held.name for held in found] == ["states", "leaves"]


@pytest.mark.parametrize(("limit", "most"), [("MOST_NODES", 3), ("MOST_LISTS", 1), ("MOST_CHARACTERS", 1)])
def test_if_there_are_too_many_lists_the_outermost_are_told(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scopes, lists = made()
    inner = opened(scopes, 1)
    lists.known = {(inner, "b"): ((2,), (1, 2)), (0, "a"): ((2,), (1, 2))}
    monkeypatch.setattr(f"engine.scoping.told.{limit}", most)
    found = told(scopes, lists, LEAVES, [0, inner], [1, 2])
    assert [held.name for scope in found for held in scope.lists] == ["a"]


def test_scopes_stop_where_they_are_deep_or_their_paths_long() -> None:
    scopes, _ = made()
    opened(scopes, 900)
    assert len(scopes.opened) == module.DEEPEST + 1
    scopes.sites[0] = Site("f" * 64, 1)
    for _ in range(20_000):
        opened(scopes, 64)
    assert sum(map(len, scopes.paths())) < 1.1 * module.CHARACTERS
