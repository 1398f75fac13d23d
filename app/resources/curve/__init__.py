"""/curve: a program as a function of one leaf."""

from typing import Any, Final

from app.reference.resource import Example, Limit, Resource
from app.resources.curve.compute import CURVE_POINTS, CURVE_WORK, curve_json
from app.resources.curve.request import CurveRequest
from app.resources.curve.route import router

_EXAMPLE: Final[dict[str, Any]] = {
    "source": "3*x**2 - 4*x + 5",
    "leaf": "x",
    "from": -1.0,
    "to": 3.0,
    "points": 5,
}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/curve": Example(
            _EXAMPLE,
            lambda services: curve_json(
                services.runs, CurveRequest.model_validate(_EXAMPLE), services.limits
            ),
        )
    },
    limits={
        "curve": Limit(CURVE_WORK, "points × nodes", "work of a curve"),
        "curve_points": Limit(CURVE_POINTS, "points", "points of a curve"),
    },
)
