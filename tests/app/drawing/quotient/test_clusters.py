"""Folding: every node in one cluster, every edge counted once, no cycle, and the picture a person expects."""

from collections import Counter
from random import Random

import pytest

from app.drawing.errors import InvalidView
from app.drawing.quotient.clusters import READABLE, Quotient, group_levels, quotient
from app.drawing.quotient.groups import bare
from app.drawing.quotient.origins import UNKNOWN, Origins
from app.drawing.quotient.roles import Roles
from app.drawing.quotient.topology import order
from app.examples import EXAMPLES
from engine.graph import Graph
from engine.program import run
from engine.value import Value, total
from tests.app.drawing.graphs import lecture, network, repeated

ROWS = """\
n = MLP(3, [4, 4, 1])
xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
ys = [1.0, -1.0, -1.0, 1.0]
ypred = [n(x) for x in xs]
loss = sum((yout - ygt)**2 for ygt, yout in zip(ys, ypred))
"""
LOOP = """\
w = Value(2.0)
b = Value(0.5)
def p(x):
    return w*x + b
data = [(0.1*k, 0.3*k) for k in range(200)]
loss = sum((p(x) - y)**2 for x, y in data)
"""
RECURRENT = """\
w = Value(0.5)
h = Value(1.0)
for k in range(200):
    a = w * h
    h = (a + 0.1).tanh()
out = h * 2
"""
RUNNING = """\
w = Value(0.5)
loss = Value(0.0)
for k in range(300):
    loss = loss + (w*k - 1)**2
"""


def made(source: str) -> tuple[Graph, Origins]:
    done = run(source)
    assert done.graph is not None
    return done.graph, Origins(done.lines, done.held)


def demo() -> tuple[Graph, Origins]:
    return made(next(each for each in EXAMPLES if each.name == "moons").source)


def folded(
    graph: Graph, origins: Origins = UNKNOWN, *collapsed: str, visible: range | list[int] | None = None
) -> Quotient:
    """A quotient that was compared with the graph: nothing is lost and there is no cycle."""
    seen = list(range(len(graph))) if visible is None else list(visible)
    found = quotient(Roles(graph, seen, origins), collapsed)
    home = {node: k for k, cluster in enumerate(found.clusters) for node in cluster.members}
    assert sorted(node for cluster in found.clusters for node in cluster.members) == seen
    edges = [
        (source, target, slot)
        for target in seen
        for slot, source in enumerate(graph.inputs[target])
        if source in home
    ]
    across = [edge for edge in edges if home[edge[0]] != home[edge[1]]]
    counts = Counter((home[source], home[target]) for source, target, _ in across)
    assert {(edge.source, edge.target): edge.count for edge in found.edges} == counts
    for edge in found.edges:
        target, slot = edge.first
        assert home[target] == edge.target
        assert home[graph.inputs[target][slot]] == edge.source
    assert len(order(len(found.clusters), counts)) == len(found.clusters)
    used = {source for source, _, _ in across} | ({graph.output} & home.keys())
    assert {node for cluster in found.clusters for node in cluster.outlets} == used
    assert all(set(cluster.outlets) <= set(cluster.members) for cluster in found.clusters)
    return found


def boxes(found: Quotient) -> list[tuple[str, int, int]]:
    """What is read off each box: what it is called, how often it is there, how many values it represents."""
    return [
        (cluster.path or cluster.name or f"line {cluster.line}", cluster.times, len(cluster.members))
        for cluster in found.clusters
    ]


def test_the_demo_is_a_dozen_boxes_from_the_data_to_the_loss() -> None:
    graph, origins = demo()
    found = folded(graph, origins)
    assert len(graph) == 38_281
    assert sorted(boxes(found)) == sorted(
        [
            ("line 11", 200, 200),  # the data, which the calls on this line read
            ("model/layer0", 48, 48), ("model/layer1", 272, 272), ("model/layer2", 17, 17),
            ("model/layer0", 100, 6_400), ("model/layer1", 100, 28_800), ("model/layer2", 100, 1_600),
            ("score", 100, 100),
            ("losses", 100, 500),  # with the targets and the margin
            ("data_loss", 1, 3),
            ("line 21", 337, 337),  # the squares of the parameters
            ("reg_loss", 1, 3),
            ("total_loss", 1, 1),
        ]
    )  # fmt: skip
    counts = {(boxes(found)[edge.source], boxes(found)[edge.target]): edge.count for edge in found.edges}
    assert counts[("line 11", 200, 200), ("model/layer0", 100, 6_400)] == 100 * 2 * 16
    assert counts[("model/layer0", 48, 48), ("line 21", 337, 337)] == 2 * 48
    assert counts[("line 21", 337, 337), ("reg_loss", 1, 3)] == 337
    assert counts[("losses", 100, 500), ("data_loss", 1, 3)] == 100


def test_the_level_of_groups_can_be_chosen_with_or_without_the_number_of_a_call() -> None:
    graph, origins = demo()
    neurons, layers, nets = group_levels(Roles(graph, range(len(graph)), origins))
    assert (len(neurons), len(layers), nets) == (33, 3, ("model",))
    assert folded(graph, origins, *layers) == folded(graph, origins)
    assert folded(graph, origins, "model[7]") == folded(graph, origins, "model")
    assert [box for box in boxes(folded(graph, origins, "model")) if box[0] == "model"] == [
        ("model", 337, 337),
        ("model", 100, 36_800),
    ]
    assert len(folded(graph, origins, *neurons).clusters) == 73
    with pytest.raises(InvalidView, match="no group `modal`"):
        folded(graph, origins, "modal")


def test_four_rows_through_a_network_are_one_row_of_boxes() -> None:
    graph, origins = made(ROWS)
    found = folded(graph, origins, "n/layer0", "n/layer1", "n/layer2")
    assert [box for box in boxes(found) if box[0] in {"n/layer0", "ypred", "loss"}] == [
        ("n/layer0", 16, 16), ("n/layer0", 4, 4 * 4 * 5), ("ypred", 4, 4), ("loss", 1, 1),
    ]  # fmt: skip
    assert ("line 5", 4, 16) in boxes(found)  # difference and square, with the targets and the exponents
    # Its nine neurons are few, but the edges between them cannot be taken in at a glance.
    assert folded(graph, origins) == found
    neurons = folded(graph, origins, *group_levels(Roles(graph, range(len(graph)), origins))[0])
    assert len(neurons.clusters) < READABLE < len(neurons.edges)


def test_a_programs_own_function_and_loop_are_folded() -> None:
    graph, origins = made(LOOP)
    assert sorted(boxes(folded(graph, origins))) == [
        ("b", 1, 1), ("line 4", 200, 600), ("line 6", 200, 800), ("loss", 1, 1), ("w", 1, 1),
    ]  # fmt: skip


def test_a_loss_that_runs_through_a_loop_is_one_box_with_its_last_value() -> None:
    graph, origins = made(RUNNING)
    found = folded(graph, origins)
    cluster = next(cluster for cluster in found.clusters if graph.output in cluster.members)
    assert (cluster.name, cluster.times, cluster.outlets, cluster.cycle) == (
        "loss",
        300,
        (graph.output,),
        False,
    )
    assert len(found.clusters) <= 5


def test_what_feeds_itself_through_other_roles_is_one_part_with_its_last_value() -> None:
    graph, origins = made(RECURRENT)
    found = folded(graph, origins)
    (ring,) = [cluster for cluster in found.clusters if cluster.cycle]
    assert ring.times == 200
    assert len(ring.outlets) == 1
    assert [box[0] for box in boxes(found) if box[1] == 1] == ["w", "h", "out"]


def test_without_lines_the_structure_says_what_is_alike() -> None:
    graph = network()
    found = folded(graph, UNKNOWN, "n/layer0", "n/layer1", "n/layer2")
    assert sorted(box for box in boxes(found) if box[0].startswith("n/")) == [
        ("n/layer0", 4, 80), ("n/layer0", 16, 16), ("n/layer1", 4, 96), ("n/layer1", 20, 20),
        ("n/layer2", 4, 24), ("n/layer2", 5, 5),
    ]  # fmt: skip
    assert len(found.clusters) < 15


def test_a_small_program_is_folded_without_harm() -> None:
    assert [cluster.name for cluster in folded(lecture()).clusters] == ["a", "b", "e", "c", "d", "f", "L"]
    assert folded(Graph(Value(1.0, "a"))).clusters[0].outlets == (0,)


def test_long_chains_do_not_recurse() -> None:
    folded(repeated(5_000))


def test_only_what_is_visible_is_folded() -> None:
    graph, origins = made(LOOP)
    folded(graph, origins, visible=range(300, 700))


def test_names_that_are_digits_stay_what_they_are() -> None:
    graph = Graph(total([Value(1.0, "3"), Value(2.0, "x1"), Value(3.0, "x2"), Value(4.0, "y[0]")]))
    assert [(each.name, each.times) for each in folded(graph).clusters[:-1]] == [
        ("3", 1),
        ("x", 2),
        ("y[0]", 1),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_lost_of_any_graph(seed: int) -> None:
    rng = Random(seed)
    nodes = [Value(float(k), rng.choice(["", "", "x1", "x2"])) for k in range(rng.randint(1, 6))]
    for _ in range(rng.randint(1, 120)):
        inputs = [rng.choice(nodes[-rng.randint(1, len(nodes)) :]) for _ in range(2)]
        a, b = inputs
        node = rng.choice([a * b, a + b, a.tanh() + 1.0, total([a, b, a])])
        node.label = rng.choice(["", "", "", "h", "y1", "y2"])
        node.group = rng.choice(
            ["", "", f"m[{rng.randint(0, 2)}]/layer{rng.randint(0, 1)}/neuron0", "m/layer0"]
        )
        nodes.append(node)
    graph = Graph(total(nodes))
    lines = tuple(rng.choice([1, 2, 3, None]) for _ in range(len(graph)))
    held = (("row", tuple(sorted(rng.sample(range(len(graph)), min(3, len(graph)))))),)
    levels = sorted({bare(path) for path in graph.prefixes})
    for origins in (UNKNOWN, Origins(lines, held)):
        folded(graph, origins)
        folded(graph, origins, *rng.sample(levels, rng.randint(0, len(levels))))
        folded(graph, origins, visible=sorted(rng.sample(range(len(graph)), len(graph) // 2)))
