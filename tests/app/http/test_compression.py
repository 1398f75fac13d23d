"""Answers are compressed for clients that take gzip, and for no others."""

import asyncio
import gzip

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from app.http.compression import LEAST_BYTES, Compression
from app.http.negotiation import accepts

pytestmark = pytest.mark.anyio

GZIP = {"Accept-Encoding": "gzip"}
LARGE = "v = [Value(float(i)) for i in range(3000)]\nL = sum(a * a for a in v)"


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("", False),
        ("gzip", True),
        ("GZip", True),
        ("br, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("*", True),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip;q=much", False),
        ("gzipped", False),
    ],
)
def test_a_client_says_whether_it_takes_gzip(header: str, takes: bool) -> None:
    assert accepts(header, "gzip") is takes


async def test_a_large_answer_is_a_third_for_who_takes_gzip(client: httpx.AsyncClient) -> None:
    asked = {"source": LARGE, "include": ["nodes"]}
    plain = await client.post("/api/v1/evaluate", json=asked, headers={"Accept-Encoding": ""})
    small = await client.post("/api/v1/evaluate", json=asked, headers=GZIP)
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    for response in (plain, small):
        assert "Accept-Encoding" in response.headers["vary"]
    assert plain.content == small.content
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert int(small.headers["content-length"]) < len(plain.content) / 3


async def test_a_small_answer_is_sent_as_it_is(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz", headers=GZIP)
    assert "content-encoding" not in response.headers
    assert len(response.content) < LEAST_BYTES


@pytest.mark.parametrize("form", ["image/png", "application/pdf"])
async def test_what_is_compressed_already_is_sent_as_it_is(client: httpx.AsyncClient, form: str) -> None:
    asked = {"source": "a = Value(2.0)\nb = a * a + a\nb.tanh()"}
    response = await client.post("/api/v1/render", json=asked, headers=GZIP | {"Accept": form})
    assert response.headers["content-type"] == form
    assert len(response.content) > LEAST_BYTES
    assert "content-encoding" not in response.headers


async def test_an_event_stream_is_sent_as_it_comes(client: httpx.AsyncClient) -> None:
    asked = {"source": "a = Value(2.0)\na * a", "learning_rate": 0.01, "steps": 500, "stride": 1}
    headers = GZIP | {"Accept": "text/event-stream"}
    response = await client.post("/api/v1/descend", json=asked, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in response.headers
    assert response.text.startswith("event: ")


async def test_each_coding_has_a_tag_of_its_own(client: httpx.AsyncClient) -> None:
    made = await client.post("/api/v1/graphs", json={"source": LARGE}, headers=GZIP)
    where = made.headers["location"]
    assert made.headers["etag"] == '"1-gzip"'
    plain, small = await client.get(where), await client.get(where, headers=GZIP)
    assert (plain.headers["etag"], small.headers["etag"]) == ('"1"', '"1-gzip"')
    for response in (plain, small):
        seen = {"If-None-Match": response.headers["etag"]}
        again = await client.get(where, headers=GZIP | seen)
        assert (again.status_code, again.headers["etag"]) == (304, response.headers["etag"])
        assert "Accept-Encoding" in again.headers["vary"]
    written = await client.post(f"{where}/forward", json={}, headers=GZIP | {"If-Match": '"1-gzip"'})
    assert (written.status_code, written.headers["etag"]) == (200, '"2-gzip"')
    stale = await client.post(f"{where}/forward", json={}, headers=GZIP | {"If-Match": '"1-gzip"'})
    assert stale.status_code == 412


async def test_a_file_of_the_page_is_compressed_and_its_parts_are_not(client: httpx.AsyncClient) -> None:
    address = "/static/css/tokens.css"
    plain, small = await client.get(address), await client.get(address, headers=GZIP)
    assert small.headers["content-encoding"] == "gzip"
    assert small.text == plain.text
    assert small.headers["etag"] == f'{plain.headers["etag"][:-1]}-gzip"'
    part = await client.get(address, headers=GZIP | {"Range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, plain.content[:100])
    # A part of the plain file is no part of the compressed one.
    mixed = await client.get(
        address, headers=GZIP | {"Range": "bytes=0-99", "If-Range": small.headers["etag"]}
    )
    assert (mixed.status_code, mixed.text) == (200, plain.text)


async def test_head_tells_the_length_that_get_sends(client: httpx.AsyncClient) -> None:
    address = "/openapi.json"
    got, told = await client.get(address, headers=GZIP), await client.head(address, headers=GZIP)
    assert got.headers["content-length"] == told.headers["content-length"]
    assert told.content == b""


async def test_nothing_waits_while_a_large_answer_is_compressed() -> None:
    turns, began, sent = 0, 0, bytearray()

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal began
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        began = turns
        await send({"type": "http.response.body", "body": bytes(range(256)) * 20_000})

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def receive() -> Message:
        raise AssertionError("nothing is asked for")

    async def send(message: Message) -> None:
        sent.extend(message.get("body", b""))

    others = asyncio.ensure_future(count())
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"accept-encoding", b"gzip")]}
    await Compression(answer)(scope, receive, send)
    others.cancel()
    assert turns > began  # the loop went round in the meantime
    assert gzip.decompress(bytes(sent)) == bytes(range(256)) * 20_000
