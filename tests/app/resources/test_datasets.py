"""Data in a program over REST: what cannot be made or read is a problem with its place, never a fault."""

import pytest

from app.settings import Settings
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def settings() -> Settings:
    """Time enough that no other limit is overtaken by it."""
    return Settings(concurrency=2, layout_workers=1, python="interpreted", seconds=60.0)


@pytest.mark.parametrize(
    ("call", "code", "word"),
    [
        ("moons(0)", "wrong-value", "`n`"),
        ("moons(-1)", "wrong-value", "`n`"),
        ("moons(1000000)", "wrong-value", "10,000"),
        ("moons(10**200)", "wrong-value", "`n`"),
        ("moons(5.0)", "wrong-type", "`n`"),
        ("moons(noise=-0.1)", "wrong-value", "`noise`"),
        ("moons(noise=math.nan)", "wrong-value", "`noise`"),
        ("moons(noise=-math.inf)", "wrong-value", "`noise`"),
        ("moons(seed=-1)", "wrong-value", "`seed`"),
        ("moons(rows=3)", "wrong-type", "`rows`"),
        ("spiral(turns=math.nan)", "wrong-value", "`turns`"),
        ("blobs(centers=0)", "wrong-value", "`centers`"),
        ("csv(1.5)", "wrong-type", "a str"),
    ],
)
async def test_arguments_that_make_no_sense(post: Post, call: str, code: str, word: str) -> None:
    response = await post("evaluate", source=f"a = 1\nX, y = {call}")
    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, code)
    assert (problem["line"], problem["column"], problem["end_column"]) == (2, 8, 8 + len(call))
    assert word in problem["detail"]


@pytest.mark.parametrize(("name", "near"), [("moon", "moons"), ("cirlces", "circles"), ("spirals", "spiral")])
async def test_a_dataset_that_there_is_not(post: Post, name: str, near: str) -> None:
    response = await post("evaluate", source=f"X, y = {name}(100)")
    problem = response.json()
    assert (response.status_code, problem["code"], problem["names"]) == (422, "unknown-name", [name])
    assert (problem["line"], problem["column"], problem["end_column"]) == (1, 8, 8 + len(name))
    assert f"`{near}`" in problem["hint"]


@pytest.mark.parametrize(
    ("table", "place", "detail"),
    [
        ("1,2\n3,\n", (3, 3), "Line 3, column 3 of the CSV: a number is missing."),
        ("1,2\n,4\n", (3, 1), "Line 3, column 1 of the CSV: a number is missing."),
        ("1,2\n3\n", (3, 2), "Line 3, column 2 of the CSV: this row has 1 column, those before it have 2."),
        (
            "1,2\n\n3, 4, 5\n",
            (4, 7),
            "Line 4, column 7 of the CSV: this row has 3 columns, those before it have 2.",
        ),
        ("x,y\n1,zwei\n", (3, 3), "Line 3, column 3 of the CSV: `zwei` is not a finite number."),
        ("x,y\n1,NaN\n", (3, 3), "Line 3, column 3 of the CSV: `NaN` is not a finite number."),
    ],
)
async def test_a_table_that_cannot_be_read(
    post: Post, table: str, place: tuple[int, int], detail: str
) -> None:
    """The table begins on the program's second line, one further down than in the CSV."""
    source = f'a = 1\ntable = """\n{table}"""\nX, y = csv(table)'
    response = await post("evaluate", source=source)
    problem = response.json()
    assert (response.status_code, problem["code"], problem["detail"]) == (422, "wrong-value", detail)
    assert (problem["line"], problem["column"]) == (place[0] + 1, place[1])


async def test_a_large_table_costs_what_it_holds(post: Post) -> None:
    response = await post("evaluate", source="X, y = csv('1,2\\n' * 200000)")
    problem = response.json()
    assert (response.status_code, problem["code"], problem["limit"]["name"]) == (
        422,
        "limit-exceeded",
        "held",
    )


async def test_a_network_learns_a_table(post: Post) -> None:
    source = (
        'X, y = csv("""\nx1,x2,class\n0,0,-1\n0,1,1\n1,0,1\n1,1,-1\n""")\n'
        "random.seed(3)\nnet = MLP(2, [4, 1])\nloss = sum((net(x) - t)**2 for x, t in zip(X, y))"
    )
    response = await post("descend", source=source, learning_rate=0.05, steps=400, optimizer={"kind": "adam"})
    losses = response.json()["losses"]
    assert losses[-1] < 0.05 * losses[0]
