"""The compiled core is the readable class: the same numbers to the last bit, the same errors, no leaks."""

from __future__ import annotations

import gc
import itertools
import os
import random
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import Graph, autodiff, building, core
from engine.custom import custom_op
from engine.graph import read_with, topological_order
from engine.ops import CATALOGUE, LEAF, Op, op
from engine.value import CORE, Value, apply, total
from tools.core.translation import UntranslatableError, header

ROOT = Path(__file__).parents[3]
needs_core = pytest.mark.skipif(
    CORE is None, reason="the engine's core is not compiled: python -m tools.core"
)
ENDS = (0.0, -0.0, 0.3, -0.7, 1.0, -1.0, 2.0, 30.0, -30.0, 709.9, -745.2, 1e300, -1e300, 5e-324)
EDGES = (*ENDS, float("inf"), float("-inf"), float("nan"))


def other_core(*words: str, **more: str) -> str:
    """What a module prints where the readable class is chosen, or as the environment says else."""
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env=os.environ | {"BACKLENS_CORE": "python"} | more,
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_tests_of_value_hold_for_the_readable_class_too() -> None:
    said = other_core(
        "pytest", "-q", "-p", "no:cacheprovider", "tests/engine/test_value.py", BACKLENS_NO_SKIP=""
    )
    assert " passed" in said


def test_the_environment_chooses() -> None:
    program = "from engine.value import CORE; print(CORE)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {core.SWITCH: "python"}, cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "None\n"


@needs_core
@pytest.mark.parametrize("seed", range(3))
def test_random_work_gives_the_same_text(seed: int) -> None:
    words = ("tests.engine.core.transcript", str(seed), "25")
    there, here = other_core(*words).splitlines(), other_core(*words, BACKLENS_CORE="").splitlines()
    assert len(here) == len(there) > 1_000
    for a, b in zip(here, there, strict=True):
        assert a == b


@needs_core
@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.name)
def test_every_op_and_its_partials_are_python_s_to_the_last_bit(entry: Op) -> None:
    points = itertools.product(EDGES, repeat=entry.arity or 3)
    for point in (*points, *entry.samples):
        inputs = [Value(number) for number in point]
        made = apply(entry, *inputs)
        assert made.data.hex() == entry.value(*point).hex(), point
        made.backward()
        graph = Graph(made)
        wanted = autodiff.backward(graph, [node.data for node in graph.nodes])
        found = [node.grad for node in graph.nodes]
        assert repr(found) == repr(wanted), point


@needs_core
def test_a_random_graph_backwards_is_the_readable_pass() -> None:
    rng = random.Random(5)
    for _ in range(20):
        nodes: list[Any] = [Value(rng.uniform(-2, 2)) for _ in range(5)]
        for _ in range(300):
            a, b = rng.choice(nodes), rng.choice(nodes[-20:])
            nodes.append(rng.choice((a + b, a * b, (a - b).tanh(), a * 0.5, total([a, b, 1.0, a]) * 0.1, -a)))
        output = total(nodes[-40:])
        graph = Graph(output)
        wanted = autodiff.backward(graph, [node.data for node in graph.nodes])
        output.backward()
        assert [node.grad for node in graph.nodes] == wanted
        output.backward()
        twice = [
            2.0 * grad if node.op is LEAF else grad for node, grad in zip(graph.nodes, wanted, strict=True)
        ]
        assert [node.grad for node in graph.nodes] == twice


class Holder(Value):
    """One with a dictionary, through which a cycle may go."""

    def __del__(self) -> None:
        type(self).gone += 1

    gone = 0


class Titled(Holder):
    """One that says its label its own way."""

    @property
    def label(self) -> str:
        return "titled"

    @label.setter
    def label(self, text: str) -> None:
        pass


class Hidden(Holder):
    """One that says its inputs its own way, which only Python knows."""

    @property
    def inputs(self) -> Any:
        return ()

    @inputs.setter
    def inputs(self, values: object) -> None:
        pass


@needs_core
@pytest.mark.parametrize("kinds", [(Value,), (Value, Holder), (Value, Titled), (Holder, Hidden)])
def test_a_graph_is_read_as_the_readable_loop_reads_it(kinds: tuple[Any, ...]) -> None:
    rng = random.Random(7)
    nodes: list[Any] = [kind(rng.random(), f"x{k}", "g/h") for k, kind in enumerate(kinds * 2)]
    for k in range(200):
        a, b = rng.choice(nodes), rng.choice(nodes[-9:])
        nodes.append(rng.choice((a + b, a * a, 2 * b, -a, total([a, b, a, 1.0]))))
        nodes[-1].label = "" if k % 3 else f"n{k}"
    nodes.append(total(nodes))
    nodes[-1].op = own = custom_op("mine", 1.0, [1.0] * len(nodes[-1].inputs))
    quick, order = Graph(nodes[-1]), topological_order(nodes[-1])
    read_with(None)
    try:
        readable = Graph(nodes[-1])
        assert all(a is b for a, b in zip(order, topological_order(nodes[-1]), strict=True))
    finally:
        read_with(CORE)
    assert all(a is b for a, b in zip(quick.nodes, readable.nodes, strict=True))
    assert quick.ops == readable.ops
    assert quick.ops[-1] is own
    assert (quick.inputs, quick.labels, quick.groups) == (readable.inputs, readable.labels, readable.groups)
    assert quick.structure == readable.structure
    assert len(quick) > 100


@needs_core
def test_a_core_made_from_other_ops_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert core.compiled() is not None
    monkeypatch.setattr(CORE, "MADE_FROM", "others")
    assert core.compiled() is None


def test_an_op_that_has_no_c_stops_the_build() -> None:
    odd = Op("odd", "", 1, lambda a: float(str(a)), (lambda out, a: 1.0,), ("",), "", ((1.0,),))
    with pytest.raises((UntranslatableError, LookupError)):
        header([odd], "")


def resident() -> int:
    """This process's memory in kB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4


@needs_core
def test_graphs_that_are_let_go_leave_nothing() -> None:
    def once() -> None:
        x = y = Value(0.5)
        for _ in range(2_000):
            y = y * x + 1.0
        z = total([y, x, y * 2.0, 3])
        z.label, z.group, x.grad = "z", "g/h", 0
        z.backward()
        z.data = [z]
        z.op = object()
        with pytest.raises(TypeError):
            z + "s"

    for _ in range(30):
        once()
    gc.collect()
    objects, before = len(gc.get_objects()), resident()
    for _ in range(200):
        once()
    gc.collect()
    assert abs(len(gc.get_objects()) - objects) < 100
    # One float lost for each Value would be 19,200 kB; pages of the allocator come and go.
    assert resident() - before < 10_000


@needs_core
def test_a_cycle_through_a_subclass_is_collected() -> None:
    first: Any = Holder(1.0)
    middle = Value(2.0) + first
    first.last = middle * 3.0
    seen, before = weakref.ref(first), Holder.gone
    del first, middle
    gc.collect()
    assert seen() is None
    assert Holder.gone == before + 1


def hung_on(value: Any) -> Any:
    """A new Value on which a container hangs, as a program can do it, that holds the other."""
    made: Any = Value(1.0)
    made.label = [value]
    return made


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@needs_core
@pytest.mark.usefixtures("_no_collector")
@pytest.mark.parametrize("way", ["plain", "subclass", "n-ary", "container"])
def test_long_chains_are_freed_without_a_deep_stack(way: str) -> None:
    gone = Holder.gone
    y: Any = Holder(1.0)
    for k in range(100_000):
        match way:
            case "subclass" if k % 3 == 0:
                y = Value(1.0) + Holder(1.0) * y
            case "n-ary":
                y = total([y, 1, 2, 3])
            case "container" if k % 3 == 0:
                y = hung_on(y)
            case _:
                y = Value(1.0) + y
    del y
    assert Holder.gone > gone


@needs_core
def test_a_plain_graph_is_nothing_that_the_collector_looks_at() -> None:
    x = Value(1.0, "a", "g")
    y = total([x * 2.0, x, 1.0, 3]).tanh()
    assert not gc.is_tracked(y)
    y.backward()
    assert not gc.is_tracked(y)
    assert gc.is_tracked(y + Holder(1.0))
    x.label = []  # type: ignore[assignment]
    assert gc.is_tracked(x)


@needs_core
def test_a_million_values_take_at_most_120_bytes_each() -> None:
    with building():
        before = resident()
        x = y = Value(1.0)
        for _ in range(1_000_000):
            y = y + x
        assert resident() - before <= 120_000
    y.backward()
    assert x.grad == 1_000_001.0


class Evil:
    """Runs code wherever Python asks it something."""

    def __init__(self, action: Any) -> None:
        self.action = action

    def __radd__(self, other: Any) -> Any:
        self.action()
        return other

    def __iter__(self) -> Iterator[Any]:
        self.action()
        yield Value(1.0)
        self.action()
        yield 2

    def __del__(self) -> None:
        self.action()


@needs_core
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("seed", range(3))
def test_code_that_runs_in_between_cannot_break_it(seed: int) -> None:
    rng = random.Random(seed)
    pool: list[Any] = [Value(1.0)]

    def mess() -> None:
        value, draw = rng.choice(pool) if pool else Value(1.0), rng.random()
        if draw < 0.3:
            value.inputs = ()
        elif draw < 0.5:
            value.data = rng.choice((1.0, "x", None))
        elif draw < 0.6 and pool:
            pool.pop()
        elif draw < 0.7:
            gc.collect(0)
        else:
            type(value).__init__(value, 2.0)

    def act() -> Any:
        draw, one, other = rng.random(), rng.choice(pool), rng.choice(pool)
        if draw < 0.2:
            label: Any = rng.choice(("", "a", Evil(mess)))
            return rng.choice((Value, Holder))(rng.random(), label)
        if draw < 0.5:
            return one + other
        if draw < 0.6:
            return one + Evil(mess)
        if draw < 0.7:
            return total(rng.choice((Evil(mess), [one, other] * 9 + [Evil(mess)])))
        if draw < 0.8:
            setattr(one, rng.choice(("data", "grad", "label", "op")), Evil(mess))
        elif draw < 0.9:
            one.inputs = tuple(rng.choices(pool, k=rng.randint(0, 6)))
        elif draw < 0.93:
            one.backward()
        elif draw < 0.95:
            Graph(one)
        else:
            return rng.choice((Value, Holder)).__new__(Value)
        return None

    for _ in range(2_000):
        try:
            made = act()
        except Exception:
            made = None
        if isinstance(made, Value):
            pool.append(made)
        if len(pool) > 200 or not pool:
            pool[:] = pool[150:] or [Value(1.0)]
    pool.clear()
    gc.collect()
    x = Value(3.0)
    (x * x + op("tanh").value(0.0)).backward()
    assert x.grad == 6.0
