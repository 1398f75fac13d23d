"""POST /export: a program in, its graph as text for another tool out."""

from fastapi import APIRouter
from starlette.responses import Response

from app.http.bodies import JSONRoute, bounded
from app.http.problem_documentation import READING, RUNNING, problems
from app.programs.graph import graph_of
from app.programs.passes import evaluated
from app.reference.export_formats import filename
from app.resources.export.request import ExportRequest
from app.services import ServicesOf, SlotOf
from engine.export import FORMATS, export

router = APIRouter(route_class=JSONRoute, tags=["programs"])


class TextResponse(Response):
    """What the documentation says about the answer's type."""

    media_type = "text/plain"


@router.post(
    "/export",
    operation_id="export",
    summary="Write a program's graph for another tool",
    response_class=TextResponse,
    responses={
        200: {
            "description": "The text, in the format that was asked for.",
            "content": {
                each.media: {"schema": {"type": "object" if each.media == "application/json" else "string"}}
                for each in FORMATS.values()
            },
        },
        **problems("/api/v1/export", *READING, *RUNNING, "no-value", "unknown-op"),
    },
)
async def write(ask: ExportRequest, services: ServicesOf, slot: SlotOf) -> Response:
    """Micrograd, PyTorch, JAX or plain Python that gives the same value and grads; a derivation in LaTeX;
    Mermaid, DOT, or JSON whose `nodes` can be sent back in place of `source`. `/formats` lists them.
    """
    chosen = FORMATS[ask.format]

    def work() -> str:
        run = services.runs.get(ask)
        graph = graph_of(run, "there is nothing to export")
        return export(chosen.name, graph, evaluated(run, graph, ask.values, ask.state).frame)

    disposition = f'attachment; filename="{filename(chosen)}"'
    return Response(
        bounded(await slot.run(work)), media_type=chosen.media, headers={"Content-Disposition": disposition}
    )
