"""What is sent of each pass, and that the program cannot notice it."""

from __future__ import annotations

import math
import struct
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.sandbox.child import session
from app.sandbox.child.running import run_python
from app.sandbox.codec.runs import encode_run
from app.sandbox.events import NonFinite
from app.sandbox.job import Job, Live
from engine.run import Run
from tests.app.sandbox.child.following.followed import followed, lists, passes
from tests.app.sandbox.child.running import ENGINE, ORDERED

PROGRAMS = Path(__file__).parents[2] / "programs"
STEPS = """\
w = [Value(3.0), Value(4.0)]
b = Value(0.5)
for k in range(4):
    for p in [*w, b]:
        p.grad = 0.0
    loss = w[0] * 2.0 + w[1] * 0.0 + b
    loss.backward()
    for p in w:
        p.data -= 0.1 * p.grad
"""
NETWORK = """\
n = MLP(2, [3, 1])
for k in range(3):
    loss = n([1.0, 2.0])
    n.zero_grad()
    loss.backward()
"""
OWN_NETWORK = (
    ENGINE
    + """\
import random

class Neuron:
    def __init__(self, nin):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
    def __call__(self, x):
        return sum((wi * xi for wi, xi in zip(self.w, x)), self.b).tanh()

class Layer:
    def __init__(self, nin, nout):
        self.neurons = [Neuron(nin) for _ in range(nout)]
    def __call__(self, x):
        return [n(x) for n in self.neurons]

class Net:
    def __init__(self):
        self.layers = [Layer(2, 3), Layer(3, 1)]
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x[0]

state = {'wte': [[Value(1.0)] * 1 for _ in range(27)]}

def main():
    net = Net()
    for k in range(2):
        loss = net([1.0, 2.0]) * state['wte'][3][0]
        loss.backward()

main()
"""
)


def alike(one: Run, other: Run) -> bool:
    """Whether two runs came to the same, apart from their time and their norms."""
    plain = [
        replace(run, seconds=0.0, pass_records=tuple(replace(each, norms=None) for each in run.pass_records))
        for run in (one, other)
    ]
    return encode_run(plain[0]) == encode_run(plain[1])


@pytest.mark.parametrize(
    "name",
    ["gpt", "xor_network", "two_passes", "adjoint_tape", "slots_and_inheritance", "metaclass_registry",
     "class_factory", "printing_backward", "global_state", "matrix_class", "optimisers", "random_numbers",
     "deep_chain", "linked_and_recursive", "numpy_floats", "generators_and_context"],
)  # fmt: skip
def test_a_program_runs_to_the_same_last_bit_when_it_is_followed(name: str) -> None:
    source = (PROGRAMS / f"{name}.py.txt").read_text()
    run, told = followed(source, Live(parts=True, record=True), seed=5)
    assert alike(run, run_python(Job(source, seed=5)))
    assert len(run.pass_records) == 0 or passes(told)[-1].record.number == len(run.pass_records)


@pytest.mark.parametrize(
    "source", ["from backlens import Value\n" + STEPS, ORDERED + STEPS], ids=["ours", "own"]
)
def test_each_pass_has_the_norms_of_the_lists_of_leaves(source: str) -> None:
    _, told = followed(source)
    first, *rest = passes(told)
    assert [each.detail.of for each in passes(told) if each.detail] == [4, 4, 4, 4]
    assert lists(first)["w"].shape == (2,)
    assert lists(first)["w"].data == 5.0
    assert lists(first)["w"].grad == 2.0
    assert lists(first)["w"].update is None
    assert lists(first)["w"].zero_grads == 1
    assert lists(first)["b"].shape == ()
    second = lists(rest[0])["w"]
    assert second.update == pytest.approx(0.2 / math.hypot(2.8, 4.0))
    assert lists(rest[0])["b"].update == 0.0


@pytest.mark.parametrize(
    "source", ["from backlens import Value\n" + STEPS, ORDERED + STEPS], ids=["ours", "own"]
)
def test_the_scopes_of_a_pass_hold_what_is_further_in(source: str) -> None:
    _, told = followed(source)
    norms = passes(told)[0].record.norms
    assert norms is not None
    scopes = {each.path: each for each in norms.scopes}
    assert {"", "for k[0]"} <= scopes.keys()
    assert scopes[""].data > scopes["for k[0]"].data > 0
    assert scopes["for k[0]"].name == "for k"


@pytest.mark.parametrize("head", ["from backlens import Value\n", ORDERED], ids=["ours", "own"])
def test_lists_that_are_computed_have_norms_by_scope_after_those_of_leaves(head: str) -> None:
    source = head + (
        "w = [Value(3.0), Value(4.0)]\n"
        "def twice(xs):\n    out = [x * 2.0 for x in xs]\n    return out\n"
        "for k in range(2):\n    y = twice(w)\n    loss = y[0] + y[1]\n    loss.backward()\n"
    )
    _, told = followed(source)
    norms = passes(told)[0].record.norms
    assert norms is not None
    found = {(each.scope, each.name): each for each in norms.lists}
    assert norms.lists[0].name == "w"
    out = found["for k[0]/twice[0]", "out"]
    assert out.shape == (2,)
    assert out.data == 10.0
    assert out.grad == pytest.approx(math.sqrt(2.0))
    assert (out.update, out.zero_grads) == (None, 0)
    assert ("", "w") in found
    assert not any(name == "w" for scope, name in found if scope)


def test_the_parts_of_a_network_are_its_layers() -> None:
    run, told = followed(NETWORK, Live(parts=True))
    detail = passes(told)[-1].detail
    assert detail is not None
    assert detail.parts is not None
    assert [(each.name, each.shape) for each in detail.parts] == [
        ("layers.0.w", (3, 2)), ("layers.0.b", (3,)), ("layers.1.w", (1, 3)), ("layers.1.b", (1,)),
    ]  # fmt: skip
    assert run.graph is not None
    weights = {
        (run.graph.groups[i], run.graph.labels[i]): run.frame.data[i]
        for i in run.graph.names
        if "layer0" in run.graph.groups[i] and run.graph.labels[i] != "b"
    }
    row = [weights[key] for key in sorted(weights)]
    assert len(row) == 6
    assert struct.unpack("<6f", detail.parts[0].data) == pytest.approx(row, rel=1e-6)


def test_the_parts_of_an_own_network_in_a_function_are_found() -> None:
    _, told = followed(OWN_NETWORK, Live(parts=True))
    detail = passes(told)[0].detail
    assert detail is not None
    assert detail.parts is not None
    assert [(each.name, each.shape) for each in detail.parts] == [
        ("wte", (27, 1)),
        ("layers.0.w", (3, 2)), ("layers.0.b", (3,)), ("layers.1.w", (1, 3)), ("layers.1.b", (1,)),
    ]  # fmt: skip
    assert detail.of == 2


def test_parts_and_norms_are_told_only_where_they_are_asked_for() -> None:
    _, told = followed(NETWORK)
    assert all(each.detail is not None and each.detail.parts is None for each in passes(told))
    assert run_python(Job(NETWORK)).pass_records[0].norms is None
    kept = run_python(Job(NETWORK, norms=True)).pass_records
    assert kept[0].norms is not None
    assert [each.name for each in kept[0].norms.lists][:2] == ["layers.0.w", "layers.0.b"]


LARGE = "from backlens import Value\na = Value(1e200)\nfor k in range(3):\n    c = a * a\n    c.backward()\n"
NOT = ENGINE + "a = Value(2.0)\nfor k in range(2):\n    b = a * float('nan')\n    b.backward()\n"


@pytest.mark.parametrize(("source", "what"), [(LARGE, "inf"), (NOT, "nan")], ids=["ours", "own"])
def test_the_first_number_that_is_none_is_told_once(source: str, what: str) -> None:
    _, told = followed(source)
    details = [each.detail for each in passes(told)]
    shown = [each.non_finite for each in details if each is not None and each.non_finite is not None]
    assert len(shown) == 1
    assert isinstance(shown[0], NonFinite)
    assert shown[0].what == what
    assert shown[0].line is not None


def test_many_short_passes_are_thinned_and_the_newest_is_told() -> None:
    source = "from backlens import Value\na = Value(2.0)\nfor k in range(20000):\n    (a * 3.0).backward()\n"
    run, told = followed(source)
    numbers = [each.record.number for each in passes(told)]
    assert len(run.pass_records) == 20_000
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert numbers[-1] == 20_000
    assert len(numbers) < 10_000


def test_a_pass_at_the_end_of_the_stack_is_told_too() -> None:
    source = (
        "from backlens import Value\na = Value(2.0)\n"
        "def down(n):\n    if n:\n        down(n - 1)\n    else:\n        (a * 3.0).backward()\n"
        "deepest = 0\n"
        "for n in range(900, 1000):\n    try:\n        down(n)\n        deepest = n\n"
        "    except RecursionError:\n        break\nprint(deepest)\n"
    )
    run, told = followed(source, Live(parts=True))
    assert run.printed == run_python(Job(source)).printed
    assert passes(told)


@pytest.mark.parametrize("count", [1, 100, 101, 1_000])
def test_of_very_many_passes_the_document_keeps_some_and_says_so(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "PASSES", 100)
    run = run_python(Job(f"a = Value(3.0)\nfor k in range({count}):\n    (a * 2.0).backward()\n"))
    numbers = [each.number for each in run.pass_records]
    assert len(numbers) <= 101
    assert (numbers[0], numbers[-1]) == (1, count)
    steps = {later - earlier for earlier, later in pairwise(numbers[:-1])}
    assert len(steps) <= 1
    said = [each.message for each in run.notices if each.code == "passes-thinned"]
    thinned = f"Of {count:,} passes one in {max(steps, default=1)} is kept, and the last."
    assert said == ([thinned] if count > 100 else [])
