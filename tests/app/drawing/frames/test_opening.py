"""What a path opens: every kind of box, what is left of one after an edit, and boxes of any number."""

from __future__ import annotations

from copy import copy
from unittest.mock import patch

import pytest

from app.drawing.frames import Frame, boxes, frames, kept, units
from app.drawing.frames.frame import Detail, Ids
from app.drawing.frames.index import Index
from app.drawing.frames.level import Level, make_level
from engine.graph import Graph
from engine.outline import Outline
from tests.app.drawing.frames.large import chain, listed, recursion, unknown
from tests.app.drawing.frames.programs import example, gpt
from tests.app.drawing.frames.test_frames import every_unit


def open_paths(frame: Frame) -> list[str]:
    return [unit.path for unit in every_unit(frame) if unit.inner is not None]


def view(found: tuple[Graph, Outline], *paths: str, most: int = 60) -> Frame:
    return frames(*found, detail="program", open=paths, most=most)


_LAYER = ["for pos_id[3]", "gpt[0]", "for li[0]"]


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (
            "for step[2]/for pos_id[9]/gpt[0]",
            ["for step[2]/for pos_id[3]", "for step[2]/for pos_id[3]/gpt[0]"],
        ),
        ("for step[2]/for pos_id[1]/gtp[0]/.q", ["for step[2]/for pos_id[1]"]),
        ("for step[2]/for pos_id[1]/.gone", ["for step[2]/for pos_id[1]"]),
        (
            "for step[2]/for pos_id[9]/gpt[0]/for li[0]/.x",
            [f"for step[2]/{'/'.join(_LAYER[:k])}" for k in (1, 2, 3)]
            + ["for step[2]/" + "/".join(_LAYER) + "/.x"],
        ),
        ("nothing like it", []),
        ("", []),
        ("n99999999", []),
    ],
)
def test_a_path_that_is_gone_opens_the_nearest_one_that_is(path: str, nearest: list[str]) -> None:
    assert open_paths(view(gpt(), path)) == nearest


def test_a_list_and_a_line_open_on_their_values() -> None:
    losses = view(example("moons"), ".losses")
    assert open_paths(losses) == [".losses"]
    assert all(unit.kind in {"range", "value"} for unit in losses.units[2].inner.units)  # type: ignore[union-attr]
    line = view(example("training"), "for k[19]/:16")
    assert [unit.kind for unit in line.units[1].inner.units] == ["value"] * 16  # type: ignore[union-attr]


def test_a_scope_with_nothing_but_a_line_opens_on_its_values() -> None:
    found = view(example("training"), "for k[19]/n[0]/layer0[0]/neuron2[0]")
    cards = [unit for unit in boxes(found) if unit.kind == "value" and unit.docks]
    assert {dock.name for unit in cards for dock in unit.docks} == {"w0", "w1", "w2", "b"}


def test_a_node_opens_everything_around_its_card() -> None:
    for found, node in ((gpt(), 20_000), (listed(200_000), 57_000), (chain(5_000), 7_001)):
        drawn = {unit.path for unit in boxes(view(found, f"n{node}"))}
        assert f"n{node}" in drawn


def test_a_docked_leaf_opens_nothing() -> None:
    leaf = next(unit.docks[0].nodes[0] for unit in boxes(view(gpt())) if unit.docks)
    assert open_paths(view(gpt(), f"n{leaf}")) == []


def test_siblings_beyond_the_most_are_ranges_of_consecutive_ones() -> None:
    found = frames(*chain(5_000), detail="calls")
    ranges = [unit for unit in found.units if unit.kind == "range"]
    assert ranges[0].path == "for i[0-499]"
    assert ranges[0].note == "1–500 of 5,000"
    assert len(found.units) == len(ranges) == 10
    opened = frames(*chain(5_000), detail="calls", open=["for i[0-499]"])
    inner = opened.units[0].inner
    assert inner is not None
    assert [unit.path for unit in inner.units[:2]] == ["for i[0-49]", "for i[50-99]"]
    assert "for i[4321]" in open_paths(view(chain(5_000), "for i[4321]"))


def test_turns_that_follow_on_each_other_are_few_in_the_program() -> None:
    assert [unit.path for unit in view(chain(6)).units if unit.kind != "value"] == [
        f"for i[{k}]" for k in range(6)
    ]
    ranges = [unit for unit in view(chain(40)).units if unit.kind == "range"]
    assert [unit.path for unit in ranges] == [f"for i[{k}-{k + 9}]" for k in range(0, 40, 10)]
    opened = next(unit for unit in view(chain(40), "for i[7]").units if unit.inner is not None)
    assert opened.path == "for i[0-9]"
    assert "for i[7]" in open_paths(view(chain(40), "for i[7]"))
    assert len(frames(*chain(40), detail="calls").units) >= 40


def test_100_000_scopes_are_a_few_boxes() -> None:
    found = chain(100_000)
    for detail in ("program", "calls", "lines"):
        assert len(frames(*found, detail=detail).units) <= 60
    assert "for i[98765]" in open_paths(view(found, "for i[98765]"))


def test_nodes_of_which_nothing_is_known_are_ranges() -> None:
    found = view(unknown(5_000))
    assert [unit.path for unit in found.units[:2]] == ["#n1-n500", "#n501-n1000"]
    opened = view(unknown(5_000), "#n501-n1000").units[1].inner
    assert opened is not None
    assert opened.units[0].path == "#n501-n1000/#[0-49]"
    again = view(unknown(5_000), "#n501-n1000/#[0-49]").units[1].inner
    assert again is not None
    assert again.units[0].inner is not None
    assert again.units[0].inner.units[0].path == "n501"
    assert "n777" in {unit.path for unit in boxes(view(unknown(5_000), "n777"))}


def test_a_recursion_900_deep_is_laid_out_side_by_side() -> None:
    found = view(recursion(900))
    deepest = max(unit.path.count("/") for unit in boxes(found))
    assert len(found.units) <= 8
    assert deepest < 4
    assert len(open_paths(view(recursion(900), "/".join(["f[0]"] * 400)))) < 10


def test_opening_a_box_makes_the_levels_inside_it_and_no_others() -> None:
    made: list[int] = []

    def counted(index: Index, entry: int, members: Ids, *, singly: bool = False) -> Level:
        made.append(len(members))
        return make_level(index, entry, members, singly=singly)

    graph, outline = gpt()
    outline = copy(outline)
    with patch.object(kept, "make_level", counted):
        frames(graph, outline, detail="program")
        assert len(made) == 1
        frames(graph, outline, detail="program", open=["for step[2]/for pos_id[1]"])
        assert len(made) == 2
        assert made[1] < len(graph) // 4
        frames(graph, outline, detail="program", open=["for step[2]/for pos_id[1]/gpt[0]"])
        frames(graph, outline, detail="program")
        assert len(made) == 3


@pytest.mark.parametrize(
    "found", [chain(20_000), listed(100_000), recursion(900)], ids=["chain", "list", "recursion"]
)
def test_of_very_many_boxes_only_those_on_screen_become_units(found: tuple[Graph, Outline]) -> None:
    with patch.object(units.Units, "unit", autospec=True, side_effect=units.Units.unit) as made:
        drawn = every_unit(frames(*found, detail="program"))
    assert made.call_count == len(drawn) <= 60


@pytest.mark.parametrize("detail", ["program", None])
def test_nothing_more_is_opened_where_no_picture_could_hold_it(detail: Detail | None) -> None:
    paths = [f"for i[{turn}]" for turn in range(0, 20_000, 100)]
    whole = frames(*chain(20_000), detail=detail, open=paths)
    with patch.object(units.Units, "unit", autospec=True, side_effect=units.Units.unit) as made:
        bounded = frames(*chain(20_000), detail=detail, open=paths, bound=500)
    count = sum(1 for _ in boxes(bounded))
    assert 500 < count < sum(1 for _ in boxes(whole)) / 4
    assert made.call_count < 2_000  # ten times as many where nothing bounds them
    few = paths[:2]
    assert open_paths(frames(*chain(20_000), detail=detail, open=few, bound=500)) == open_paths(
        frames(*chain(20_000), detail=detail, open=few)
    )
