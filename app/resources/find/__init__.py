"""/find: what of a program's graph a query finds."""

from typing import Final

from app.reference.resource import LECTURE, Example, Resource
from app.resources.find.compute import find_json
from app.resources.find.request import FindRequest
from app.resources.find.route import router

_EXAMPLE: Final = {"source": LECTURE, "query": "grad>1"}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/find": Example(
            _EXAMPLE, lambda services: find_json(services.runs, FindRequest.model_validate(_EXAMPLE))
        )
    },
)
