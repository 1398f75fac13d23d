"""The client against the real service, over a socket and in process: what it asks again, and what never."""

import asyncio
import inspect
import json
import math
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from backlens.client import AsyncClient, BacklensError, Client, Unreachable
from backlens.client.requests import build, share
from backlens.client.retries import LONGEST, wait
from tests.app.conftest import LECTURE
from tools.server import free_port

pytestmark = pytest.mark.anyio


def test_it_imports_nothing_of_the_server() -> None:
    words = (
        "import sys, backlens.client; server = ('fastapi', 'starlette', 'pydantic', 'engine'); "
        "print([m for m in sys.modules if m.partition('.')[0] in server])"
    )
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_files_and_the_python_that_runs_it_go_with_every_program(backlens: Client) -> None:
    source = "from my.net import b\nc = b * float(open('n.txt').read())"
    files = {"my/net.py": "from micrograd.engine import Value\nb = Value(2.0, label='b')", "n.txt": "3"}
    for python in (None, "sandboxed"):
        answer = backlens.evaluate(source, files=files, python=python)
        assert (answer.value, answer.raw["ran"]["python"]) == (6.0, "sandboxed")
    assert backlens.find(source, "b", files=files)["values"].count >= 1
    assert b"<svg" in backlens.render(source, files=files).content
    assert "2.0" in backlens.export(source, "dot", files=files).text
    kept = backlens.build(source, files=files)
    assert kept.value == 6.0
    backlens.delete(kept)
    assert backlens.share(source, files=files).key
    with pytest.raises(BacklensError) as caught:
        backlens.evaluate(source, files=files, python="interpreted")
    assert caught.value.status == 422


def test_a_graph_with_every_number_by_name(backlens: Client) -> None:
    answer = backlens.evaluate(LECTURE, {"a": 2.5}, include=["nodes", "trace"])
    assert answer.value == -5.0
    assert answer.grads["f"] == 2.5
    assert [node.op for node in answer.nodes] == ["leaf", "leaf", "mul", "leaf", "add", "leaf", "mul"]
    node = answer.nodes[2]
    assert (node.id, node.label, node.inputs, node.partials) == ("n2", "e", ("n0", "n1"), (-3.0, 2.5))
    assert len(answer.raw["trace"]) == 7
    assert answer.parameters == ("a", "b", "c", "f")
    again = backlens.evaluate(answer.raw["nodes"])
    assert (again.structure, again.grads) == (answer.structure, answer.grads)


def test_some_nodes_of_a_graph_and_what_is_found_in_it(backlens: Client) -> None:
    part = backlens.evaluate(LECTURE, window={"count": 2, "sort": "-grad"})
    assert [(node.label, node.grad) for node in part.window] == [("a", 6.0), ("f", 4.0)]
    assert (part.nodes, part.grads, part.value) == ((), {}, -8.0)
    assert backlens.evaluate(LECTURE).window == ()
    found = backlens.find(LECTURE, "grad>1", kinds=["lines", "values"], limit=1)
    assert (list(found), found["values"].count, found["values"].rows) == (["lines", "values"], 2, 2)
    (match,) = found["values"].matches
    assert (match.name, match.nodes, match.data, match.grad) == ("a", ("n0",), 2.0, 6.0)
    assert backlens.find(LECTURE, "grad>1", kinds=["values"], first=1)["values"].matches[0].name == "f"


def test_two_programs_beside_each_other(backlens: Client) -> None:
    found = backlens.compare(LECTURE, LECTURE.replace("d * f", "d + f"))
    assert (found.equal, found.new, found.gone) == (False, (), ())
    assert found.pairs["other_op"] == (("n6", "n6"),)
    assert found.first_value is not None
    assert (found.first_value.name, found.first_value.numbers) == ("L", (-8.0, 2.0))
    assert found.first_grad is not None
    assert backlens.compare(LECTURE).equal
    states = backlens.compare(LECTURE, values_after={"a": 3.0})
    assert states.first_value is not None
    assert states.first_value.numbers == (2.0, 3.0)


def test_what_is_not_finite_is_a_float_and_none_is_none(backlens: Client) -> None:
    answer = backlens.evaluate("a = Value(0.0, label='a')\n-1 / a")
    assert answer.value == -math.inf
    assert answer.grads == {"a": math.inf}
    assert answer.nodes[0].partials == ()
    assert answer.nodes[-1].partials[0] is None or answer.nodes[-1].partials[1] is None
    assert backlens.evaluate("1 + 1").value is None
    assert answer.notices


def test_pictures_and_texts(backlens: Client, tmp_path: Any) -> None:
    drawn = backlens.render(LECTURE, theme="dark", look="classic")
    assert (drawn.media, drawn.text[:5]) == ("image/svg+xml", "<?xml")
    assert drawn._repr_mimebundle_()["image/svg+xml"] == drawn.text
    png = backlens.render(LECTURE, format="png", scale=1.0)
    png.save(tmp_path / "graph.png")
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert backlens.render(LECTURE, format="pdf").content.startswith(b"%PDF")
    assert "text/plain" in backlens.render(LECTURE, format="pdf")._repr_mimebundle_()
    assert "import torch" in backlens.export(LECTURE, "torch", {"a": 2.5}).text


def test_a_refusal_has_its_place_and_its_words(backlens: Client) -> None:
    with pytest.raises(BacklensError, match=r"unknown-name: .*\(line 2, column 5\)") as caught:
        backlens.evaluate("a = Value(1.0)\nb = zz * 2")
    error = caught.value
    assert (error.status, error.code, error.line, error.column, error.names) == (
        422, "unknown-name", 2, 5, ("zz",),
    )  # fmt: skip
    assert "values" in str(error.hint)
    with pytest.raises(ValueError, match="not JSON compliant"):
        backlens.evaluate(LECTURE, {"a": math.nan})


def test_where_nobody_listens() -> None:
    with (
        Client(f"http://127.0.0.1:{free_port()}", tries=2) as backlens,
        pytest.raises(Unreachable, match="does not answer"),
    ):
        backlens.evaluate("Value(1.0)")


class Laden:
    """The service, after it has refused so many calls; every call is noted."""

    def __init__(self, app: FastAPI, refusals: int, status: int = 503, retry_after: str = "0") -> None:
        self.app = app
        self.refusals = refusals
        self.status = status
        self.retry_after = retry_after
        self.keys: list[str | None] = []

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        headers = dict(scope["headers"])
        key = headers.get(b"idempotency-key")
        self.keys.append(None if key is None else key.decode())
        if len(self.keys) > self.refusals:
            await self.app(scope, receive, send)
            return
        given = [(b"content-type", b"application/problem+json")]
        if self.retry_after:
            given.append((b"retry-after", self.retry_after.encode()))
        body = json.dumps({"code": "busy", "detail": "The queue is full."}).encode()
        await send({"type": "http.response.start", "status": self.status, "headers": given})
        await send({"type": "http.response.body", "body": body})


def client_of(app: Any, tries: int = 5) -> AsyncClient:
    return AsyncClient("http://backlens.test", tries=tries, transport=httpx.ASGITransport(app))


async def test_with_await_too(app: FastAPI) -> None:
    async with client_of(app) as backlens:
        answers = await asyncio.gather(*[backlens.evaluate(LECTURE, {"a": float(k)}) for k in range(4)])
        assert [answer.value for answer in answers] == [-2.0 * (10.0 - 3.0 * k) for k in range(4)]
        assert (await backlens.render(LECTURE, format="png")).content.startswith(b"\x89PNG")
        assert "jax" in (await backlens.export(LECTURE, "jax")).text
        with pytest.raises(BacklensError, match="syntax-error"):
            await backlens.evaluate("x =")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_busy_service_is_asked_again(app: FastAPI, status: int) -> None:
    laden = Laden(app, 3, status)
    async with client_of(laden) as backlens:
        assert (await backlens.evaluate(LECTURE)).value == -8.0
    assert len(laden.keys) == 4


async def test_so_often_and_no_more(app: FastAPI) -> None:
    laden = Laden(app, 9)
    async with client_of(laden, tries=3) as backlens:
        with pytest.raises(BacklensError, match="busy") as caught:
            await backlens.evaluate(LECTURE)
    assert caught.value.status == 503
    assert len(laden.keys) == 3


@pytest.mark.parametrize(
    ("status", "retry_after"), [(422, "0"), (404, ""), (412, "0"), (409, ""), (500, "0")]
)
async def test_what_would_not_change_is_not_asked_again(app: FastAPI, status: int, retry_after: str) -> None:
    laden = Laden(app, 9, status, retry_after)
    async with client_of(laden) as backlens:
        with pytest.raises(BacklensError) as caught:
            await backlens.evaluate(LECTURE)
    assert caught.value.status == status
    assert len(laden.keys) == 1


async def test_a_key_is_the_same_for_every_try_and_another_for_every_call(app: FastAPI) -> None:
    laden = Laden(app, 9)
    async with client_of(laden, tries=3) as backlens:
        for _ in range(2):
            with pytest.raises(BacklensError):
                await backlens.build(LECTURE)
        with pytest.raises(BacklensError):
            await backlens.share(LECTURE)
    first, second, third = laden.keys[:3], laden.keys[3:6], laden.keys[6:]
    assert len(set(first)) == len(set(second)) == len(set(third)) == 1
    assert len({*first, *second, *third}) == 3
    assert None not in laden.keys


def test_how_long_a_pause_is() -> None:
    date = "Wed, 25 Nov 2026 17:00:00 GMT"
    assert wait("7", date, 1) == 7.0
    assert wait("Wed, 25 Nov 2026 17:00:09 GMT", date, 1) == 9.0
    assert wait("Wed, 25 Nov 2026 16:00:00 GMT", date, 1) == 0.0
    assert wait("100000", date, 1) == LONGEST
    assert [wait(odd, "", tried) for tried, odd in ((1, ""), (2, "soon"), (3, "-1"), (99, ""))] == [
        0.25, 0.5, 1.0, LONGEST,
    ]  # fmt: skip


def test_requests_carry_a_key_of_their_own() -> None:
    assert build("x").headers["Idempotency-Key"] != build("x").headers["Idempotency-Key"]
    assert share("x").body == {"source": "x"}


def test_both_clients_have_the_same_calls_and_say_what_they_take() -> None:
    calls = {name for name in vars(Client) if not name.startswith("_")}
    assert calls == {name for name in vars(AsyncClient) if not name.startswith("_")}
    for name in calls - {"close"}:
        one, other = getattr(Client, name), getattr(AsyncClient, name)
        assert inspect.signature(one) == inspect.signature(other)
        assert one.__doc__ == other.__doc__ != ""
    assert list(inspect.signature(Client().step).parameters) == [
        "graph", "learning_rate", "steps", "options",
    ]  # fmt: skip
