"""POST /paths: products that add up to the grad, exact counts, and caps that are said."""

import math

import pytest

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(concurrency=2, layout_workers=1)


def doubled(times: int) -> str:
    return f"x = Value(0.5)\ny = x\nfor k in range({times}): y = y + y"


async def test_the_lectures_one_path(post: Post, lecture: str) -> None:
    response = await post("paths", source=lecture, node="a")
    assert response.status_code == 200, response.text
    assert response.json() == {
        "node": "n0",
        "output": "n6",
        "grad": 6.0,
        "count": 1,
        "paths": [
            {
                "nodes": ["n0", "n2", "n4", "n6"],
                "slots": [0, 0, 0],
                "partials": [-3.0, 1.0, -2.0],
                "product": 6.0,
            }
        ],
        "complete": True,
        "sum": 6.0,
    }


async def test_every_path_of_a_value_used_twice(post: Post) -> None:
    source = "a = Value(-2.0)\nb = Value(3.0)\nd = a * b\ne = a + b\nf = d * e"
    found = (await post("paths", source=source, node="a")).json()
    assert [path["product"] for path in found["paths"]] == [-6.0, 3.0]
    assert found["sum"] == found["grad"] == -3.0
    for path in found["paths"]:
        assert path["product"] == math.prod(path["partials"])


async def test_the_cap_is_said_with_the_true_count(post: Post) -> None:
    found = (await post("paths", source=doubled(5), node="x")).json()
    assert (found["count"], len(found["paths"]), found["complete"], found["sum"]) == (32, 20, False, 20.0)
    found = (await post("paths", source=doubled(5), node="x", limit=32)).json()
    assert (found["complete"], found["sum"], found["grad"]) == (True, 32.0, 32.0)
    found = (await post("paths", source=doubled(5), node="x", limit=0)).json()
    assert (found["count"], found["paths"], found["complete"]) == (32, [], False)


@pytest.mark.parametrize(
    ("times", "count"),
    [(53, 2**53), (54, str(2**54)), (1000, str(2**1000)), (1024, "Infinity"), (20_000, "Infinity")],
)
async def test_a_count_is_exact_in_every_reader(post: Post, times: int, count: int | str) -> None:
    found = (await post("paths", source=doubled(times), node="x", limit=1)).json()
    assert found["count"] == count
    assert len(found["paths"][0]["nodes"]) == times + 1


async def test_the_answer_is_bounded(post: Post) -> None:
    response = await post("paths", source=doubled(20_000), node="x", limit=1_000)
    assert len(response.json()["paths"]) == 5
    limits = (await post("evaluate", source="1")).status_code
    assert limits == 200


async def test_numbers_that_are_not_finite_are_answers(post: Post) -> None:
    found = (await post("paths", source="x = Value(0.0)\ny = x.log()", node="x")).json()
    assert found["paths"][0]["product"] == "Infinity"


@pytest.mark.parametrize(
    ("source", "fields", "code"),
    [
        ("x = Value(1.0)", {"limit": -1}, "invalid-request"),
        ("x = Value(1.0)", {"limit": 1_001}, "invalid-request"),
        ("x = Value(1.0)", {"limit": 2.5}, "invalid-request"),
        ("x = Value(1.0)", {"node": "y"}, "unknown-node"),
        ("x = Value(1.0)\ny = x * 2", {"node": "n1"}, "takes-no-grad"),
        ("print(1)", {}, "no-value"),
    ],
)
async def test_what_has_no_paths_is_refused(
    post: Post, source: str, fields: dict[str, object], code: str
) -> None:
    response = await post("paths", **{"source": source, "node": "x", **fields})
    assert response.status_code == 422
    assert response.json()["code"] == code
