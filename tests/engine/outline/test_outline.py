"""The tree of scopes over a graph: its nodes, its paths, and groups as entries of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import MLP, Value
from engine.graph import Graph
from engine.outline import outline_of
from engine.program import run
from tests.engine.outline.runs import EMPTY, run_of


def nested() -> tuple[Value, list[Value]]:
    a, b = Value(1.0), Value(2.0)
    c = a * b
    d = c + a
    e = d * c
    return e + b, [a, b, c, d, e]


def test_a_program_without_a_graph_has_one_empty_entry() -> None:
    outline = outline_of(EMPTY)
    assert [(entry.path, entry.count, entry.parent) for entry in outline.entries] == [("", 0, -1)]
    assert outline.inside(0).tolist() == []


def test_a_run_without_scopes_is_one_entry_of_everything() -> None:
    outline = outline_of(run("a = Value(1.0)\nb = a * 2\nc = b + a"))
    assert [entry.path for entry in outline.entries] == [""]
    assert outline.inside(0).tolist() == outline.own(0).tolist() == [0, 1, 2, 3]


def test_entries_hold_their_own_nodes_and_those_inside() -> None:
    output, (_, _, c, d, e) = nested()
    outline = outline_of(
        run_of(output, [("f[0]", 0, [c]), ("f[0]/g[0]", 1, [d]), ("f[1]", 0, [e])], {3: {"q": [c, d]}})
    )
    assert [(entry.path, entry.name, entry.parent, entry.count) for entry in outline.entries] == [
        ("", "", -1, 6),
        ("f[0]", "f", 0, 2),
        ("f[0]/g[0]", "g", 1, 1),
        ("f[1]", "f", 0, 1),
    ]
    assert [entry.children for entry in outline.entries] == [(1, 3), (2,), (), ()]
    assert [outline.inside(k).tolist() for k in range(4)] == [[0, 1, 2, 3, 4, 5], [2, 3], [3], [4]]
    assert [outline.own(k).tolist() for k in range(4)] == [[0, 1, 5], [2], [3], [4]]
    assert outline.scope_of.tolist() == [0, 0, 1, 2, 3, 0]
    assert [held.nodes for held in outline.entries[3].lists] == [(2, 3)]


def test_what_is_inside_an_entry_comes_right_after_it() -> None:
    output, (_, _, c, d, e) = nested()
    made = run_of(output, [("f[0]", 0, [c]), ("f[1]", 0, [d]), ("f[0]/g[0]", 1, [e])])
    outline = outline_of(made)
    assert [entry.path for entry in outline.entries] == ["", "f[0]", "f[0]/g[0]", "f[1]"]
    assert outline.inside(1).tolist() == [2, 4]


def test_an_outline_is_made_once_and_again_when_the_scopes_are_others() -> None:
    output, (_, _, c, *_) = nested()
    made = run_of(output, [("f[0]", 0, [c])])
    assert outline_of(made) is outline_of(replace(made, seconds=2.0))
    assert len(outline_of(replace(made, scopes=())).entries) == 1


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("f[0]", "f[0]"),
        ("f[7]/g[3]", "f[1]/g[0]"),
        ("f[1]/h[0]/g[0]", "f[1]"),
        ("k[0]", ""),
        ("f", ""),
        ("f[x]", ""),
        ("", ""),
        ("/" * 5_000, ""),
    ],
)
def test_the_nearest_entry_of_a_path_that_is_gone(asked: str, path: str) -> None:
    output, (_, _, c, d, e) = nested()
    outline = outline_of(run_of(output, [("f[0]", 0, [c]), ("f[1]", 0, [d]), ("f[1]/g[0]", 2, [e])]))
    assert outline.entries[outline.nearest(asked)].path == path
    assert outline.find(asked) == (outline.nearest(asked) if asked == path else None)


def test_calls_of_a_network_are_entries_where_they_were_called() -> None:
    net = MLP(2, [3, 1], name="n")
    first, second = net([1.0, 2.0]), net([3.0, 4.0])
    output = first + second
    outside = Graph(output)
    called = [node for node in outside.nodes if node.group.startswith("n[1]")]
    outline = outline_of(run_of(output, [("for k[0]", 0, called)]))
    paths = [entry.path for entry in outline.entries]
    assert paths[:8] == [
        "",
        "for k[0]",
        "for k[0]/n[0]",
        "for k[0]/n[0]/layer0[0]",
        "for k[0]/n[0]/layer0[0]/neuron0[0]",
        "for k[0]/n[0]/layer0[0]/neuron1[0]",
        "for k[0]/n[0]/layer0[0]/neuron2[0]",
        "for k[0]/n[0]/layer1[0]",
    ]
    assert [path for path in paths if path.count("/") == 0] == ["", "for k[0]", "n[0]"]
    neurons = [entry for entry in outline.entries if entry.path.count("layer0[0]/neuron")]
    assert len(neurons) == 6
    assert len({entry.twin for entry in neurons}) == 1


def test_parameters_of_a_network_are_lists_where_it_was_made() -> None:
    net = MLP(2, [3, 1], name="n")
    outline = outline_of(run_of(net([1.0, 2.0]), []))
    lists = {held.name: held for held in outline.entries[0].lists}
    assert {name: held.shape for name, held in lists.items()} == {"n.layer0": (3, 3), "n.layer1": (1, 4)}
    graph = Graph(net([1.0, 2.0]))
    assert [graph.labels[node] for node in lists["n.layer0"].nodes] == ["w0", "w1", "b"] * 3
    assert {graph.groups[node] for node in lists["n.layer0"].nodes[3:6]} == {"n/layer0/neuron1"}


def test_groups_of_other_leaves_are_entries() -> None:
    a, b = Value(1.0, "w", group="enc/head"), Value(2.0, "b", group="enc")
    outline = outline_of(run_of(a * b, []))
    assert [(entry.path, entry.count) for entry in outline.entries] == [
        ("", 3),
        ("enc[0]", 2),
        ("enc[0]/head[0]", 1),
    ]


def test_a_group_of_a_scopes_name_has_a_path_of_its_own() -> None:
    a, b = Value(1.0), Value(2.0, "x", group="f")
    output = a * b
    outline = outline_of(run_of(output, [("f[0]", 0, [a])]))
    assert [entry.path for entry in outline.entries] == ["", "f[0]", "f[1]"]
