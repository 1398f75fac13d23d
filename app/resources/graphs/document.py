"""The document of a stored graph, as it is sent."""

from app.descents.run import FinishedDescent
from app.pictures.graph_document import graph_document
from app.programs.parts import Parts
from app.resources.graphs.answer import STEPPED, STORED, StoredDocument
from app.stored.graph import Stored


def stored_document(stored: Stored, id_: str, revision: int, parts: Parts) -> StoredDocument:
    """The graph document with what makes it a stored one. A trace is shown where it leads to these grads."""
    run = stored.shape.run
    found = graph_document(run, lambda _: stored.numbers, parts)
    if "trace" in found and "stale" in stored.numbers.states:
        found["trace"] = []
    return StoredDocument(**found, id=id_, revision=revision, values=dict(stored.values))


def as_json(stored: Stored, id_: str, revision: int, parts: Parts) -> bytes:
    """The document as it is sent."""
    return STORED.dump_json(stored_document(stored, id_, revision, parts))


def stepped_json(
    stored: Stored,
    finished: FinishedDescent,
    id_: str,
    revision: int,
    parts: Parts,
) -> bytes:
    """The document after a descent, with its finished."""
    found = stored_document(stored, id_, revision, parts)
    return STEPPED.dump_json(
        {
            **found,
            "losses": list(finished.descent.losses),
            "optimizer": finished.optimizer,
            "stopped": finished.stopped,
        }
    )
