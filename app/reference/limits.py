"""Every limit of a request, by the name that errors use."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Final, cast

from fastapi import Depends, Request
from typing_extensions import TypedDict

from app.drawing.print_queue import PIXELS
from app.http.bodies import ANSWER_BYTES, CLIENT_LARGE, LARGE_BYTES
from app.http.event_response import CLIENT_STREAMS
from app.http.strict_json import CONTAINERS, DEPTH
from app.programs.document import CHECK_WORK, NODES_SHOWN
from app.programs.live.recorded import MOST_BYTES as RECORDED_BYTES
from app.programs.live.registry import CLIENT_RUNS
from app.programs.parts import TRACE_SHOWN, WINDOW
from app.reference.resource import Limit, Resource
from app.runtime.clients import CLIENT_CONNECTIONS, CLIENT_REQUESTS
from app.runtime.fair_line import CLIENT_WAITING
from app.services import live_limits, program_limits, run_limits
from app.settings import Settings
from engine.labels import CATALOGUE as NAMES


class LimitDocument(TypedDict):
    """A limit of requests."""

    value: int | float | str
    unit: str
    about: str


_OF_DOCUMENTS: Final = {
    "check": Limit(CHECK_WORK, "leaves × nodes", "work of a gradient check"),
    "shown_nodes": Limit(
        NODES_SHOWN, "nodes", "nodes written out in one answer; above, `frame` and `groups`"
    ),
    "trace": Limit(TRACE_SHOWN, "steps", "backward steps in one answer"),
    "window": Limit(WINDOW, "nodes", "nodes of one window"),
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
    "files_bytes": Limit(lambda host: host.files_bytes, "bytes", "files that a request brings, together"),
    "body_bytes": Limit(lambda host: host.body_bytes, "bytes", "size of a request's body"),
    "body_seconds": Limit(lambda host: host.body_seconds, "seconds", "time for a request's body to arrive"),
    "answer_bytes": Limit(ANSWER_BYTES, "bytes", "size of an answer"),
    "json_depth": Limit(DEPTH, "levels", "nesting of a request's body"),
    "json_containers": Limit(CONTAINERS, "arrays and objects", "of a request's body"),
    "stored_graphs": Limit(lambda host: host.stored_graphs, "graphs", "graphs and snapshots kept"),
    "stored_megabytes": Limit(
        lambda host: host.stored_megabytes, "MiB", "graphs, snapshots and kept answers together"
    ),
    "client_rows": Limit(
        lambda host: host.client_rows, "rows", "graphs and snapshots that one client has stored"
    ),
    "client_megabytes": Limit(
        lambda host: host.client_megabytes, "MiB", "of them together, and of the answers kept for it"
    ),
    "graph_days": Limit(
        lambda host: host.graph_days, "days", "after which a graph goes that nobody has looked at; 0: never"
    ),
    "snapshot_days": Limit(
        lambda host: host.snapshot_days, "days", "after which a snapshot goes that nobody opened; 0: never"
    ),
    "idempotency_hours": Limit(
        lambda host: host.idempotency_hours,
        "hours",
        "time for which the answer to an `Idempotency-Key` is kept",
    ),
    "streams": Limit(lambda host: host.streams, "programs", "streamed programs that run at once"),
    "stream_seconds": Limit(
        lambda host: host.stream_seconds, "seconds", "time of one streamed program, and of its computing"
    ),
    "pause_seconds": Limit(
        lambda host: host.pause_seconds, "seconds", "time for which a streamed program may be paused"
    ),
    "paused_runs": Limit(
        lambda host: host.paused_runs, "programs", "streamed programs that leave their slot while they pause"
    ),
    "client_paused": Limit(
        lambda host: live_limits(host).client_paused, "programs", "of one client, that leave their slot so"
    ),
    "run_minutes": Limit(
        lambda host: host.run_minutes, "minutes", "time for which a streamed program is kept that has ended"
    ),
    "run_megabytes": Limit(
        lambda host: host.run_megabytes, "MiB", "events and recorded passes of all streamed programs"
    ),
    "client_run_megabytes": Limit(
        lambda host: live_limits(host).client_bytes // 2**20, "MiB", "of those of one client"
    ),
    "recorded_bytes": Limit(RECORDED_BYTES, "bytes", "recorded passes of one streamed program"),
    "client_runs": Limit(CLIENT_RUNS, "programs", "ended streamed programs of one client that are kept"),
    "client_slots": Limit(
        lambda host: max(1, host.concurrency - 1), "programs", "programs of one client that run at once"
    ),
    "client_waiting": Limit(CLIENT_WAITING, "requests", "requests of one client that wait in the queue"),
    "client_requests": Limit(
        CLIENT_REQUESTS, "requests", "requests of one client that are answered, or not read yet, at once"
    ),
    "client_large_bodies": Limit(
        CLIENT_LARGE, "requests", f"requests of one client at once with bodies above {LARGE_BYTES:,} bytes"
    ),
    "client_connections": Limit(CLIENT_CONNECTIONS, "connections", "connections of one client"),
    "client_streams": Limit(CLIENT_STREAMS, "streams", "streams of events that one client has open"),
    "concurrency": Limit(lambda host: host.concurrency, "programs", "programs that run at once"),
    "queue": Limit(lambda host: host.queue, "requests", "requests that wait in the queue"),
}


def limits_document(
    settings: Settings, resources: Iterable[Resource], why_not: str | None
) -> dict[str, LimitDocument]:
    """How programs run, the engine's budgets, then those of graph documents, of the resources and of the
    service.

    Arguments:
        why_not: why programs are not sandboxed; None where they are.
    """
    own = dict(_OF_DOCUMENTS)
    for resource in resources:
        own |= resource.limits
    own |= _OF_THE_SERVICE
    return (
        _budgets(settings, why_not)
        | {name: LimitDocument(value=n, unit=unit, about=about) for name, (n, unit, about) in NAMES.items()}
        | {name: _document(limit, settings) for name, limit in own.items()}
    )


def _budgets(settings: Settings, why_not: str | None) -> dict[str, LimitDocument]:
    """Of programs as they run here unless a request says how, and of the interpreter."""
    about = why_not or "Programs run as Python, each in a process that may do nothing else."
    found = {
        "python": LimitDocument(value="interpreted" if why_not else "sandboxed", unit="", about=about),
    }
    limits, run = program_limits(settings), run_limits(settings)
    found |= {
        name: LimitDocument(value=getattr(limits, name), unit=str(entry["unit"]), about=str(entry["about"]))
        for name, entry in limits.catalogue().items()
    }
    if why_not is None:
        job = run.sandboxed
        found["text"]["value"], found["nodes"]["value"] = job.text, job.nodes
        found["values"]["value"], found["seconds"]["value"] = job.values, run.seconds
        more = {
            "wall_seconds": (run.wall_seconds, "seconds", "time by the clock of one program"),
            "memory": (job.memory, "bytes", "memory of one program"),
            "printed": (job.printed, "characters", "printed text that is kept"),
            "figures": (job.figures, "figures", "pictures that one program draws"),
            "written": (job.written, "bytes", "files that one program writes"),
        }
        found |= {
            name: LimitDocument(value=n, unit=unit, about=about) for name, (n, unit, about) in more.items()
        }
    return found


def _document(limit: Limit, settings: Settings) -> LimitDocument:
    value = limit.value(settings) if callable(limit.value) else limit.value
    return LimitDocument(value=value, unit=limit.unit, about=limit.about)


async def _published(request: Request) -> dict[str, LimitDocument]:
    """Made once it is known how programs run, which may take a moment as the server starts."""
    state = request.app.state
    why_not = await asyncio.to_thread(lambda: state.services.processes.why_not)
    if state.published_limits is None or state.published_limits[0] != why_not:
        state.published_limits = why_not, limits_document(state.services.settings, state.resources, why_not)
    return cast("dict[str, LimitDocument]", state.published_limits[1])


LimitsOf = Annotated[dict[str, LimitDocument], Depends(_published)]
