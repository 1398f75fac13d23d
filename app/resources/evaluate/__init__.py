"""/evaluate, /forward and /backward: a program in, its graph document out."""

from typing import Final

from app.programs.request import ProgramRequest
from app.reference.links import SOURCE, link, of_program
from app.reference.resource import LECTURE, Example, Resource
from app.resources.evaluate import compute
from app.resources.evaluate.request import BackwardRequest
from app.resources.evaluate.route import router

_PROGRAM: Final = {"source": LECTURE}
_TWICE: Final = {"source": LECTURE, "zero_grad": False, "passes": 2}
_OF_OUTPUT: Final = {**SOURCE, "node": "$response.body#/output"}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/evaluate": Example(
            _PROGRAM, lambda services: compute.evaluate(services.runs, ProgramRequest(source=LECTURE))
        ),
        "/api/v1/forward": Example(
            _PROGRAM, lambda services: compute.forward(services.runs, ProgramRequest(source=LECTURE))
        ),
        "/api/v1/backward": Example(
            _TWICE, lambda services: compute.backward(services.runs, BackwardRequest.model_validate(_TWICE))
        ),
    },
    links={
        ("evaluate", 200): {
            **of_program(""),
            "nudge": link("nudge", "What moving one node does.", {**_OF_OUTPUT, "h": 0.001}),
            "paths": link("paths", "The paths from one node to the output.", _OF_OUTPUT),
            "import": link(
                "create_graph", "Keep the graph, from its nodes alone.", {"nodes": "$response.body#/nodes"}
            ),
        },
    },
)
