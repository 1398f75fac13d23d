"""Who is to blame for a fault, and what is said of it: a method, a line inside it, a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from types import CodeType

from engine.findings import Finding, Mistake, Operation
from engine.foreign.own.attributes import PASSES
from engine.foreign.own.faults import Fault, Pass
from engine.foreign.own.makers import Maker, has_rule, maker, method_behind, method_of, op_of
from engine.foreign.own.reading import Reading
from engine.foreign.own.sentences import fix, kept, sentence
from engine.foreign.own.turns import near
from engine.ops import CUSTOM, Op

MOST = 20


class Blame:
    """Finds the method behind each fault of one pass."""

    def __init__(
        self,
        reading: Reading,
        made: Pass,
        at: Callable[[int], int | None],
        words: Sequence[str],
        tried: Sequence[Operation],
    ) -> None:
        self.reading, self.made, self.words, self.tried = reading, made, words, tried
        self.engine = reading.engine
        self._at = at  # the reading's position of a node of the graph
        self._shared = _serving(made)
        self._wrong: set[tuple[CodeType, int]] = set()

    def findings(self, found: Sequence[Fault], like: Mistake | None) -> tuple[Finding, ...]:
        """One for each place in the program that is at fault, in the order in which it shows."""
        self._wrong = self._always_wrong(found)
        said: dict[tuple[object, ...], Finding] = {}
        for fault in found:
            by = self._by(fault)
            in_backward = self._is_of_the_pass(fault, by)

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
                    fix=self._fix(fault, by, in_backward=in_backward),
                )
        return tuple(said.values())

    def _is_of_the_pass(self, fault: Fault, by: Maker) -> bool:
        """Whether a fault is in the loop over all nodes rather than in what one op passes on."""
        if fault.kind == "factor" and fault.share is not None:
            return not self._wrong.isdisjoint(fault.share.write.places)
        return fault.kind not in ("factor", "sets", "missing") and by == self._pass()

    def kept(self, grad: Sequence[float], count: int) -> tuple[Finding, ...]:
        """What is said of interior grads that several passes have added to."""
        right, graph, by = self.made.right, self.made.graph, self._pass()
        node = max(
            i
            for i, inputs in enumerate(graph.inputs)
            if inputs and i != graph.output and right.differs(i, grad[i])
        )
        got, want = grad[node], right.grad[node]
        message = kept(by.method, self.name(node), got, want, count)
        like: Mistake = "keeps-interior"
        what_to_do = fix("kept", None, None)
        return (Finding(node, by.line, by.method, None, None, got, want, like, message, by.file, what_to_do),)

    def _fix(self, fault: Fault, by: Maker, *, in_backward: bool) -> str | None:
        """What to do about a fault: an op's rule only where the method is that op's."""
        op = None if fault.source is None or in_backward else self.made.graph.ops[fault.source]
        rule = op if op is not None and op_of(by.method) in (op, None) else None
        return fix(fault.kind, rule, fault.slot)

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
            case "total":
                return self._of_total(fault)
            case "zeroed":
                return self._of_write(fault) if fault.share is not None else self._pass()
        return self._pass()

    def _of_write(self, fault: Fault) -> Maker:
        share = fault.share
        assert share is not None, "it was written"
        code, line = share.write.places[0]
        return Maker(method_of(code, self.engine), line, code.co_filename)

    def _of_factor(self, fault: Fault) -> Maker:
        share = fault.share
        assert share is not None, "a factor is of a share"
        assert fault.source is not None, "and of a node"
        kind = self.engine
        alone = None
        for code, line in share.write.places:
            method = method_of(code, kind)
            if (code, line) in self._wrong or op_of(method) is not None:
                return Maker(method, line, code.co_filename)
            if alone is None and len(self._shared[code, line]) < 2:
                alone = Maker(method, line, code.co_filename)
        code, line = share.write.places[0]
        place = self._at(fault.source)
        if place is None or (self._keeps(place) and self._kept_right(place, fault)):
            return Maker(method_of(code, kind), line, code.co_filename)
        if self._keeps(place) or alone is None or has_rule(self.reading.objects[place], kind):
            made = self._maker(fault.source, fault.slot or 0)
            if made is not None:
                return made
        return alone or Maker(method_of(code, kind), line, code.co_filename)

    def _keeps(self, place: int) -> bool:
        return self.reading.partials[place] is not None

    def _kept_right(self, place: int, fault: Fault) -> bool:
        """Whether the partial that a node keeps is right: then the code that multiplies by it is not."""
        assert fault.source is not None
        graph = self.made.graph
        kept = self.reading.partials[place] or ()
        rights = self.made.right.partials[fault.source]
        want = rights[fault.slot or 0]
        target = self._at(fault.node)
        found = [p for p, j in zip(kept, self.reading.inputs[place], strict=True) if j == target]
        wanted = [
            partial
            for partial, j in zip(
                self.made.right.partials[fault.source], graph.inputs[fault.source], strict=True
            )
            if j == fault.node and partial is not None
        ]
        return want is not None and near(sum(found), sum(wanted), 1e-12)

    def _maker(self, source: int, slot: int) -> Maker | None:
        place = self._at(source)
        if place is None:
            return None
        thing = self.reading.objects[place]
        op = self.made.graph.ops[source]
        return maker(
            thing,
            self.engine,
            self.reading.made[place].method,
            None if op.name == CUSTOM else op,
            slot,
            has_partials=self._keeps(place),
        )

    def _of_missing(self, fault: Fault) -> Maker:
        """Of a node that passed something on: the code that did so leaves one input out."""
        other = next(placed.share for placed in self.made.placed if placed.source == fault.source)
        kind = self.engine
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
        op = self.made.graph.ops[source]
        same = [placed for placed in self.made.placed if placed.source is not None]
        passing = [placed for placed in same if self.made.graph.ops[placed.source or 0] is op]
        if not same or self._is_sound(op) or (passing and op.name != CUSTOM):
            return self._pass()
        place = self._at(source)
        if place is not None and method_behind(self.reading.objects[place], self.engine):
            return self._pass()
        made = self._maker(source, fault.slot or 0)
        return made if made is not None else self._pass()

    def _of_total(self, fault: Fault) -> Maker:
        """Of a grad, not knowing how it came about: an op that is wrong alone, else the pass."""
        if fault.source is None or self._is_sound(self.made.graph.ops[fault.source]):
            return self._pass()
        return self._maker(fault.source, fault.slot or 0) or self._pass()

    def _is_sound(self, op: Op) -> bool:
        """Whether this op is right when it is tried alone, or whether nothing is because the pass is not."""
        if any(each.through == "backward()" for each in self.tried):
            return True
        rows = [each for each in self.tried if op_of(each.method) is op and each.derivative != "missing"]
        return bool(rows) and all(each.derivative == "right" for each in rows)

    def _pass(self) -> Maker:
        """The method that goes over the graph."""
        kind = self.engine
        for name in PASSES:
            code = getattr(getattr(kind, name, None), "__code__", None)
            if code is not None:
                return Maker(name, code.co_firstlineno, code.co_filename)
        for placed in self.made.placed:
            places = placed.share.write.places
            theirs = [code for code, _ in places if code.co_filename == places[0][0].co_filename]
            return Maker(method_of(theirs[-1], kind), theirs[-1].co_firstlineno, theirs[-1].co_filename)
        return Maker("backward", None)

    def _always_wrong(self, found: Sequence[Fault]) -> set[tuple[CodeType, int]]:
        """Lines that serve several ops and most of them wrongly: these are at fault, and not the ops."""
        bad: Counter[tuple[CodeType, int]] = Counter()
        ops: dict[tuple[CodeType, int], set[str]] = {}
        for fault in found:
            if fault.kind == "factor" and fault.share is not None and fault.source is not None:
                for place in set(fault.share.write.places):
                    bad[place] += 1
                    ops.setdefault(place, set()).add(self.made.graph.ops[fault.source].name)
        total: Counter[tuple[CodeType, int]] = Counter()
        for placed in self.made.placed:
            if placed.source is None or placed.slot is None or not placed.share.got:
                continue
            if self.made.right.partials[placed.source][placed.slot] is not None:
                total.update(set(placed.share.write.places))
        none_is_right = any(each.through == "backward()" for each in self.tried)
        return {
            place
            for place, count in bad.items()
            if len(self._shared[place]) > 1
            and (none_is_right or (len(ops[place]) > 1 and count * 3 >= total[place] * 2))
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
