"""A graph in the forms that can be linked to: picture, DOT, Python, document; one media type a form."""

from typing import Annotated, Any, Final

from fastapi import Path
from starlette.responses import Response

from app.drawing import Origins, ViewChoice
from app.http.content_policy import CLOSED_POLICY, PICTURE_POLICY
from app.http.negotiation import choose
from app.http.problems import ProblemError
from app.services import QueueSlot, Services
from app.stored.graph import Stored
from engine.export import export

FORMS: Final = {
    "json": "application/json",
    "svg": "image/svg+xml",
    "dot": "text/vnd.graphviz",
    "py": "text/x-python",
    "png": "image/png",
    "pdf": "application/pdf",
}

SHARED: Final = "png"  # the form that a pasted link shows

FormName = Annotated[
    str,
    Path(description="The form: " + ", ".join(FORMS) + ".", json_schema_extra={"enum": list(FORMS)}),
]


class FormResponse(Response):
    """What the documentation says about the answer's type."""

    media_type = FORMS["svg"]


def documented() -> dict[str, Any]:
    """The successful answer, for the documentation."""
    return {
        "description": "The graph in this form.",
        "content": {
            kind: {"schema": {"type": "object"} if form == "json" else {"type": "string"}}
            for form, kind in FORMS.items()
        },
    }


def check(form: str) -> None:
    """Raises ProblemError `not-found` for a form that there is not."""
    if form not in FORMS:
        raise ProblemError(
            "not-found",
            "There is no such form of a graph.",
            f"There are {', '.join(FORMS)}.",
            names=tuple(FORMS),
        )


def wanted(accept: str) -> str:
    """The form that `Accept` asks for, the document if it does not care."""
    kind = choose(accept, tuple(FORMS.values()))
    if kind is None:
        raise ProblemError(
            "not-acceptable",
            f"A graph can be {', '.join(FORMS.values())}.",
            "Send one of these as `Accept`, or add the form to the address, as in `.svg`.",
            names=tuple(FORMS.values()),
        )
    return next(form for form, offered in FORMS.items() if offered == kind)


async def picture(
    services: Services,
    slot: QueueSlot,
    stored: Stored,
    form: str,
    choice: ViewChoice,
    headers: dict[str, str],
) -> Response:
    """Every form but the document. Raises DrawingError, ProblemError, EngineError."""
    content = await _content(services, slot, stored, form, choice)
    policy = CLOSED_POLICY if form == "py" else PICTURE_POLICY
    return FormResponse(
        content, media_type=FORMS[form], headers={"Content-Security-Policy": policy, **headers}
    )


async def _content(
    services: Services, slot: QueueSlot, stored: Stored, form: str, choice: ViewChoice
) -> str | bytes:
    graph, numbers, run = stored.graph, stored.numbers, stored.shape.run
    origins = Origins(run.lines, run.held)
    moved = frozenset(graph.ids[name] for name in run.parameters if name in graph.ids)
    if form == "py":
        return await slot.run(lambda: export("python", graph, numbers.frame))
    if form == "dot":
        return await slot.run(
            lambda: services.drawer.dot(graph, choice, numbers.frame, moved, numbers.states, origins)
        )
    shown = (graph, numbers.frame, numbers.states, numbers.passes, choice, moved, origins)
    if form != "svg":
        return await services.drawer.print(*shown, form="png" if form == "png" else "pdf")
    return await services.drawer.draw(*shown)
