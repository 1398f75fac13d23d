"""Two programs run, and their graphs compared node by node. Knows no HTTP."""

from collections.abc import Iterable

from app.programs.runs import Runs
from app.resources.compare.answer import (
    COMPARE,
    ComparedNodesDocument,
    ComparedNumbersDocument,
    CompareDocument,
    ComparedScopesDocument,
    FirstDocument,
    PairsDocument,
    SideNumbersDocument,
    StructuresDocument,
)
from app.resources.compare.request import CompareRequest
from app.resources.compare.sides import Comparison, comparison
from engine.alignment import Difference, Differences, Side
from engine.names import node_id
from engine.outline import structure_of


def compare_json(runs: Runs, ask: CompareRequest) -> bytes:
    """What of the graph after is not as before. Raises NoValueError and what either program raises."""
    return as_json(document(comparison(runs, ask), ask))


def as_json(made: CompareDocument) -> bytes:
    """The document's text."""
    return COMPARE.dump_json(made)


def document(compared: Comparison, ask: CompareRequest) -> CompareDocument:
    """What differs, and the numbers where they are asked for."""
    before, after, found = compared.before.side, compared.after.side, compared.found
    made = CompareDocument(
        equal=len(found.pairs["same"]) == len(before) == len(after),
        structure=StructuresDocument(before=structure_of(before.run), after=structure_of(after.run)),
        nodes=_nodes(found),
        scopes=ComparedScopesDocument(
            new=found.new_scopes,
            gone=found.gone_scopes,
            moved=[{"before": old, "after": new} for old, new in found.moved_scopes],
        ),
        first_value=_first(after, found.first_value),
        first_grad=_first(after, found.first_grad),
        ops=PairsDocument(
            before=[before.graph.ops[old].symbol for old, _ in found.pairs["other_op"]],
            after=[after.graph.ops[new].symbol for _, new in found.pairs["other_op"]],
        ),
    )
    if "numbers" in ask.include:
        made["numbers"] = ComparedNumbersDocument(before=_numbers(before), after=_numbers(after))
    return made


def _numbers(side: Side) -> SideNumbersDocument:
    return SideNumbersDocument(data=list(side.data), grad=list(side.grad))


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
