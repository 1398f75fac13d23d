"""What can be asked for with an answer: the links of the OpenAPI document, by call and by what it gives.

A link names a call and says which parts of the answer go into it, so that a program that reads the document
can go on by itself: build a graph, write to it with the tag it was given, keep a snapshot, fetch its picture.
The tests follow every one of them.
"""

from typing import Any, Final

Links = dict[str, dict[str, Any]]

_RATE: Final = {"learning_rate": 0.01}
_SOURCE: Final = {"source": "$response.body#/source"}
_TAG: Final = "$response.header.ETag"


def _link(call: str, about: str, body: Any = None, **parameters: str) -> dict[str, Any]:
    """One link. parameters: runtime expressions (OpenAPI 3.1, 4.8.20.4) by parameter; body: what it sends."""
    found: dict[str, Any] = {"operationId": call, "description": about}
    if parameters:
        found["parameters"] = {name.replace("_", "-"): text for name, text in parameters.items()}
    return found if body is None else found | {"requestBody": body}


def _of_graph(id_: str) -> Links:
    """What can be done with a stored graph whose id and tag an answer has."""
    seen = {"id": id_, "If_Match": _TAG}
    return {
        "read": _link("read_graph", "The graph as it is now.", id=id_),
        "unchanged": _link("read_graph", "304 until somebody has written to it.", id=id_, If_None_Match=_TAG),
        "dot": _link("read_graph_form", "The graph in another form.", id=id_, form="dot"),
        "patch": _link(
            "patch_graph", "Set a leaf of the revision that was seen.", {"values": {"n0": 0.5}}, **seen
        ),
        "rebuild": _link(
            "patch_graph", "Run the program again, with the numbers that were set.", _SOURCE, **seen
        ),
        "forward": _link("forward_graph", "Forward over the revision that was seen.", **seen),
        "backward": _link("backward_graph", "Backward over the revision that was seen.", **seen),
        "step": _link("step_graph", "Descend from the revision that was seen.", _RATE, **seen),
        "share": _link("create_snapshot", "Keep an immutable copy and get a short link.", {"graph": id_}),
        "delete": _link("delete_graph", "Delete the revision that was seen.", **seen),
    }


def _of_program(place: str) -> Links:
    """What can be done with a program that an answer holds at this place."""
    body = {"source": f"$response.body#{place}/source"}
    if place:
        body["values"] = f"$response.body#{place}/values"
    return {
        "forward": _link("forward", "A forward pass alone.", body),
        "backward": _link("backward", "A backward pass.", body),
        "descend": _link("descend", "Steps of descent.", {**body, **_RATE, "steps": 10}),
        "render": _link("render", "Its picture.", {**body, "format": "svg"}),
        "export": _link("export", "Its graph for another tool.", {**body, "format": "python"}),
        "keep": _link("create_graph", "Build its graph and keep it.", body),
        "share": _link("create_snapshot", "Keep an immutable copy and get a short link.", body),
    }


_OF_NODE: Final = {**_SOURCE, "node": "$response.body#/output"}
_PICTURE: Final[Links] = {
    "picture": _link("read_snapshot_form", "Its picture.", key="$response.body#/key", form="svg"),
    "document": _link("read_snapshot_form", "Its document.", key="$response.body#/key", form="json"),
}
_KEPT: Final = _of_graph("$request.path.id")

LINKS: Final[dict[tuple[str, int], Links]] = {
    ("examples", 200): {
        "evaluate": _link(
            "evaluate",
            "The graph of the first example, with every number.",
            {"source": "$response.body#/0/source", "values": "$response.body#/0/values"},
        ),
        **_of_program("/0"),
    },
    ("lessons", 200): {
        "evaluate": _link(
            "evaluate",
            "The first lesson's graph, in the lesson's own state.",
            {"source": "$response.body#/0/source", "state": "$response.body#/0/state"},
        )
    },
    ("datasets", 200): {
        "evaluate": _link(
            "evaluate",
            "A program on the first dataset.",
            {"source": "X, y = {$response.body#/0/name}(8)\nsum(Value(row[0]) * c for row, c in zip(X, y))"},
        )
    },
    ("formats", 200): {
        "render": _link(
            "render",
            "A neuron in the first form.",
            {
                "source": "(x*w + b).tanh()",
                "values": {"x": 2.0, "w": -3.0, "b": 6.9},
                "format": "$response.body#/0/name",
            },
        )
    },
    ("evaluate", 200): {
        **_of_program(""),
        "nudge": _link("nudge", "What moving one node does.", {**_OF_NODE, "h": 0.001}),
        "paths": _link("paths", "The paths from one node to the output.", _OF_NODE),
        "import": _link(
            "create_graph", "Keep the graph, from its nodes alone.", {"nodes": "$response.body#/nodes"}
        ),
    },
    ("descend", 200): {
        "go_on": _link(
            "descend",
            "More steps from where these ended.",
            {
                "source": "$request.body#/source",
                "values": "$response.body#/values",
                "optimizer": "$response.body#/optimizer",
                **_RATE,
                "steps": 10,
            },
        )
    },
    ("create_graph", 201): _of_graph("$response.body#/id"),
    ("read_graph", 200): _KEPT,
    ("patch_graph", 200): _KEPT,
    ("forward_graph", 200): _KEPT,
    ("backward_graph", 200): _KEPT,
    ("step_graph", 200): _KEPT,
    ("create_snapshot", 201): _PICTURE,
    ("create_snapshot", 200): _PICTURE,
}
"""By the id of the call and the status of its answer."""


def add_links(document: dict[str, Any]) -> None:
    """Write them into the document. Raises KeyError for a call or an answer that it does not have."""
    calls = {call["operationId"]: call for item in document["paths"].values() for call in item.values()}
    for (call, status), links in LINKS.items():
        calls[call]["responses"][str(status)]["links"] = links
