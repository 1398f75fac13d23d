"""The graph of a run, for calls that need one."""

from app.programs import passes
from app.programs.request import ProgramRequest
from engine.errors import EngineError
from engine.graph import Graph
from engine.run import Run


class NoValueError(EngineError):
    """A program without a Value, where a graph is needed."""

    default_code = "no-value"


def graph_of(run: Run, consequence: str) -> Graph:
    """The run's graph.

    Arguments:
        consequence: what a program without a Value cannot do, such as "there is nothing to draw".

    Raises:
        NoValueError: the program makes no Value.
    """
    if run.graph is None:
        raise NoValueError(f"The program makes no Value, so {consequence}.")
    return run.graph


def settled(run: Run, ask: ProgramRequest, consequence: str) -> tuple[Graph, list[float]]:
    """The graph of a program's run and a forward pass over it, because a program may change leaves and leave
    the data of inner nodes as it was. Raises NoValueError.
    """
    graph = graph_of(run, consequence)
    data = passes.begin(run, graph, ask.values, ask.state)
    return graph, passes.recomputed(graph, data) if ask.state == "program" else data
