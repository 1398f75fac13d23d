"""Every limit of a request, by the name that errors use."""

from collections.abc import Iterable
from typing import Annotated, Final, cast

from fastapi import Depends, Request
from typing_extensions import TypedDict

from app.drawing.print_queue import PIXELS
from app.http.strict_json import DEPTH
from app.programs.document import CHECK_WORK, NODES_SHOWN
from app.programs.trace import TRACE_SHOWN
from app.reference.resource import Limit, Resource
from app.services import program_limits
from app.settings import Settings
from engine.labels import CATALOGUE as NAMES


class LimitDocument(TypedDict):
    """A limit of requests."""

    value: int | float
    unit: str
    about: str


_OF_DOCUMENTS: Final = {
    "check": Limit(CHECK_WORK, "leaves × nodes", "work of a gradient check"),
    "shown_nodes": Limit(
        NODES_SHOWN, "nodes", "nodes written out in one answer; above, `frame` and `groups`"
    ),
    "trace": Limit(TRACE_SHOWN, "steps", "backward steps in one answer"),
}
_OF_THE_SERVICE: Final = {
    "pixels": Limit(PIXELS, "pixels", "size of one PNG"),
    "drawn_nodes": Limit(lambda host: host.drawn_nodes, "boxes", "boxes in one picture"),
    "edge_span": Limit(
        lambda host: host.edge_span,
        "boxes + ranks",
        "boxes of one picture plus the estimated length of its edges",
    ),
    "layout_seconds": Limit(
        lambda host: host.layout_seconds, "seconds", "time for the layout of one picture"
    ),
    "body_bytes": Limit(lambda host: host.body_bytes, "bytes", "size of a request's body"),
    "body_seconds": Limit(lambda host: host.body_seconds, "seconds", "time for a request's body to arrive"),
    "json_depth": Limit(DEPTH, "levels", "nesting of a request's body"),
    "stored_graphs": Limit(lambda host: host.stored_graphs, "graphs", "graphs and snapshots kept"),
    "stored_megabytes": Limit(
        lambda host: host.stored_megabytes, "MiB", "graphs, snapshots and kept answers together"
    ),
    "idempotency_hours": Limit(
        lambda host: host.idempotency_hours,
        "hours",
        "time for which the answer to an `Idempotency-Key` is kept",
    ),
    "concurrency": Limit(lambda host: host.concurrency, "programs", "programs that run at once"),
    "queue": Limit(lambda host: host.queue, "requests", "requests that wait in the queue"),
}


def limits_document(settings: Settings, resources: Iterable[Resource]) -> dict[str, LimitDocument]:
    """The engine's budgets, then those of graph documents, of the resources and of the service."""
    own = dict(_OF_DOCUMENTS)
    for resource in resources:
        own |= resource.limits
    own |= _OF_THE_SERVICE
    return (
        _budgets(settings)
        | {name: LimitDocument(value=n, unit=unit, about=about) for name, (n, unit, about) in NAMES.items()}
        | {name: _document(limit, settings) for name, limit in own.items()}
    )


def _budgets(settings: Settings) -> dict[str, LimitDocument]:
    limits = program_limits(settings)
    return {
        name: LimitDocument(value=getattr(limits, name), unit=str(entry["unit"]), about=str(entry["about"]))
        for name, entry in limits.catalogue().items()
    }


def _document(limit: Limit, settings: Settings) -> LimitDocument:
    value = limit.value(settings) if callable(limit.value) else limit.value
    return LimitDocument(value=value, unit=limit.unit, about=limit.about)


def _published(request: Request) -> dict[str, LimitDocument]:
    return cast("dict[str, LimitDocument]", request.app.state.published_limits)


LimitsOf = Annotated[dict[str, LimitDocument], Depends(_published)]
