"""POST /descend: gradient descent on the graph that a program ended with."""

from typing import Annotated, Final

from fastapi import APIRouter, Header
from starlette.responses import Response

from app.http import server_sent_events as events
from app.http.bodies import JSONRoute, json_answer
from app.http.negotiation import choose
from app.http.problem_documentation import READING, RUNNING, problems
from app.resources.descend import compute
from app.resources.descend.answer import DescentDocument
from app.resources.descend.request import DescendRequest
from app.services import ServicesOf, SlotOf

EXAMPLE: Final = """\
event: step
data: {"step":0,"losses":[-8.0],"frame":{"step":0,"data":[2.0,-3.0],"grad":[6.0,-4.0]}}
id: 0.91b6d0c2ff5a8e3d

event: done
data: {"step":0,"values":{"a":2.0},"grads":{"a":6.0},"watched":null,"optimizer":{"kind":"sgd"},"stopped":null}
id: 0.91b6d0c2ff5a8e3d

"""

router = APIRouter(route_class=JSONRoute, tags=["programs"])


@router.post(
    "/descend",
    summary="Take steps of gradient descent",
    response_model=DescentDocument,
    responses={
        200: {"content": {events.MEDIA_TYPE: {"schema": {"type": "string"}, "example": EXAMPLE}}},
        **problems(
            "/api/v1/descend", *READING, *RUNNING, "no-value", "bad-descent", "unknown-event", "closing"
        ),
    },
)
async def descend(
    ask: DescendRequest,
    services: ServicesOf,
    slot: SlotOf,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: events.LastEventId = None,
) -> Response:
    """All parameters move together from one backward pass; forward is recomputed before the next. The
    program's own loops have run once, its Python is not run between steps. To continue, send back the
    `values` of the answer.

    With `Accept: text/event-stream` progress is streamed: `step` events at the stride (without one, about a
    hundred) with the losses since the event before and a frame; `done` with the rest of the answer; or
    `error` with a problem. The same request with the last id as `Last-Event-ID` resumes after it, with
    identical numbers.
    """
    if choose(accept, ("application/json", events.MEDIA_TYPE)) == events.MEDIA_TYPE:
        return await events.stream(
            slot,
            compute.descend_events(services.runs, ask, services.limits, last_event_id),
            services.shutdown,
        )
    return json_answer(await slot.run(lambda: compute.descend(services.runs, ask, services.limits)))
