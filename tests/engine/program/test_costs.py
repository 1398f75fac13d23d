"""What a run pays for: whatever goes through many elements costs as many steps or as much memory."""

from __future__ import annotations

import pytest

from engine.program import Limits
from engine.program.arithmetic import OPERATORS
from engine.program.builtins import BUILTINS
from engine.program.comparison import COMPARISONS
from engine.program.containers import METHODS as CONTAINERS
from engine.program.functions import Builtin
from engine.program.machine import Machine
from engine.program.program import compile_program
from engine.program.randomlib import RANDOM
from engine.program.sets import Set
from engine.program.texts import METHODS as STRINGS

N = 640
LIMITS = Limits(seconds=600.0)
# Everything that the sources below work on, so that they pay for their own work alone.
GIVEN = f"""
x = list(range({N})); z = list(range({N})); t = tuple(x); u = tuple(x); rows = [[i] for i in x]
noughts = [0] * {N}; ones = [1] * {N}; words = ('b',) * {N}; kinds = (str,) * {N}
d = {{i: 0 for i in x}}; e = {{i: 0 for i in x}}; g = {{i: 0 for i in x[:-1]}}; g['a'] = 0
q = set(x); r = set(x); table = '1,2\\n' * {N}
s = 'a' * {N}; digits = '1' * {N}; spaces = ' ' * {N}; upper = 'A' * {N}; found = s + 'b'
v = [Value(1.0) for i in x]; o = sum(v); n = MLP({N}, [1])
def f(*a, **k): pass
"""
FREE = ""  # for what takes no longer on more elements

LIST = {
    "append": FREE, "extend": "x.extend(z)", "insert": FREE, "pop": FREE, "remove": f"x.remove({N - 1})",
    "reverse": "x.reverse()", "sort": "x.sort()", "clear": FREE, "copy": "x.copy()",
    "index": f"x.index({N - 1})", "count": "x.count(0)",
}  # fmt: skip
TUPLE = {"index": f"t.index({N - 1})", "count": "t.count(0)"}
DICT = {
    "get": FREE, "setdefault": FREE, "keys": "d.keys()", "values": "d.values()", "items": "d.items()",
    "pop": FREE, "popitem": FREE, "update": "d.update(e)", "clear": FREE, "copy": "d.copy()",
}  # fmt: skip
SET = {
    "add": FREE, "discard": FREE, "remove": FREE, "pop": FREE, "clear": FREE, "update": "q.update(x)",
    "copy": "q.copy()", "union": "q.union(r)", "intersection": "q.intersection(r)",
    "difference": "q.difference(r)", "symmetric_difference": "q.symmetric_difference(r)",
    "issubset": "q.issubset(r)", "issuperset": "q.issuperset(r)", "isdisjoint": "q.isdisjoint(r)",
}  # fmt: skip
# By the character: some are quick in C, and cost a step for 64 of them.
STRING = {
    "upper": "s.upper()", "lower": "s.lower()", "title": "s.title()", "capitalize": "s.capitalize()",
    "swapcase": "s.swapcase()", "strip": "s.strip('a')", "lstrip": "s.lstrip('a')", "rstrip": "s.rstrip('a')",
    "split": "s.split('a')", "splitlines": "s.splitlines()", "join": "s.join(['b', 'b'])",
    "replace": "s.replace('a', 'bb')", "ljust": f"'a'.ljust({N})", "rjust": f"'a'.rjust({N})",
    "center": f"'a'.center({N})", "zfill": f"'1'.zfill({N})",
    "startswith": "s.startswith(words)", "endswith": "s.endswith(words)",
}  # fmt: skip
QUICK = {
    "find": "s.find('b')", "rfind": "s.rfind('b')", "index": "found.index('b')", "count": "s.count('b')",
    "isdigit": "digits.isdigit()", "isalpha": "s.isalpha()", "isalnum": "s.isalnum()",
    "isspace": "spaces.isspace()", "isupper": "upper.isupper()", "islower": "s.islower()",
}  # fmt: skip
ONE_NUMBER = """
    neg exp expm1 log log1p sqrt abs sin cos tan asin acos atan sinh cosh tanh sigmoid relu softplus erf bool
    len Value round divmod pow range reversed
""".split()
FUNCTION = {
    "float": "float(digits)", "int": FREE, "str": "str(x)", "list": "list(x)", "tuple": "tuple(x)",
    "dict": "dict(d)", "set": "set(x)", "print": "print(x)", "watch": "watch('x', x)",
    "isinstance": "isinstance(1, kinds)",
    "zip": "[a for a in zip(x, z)]", "enumerate": "any(enumerate([]) for a in enumerate(x) if 0)",
    "map": "any(map(lambda a: 0, x))", "filter": "any(filter(None, noughts))",
    "sorted": "sorted(x)", "any": "any(noughts)", "all": "all(ones)", "sum": "sum(x)",
    "repr": "repr(x)", "draw_dot": FREE, "trace": "trace(o)", "max": "max(x)", "min": "min(x)",
    "maximum": "maximum(x)", "minimum": "minimum(x)", "Neuron": f"Neuron({N})", "Layer": f"Layer({N}, 1)",
    "MLP": f"MLP({N}, [1])", "csv": "csv(table)",
} | {
    name: f"{name}({N})"
    for name in "moons make_moons circles xor spiral blobs regression_line regression_sine".split()
}  # fmt: skip
OPERATOR = {
    "+": "x + z", "-": "q - r", "*": f"[0] * {N}", "/": FREE, "**": FREE, "//": FREE, "%": FREE, "@": FREE,
    "<<": FREE, ">>": FREE, "&": "q & r", "|": "d | e", "^": "q ^ r",
}  # fmt: skip
COMPARISON = {
    "==": "x == z", "!=": "d != e", "is": FREE, "is not": FREE, "in": "-1 in x", "not in": "-1 not in x",
    "<": "x < z", "<=": "q <= r", ">": "t > u", ">=": "x >= z",
}  # fmt: skip
SHUFFLE = {"shuffle": "random.shuffle(x)"} | dict.fromkeys(
    ("seed", "random", "uniform", "gauss", "randint", "choice"), FREE
)
SYNTAX = {
    "loop": "for a in x: pass",
    "while": f"i = 0\nwhile i < {N}: i += 1",
    "list comprehension": "[0 for a in x]",
    "dict comprehension": "{a: 0 for a in x}",
    "set comprehension": "{a for a in x}",
    "generator": "all(1 for a in x)",
    "slice": "x[:]",
    "slice of a string": "s[::-1]",
    "slice assigned": "x[:] = z",
    "unpacked": "a, *b = x",
    "star argument": "f(*x)",
    "star in a list": "[*x]",
    "double star": "{**d}",
    "f-string": "f'{x}'",
    "width": "f'{1:640}'",
    "set of one more": "q == r",
    "dicts of other keys": "g == d",
    "a long sum": "sum(v)",
    "backward": "o.backward()",
    "_backward": "o._backward()",
    "_prev": "o._prev",
    "parameters": "n.parameters()",
    "augmented": "x += z",
    "a tuple as a key": "t in d",
    "rows zipped": "[a for a in zip(*rows)]",
    "rows as a dict": "dict(zip(x, z))",
}


def paid(source: str) -> int:
    machine = Machine(LIMITS, {}, 0)
    compile_program(source, LIMITS).execute(machine)
    return machine.budget.steps + machine.budget.held + machine.budget.values


@pytest.fixture(scope="module")
def before() -> int:
    return paid(GIVEN)


def test_every_operation_of_the_language_is_listed() -> None:
    assert CONTAINERS[list].keys() == LIST.keys()
    assert CONTAINERS[tuple].keys() == TUPLE.keys()
    assert CONTAINERS[dict].keys() == DICT.keys()
    assert CONTAINERS[Set].keys() == SET.keys()
    assert STRINGS.keys() == STRING.keys() | QUICK.keys()
    functions = {name for name, thing in BUILTINS.items() if isinstance(thing, Builtin)}
    assert functions == FUNCTION.keys() | set(ONE_NUMBER)
    assert OPERATORS.keys() == OPERATOR.keys()
    assert COMPARISONS.keys() == COMPARISON.keys()
    assert RANDOM.items.keys() == SHUFFLE.keys()


TABLES = {
    "list": LIST, "tuple": TUPLE, "dict": DICT, "set": SET, "str": STRING, "built-in": FUNCTION,
    "operator": OPERATOR, "comparison": COMPARISON, "random": SHUFFLE, "syntax": SYNTAX,
}  # fmt: skip
CASES = [
    pytest.param(source, id=f"{kind} {name}")
    for kind, table in TABLES.items()
    for name, source in table.items()
    if source
]


@pytest.mark.parametrize("source", CASES)
def test_each_element_is_paid_for(source: str, before: int) -> None:
    # Three quarters, because a few work on one element less, and `float` reads 64 characters for a step.
    least = N // 64 if source.startswith("float") else N * 3 // 4
    assert paid(GIVEN + source) - before >= least


@pytest.mark.parametrize("source", QUICK.values(), ids=QUICK.keys())
def test_each_64_characters_are_paid_for(source: str, before: int) -> None:
    assert paid(GIVEN + source) - before >= N // 64
