"""Runs with random graphs, scopes, lists and lines: nothing in them need make sense to a program."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from engine.graph import Graph
from engine.ops import CATALOGUE, CONSTANT, LEAF
from engine.program import run
from engine.run import NamedList, Run, Scope

_EMPTY = run("")
_ANY = CATALOGUE["sum"]


def random_run(seed: int) -> Run:
    """The same run for the same seed; one in five is so large that not every value has a card."""
    random = Random(seed)
    most = 60 if seed % 5 else 400
    count = random.randint(1, most)
    near = random.choice([3, 10, most])
    inputs: list[tuple[int, ...]] = []
    for node in range(count):
        arity = random.choice([0, 0, 1, 2, 2, 3]) if node else 0
        low = max(0, node - near)
        inputs.append(tuple(random.randrange(low, node) for _ in range(arity)))
    unused = set(range(count - 1)) - {source for sources in inputs for source in sources}
    inputs[-1] = (*inputs[-1], *sorted(unused))
    ops = [_ANY if sources else random.choice([LEAF, LEAF, CONSTANT]) for sources in inputs]
    labels = [
        random.choice(["", "", "", "a", "b", f"w{node}"]) if op is not CONSTANT else ""
        for node, op in enumerate(ops)
    ]
    scopes = _scopes(random, count)
    graph = Graph.of(ops, inputs, labels, [""] * count)
    lines = tuple(random.choice([None, 1, 2, 3]) for _ in range(count))
    return replace(_EMPTY, graph=graph, lines=lines, scopes=tuple(scopes))


def _scopes(random: Random, count: int) -> list[Scope]:
    paths, parents = [""], [-1]
    numbers: dict[tuple[int, str], int] = {}
    deep = random.random() < 0.2
    for k in range(1, random.randint(1, 30)):
        parent = k - 1 if deep and random.random() < 0.9 else random.randrange(k)
        name = random.choice(["f", "g", "for k"])
        number = numbers[parent, name] = numbers.get((parent, name), -1) + 1
        paths.append(f"{paths[parent]}{'/' if paths[parent] else ''}{name}[{number}]")
        parents.append(parent)
    homes = [random.randrange(len(paths)) for _ in range(count)]
    if random.random() < 0.5:  # as programs do: what comes next is mostly made where the last was
        for node in range(1, count):
            if random.random() < 0.7:
                homes[node] = homes[node - 1]
    return [
        Scope(
            path,
            path.rpartition("/")[2].rpartition("[")[0],
            None,
            parent,
            tuple(node for node in range(count) if homes[node] == k),
            tuple(_lists(random, count)),
        )
        for k, (path, parent) in enumerate(zip(paths, parents, strict=True))
    ]


def _lists(random: Random, count: int) -> list[NamedList]:
    found = []
    for name in random.choice([(), (), ("q",), ("q", "x")]):
        nodes = tuple(random.sample(range(count), random.randint(1, min(count, 6))))
        found.append(NamedList(name, (len(nodes),), nodes))
    return found
