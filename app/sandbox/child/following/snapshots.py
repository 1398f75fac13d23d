"""The program's graph at one of its passes, as the run would have it if the program ended there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from app.sandbox.child.following.engines import Ours
from app.sandbox.child.following.nodes import Nodes, of_seen
from app.sandbox.child.own import Own
from app.sandbox.codec.runs import encode_run
from engine.foreign.own import seen
from engine.foreign.own.quiet import quiet
from engine.graph import Frame, Graph
from engine.program.outcome import held, parameters
from engine.run import PassRecord, Run, Scope
from engine.scoping.told import told

if TYPE_CHECKING:
    from app.sandbox.child.session import Session

MOST: Final = 192 * 2**20  # bytes of all snapshots of a run
_GAP: Final = MOST // 6  # after each of these, passes are twice as far apart
_OURS: Final = Ours()


class Snapshots:
    """Those of one run. last: the pass of the last one."""

    def __init__(self, session: Session, own: Own) -> None:
        self._session: Final = session
        self._own: Final = own
        self._bytes = 0
        self._nodes: Nodes | None = None
        self.last = 0

    def is_due(self, number: int) -> bool:
        """Whether a pass is far enough from the last that was recorded, for how much there is already."""
        return self._bytes < MOST and number - self.last >= 2 ** (self._bytes // _GAP)

    def nodes_of(self, number: int) -> Nodes | None:
        """What was read of the nodes of the last pass that was recorded, if it is this one; only once."""
        found, self._nodes = self._nodes, None
        return found if number == self.last else None

    def take(self, record: PassRecord, subject: Any, graph: Graph | None, seconds: float) -> bytes:
        """The run as bytes. Raises EngineError for an object that cannot be read."""
        with self._session.lists.unchanged():
            run = self._of_an_own_engine(record, subject) if graph is None else self._of_values(record, graph)
        found = encode_run(replace(run, seconds=seconds))
        self._bytes += len(found)
        self.last = record.number
        return found

    def _of_values(self, record: PassRecord, graph: Graph) -> Run:
        session = self._session
        with session.record.quiet():
            nodes: list[Any] = list(graph.nodes)
            made_at = [(node.code, node.at) for node in nodes]
            # Code objects are hashed by all that is in them; there are few places and many nodes.
            keys = [(id(code), at) for code, at in made_at]
            known = {
                key: session.place_of(*each) for key, each in dict(zip(keys, made_at, strict=True)).items()
            }
            places = [known[key] for key in keys]
            return self._run(
                record,
                graph,
                nodes,
                frame=Frame(tuple(map(float, _OURS.data(nodes))), tuple(map(float, _OURS.grads(nodes)))),
                states=session.record.states(nodes),
                passes=tuple([node.passes for node in nodes]),
                lines=tuple([each.line or node.line for each, node in zip(places, nodes, strict=True)]),
                files=tuple([each.file for each in places]),
                parameters=parameters(session, graph),
                scopes=self._scopes(graph, [node.scope for node in nodes], [node.serial for node in nodes]),
            )

    def _of_an_own_engine(self, record: PassRecord, subject: Any) -> Run:
        with quiet(type(subject)):
            found = seen(subject, self._own.so_far())
        graph, count = found.graph, len(found.graph)
        serials = self._own.serials_of(found.objects)
        self._nodes = of_seen(found, serials)
        return self._run(
            record,
            graph,
            found.objects,
            frame=found.frame,
            states=("fresh",) * count,
            passes=(1,) * count,
            lines=found.lines,
            files=found.files,
            parameters=tuple(graph.names.values()),
            scopes=self._scopes(graph, found.scopes, serials),
        )

    def _run(self, record: PassRecord, graph: Graph, objects: Sequence[Any], **along: Any) -> Run:
        session = self._session
        ids = {id(thing): i for i, thing in enumerate(objects) if thing is not None}
        files = along.pop("files")
        return Run(
            source=session.job.source,
            graph=graph,
            printed=session.output.so_far(),
            notices=tuple(session.notices),
            result=None,
            echo=None,
            reusable=False,
            loose=(),
            held=tuple(held(session.names, ids, lambda count: None)),
            files=files if any(file is not None for file in files) else (),
            pass_records=(record,),
            interpreted=False,
            cacheable=False,
            **along,
        )

    def _scopes(self, graph: Graph, made_in: Sequence[int], serials: Sequence[int]) -> tuple[Scope, ...]:
        session = self._session
        if not session.job.scopes:
            return ()
        return told(session.scopes, session.lists, graph.inputs, made_in, serials)
