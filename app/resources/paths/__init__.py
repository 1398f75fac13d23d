"""/paths: the paths from a node to the output."""

from typing import Final

from app.reference.resource import LECTURE, Example, Limit, Resource
from app.resources.paths.compute import PATH_EDGES, paths_json
from app.resources.paths.request import PathsRequest
from app.resources.paths.route import router

_EXAMPLE: Final = {"source": LECTURE, "node": "a"}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/paths": Example(
            _EXAMPLE, lambda services: paths_json(services.runs, PathsRequest.model_validate(_EXAMPLE))
        )
    },
    limits={"path_edges": Limit(PATH_EDGES, "edges", "edges of all listed paths together")},
)
