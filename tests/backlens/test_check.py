"""`check`: an engine of one's own, judged in a terminal without any program text."""

from __future__ import annotations

import math
from typing import Any

import pytest

import backlens
from backlens import check, notebook, viewer
from tests.engine.foreign.own.texts import ENGINES, LECTURE, changed


def names(text: str, program: str) -> dict[str, Any]:
    """What a file with this engine and this program defines."""
    found: dict[str, Any] = {"__name__": "theirs"}
    exec(compile(text + program, "theirs.py", "exec"), found)  # noqa: S102  # our own program
    return found


PROGRAM = "\na = Value(2.0)\nb = a * 3\nL = b**2 + b.tanh()\nL.backward()\n"


def test_a_right_engine_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    loss = names(LECTURE, PROGRAM)["L"]
    found = check(loss)
    assert found.agrees
    assert found.findings == ()
    printed = capsys.readouterr().out
    assert printed.startswith("Your Value agrees with calculus: 6 uses of the chain rule compared, ")
    assert printed.count("\n") == 1


def test_a_wrong_derivative_is_named_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    text = changed("self.data ** (other - 1)", "self.data ** other")
    found = check(names(text, PROGRAM)["L"])
    assert not found.agrees
    assert [finding.method for finding in found.findings] == ["__pow__"]
    printed = capsys.readouterr().out
    line = text[: text.index("self.data ** other)")].count("\n") + 1
    assert f"theirs.py:{line}: `__pow__` adds 72.0 to the grad of n" in printed
    assert "It should add 12.0." in printed
    division = text[: text.index("def __truediv__")].count("\n") + 1
    assert f"theirs.py:{division}: `a / b`: derivative wrong, through `a ** n`." in printed


def test_two_passes_keep_the_interior_grads(capsys: pytest.CaptureFixture[str]) -> None:
    found = names(LECTURE, "\na = Value(2.0)\nL = (a * a) * 3\nL.backward()\n")
    assert check(found["L"]).agrees
    found["L"].backward()
    (finding,) = check(found["L"]).findings
    assert finding.like == "keeps-interior"
    assert (finding.got, finding.want) == (6.0, 3.0)
    assert "It should be 3.0." in capsys.readouterr().out
    assert found["a"].grad == 36.0


def test_nothing_of_theirs_is_changed() -> None:
    found = names(LECTURE, PROGRAM)
    before = {name: vars(found[name]).copy() for name in "abL"}
    check(found["L"])
    assert {name: vars(found[name]) for name in "abL"} == before


@pytest.mark.parametrize("name", ["microgpt", "subclasses", "op_objects", "kahn", "pullbacks"])
def test_other_styles_need_no_program_text(name: str) -> None:
    engine = ENGINES[name]
    program = f"\na = {engine.make}(2.0)\nb = a * 3 + a\nL = b * b - a\nL.backward()\n"
    found = check(names(engine.text, program)["L"])
    assert found.agrees
    assert found.checked in (8, 10)  # `-` may be made of two ops


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(TypeError, match="not a node of a computation graph"):
        check(math.pi)


def test_it_is_a_part_of_the_package() -> None:
    assert "check" in backlens.__all__


def test_show_says_what_is_wrong_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    viewer._warn(names(LECTURE, PROGRAM)["L"])
    viewer._warn(backlens.Value(3.0))
    assert capsys.readouterr().out == ""
    viewer._warn(names(changed("1 - t**2", "1 - t"), PROGRAM)["L"])
    assert "`tanh` adds" in capsys.readouterr().out


def test_a_notebook_draws_any_class() -> None:
    loss = names(ENGINES["pairs"].text, "\na = Scalar(2.0)\nL = a * a - a\nL.backward()\n")["L"]
    assert notebook.svg(loss).count("<g ") > 3


def test_what_is_watched_outside_of_backlens_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    from backlens import watch

    watch("loss", [0.5, 1])
    assert capsys.readouterr().out == "loss: [0.5, 1]\n"
