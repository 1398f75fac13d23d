"""Ranks: sources left of targets, close to what Graphviz will do."""

from hypothesis import given
from hypothesis import strategies as st

from app.drawing.quotient.topology import components, order, rank

PAIRS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]), max_size=40
)


@given(PAIRS)
def test_sources_stand_left_of_targets(pairs: list[tuple[int, int]]) -> None:
    ranks = rank(12, pairs)
    assert all(ranks[source] < ranks[target] for source, target in pairs)
    assert sorted(order(12, pairs)) == list(range(12))


def test_a_cycle_and_what_hangs_on_it_is_left_out_of_the_order() -> None:
    assert order(5, [(0, 1), (1, 2), (2, 1), (2, 3)]) == [0, 4]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_boxes_share_a_component_where_each_can_reach_the_other(pairs: list[tuple[int, int]]) -> None:
    reach = [{k} for k in range(10)]
    for _ in range(10):
        for source, target in pairs:
            reach[source] |= reach[target]
    found = components(10, pairs)
    for a in range(10):
        for b in range(10):
            assert (found[a] == found[b]) == (b in reach[a] and a in reach[b])


def test_a_leaf_stands_beside_its_first_use() -> None:
    # 0 -> 1 -> 2 -> 3, and leaf 4 -> 3: the leaf moves right up to its use.
    assert rank(5, [(0, 1), (1, 2), (2, 3), (4, 3)]) == [0, 1, 2, 3, 2]


def test_a_side_branch_moves_right_as_a_whole() -> None:
    trunk = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    branch = [(6, 7), (7, 8), (8, 5)]
    assert rank(9, trunk + branch)[6:] == [2, 3, 4]
