"""/runs: streamed runs, followed and controlled while they go on, and their recorded passes."""

from typing import Final

from app.reference.resource import Example, Resource
from app.resources.runs.route import router

_RUN: Final = "/api/v1/runs/{run_id}"
_NUMBERS: Final = Example({"values": {"a": 2.5}})

RESOURCE: Final = Resource(
    router=router,
    examples={
        f"{_RUN}/step": _NUMBERS,
        f"{_RUN}/continue": Example({"values": {"a": 2.5}, "pace": 10.0}),
        f"{_RUN}/passes/{{number}}": Example({"include": ["nodes", "frame"]}),
    },
)
