"""Programs whose scopes or lists are many, deep or long: what is said of them is bounded, and is said."""

from __future__ import annotations

from app.sandbox.child.running import run_python
from app.sandbox.codec.answers import decode_answer
from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.runs import encode_run
from app.sandbox.job import Job
from engine.outline import Outline, outline_of
from engine.run import Run
from engine.scoping.scopes import DEEPEST


def told(source: str) -> tuple[Run, Outline]:
    """The run as it comes out of its process, and its outline."""
    run = decode_answer(encode_run(run_python(Job(source))), Bounds())
    assert isinstance(run, Run)
    return run, outline_of(run)


def test_a_hundred_thousand_scopes() -> None:
    _, outline = told("""\
def f(x):
    return x * 2
x = Value(1.0)
for k in range(50_000):
    x = f(x)
""")
    assert len(outline.entries) == 100_001
    assert len(outline.entries[0].children) == 50_000
    assert outline.entries[-1].path == "for k[49999]/f[0]"
    assert len({entry.twin for entry in outline.entries}) == 3


def test_one_list_of_nearly_all_values() -> None:
    _, outline = told("xs = [Value(1.0) for k in range(199_000)]\ny = sum(xs)")
    (held,) = outline.entries[0].lists
    assert (held.name, held.shape) == ("xs", (199_000,))


def test_a_recursion_900_deep() -> None:
    _, outline = told("""\
def f(x, k):
    return x if k == 0 else f(x * 2, k - 1) + x
y = f(Value(1.0), 900)
""")
    assert len(outline.entries) == DEEPEST + 1
    assert len(outline.own(DEEPEST)) > 2 * (900 - DEEPEST)  # what is further in counts as part of this


def test_lists_that_are_copied_in_each_turn_are_not_all_told() -> None:
    run, _ = told("""\
xs = []
for k in range(5_000):
    xs = xs + [Value(1.0) * 2]
y = sum(xs)
""")
    held = [len(each.nodes) for scope in run.scopes for each in scope.lists]
    assert sum(held) <= 1_000_000
    assert [(each.name, len(each.nodes)) for each in run.scopes[-1].lists] == [("xs", 5_000)]


def test_labels_alike_are_lists_of_their_own_scopes() -> None:
    _, outline = told("""\
def f(x):
    q = [x * 2, x * 3]
    return q[0] + q[1]
q = [Value(1.0), Value(2.0)]
y = f(q[0]) + f(q[1])
""")
    assert [(entry.path, [held.name for held in entry.lists]) for entry in outline.entries] == [
        ("", ["q"]),
        ("f[0]", ["q"]),
        ("f[1]", ["q"]),
    ]
