"""A drawer with its own process, and a way to draw a graph with it in one word."""

from collections.abc import Awaitable, Callable, Iterator
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.drawing import Drawer, ViewChoice
from app.drawing.scene import Scene
from engine.graph import Graph

Draw = Callable[..., Awaitable[str]]


@pytest.fixture(scope="package")
def drawer() -> Iterator[Drawer]:
    """One drawer for the whole folder."""
    drawer = Drawer(workers=1, deadline_seconds=20.0)
    drawer.start()
    yield drawer
    drawer.close()


@pytest.fixture
def draw(drawer: Drawer) -> Draw:
    """`await draw(graph, choice)`: the SVG with the graph's own numbers, every grad fresh."""

    async def drawn(graph: Graph, choice: ViewChoice | None = None, state: str = "fresh") -> str:
        count = len(graph)
        scene = Scene.of(graph, graph.frame(), [state] * count, [2] * count)
        return await drawer.draw(scene, choice or ViewChoice(inline=True))

    return drawn


def parse(text: str) -> Element:
    """The SVG's root with plain tags. Fails where the text is not well-formed."""
    root = fromstring(text)  # noqa: S314  # written by the code under test
    for found in root.iter():
        found.tag = found.tag.replace("{http://www.w3.org/2000/svg}", "")
    return root
