"""Added statements change nothing that a program can see: places of errors, depth of recursion, its names."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

import pytest

from app.sandbox.child.places import place_in
from engine.errors import ProgramError
from engine.program.places import Place
from tests.app.sandbox.child.running import cpython, ran

# Each raises ZeroDivisionError in another kind of place.
PLACES = {
    "statement": "x = 1\ny = x + 1 / 0\n",
    "unicode": "é = 'ü'; y = 1 / 0\n",
    "call": "def f(a):\n  b = a\n  return 1 / a\nprint(f(\n    0))\n",
    "multi-line": "x = [\n  1,\n  1 / 0,\n]\n",
    "f-string": "x = 0\ny = f'{x} and {1 / x}'\n",
    "decorator": "def d(f):\n  return 1 / 0\n@d\ndef g():\n  pass\n",
    "generator": "def g():\n  a = yield 1\n  yield 1 / 0\nfor x in g():\n  y = x\n",
    "comprehension": "x = [1 / k for k in (1, 0)]\n",
    "lambda": "f = lambda x: 1 / x\nf(0)\n",
    "class body": "class A:\n  x = 1\n  y = x / 0\n",
    "method": "class A:\n  def __init__(self): self.x = 1 / 0\na = A()\n",
    "loop": "for k in range(3):\n  for j in (0, 1):\n    z = f(k) if False else 1\n    y = 1 / (k - 1) + z\n",
    "loop else": "for k in range(3):\n  y = k * k\nelse:\n  1 / 0\n",
    "while": "k = 2\nwhile k:\n  k = k - 1\n  y = k / k\n",
    "finally": "def f():\n  try:\n    return 1 / 0\n  finally:\n    x = g()\ndef g(): pass\nf()\n",
    "except": "try:\n  x = {}['a']\nexcept KeyError as e:\n  y = 1 / 0\n",
    "with": "import contextlib\nwith contextlib.suppress(KeyError):\n  a = 1 / 0\n",
    "match": "match [1, 0]:\n  case [a, b]:\n    c = a / b\n",
    "walrus": "if (n := 0) == 0:\n  x = 1 / n\n",
    "global": "n = 0\ndef f():\n  global n\n  n = g(n)\n  return 1 / n\ndef g(x): return x\nf()\n",
    "nonlocal": "def f():\n  n = 1\n  def h():\n    nonlocal n\n    n = 0\n    1 / n\n  h()\nk = abs; f()\n",
    "async": "import asyncio\nasync def f():\n  x = 1\n  return x / 0\nasyncio.run(f())\n",
    "docstring": "'''doc\nof two lines'''\nfrom __future__ import annotations\nx: int = 1\nx / 0\n",
    "augmented": "x = 1\nx /= 0\n",
    "nested call": "def f(x): return g(x)\ndef g(x): return h(x) + 1\ndef h(x):\n  return 3 / x\nf(f(0))\n",
    "semicolons": "a = 1; b = 0; c = a / b; d = 2\n",
    "indented": "  a = 1\n  b = a / 0\n",
    "reraised": "try:\n  1 / 0\nexcept ZeroDivisionError:\n  x = 1\n  raise\n",
    "callback": "sorted([1, 0], key=lambda x: 1 / x)\n",
    "argument": "def f(*a, **k): return a\nf(1, *[2], k=1 / 0)\n",
}  # fmt: skip


def as_written(source: str) -> Place | None:
    """Where CPython says that the text, as it stands, raises."""
    text = source if source.lstrip() == source else "if 1:\n" + source
    try:
        exec(compile(text, "plain", "exec"), {"__name__": "__main__"})  # noqa: S102
    except ZeroDivisionError as error:
        frames = [f for f, _ in traceback.walk_tb(error.__traceback__)]
        tb = error.__traceback__
        found = None
        while tb is not None:
            if tb.tb_frame.f_code.co_filename == "plain":
                found = place_in(tb.tb_frame.f_code, tb.tb_lasti)
            tb = tb.tb_next
        assert frames
        if found is not None and text is not source:
            found = found._replace(line=found.line - 1, end_line=found.end_line - 1)
        return found
    return None


@pytest.mark.parametrize("name", PLACES)
def test_errors_keep_their_places(name: str) -> None:
    source = PLACES[name]
    wanted = as_written(source)
    assert wanted is not None
    if not source.isascii():
        column = len(source.encode()[: wanted.column - 1].decode())
        shift = wanted.column - 1 - column
        wanted = wanted._replace(column=column + 1, end_column=wanted.end_column - shift)
    with pytest.raises(ProgramError) as caught:
        ran(source)
    error = caught.value
    assert error.message.startswith("ZeroDivisionError: ")
    assert (error.line, error.column, error.end_line, error.end_column) == wanted


DEPTHS = {
    "function": "d = 0\ndef f():\n  global d\n  d += 1\n  f()\n",
    "local": "d = 0\ndef f(x):\n  global d\n  d += 1\n  y = x * 2\n  return f(y)\n",
    "method": "d = 0\nclass A:\n  def go(s, x):\n    global d\n    d += 1\n    s.go(x + x)\nf = A().go\n",
}


@pytest.mark.parametrize("name", DEPTHS)
def test_recursion_goes_as_deep_as_in_cpython(name: str, tmp_path: Path) -> None:
    argument = "" if name == "function" else "1"
    source = f"""\
import sys
{DEPTHS[name]}
try:
  f({argument})
except RecursionError as error:
  print(d, error)
print(sys.getrecursionlimit())
sys.setrecursionlimit(400)
d = 0
try:
  f({argument})
except RecursionError:
  print(d, sys.getrecursionlimit())
"""
    assert ran(source).printed == cpython(source, tmp_path)


def test_a_recursion_that_nothing_catches() -> None:
    with pytest.raises(ProgramError) as caught:
        ran("def f(x):\n  return f(x)\nf(1)\n")
    assert caught.value.exception == "RecursionError"
    assert caught.value.line == 2
    assert caught.value.code == "program-error"


SEEN = """\
a = 1
b: int = 2
def f(x, y=2, *args, k, **words):
  '''text'''
  z = x + y
  for q in range(2):
    z = z * f.n
  return sorted(locals())
f.n = 1
class C:
  '''of a class'''
  x = [1]
  def g(self):
    w = self.x
    return w
print(sorted(name for name in globals() if not name.startswith('__')))
print(f(1, k=3), f.__doc__, f.__defaults__, f.__code__.co_varnames, f.__code__.co_argcount)
print(sorted(name for name in vars(C) if not name.startswith('__')), C.__doc__, C().g())
import inspect, traceback, __main__
print(inspect.getsource(C.g), __main__.a, __name__)
try:
  f()
except TypeError:
  print(traceback.format_exc().splitlines()[-1])
x = y = z = [0]
x, (y, *z) = 1, (2, 3, 4)
print(x, y, z)
del a
print('a' in globals())
print(dir()[:3])
"""


def test_what_a_program_sees_of_itself(tmp_path: Path) -> None:
    assert ran(SEEN).printed == cpython(SEEN, tmp_path)


def test_output_through_every_door(tmp_path: Path) -> None:
    source = """\
import os, sys, atexit
print('a', end='')
sys.stdout.write('b\\n')
sys.stdout.flush()
sys.stdout.buffer.write('ü\\n'.encode())
sys.stdout.buffer.flush()
os.write(1, b'raw\\n')
print('hidden', file=sys.stderr)
os.write(2, b'hidden')
atexit.register(print, 'first in')
atexit.register(lambda: print('last in'))
print(sys.stdin.read() == '')
try:
  input()
except EOFError as e:
  print('EOF', e)
print(sys.argv)
sys.exit('gone')
"""
    run = ran(source)
    assert run.printed == cpython(source, tmp_path)
    assert run.printed.endswith("last in\nfirst in\n")


NOT_PYTHON = [
    "x = (",
    "return 1",
    "def f():\n  nonlocal x\n",
    "a = 1\n  b = 2\n",
    "1 = x",
    "await x",
    "break",
]


@pytest.mark.parametrize("source", NOT_PYTHON)
def test_what_is_not_python(source: str) -> None:
    with pytest.raises(ProgramError) as caught:
        ran(source)
    assert caught.value.code == "syntax-error"
    assert caught.value.message.startswith("SyntaxError: ")
    with pytest.raises(SyntaxError) as plain:
        compile(source, "main.py", "exec")
    assert caught.value.line == plain.value.lineno


ASKING = (
    "import time\ntime.time()",
    "from time import perf_counter as now_\nnow_()",
    "import time\nprint(time.strftime('%H'))",
    "import os\nos.urandom(3)",
    "import uuid\nuuid.uuid4()",
    "import secrets\nsecrets.randbits(3)",
    "import random\nrandom.SystemRandom().random()",
    "import timeit\ntimeit.timeit('1', number=1, timer=__import__('time').time)",
    "from datetime import datetime\ndatetime.now()",
    "import numpy as np\nnp.random.default_rng()",
    "from numpy.random import RandomState\nRandomState(None)",
    "import secrets\nsecrets.randbelow(7)",
    "import secrets\nsecrets.token_hex()",
)
NOT_ASKING = (
    "x = 1",
    "import time, uuid, secrets, timeit\nfrom datetime import datetime\nprint(datetime(2020, 1, 1))",
    "import time\nprint(time.gmtime(0), time.strftime('%H', time.gmtime(0)))",
    "import time\ndef never():\n  return time.time()",
    "import numpy as np\nprint(np.random.default_rng(3).random())",
    "import random\nprint(random.random())",
    "import numpy as np\nprint(np.random.RandomState(3).rand())",
    "import asyncio\nasync def f():\n  await asyncio.sleep(0)\nasyncio.run(f())",
)


@pytest.mark.parametrize("source", ASKING)
def test_a_run_that_asked_the_clock_or_for_entropy_is_not_kept(source: str) -> None:
    assert not ran(source).cacheable
    assert time.time.__name__ == "time"
    assert not hasattr(time.time, "__wrapped__")


@pytest.mark.parametrize("source", NOT_ASKING)
def test_a_run_that_did_not_ask_is_kept_whatever_its_text_names(source: str) -> None:
    assert ran(source).cacheable


def test_what_a_package_asks_while_it_is_loaded_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "loading_package.py").write_text(
        "import os, secrets\nseed = os.urandom(3), secrets.randbits(3)"
    )
    source = "import sys\nsys.path.insert(0, {!r})\nimport loading_package\nprint(1)"
    try:
        assert ran(source.format(str(tmp_path))).cacheable
    finally:
        sys.path[:] = [each for each in sys.path if each != str(tmp_path)]
        sys.modules.pop("loading_package", None)
    files = {"mine.py": "import os\nseed = os.urandom(3)"}
    assert not ran("import mine", files=files).cacheable


def test_errors_of_values_have_their_hints() -> None:
    for source, text in {
        "a = Value(2.0)\nif a: pass": "TypeError: a Value cannot be used as a condition.",
        "a = Value(2.0)\na < 3": "TypeError: cannot compare a Value and an int with `<`.",
        "float(Value(2.0))": "TypeError: the argument of `float` must be a number, not a Value.",
        "a = Value(2.0)\na.data = a": "TypeError: `data` must be a number, not a Value.",
        "Value(Value(1.0))": "TypeError: a Value holds a number, not another Value.",
        "round(Value(1.0))": "TypeError: a Value cannot be rounded.",
    }.items():
        with pytest.raises(ProgramError) as caught:
            ran(source)
        assert caught.value.message == text
        assert caught.value.hint == "Use its number: `.data`."


def test_hints_for_names_and_modules() -> None:
    with pytest.raises(ProgramError) as caught:
        ran("valeu = 1\nprint(value)\n")
    assert str(caught.value.hint).endswith("? Or give it a number in `values`.")
    with pytest.raises(ProgramError) as caught:
        ran("import mymodule\n")
    assert caught.value.message == "ModuleNotFoundError: No module named 'mymodule'"
    assert caught.value.hint == "If `mymodule` is a module of yours, attach its file."


def test_the_syntax_of_this_python() -> None:
    newer = "type A = int\ndef f[T](x: T) -> T:\n  y = x\n  return y\nprint(f(1))\n"
    older = "def f(x):\n  match x:\n    case int(): y = x\n  return y\nprint(f(1))\n"
    assert ran(newer if sys.version_info >= (3, 12) else older).printed == "1\n"
