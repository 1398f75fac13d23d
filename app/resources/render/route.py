"""POST /render: a program and a view in, a picture out."""

from typing import Annotated, Final

from fastapi import APIRouter, Header
from starlette.responses import Response

from app.drawing import Origins, ViewChoice
from app.http.bodies import JSONRoute
from app.http.content_policy import PICTURE_POLICY
from app.http.negotiation import choose
from app.http.problems import ProblemError
from app.pictures.request import RenderRequest
from app.programs.passes import Numbers, evaluated
from app.reference.export_formats import PICTURES
from app.reference.openapi import DRAWING, READING, RUNNING, problems
from app.services import ServicesOf, SlotOf
from engine.graph import Graph
from engine.program import Run

FORMS: Final = {name: media for name, (_, media) in PICTURES.items()}
BINARY: Final = ("png", "pdf")

router = APIRouter(route_class=JSONRoute, tags=["programs"])


class PictureResponse(Response):
    """What the documentation says about the answer's type."""

    media_type = FORMS["svg"]


def _schema(form: str) -> dict[str, str]:
    return {"type": "string", "format": "binary"} if form in BINARY else {"type": "string"}


@router.post(
    "/render",
    summary="Draw a program's graph",
    response_class=PictureResponse,
    responses={
        200: {
            "description": "The picture, in the form that was asked for.",
            "content": {media: {"schema": _schema(form)} for form, media in FORMS.items()},
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
    form = ask.format or _form(accept)
    choice = _choice(ask)

    def work() -> tuple[Run, Graph, Numbers]:
        run = services.runs.get(ask)
        if run.graph is None:
            raise ProblemError("no-value", "The program makes no Value, so there is nothing to draw.")
        return run, run.graph, evaluated(run, run.graph, ask.values, ask.state)

    run, graph, numbers = await slot.run(work)
    moved = frozenset(graph.ids[name] for name in run.parameters)
    origins = Origins(run.lines, run.held)
    drawn = (graph, numbers.frame, numbers.states, numbers.passes, choice, moved, origins)
    content: str | bytes
    match form:
        case "dot":
            content = await slot.run(
                lambda: services.drawer.dot(graph, choice, numbers.frame, moved, numbers.states, origins)
            )
        case "png" | "pdf":
            content = await services.drawer.print(*drawn, form=form, scale=ask.scale)
        case _:
            content = await services.drawer.draw(*drawn)
    return Response(
        content,
        media_type=FORMS[form],
        headers={"Content-Security-Policy": PICTURE_POLICY, "Vary": "Accept"},
    )


def _form(accept: str) -> str:
    kind = choose(accept, tuple(FORMS.values()))
    if kind is None:
        raise ProblemError(
            "not-acceptable",
            f"A picture can be {' or '.join(FORMS.values())}.",
            "Send one of these as `Accept`, or `format` in the body: " + ", ".join(FORMS) + ".",
            names=tuple(FORMS.values()),
        )
    return next(form for form, offered in FORMS.items() if offered == kind)


def _choice(ask: RenderRequest) -> ViewChoice:
    view = ask.view
    return ViewChoice(
        direction=view.direction,
        look=view.look,
        theme=view.theme,
        collapsed=tuple(view.collapsed),
        folded=view.folded,
        around=None if view.around is None else (view.around.node, view.around.hops),
        inline=view.inline,
        prefix=ask.prefix,
    )
