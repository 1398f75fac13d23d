"""The README's own requests are sent, so that nobody copies one that does not work."""

import shlex
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

README = (Path(__file__).parents[2] / "README.md").read_text()
COMMANDS = [line for line in README.splitlines() if line.startswith("curl ")]


def test_the_api_is_shown_in_three_lines() -> None:
    assert len(COMMANDS) == 3


@pytest.mark.parametrize("command", COMMANDS)
async def test_each_line_is_answered(command: str, client: httpx.AsyncClient) -> None:
    words = shlex.split(command)
    headers = dict(word.split(": ", 1) for flag, word in pairwise(words) if flag == "-H")
    address = next(word for word in words if word.startswith("localhost:8000/"))
    answer = await client.post(
        address.removeprefix("localhost:8000"), headers=headers, content=words[words.index("-d") + 1]
    )
    assert answer.status_code == 200, answer.text
    if "accept" in headers:
        assert answer.headers["content-type"].startswith(headers["accept"])
