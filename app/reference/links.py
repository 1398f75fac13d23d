"""Links of the OpenAPI document: what can be asked for with an answer.

A link names a call and says which parts of the answer go into it, so that a program that reads the document
can continue without help: build a graph, write to it with the tag it was given, keep a snapshot, fetch its
picture. Each resource declares the links of its answers; here is what several of them have.
"""

from typing import Any, Final

Links = dict[str, dict[str, Any]]

RATE: Final = {"learning_rate": 0.01}
SOURCE: Final = {"source": "$response.body#/source"}
_TAG: Final = "$response.header.ETag"


def link(call: str, about: str, body: Any = None, **parameters: str) -> dict[str, Any]:
    """One link.

    Arguments:
        call: the operation id.
        body: what it sends.
        parameters: runtime expressions (OpenAPI 3.1, 4.8.20.4) by parameter.
    """
    found: dict[str, Any] = {"operationId": call, "description": about}
    if parameters:
        found["parameters"] = {name.replace("_", "-"): text for name, text in parameters.items()}
    return found if body is None else found | {"requestBody": body}


def of_graph(id_: str) -> Links:
    """What can be done with a stored graph whose id and ETag an answer has."""
    seen = {"id": id_, "If_Match": _TAG}
    return {
        "read": link("read_graph", "The graph as it is now.", id=id_),
        "unchanged": link("read_graph", "304 until it is changed.", id=id_, If_None_Match=_TAG),
        "dot": link("read_graph_form", "The graph in another form.", id=id_, form="dot"),
        "patch": link(
            "patch_graph", "Set a leaf of the revision that was seen.", {"values": {"n0": 0.5}}, **seen
        ),
        "rebuild": link(
            "patch_graph", "Run the program again, with the numbers that were set.", SOURCE, **seen
        ),
        "forward": link("forward_graph", "Forward over the revision that was seen.", **seen),
        "backward": link("backward_graph", "Backward over the revision that was seen.", **seen),
        "step": link("step_graph", "Descend from the revision that was seen.", RATE, **seen),
        "share": link("create_snapshot", "Keep an immutable copy and get a short link.", {"graph": id_}),
        "delete": link("delete_graph", "Delete the revision that was seen.", **seen),
    }


def of_program(place: str) -> Links:
    """What can be done with a program that an answer holds at this JSON pointer."""
    body = {"source": f"$response.body#{place}/source"}
    if place:
        body["values"] = f"$response.body#{place}/values"
    return {
        "forward": link("forward", "A forward pass alone.", body),
        "backward": link("backward", "A backward pass.", body),
        "descend": link("descend", "Steps of descent.", {**body, **RATE, "steps": 10}),
        "render": link("render", "Its picture.", {**body, "format": "svg"}),
        "export": link("export", "Its graph for another tool.", {**body, "format": "python"}),
        "keep": link("create_graph", "Build its graph and keep it.", body),
        "share": link("create_snapshot", "Keep an immutable copy and get a short link.", body),
    }
