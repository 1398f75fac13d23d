"""Cases that the page's own search passes too (tests/page/find.test.ts): both sides find the same."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.autodiff import backward
from engine.names import node_id
from engine.outline import outline_of
from engine.program import run
from engine.search.find import find
from engine.search.index import Index
from engine.search.masks import Numbers
from engine.search.query import QueryError, read_query

SHARED = json.loads((Path(__file__).parents[2] / "find_cases.json").read_text())


@pytest.fixture(scope="module")
def searched() -> tuple[Index, Numbers]:
    """The index and the numbers of the program."""
    found = run(SHARED["source"], seed=0)
    graph = found.graph
    assert graph is not None
    grad = backward(graph, found.frame.data)
    for i, node in enumerate(SHARED["nodes"]):
        assert (node["id"], node["op"], node["label"]) == (node_id(i), graph.ops[i].name, graph.labels[i])
        assert (node["group"], node["line"]) == (graph.groups[i], found.lines[i])
        np.testing.assert_array_equal(float(node["data"]), found.frame.data[i])
        np.testing.assert_array_equal(float(node["grad"]), grad[i])
    has = np.array([not graph.is_constant(i) for i in range(len(graph))])
    numbers = Numbers(np.array(found.frame.data), np.array(grad), has)
    return Index(found, graph, outline_of(found)), numbers


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: str(case["query"]))
def test_what_a_query_finds(searched: tuple[Index, Numbers], case: dict[str, Any]) -> None:
    if "fault" in case:
        with pytest.raises(QueryError) as caught:
            read_query(case["query"])
        assert caught.value.message == case["fault"]
        return
    index, numbers = searched
    found = find(index, read_query(case["query"]), numbers, most=200)
    assert [node_id(match.nodes[0]) for match in found["values"].matches] == case["values"]
    assert [match.line for match in found["lines"].matches] == case["lines"]
