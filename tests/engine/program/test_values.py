"""Numbers that come with the request, and what passes by hand leave behind."""

from __future__ import annotations

import pytest

from engine import autodiff
from engine.errors import LeafError, ProgramError
from engine.program import run
from engine.run import Run, settle

TWINS = "xs = [Value(k, label='x') for k in (1.0, 2.0, 3.0)]\nL = xs[0] + 10*xs[1] + 100*xs[2]"


def leaves(done: Run) -> dict[str, float]:
    assert done.graph is not None
    return {name: done.frame.data[i] for i, name in done.graph.names.items()}


def states(done: Run) -> dict[str, tuple[str, int]]:
    assert done.graph is not None
    return {label: (done.states[i], done.passes[i]) for i, label in enumerate(done.graph.labels) if label}


# -- leaves of one label -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, {"x": 1.0, "x#2": 2.0, "x#3": 3.0}),
        ({"x": 7.0}, {"x": 7.0, "x#2": 2.0, "x#3": 3.0}),
        ({"x#2": 7.0}, {"x": 1.0, "x#2": 7.0, "x#3": 3.0}),
        ({"x": 5.0, "x#3": 7.0}, {"x": 5.0, "x#2": 2.0, "x#3": 7.0}),
    ],
)
@pytest.mark.parametrize("reading", ["", "\nprint(L.data)"])
def test_a_number_reaches_the_one_leaf_that_it_names(
    values: dict[str, float], wanted: dict[str, float], reading: str
) -> None:
    done = run(TWINS + reading, values=values, state="program")
    assert leaves(done) == wanted
    assert done.loose == ()
    total = wanted["x"] + 10 * wanted["x#2"] + 100 * wanted["x#3"]
    assert done.frame.data[-1] == total
    assert done.printed == (f"{total}\n" if reading else "")


def test_a_label_used_again_later_is_given_again() -> None:
    source = "b = Value(1.0)\nprint(b.data)\nb = Value(2.0)\nL = b * 3"
    assert run(source, values={"b": 5.0}).printed == "5.0\n"
    assert leaves(run(source, values={"b": 5.0})) == {"b": 5.0}


def test_branches_and_loops_see_the_number() -> None:
    source = "n = Value(2.0)\nL = n\nfor k in range(int(n.data)): L = L * 2\n"
    assert run(source, values={"n": 5.0}).frame.data[-1] == 5.0 * 32


@pytest.mark.parametrize(
    "way", ["a = Value(1.0)", "x = Value(1.0); x.label = 'a'", "b, a = 1, Value(1.0)", "(a := Value(1.0))"]
)
def test_every_way_to_label_takes_the_number(way: str) -> None:
    assert leaves(run(f"{way}\nL = {'x' if 'x' in way else 'a'} * 2", values={"a": 4.0})) == {"a": 4.0}


def test_settling_by_name_and_by_id() -> None:
    done = run("a = Value(1.0)\nb = Value(2.0)\nL = a * b")
    assert done.graph is not None
    assert autodiff.forward(done.graph, settle(done, {"a": 3.0, "n1": 5.0})) == [3.0, 5.0, 15.0]
    assert settle(done, {"nothing": 1.0}) == list(done.frame.data)
    with pytest.raises(LeafError):
        settle(done, {"n2": 1.0})


def test_the_id_of_what_is_no_leaf_is_refused() -> None:
    with pytest.raises(LeafError) as caught:
        run("a = Value(1.0)\nL = a * 2", values={"n1": 3.0})
    assert caught.value.names == ("n1",)


def test_numbers_without_a_use_are_told_once() -> None:
    done = run("a = Value(1.0)\nz = Value(2.0)\nL = a * 2", values={"q": 1.0, "z": 3.0})
    assert done.loose == ("z", "q")
    assert [(notice.code, notice.line) for notice in done.notices] == [
        ("independent", 2),
        ("unused-value", None),
    ]


def test_a_name_assigned_later_is_no_free_name() -> None:
    with pytest.raises(ProgramError) as caught:
        run("L = a * 2\na = Value(1.0)", values={"a": 1.0})
    assert caught.value.code == "unknown-name"


def test_a_free_name_is_one_leaf_everywhere() -> None:
    done = run("def f(): return a * 2\nf() + a", values={"a": 3.0})
    assert leaves(done) == {"a": 3.0}
    assert done.frame.data[-1] == 9.0


# -- what is shown -----------------------------------------------------------------------------------------


def test_an_echoed_value_does_not_fix_the_run_but_a_list_does() -> None:
    echoed = run("a = Value(1.0)\nL = a * 2\nL")
    assert echoed.reusable
    assert echoed.echo == len(echoed.states) - 1
    assert not run("a = Value(1.0)\nL = a * 2\n[L]").reusable
    aside = run("a = Value(1.0)\nL = a * 2\nM = a * 3\nM", output="L")
    assert aside.echo is None
    assert not aside.reusable


def test_long_results_and_long_prints_are_cut_with_a_notice() -> None:
    done = run("print('a' * 20000)\nprint('b')\n'c' * 20000")
    assert done.printed == "a" * 10_000
    assert done.result == "'" + "c" * 9_999
    assert [(notice.code, notice.line) for notice in done.notices] == [("result-cut", 3), ("printed-cut", 1)]


# -- grads by hand -----------------------------------------------------------------------------------------

SUM = "a = Value(2.0)\nb = Value(3.0)\nd = a * b\ne = a + b\nf = d * e\n"


@pytest.mark.parametrize(
    ("ending", "node", "wanted"),
    [
        ("f.grad = 1.0\nf._backward()\nd._backward()\ne._backward()", "a", ("fresh", 1)),
        ("f.grad = 1.0\nf._backward()\nd._backward()\nd._backward()", "a", ("accumulated", 2)),
        ("f.grad = 1.0\nf._backward()\nd._backward()\nd._backward()", "d", ("fresh", 1)),
        ("f.backward()\nd._backward()", "a", ("accumulated", 2)),
        ("f.backward()\nd._backward()\ne._backward()", "a", ("accumulated", 2)),
        ("f.backward()\na.grad = 0.0", "a", ("none", 0)),
        ("f.backward()\na.grad = a.grad * 0", "a", ("assigned", 0)),
        ("a.grad = 1.0\nf.backward()", "a", ("accumulated", 1)),
        ("f.backward()\na.grad += 1", "a", ("assigned", 0)),
        ("f.backward()\nx = Value(1.0)\nx.data = 2.0", "a", ("fresh", 1)),
        ("f.backward()\na.data = 2.0\nf.backward()\na.data += 1", "b", ("accumulated", 2)),
    ],
)
def test_states_by_hand(ending: str, node: str, wanted: tuple[str, int]) -> None:
    assert states(run(SUM + ending + "\nf"))[node] == wanted


def test_one_local_use_of_the_chain_rule_each() -> None:
    done = run(
        SUM + "f.grad = 1.0\nf._backward()\nprint(d.grad, e.grad, a.grad)\nd._backward()\nprint(a.grad)"
    )
    assert done.printed == "5.0 6.0 0.0\n15.0\n"


def test_inputs_are_listed_once_in_slot_order() -> None:
    source = SUM + "print([v.label for v in f._prev], [v.label for v in (a*a)._prev], (2*a)._prev[0].data)"
    assert run(source).printed == "['d', 'e'] ['a'] 2.0\n"


@pytest.mark.parametrize(
    ("made", "token"),
    [("a + b", "+"), ("a * b", "*"), ("a**2", "**2"), ("a.tanh()", "tanh"), ("a", ""), ("-a", "neg")],
)
def test_the_op_s_text_is_the_lectures(made: str, token: str) -> None:
    assert run(f"a = Value(1.0)\nb = Value(2.0)\n({made})._op").result == repr(token)
