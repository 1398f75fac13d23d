"""Graphs that the tests of this folder draw."""

from random import Random

from engine.graph import Graph
from engine.nn import MLP
from engine.value import Value, total


def lecture() -> Graph:
    """The seven values of the REST contract, after a backward pass: a=n0 b=n1 e=n2 c=n3 d=n4 f=n5 L=n6."""
    a, b, c, f = (Value(x, label) for x, label in ((2.0, "a"), (-3.0, "b"), (10.0, "c"), (-2.0, "f")))
    e = a * b
    e.label = "e"
    d = e + c
    d.label = "d"
    out = d * f
    out.label = "L"
    out.backward()
    return Graph(out)


def repeated(terms: int) -> Graph:
    """x + x + … + x."""
    x = Value(1.5, "x")
    out = x
    for _ in range(terms - 1):
        out = out + x
    out.backward()
    return Graph(out)


def ladder(rungs: int) -> Graph:
    """One computed value that every later one uses: edges as long as the picture, and no leaf to copy."""
    a = Value(1.0, "a")
    used = a * a
    out = used
    for _ in range(rungs):
        out = out + used
    return Graph(out)


def network(sizes: tuple[int, ...] = (4, 4, 1), rows: int = 4, inputs: int = 3) -> Graph:
    """The lecture's network `n` on the first rows of its data set, with its squared loss."""
    rng = Random(1337)
    net = MLP(inputs, list(sizes), rng=rng, name="n")
    xs = [[2.0, 3.0, -1.0], [3.0, -1.0, 0.5], [0.5, 1.0, 1.0], [1.0, 1.0, -1.0]]
    ys = [1.0, -1.0, -1.0, 1.0]
    outs = [net(x[:inputs]) for x in xs[:rows]]
    loss = total([(out - y) ** 2 for y, out in zip(ys, outs, strict=False)])
    loss.label = "loss"
    loss.backward()
    return Graph(loss)


def labelled(*labels: str) -> Graph:
    """A sum of leaves with these labels, labelled as the first is."""
    out = total([Value(float(i), label) for i, label in enumerate(labels)])
    out.label = labels[0]
    return Graph(out)
