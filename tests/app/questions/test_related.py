"""The table of what leads to which question: both ends of each link exist."""

import typing

import httpx
import pytest

from app.lessons import lessons
from app.questions import questions
from app.questions.related import RELATED, related
from engine import notices
from engine.findings import Mistake
from engine.ops import CATALOGUE
from tests.app.conftest import Post

pytestmark = pytest.mark.anyio

LINKS = [(kind, key, name) for kind, table in RELATED.items() for key, name in table.items()]


@pytest.mark.parametrize(("kind", "key", "name"), LINKS)
async def test_each_link_leads_to_a_page(client: httpx.AsyncClient, kind: str, key: str, name: str) -> None:
    answer = await client.get(f"/why/{name}")
    assert answer.status_code in (200, 503)  # 503: the page is not built
    assert name in {each.name for each in questions()}
    assert related()[kind][key]["short"].endswith("?")


def test_each_link_begins_at_something_that_exists() -> None:
    assert set(RELATED["lesson"]) <= {each.name for each in lessons()}
    assert set(RELATED["finding"]) == set(typing.get_args(Mistake))
    assert set(RELATED["op"]) <= set(CATALOGUE)
    source = typing.cast("str", notices.__loader__.get_source(notices.__name__))  # type: ignore[union-attr]
    assert all(f'"{code}"' in source for code in RELATED["notice"] if code != "independent")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(n):\n    return f(n + 1)\na = Value(1.0)\nf(0)", "RecursionError"),
        ("class V:\n    pass\nsum([V()])", "unsupported operand type"),
    ],
)
async def test_errors_have_the_words_by_which_they_are_known(post: Post, source: str, words: str) -> None:
    answer = await post("evaluate", source=source)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert words in RELATED["error"]


async def test_a_notice_has_the_code_by_which_it_is_known(post: Post) -> None:
    source = "a = Value(1.0, label='a')\nb = Value(2.0, label='b')\nL = b * 2\nL"
    codes = {each["code"] for each in (await post("evaluate", source=source)).json()["notices"]}
    assert codes & set(RELATED["notice"]) == {"independent"}
