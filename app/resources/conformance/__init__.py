"""/conformance: statements about correctness, each with a request that tests it."""

from typing import Final

from app.reference.resource import Resource
from app.resources.conformance.route import router

RESOURCE: Final = Resource(router=router)
