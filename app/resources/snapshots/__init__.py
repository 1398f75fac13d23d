"""/snapshots and /s/{key}: immutable copies of a graph with a short link."""

from typing import Final

from app.reference.links import Links, link
from app.reference.resource import LECTURE, Example, Resource
from app.resources.snapshots.route import root_router, router

_PICTURE: Final[Links] = {
    "picture": link("read_snapshot_form", "Its picture.", key="$response.body#/key", form="svg"),
    "document": link("read_snapshot_form", "Its document.", key="$response.body#/key", form="json"),
}

RESOURCE: Final = Resource(
    router=router,
    root_router=root_router,
    examples={
        "/api/v1/snapshots": Example({"source": LECTURE, "page": {"mode": "backward", "step": 3}}),
    },
    links={("create_snapshot", 201): _PICTURE, ("create_snapshot", 200): _PICTURE},
)
