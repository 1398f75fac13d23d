"""How many passes a loop makes: told where that is certain, and else not."""

from __future__ import annotations

import pytest

from tests.app.sandbox.child.following.followed import followed, passes

HEAD = "from backlens import Value\na = Value(2.0)\ndef step():\n    (a * 3.0).backward()\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("for k in range(3): step()", [3, 3, 3]),
        ("n = 4\nfor k in range(1, 2 * n - 5): step()", [2, 2]),
        ("for k in [1, 2]: step()", [2, 2]),
        ("xs = [1.0, 2.0]\nfor x in xs: step()", [2, 2]),
        ("for i, (x, y) in enumerate(zip([1, 2, 3], 'ab')): step()", [2, 2]),
        ("xs = [1.0, 2.0]\nfor k in range(len(xs)): step()", [2, 2]),
        ("for e in range(2):\n    for b in range(3):\n        step()", [6] * 6),
        ("def train(n):\n    for k in range(n): step()\ntrain(2)", [2, 2]),
        ("class C: pass\nc = C()\nc.n = 2\nfor k in range(c.n): step()", [2, 2]),
        ("step()\nfor k in range(2): step()\nfor k in range(2): step()", [None, 3, 3, 5, 5]),
        ("k = 0\nwhile k < 2:\n    step()\n    k += 1", [None, None]),
        ("for k in range(9):\n    step()\n    if k == 1: break", [None, None]),
        ("for k in range(4):\n    if k % 2: step()", [None, None]),
        ("for k in range(4):\n    if k % 2: continue\n    step()", [None, None]),
        ("for x in iter([1, 2]): step()", [None, None]),
        ("for x in (each for each in [1, 2]): step()", [None, None]),
        ("def often():\n    k = 1\n    if k: step()\nfor k in range(2): often()", [None, None]),
        ("range = lambda n: [1]\nfor k in range(5): step()", [None]),
        ("def train(n):\n    locals()\n    for k in range(n): step()\ntrain(2)", [None, None]),
        ("for k in range(2):\n    step()\n    step()", [2, None, None, None]),
        ("for k in range(10**30):\n    step()\n    if k: raise SystemExit", [None, None]),
    ],
)
def test_the_length_of_the_loops_around_a_pass(text: str, wanted: list[int | None]) -> None:
    _, told = followed(HEAD + text)
    assert [each.detail.of for each in passes(told) if each.detail is not None] == wanted


def test_the_names_of_a_function_do_not_live_longer() -> None:
    source = HEAD + (
        "import weakref\nclass Thing:\n    pass\ndone = []\n"
        "def train():\n    thing = Thing()\n    weakref.finalize(thing, done.append, 1)\n"
        "    for k in range(2):\n        step()\n    thing = None\n    print(done)\ntrain()"
    )
    run, _ = followed(source)
    assert run.printed == "[1]\n"
