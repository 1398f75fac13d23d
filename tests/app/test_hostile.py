"""Bad input over HTTP: each is refused at its place for little work, and the next request is answered."""

import json
import time
from typing import Any, Final

import httpx
import pytest

from app.http.strict_json import DEPTH
from app.settings import Settings

pytestmark = pytest.mark.anyio

PROGRAMS: Final[dict[str, tuple[str, str]]] = {
    "unknown name": ("a = Value(1.0, label='alpha')\nb = alhpa * 2", "unknown-name"),
    "syntax error": ("a = Value(1.0\nb = a", "syntax-error"),
    "unsupported construct": ("class A:\n    pass", "needs-sandbox"),
    "import": ("import os", "unsupported"),
    "probe through class": ("().__class__.__bases__[0].__subclasses__()", "unknown-attribute"),
    "probe through a value": ("Value(1.0).__class__", "unknown-attribute"),
    "probe through format": ("'{0.__class__}'.format(Value(1.0))", "unknown-attribute"),
    "probe through a function": ("(lambda: 0).__globals__", "unknown-attribute"),
    "eval": ("eval('1')", "unsupported"),
    "open": ("open('/etc/passwd')", "unsupported"),
    "power tower": ("9**9**9", "limit-exceeded"),
    "long integer": ("9" * 5000, "number-out-of-range"),
    "infinite literal": ("a = Value(1e400)", "number-out-of-range"),
    "minus signs": ("-" * 19_999 + "1", "*"),
    "many minus signs": ("-" * 50_000 + "1", "limit-exceeded"),
    "open parentheses": ("(" * 3_000, "syntax-error"),
    "endless loop": ("while True: pass", "limit-exceeded"),
    "growing list": ("v = [1]\nwhile True: v = v + v", "limit-exceeded"),
    "growing text": ("s = 'ab'\nwhile True: s = s * 10", "limit-exceeded"),
    "huge text": ("'ab' * 10**9", "limit-exceeded"),
    "padded text": ("f'{1:>300000000}'", "*"),
    "huge range": ("list(range(10**12))", "limit-exceeded"),
    "deep recursion": ("def f(x): return f(x + 1)\nf(0)", "limit-exceeded"),
    "squaring": ("x = 3\nfor _ in range(64): x = x * x", "limit-exceeded"),
    "combinations": ("import math\nmath.comb(10**6, 5*10**5)", "*"),
    "too many values": ("v = Value(1.0)\nwhile True: v = v + 1", "limit-exceeded"),
    "long text": ("1 + " * 10_000 + "1", "limit-exceeded"),
    "long label": ("Value(1.0, 'a' * 90000)", "limit-exceeded"),
    "deep group": ("Value(1.0, '', 'a/' * 40000)", "limit-exceeded"),
    "lists in lists": (
        "r = [Value(1.0) for _ in range(900)]\n" + "".join(f"A{i} = [r]\n" for i in range(200)) + "sum(r)",
        "limit-exceeded",
    ),
    "a network's layers": ("net = MLP(2, [2, 1])\nnet.layers.append(1)\nnet([1, 2])", "wrong-type"),
    "a network without layers": ("net = MLP(2, [2, 1])\nnet.layers.clear()\nnet([1, 2])", "wrong-value"),
    "a network's neurons": (
        "net = MLP(2, [2, 1])\nnet.layers[0].neurons.append('s')\nnet.zero_grad()",
        "wrong-type",
    ),
    "a network's weights": (
        "net = MLP(2, [2, 1])\nnet.layers[0].neurons[0].w[0] = 3\nsum(net.parameters())",
        "wrong-type",
    ),
    "a network in itself": (
        "net = MLP(2, [2, 1])\nnet.layers.append(net.layers)\nprint(net)",
        "wrong-type",
    ),
    "NUL": ("a = \0", "syntax-error"),
}

MANY: Final = {f"k{k}": "x" for k in range(60_000)}
BODIES: Final[dict[str, tuple[bytes, int, str]]] = {
    "NaN": (b'{"source": "a", "values": {"a": NaN}}', 422, "invalid-json"),
    "Infinity": (b'{"source": "a", "values": {"a": -Infinity}}', 422, "invalid-json"),
    "1e999": (b'{"source": "a", "values": {"a": 1e999}}', 422, "invalid-json"),
    "long integer": (b'{"source": "a", "values": {"a": 1' + b"0" * 400 + b"}}", 422, "invalid-json"),
    "NaN as a string": (b'{"source": "a", "values": {"a": "NaN"}}', 422, "invalid-request"),
    "lone surrogate": (rb'{"source": "a = \"\ud800\""}', 422, "invalid-json"),
    "lone surrogate in a name": (rb'{"source": "a", "values": {"\udfff": 1}}', 422, "invalid-json"),
    "lone surrogate in a field": (rb'{"source": "a", "\udfff": 1}', 422, "invalid-json"),
    "raw surrogate": (b'{"source": "\xed\xa0\x80"}', 422, "invalid-json"),
    "not UTF-8": (b'{"source": "\xff\xfe"}', 422, "invalid-json"),
    "UTF-16": ('{"source": "1"}'.encode("utf-16"), 422, "invalid-json"),
    "byte order mark": (b'\xef\xbb\xbf{"source": "1"}', 422, "invalid-json"),
    "unknown field": (b'{"source": "1", "colour": "red"}', 422, "invalid-request"),
    "unknown field of odd name": ('{"source": "1", "\u2028<b>": 1}'.encode(), 422, "invalid-request"),
    "many unknown fields": (json.dumps({"source": "1"} | MANY).encode(), 422, "invalid-request"),
    "many bad values": (json.dumps({"source": "1", "values": MANY}).encode(), 422, "invalid-request"),
    "many fields in a view": (json.dumps({"source": "1", "view": MANY}).encode(), 422, "invalid-request"),
    "many wrong parts": (b'{"source": "1", "include": [0' + b",0" * 300_000 + b"]}", 422, "invalid-request"),
    "false for a number": (b'{"source": "a", "values": {"a": false}}', 422, "invalid-request"),
    "missing field": (b"{}", 422, "invalid-request"),
    "no object": (b"[1, 2]", 422, "invalid-request"),
    "a word": (b'"source"', 422, "invalid-request"),
    "null": (b"null", 422, "invalid-request"),
    "empty": (b"", 422, "invalid-json"),
    "cut off": (b'{"source": "a', 422, "invalid-json"),
    "deep": (b'{"source": ' + b"[" * 100_000, 422, "invalid-json"),
    "10 MB": (b'{"source": "' + b"a" * 10_000_000 + b'"}', 413, "body-too-large"),
}  # fmt: skip


CPU_SECONDS: Final = 25.0
"""Of the whole process: ten times what the dearest of them takes, which is its budget of two seconds."""


@pytest.fixture(scope="module")
def settings() -> Settings:
    """A tenth of the usual budgets: who runs into one shall not have to run far."""
    return Settings(
        concurrency=2,
        layout_workers=1,
        python="interpreted",
        body_bytes=1_048_576,
        values=30_000,
        turns=100_000,
        held=100_000,
    )


def check_problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    response.content.decode("utf-8")
    problem: dict[str, Any] = json.loads(response.content)
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"]
    assert len(response.content) < 20_000
    return problem


EXTRA: Final[dict[str, dict[str, Any]]] = {
    "evaluate": {},
    "descend": {"learning_rate": 0.1, "steps": 1},
    "nudge": {"node": "n0", "h": 0.1},
    "paths": {"node": "n0"},
}


@pytest.mark.parametrize("call", EXTRA)
@pytest.mark.parametrize("name", PROGRAMS)
async def test_a_bad_program_is_refused_at_its_place(client: httpx.AsyncClient, name: str, call: str) -> None:
    source, code = PROGRAMS[name]
    extra = EXTRA[call]
    begin = time.process_time()
    response = await client.post(f"/api/v1/{call}", json={"source": source, **extra})
    assert time.process_time() - begin < CPU_SECONDS
    problem = check_problem(response, 422)
    if code != "*":
        assert problem["code"] == code, problem
    lines = source.count("\n") + 1
    if problem.get("limit", {}).get("name") != "text":
        assert 1 <= problem["line"] <= problem["end_line"] <= lines + 1
        assert problem["column"] >= 1
    await check_alive(client)


@pytest.mark.parametrize("name", BODIES)
async def test_a_bad_body_is_refused(client: httpx.AsyncClient, name: str) -> None:
    body, status, code = BODIES[name]
    begin = time.process_time()
    headers = {"content-type": "application/json"}
    response = await client.post("/api/v1/evaluate", content=body, headers=headers)
    assert time.process_time() - begin < CPU_SECONDS
    problem = check_problem(response, status)
    assert problem["code"] == code
    if code == "invalid-json":
        assert problem["line"] >= 1
        assert problem["column"] >= 1
    await check_alive(client)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 415),
        ({"content-type": ""}, 415),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json; charset=latin-1"}, 415),
        ({"content-type": "application/jsonp"}, 415),
        ({"content-type": ";;;="}, 415),
        ({"content-type": "application/json; charset*=utf-8''a; charset*0*=utf-8''b"}, 415),
        ({"content-type": "application/json; charset*0*=a; charset*=b"}, 415),
        ({"content-type": "application/json; charset*=x'y"}, 415),
        ({"content-type": "application/json"}, 200),
        ({"content-type": "Application/JSON; Charset=UTF-8"}, 200),
        ({"content-type": "application/vnd.example+json"}, 200),
    ],
)
async def test_only_json_is_read(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    response = await client.post("/api/v1/evaluate", content=b'{"source": "1"}', headers=headers)
    if status == 200:
        assert response.status_code == 200
    else:
        assert check_problem(response, 415)["code"] == "unsupported-media-type"


async def test_a_body_without_a_length_is_counted(client: httpx.AsyncClient) -> None:
    sent = 0

    async def chunks() -> Any:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * 65_536

    response = await client.post(
        "/api/v1/evaluate", content=chunks(), headers={"content-type": "application/json"}
    )
    assert check_problem(response, 413)["limit"] == {"name": "body_bytes", "value": 1_048_576}
    await check_alive(client)


async def test_a_body_of_exactly_the_limit_is_read(client: httpx.AsyncClient) -> None:
    body = b'{"source": "1"}'
    headers = {"content-type": "application/json"}
    for extra, status in ((0, 200), (1, 413)):
        padded = body + b" " * (1_048_576 - len(body) + extra)
        assert (await client.post("/api/v1/evaluate", content=padded, headers=headers)).status_code == status


async def test_a_client_that_asks_before_it_sends_is_told_at_once(client: httpx.AsyncClient) -> None:
    read = False

    async def chunks() -> Any:
        nonlocal read
        read = True
        yield b""

    headers = {"content-type": "application/json", "content-length": "10000000", "expect": "100-continue"}
    response = await client.post("/api/v1/evaluate", content=chunks(), headers=headers)
    check_problem(response, 413)
    assert not read


async def test_depth_within_the_limit_is_the_models_business(client: httpx.AsyncClient) -> None:
    nested: Any = 1
    for _ in range(DEPTH - 1):
        nested = [nested]
    response = await client.post("/api/v1/evaluate", json={"source": "1", "extra": nested})
    assert check_problem(response, 422)["names"] == ["extra"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/api/v1/nowhere", 404, "not-found"),
        ("GET", "/api/v2/evaluate", 404, "not-found"),
        ("POST", "/api/v1/evaluate/", 404, "not-found"),
        ("GET", "/static/dist/nothing.js", 404, "not-found"),
        ("GET", "/static/../pyproject.toml", 404, "not-found"),
        ("GET", "/static/%2e%2e/pyproject.toml", 404, "not-found"),
        ("GET", "/static/%00", 404, "not-found"),
        ("GET", "/static/" + "a" * 5000, 404, "not-found"),
        ("GET", "/%ff%fe", 404, "not-found"),
        ("GET", "/%ed%a0%80", 404, "not-found"),
        ("GET", "/problems/nothing", 404, "not-found"),
        ("GET", "/api/v1/evaluate", 405, "method-not-allowed"),
        ("PUT", "/api/v1/render", 405, "method-not-allowed"),
        ("DELETE", "/healthz", 405, "method-not-allowed"),
        ("POST", "/static/dist/x.js", 405, "method-not-allowed"),
        ("BREW", "/api/v1/ops", 405, "method-not-allowed"),
    ],
)
async def test_the_frameworks_own_refusals_are_problems_too(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    problem = check_problem(await client.request(method, path), status)
    assert problem["code"] == code
    assert len(problem["instance"]) <= 200


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/evaluate", "POST"),
        ("/healthz", "GET, HEAD"),
        ("/api/v1/graphs/none", "GET, HEAD, PATCH, DELETE"),
        ("/api/v1/graphs/none.svg", "GET, HEAD"),
        ("/api/v1/graphs/none/step", "POST"),
        ("/static/dist/x.js", "GET, HEAD"),
    ],
)
async def test_a_wrong_method_is_told_all_right_ones(
    client: httpx.AsyncClient, path: str, methods: str
) -> None:
    response = await client.options(path)
    check_problem(response, 405)
    assert response.headers["allow"] == methods


async def check_alive(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/evaluate", json={"source": "a*b", "values": {"a": 2, "b": 3}})
    assert response.status_code == 200
    assert response.json()["value"] == 6.0
