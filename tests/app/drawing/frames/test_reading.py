"""That the boxes of real programs read as the programs do."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from app.drawing.frames import Detail, Frame, Unit, boxes, counts, frames
from engine.graph import Graph
from engine.outline import Outline
from tests.app.drawing.frames.programs import example, gpt, ran


def heads(frame: Frame) -> list[str]:
    """Name, note and number of copies of each unit."""
    return [
        " | ".join(filter(None, [unit.name, unit.note, f"×{len(unit.copies)}" if unit.copies else ""]))
        for unit in frame.units
    ]


def opened(found: tuple[Graph, Outline], *path: str, detail: Detail | None = "program") -> Frame:
    return frames(*found, detail=detail, open=path)


def unit(frame: Frame, name: str) -> Unit:
    for each in frame.units:
        if each.name == name:
            return each
    raise AssertionError(f"{name} is not among {heads(frame)}")


def inner(frame: Frame, *names: str) -> Frame:
    for name in names:
        found = next((each for each in frame.units if each.name == name and each.inner), None)
        assert found is not None, heads(frame)
        assert found.inner is not None
        frame = found.inner
    return frame


def dock_names(found: Unit) -> Collection[str]:
    return [dock.name for dock in found.docks]


def test_a_gpt_opens_on_its_positions() -> None:
    view = opened(gpt())
    assert heads(view) == [
        "for pos_id | 1 of 4",
        "for pos_id | 2 of 4",
        "for pos_id | 3 of 4",
        "for pos_id | 4 of 4",
        "line 194 | +",
        "loss",
    ]
    positions = {(join.source, join.target) for join in view.joins if join.target < 4}
    assert positions == {(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)}
    assert {"wte", "layer0.attn_wq", "lm_head"} <= set(dock_names(view.units[0]))


def test_a_layer_of_a_gpt_reads_as_its_program_does() -> None:
    view = opened(gpt(), "for step[2]/for pos_id[3]/gpt[0]/for li[0]")
    layer = inner(view, "for pos_id", "logits", "for li")
    assert heads(layer) == [
        "rmsnorm | 1 of 2",
        "q | linear 1 of 6",
        "k | linear 2 of 6",
        "v | linear 3 of 6",
        "x_attn | for h | ×4",
        "linear | 4 of 6",
        "x_residual",
        "rmsnorm | 2 of 2",
        "linear | 5 of 6",
        "line 168 | relu",
        "linear | 6 of 6",
        "x",
    ]
    assert dock_names(unit(layer, "q")) == ["layer0.attn_wq"]
    assert unit(layer, "q").docks[0].shape == (16, 16)
    heads_of_attention = unit(layer, "x_attn")
    assert heads_of_attention.shape == (4, 4)
    assert len(set(heads_of_attention.cells)) == 16
    assert heads_of_attention.mark is None
    marks = [
        {each.mark for each in layer.units if name in each.name + each.note} for name in ("linear", "rmsnorm")
    ]
    assert [len(found) for found in marks] == [1, 1]
    assert marks[0] != marks[1]


def test_a_call_that_is_one_line_opens_on_the_elements_of_its_list() -> None:
    path = "for step[2]/for pos_id[3]/gpt[0]/for li[0]/linear[0]"
    q = inner(opened(gpt(), path), "for pos_id", "logits", "for li", "q")
    assert heads(q) == [f"q[{k}]" for k in range(16)]
    assert {len(each.members) for each in q.units} == {33}
    assert [len(each.cells) for each in q.units] == [1] * 16
    element = inner(opened(gpt(), q.units[5].path), "for pos_id", "logits", "for li", "q", "q[5]")
    assert [each.kind for each in element.units] == ["value"] * 33
    losses = inner(opened(example("moons"), ".losses"), "losses")
    assert [(each.name, len(each.members)) for each in losses.units[:1]] == [("losses[0] … losses[4]", 25)]


def test_an_open_copy_leaves_its_stack() -> None:
    view = opened(gpt(), "for step[2]/for pos_id[3]/gpt[0]/for li[0]/for h[2]")
    layer = inner(view, "for pos_id", "logits", "for li")
    open_one, rest = (each for each in layer.units if each.name == "x_attn")
    if open_one.inner is None:
        open_one, rest = rest, open_one
    assert open_one.note == "for h 3 of 4"
    assert [path.rpartition("/")[2] for path in open_one.copies] == [
        "for h[0]",
        "for h[1]",
        "for h[2]",
        "for h[3]",
    ]
    assert [path.rpartition("/")[2] for path in rest.copies] == ["for h[0]", "for h[1]", "for h[3]"]
    assert open_one.inner is not None
    assert heads(open_one.inner) == ["attn_logits", "attn_weights | softmax", "head_out"]


def test_the_first_view_opens_one_of_what_is_alike() -> None:
    view = frames(*gpt())
    assert [each.inner is not None for each in view.units] == [False, False, False, True, False, False]
    assert sum(1 for _ in boxes(view)) == 26
    for most in (6, 12, 20):
        assert sum(1 for _ in boxes(frames(*gpt(), most=most))) <= most


def test_a_training_step() -> None:
    assert heads(opened(example("training"))) == ["ypred | n | ×4", "line 16 | − **", "loss"]
    view = opened(example("training"), "for k[19]/n[0]")
    net = inner(view, "ypred")
    assert heads(net) == ["layer0", "layer1", "layer2"]
    assert [each.docks[0].shape for each in net.units] == [(4, 4), (4, 5), (1, 5)]
    layer = inner(opened(example("training"), "for k[19]/n[0]/layer0[0]"), "ypred", "layer0")
    assert heads(layer) == ["numbers", "neuron | ×4"]
    assert layer.units[0].shape == (3,)


def test_two_moons() -> None:
    view = opened(example("moons"))
    assert heads(view) == [
        "line 21 | × Σ", "scores | model | ×100", "losses", "reg_loss", "n37937", "data_loss", "total_loss",
    ]  # fmt: skip
    scores, losses = view.units[1], view.units[2]
    assert scores.shape == losses.shape == (100,)
    assert [join.count for join in view.joins if (join.source, join.target) == (1, 2)] == [100]


def test_a_small_program_is_its_named_values() -> None:
    assert heads(frames(*example("expression"))) == ["a", "b", "c", "f", "e", "d", "L"]
    assert len(frames(*example("by_hand")).units) == 10  # its list `topo` is an order and no vector


def test_layers_of_own_classes() -> None:
    view = frames(*example("lecture"))
    assert heads(view)[0] == "ypred | MLP 1 of 4 | ×4"
    assert heads(inner(view, "ypred")) == [f"Layer | for layer {k} of 3" for k in (1, 2, 3)]
    assert [(dock.name, dock.shape) for dock in view.units[0].docks] == [
        ("Layer[0]", (4, 4)), ("Layer[1]", (4, 5)), ("Layer[2]", (1, 5)),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["training", "moons", "expression", "lecture"])
def test_counts_are_those_of_the_boxes(name: str) -> None:
    found = counts(*example(name))
    for detail, count in found.items():
        if count < 1_000:
            most = 10**6 if detail == "values" else 60
            assert count == sum(1 for _ in boxes(frames(*example(name), detail=detail, most=most)))
    assert found["program"] <= found["calls"] <= found["lines"] <= found["values"]


def test_what_feeds_back_is_cut_into_parts() -> None:
    program = """
def f(x):
    return x * x
a = Value(2.0)
y = [f(k * 2.0) * 3.0 for k in (a, a + 1.0)]
z = sum(y)
"""
    view = opened(ran(program))
    assert [each.path for each in view.units] == ["n0", ".y", "f[0]", ".y~2", "n13"]
    assert heads(view) == ["a", "y | part 1", "f | ×2", "y | part 2", "z"]
