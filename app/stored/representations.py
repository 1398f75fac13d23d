"""The representations of a graph that can be linked to: picture, DOT, Python, document; a media type each."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Path
from starlette.responses import Response

from app.drawing import ViewChoice
from app.http.bodies import bounded
from app.http.content_policy import CLOSED_POLICY, PICTURE_POLICY
from app.http.negotiation import accepted
from app.http.problems import ProblemError
from app.http.queue_slot import QueueSlot
from app.pictures.picture import picture
from app.services import Services
from app.stored.graph import Stored
from engine.export import export

MEDIA_TYPES: Final = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "dot": "text/vnd.graphviz",
    "py": "text/x-python",
    "png": "image/png",
    "pdf": "application/pdf",
}

SHARED: Final = "png"  # the form that a pasted link shows

Name = Annotated[
    str,
    Path(
        description="The form: " + ", ".join(MEDIA_TYPES) + ".", json_schema_extra={"enum": list(MEDIA_TYPES)}
    ),
]


class RepresentationResponse(Response):
    """What the documentation says about the answer's type."""

    media_type = MEDIA_TYPES["svg"]


def documented() -> dict[str, Any]:
    """The successful answer, for the documentation."""
    return {
        "description": "The graph in this form.",
        "content": {
            kind: {"schema": {"type": "object"} if form == "json" else {"type": "string"}}
            for form, kind in MEDIA_TYPES.items()
        },
    }


def check(form: str) -> None:
    """Raises ProblemError `not-found` for an unknown form."""
    if form not in MEDIA_TYPES:
        raise ProblemError(
            "not-found",
            "A graph does not have this form.",
            f"There are {', '.join(MEDIA_TYPES)}.",
            names=tuple(MEDIA_TYPES),
        )


def wanted(accept: str) -> str:
    """The form that `Accept` asks for, the document if it does not care."""
    hint = "Send one of these as `Accept`, or add the form to the address, as in `.svg`."
    return accepted(accept, MEDIA_TYPES, "A graph", hint)


def json_document(content: bytes, headers: Mapping[str, str]) -> Response:
    """The document, as one of the representations."""
    return RepresentationResponse(bounded(content), media_type=MEDIA_TYPES["json"], headers=headers)


async def representation(
    services: Services,
    slot: QueueSlot,
    stored: Stored,
    form: str,
    choice: ViewChoice,
    headers: Mapping[str, str],
) -> Response:
    """Every form but the document. Raises DrawingError, EngineError."""
    graph, numbers, run = stored.graph, stored.numbers, stored.shape.run
    content: str | bytes
    if form == "py":
        content = await slot.run(lambda: export("python", graph, numbers.frame))
    else:
        content = await picture(services, slot, run, graph, numbers, choice, form)
    policy = CLOSED_POLICY if form == "py" else PICTURE_POLICY
    return RepresentationResponse(
        bounded(content), media_type=MEDIA_TYPES[form], headers={"Content-Security-Policy": policy, **headers}
    )
