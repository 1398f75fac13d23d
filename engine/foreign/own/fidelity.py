"""Whether a pass that was run again is the pass that the program ran.

Some engines cannot pass twice over one graph: they count down uses, or leave marks. Their second run tells
nothing of the first, so only the grads that the program has are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from engine.foreign.own.reading import Reading
from engine.foreign.own.turns import Share, near


def is_faithful(reading: Reading, grad: Sequence[float], passes: int, *, only: bool) -> bool:
    """Whether the grads that a second run left are those that the first did.

    passes: over this output. only: whether there was no other, so that grads of leaves are of this one.
    """
    if passes > 1:
        return True  # they have been added up, or overwritten, as the program has it
    zeroed = reading.grad[-1] == 0.0  # by the program, after its pass
    compared = [k for k, inputs in enumerate(reading.inputs) if inputs or (only and reading.grad[k] != 0.0)]
    return all(
        near(reading.grad[k], grad[k], 1e-12) for k in compared if not zeroed or reading.grad[k] != 0.0
    )


def tells_turns(reading: Reading, found: Sequence[Share]) -> bool:
    """Whether the writes show who passed on what: not where grads are kept elsewhere until the end."""
    output = len(reading) - 1
    telling = [share for share in found if share.write.node != output and share.write.new != 0.0]
    known = sum(share.source is not None for share in telling)
    shared = _shared(reading)
    written = Counter(share.write.node for share in found)
    most = max((written[k] for k in shared), default=2)
    return not telling or (known * 2 > len(telling) and most > 1)


def _shared(reading: Reading) -> list[int]:
    """Nodes that are used more than once."""
    uses: dict[int, int] = {}
    for inputs in reading.inputs:
        for j in inputs:
            uses[j] = uses.get(j, 0) + 1
    return [j for j, count in uses.items() if count > 1 and reading.takes[j]]
