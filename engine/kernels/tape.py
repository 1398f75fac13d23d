"""A graph lowered to flat arrays, which is what the compiled loops read.

One byte says what a node is and two integers where its arguments are. Nothing in it is a Python object, so a
pass over it touches memory in order and as little of it as can be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.graph import Graph
from engine.ops import CONSTANT, LEAF, Op

# Codes: what has no arguments first, then the ops in the order of the catalogue.
LEAF_CODE = 0
CONSTANT_CODE = 1
FIRST_OP_CODE = 2
DOT_CODE = 255  # a sum of products, on the tapes of ``engine.kernels.dots`` alone

# What a node's arguments take: a bit for the first, a bit for the second; all of them for any other number.
TAKES_FIRST = 1
TAKES_SECOND = 2
TAKES_ALL = TAKES_FIRST | TAKES_SECOND
# Beside these, from ``engine.kernels.fills``: the arguments lie in a row, and their grads are written, not
# added to.
FILLS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """The flat form of one graph of n nodes under one numbering of ops.

    codes: uint8[n]. first, second: int32[n], the ids of an op's one or two arguments; of any other number of
    arguments they are where these begin and end in terms. terms: int32[m]. takes: uint8[n], which arguments
    take a gradient, because constants do not. clear: int32[2k], where the rows of grads begin and end that
    backward adds to and which are zero before it; all of them, but for what ``engine.kernels.fills`` finds.

    The arrays of ids are seen as unsigned by the compiled loops, which then need not ask whether an index
    counts from the end.
    """

    codes: NDArray[np.uint8]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    takes: NDArray[np.uint8]
    terms: NDArray[np.int32]
    clear: NDArray[np.int32]

    @classmethod
    def of(cls, graph: Graph, codes: Mapping[Op, int]) -> Tape:
        """The tape of a graph. Raises KeyError for an op that has no code."""
        numbering = {LEAF: LEAF_CODE, CONSTANT: CONSTANT_CODE, **codes}
        n = len(graph)
        first, second = [0] * n, [0] * n
        terms: list[int] = []
        takes = bytearray(n)
        constants = {i for i, op in enumerate(graph.ops) if op is CONSTANT}
        for i, (op, inputs) in enumerate(zip(graph.ops, graph.inputs, strict=True)):
            match op.arity:
                case 0:
                    continue
                case 1:
                    first[i] = second[i] = inputs[0]
                    takes[i] = TAKES_FIRST if inputs[0] not in constants else 0
                    continue
                case 2:
                    first[i], second[i] = inputs
                    if constants:
                        takes[i] = (inputs[0] not in constants) | (inputs[1] not in constants) << 1
                        continue
                case _:
                    first[i] = len(terms)
                    terms += inputs
                    second[i] = len(terms)
            takes[i] = TAKES_ALL if constants.isdisjoint(inputs) else 0
        return cls(
            codes=np.array([numbering[op] for op in graph.ops], np.uint8),
            first=np.array(first, np.int32),
            second=np.array(second, np.int32),
            takes=np.frombuffer(takes, np.uint8),
            terms=np.array(terms, np.int32),
            clear=np.array([0, n], np.int32),
        )

    def __len__(self) -> int:
        return len(self.codes)
