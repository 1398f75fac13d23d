"""/bugs: backward broken on purpose, beside the right one."""

from typing import Any, Final

from app.reference.resource import Example, Limit, Resource
from app.resources.bugs.compute import STEPS, bugs_json
from app.resources.bugs.request import BugsRequest
from app.resources.bugs.route import router

_EXAMPLE: Final[dict[str, Any]] = {
    "source": "a = Value(3.0, label='a')\nb = a + a; b.label = 'b'",
    "bugs": ["assign"],
}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/bugs": Example(
            _EXAMPLE, lambda services: bugs_json(services.runs, BugsRequest.model_validate(_EXAMPLE))
        )
    },
    limits={"bug_steps": Limit(STEPS, "steps", "steps of all broken passes of one answer of the bug lab")},
)
