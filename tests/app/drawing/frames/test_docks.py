"""Which leaves are docked in the boxes that read them, and which are cards."""

from __future__ import annotations

from app.drawing.frames import Dock, boxes, frames
from tests.app.drawing.frames.programs import ran


def docks(program: str) -> dict[str, Dock]:
    """By name, of the outermost calls."""
    view = frames(*ran(program), detail="program")
    return {dock.name: dock for unit in boxes(view) for dock in unit.docks}


def cards(program: str) -> list[str]:
    return [unit.name for unit in boxes(frames(*ran(program), detail="program")) if unit.kind == "value"]


def test_a_list_of_leaves_is_docked_whole() -> None:
    program = """
w = [[Value(float(i + j)) for j in range(3)] for i in range(2)]
y = sum(a * 2.0 for row in w for a in row)
"""
    found = docks(program)
    assert found["w"].path == ".w"
    assert found["w"].shape == (2, 3)
    assert len(found["w"].nodes) == 6


def test_a_list_that_a_single_value_reads_is_a_box() -> None:
    program = "xs = [Value(0.1 * k) for k in range(20)]\ny = sum(xs)"
    graph, outline = ran(program)
    units = frames(graph, outline, detail="program").units
    assert [(unit.kind, unit.name, len(unit.members)) for unit in units] == [
        ("list", "xs", 20),
        ("value", "y", 1),
    ]
    assert docks(program) == {}
    assert list(docks(f"{program}\nz = y + sum(x * x for x in xs)")) == ["xs"]


def test_rows_of_a_matrix_and_a_list_of_everything_are_not_docked_again() -> None:
    program = """
w = [[Value(1.0), Value(2.0)], [Value(3.0), Value(4.0)]]
first = w[0]
everything = [p for row in w for p in row]
y = sum(p * p for p in everything)
"""
    assert list(docks(program)) == ["w"]


def test_named_leaves_are_cards_while_they_are_few() -> None:
    few = (
        "\n".join(f"x{k} = Value({k}.0)" for k in range(8)) + "\ny = " + " + ".join(f"x{k}" for k in range(8))
    )
    assert {f"x{k}" for k in range(8)} <= set(cards(few))
    many = few.replace("x7 = Value(7.0)", "x7 = Value(7.0); x8 = Value(8.0)") + " + x8"
    assert not any(name.startswith("x") for name in cards(many))
    assert docks(many)["x"].shape == (9,)


def test_a_leaf_that_very_many_nodes_read_is_docked() -> None:
    program = "a = Value(2.0)\ny = sum([a * float(k) for k in range({})])"
    assert "a" in cards(program.format(24))
    found = docks(program.format(25))
    assert found["a"].nodes == (0,)
    assert "a" not in cards(program.format(25))


def test_plain_numbers_are_where_they_are_read() -> None:
    view = frames(*ran("a = Value(2.0)\nb = a * 3.0\nc = b + 1.0"))
    assert [(unit.name, len(unit.members)) for unit in view.units] == [("a", 1), ("b", 2), ("c", 2)]


def test_parameters_of_an_own_class_are_a_row_for_each_neuron() -> None:
    program = """
class Neuron:
    def __init__(self, n):
        self.w = [Value(0.1 * k) for k in range(n)]
        self.b = Value(0.5)
    def __call__(self, x):
        return sum((w * v for w, v in zip(self.w, x)), self.b)
class Layer:
    def __init__(self, n, m):
        self.neurons = [Neuron(n) for _ in range(m)]
    def __call__(self, x):
        return [neuron(x) for neuron in self.neurons]
hidden, last = Layer(3, 4), Layer(4, 1)
y = last(hidden([Value(1.0), Value(2.0), Value(3.0)]))[0]
"""
    found = docks(program)
    assert found["Layer[0]"].shape == (4, 4)
    assert found["Layer[1]"].shape == (1, 5)
    weights = found["Layer[0]"].nodes
    assert len(set(weights)) == len(weights)
