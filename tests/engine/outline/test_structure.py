"""Equal structure: equal ids, equal picture but for the numbers."""

from __future__ import annotations

from dataclasses import replace

from engine.outline import structure_of
from engine.program import run
from engine.run import NamedList, Scope

RUN = run("a = Value(1.0)\nb = a * 2\nc = b + a")
TOP = Scope("", "", None, -1, (0, 1, 2, 3))


def test_without_scopes_and_lists_it_is_the_graphs() -> None:
    assert RUN.graph is not None
    assert structure_of(RUN) == structure_of(replace(RUN, scopes=(TOP,))) == RUN.graph.structure


def test_scopes_and_lists_make_another() -> None:
    inner = (replace(TOP, nodes=(0, 1, 2)), Scope("f[0]", "f", 1, 0, (3,)))
    held = NamedList("q", (2,), (0, 2))
    others = [
        (TOP,),
        inner,
        (inner[0], replace(inner[1], path="g[0]")),
        (replace(TOP, nodes=(0, 1)), replace(inner[1], nodes=(2, 3))),
        (replace(TOP, lists=(held,)),),
        (replace(TOP, lists=(replace(held, name="r"),)),),
        (replace(TOP, lists=(replace(held, nodes=(2, 0)),)),),
        (replace(TOP, lists=(replace(held, shape=(1, 2)),)),),
    ]
    made = [structure_of(replace(RUN, scopes=scopes)) for scopes in others]
    assert len(set(made)) == len(others)
    assert made == [structure_of(replace(RUN, scopes=scopes)) for scopes in others]


def test_numbers_and_the_place_of_lines_do_not() -> None:
    source = "def f(x):\n    return x * 2\ny = f(Value({}))"
    first, second = run(source.format(1.0)), run("\n\n" + source.format(3.0))
    assert structure_of(first) == structure_of(second)
    assert structure_of(first) != structure_of(run("y = Value(1.0) * 2"))
