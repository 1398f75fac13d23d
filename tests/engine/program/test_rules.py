"""The rules around a program: its output, its leaves' numbers and names, grad states, and reuse of a run."""

from __future__ import annotations

import math

import pytest

from engine import autodiff
from engine.errors import EngineError, LeafError, ProgramError, UnknownNodeError
from engine.notices import non_finite
from engine.program import run
from engine.run import Run, settle

PAIR = "a = Value(2.0, label='a')\nb = Value(3.0, label='b')\n"


def output(source: str, **wishes: str) -> str | None:
    """The output's label, or its op."""
    done = run(source, **wishes)  # type: ignore[arg-type]  # output only
    return None if done.graph is None else done.graph.labels[-1] or done.graph.ops[-1].name


def states(done: Run) -> dict[str, tuple[str, int]]:
    assert done.graph is not None
    return {label: (done.states[i], done.passes[i]) for i, label in enumerate(done.graph.labels) if label}


# -- the output --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (PAIR + "c = a*b\nd = a+b", "d"),
        (PAIR + "c = a*b\nd = a+b\nc", "c"),
        (PAIR + "c = a*b\nd = a+b\ndraw_dot(c)", "c"),
        (PAIR + "c = a*b\nd = a+b\nc.backward()", "c"),
        (PAIR + "c = a*b\nc.backward()\nc = a+b", "c"),
        (PAIR + "c = a*b\nd = a+b\nc.backward()\ndraw_dot(d)", "d"),
        (PAIR + "c = a*b\nd = a+b\nc.backward()\nprint(1)", "c"),
        (PAIR + "def f():\n  x = a*b\n  return 3\nf()", "b"),
        ("[Value(1.0), Value(2.0).tanh()]", "tanh"),
        ("x = 3", None),
        ("", None),
        ("# only a remark", None),
    ],
)
def test_the_output_rule(source: str, expected: str | None) -> None:
    assert output(source) == expected


def test_a_name_bound_anew_after_backward_is_the_output() -> None:
    done = run(PAIR + "c = a*b\nc.backward()\nc = a + b")
    assert done.graph is not None
    assert done.graph.ops[-1].name == "add"


def test_a_request_may_name_the_output() -> None:
    source = PAIR + "c = a*b\nd = a+b"
    assert output(source, output="c") == "c"
    assert output(source, output="n0") == "a"
    assert output(PAIR + "c = a*b\nc.label = 'z'\nd = a+b\nd.label = 'z'\na", output="z") == "z"
    with pytest.raises(UnknownNodeError):
        run(source, output="nobody")


def test_the_last_expression_is_echoed() -> None:
    assert run("Value(-8)").result == "Value(data=-8.0)"
    assert run("[Value(1.5), 2, 'x', None]").result == "[Value(data=1.5), 2, 'x', None]"
    assert run("None").result is None
    assert run("x = 1").result is None


# -- labels and names --------------------------------------------------------------------------------------


def test_assignment_labels_and_never_renames() -> None:
    done = run("a = Value(1.0)\nb = a\nc = Value(2.0, label='mine')\nL = a + c\nM = L")
    assert done.graph is not None
    assert done.graph.labels == ("a", "mine", "L")


def test_leaves_of_one_label_are_numbered() -> None:
    done = run("x = Value(1.0)\ny = x\nx = Value(2.0)\nx2 = y * x\nx = Value(3.0)\nL = x2 + x")
    assert done.graph is not None
    assert list(done.graph.names.values()) == ["x", "x#2", "x#3"]


# -- values ------------------------------------------------------------------------------------------------


def test_a_number_stands_in_place_of_the_literal() -> None:
    source = "a = Value(1.0)\nif a.data > 5:\n  L = a * 2\nelse:\n  L = a * 3\nprint(a.data)"
    done = run(source, values={"a": 10.0})
    assert done.printed == "10.0\n"
    assert done.graph is not None
    assert done.frame.data[-1] == 20.0
    assert not done.reusable


def test_the_second_application_has_the_last_word() -> None:
    source = "a = Value(1.0)\nL = a * 3\na.data += 1.0\nL = a * 3"
    done = run(source, values={"a": 10.0})
    assert done.graph is not None
    assert autodiff.forward(done.graph, settle(done, {"a": 10.0}))[-1] == 30.0
    assert run(source, values={"a": 10.0}, state="program").frame.data[-1] == 33.0


def test_an_id_may_stand_for_a_name_on_the_finished_graph() -> None:
    done = run("a = Value(1.0)\nL = a * 3")
    assert settle(done, {"n0": 7.0})[0] == 7.0


@pytest.mark.parametrize("name", ["L", "h"])
def test_only_leaves_take_numbers(name: str) -> None:
    source = "h = 0.1\ndef f(x): return x\na = Value(1.0)\nL = a * 3 + h"
    with pytest.raises(LeafError) as caught:
        settle(run(source, values={name: 1.0}), {name: 1.0})
    assert name in caught.value.names


def test_numbers_that_nothing_uses_are_noticed() -> None:
    done = run("a = Value(1.0)\nz = Value(5.0)\nL = a * 3", values={"q": 1.0}, output="L")
    assert set(done.loose) == {"q", "z"}
    assert all(any(f"`{name}`" in notice.message for notice in done.notices) for name in ("q", "z"))


def test_a_networks_loose_parameter_keeps_its_path() -> None:
    name = "n/layer0/neuron0/w0"
    done = run("n = MLP(1, [1])\nw = n.layers[0].neurons[0].w[0]\nL = Value(5.0)*2", values={name: 5.0})
    assert done.loose == (name,)
    assert [(n.code, n.line) for n in done.notices] == [("independent", 1)]


def test_a_loose_leaf_of_a_taken_label_keeps_its_line() -> None:
    done = run("a = Value(1.0)\nz = Value(2.0, label='a')\nL = a*2")
    assert done.loose == ("a#2",)
    assert [(n.code, n.line) for n in done.notices] == [("independent", 2)]


def test_a_constant_takes_no_number_and_is_called_a_constant() -> None:
    with pytest.raises(LeafError, match="constant"):
        settle(run("a = Value(2.0)\nL = a*3"), {"n1": 5.0})


def test_free_names_of_a_formula_are_leaves() -> None:
    done = run("(a*b + c)*f", values=dict.fromkeys("abcf", 1.0))
    assert done.graph is not None
    assert sorted(done.graph.names.values()) == list("abcf")
    assert done.parameters == tuple(done.graph.names.values())


# -- reuse -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "reusable"),
    [
        ("L = a*b", True),
        ("L = a*b\nL.backward()", True),
        ("L = sum([a, b])\nfor i in range(3): L = L + a", True),
        ("L = a*b\nprint('done')", True),
        ("L = a * b.data", False),
        ("L = a*b\nprint(L.data)", False),
        ("L = a*b\nprint(L)", False),
        ("L = a*b\nL.backward()\na.data += 0.1*a.grad\nL = a*b", False),
        ("L = a*b\nx = f'{a}'", False),
    ],
)
def test_a_run_is_reusable_if_no_number_was_looked_at(ending: str, reusable: bool) -> None:
    assert run(PAIR + ending).reusable is reusable


# -- states ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "leaf", "made"),
    [
        ("", ("none", 0), ("none", 0)),
        ("L.backward()", ("fresh", 1), ("fresh", 1)),
        ("L.backward()\nL.backward()", ("accumulated", 2), ("fresh", 1)),
        ("L.backward()\na.grad = 0.0\nb.grad = 0.0\nL.backward()", ("fresh", 1), ("fresh", 1)),
        ("L.backward()\na.data += 1.0", ("stale", 1), ("stale", 1)),
        ("a.grad = 5.0", ("assigned", 0), ("none", 0)),
    ],
)
def test_grad_states(ending: str, leaf: tuple[str, int], made: tuple[str, int]) -> None:
    found = states(run(PAIR + "L = a*b\n" + ending, state="program"))
    assert (found["a"], found["L"]) == (leaf, made)


def test_a_forgotten_zero_grad_shows() -> None:
    done = run(PAIR + "L = a*b\nL.backward()\nL.backward()")
    assert done.frame.grad == (6.0, 4.0, 1.0)


# -- numbers -----------------------------------------------------------------------------------------------


def test_what_is_not_finite_is_a_notice_at_its_origin() -> None:
    done = run("x = Value(-1.0)\ny = x.log()\nL = y * 2")
    assert done.graph is not None
    first = non_finite(done.graph, done.frame.data, None, done.lines)[0]
    assert first.code == "non-finite"
    assert first.node is not None
    assert done.graph.labels[first.node] == "y"
    assert first.line == 2
    assert math.isnan(done.frame.data[-1])


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("(x - 3).log()", "`y` (n3, log) is nan: log of -1 is not a real number."),
        ("(x - 2).log()", "`y` (n3, log) is -inf: log of 0 has no finite value."),
        ("(x - 3) ** 0.5", "`y` (n4, pow) is nan: (-1) to the power 0.5 is not a real number."),
        ("(x - 2) ** -1", "`y` (n4, pow) is inf: 0 to the power -1 divides by 0."),
        ("(x * 500).exp()", "`y` (n3, exp) is inf: the result is too large for a float."),
    ],
)
def test_the_notice_says_why(expression: str, why: str) -> None:
    done = run(f"x = Value(2.0)\ny = {expression}")
    assert done.graph is not None
    assert non_finite(done.graph, done.frame.data, None, done.lines)[0].message == why


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("1/0", "inf"), ("-1/0", "-inf"), ("0/0", "nan"), ("0.0**-1", "inf"), ("(-8)**(1/3)", "nan"),
     ("10.0**400", "inf"), ("math.exp(1000)", "inf"), ("math.log(0)", "-inf"), ("math.sqrt(-1)", "nan")],
)  # fmt: skip
def test_plain_numbers_follow_the_same_table(expression: str, expected: str) -> None:
    assert run(expression).result == expected


def test_sum_does_not_compensate() -> None:
    assert run("sum([1.0, 1e100, 1.0, -1e100])").result == "0.0"


# -- the language is Python where they meet ----------------------------------------------------------------

PYTHON = [
    "[x*y for x in range(4) if x % 2 for y in (1, 2)]",
    "{k: v for k, v in zip('abc', range(3))}",
    "sorted({3, 1, 2})",
    "[*range(3), *'ab']",
    "(lambda a, b=2, *c: (a, b, c))(1, 5, 6, 7)",
    "1 < 2 < 3 != 4, 3 in [1, 2], 'b' in 'abc', not []",
    "[1, 2, 3, 4][::-2], 'hello'[1:-1], (1, 2, 3)[-1]",
    "f'{3.14159:.3f}|{5:>4}|{\"x\"!r}|{1e10:g}|{True}'",
    "7 // 2, -7 // 2, 7 % -3, divmod(-7, 2), 2**10, 2**-1, round(2.5), round(1.005, 2), abs(-3)",
    "max(3, 1, 2), min([4, 2]), sum([1, 2], 3), len('abc'), any([0, 1]), all([])",
    "list(map(lambda x: x + 1, filter(lambda x: x > 1, [1, 2, 3])))",
    "list(enumerate('ab', 1)), list(reversed([1, 2]))",
    "'a,b'.split(','), ' x '.strip(), 'ab'.upper(), '-'.join(['a', 'b']), 'abc'.replace('b', 'x')",
    "int('12'), float('1.5'), str(1.0), repr('a'), bool([]), tuple([1]), list('ab'), int(3.9)",
    "1 if [] else 2, [] or 'x', 0 and 1, None is None",
    "[[1, 2][i] for i in (0, 1)], {'a': 1}.get('b', 7), {'a': 1} == {'a': 1.0}, (1, 2) < (1, 3)",
]


@pytest.mark.parametrize("expression", PYTHON)
def test_expressions_are_pythons(expression: str) -> None:
    assert run(expression).result == repr(eval(expression))  # noqa: S307  # the oracle, on texts written above


BODIES = [
    "x = [1, 2, 3]\nx[1] = 9\nx += [4]\na, (b, *c) = 1, (2, 3, 4)\nprint(x, a, b, c)",
    "def f(n):\n  if n < 2: return n\n  return f(n - 1) + f(n - 2)\nprint(f(12))",
    (
        "def counter():\n  n = 0\n  def up():\n    nonlocal n\n    n += 1\n    return n\n"
        "  return up\nc = counter()\nc()\nprint(c())"
    ),
    "fs = [lambda: i for i in range(3)]\nprint([f() for f in fs])",
    "for i in range(5):\n  if i == 1: continue\n  if i == 3: break\n  print(i)\nelse:\n  print('never')",
    "i = 0\nwhile i < 3:\n  i += 1\nelse:\n  print('done', i, sep='-', end='!')",
    "d = {}\nfor w in 'abca':\n  d[w] = d.get(w, 0) + 1\nprint(d, sorted(d.items(), key=lambda p: -p[1]))",
    (
        "import random\nrandom.seed(42)\nprint(random.uniform(-1, 1), random.gauss(0, 1))\n"
        "print(random.randint(1, 6), random.random())"
    ),
    "import random\nrandom.seed(3)\nx = list(range(6))\nrandom.shuffle(x)\nprint(x, random.choice(x))",
    "import math\nprint(math.pi, math.tanh(0.5), math.floor(-1.5), math.sqrt(2), math.log(8, 2))",
    "x = 5\ndef g():\n  global x\n  x = 6\ng()\nprint(x)\nassert x == 6, 'no'",
    "a = b = [0]\na.append(1)\nprint(b, a is b, a == [0, 1])\nx = y = 1\nx += 1\nprint(x, y)",
]


@pytest.mark.parametrize("body", BODIES)
def test_statements_are_pythons(body: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(body, {})  # noqa: S102  # the oracle, on texts written above
    assert run(body).printed == capsys.readouterr().out


def test_random_is_the_runs_own() -> None:
    assert run("random.uniform(-1, 1)").result == run("random.uniform(-1, 1)").result
    assert run("random.uniform(-1, 1)", seed=1).result != run("random.uniform(-1, 1)", seed=2).result


def test_identity_is_equality_for_values() -> None:
    assert run(
        "a = Value(1.0)\nb = Value(1.0)\n[a == b, a == a, a in [b], a in {a}, len({a, a, b})]"
    ).result == ("[False, True, False, True, 2]")


def test_micrograds_package_makes_relu_networks() -> None:
    source = "import random\nrandom.seed(1337)\nfrom micrograd.nn import MLP\nn = MLP(2, [3, 1])\n"
    done = run(source + "print(n)\nn([1.0, 2.0])")
    assert "ReLU" in done.printed
    assert "Linear" in done.printed


def test_numbers_for_values_must_fit() -> None:
    with pytest.raises(EngineError):
        run("a = Value(10**308 * 10**1)")
    with pytest.raises(ProgramError):
        run("a = Value('2')")
