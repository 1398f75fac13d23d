"""What is shown first, for every example in every place: by one rule."""

import re
from itertools import product
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.examples import EXAMPLES, Example
from app.services import Services
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

PLACES = [(300, 420), (440, 560), (660, 560), (800, 600), (1_300, 600), (2_000, 1_200)]
DIRECTIONS = [None, "LR", "TB"]
LEAST, MOST_BOXES = 0.6, 60
LAYOUTS = 6
"""The most that one first view lays out, those of both directions of every value among them."""


def root(svg: str) -> dict[str, str]:
    found = re.match(r"<svg [^>]*>", svg)
    assert found is not None
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[0]))


def scale(svg: str, place: tuple[int, int]) -> float:
    found = root(svg)
    return min(place[0] / float(found["width"]), place[1] / float(found["height"]))


async def drawn(post: Post, example: Example, **view: Any) -> httpx.Response:
    values = dict(example.values)
    return await post("render", source=example.source, values=values, view={**view, "inline": True})


async def in_full(post: Post, example: Example, direction: str) -> str | None:
    """The picture of every value; None if it is refused."""
    response = await drawn(post, example, detail="values", direction=direction)
    return response.text if response.status_code == 200 else None


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
async def test_the_rule_holds_in_every_place(app: FastAPI, post: Post, example: Example) -> None:
    services: Services = app.state.services
    full = {way: await in_full(post, example, way) for way in ("LR", "TB")}
    closed = {way: await drawn(post, example, detail="program", direction=way) for way in DIRECTIONS}
    for place, direction in product(PLACES, DIRECTIONS):
        fit = {"width": place[0], "height": place[1]}
        before = services.drawer.layouts
        response = await drawn(post, example, fit=fit, direction=direction)
        assert services.drawer.layouts - before <= LAYOUTS
        assert response.status_code == 200, response.text
        found = root(response.text)
        assert direction in (None, found["data-direction"])
        ways = ["LR", "TB"] if direction is None else [direction]
        readable = [way for way in ways if (all_ := full[way]) and scale(all_, place) >= LEAST]
        if readable:
            assert (found["data-detail"], found["data-direction"]) == ("values", readable[0])
        else:
            assert found["data-detail"] == "program"
            assert int(found["data-boxes"]) <= MOST_BOXES
            more_is_open = found["data-open"] != root(closed[direction].text)["data-open"]
            assert scale(response.text, place) >= LEAST or not more_is_open
        again = await drawn(post, example, fit=fit, direction=direction)
        assert again.text == response.text


async def test_of_copies_one_is_opened(post: Post) -> None:
    training = next(example for example in EXAMPLES if example.name == "training")
    response = await drawn(post, training, fit={"width": 2_000, "height": 1_500})
    opened = root(response.text)["data-open"].split()
    assert [path for path in opened if re.fullmatch(r"for%20k\[19\]/n\[\d\]", path)] == ["for%20k[19]/n[0]"]


async def test_a_place_chooses_only_the_direction_where_boxes_are_named(post: Post) -> None:
    source = "\n".join(
        ["def f(x):", "    return (x * 2 + 1) ** 2", "a = Value(1.0)", *["a = f(a)" for _ in range(8)]]
    )
    for width, direction in ((2_000, "LR"), (200, "TB")):
        view = {"detail": "program", "fit": {"width": width, "height": 600}}
        found = root_of(await post("render", source=source, view=view))
        assert (found["data-detail"], found["data-direction"], found["data-open"]) == (
            "program",
            direction,
            "",
        )


def root_of(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 200, response.text
    return root(response.text[response.text.index("<svg ") :])


async def test_a_first_view_is_not_kept_for_another_program_of_the_same_graph(post: Post) -> None:
    body = "    x = x * 2 + 1\n" * 60 + "    return x\n"
    for name in ("first", "second"):
        source = f"def {name}(x):\n{body}a = Value(1.0)\nb = {name}(a)\nloss = {name}(b * 3) + b\n"
        view = {"fit": {"width": 2_000, "height": 1_600}, "inline": True}
        found = root_of(await post("render", source=source, view=view))
        assert found["data-detail"] == "program"
        assert f"{name}[0]" in found["data-open"].split()
