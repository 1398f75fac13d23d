"""The tools of agents, by the protocol's own client, on a server that runs."""

import base64
import json
import re
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import Request
from mcp import Client
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from app.agents.calls import Calls
from app.agents.links import fragment
from app.agents.tools import TOOLS
from app.http.clients import Clients
from app.runtime.clients import client
from tools import server as served

pytestmark = pytest.mark.anyio

LECTURE = "a = Value(2.0, label='a')\nb = Value(-3.0, label='b')\nc = a*b + a; c.label = 'c'\n"
OWN = """\
class Value:
    def __init__(self, data, children=()):
        self.data, self.grad, self._prev, self._backward = data, 0.0, children, lambda: None

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out

    def backward(self):
        self.grad = 1.0
        self._backward()

a = Value(3.0)
b = a * a
b.backward()
"""

ORDERED = """\
        order = []

        def visit(node):
            if node not in order:
                for child in node._prev:
                    visit(child)
                order.append(node)

        visit(self)
        for node in reversed(order):
            node._backward()
"""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with served.running(
        environment={"BACKLENS_ROOT_PATH": "/lens", "BACKLENS_HOSTS": "127.0.0.1"}
    ) as address:
        yield address


@pytest.fixture
async def agent(origin: str) -> AsyncIterator[Client]:
    async with Client(f"{origin}/mcp") as found:
        yield found


async def asked(agent: Client, tool: str, **given: Any) -> dict[str, Any]:
    answer = await agent.call_tool(tool, given)
    assert not answer.is_error, answer.content
    found: dict[str, Any] = dict(answer.structured_content or {})
    assert found["sentence"]
    return found


def state(link: str) -> dict[str, Any]:
    """What a link keeps."""
    packed = link.partition("#1.")[2]
    data = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    found: dict[str, Any] = json.loads(zlib.decompress(data, wbits=-zlib.MAX_WBITS))
    return found


async def test_every_tool_is_listed_with_what_it_takes(agent: Client) -> None:
    listed = {each.name: each for each in (await agent.list_tools()).tools}
    assert set(listed) == set(TOOLS)
    assert listed["explain_grad"].input_schema["required"] == ["source", "node"]
    assert all(each.description for each in listed.values())


async def test_a_program_is_evaluated(agent: Client, origin: str) -> None:
    found = await asked(agent, "evaluate", source=LECTURE, values={"a": 4.0})
    assert found["value"] == -8.0
    assert found["grads"] == {"a": -2.0, "b": 4.0}
    assert found["sentence"] == "c = -8. Grads: a -2, b 4."
    assert found["link"].startswith(f"{origin}/lens/#1.")
    assert state(found["link"]) == {"source": LECTURE, "values": {"a": 4.0}, "mode": "backward"}


async def test_an_engine_is_checked(agent: Client) -> None:
    found = await asked(agent, "check_engine", source=OWN)
    assert found["agrees"] is False
    assert found["findings"][0]["method"] == "__mul__"
    assert "instead of adding" in found["sentence"]
    adding = OWN.replace(".grad = other", ".grad += other").replace(".grad = self", ".grad += self")
    alone = await asked(agent, "check_engine", source=adding)
    assert alone["sentence"].startswith("The class Value is wrong when tried alone: backward(): chain")
    right = await asked(agent, "check_engine", source=adding.replace("        self._backward()\n", ORDERED))
    assert right["sentence"] == "The class Value agrees with calculus."
    none = await asked(agent, "check_engine", source=LECTURE)
    assert "no engine of its own" in none["sentence"]


async def test_two_programs_are_compared(agent: Client, origin: str) -> None:
    after = LECTURE.replace("2.0", "5.0")
    found = await asked(agent, "compare", before={"source": LECTURE}, after={"source": after})
    assert found["equal"] is False
    assert found["first_value"]["numbers"] == [2.0, 5.0]
    assert found["sentence"].startswith("Data differs first at a: 2 before, 5 after.")
    assert found["link"].startswith(f"{origin}/lens/compare#1.")
    assert state(found["link"])["compare"]["before"]["source"] == LECTURE
    same = await asked(agent, "compare", before={"source": LECTURE}, after={"source": LECTURE})
    assert same["equal"] is True


async def test_a_grad_is_explained(agent: Client) -> None:
    found = await asked(agent, "explain_grad", source=LECTURE, node="a")
    assert found["grad"] == -2.0
    assert sorted(each["product"] for each in found["paths"]) == [-3.0, 1.0]
    assert found["sentence"].startswith("The grad of a is -2, the sum over 2 paths from a to c: ")
    assert state(found["link"])["selected"] == "n0"


OVER = "a = Value(1.0, label='a')\nb = a * 1e308 * 10\nc = b - b; c.label = 'c'\n"


async def test_numbers_that_are_not_finite_have_their_words(agent: Client) -> None:
    found = await asked(agent, "evaluate", source=OVER)
    assert found["sentence"] == "c = NaN. Grads: a 0."
    why = await asked(agent, "explain_grad", source=OVER, node="a")
    assert why["sentence"] == "The grad of a is 0, the sum over 2 paths from a to c."
    assert [path["product"] for path in why["paths"]] == ["Infinity", "-Infinity"]
    both = await asked(agent, "compare", before={"source": LECTURE}, after={"source": OVER})
    assert "differs first at" in both["sentence"]


async def test_a_graph_is_drawn(agent: Client) -> None:
    answer = await agent.call_tool("render", {"source": LECTURE})
    (picture,) = [each for each in answer.content if each.type == "image"]
    assert base64.b64decode(picture.data).startswith(b"\x89PNG")


async def test_what_is_refused_says_why(agent: Client) -> None:
    for tool, given, why in (
        ("evaluate", {"source": "b = a * 2"}, "NameError"),
        ("evaluate", {}, "source"),
        ("explain_grad", {"source": LECTURE, "node": "zz"}, "zz"),
        ("nothing", {}, "no tool"),
    ):
        answer = await agent.call_tool(tool, given)
        assert answer.is_error
        assert why in answer.content[0].text  # type: ignore[union-attr]


async def test_a_wrong_number_is_placed(agent: Client) -> None:
    found = await agent.call_tool("evaluate", {"source": "a*2", "values": {"a": "x"}})
    assert found.is_error
    assert found.content[0].text.startswith("values.a: Input should be a valid number")  # type: ignore[union-attr]


async def test_only_a_post_of_json_is_answered(origin: str) -> None:
    async with httpx.AsyncClient(base_url=origin) as plain:
        assert (await plain.get("/mcp")).status_code == 405
        assert (await plain.post("/mcp", content="x")).status_code in (400, 406, 415)
        other = await plain.post("/mcp", json={}, headers={"Host": "elsewhere.example"})
        assert "not a host" in other.json()["detail"]


@pytest.mark.parametrize("name", ["203.0.113.9", "2001:db8:0:1::/64"])
async def test_a_tool_is_called_for_the_client_that_asked(name: str) -> None:
    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse({"client": client.get()})(scope, receive, send)

    token = client.set(name)
    try:
        request = Request({"type": "http", "headers": [(b"host", b"backlens.test")]})
        answer = await Calls(Clients(told, 0), request).post("evaluate", {})
    finally:
        client.reset(token)
    assert answer == {"client": name}


def test_a_link_is_the_form_that_the_page_reads() -> None:
    text = fragment({"source": "a = Value(1.0)", "note": "é"})
    assert re.fullmatch(r"#1\.[A-Za-z0-9_-]+", text)
    assert state(text) == {"source": "a = Value(1.0)", "note": "é"}
