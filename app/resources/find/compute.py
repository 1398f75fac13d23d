"""A query, read and answered."""

from app.programs.graph import graph_of
from app.programs.kept_numbers import arrays, evaluated
from app.programs.runs import Runs
from app.programs.search import index_of
from app.resources.find.answer import FIND, FindDocument, FoundDocument, MatchDocument
from app.resources.find.request import FindRequest
from engine.names import node_id
from engine.outline import structure_of
from engine.search.find import Match, find
from engine.search.query import read_query


def find_json(runs: Runs, ask: FindRequest) -> bytes:
    """What the query finds. Raises QueryError, NoValueError and what the program raises."""
    query = read_query(ask.query)
    run = runs.get(ask)
    graph = graph_of(run, "there is nothing to find")
    numbers = arrays(graph, evaluated(run, graph, ask.values, ask.state))
    found = find(index_of(run, graph), query, numbers, kinds=ask.kinds, first=ask.from_, most=ask.limit)
    return FIND.dump_json(
        FindDocument(
            structure=structure_of(run),
            found=[
                FoundDocument(
                    kind=kind,
                    count=each.count,
                    rows=each.rows,
                    matches=[_match(match) for match in each.matches],
                )
                for kind, each in found.items()
            ],
        )
    )


def _match(match: Match) -> MatchDocument:
    return MatchDocument(
        name=match.name,
        path=match.path,
        scope=match.scope,
        line=match.line,
        copies=match.copies,
        count=match.count,
        nodes=[node_id(node) for node in match.nodes],
        shape=list(match.shape),
        data=match.data,
        grad=match.grad,
    )
