"""How a program ran and what it did: its time, figures and passes, as graph documents have them."""

from app.programs.run_answer import FigureDocument, PassDocument, RanDocument
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
        }
    )
