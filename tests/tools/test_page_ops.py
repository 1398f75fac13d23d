"""The page's arithmetic beside the engine's: its ops are made from the engine's, and give the same numbers.

Node computes, Python compares. What IEEE-754 says to the bit, as `+ − × ÷`, is equal to the bit; what a C
library has is as near as `UNITS` says, in units in the last place.
"""

import json
import math
import random
import shutil
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from engine import Value, autodiff
from engine.descent.optimisers import SCHEDULES, optimizer, schedule
from engine.descent.plan import Plan
from engine.descent.stepping import descend
from engine.explain.nudge import error_curve, nudge
from engine.explain.paths import count_paths, paths
from engine.gradcheck import Check, Method
from engine.graph import Graph
from engine.ops import CATALOGUE, CONSTANT, LEAF, Op
from engine.update_rules import RULES
from engine.value import apply
from tools import page, page_ops

ROOT: Final = Path(__file__).parents[2]
# Of each op, how far its value and its partials may be from the engine's.
EXACT: Final = {"add", "sub", "mul", "div", "neg", "abs", "sqrt", "relu", "max", "min", "sum"}
UNITS: Final = {"sinh": 2, "cosh": 2, "tanh": 3, "sigmoid": 2, "softplus": 2}
PARTIAL_UNITS: Final = {"sinh": 2, "cosh": 2, "pow": 2, "sigmoid": 2, "softplus": 2, "erf": 2}
SPECIAL: Final = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -3.0,
    1e-300,
    5e-324,
    1e308,
    -1e308,
    710.0,
    -745.0,
    math.inf,
    -math.inf,
    math.nan,
)
DRIVER: Final = """
import * as ops from "./ops.mjs";
import { forward, backward } from "./loops.mjs";
import { flatOf } from "./flat.mjs";
import { descend } from "./descend.mjs";
import { nudge, errorCurve } from "./nudge.mjs";
import { countPaths, routes } from "./paths.mjs";
const special = { NaN: NaN, Infinity: Infinity, "-Infinity": -Infinity, "-0": -0 };
const read = (_, each) => (typeof each === "string" && each in special ? special[each] : each);
const write = (_, each) =>
  typeof each === "number" && !(Number.isFinite(each) && !Object.is(each, -0))
    ? Object.is(each, -0) ? "-0" : String(each) : each;
let text = "";
for await (const part of process.stdin) text += part;
const { points, graphs, updates, descents, explained } = JSON.parse(text, read);
const found = {
  codes: ops.CODES,
  points: points.map(({ op, slots, out }) => {
    const code = ops.CODES[op];
    if (code >= ops.FIRST_FOLD)
      return [
        slots.reduce((sum, each) => ops.fold(code, sum, each), ops.start(code)),
        ...slots.map((each) => ops.partialOfTerm(code, out, each)),
      ];
    const [a, b] = slots;
    const both = [ops.partialOfFirst(code, out, a, b), ops.partialOfSecond(code, out, a, b)];
    return [ops.value(code, a, b), ...both.slice(0, slots.length)];
  }),
  graphs: graphs.map(({ nodes, data }) => {
    const flat = flatOf(nodes);
    const [numbers, grad] = [Float64Array.from(data), new Float64Array(data.length)];
    forward(flat, numbers);
    backward(flat, numbers, grad);
    return [[...numbers], [...grad]];
  }),
  descents: descents.map(({ nodes, data, plan }) => {
    const { data: end, used, ...rest } = descend(flatOf(nodes), Float64Array.from(data), plan);
    return { ...rest, end: [...end], used: used && [...used] };
  }),
  explained: explained.map(({ nodes, data, node, h, method }) => {
    const flat = flatOf(nodes);
    const [numbers, grads] = [Float64Array.from(data), new Float64Array(data.length)];
    forward(flat, numbers);
    backward(flat, numbers, grads);
    const place = { flat, data: numbers, node, grad: grads[node] };
    const { data: moved, ...nudged } = nudge(place, h, method);
    const count = countPaths(flat, node);
    return {
      nudge: { ...nudged, data: [...moved] },
      curve: errorCurve(place, method),
      count: count === null ? null : String(count),
      paths: routes(flat, numbers, node, 20),
    };
  }),
  updates: updates.map(({ rule, given }) => ops.UPDATES[rule](...given)),
};
process.stdout.write(JSON.stringify(found, write));
"""

Compute = Callable[[dict[str, Any]], dict[str, Any]]


def _written(value: Any) -> Any:
    if isinstance(value, float) and (
        value != value or math.isinf(value) or (value == 0.0 and math.copysign(1.0, value) < 0)
    ):
        return "NaN" if value != value else "-0" if value == 0.0 else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _written(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_written(each) for each in value]
    return value


def _read(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return float(value)
    if isinstance(value, dict):
        return {key: _read(each) for key, each in value.items()}
    return [_read(each) for each in value] if isinstance(value, list) else float(value)


@pytest.fixture(scope="module")
def compute(tmp_path_factory: pytest.TempPathFactory) -> Compute:
    """Runs the page's modules in Node: what it is given, and what came of it."""
    folder = tmp_path_factory.mktemp("compute")
    node = shutil.which("node", path=str(Path(page.npm_command()[0]).parent))
    assert node is not None
    source = ROOT / "static/src/compute"
    made = source / "ops.ts"
    assert made.read_text(encoding="utf-8") == page_ops.text(), "node tools/ops.mjs writes it"
    entries = [f"{source / name}.ts" for name in ("ops", "loops", "flat", "descend", "nudge", "paths")]
    bundler = [node, str(ROOT / "node_modules/esbuild/bin/esbuild")]
    options = [
        "--bundle",
        "--format=esm",
        "--out-extension:.js=.mjs",
        f"--outdir={folder}",
        "--log-level=error",
    ]
    subprocess.run([*bundler, *entries, *options], check=True)
    (folder / "driver.mjs").write_text(DRIVER, encoding="utf-8")

    def run(asked: dict[str, Any]) -> dict[str, Any]:
        nothing: dict[str, Any] = {
            "points": [], "graphs": [], "updates": [], "descents": [], "explained": [],
        }  # fmt: skip
        text = json.dumps(_written({**nothing, **asked}))
        ran = subprocess.run(
            [node, str(folder / "driver.mjs")], input=text, capture_output=True, text=True, check=True
        )
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    return run


def _place(number: float) -> int:
    """Doubles in their order, as integers: neighbours are 1 apart."""
    bits: int = struct.unpack("<q", struct.pack("<d", number))[0]
    return bits if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF)


def _units(ours: float, theirs: float) -> int:
    """How many doubles apart; a NaN is any NaN, and zeros of two signs are not equal."""
    if ours != ours or theirs != theirs:
        return 0 if ours != ours and theirs != theirs else 1 << 62
    if ours == theirs == 0.0:
        return 0 if math.copysign(1.0, ours) == math.copysign(1.0, theirs) else 1 << 61
    return abs(_place(ours) - _place(theirs))


def _points(op: Op) -> list[tuple[float, ...]]:
    """Its samples, numbers of all sizes, and all that is special."""
    draw = random.Random(op.name)
    count = op.arity or 3
    low, high = {"asin": (-1.0, 1.0), "acos": (-1.0, 1.0)}.get(op.name, (-6.0, 6.0))
    points: list[tuple[float, ...]] = [*op.samples]
    points += [tuple(draw.uniform(low, high) for _ in range(count)) for _ in range(2_000)]
    points += [
        tuple(math.ldexp(draw.uniform(-1.0, 1.0), draw.randint(-40, 9)) for _ in range(count))
        for _ in range(1_000)
    ]
    if count == 1:
        return [*points, *((each,) for each in SPECIAL)]
    return [*points, *((a, b, *(1.0,) * (count - 2)) for a in SPECIAL for b in SPECIAL)]


@pytest.mark.parametrize("op", CATALOGUE.values(), ids=lambda op: op.name)
def test_each_op_gives_what_the_engine_gives(op: Op, compute: Compute) -> None:
    points = _points(op)
    outs = [op.value(*point) for point in points]
    found = compute(
        {
            "points": [
                {"op": op.name, "slots": point, "out": out} for point, out in zip(points, outs, strict=True)
            ]
        }
    )
    worst: list[tuple[int, tuple[float, ...]]] = [(0, ()), (0, ())]
    for point, out, answer in zip(points, outs, _read(found["points"]), strict=True):
        value, *partials = answer
        expected = [op.partial(slot, out, point) for slot in range(len(point))]
        for which, apart in [
            (0, _units(value, out)),
            *((1, _units(a, b)) for a, b in zip(partials, expected, strict=True)),
        ]:
            if apart > worst[which][0]:
                worst[which] = (apart, point)
    assert worst[0][0] <= (0 if op.name in EXACT else UNITS.get(op.name, 1)), (
        f"the value of {op.name} at {worst[0]}"
    )
    assert worst[1][0] <= (0 if op.name in EXACT else PARTIAL_UNITS.get(op.name, 1)), (
        f"a partial of {op.name} at {worst[1]}"
    )


def _graph(draw: random.Random, ops: Sequence[Op], count: int) -> Graph:
    """A graph over these ops whose leaves are of moderate size; constants among its arguments."""
    nodes = [Value(draw.uniform(-2.0, 2.0)) for _ in range(5)]
    for _ in range(count):
        op = draw.choice(ops)
        slots: list[Any] = [draw.choice(nodes[-30:]) for _ in range(op.arity or draw.randint(1, 6))]
        if op.arity == 2 and draw.random() < 0.2:
            slots[draw.randint(0, 1)] = draw.choice([2.0, -0.5, 0.0, 3.0])
        made = apply(op, *slots)
        nodes.append(made if abs(made.data) < 1e6 else made * 1e-6)
    return Graph(apply(CATALOGUE["sum"], *nodes[-12:]))


def _document(graph: Graph, data: Sequence[float]) -> dict[str, Any]:
    names = {LEAF: "leaf", CONSTANT: "constant"}
    return {
        "nodes": [
            {"op": names.get(op, op.name), "inputs": [{"node": f"n{j}"} for j in inputs]}
            for op, inputs in zip(graph.ops, graph.inputs, strict=True)
        ],
        "data": [number if op in names else 0.0 for op, number in zip(graph.ops, data, strict=True)],
    }


def test_graphs_of_exact_ops_are_equal_to_the_bit(compute: Compute) -> None:
    draw = random.Random(7)
    graphs = [_graph(draw, [CATALOGUE[name] for name in sorted(EXACT)], 400) for _ in range(12)]
    frames = [autodiff.forward(graph, graph.frame().data) for graph in graphs]
    found = compute({"graphs": [_document(graph, data) for graph, data in zip(graphs, frames, strict=True)]})
    for graph, data, (numbers, grad) in zip(graphs, frames, _read(found["graphs"]), strict=True):
        assert [_units(a, b) for a, b in zip(numbers, data, strict=True)] == [0] * len(graph)
        assert [_units(a, b) for a, b in zip(grad, autodiff.backward(graph, data), strict=True)] == [0] * len(
            graph
        )


def test_graphs_of_all_ops_are_as_near_as_rounding_lets_them(compute: Compute) -> None:
    draw = random.Random(11)
    names = [name for name in CATALOGUE if name not in ("pow", "tan", "exp", "expm1", "sinh", "cosh")]
    graphs = [_graph(draw, [CATALOGUE[name] for name in names], 60) for _ in range(40)]
    frames = [autodiff.forward(graph, graph.frame().data) for graph in graphs]
    found = compute({"graphs": [_document(graph, data) for graph, data in zip(graphs, frames, strict=True)]})
    for graph, data, (numbers, grad) in zip(graphs, frames, _read(found["graphs"]), strict=True):
        assert numbers == pytest.approx(data, rel=1e-9, abs=1e-12, nan_ok=True)
        expected = autodiff.backward(graph, data)
        size = max((abs(each) for each in expected if math.isfinite(each)), default=1.0)
        assert grad == pytest.approx(expected, rel=1e-6, abs=1e-9 * size, nan_ok=True)


def test_the_update_rules_are_the_engine_s(compute: Compute) -> None:
    draw = random.Random(3)
    for rule in RULES.values():
        a, b, c, *_ = [*(usual for _, usual in rule.settings), 0.0, 0.0, 0.0]
        settings = (a, b, c)
        given = [
            (
                draw.gauss(0, 1),
                draw.gauss(0, 1),
                0.01,
                float(step),
                settings,
                (draw.gauss(0, 1), draw.random()),
            )
            for step in range(1, 40)
        ]
        found = compute({"updates": [{"rule": rule.name, "given": each} for each in given]})
        for each, (theta, memory) in zip(given, _read(found["updates"]), strict=True):
            expected, remembered = rule.update(*each)
            assert _units(theta, expected) <= (0 if rule.name != "adam" else 1)
            assert memory == list(remembered)


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("course", SCHEDULES)
def test_a_descent_is_the_engine_s(kind: str, course: str, compute: Compute) -> None:
    graph = _graph(random.Random(5), [CATALOGUE[name] for name in ("add", "mul", "sub", "relu", "sum")], 40)
    data = graph.frame().data
    moved = graph.leaves
    memory = dict.fromkeys(moved, (0.25, 0.5))
    for rate, direction in ((1e-4, "minimize"), (1e-4, "maximize"), (1e6, "maximize")):
        plan = Plan(
            graph, moved, rate, 12, "maximize" if direction == "maximize" else "minimize",
            optimizer(kind, taken=3, memory=memory), schedule(course, 1e-5, taken=2, over=10),
            keep_previous=True,
        )  # fmt: skip
        expected = descend(plan, data)
        asked = {
            "moved": list(moved), "rates": plan.rates(), "sign": plan.sign, "rule": kind,
            "settings": plan.optimizer.settings, "taken": 3, "memory": [memory[leaf] for leaf in moved],
        }  # fmt: skip
        (found,) = _read(compute({"descents": [{**_document(graph, data), "plan": asked}]})["descents"])
        near = 1e-12 if kind == "adam" else 0.0
        assert found["losses"] == pytest.approx(list(expected.losses), rel=near, abs=near)
        assert found["end"] == pytest.approx(list(expected.frame.data), rel=near, abs=near)
        assert [tuple(each) for each in found["memory"]] == [
            pytest.approx(expected.memory[leaf], rel=near, abs=near) for leaf in moved
        ]
        assert found["stopped"] == (None if expected.stopped is None else expected.stopped.step)
        if expected.previous is not None:
            assert found["used"] == pytest.approx(list(expected.previous), rel=near, abs=near)


@pytest.mark.parametrize("method", ["forward", "central"])
@pytest.mark.parametrize("seed", range(3))
def test_nudges_and_paths_are_the_engine_s(seed: int, method: Method, compute: Compute) -> None:
    """Of ops that are equal to the bit, relu, abs, max and min among them, whose kinks are found."""
    draw = random.Random(seed)
    graph = _graph(draw, [CATALOGUE[name] for name in sorted(EXACT - {"sqrt", "div"})], 40)
    data = autodiff.forward(graph, graph.frame().data)
    grads = autodiff.backward(graph, data)
    asked = [
        (node, h) for node in range(len(graph)) if not graph.is_constant(node) for h in (0.001, 0.5, 4.0)
    ]
    document = _document(graph, data)
    sent = [{**document, "node": node, "h": h, "method": method} for node, h in asked]
    found = compute({"explained": sent})["explained"]
    bent = 0
    for (node, h), answer in zip(asked, found, strict=True):
        expected = nudge(graph, data, grads[node], node, h, method)
        ours = _read({name: answer["nudge"][name] for name in ("before", "above", "below", "data")})
        assert ours["before"] == expected.before
        assert ours["above"] == expected.above
        assert ours["below"] == expected.below
        assert ours["data"] == list(expected.data)
        assert answer["nudge"]["changed"] == list(expected.changed)
        assert _same_check(_read(answer["nudge"]["quotient"]), expected.check)
        kinks = _read(answer["nudge"]["kinks"])
        assert (kinks["left"], kinks["right"]) == (expected.kinks.left, expected.kinks.right)
        assert kinks["at"] == list(expected.kinks.at)
        assert kinks["between"] == list(expected.kinks.between)
        bent += expected.kinks.found
        curve = error_curve(graph, data, grads[node], node, method)
        near = zip(_read(answer["curve"]), curve, strict=True)
        # The powers of ten themselves may be a unit apart.
        assert all(ours["h"] == pytest.approx(check.h, rel=1e-15) for ours, check in near)
        assert answer["count"] == str(count_paths(graph, node))
        routes = paths(graph, data, node, 20, 100_000)
        assert [(tuple(each["nodes"]), tuple(each["slots"])) for each in answer["paths"]] == [
            (each.nodes, each.slots) for each in routes
        ]
        assert [_read(each["partials"]) for each in answer["paths"]] == [
            list(each.partials) for each in routes
        ]
        assert [_read(each["product"]) for each in answer["paths"]] == [each.product for each in routes]
    assert bent > 0, "a graph with kinks"


def _same_check(ours: dict[str, float], check: Check) -> bool:
    return (ours["h"], ours["difference"], ours["abs_error"], ours["rel_error"]) == (
        check.h, check.fd, check.abs_error, check.rel_error,
    )  # fmt: skip


def test_paths_that_no_double_counts_are_not_counted(compute: Compute) -> None:
    node = Value(1.0)
    for _ in range(1_030):
        node = node * 0.5 + node * 0.5
    graph = Graph(node)
    data = graph.frame().data
    leaf = graph.leaves[0]
    places = [leaf, graph.inputs[graph.output][0]]
    asked = [{**_document(graph, data), "node": at, "h": 0.1, "method": "forward"} for at in places]
    found = compute({"explained": asked})["explained"]
    assert [each["count"] for each in found] == [None, "1"]
    assert len(found[0]["paths"]) == 20
