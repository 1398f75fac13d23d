"""The scopes of a run, as graph documents have them: how many Values each holds, and which are alike."""

from app.programs.run_answer import ListDocument, ScopeDocument
from engine.names import node_id
from engine.outline import outline_of
from engine.run import Run


def scopes(run: Run) -> list[ScopeDocument]:
    """Every scope in which the graph's Values were made, outermost first, each before what is in it."""
    entries = outline_of(run).entries
    return [
        ScopeDocument(
            path=entry.path,
            name=entry.name,
            line=entry.line,
            file=entry.file,
            parent=None if entry.parent < 0 else entries[entry.parent].path,
            nodes=entry.count,
            twin=str(entry.twin),
            lists=[
                ListDocument(
                    name=held.name,
                    shape=list(held.shape),
                    nodes=[node_id(i) for i in held.nodes],
                    whole=list(held.whole) or None,
                )
                for held in entry.lists
            ],
        )
        for entry in entries
    ]
