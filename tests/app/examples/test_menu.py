"""What the menu says of each program: a line about it, and how many nodes its graph has."""

import pytest

from app.examples import EXAMPLES, Example
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
async def test_its_size_is_that_of_its_graph(example: Example, post: Post) -> None:
    answer = await post("evaluate", source=example.source, values=dict(example.values), include=["frame"])
    assert len(answer.json()["frame"]["data"]) == example.nodes
    assert example.about.endswith(".")
    assert len(example.about) <= 72
