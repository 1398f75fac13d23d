"""`/llms.txt` names every call, tool and question, and each address in it is answered."""

import re

import httpx
import pytest

from app.agents.tools import TOOLS
from app.questions import questions

pytestmark = pytest.mark.anyio


async def test_it_is_made_of_what_the_service_says_of_itself(client: httpx.AsyncClient) -> None:
    answer = await client.get("/llms.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    text, openapi = answer.text, (await client.get("/openapi.json")).json()
    assert text.startswith("# Backlens\n\n> ")
    for path, item in openapi["paths"].items():
        for method, call in item.items():
            assert f"{method.upper()} {path}" in text
            assert call["summary"].removesuffix(".") in text
    assert all(f"- {name}: {each.about}" in text for name, each in TOOLS.items())
    assert all(f"[{each.title}](http://backlens.test/why/{each.name})" in text for each in questions())


async def test_each_address_that_can_be_opened_is_answered(client: httpx.AsyncClient) -> None:
    text = (await client.get("/llms.txt")).text
    addresses = re.findall(r"\[(?!POST)[^\]]*\]\(http://backlens\.test(/[^)]*)\)", text)
    assert len(addresses) > 30
    for address in addresses:
        status = (await client.get(address)).status_code
        assert status in ((405,) if address == "/mcp" else (200, 503)), address  # 503: the page is not built
