"""/problems/{code}: what a problem means."""

from typing import Final

from app.reference.resource import Resource
from app.resources.problems.route import router

RESOURCE: Final = Resource(root_router=router)
