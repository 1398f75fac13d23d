"""Structures and numbers as bytes and back, bit for bit."""

import math
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.examples import Example
from app.programs import passes
from app.programs.numbers import GradState
from app.programs.parts import Parts
from app.programs.passes import Numbers
from app.resources.graphs import document
from app.store import numbers, shape
from app.store.shape import Shape
from app.store.shapes import Shapes
from app.stored import graph as stored
from app.stored.graph import Stored
from engine.custom import custom_op
from engine.findings import Finding, Operation, OwnEngine, Tried
from engine.graph import Frame, Graph
from engine.outline import structure_of
from engine.program import run
from engine.run import Figure, PassRecord
from tests.engine.program.built_in import INTERPRETED, without_classes

DOUBLES = st.floats(width=64)
STATES: list[GradState] = ["none", "fresh", "stale", "accumulated", "assigned"]


def kept(source: str, values: dict[str, float] | None = None) -> Stored:
    found = run(source, values=values or {})
    assert found.graph is not None
    data = passes.begin(found, found.graph, values or {}, "fresh")
    held = passes.backward(found.graph, data, None, 1)
    return Stored(Shape(found, found.graph, None, 0), held, {})


def bits(values: tuple[float, ...]) -> bytes:
    return struct.pack(f"<{len(values)}d", *values)


@pytest.mark.parametrize("example", INTERPRETED, ids=lambda example: example.name)
def test_every_example_comes_back_as_it_was(example: Example) -> None:
    source, values = without_classes(example.source), dict(example.values)
    before = kept(source, values)
    packed = shape.pack(before.shape)
    assert shape.grow(shape.shrink(packed)) == packed
    after = shape.unpack(packed)
    assert shape.pack(after) == packed
    assert after.graph.structure == before.graph.structure
    assert after.graph.names == before.graph.names
    parts = Parts(include=["nodes", "groups", "frame"])
    found = stored.unpack(after, numbers.pack(before.graph, before.numbers, values))
    assert document.as_json(found, "0", 1, parts) == document.as_json(
        before.with_numbers(before.numbers, found.values), "0", 1, parts
    )


SCOPED = """
def f(x):
    h = [x * k for k in (1.0, 2.0)]
    return h[0] + h[1]
w = {"a": [Value(1.0), Value(2.0)]}
loss = f(w["a"][0]) + f(w["a"][1])
loss.backward()
"""


def test_what_the_program_did_comes_back() -> None:
    before = kept(SCOPED).shape
    figure, passed = Figure("a", 1, "<svg/>"), PassRecord(1, 2.0, None, 3)
    tried = Tried((2.0,), 4.0, None, (math.nan,), None)
    own = OwnEngine(
        "Value", 3, False, 7, (Operation("a * b", "__mul__", 4, "right", "wrong", 4, 2, tried=(tried,)),),
        (Finding(1, 4, "__mul__", "mul", 0, math.nan, 2.0, "overwrites", "It is 1."),),
        (None,) * len(before.graph), (),
    )  # fmt: skip
    before = replace(before, run=replace(before.run, figures=(figure,), pass_records=(passed,), own=own))
    after = shape.unpack(shape.pack(before)).run
    assert [scope.path for scope in after.scopes] == ["", "f[0]", "f[1]"]
    assert after.scopes == before.run.scopes
    assert structure_of(after) == structure_of(before.run)
    assert (after.figures, after.pass_records) == ((figure,), (passed,))
    assert repr(after.own) == repr(own)


def test_without_any_of_it_a_structure_has_the_digest_that_it_had() -> None:
    plain = shape.pack(kept("a = Value(1.0)\nb = a * 2").shape)
    assert not {b"scopes", b"pass_records", b"figures", b"own"} & set(plain.split(b'"'))


def test_files_and_the_way_to_run_come_back() -> None:
    before = kept("a = Value(1.0)\nb = a * 2").shape
    plain = shape.pack(before)
    with_files = replace(before, files={"pkg/ä.py": "x = 1"}, python="interpreted")
    after = shape.unpack(shape.pack(with_files))
    assert (after.files, after.python) == ({"pkg/ä.py": "x = 1"}, "interpreted")
    assert b"files" not in plain  # so that what was kept before there were any has its key still
    digests = {shape.digest(shape.pack(each)) for each in (before, with_files, replace(with_files, files={}))}
    assert len(digests) == 3


def test_an_op_of_the_programs_own_comes_back_with_its_numbers() -> None:
    before = kept("a = Value(1.0)\nb = a.relu()").shape
    op = custom_op("leaky", -0.0, (math.inf,))
    graph = Graph.of((before.graph.ops[0], op), before.graph.inputs, before.graph.labels, before.graph.groups)
    found_run = replace(before.run, graph=graph, files=(None, "value.py"))
    after = shape.unpack(shape.pack(replace(before, graph=graph, run=found_run)))
    found = after.graph.ops[1]
    assert (found.name, found.symbol, repr(found.value(1.0)), found.partial(0, 0.0, ())) == (
        "custom", "leaky", "-0.0", math.inf,
    )  # fmt: skip
    assert after.graph.structure == graph.structure
    assert after.run.files == (None, "value.py")


@given(
    data=st.lists(DOUBLES, min_size=7, max_size=7),
    grad=st.lists(DOUBLES, min_size=7, max_size=7),
    start=st.lists(DOUBLES, min_size=7, max_size=7),
    states=st.lists(st.sampled_from(STATES), min_size=7, max_size=7),
    counts=st.lists(st.integers(0, 2**32 - 1), min_size=7, max_size=7),
    loose=st.dictionaries(st.text(min_size=1).map(lambda text: "?" + text), st.floats(allow_nan=False)),
)
def test_any_numbers_come_back_bit_for_bit(
    data: list[float],
    grad: list[float],
    start: list[float],
    states: list[GradState],
    counts: list[int],
    loose: dict[str, float],
) -> None:
    graph = kept("a = Value(1.0, label='a')\nb = Value(2.0, label='b')\nL = (a*b + a).tanh() * b * a").graph
    assert len(graph) == 7
    before = Numbers(Frame(tuple(data), tuple(grad)), tuple(states), tuple(counts), tuple(start))
    values = {"a": data[graph.ids["a"]], **loose}
    after, found = numbers.unpack(graph, numbers.pack(graph, before, values))
    for mine, theirs in (
        (after.frame.data, before.frame.data),
        (after.frame.grad, before.frame.grad),
    ):
        assert bits(mine) == bits(theirs)
    assert (after.states, after.passes) == (before.states, before.passes)
    if any(start):
        assert bits(after.start) == bits(before.start)
    assert set(found) == set(values)
    assert all(found[name] == number or math.isnan(number) for name, number in values.items())


def test_the_cache_of_structures_is_bounded() -> None:
    shapes = Shapes(count=2, nodes=1_000)
    for k in range(5):
        packed = shape.pack(kept(f"a = Value({k}.0, label='a{k}')\nL = a * a").shape)
        shapes.unpack(shape.digest(packed), packed)
        assert shapes.find(shape.digest(packed)) is not None
    assert len(shapes._kept) == 2
    small = Shapes(count=10, nodes=3)
    packed = shape.pack(kept("a = Value(1.0)\nL = a * a + a").shape)
    small.unpack(shape.digest(packed), packed)
    other = shape.pack(kept("b = Value(1.0)\nL = b * b").shape)
    small.unpack(shape.digest(other), other)
    assert small.find(shape.digest(packed)) is None
