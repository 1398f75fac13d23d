"""/render: a picture of a program's graph."""

from typing import Final

from app.reference.resource import LECTURE, Example, Resource
from app.resources.render.route import router

RESOURCE: Final = Resource(
    router=router,
    examples={"/api/v1/render": Example({"source": LECTURE, "view": {"direction": "TB", "theme": "light"}})},
)
