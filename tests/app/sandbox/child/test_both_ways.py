"""Every program of the menu, of the lessons and of the interpreter's tests run both ways: equal documents.

What only one way runs, or what each tells in its own way, is listed here, and the lists may not grow.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from app.examples import EXAMPLES
from app.lessons import lessons
from app.sandbox.child.running import run_python
from app.sandbox.job import Job
from engine.errors import EngineError, ProgramError
from engine.program import run
from engine.program.builtins import BUILTINS
from engine.run import Run

TESTS: Final = Path(__file__).parents[3] / "engine" / "program"

# Programs that only Python runs, and the one reason for it: an own class needs the sandbox (`own class`),
# and so does a file (`glob`). Without its class a program of the first kind runs both ways, which the tests
# show: another reason to be on this list does not pass them.
ONE_WAY: Final = {
    "lecture": "own class",
    "tanh-by-hand": "own class",
    "repair-the-order": "own class",
    "gpt": "glob",
}
LIBRARIES: Final = {"import", "not-run", "skipped"}
# Plain numbers follow NUMERICS.md where they are interpreted, and raise or turn complex in Python.
PLAIN_NUMBERS = {
    "-1/0", "0.0**-1", "(-8)**(1/3)", "10.0**400", "math.exp(1000)", "math.log(0)", "math.sqrt(-1)",
    "'' * 10**300", "[] * -10**300", "10**200 * ()",
}  # fmt: skip
if sys.version_info >= (3, 12):  # whose `sum` of floats carries what rounding loses
    PLAIN_NUMBERS |= {"sum([1.0, 1e100, 1.0, -1e100])"}
# Sets of texts have an order of their own in Python.
ORDER_OF_SETS: Final = {"print({c for c in 'lecture'}, set([Value(1.0), Value(2.0)]), set('ba') | set('dc'))"}
# What stands for a picture swallows what it is asked, and what it cannot do is said where it is interpreted.
PICTURES: Final = {"a = Value(2.0)\nb = a * 3\ndot = draw_dot(b)\ndot.render('gout')\ndot"}


@dataclass(frozen=True, slots=True)
class Text:
    """A program and where it stands."""

    name: str
    source: str
    values: dict[str, float] = field(default_factory=dict)


def menu() -> Iterator[Text]:
    for example in EXAMPLES:
        yield Text(example.name, example.source, dict(example.values))
    for lesson in lessons():
        yield Text(lesson.name, lesson.source)


def of_tests() -> Iterator[Text]:
    """The strings of the interpreter's tests: those that it runs are programs."""
    for file in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 3:
                yield Text(f"{file.name}:{node.lineno}", node.value)


def document(made: Run) -> dict[str, Any]:
    """All that is known of a run, to the last bit."""
    graph = made.graph
    return {
        "nodes": graph and (graph.labels, graph.groups, graph.inputs, [op.name for op in graph.ops]),
        "data": repr(made.frame.data),
        "grad": repr(made.frame.grad),
        "states": (made.states, made.passes),
        "lines": made.lines,
        "printed": made.printed,
        "notices": made.notices,
        "result": (made.result, made.echo),
        "reusable": made.reusable,
        "names": (made.parameters, made.loose, made.held),
        "scopes": made.scopes,
        "passes": repr(made.pass_records),
    }


def both(text: Text) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The two documents; None for a text that the interpreter refuses."""
    try:
        interpreted = run(text.source, values=text.values)
    except EngineError:
        return None
    return document(interpreted), document(run_python(Job(text.source, values=text.values)))


@pytest.mark.parametrize("text", list(menu()), ids=lambda text: text.name)
def test_the_menu(text: Text) -> None:
    if text.name in ONE_WAY:
        assert run_python(Job(text.source, values=text.values)).own is not None
        return
    found = both(text)
    assert found is not None
    interpreted, python = found
    assert python == interpreted


@pytest.mark.parametrize("name", ONE_WAY)
def test_what_runs_one_way_only_has_its_one_reason(name: str) -> None:
    source = next(text.source for text in menu() if text.name == name)
    with pytest.raises(ProgramError) as refused:
        run(source)
    if ONE_WAY[name] != "own class":
        assert ONE_WAY[name] in str(refused.value)
        return
    assert refused.value.code == "needs-sandbox"
    found = both(Text(name, without_its_class(source)))
    assert found is not None
    for (
        made
    ) in found:  # which libraries are there, and what is skipped for want of one, each says its own way
        made["notices"] = [each for each in made["notices"] if each.code not in LIBRARIES]
    interpreted, python = found
    assert python == interpreted


def without_its_class(source: str) -> str:
    """A program whose Value is ours, and whose nets are."""
    lines = source.splitlines(keepends=True)
    # What a notebook has is no Python.
    tree = ast.parse("".join("\n" if line.startswith("%") else line for line in lines))
    for each in reversed(tree.body):
        if isinstance(each, ast.ClassDef):
            lines[each.lineno - 1 : each.end_lineno] = []
    return "".join(lines)


def test_the_programs_of_the_interpreters_tests() -> None:
    count = 0
    others = PLAIN_NUMBERS | ORDER_OF_SETS | PICTURES
    for text in of_tests():
        # A lone name of the vocabulary shows what stands for it, which is another object in Python.
        if (
            text.source in BUILTINS
            or text.source in others
            or "numpy" in text.source
            or "class " in text.source
        ):
            continue
        found = both(text)
        if found is not None:
            count += 1
            interpreted, python = found
            assert python == interpreted, (text.name, text.source)
    assert count > 230


SCOPED: Final = {
    "calls and loops": """
def linear(x, w):
    return [sum(a * b for a, b in zip(x, row)) for row in w]
def block(x, w):
    h = linear(x, w)
    for k in range(2):
        h = [v.tanh() for v in h]
        if k:
            break
    return h
w = [[Value(0.1), Value(0.2)], [Value(0.3), Value(0.4)]]
x = [Value(1.0), Value(2.0)]
while len(x) < 4:
    x = block(x, w) + x[:1]
    if len(x) == 3:
        x = x[:2]
        y = block(x, w)
        break
y[0] * y[1]
""",
    "lists by their keys": """
def matrix(rows, columns):
    return [[Value(random.uniform(-1, 1)) for _ in range(columns)] for _ in range(rows)]
weights = {"a": matrix(2, 3), "b": matrix(3, 2)}
for i in range(2):
    weights[f"layer{i}.w"] = matrix(3, 3)
name = "bias"
weights[name] = [Value(0.0) for _ in range(3)]
weights["sum" + "s"] = [Value(1.0)]
h = [sum(r) for m in weights.values() if len(m) > 1 for r in m if isinstance(r, list)]
sum(h) + sum(weights["bias"])
""",
    "lists that grow": """
xs, losses = [Value(1.0), Value(2.0)], []
rows = []
for x in xs:
    out = []
    for k in range(3):
        out.append(x * k)
    losses.append(sum(out))
    rows.append(out)
    xs2 = xs + [x]
losses += [sum(xs2)]
loss = sum(losses)
""",
    "a function in itself, and a network": """
n = MLP(2, [2, 1])
def power(x, k):
    return x if k == 0 else x * power(x, k - 1)
a = power(Value(2.0), 90)
b = [n([a, float(k)]) for k in range(2)]
c, d = b
for step in range(2):
    loss = (n([c, d]) - 1) ** 2
loss
""",
    "what a loop goes through": """
def row(n):
    return [Value(float(k)) for k in range(n)]
total = Value(0.0)
for v in row(3):
    total = total + v * 2
while (total * 2).data < 50.0:
    total = total * 3
total + 1
""",
    "names without a Value": "a = q * (p * q)\ndef f(u):\n    v = u * p\n    return v + q\nf(a) + f(p)",
}


@pytest.mark.parametrize("name", SCOPED)
def test_scopes_and_lists(name: str) -> None:
    values = {"p": 2.0, "q": 3.0} if name == "names without a Value" else {}
    found = both(Text(name, SCOPED[name].lstrip("\n"), values))
    assert found is not None
    interpreted, python = found
    assert python == interpreted
    assert len(python["scopes"]) > 2
    if "goes through" in name:
        paths = [scope.path for scope in python["scopes"]]
        assert paths == ["", "row[0]", "for v[0]", "for v[1]", "for v[2]", "while[0]", "while[1]"]
    if "lists" in name:
        assert {each.name for scope in python["scopes"] for each in scope.lists} >= (
            {"a", "b", "bias", "layer0.w", "layer1.w", "h"} if "keys" in name else {"losses", "rows", "out"}
        )


@pytest.mark.parametrize("source", sorted(PLAIN_NUMBERS | ORDER_OF_SETS | PICTURES))
def test_what_is_listed_does_differ(source: str) -> None:
    """A list that names more than it has to would hide a fault."""
    try:
        python = document(run_python(Job(source)))
    except EngineError:
        return
    assert python != document(run(source))
