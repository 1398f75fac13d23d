"""Two programs run, and their graphs compared node by node. Knows no HTTP."""

from collections.abc import Iterable

from app.programs.graph import graph_of
from app.programs.kept_numbers import evaluated
from app.programs.request import ProgramRequest
from app.programs.runs import Runs
from app.resources.compare.answer import (
    COMPARE,
    ComparedNodesDocument,
    CompareDocument,
    ComparedScopesDocument,
    FirstDocument,
    PairsDocument,
    StructuresDocument,
)
from app.resources.compare.request import CompareRequest
from engine.alignment import Difference, Differences, Side, differences
from engine.errors import EngineError
from engine.names import node_id
from engine.outline import structure_of


def compare_json(runs: Runs, ask: CompareRequest) -> bytes:
    """What of the graph after is not as before. Raises NoValueError and what either program raises."""
    before, after = _side(runs, ask.before, "before"), _side(runs, ask.after, "after")
    found = differences(before, after)
    equal = len(found.pairs["same"]) == len(before) == len(after)
    return COMPARE.dump_json(
        CompareDocument(
            equal=equal,
            structure=StructuresDocument(before=structure_of(before.run), after=structure_of(after.run)),
            nodes=_nodes(found),
            scopes=ComparedScopesDocument(
                new=found.new_scopes,
                gone=found.gone_scopes,
                moved=[{"before": old, "after": new} for old, new in found.moved_scopes],
            ),
            first_value=_first(after, found.first_value),
            first_grad=_first(after, found.first_grad),
        )
    )


def _side(runs: Runs, ask: ProgramRequest, which: str) -> Side:
    try:
        run = runs.get(ask)
        graph = graph_of(run, "there is nothing to compare")
        numbers = evaluated(run, graph, ask.values, ask.state)
    except EngineError as error:
        error.message = f"Of `{which}`: {error.message}"
        raise
    grads = zip(numbers.frame.grad, numbers.states, strict=True)
    shown = [None if state == "none" else grad for grad, state in grads]
    return Side(run, graph, numbers.frame.data, shown)


def _nodes(found: Differences) -> ComparedNodesDocument:
    pairs = found.pairs
    return ComparedNodesDocument(
        new=[node_id(node) for node in found.new],
        gone=[node_id(node) for node in found.gone],
        other_op=_pairs(pairs["other_op"]),
        other_data=_pairs(pairs["other_data"]),
        other_grad=_pairs(pairs["other_grad"]),
        same=_pairs(pairs["same"]),
    )


def _pairs(pairs: Iterable[tuple[int, int]]) -> PairsDocument:
    both = list(pairs)
    return PairsDocument(before=[node_id(old) for old, _ in both], after=[node_id(new) for _, new in both])


def _first(after: Side, found: Difference | None) -> FirstDocument | None:
    if found is None:
        return None
    new, run, graph = found.new, after.run, after.graph
    return FirstDocument(
        before=node_id(found.old),
        after=node_id(new),
        name=graph.names.get(new) or graph.labels[new] or node_id(new),
        line=run.lines[new],
        file=run.files[new] if run.files else None,
        numbers=list(found.numbers),
    )
