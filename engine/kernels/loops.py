"""The loops over a tape, as the generated module has them. A tape comes as its arrays.

They take their arrays as arguments, write into them and call nothing of Python. What they ask about a code is
declared in ``engine.kernels.switch`` and defined in the generated module from the catalogue.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.switch import (
    ADD,
    FIRST_FOLD,
    MULTIPLY,
    fold,
    partials,
    term_partial,
    update,
    value,
)
from engine.kernels.tape import (
    CONSTANT_CODE,
    DOT_CODE,
    FILLS,
    FIRST_OP_CODE,
    TAKES_ALL,
    TAKES_FIRST,
    TAKES_SECOND,
)
from engine.update_rules import Settings

Array = NDArray[Any]


def forward(codes: Array, first: Array, second: Array, takes: Array, terms: Array, data: Array) -> None:
    """Computes data in place from its leaves and constants."""
    for i in range(codes.shape[0]):
        code = codes[i]
        if code < FIRST_OP_CODE:
            continue
        if code < FIRST_FOLD:
            data[i] = value(code, data[first[i]], data[second[i]])
        elif takes[i] & FILLS:
            result, row = 0.0, terms[first[i]]
            for j in range(row, row + second[i] - first[i]):
                result = fold(code, j == row, result, data[j])
            data[i] = result
        elif code < DOT_CODE:
            result = 0.0
            for k in range(first[i], second[i]):
                result = fold(code, k == first[i], result, data[terms[k]])
            data[i] = result
        else:
            begin = first[i] + 1
            pairs = begin + terms[first[i]]
            result = 0.0
            for k in range(begin, pairs):
                result = fold(ADD, k == begin, result, data[terms[k]])
            for k in range(pairs, second[i], 2):
                product = value(MULTIPLY, data[terms[k]], data[terms[k + 1]])
                result = fold(ADD, k == begin, result, product)
            data[i] = result


def backward(
    codes: Array, first: Array, second: Array, takes: Array, terms: Array, clear: Array,
    data: Array, grad: Array,
) -> None:  # fmt: skip
    """Writes a fresh pass into grad; data is a forward pass's result."""
    n = codes.shape[0]
    for row in range(0, clear.shape[0], 2):
        for j in range(clear[row], clear[row + 1]):
            grad[j] = 0.0
    grad[n - 1] = 1.0
    for turn in range(n):
        # Unsigned, as ids are, so that no index is asked whether it counts from the end: asking made a
        # chain take twice as long.
        i = np.uint64(n - 1 - turn)
        code = codes[i]
        if code < FIRST_OP_CODE:
            continue
        upstream, out, take = grad[i], data[i], takes[i]
        if code < FIRST_FOLD:
            a, b = first[i], second[i]
            partial_a, partial_b = partials(code, take, out, data[a], data[b])
            if take & TAKES_FIRST:
                grad[a] += upstream * partial_a
            if take & TAKES_SECOND:
                grad[b] += upstream * partial_b
        elif take & FILLS:
            row = terms[first[i]]
            for j in range(row, row + second[i] - first[i]):
                # Added to zero all the same, which makes a zero of either sign a plain one.
                grad[j] = 0.0 + upstream * term_partial(code, out, data[j])
        elif code < DOT_CODE:
            for k in range(first[i], second[i]):
                j = terms[k]
                if take or codes[j] != CONSTANT_CODE:
                    grad[j] += upstream * term_partial(code, out, data[j])
        else:
            begin = first[i] + 1
            pairs = begin + terms[first[i]]
            for k in range(begin, pairs):
                j = terms[k]
                if take or codes[j] != CONSTANT_CODE:
                    grad[j] += upstream * term_partial(ADD, out, data[j])
            # Backwards, as these products would come if they were nodes.
            for k in range(second[i], pairs, -2):
                a, b = terms[np.uint64(k - 2)], terms[np.uint64(k - 1)]
                product = value(MULTIPLY, data[a], data[b])
                partial_a, partial_b = partials(MULTIPLY, TAKES_ALL, product, data[a], data[b])
                through = upstream * term_partial(ADD, out, product)
                grad[a] += through * partial_a
                grad[b] += through * partial_b


def descend(
    codes: Array, first: Array, second: Array, takes: Array, terms: Array, clear: Array,
    data: Array, grad: Array, parameters: Array, rates: Array, done: int, sign: float,
    kind: int, settings: Settings, memory_0: Array, memory_1: Array, losses: Array,
) -> int:  # fmt: skip
    """Update, forward and backward for every rate; gives the number of good steps."""
    output = codes.shape[0] - 1
    for k in range(rates.shape[0]):
        finite = True
        step = float(done + k + 1)
        for p in range(parameters.shape[0]):
            i = parameters[p]
            memory = (memory_0[p], memory_1[p])
            theta, memory = update(kind, data[i], sign * grad[i], rates[k], step, settings, memory)
            memory_0[p], memory_1[p] = memory
            data[i] = theta
            finite &= theta - theta == 0.0
        forward(codes, first, second, takes, terms, data)
        loss = data[output]
        if not (finite and loss - loss == 0.0):
            return k
        losses[k] = loss
        backward(codes, first, second, takes, terms, clear, data, grad)
    return len(rates)
