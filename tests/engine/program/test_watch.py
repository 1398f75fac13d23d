"""`watch` in a program that is interpreted."""

from __future__ import annotations

from engine import program
from engine.watched import Watched


def test_the_last_thing_of_each_name_is_kept() -> None:
    run = program.run(
        "from backlens import Value, watch\na = Value(2.0)\nfor k in range(3):\n    (a * a).backward()\n"
        "    watch('k', k)\nwatch('all', [a, 1.5])\n"
        "watch('rows', [[1, 2], [3, 4]])\nwatch('text', {'a': 1})\n"
    )
    assert run.watched == (
        Watched("k", 5, None, 3, "number", 2.0),
        Watched("all", 6, None, 3, "list", (2.0, 1.5), (2,)),
        Watched("rows", 7, None, 3, "matrix", (1.0, 2.0, 3.0, 4.0), (2, 2)),
        Watched("text", 8, None, 3, "text", "{'a': 1}"),
    )
    assert not run.reusable


def test_no_more_than_200_names_are_kept() -> None:
    run = program.run("a = Value(1.0)\nfor k in range(300):\n    watch(str(k), k)\na")
    assert len(run.watched) == 200
    assert [each.code for each in run.notices] == ["watched-names"]
