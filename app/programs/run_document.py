"""How a program ran and what it did: its time, figures and passes, as graph documents have them."""

from base64 import b64encode
from math import isfinite

from app.programs.run_answer import (
    FigureDocument,
    LivePassDocument,
    NonFiniteDocument,
    NormsDocument,
    PartDocument,
    PassDocument,
    PassFrameDocument,
    RanDocument,
    WatchDocument,
)
from app.sandbox.events import NonFinite, Part, PassDetail, Watched
from engine.names import node_id
from engine.norms import Norms
from engine.outline import structure_of
from engine.run import Figure, PassRecord, Run


def ran(run: Run) -> RanDocument | None:
    """Which Python it was, and for how long; None where nothing ran: a list of nodes, a stored graph."""
    if not run.seconds:
        return None
    return RanDocument(python="interpreted" if run.interpreted else "sandboxed", seconds=run.seconds)


def figures(run: Run) -> list[FigureDocument]:
    """What it drew, in order."""
    return [figure_document(figure) for figure in run.figures]


def figure_document(figure: Figure) -> FigureDocument:
    """One of them."""
    return FigureDocument(name=figure.name, line=figure.line, file=figure.file, svg=figure.svg)


def passes(run: Run) -> list[PassDocument]:
    """Each of its backward passes, in order."""
    return [pass_document(record) for record in run.pass_records]


def pass_document(record: PassRecord) -> PassDocument:
    """One of them."""
    return PassDocument(
        {
            "pass": record.number,
            "value": record.value,
            "nodes": record.nodes,
            "line": record.line,
            "file": record.file,
            "norms": _norms(record.norms),
        }
    )


def live_pass_document(record: PassRecord, detail: PassDetail, run: Run | None = None) -> LivePassDocument:
    """One of them, for who follows the run. run: what was recorded, where its numbers are sent too."""
    made = LivePassDocument(
        {
            **pass_document(record),  # type: ignore[typeddict-item]  # which has no `frame`: it comes below
            "seconds": detail.seconds,
            "of": detail.of,
            "parts": None if detail.parts is None else [_part(each) for each in detail.parts],
            "recorded": detail.recorded,
            "non_finite": None if detail.non_finite is None else _non_finite(detail.non_finite),
        }
    )
    if run is not None and run.graph is not None:
        made["frame"] = _pass_frame(run)
    return made


def _pass_frame(run: Run) -> PassFrameDocument:
    structure = structure_of(run)
    return PassFrameDocument(structure=structure or "", data=list(run.frame.data), grad=list(run.frame.grad))


def watch_document(watched: Watched) -> WatchDocument:
    """What is watched, as it is now."""
    return WatchDocument(
        {
            "name": watched.name,
            "line": watched.line,
            "file": watched.file,
            "pass": watched.number,
            "kind": watched.kind,
            "value": _watched(watched.value),
            "shape": list(watched.shape),
        }
    )


def _watched(value: float | tuple[float, ...] | str) -> float | str | list[float | str]:
    """The value, with `nan`, `inf` and `-inf` for what JSON has no number for."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [each if isfinite(each) else str(each) for each in value]
    return value if isfinite(value) else str(value)


def _norms(norms: Norms | None) -> NormsDocument | None:
    if norms is None:
        return None
    return NormsDocument(
        lists=[
            {
                "name": each.name,
                "shape": list(each.shape),
                "scope": each.scope,
                "data": each.data,
                "grad": each.grad,
                "update": each.update,
                "zero_grads": each.zero_grads,
            }
            for each in norms.lists
        ],
        scopes=[
            {"path": each.path, "name": each.name, "data": each.data, "grad": each.grad}
            for each in norms.scopes
        ],
    )


def _part(part: Part) -> PartDocument:
    return PartDocument(
        name=part.name,
        shape=list(part.shape),
        data=b64encode(part.data).decode(),
        grad=b64encode(part.grad).decode(),
    )


def _non_finite(found: NonFinite) -> NonFiniteDocument:
    node = None if found.node is None else node_id(found.node)
    return NonFiniteDocument(node=node, name=found.name, line=found.line, what=found.what)
