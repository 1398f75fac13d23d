"""/healthz and /readyz: whether the process answers, and whether it can do its work."""

from typing import Final

from app.reference.resource import Resource
from app.resources.health.route import router

RESOURCE: Final = Resource(root_router=router)
