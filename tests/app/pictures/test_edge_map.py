"""The map of a graph: where its edges are, in bounded room."""

from base64 import b64decode

import numpy as np

from app.pictures.edge_map import SIDE, edge_map, shades
from engine.program import run

CHAIN = "x = Value(1.0)\nfor k in range(300):\n    x = x * 2.0\nx.backward()\n"
DIAMOND = "a = Value(1.0)\nb = Value(2.0)\nc = a + b\nd = a * c\ne = a + d\ne.backward()\n"


def test_edges_lie_below_the_diagonal_where_values_read_those_before_them() -> None:
    graph = run(CHAIN).graph
    assert graph is not None
    drawn = b64decode(edge_map(graph)["shades"])
    assert len(drawn) == SIDE * SIDE
    inked = {(at // SIDE, at % SIDE) for at, shade in enumerate(drawn) if shade > 0}
    assert all(row - 1 <= column <= row for row, column in inked)
    assert {row for row, _ in inked} == set(range(SIDE))
    assert max(drawn) == 255


def test_shades_are_logarithms_of_counts() -> None:
    graph = run(DIAMOND).graph
    assert graph is not None
    # Values 0 to 2 and 3 to 4: two edges within the first, two from it to the second, one within that.
    counted = np.array([2, 0, 3, 1])
    expected = np.ceil(255 * np.log1p(counted) / np.log(4))
    assert shades(graph, 2).tolist() == expected.tolist()
    assert shades(graph, 1).tolist() == [255]


def test_a_graph_without_edges_has_an_empty_map() -> None:
    graph = run("x = Value(1.0)\n").graph
    assert graph is not None
    assert not shades(graph, 3).any()
