"""/graphs: stored graphs, changed one revision at a time."""

from typing import Final

from app.reference.links import of_graph
from app.reference.resource import LECTURE, Example, Resource
from app.resources.graphs.route import router

_KEPT: Final = of_graph("$request.path.id")

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/graphs": Example({"source": LECTURE}),
        "/api/v1/graphs/{id}": Example({"values": {"a": 3.0}}),
        "/api/v1/graphs/{id}/forward": Example({"include": ["frame"]}),
        "/api/v1/graphs/{id}/backward": Example({"zero_grad": False}),
        "/api/v1/graphs/{id}/step": Example({"learning_rate": 0.01, "steps": 10}),
    },
    links={
        ("create_graph", 201): of_graph("$response.body#/id"),
        ("read_graph", 200): _KEPT,
        ("patch_graph", 200): _KEPT,
        ("forward_graph", 200): _KEPT,
        ("backward_graph", 200): _KEPT,
        ("step_graph", 200): _KEPT,
    },
)
