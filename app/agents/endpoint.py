"""`/mcp`: each POST is answered on its own, in JSON, by the protocol's own package."""

import asyncio
import importlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, Request
from pydantic import ValidationError
from starlette.types import Message, Receive, Scope, Send

from app import __version__
from app.agents.calls import Calls, RefusedError
from app.agents.tools import TOOLS, Answer
from app.http.bodies import read_json

if TYPE_CHECKING:
    from mcp_types import CallToolResult

ABOUT: Final = (
    "Backlens runs micrograd-style Python, gives every gradient of its computation graph, and says why it is "
    "what it is. Each answer has numbers, a sentence, and a link that shows the same graph to a person."
)


class Endpoint:
    """The endpoint of one app; the package is imported when the first agent asks."""

    def __init__(self, app: FastAPI) -> None:
        self._app: Final = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with read_json(Request(scope, receive)) as (body, _):
            await asyncio.to_thread(_load)
            await self._answer(scope, _replayed(body, receive), send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        manager = StreamableHTTPSessionManager(
            app=self._server,
            json_response=True,
            stateless=True,
        )
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    @cached_property
    def _server(self) -> Any:
        import mcp_types as types
        from mcp.server.lowlevel import Server

        async def list_tools(_: Any, __: Any) -> types.ListToolsResult:
            return types.ListToolsResult(
                tools=[
                    types.Tool(name=name, description=each.about, input_schema=each.takes.model_json_schema())
                    for name, each in TOOLS.items()
                ]
            )

        async def call_tool(context: Any, asked: types.CallToolRequestParams) -> "CallToolResult":
            calls = Calls(self._app, context.request)
            try:
                tool = TOOLS[asked.name]
                answer = await tool.run(calls, tool.takes.model_validate(asked.arguments or {}))
            except KeyError:
                return _refused(f"There is no tool {asked.name}. There are {', '.join(TOOLS)}.")
            except RefusedError as error:
                return _refused(str(error))
            except ValidationError as error:
                return _refused(_faults(error))
            return _answered(answer)

        return Server(
            "backlens",
            version=__version__,
            title="Backlens",
            instructions=ABOUT,
            on_list_tools=list_tools,
            on_call_tool=call_tool,
        )


def _replayed(body: bytes, receive: Receive) -> Receive:
    """What gives this body, and then what the connection gives."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received


def _load() -> None:
    # Half a second, in which others are answered.
    for name in ("mcp.server.lowlevel", "mcp.server.streamable_http_manager"):
        importlib.import_module(name)


def _answered(answer: Answer) -> "CallToolResult":
    import mcp_types as types

    content: list[Any] = [types.TextContent(type="text", text=f"{answer.sentence}\n{answer.link}")]
    if answer.picture is not None:
        content.append(types.ImageContent(type="image", data=answer.picture, mime_type="image/png"))
    numbers = {"sentence": answer.sentence, "link": answer.link, **answer.numbers}
    return types.CallToolResult(content=content, structured_content=numbers)


def _faults(error: ValidationError) -> str:
    places = (".".join(map(str, each["loc"])) for each in error.errors())
    return " ".join(f"{place}: {each['msg']}." for place, each in zip(places, error.errors(), strict=True))


def _refused(why: str) -> "CallToolResult":
    import mcp_types as types

    return types.CallToolResult(content=[types.TextContent(type="text", text=why)], is_error=True)
