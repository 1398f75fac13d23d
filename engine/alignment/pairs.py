"""Which nodes of two graphs are the same.

Lines play no part, so that a comment that was added moves nothing. Scopes of equal shape are the same node by
node. In others a node is known by its label, by its place in a list, by being computed in the same way from
the same nodes, and at last by what it is used for. Each of these goes through the nodes once.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator

from engine.alignment.scopes import matched_scopes
from engine.alignment.side import Side
from engine.ops import CONSTANT, LEAF
from engine.run import NamedList


def pairs_of(before: Side, after: Side) -> Pairs:
    """Which nodes and scopes of two graphs are the same."""
    found = Pairs(before, after)
    found.find()
    return found


class Pairs:
    """What was found. scopes: for entries of `after` those of `before`. old_of: for each node of `after` the
    same one of `before`, -1 for what is new; new_of: the other way round, -1 for what is gone.
    """

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self.scopes = matched_scopes(before.outline, after.outline)
        self.old_of = [-1] * len(after)
        self.new_of = [-1] * len(before)

    def find(self) -> None:
        """Finds them, the surest first."""
        for new, old in self._unlike_scopes():
            olds, news = self.before.own(old), self.after.own(new)
            self._by_label(olds, news)
            self._by_list(old, new)
            self._leaves_by_number(olds, news)
        self._by_name()
        self._bottom_up(scoped=True)
        self._bottom_up(scoped=False)
        self._pair(self.before.graph.output, self.after.graph.output)
        self._by_use()
        self._bottom_up(scoped=False)

    def _pair(self, old: int, new: int) -> None:
        if self.new_of[old] < 0 and self.old_of[new] < 0:
            self.old_of[new], self.new_of[old] = old, new

    def _queued(self, keys: Iterable[tuple[Hashable, int]]) -> dict[Hashable, deque[int]]:
        """Nodes of `before` that have no other yet, by key, in their order."""
        found: dict[Hashable, deque[int]] = defaultdict(deque)
        for key, old in keys:
            if self.new_of[old] < 0:
                found[key].append(old)
        return found

    def _take(self, queues: dict[Hashable, deque[int]], key: Hashable, new: int) -> None:
        queue = queues.get(key)
        while queue and self.old_of[new] < 0:
            self._pair(queue.popleft(), new)

    # -- scopes --------------------------------------------------------------------------------------------

    def _unlike_scopes(self) -> list[tuple[int, int]]:
        """The scopes that are looked at node by node; those of equal shape are paired."""
        unlike: list[tuple[int, int]] = []
        next_one = 0
        for new, old in self.scopes.items():
            if new < next_one:
                continue  # it is in a scope that was paired as a whole
            same = self.before.outline.shapes[old] == self.after.outline.shapes[new]
            olds, news = self.before.inside(old), self.after.inside(new)
            if same and len(olds) == len(news) and not self._renamed(olds, news):
                for pair in zip(olds, news, strict=True):
                    self._pair(*pair)
                next_one = self._after(new)
            else:
                unlike.append((new, old))
        return unlike

    def _after(self, entry: int) -> int:
        """The first entry after one and all that are in it."""
        entries = self.after.outline.entries
        while entries[entry].children:
            entry = entries[entry].children[-1]
        return entry + 1

    def _renamed(self, olds: list[int], news: list[int]) -> bool:
        """Whether leaves have exchanged their names, so that what has the same place is another leaf."""
        before, after = self.before.graph, self.after.graph
        return any(
            before.names[old] != after.names[new]
            and (before.names[old] in after.ids or after.names[new] in before.ids)
            for old, new in zip(olds, news, strict=True)
            if before.ops[old] is LEAF and before.labels[old] and after.labels[new]
        )

    # -- names ---------------------------------------------------------------------------------------------

    def _by_label(self, olds: list[int], news: list[int]) -> None:
        """Nodes that have the same label, those with the same op first."""
        before, after = self.before, self.after
        exact = self._queued(
            ((before.graph.labels[old], before.ops[old]), old) for old in olds if before.graph.labels[old]
        )
        for new in news:
            if after.graph.labels[new]:
                self._take(exact, (after.graph.labels[new], after.ops[new]), new)
        rest = self._queued((before.graph.labels[old], old) for old in olds if before.graph.labels[old])
        for new in news:
            if after.graph.labels[new]:
                self._take(rest, after.graph.labels[new], new)

    def _by_name(self) -> None:
        """Leaves of one name, in whatever scopes they were made."""
        for name, new in self.after.graph.ids.items():
            old = self.before.graph.ids.get(name)
            if old is not None and self.after.graph.labels[new]:
                self._pair(old, new)

    def _by_list(self, old: int, new: int) -> None:
        """Nodes at the same place in the lists of the same name."""
        lists = {held.name: held for held in self.before.outline.entries[old].lists}
        for held in self.after.outline.entries[new].lists:
            other = lists.get(held.name)
            if other is None:
                continue
            for other_row, row in zip(_rows(other), _rows(held), strict=False):
                for pair in zip(other_row, row, strict=False):
                    self._pair(*pair)

    def _leaves_by_number(self, olds: list[int], news: list[int]) -> None:
        """Leaves without a name that have the same number."""
        before, after = self.before, self.after
        queues = self._queued((repr(before.data[old]), old) for old in olds if before.graph.ops[old] is LEAF)
        for new in news:
            if after.graph.ops[new] is LEAF and not after.graph.labels[new]:
                self._take(queues, repr(after.data[new]), new)

    # -- structure -----------------------------------------------------------------------------------------

    def _bottom_up(self, *, scoped: bool) -> None:
        """Nodes that are computed in the same way from the same nodes. scoped: and in the same scope."""
        before, after, scopes = self.before, self.after, self.scopes
        queues = self._queued(
            ((before.ops[old], before.scope_of[old] if scoped else 0, sources), old)
            for old, sources in enumerate(before.graph.inputs)
            if sources
        )
        old_of = self.old_of
        for new, sources in enumerate(after.graph.inputs):
            if sources and old_of[new] < 0:
                wanted = tuple([old_of[source] for source in sources])
                if -1 not in wanted:
                    scope = scopes.get(after.scope_of[new], -1) if scoped else 0
                    self._take(queues, (after.ops[new], scope, wanted), new)

    def _by_use(self) -> None:
        """Nodes in the same slot of nodes that are the same: of a sum with more or fewer terms, from both
        ends.
        """
        before, after = self.before.graph, self.after.graph
        for new in range(len(after) - 1, -1, -1):
            old = self.old_of[new]
            if old < 0:
                continue
            olds, news = before.inputs[old], after.inputs[new]
            for pair in zip(olds, news, strict=False):
                self._pair_kind(*pair)
            if len(olds) != len(news):
                for pair in zip(reversed(olds), reversed(news), strict=False):
                    self._pair_kind(*pair)

    def _pair_kind(self, old: int, new: int) -> None:
        """Pairs leaves with leaves, constants with constants, and what is computed with what is computed."""
        kinds = [
            0 if op is LEAF else 1 if op is CONSTANT else 2
            for op in (self.before.graph.ops[old], self.after.graph.ops[new])
        ]
        if kinds[0] == kinds[1]:
            self._pair(old, new)


def _rows(held: NamedList) -> Iterator[tuple[int, ...]]:
    width = held.shape[-1] if held.shape else 0
    for at in range(0, len(held.nodes) if width else 0, width or 1):
        yield held.nodes[at : at + width]
