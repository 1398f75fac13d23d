"""The thumbnails of the examples: every example has one, of its own graph."""

import json
import re
from typing import Final

from app.examples import EXAMPLES
from tools import thumbnails

HELD: Final = json.loads(thumbnails.FILE.read_text(encoding="utf-8"))
# An example that opens with every value in a box of its own.
SMALL: Final = [example for example in EXAMPLES if example.nodes <= 10]


def test_every_example_has_one_in_the_order_of_the_menu() -> None:
    assert list(HELD) == [example.name for example in EXAMPLES], "python -m tools.thumbnails"


def test_each_has_edges_and_a_box_for_every_value_of_a_small_graph() -> None:
    for example in SMALL:
        held = HELD[example.name]
        assert held["boxes"].count("M") + held["output"].count("M") == example.nodes, example.name
    for held in HELD.values():
        assert "" not in (held["edges"], held["boxes"], held["output"])


def test_all_of_them_together_are_small() -> None:
    assert thumbnails.FILE.stat().st_size < 16_000


def test_a_sketch_is_the_shapes_of_a_drawing_in_round_numbers() -> None:
    svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -20 200.4 100">
    <g class="cluster scope"><rect class="frame" x="1.2" y="0" width="90" height="40.6"/></g>
    <g class="edge"><path class="line" d="M 136 35 C 175.13 35 172.65 81.2 206.25 87.33 L 208.02 87.48"/></g>
    <g class="node leaf"><rect class="ring" x="-4" y="-4" width="1" height="1"/>
      <rect class="face" x="0" y="0" width="136" height="70"/></g>
    <g class="node calc output"><rect class="face" x="214" y="53" width="136" height="70"/></g></svg>"""
    assert thumbnails.sketch(svg) == {
        "box": "-20 -20 200 100",
        "frames": "M1 0h90v41h-90z",
        "edges": "M136 35C175 35 173 81 206 87L208 87",
        "boxes": "M0 0h136v70h-136z",
        "output": "M214 53h136v70h-136z",
    }


def test_a_path_has_numbers_and_commands_alone() -> None:
    for held in HELD.values():
        for path in (held["frames"], held["edges"], held["boxes"], held["output"]):
            assert re.fullmatch(r"[-MCLhvz0-9 ,]*", path)
