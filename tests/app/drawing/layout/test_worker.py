"""What a layout process answers: plain numbers, exact at any distance."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.drawing.choice import ViewChoice
from app.drawing.layout.dot import layout_dot
from app.drawing.layout.geometry import sizer
from app.drawing.layout.layouts import arrange
from app.drawing.layout.worker import place
from app.drawing.quotient.view import make_view
from engine.graph import Graph
from engine.ops import CATALOGUE
from engine.value import Value, apply
from tests.app.drawing.graphs import lecture, repeated


def test_the_lecture_stands_where_the_reference_drawing_has_it() -> None:
    graph = lecture()
    view = make_view(graph, ViewChoice())
    layout = arrange(view, place(layout_dot(graph, view)))
    assert (layout.width, layout.height) == (778.0, 282.0)
    assert layout.centres == (
        (68.0, 35.0), (68.0, 141.0), (282.0, 88.0), (282.0, 194.0), (496.0, 141.0), (496.0, 247.0),
        (710.0, 194.0),
    )  # fmt: skip
    assert layout.curves[0][:2] == (136.0, 35.0)


def test_boxes_far_from_the_origin_are_exact() -> None:
    graph = repeated(450)
    view = make_view(graph, ViewChoice())
    layout = arrange(view, place(layout_dot(graph, view)))
    xs = [x for x, _ in layout.centres[:450]]
    gaps = [right - left for left, right in pairwise(xs[3:])]
    assert max(xs) > 50_000
    assert max(gaps) - min(gaps) < 0.02


PROGRAMS = st.lists(
    st.tuples(st.sampled_from(sorted(CATALOGUE)), st.integers(0, 40), st.integers(0, 40)),
    min_size=1,
    max_size=40,
)


def built(steps: list[tuple[str, int, int]]) -> Graph:
    """A graph of any ops: each step takes two of the values made so far."""
    values = [Value(1.5, "a"), Value(-0.5)]
    for name, first, second in steps:
        chosen = [values[first % len(values)], values[second % len(values)]]
        arity = CATALOGUE[name].arity
        values.append(apply(CATALOGUE[name], *chosen[: arity or 2]))
    return Graph(values[-1])


@settings(max_examples=25)
@given(PROGRAMS, st.sampled_from(["merged", "classic"]), st.sampled_from(["LR", "TB"]))
def test_any_graph_is_placed_whole_and_without_overlap(
    steps: list[tuple[str, int, int]], look: str, direction: str
) -> None:
    graph = built(steps)
    choice = ViewChoice("TB" if direction == "TB" else "LR", "classic" if look == "classic" else "merged")
    view = make_view(graph, choice)
    shown = {i for box in view.boxes for i in box.members}
    assert shown == set(range(len(graph)))
    uses = {f"e{edge.target}-{edge.slot}" for edge in graph.edges()}
    drawn = {link.id for link in view.links if link.slot is not None}
    assert drawn == uses
    layout = arrange(view, place(layout_dot(graph, view)))
    size = sizer(view)
    boxes = [(x, y, size(box)) for (x, y), box in zip(layout.centres, view.boxes, strict=True)]
    for k, (x, y, mine) in enumerate(boxes):
        assert x - mine.width / 2 >= -0.1
        assert x + mine.width / 2 <= layout.width + 0.1
        for other_x, other_y, other in boxes[:k]:
            apart = abs(x - other_x) - (mine.width + other.width) / 2
            above = abs(y - other_y) - (mine.height + other.height) / 2
            assert max(apart, above) > 0
