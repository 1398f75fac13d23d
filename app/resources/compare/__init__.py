"""/compare: two programs, or two states of one, node by node."""

from typing import Final

from app.reference.resource import LECTURE, Example, Resource
from app.resources.compare.compute import compare_json
from app.resources.compare.request import CompareRequest
from app.resources.compare.route import router

_EXAMPLE: Final = {
    "before": {"source": LECTURE},
    "after": {"source": LECTURE.replace("e + c", "(e + c).tanh()"), "values": {"a": 2.5}},
}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/compare": Example(
            _EXAMPLE, lambda services: compare_json(services.runs, CompareRequest.model_validate(_EXAMPLE))
        )
    },
)
