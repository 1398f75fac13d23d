"""Classes that have passed the check, run in C: the same documents to the last bit, or not in C at all."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, Final

import pytest

from app.examples import EXAMPLES
from app.sandbox.child.compiled import read
from app.sandbox.child.in_c import class_key
from app.sandbox.child.running import run_python
from app.sandbox.events import Event, Passed, Printed
from app.sandbox.job import Job, Live
from engine import core
from engine.errors import ProgramError
from engine.run import Run
from tests.app.sandbox.child.test_both_ways import document
from tests.engine.foreign.own.random_programs import program
from tests.engine.foreign.own.texts import ENGINES

pytestmark = pytest.mark.skipif(core.compiled() is None, reason="no core was compiled here")

CLASS: Final = ENGINES["microgpt"].text
GPT: Final = next(each.source for each in EXAMPLES if each.name == "gpt")
PROGRAM: Final = """
a = Value(2.0)
b = Value(-3.0)
c = a * b + a ** 2
d = (c * 0.5 + 1).relu() - b / 4 + 2 / (a + 3)
L = d * d
L.backward()
print(L.data, a.grad, b.grad, c.grad)
"""


def key(source: str) -> str:
    return class_key(read(source, 200_000, None, frozenset())) or "0" * 64


def run(source: str, **words: Any) -> Run:
    """With the class in C where that may be."""
    return run_python(Job(source, agreed=(key(source),), **words))


def whole(made: Run) -> dict[str, Any]:
    """All that is known of a run, but for where its class was."""
    assert made.own is not None
    return document(made) | {"own": repr(replace(made.own, fast=False))}


def both(source: str, **words: Any) -> tuple[Run, bool]:
    """The run, and whether it was in C; its document is that of the class as it is written."""
    written, made = run_python(Job(source, **words)), run(source, **words)
    assert whole(made) == whole(written)
    assert written.own is not None
    assert not written.own.fast
    assert made.own is not None
    return made, made.own.fast


def test_a_class_that_has_passed_is_run_in_c() -> None:
    made, is_fast = both(CLASS + PROGRAM)
    assert is_fast
    assert made.own is not None
    assert made.own.key == key(CLASS)
    assert made.printed.count(".") >= 3


def test_a_class_that_has_not_passed_is_run_as_it_is_written() -> None:
    made = run_python(Job(CLASS + PROGRAM, agreed=("0" * 64,)))
    assert made.own is not None
    assert not made.own.fast


def test_one_that_is_wrong_is_given_no_key() -> None:
    made = run_python(Job(CLASS.replace("(1, 1)", "(1, 2)") + PROGRAM))
    assert made.own is not None
    assert not made.own.agrees
    assert made.own.key is None


def test_the_gpt_of_the_menu() -> None:
    made, is_fast = both(GPT)
    assert is_fast
    assert "loss" in made.printed


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_every_engine_of_the_tests(name: str) -> None:
    engine = ENGINES[name]
    source = engine.text + program(engine, 7)
    written = run_python(Job(source))
    made = run(source)
    assert made.own is not None
    assert written.own is not None
    assert whole(made) == whole(written)
    assert made.own.fast is (name == "microgpt")
    assert (made.own.key is not None) is (name == "microgpt")


def test_random_programs() -> None:
    fast = sum(both(CLASS + program(ENGINES["microgpt"], seed))[1] for seed in range(8))
    assert fast > 5


OTHERWISE: Final = {
    "prints": ("        self.grad = 0\n", "        self.grad = 0\n        print(data)\n"),
    "keeps more": ("        self.grad = 0\n", "        self.grad = 0\n        self.data = data\n"),
    "counts": ("    __slots__", "    made = 0\n    __slots__"),
    "is decorated": ("class Value:", "@(lambda kind: kind)\nclass Value:"),
    "has another method": ("    def log(self):", "    def shout(self):\n        print(self)\n\n    def log(self):"),  # noqa: E501
    "keeps lists": ("self._children = children", "self._children = list(children)"),
    "prints in backward": ("        self.grad = 1\n", "        self.grad = 1\n        print('back')\n"),
    "goes another way": ("for child in v._children:", "for child in reversed(v._children):"),
    "has a property": ("    def log(self):", "    @property\n    def twice(self):\n        return 2\n\n    def log(self):"),  # noqa: E501
    "reads a global": ("(1, 1))", "(one, one))"),
    "adds three": ("self.data + other.data", "sum([self.data, other.data])"),
    "shows its grad by a call": (
        "    def log(self):", "    def __repr__(self):\n        return str(self.grad)\n\n    def log(self):",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_a_class_does_besides_is_a_reason_not_to(name: str) -> None:
    before, after = OTHERWISE[name]
    assert before in CLASS
    made, is_fast = both("one = 1\n" + CLASS.replace(before, after, 1) + PROGRAM)
    assert not is_fast
    assert made.own is not None
    assert made.own.key is None


LOOKING: Final = {
    "a subclass": "class More(Value):\n    pass\n",
    "getattr": "print(getattr(a, 'data'))\n",
    "vars": "print(vars(Value).keys() and 1)\n",
    "an attribute of the class": "Value.extra = 1\n",
    "another binding": "Old = Value\ndef Value(x):\n    return Old(x)\n",
    "a dunder": "print(a.__class__)\n",
    "max": "def max(*numbers):\n    return 0.0\n",
}


@pytest.mark.parametrize("name", LOOKING)
def test_a_program_that_could_tell_is_a_reason_not_to(name: str) -> None:
    assert not both(CLASS + PROGRAM + LOOKING[name])[1]


MET: Final = {  # what comes after the program
    "division by zero": "try:\n    print((a * 0.0) ** -1)\nexcept ZeroDivisionError as error:\n    print(error)\n",  # noqa: E501
    "a logarithm of nothing": "try:\n    (a - 2).log()\nexcept ValueError as error:\n    print(error)\n",
    "too large": "try:\n    (a * 1000).exp()\nexcept OverflowError as error:\n    print(error)\n",
    "a root of less than nothing": "try:\n    print((b ** 0.5).data)\nexcept TypeError as error:\n    print(error)\n",  # noqa: E501
    "infinite": "print((a * 1e308 * 10).data)\n",
    "an object as text": "print('Value' in repr(a))\n",
    "an object in a text": "print('Value' in f'{a}')\n",
    "bools": "print((a + True).data, Value(True).data)\n",
    "inputs": "print(len(Value(1.0, (a,), (1.0,))._children))\n",
    "large ints": "print((a * 10**20).data, Value(2**60).data)\n",
    "everything but an Exception": "try:\n    (a - 2).log()\nexcept BaseException as error:\n    print(error)\n",  # noqa: E501
    "a deep graph": (
        "import sys\nsys.setrecursionlimit(5000)\nfor k in range(3000):\n    a = a + b\n"
        "a.backward()\nprint(b.grad)\n"
    ),
}


@pytest.mark.parametrize("name", MET)
def test_what_python_does_otherwise_is_done_by_the_class_as_it_is_written(name: str) -> None:
    made, is_fast = both(CLASS + PROGRAM + MET[name])
    assert is_fast is (name == "a deep graph")
    assert made.printed.count("\n") >= 1


def test_a_stack_that_is_used_up_is_pythons() -> None:
    source = CLASS + PROGRAM + "for k in range(3000):\n    a = a + b\na.backward()\n"
    with pytest.raises(ProgramError, match="RecursionError"):
        run_python(Job(source))
    with pytest.raises(ProgramError, match="RecursionError"):
        run(source)


SAME: Final = {
    "ints": "x = Value(3)\ny = x * 2 + 1\ny.backward()\nprint(x.data, y.data, x.grad, y.grad)\n",
    "an int and a float": "x = Value(3)\ny = x * 2.0 - 1\ny.backward()\nprint(x.data, y.data, x.grad)\n",
    "zeros": "x = Value(-0.0)\ny = x * -1 + 0 * x\ny.backward()\nprint(x.data, y.data, x.grad)\n",
    "grads before a pass": "x = Value(1.0)\nprint(x.grad)\nx.grad = 0.0\nprint(x.grad)\ny = x * 2\n",
    "a pass over ints": "x = Value(1.0)\ny = x + x\ny.backward()\nprint(x.grad, y.grad, y.data)\n",
    "two passes": "x = Value(1.5)\ny = x * x\ny.backward()\ny = x * x\ny.backward()\nprint(x.grad)\n",
    "a loop that trains": (
        "w = [Value(0.1 * k) for k in range(4)]\nfor step in range(5):\n"
        "    out = sum(wi * (k + 0.5) for k, wi in enumerate(w)).relu() + (w[0] * w[1]).exp()\n"
        "    for p in w:\n        p.grad = 0\n    out.backward()\n"
        "    for p in w:\n        p.data -= 0.05 * p.grad\n    print(step, out.data, [p.grad for p in w])\n"
    ),
    "private names": "x = Value(2.0)\ny = x * 3\nprint(len(y._children), y._local_grads)\ny.backward()\n",
    "isinstance": "x = Value(2.0)\nprint(isinstance(x, Value), {x: 1}[x], x == x, bool(x))\ny = x * 2\n",
    "missing": "x = Value(2.0)\ntry:\n    x < 3\nexcept TypeError as error:\n    print(error)\ny = x * 2\n",
    "labels and values": "x = Value(2.0)\ny = x * x\ny.backward()\nprint(y.data)\n",
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_the_same_to_the_last_bit(name: str) -> None:
    words = {"values": {"x": 2.5}} if "values" in name else {}
    made, is_fast = both(CLASS + SAME[name], **words)
    assert is_fast
    assert made.printed


def test_numbers_drawn_at_random() -> None:
    draw = random.Random(3)
    for _ in range(8):
        numbers = [draw.gauss(0, 10.0 ** draw.randint(-8, 8)) for _ in range(4)]
        power = draw.choice([2, 3, -1, -2.5, 0.5, 1 / 3])
        lines = [f"x{k} = Value({abs(number)!r})" for k, number in enumerate(numbers)]
        source = "\n".join(lines) + (
            f"\ny = x0 * x1 + x2 ** {power} - x3 / x0 + (x1 * 1e-9).exp() + x2.log() * -0.1\n"
            "y.backward()\nprint(y.data, x0.grad, x1.grad, x2.grad, x3.grad)\n"
        )
        assert both(CLASS + source)[1]


def test_nothing_is_left_behind() -> None:
    for _ in range(3):
        assert both(CLASS + PROGRAM)[1]
    core_made: Any = core.compiled()
    source = CLASS + "for k in range(2000):\n    a = Value(0.5)\n    b = a * a\nb.backward()\n"
    before = len(core_made.own_alive())
    assert both(source)[1]
    assert len(core_made.own_alive()) - before < 10


STREAMED: Final = (
    "w = Value(0.5)\nfor step in range(30):\n    out = w * w + 1\n    w.grad = 0\n    out.backward()\n"
    "    w.data -= 0.1 * w.grad\n    print(step, out.data)\n"
)


def without_norms(made: Run) -> Run:
    return replace(made, pass_records=tuple([replace(each, norms=None) for each in made.pass_records]))


def told(source: str, *agreed: str) -> tuple[Run, str, list[Any]]:
    events: list[Event] = []
    made = run_python(Job(source, agreed=agreed, events=True, live=Live()), events.append)
    printed = "".join(each.text for each in events if isinstance(each, Printed))
    passes = [repr(each.record.value) for each in events if isinstance(each, Passed)]
    return made, printed, passes


@pytest.mark.parametrize("end", ["", "print('Value' in repr(w))\n"])
def test_a_run_that_is_streamed_tells_the_same_once(end: str) -> None:
    written, printed, passes = told(CLASS + STREAMED + end)
    made, printed_in_c, passes_in_c = told(CLASS + STREAMED + end, key(CLASS))
    # Norms are there as far as there is time for them.
    assert whole(without_norms(made)) == whole(without_norms(written))
    assert made.own is not None
    assert made.own.fast is (end == "")
    assert printed_in_c == printed == written.printed
    assert passes_in_c == passes
    assert len(passes) == 30
