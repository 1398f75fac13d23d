"""An answer that is too large is a refusal, in every form, and a write that would have it changes nothing."""

import httpx
import pytest

from app.http import bodies
from tests.app.conftest import LECTURE, Post

pytestmark = pytest.mark.anyio


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "ANSWER_BYTES", 500)


@pytest.mark.parametrize(
    ("call", "more"),
    [
        ("evaluate", {}),
        ("forward", {}),
        ("render", {}),
        ("render", {"format": "dot"}),
        ("graphs", {}),
        ("descend", {"learning_rate": 0.1, "steps": 50}),
    ],
)
@pytest.mark.usefixtures("small")
async def test_what_is_too_large_is_refused(post: Post, call: str, more: dict[str, object]) -> None:
    answer = await post(call, source=LECTURE, **more)
    assert (answer.status_code, answer.json()["code"]) == (422, "answer-too-large")
    assert answer.json()["limit"] == {"name": "answer_bytes", "value": 500}


@pytest.mark.usefixtures("small")
async def test_a_stream_ends_with_the_refusal(client: httpx.AsyncClient) -> None:
    headers = {"accept": "text/event-stream"}
    answer = await client.post("/api/v1/evaluate", json={"source": LECTURE}, headers=headers)
    assert answer.text.rstrip().rpartition("event: ")[2].startswith("problem")
    assert '"code": "answer-too-large"' in answer.text


async def test_a_step_whose_answer_is_too_large_is_not_taken(
    client: httpx.AsyncClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await post("graphs", source=LECTURE)
    address = made.headers["location"]
    monkeypatch.setattr(bodies, "ANSWER_BYTES", 500)
    answer = await client.post(f"{address}/step", json={"learning_rate": 0.1}, headers={"if-match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (422, "answer-too-large")
    monkeypatch.undo()
    assert (await client.get(address)).headers["etag"] == made.headers["etag"]
