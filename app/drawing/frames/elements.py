"""What many values of one line are, seen from outside: an element for each value that is used there, with the
steps that lead to it alone.
"""

from __future__ import annotations

import numpy as np

from app.drawing.frames.frame import Flags, Ids

UNUSED, SHARED = -1, -2


def elements(used: Flags, source: Ids, target: Ids) -> Ids:
    """For each value the place of the element that it is in, `SHARED` where it leads to several.

    An edge between two elements begins at the value of one of them, so that there is no cycle among them.

    Arguments:
        used: which values are used outside, by their places in topological order.
        source, target: the edges among the values, by target.
    """
    places = np.arange(len(used))
    owner: list[int] = np.where(used, places, UNUSED).tolist()
    is_value = used.tolist()
    for of, by in zip(reversed(source.tolist()), reversed(target.tolist()), strict=True):
        if not is_value[of]:
            owner[of] = owner[by] if owner[of] in {UNUSED, owner[by]} else SHARED
    return np.array(owner, np.int32)
