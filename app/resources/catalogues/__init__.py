"""The catalogues: ops, examples, lessons, datasets, formats and limits."""

from typing import Final

from app.reference.links import link, of_program
from app.reference.resource import Resource
from app.resources.catalogues.route import router

RESOURCE: Final = Resource(
    router=router,
    links={
        ("examples", 200): {
            "evaluate": link(
                "evaluate",
                "The graph of the first example, with every number.",
                {"source": "$response.body#/0/source", "values": "$response.body#/0/values"},
            ),
            **of_program("/0"),
        },
        ("lessons", 200): {
            "evaluate": link(
                "evaluate",
                "The first lesson's graph, in the lesson's own state.",
                {"source": "$response.body#/0/source", "state": "$response.body#/0/state"},
            )
        },
        ("datasets", 200): {
            "evaluate": link(
                "evaluate",
                "A program on the first dataset.",
                {
                    "source": "X, y = {$response.body#/0/name}(8)\n"
                    "sum(Value(row[0]) * c for row, c in zip(X, y))"
                },
            )
        },
        ("formats", 200): {
            "render": link(
                "render",
                "A neuron in the first form.",
                {
                    "source": "(x*w + b).tanh()",
                    "values": {"x": 2.0, "w": -3.0, "b": 6.9},
                    "format": "$response.body#/0/name",
                },
            )
        },
    },
)
