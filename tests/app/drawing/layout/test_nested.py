"""Frames in their places: boxes apart and inside their frames, edges from port to port."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest

from app.drawing.frames.frame import Frame
from app.drawing.layout.anatomy import anatomy
from app.drawing.layout.assembly import Nested, Shown, assemble
from app.drawing.layout.geometry import Place
from app.drawing.layout.nested import in_order, plan
from app.drawing.layout.nesting import BAR, Direction, place_frames
from tests.app.drawing.made_frames import chain, dock, frame, opened, program, unit

CARD = (136.0, 70.0)


def laid_out(found: Frame, pinned: Direction | None = None) -> Nested:
    planned = plan(found, lambda _: CARD, pinned)
    jobs = {each.key: each for each in in_order(planned)}
    index = {key: k for k, key in enumerate(jobs)}
    placed = place_frames([], [each.job(index) for each in jobs.values()])
    return assemble(planned, dict(zip(jobs, placed, strict=True)))


def overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def holds(outer: Place, inner: Place) -> bool:
    return (
        outer.x <= inner.x
        and inner.x + inner.width <= outer.x + outer.width
        and outer.y <= inner.y
        and inner.y + inner.height <= outer.y + outer.height
    )


def within(nested: Nested, path: str) -> list[Shown]:
    return [shown for shown in nested.boxes if shown.unit.path.startswith(f"{path}/")]


@pytest.mark.parametrize("pinned", ["LR", "TB", None])
def test_boxes_are_apart_and_inside_their_frames(pinned: Direction | None) -> None:
    nested = laid_out(program(), pinned)
    assert pinned in (nested.direction, None)
    assert [shown.id for shown in nested.clusters] == ["c0", "c1"]
    for one, other in combinations(nested.boxes, 2):
        assert not overlap(one.place, other.place)
    assert not overlap(nested.clusters[0].place, nested.clusters[1].place)
    for cluster in nested.clusters:
        inside = within(nested, cluster.unit.path)
        assert len(inside) == 3
        assert all(holds(cluster.place, shown.place) for shown in inside)
        outside = [shown for shown in nested.boxes if shown not in inside]
        assert not any(overlap(cluster.place, shown.place) for shown in outside)
    whole = Place(0, 0, nested.width, nested.height)
    assert all(holds(whole, shown.place) for shown in (*nested.clusters, *nested.boxes))


@pytest.mark.parametrize("pinned", ["LR", "TB"])
def test_an_edge_that_crosses_a_border_goes_on_where_it_ended(pinned: Direction) -> None:
    nested = laid_out(program(), pinned)
    for cluster in nested.clusters:
        into = [edge for edge in nested.edges if edge.target == cluster.id and "-out-" not in edge.id]
        inside = [edge for edge in nested.edges if edge.id.startswith(f"{cluster.id}-in-")]
        assert len(into) == 1
        assert [edge.target for edge in inside] == [
            shown.id for shown in within(nested, cluster.unit.path) if shown.unit.name in ("a", "c")
        ]
        assert into[0].tip is not None
        along = 1 if pinned == "LR" else 0
        for edge in inside:
            assert edge.points[along] == pytest.approx(into[0].tip[along], abs=1.5)
        (leaving,) = [edge for edge in nested.edges if edge.id.startswith(f"{cluster.id}-out-")]
        (after,) = [edge for edge in nested.edges if edge.source == cluster.id and "-in-" not in edge.id]
        assert leaving.tip is None
        place = cluster.place
        begins, ends = (place.x, place.x + place.width), (place.y + BAR, place.y + place.height)
        beside = 1 - along
        assert {edge.points[beside] for edge in inside} == {(begins if pinned == "LR" else ends)[0]}
        assert leaving.points[-2 + beside] == pytest.approx((begins if pinned == "LR" else ends)[1])
        assert after.points[along] == pytest.approx(leaving.points[-2 + along], abs=1.5)


def test_every_edge_reaches_what_it_joins() -> None:
    nested = laid_out(program(), "LR")
    places = {shown.id: shown.place for shown in (*nested.boxes, *nested.clusters)}
    for edge in nested.edges:
        place = places[edge.target]
        assert near(place, edge.points[-2:], 8)
        assert near(places[edge.source], edge.points[:2], 2)


def near(place: Place, point: Sequence[float], by: float) -> bool:
    x, y = point
    return (
        place.x - by <= x <= place.x + place.width + by and place.y - by <= y <= place.y + place.height + by
    )


def test_opening_a_box_changes_nothing_inside_its_neighbours() -> None:
    both, one = laid_out(program((True, True)), "LR"), laid_out(program((False, True)), "LR")

    def inside(nested: Nested) -> list[float]:
        (cluster,) = [shown for shown in nested.clusters if shown.unit.path == "f[1]"]
        places = [shown.place for shown in within(nested, "f[1]")]
        return [k for each in places for k in (each.x - cluster.place.x, each.y - cluster.place.y)]

    assert inside(both) == pytest.approx(inside(one))


def test_frames_alike_are_laid_out_once_and_a_title_that_is_longer_is_not_alike() -> None:
    planned = plan(program(), lambda _: CARD)
    assert len({each.key for each in in_order(planned)}) == 2
    longer = opened("a name that takes more room", 80)
    found = program()
    units = (*found.units[:2], longer, found.units[3])
    again = plan(frame("", units, [(0, 1), (0, 2), (1, 3), (2, 3)]), lambda _: CARD)
    assert planned.key != again.key


def test_a_direction_is_chosen_by_the_place_and_does_not_depend_on_what_is_open() -> None:
    long = frame("", [unit(f"u{k}", [60 + k]) for k in range(8)], list(pairwise(range(8))))
    assert plan(long, lambda _: CARD, None, 5.0).direction == "LR"
    assert plan(long, lambda _: CARD, None, 0.3).direction == "TB"
    for is_open in ((True, True), (False, True)):
        planned = plan(program(is_open), lambda _: CARD, "LR")
        assert planned.inner[-1].direction == plan(program(), lambda _: CARD, "LR").inner[-1].direction


def test_what_is_in_a_box_is_inside_it_and_apart() -> None:
    docks = (dock("w", range(12), 3, 4), dock("b", range(12, 16)), dock("tall", range(40), 40, 1))
    for made in (
        unit("few", range(60, 64), docks=docks),
        unit("many", range(60, 160), docks=docks[:1], mark=None, opens=False),
        unit("a very long name indeed, longer than any box", range(60, 62), note="and a note beside it"),
        unit("matrix", range(60, 84), shape=(4, 6)),
        unit("wide", range(60, 188), shape=(2, 64), docks=docks),
        unit("nothing", range(60, 64), cells=(), shape=()),
    ):
        found = anatomy(made)
        beds = [
            bed
            for pair in (*found.docks, *([found.own] if found.own else []))
            for bed in (pair.data, pair.grad)
        ]
        places = [Place(bed.x, bed.y, bed.width, bed.height) for bed in beds]
        assert all(holds(Place(0, 20, found.width, found.height - 20), place) for place in places)
        assert not any(overlap(one, other) for one, other in combinations(places, 2))


def test_more_lists_than_have_room_are_counted() -> None:
    docks = tuple(dock(f"w{k}", range(4), 2, 2) for k in range(9))
    found = anatomy(unit("f", range(60, 64), docks=docks))
    assert found.docks == ()
    assert found.reads is not None
    assert found.reads < found.height


def test_a_frame_inside_a_frame_inside_a_frame() -> None:
    inmost = opened("f/g/h", 60)
    middle = unit("f/g", range(60, 72), inner=frame("f/g", [inmost], [], reads=(0,), leaves=(0,)))
    outer = unit("f", range(60, 72), inner=frame("f", [middle], [], leaves=(0,)))
    nested = laid_out(frame("", [outer], []))
    places = [shown.place for shown in nested.clusters]
    assert all(holds(one, other) for one, other in pairwise(places))
    assert len(nested.boxes) == len(chain("f/g/h", 60).units)
    ends = {edge.id for edge in nested.edges}
    assert {"c1-in-0", "c2-in-0", "c2-out-2", "c0-out-0"} <= ends
