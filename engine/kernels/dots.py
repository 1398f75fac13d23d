"""Sums of products, which is what a network is made of, as dot products.

A product that nothing but a sum uses need not be a node in a loop that takes many steps: the sum computes it
on the way, and neither its data nor its grad is written down. In micrograd's demo three nodes of four are
such products, and what is left of a step fits in a processor's cache. With them as nodes a training step of
the demo takes 1.7 times as long.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.kernels.fills import fills
from engine.kernels.tape import DOT_CODE, FIRST_OP_CODE, TAKES_ALL, Tape

Mask = NDArray[np.bool_]


class Dots(NamedTuple):
    """A tape in which sums of products are one node each.

    kept: the ids that its nodes have in the graph, intp[k]. The terms of a dot product are the number of
    plain terms that come first, these, and then two ids for each product.
    """

    tape: Tape
    kept: NDArray[np.intp]


def dots(tape: Tape, add: int, multiply: int, first_fold: int) -> Dots | None:
    """The tape with dot products, given the codes of sum and product and where those of any arity begin; None
    if it has none.

    The last terms of a sum are computed within it if they are products whose arguments both take a gradient,
    if nothing else uses them, and if no other op stands between them and the sum. So backward adds up every
    grad in the order in which it does over all nodes, and gives the same to the last bit.
    """
    if not len(tape.terms):
        return None
    folds = np.flatnonzero(tape.codes >= first_fold)
    is_inside = _products(tape, folds, add, multiply, first_fold)
    if not is_inside.any():
        return None
    is_kept = np.ones(len(tape), bool)
    is_kept[tape.terms[is_inside]] = False
    shorter, kept = _without(tape, folds, is_inside, is_kept)
    # Found again: a product within its sum is reached sooner than it was as a node.
    return Dots(fills(shorter, first_fold), kept)


def _products(tape: Tape, folds: NDArray[np.intp], add: int, multiply: int, first_fold: int) -> Mask:
    """Of each term, whether it is a product that its sum computes.

    Terms lie in the order of what they are terms of, so that one pass over them sees each sum in turn.
    """
    is_product = (tape.codes == multiply) & (tape.takes == TAKES_ALL) & (_uses(tape, first_fold) == 1)
    # Up to each node: the last op that is not such a product, and how many of these there are.
    is_other = (tape.codes >= FIRST_OP_CODE) & ~is_product
    last_other = np.maximum.accumulate(np.where(is_other, np.arange(len(tape)), -1))
    products = np.cumsum(is_product)

    terms, at, lengths = tape.terms, np.arange(len(tape.terms)), (tape.second - tape.first)[folds]
    owner, left = np.repeat(folds, lengths), np.repeat(tape.second[folds], lengths) - at
    fits = (tape.codes[owner] == add) & is_product[terms] & (terms > last_other[owner - 1])
    fits &= products[owner] - products[terms] == left - 1
    fits[:-1] &= (terms[1:] > terms[:-1]) | (left[:-1] == 1)
    # Only the last ones: what comes before a term that does not fit is left as it is.
    behind = np.maximum.accumulate(np.where(fits, 0, at + 1))
    return at >= np.repeat(behind[tape.second[folds] - 1], lengths)


def _uses(tape: Tape, first_fold: int) -> NDArray[np.intp]:
    """In how many slots each node is. An op of one argument counts twice: its argument is in both."""
    pairs = (tape.codes >= FIRST_OP_CODE) & (tape.codes < first_fold)
    slots = np.concatenate([tape.first[pairs], tape.second[pairs], tape.terms])
    return np.bincount(slots, minlength=len(tape))


def _without(
    tape: Tape, folds: NDArray[np.intp], is_inside: Mask, is_kept: Mask
) -> tuple[Tape, NDArray[np.intp]]:
    """The tape without the products that are not kept, its nodes renumbered; and those that are kept."""
    number = (np.cumsum(is_kept) - 1).astype(np.int32)
    first, second, codes = tape.first.copy(), tape.second.copy(), tape.codes.copy()
    first[folds] = second[folds] = 0
    first, second = number[first], number[second]

    # How many of the terms of each n-ary op are products, and where its terms begin now.
    lengths = (tape.second - tape.first)[folds]
    before = np.concatenate([[0], np.cumsum(is_inside)])
    inside = before[tape.second[folds]] - before[tape.first[folds]]
    is_dot = inside > 0
    ends = np.cumsum(lengths + inside + is_dot)
    begins = ends - (lengths + inside + is_dot)
    first[folds], second[folds] = begins, ends
    codes[folds[is_dot]] = DOT_CODE

    terms = np.empty(ends[-1], np.int32)
    terms[begins[is_dot]] = (lengths - inside)[is_dot]
    # A term moves by what came before it: one count a dot product, and one id more for each product.
    at = np.arange(len(tape.terms)) + before[:-1] + np.repeat(np.cumsum(is_dot), lengths)
    products = tape.terms[is_inside]
    terms[at[~is_inside]] = number[tape.terms[~is_inside]]
    terms[at[is_inside]] = number[tape.first[products]]
    terms[at[is_inside] + 1] = number[tape.second[products]]

    kept = np.flatnonzero(is_kept)
    takes = np.bitwise_and(tape.takes[kept], TAKES_ALL, dtype=np.uint8)
    clear = np.array([0, len(kept)], np.int32)
    return Tape(codes[kept], first[kept], second[kept], takes, terms, clear), kept
