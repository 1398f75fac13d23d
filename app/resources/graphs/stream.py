"""Steps of descent on a stored graph, as events."""

from starlette.responses import Response

from app.http import server_sent_events as events
from app.http.idempotency import answer_of
from app.resources.graphs import compute
from app.resources.graphs.request import StepRequest
from app.resources.graphs.write import Change
from app.stored import graph as stored
from app.stored.graph import Stored
from app.stored.lookup import loaded


async def streamed_step(change: Change, ask: StepRequest, last_event: str | None) -> Response:
    """The step as events. A stream cannot be sent again, so no key is kept for it."""
    services, row = change.services, await change.row()
    before = await change.slot.run(lambda: loaded(services, row))

    def keep(after: Stored) -> int:
        packed = stored.pack(after, with_shape=False)
        services.store.open().graphs.replace(row.id, row.revision, packed, None, answer_of(Response()))
        return row.revision + 1

    descent = compute.step_events(before, ask, services.limits, last_event, keep)
    return await events.stream(change.slot, descent, services.shutdown)
