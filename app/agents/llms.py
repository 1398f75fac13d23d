"""`/llms.txt`: what this service can do, for a language model that was sent here (https://llmstxt.org).

Made of what the service says about itself: its OpenAPI document, its tools for agents, its questions.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.agents.tools import TOOLS
from app.questions import questions

_SUMMARY: Final = (
    "Backlens runs a micrograd-style Python program and gives its computation graph: every value, every "
    "gradient and every use of the chain rule, as numbers and as pictures."
)
_HOW: Final = (
    'Send a program as JSON, `{{"source": "a = Value(2.0)\\nb = a * a"}}`, to {base}api/v1/evaluate. No '
    "account and no key is needed. `Value` is built in; a class of its own works too, and is checked. "
    "Refusals are `application/problem+json` and say what to do."
)


def text(base: str, openapi: dict[str, Any]) -> str:
    """The file.

    Arguments:
        base: the address of this service, with its slash.
        openapi: the service's OpenAPI document.
    """
    return "\n".join(
        [
            "# Backlens",
            "",
            f"> {_SUMMARY}",
            "",
            _HOW.format(base=base),
            "",
            "## Tools for agents",
            "",
            f"- [MCP endpoint]({base}mcp): Model Context Protocol, streamable HTTP.",
            *(f"- {name}: {each.about}" for name, each in TOOLS.items()),
            "",
            "## REST calls",
            "",
            f"- [OpenAPI]({base}openapi.json): every call with its request, answer, refusals and an example.",
            *_calls(base, openapi),
            "",
            "## Questions",
            "",
            *(f"- [{each.title}]({base}why/{each.name})" for each in questions()),
            "",
            "## Pages",
            "",
            f"- [Explore]({base}): a program and its graph.",
            f"- [Lessons]({base}lessons): backpropagation from the slope of a function to attention.",
            f"- [Train]({base}train): a training loop while it runs.",
            f"- [API]({base}api): the reference, with live examples.",
            "",
        ]
    )


def _calls(base: str, openapi: dict[str, Any]) -> Iterator[str]:
    for path, item in openapi["paths"].items():
        for method, call in item.items():
            name, about = f"{method.upper()} {path}", call["summary"].removesuffix(".")
            # A path with a part to fill in is not an address.
            yield f"- {name if '{' in path else f'[{name}]({base}{path[1:]})'}: {about}."
