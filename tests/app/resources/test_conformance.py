"""Every statement about correctness holds on this server; and the table's own judge can say no."""

import httpx
import pytest

from app.resources.conformance.statements import (
    STATEMENTS,
    AbsentError,
    Expectation,
    Statement,
    at,
    holds,
    same,
)

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("row", STATEMENTS, ids=[row.name for row in STATEMENTS])
async def test_the_statement_holds(client: httpx.AsyncClient, row: Statement) -> None:
    answers = [await client.post(row.path, json=dict(row.body)) for _ in range(2 if row.twice else 1)]
    assert answers[0].status_code == row.status, answers[0].text
    answer = answers[0].json()
    assert row.expects
    for expected in row.expects:
        assert holds(expected, answer), (expected, at(answer, expected.pointer))
    assert len({each.content for each in answers}) == 1


async def test_the_table_is_served_as_it_is(client: httpx.AsyncClient) -> None:
    rows = (await client.get("/api/v1/conformance")).json()
    assert [row["name"] for row in rows] == [row.name for row in STATEMENTS]
    assert len({row.name for row in STATEMENTS}) == len(STATEMENTS)
    for row, told in zip(STATEMENTS, rows, strict=True):
        assert told["body"] == row.body
        for expected, each in zip(row.expects, told["expects"], strict=True):
            wanted = {"count": expected.count, "below": expected.below}
            given = {name: number for name, number in wanted.items() if number is not None}
            assert each == {"pointer": expected.pointer, **(given or {"is": expected.is_})}


def test_the_judge_says_no() -> None:
    answer = {"list": [1.0, -0.0], "a/b": None, "deep": {"~": "NaN"}}
    assert holds(Expectation("/list/0", is_=1.0), answer)
    assert not holds(Expectation("/list/0", is_=1.0000000000000002), answer)
    assert not holds(Expectation("/list/1", is_=0.0), answer)
    assert holds(Expectation("/list", count=2), answer)
    assert not holds(Expectation("/list", count=3), answer)
    assert holds(Expectation("/a~1b", is_=None), answer)
    assert holds(Expectation("/deep/~0", is_="NaN"), answer)
    assert holds(Expectation("/list/0", below=1.1), answer)
    assert not holds(Expectation("/list/0", below=1.0), answer)
    assert not holds(Expectation("/deep/~0", below=1.0), answer)
    assert not same(1, True)
    for pointer in ("/list/2", "/list/x", "/none", "/a~1b/c"):
        with pytest.raises(AbsentError):
            at(answer, pointer)
