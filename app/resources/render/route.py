"""POST /render: a program and a view in, a picture out."""

from typing import Annotated, Final

from fastapi import APIRouter, Header
from starlette.responses import Response

from app.http.bodies import JSONRoute, bounded
from app.http.content_policy import PICTURE_POLICY
from app.http.negotiation import accepted
from app.http.problem_documentation import DRAWING, READING, RUNNING, problems
from app.pictures.picture import picture
from app.programs.graph import graph_of
from app.programs.kept_numbers import evaluated
from app.programs.passes import Numbers, pending, stepped
from app.reference.export_formats import PICTURES
from app.resources.render.request import RenderRequest
from app.services import ServicesOf, SlotOf
from engine.graph import Graph
from engine.run import Run

MEDIA_TYPES: Final = {name: media for name, (_, media) in PICTURES.items()}
BINARY: Final = ("png", "pdf")

router = APIRouter(route_class=JSONRoute, tags=["programs"])


class PictureResponse(Response):
    """What the documentation says about the answer's type."""

    media_type = MEDIA_TYPES["svg"]


def _schema(form: str) -> dict[str, str]:
    return {"type": "string", "format": "binary"} if form in BINARY else {"type": "string"}


@router.post(
    "/render",
    summary="Draw a program's graph",
    response_class=PictureResponse,
    responses={
        200: {
            "description": "The picture, in the form that was asked for.",
            "content": {media: {"schema": _schema(form)} for form, media in MEDIA_TYPES.items()},
        },
        **problems("/api/v1/render", *READING, *RUNNING, *DRAWING, "no-value", "not-acceptable"),
    },
)
async def render(
    ask: RenderRequest,
    services: ServicesOf,
    slot: SlotOf,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """SVG; DOT, PNG or PDF when `format` or `Accept` says so. The picture's ids are those of the graph
    document.
    """
    hint = "Send one of these as `Accept`, or `format` in the body: " + ", ".join(MEDIA_TYPES) + "."
    form = ask.format or accepted(accept, MEDIA_TYPES, "A picture", hint)
    choice = ask.view.choice(ask.prefix)

    def work() -> tuple[Run, Graph, Numbers]:
        run = services.runs.get(ask)
        graph = graph_of(run, "there is nothing to draw")
        numbers = evaluated(run, graph, ask.values, ask.state)
        if ask.grads_after is not None:
            numbers = stepped(graph, numbers, ask.grads_after)
        return run, graph, pending(numbers, ((first, last) for first, last in ask.pending))

    run, graph, numbers = await slot.run(work)
    content = await picture(services, slot, run, graph, numbers, choice, form, ask.scale)
    return Response(
        bounded(content),
        media_type=MEDIA_TYPES[form],
        headers={"Content-Security-Policy": PICTURE_POLICY, "Vary": "Accept"},
    )
