"""Who is to blame for a fault, and what is said of it: a method, a line inside it, a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType

from engine.findings import Finding, Mistake
from engine.foreign.own.attributes import PASSES
from engine.foreign.own.faults import Fault, Pass
from engine.foreign.own.makers import Maker, maker, method_behind, method_of, op_of
from engine.foreign.own.reading import Reading
from engine.foreign.own.sentences import sentence
from engine.foreign.own.turns import Share
from engine.ops import CUSTOM

MOST = 20


class Blame:
    """Finds the method behind each fault of one pass."""

    def __init__(
        self, reading: Reading, made: Pass, at: Callable[[int], int | None], words: Sequence[str]
    ) -> None:
        self.reading, self.made, self.words = reading, made, words
        self._at = at  # the reading's position of a node of the graph
        self._shared = _serving(made)
        self._wrong: set[tuple[CodeType, int]] = set()

    def findings(self, found: Sequence[Fault], like: Mistake | None) -> tuple[Finding, ...]:
        """One for each place in the program that is at fault, in the order in which it shows."""
        self._wrong = self._always_wrong(found)
        said: dict[tuple[object, ...], Finding] = {}
        for fault in found:
            by = self._by(fault)
            in_backward = (
                fault.kind in ("order", "twice", "seed", "zeroed", "unvisited") and by == self._pass()
            )
            op = None if in_backward or fault.source is None else self.made.graph.ops[fault.source].name
            key = (by.method, by.line) if in_backward else (by.method, by.line, fault.kind, fault.slot)
            if key not in said and len(said) < MOST:
                said[key] = Finding(
                    node=fault.node,
                    line=by.line,
                    method=by.method,
                    op=op,
                    slot=None if op is None else fault.slot,
                    got=fault.got,
                    want=fault.want,
                    like=like,
                    message=sentence(fault, by.method, self.name(fault.node), self._source(fault)),
                    file=by.file,
                )
        return tuple(said.values())

    def name(self, node: int) -> str:
        """How a sentence calls a node."""
        label = self.made.graph.labels[node]
        return f"`{label}`" if label else f"n{node}"

    def _source(self, fault: Fault) -> str:
        if fault.source is None:
            return ""
        op = self.made.graph.ops[fault.source]
        word = op.symbol if op.name == CUSTOM else self.words[fault.source] or op.symbol
        label = self.made.graph.labels[fault.source]
        return f"`{label}`" if label else f"n{fault.source} (`{word}`)"

    def _by(self, fault: Fault) -> Maker:
        match fault.kind:
            case "factor":
                return self._of_factor(fault)
            case "sets":
                return self._of_write(fault)
            case "missing":
                return self._of_missing(fault)
            case "unvisited":
                return self._of_unvisited(fault)
            case "zeroed":
                return self._of_write(fault) if fault.share is not None else self._pass()
        return self._pass()

    def _of_write(self, fault: Fault) -> Maker:
        share = fault.share
        assert share is not None, "it was written"
        code, line = share.write.places[0]
        return Maker(method_of(code, self.reading.layout.kind), line, code.co_filename)

    def _of_factor(self, fault: Fault) -> Maker:
        share = fault.share
        assert share is not None, "a factor is of a share"
        assert fault.source is not None, "and of a node"
        kind = self.reading.layout.kind
        for code, line in share.write.places:
            if (code, line) in self._wrong:
                return Maker(method_of(code, kind), line, code.co_filename)
            if op_of(method_of(code, kind)) is not None:
                return Maker(method_of(code, kind), line, code.co_filename)
        place = self._at(fault.source)
        thing = None if place is None else self.reading.objects[place]
        code, line = share.write.places[0]
        if place is not None and (
            self._keeps(place) or len(self._shared[code, line]) > 1 or self._passes_on(code)
        ):
            made = self._maker(fault.source, fault.slot or 0)
            if made is not None and thing is not None:
                return made
        return Maker(method_of(code, kind), line, code.co_filename)

    def _keeps(self, place: int) -> bool:
        return self.reading.partials[place] is not None

    def _passes_on(self, code: CodeType) -> bool:
        """Whether this is the loop over all nodes rather than one op's own code."""
        return method_of(code, self.reading.layout.kind).rpartition(".")[2] in PASSES

    def _maker(self, source: int, slot: int) -> Maker | None:
        place = self._at(source)
        if place is None:
            return None
        thing, layout = self.reading.objects[place], self.reading.layout
        op = self.made.graph.ops[source]
        return maker(
            thing, layout.kind, self.reading.made[place].method, None if op.name == CUSTOM else op, slot
        )

    def _of_missing(self, fault: Fault) -> Maker:
        """Of a node that passed something on: the code that did so leaves one input out."""
        other = next(placed.share for placed in self.made.placed if placed.source == fault.source)
        kind = self.reading.layout.kind
        for code, line in other.write.places:
            if op_of(method_of(code, kind)) is not None:
                return Maker(method_of(code, kind), line, code.co_filename)
        if fault.source is not None and len(self._shared[other.write.places[0]]) > 1:
            made = self._maker(fault.source, fault.slot or 0)
            if made is not None:
                return made
        code, line = other.write.places[0]
        return Maker(method_of(code, kind), line, code.co_filename)

    def _of_unvisited(self, fault: Fault) -> Maker:
        """Of a node that passed nothing on: its op, where no node of that op does, else the pass."""
        source = fault.source
        assert source is not None
        ops = self.made.graph.ops
        same = [placed for placed in self.made.placed if placed.source is not None]
        if any(ops[placed.source or 0] is ops[source] for placed in same) and ops[source].name != CUSTOM:
            return self._pass()
        place = self._at(source)
        thing = None if place is None else self.reading.objects[place]
        if thing is not None and method_behind(thing, self.reading.layout.kind):
            return self._pass()
        made = self._maker(source, fault.slot or 0)
        return made if made is not None else self._pass()

    def _pass(self) -> Maker:
        """The method that goes over the graph."""
        kind = self.reading.layout.kind
        for name in PASSES:
            code = getattr(getattr(kind, name, None), "__code__", None)
            if code is not None:
                return Maker(name, code.co_firstlineno, code.co_filename)
        outer = [share.share.write.places[-1][0] for share in self.made.placed]
        if outer:
            code = outer[0]
            return Maker(method_of(code, kind), code.co_firstlineno, code.co_filename)
        return Maker("backward", None)

    def _always_wrong(self, found: Sequence[Fault]) -> set[tuple[CodeType, int]]:
        """Lines that serve several ops, all of them wrongly: these lines are at fault, and not the ops."""
        bad: Counter[tuple[CodeType, int]] = Counter()
        for fault in found:
            if fault.kind == "factor" and fault.share is not None:
                bad.update(set(fault.share.write.places))
        total: Counter[tuple[CodeType, int]] = Counter()
        for placed in self.made.placed:
            if placed.source is not None and placed.share.got:
                total.update(set(placed.share.write.places))
        return {
            place for place, count in bad.items() if len(self._shared[place]) > 1 and count >= total[place]
        }


def _serving(made: Pass) -> dict[tuple[CodeType, int], set[str]]:
    """By line of code the ops whose shares it writes."""
    found: dict[tuple[CodeType, int], set[str]] = {}
    for placed in made.placed:
        for place in placed.share.write.places:
            served = found.setdefault(place, set())
            if placed.source is not None:
                served.add(made.graph.ops[placed.source].name)
    return found


def line_of(share: Share) -> tuple[int | None, str | None]:
    """Where a share was written."""
    code, line = share.write.places[0]
    return line, code.co_filename
