"""/export: a program's graph as text for another tool."""

from typing import Final

from app.reference.resource import LECTURE, Example, Limit, Resource
from app.resources.export.route import router
from engine.export import MOST

RESOURCE: Final = Resource(
    router=router,
    examples={"/api/v1/export": Example({"source": LECTURE, "format": "python"})},
    limits={"exported_nodes": Limit(MOST, "nodes", "nodes of a graph that is exported as text")},
)
