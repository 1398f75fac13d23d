"""/nudge: one node moved by h."""

from typing import Final

from app.reference.resource import LECTURE, Example, Limit, Resource
from app.resources.nudge.compute import ERROR_CURVE_WORK, nudge_json
from app.resources.nudge.request import NudgeRequest
from app.resources.nudge.route import router

_EXAMPLE: Final = {"source": LECTURE, "node": "a", "h": 0.001}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/nudge": Example(
            _EXAMPLE, lambda services: nudge_json(services.runs, NudgeRequest.model_validate(_EXAMPLE))
        )
    },
    limits={"error_curve": Limit(ERROR_CURVE_WORK, "nodes × steps", "work of a nudge's error curve")},
)
