"""Groups by level: some cases are those that the page's own suite reads too."""

import json
from pathlib import Path

from app.drawing.quotient.groups import levels, outermost, title


def test_levels_go_from_what_holds_nodes_to_the_outermost() -> None:
    found = list(levels(["", "n/layer0/neuron0", "n/layer0/neuron1", "n/layer1/neuron0"]))
    assert found == [
        ("n/layer0/neuron0", "n/layer0/neuron1", "n/layer1/neuron0"), ("n/layer0", "n/layer1"), ("n",),
    ]  # fmt: skip
    assert [title(level) for level in found] == ["by neuron", "by layer", "by network"]
    assert list(levels([""])) == []
    assert title(("a/b", "a/c")) == "by group"


def test_every_case_that_the_page_has_too() -> None:
    cases = json.loads((Path(__file__).parents[3] / "group_levels.json").read_text(encoding="utf-8"))
    for case in cases:
        assert [list(level) for level in levels(case["groups"])] == case["levels"]


def test_the_outermost_closed_group_counts() -> None:
    assert outermost("a/b/c", {"a/b", "a/b/c"}) == "a/b"
    assert outermost("a/b", {"a/b/c"}) == ""
    assert outermost("", {"a"}) == ""
