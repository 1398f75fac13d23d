"""/descend: gradient descent on the graph that a program ended with."""

from typing import Final

from app.reference.links import RATE, link
from app.reference.resource import LECTURE, Example, Resource
from app.resources.descend import compute
from app.resources.descend.request import DescendRequest
from app.resources.descend.route import router

_EXAMPLE: Final = {"source": LECTURE, "learning_rate": 0.01, "steps": 1}

RESOURCE: Final = Resource(
    router=router,
    examples={
        "/api/v1/descend": Example(
            _EXAMPLE,
            lambda services: compute.descend(
                services.runs, DescendRequest.model_validate(_EXAMPLE), services.limits
            ),
        )
    },
    links={
        ("descend", 200): {
            "go_on": link(
                "descend",
                "More steps from where these ended.",
                {
                    "source": "$request.body#/source",
                    "values": "$response.body#/values",
                    "optimizer": "$response.body#/optimizer",
                    **RATE,
                    "steps": 10,
                },
            )
        },
    },
)
