"""Documents of a program's own engine: its numbers, the right ones, and who is to blame."""

from dataclasses import replace

import pytest

from app.programs import passes
from app.programs.answer import GRAPH, GraphDocument
from app.programs.document import document
from app.programs.parts import Parts
from engine import program
from engine.custom import CustomOpError, custom_op
from engine.findings import Contribution, Finding, Operation, OwnEngine, Tried
from engine.graph import Frame, Graph
from engine.run import Run

TRIED = Tried((3.0, 3.0), 6.0, 6.0, (1.0, 1.0), None)
PARTS = Parts(include=["nodes", "frame", "trace"])


def overwritten() -> Run:
    """`b = a + a` of an engine that sets grads instead of adding to them."""
    run = program.run("a = Value(3.0)\nb = a + a\nb.backward()")
    finding = Finding(0, 9, "__add__", "add", 1, 0.0, 1.0, "overwrites", "It overwrites.", "value.py", "Add.")
    own = OwnEngine(
        name="Value",
        line=1,
        file="value.py",
        agrees=False,
        checked=2,
        operations=(Operation("a + b", "__add__", 9, "right", "wrong", 8, 2, tried=(TRIED,)),),
        findings=(finding,),
        expected=(2.0, None),
        contributions=(
            Contribution(1, None, None, 1.0, 1.0, 0.0, 1.0, 20),
            Contribution(0, 1, 0, 1.0, 1.0, 0.0, 1.0, 8, "value.py"),
            Contribution(0, 1, 1, 0.0, 1.0, 1.0, 1.0, 9, "value.py"),
        ),
    )
    return replace(run, frame=Frame(run.frame.data, (1.0, 1.0)), own=own, reusable=False)


def told(run: Run, state: str) -> GraphDocument:
    made = document(run, lambda graph: passes.evaluated(run, graph, {}, state), PARTS)
    assert GRAPH.validate_json(GRAPH.dump_json(made)) == made
    return made


def test_the_programs_state_shows_both_grads() -> None:
    made = told(overwritten(), "program")
    assert [(node["grad"], node.get("expected_grad")) for node in made["nodes"]] == [(1.0, 2.0), (1.0, None)]
    assert made["frame"]["expected_grad"] == [2.0, None]


def test_the_fresh_state_has_the_right_ones() -> None:
    made = told(overwritten(), "fresh")
    assert [(node["grad"], node.get("expected_grad")) for node in made["nodes"]] == [(2.0, None), (1.0, None)]
    assert "expected_grad" not in made["frame"]
    assert all("want" not in step for step in made["trace"])


@pytest.mark.parametrize("state", ["fresh", "program"])
def test_the_judgement_stands_in_both(state: str) -> None:
    own = told(overwritten(), state)["own_engine"]
    assert own is not None
    assert (own["class"], own["file"], own["agrees"], own["checked"]) == ("Value", "value.py", False, 2)
    assert own["findings"] == [
        {
            "node": "n0", "line": 9, "file": "value.py", "method": "__add__", "op": "add", "slot": 1,
            "got": 0.0, "want": 1.0, "like": "overwrites", "message": "It overwrites.",
            "fix": "Add.",
        }
    ]  # fmt: skip
    assert own["operations"][0]["derivative"] == "wrong"
    assert own["operations"][0]["tried"] == [
        {"inputs": [3.0, 3.0], "data": 6.0, "want": 6.0, "grads": [1.0, 1.0], "slopes": None}
    ]


def test_the_trace_is_their_own_pass_with_what_should_have_come() -> None:
    trace = told(overwritten(), "program")["trace"]
    assert [(step["node"], step["from"], step["contribution"], step["want"]) for step in trace] == [
        ("n1", None, 1.0, 1.0),
        ("n0", "n1", 1.0, 1.0),
        ("n0", "n1", 0.0, 1.0),
    ]
    assert [(step["upstream"], step["partial"]) for step in trace] == [(None, None), (1.0, 1.0), (1.0, 1.0)]
    assert [(step["line"], step["file"]) for step in trace][1:] == [(8, "value.py"), (9, "value.py")]


def custom() -> Run:
    """`leaky(a)` of a program's own, whose data and partial are recorded."""
    run = program.run("a = Value(-2.0)\nb = a.relu()\nb.backward()")
    assert run.graph is not None
    ops = (run.graph.ops[0], custom_op("leaky", -0.02, (0.01,)))
    graph = Graph.of(ops, run.graph.inputs, run.graph.labels, run.graph.groups)
    return replace(run, graph=graph, frame=Frame((-2.0, -0.02), (0.01, 1.0)), reusable=False)


def test_a_custom_op_keeps_its_data_and_has_the_recorded_partial() -> None:
    made = told(custom(), "fresh")
    node = made["nodes"][1]
    assert (node["op"], node["symbol"], node["data"]) == ("custom", "leaky", -0.02)
    assert node["inputs"] == [{"node": "n0", "partial": 0.01}]
    assert made["grads"] == {"a": 0.01}


def test_what_would_have_to_compute_it_is_refused() -> None:
    run = custom()
    assert run.graph is not None
    with pytest.raises(CustomOpError, match="an id cannot stand"):
        passes.evaluated(run, run.graph, {"n0": 5.0}, "fresh")
    with pytest.raises(CustomOpError, match="cannot be checked"):
        document(run, lambda graph: passes.left_by(run, graph), Parts(include=["check"]))
