"""Every number that a request is held to, by the name that errors use."""

from app.drawing.print_queue import PIXELS
from app.http.strict_json import DEPTH
from app.programs.document import CHECK_WORK, NODES_SHOWN, TRACE_SHOWN
from app.resources.bugs.compute import STEPS
from app.resources.catalogues.answer import LimitDocument
from app.resources.curve.compute import CURVE_POINTS, CURVE_WORK
from app.resources.nudge.compute import ERROR_CURVE_WORK
from app.resources.paths.compute import PATH_EDGES
from app.settings import Settings
from engine.export import MOST
from engine.labels import CATALOGUE as NAMES
from engine.program import Limits


def program_limits(settings: Settings) -> Limits:
    """The budgets of a program, as this host sets them."""
    return Limits(
        text=settings.text,
        nodes=settings.nodes,
        values=settings.values,
        turns=settings.turns,
        held=settings.held,
        seconds=settings.seconds,
        descent=settings.descent,
    )


def catalogue(settings: Settings) -> dict[str, LimitDocument]:
    """The engine's budgets, then the service's own."""
    own = NAMES | {
        "check": (CHECK_WORK, "leaves × nodes", "work of a gradient check"),
        "bug_steps": (STEPS, "steps", "steps of all broken passes of one answer of the bug lab"),
        "error_curve": (ERROR_CURVE_WORK, "nodes × steps", "work of a nudge's error curve"),
        "path_edges": (PATH_EDGES, "edges", "edges of all listed paths together"),
        "curve": (CURVE_WORK, "points × nodes", "work of a curve"),
        "curve_points": (CURVE_POINTS, "points", "points of a curve"),
        "shown_nodes": (NODES_SHOWN, "nodes", "nodes written out in one answer; above, `frame` and `groups`"),
        "trace": (TRACE_SHOWN, "steps", "backward steps in one answer"),
        "exported_nodes": (MOST, "nodes", "nodes of a graph that is exported as text"),
        "pixels": (PIXELS, "pixels", "size of one PNG"),
        "drawn_nodes": (settings.drawn_nodes, "boxes", "boxes in one picture"),
        "edge_span": (
            settings.edge_span,
            "boxes + ranks",
            "boxes of one picture plus the estimated length of its edges",
        ),
        "layout_seconds": (settings.layout_seconds, "seconds", "time for the layout of one picture"),
        "body_bytes": (settings.body_bytes, "bytes", "size of a request's body"),
        "body_seconds": (settings.body_seconds, "seconds", "time for a request's body to arrive"),
        "json_depth": (DEPTH, "levels", "nesting of a request's body"),
        "stored_graphs": (settings.stored_graphs, "graphs", "graphs and snapshots kept"),
        "stored_megabytes": (
            settings.stored_megabytes,
            "MiB",
            "graphs, snapshots and kept answers together",
        ),
        "idempotency_hours": (
            settings.idempotency_hours,
            "hours",
            "time for which the answer to an `Idempotency-Key` is kept",
        ),
        "concurrency": (settings.concurrency, "programs", "programs that run at once"),
        "queue": (settings.queue, "requests", "requests that wait for a turn"),
    }
    budgets = {
        name: LimitDocument(
            value=getattr(program_limits(settings), name), unit=str(entry["unit"]), about=str(entry["about"])
        )
        for name, entry in program_limits(settings).catalogue().items()
    }
    return budgets | {
        name: LimitDocument(value=value, unit=unit, about=about) for name, (value, unit, about) in own.items()
    }
