"""The C peer: ``loop.c`` compiled by the machine's own compiler, over the arrays of a ``Tape``."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.kernels.tape import CONSTANT_CODE, Tape
from engine.ops import Op

SOURCE = Path(__file__).with_name("loop.c")
OPS = frozenset("add sub mul pow neg tanh relu sum".split())

Doubles = NDArray[np.float64]


def compiler() -> str | None:
    """The C compiler of this machine: ``$CC`` or ``cc``, None when there is none."""
    return shutil.which(os.environ.get("CC") or "cc")


class CLoop:
    """The loops of ``loop.c`` under one numbering of ops."""

    def __init__(self, codes: Mapping[Op, int], cc: str) -> None:
        numbers = [f"-DOP_{op.name.upper()}={code}" for op, code in codes.items() if op.name in OPS]
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "loop.so"
            subprocess.run(
                [
                    cc,
                    "-O3",
                    "-shared",
                    "-fPIC",
                    f"-DCONSTANT={CONSTANT_CODE}",
                    *numbers,
                    str(SOURCE),
                    "-o",
                    str(library),
                    "-lm",
                ],
                check=True,
            )
            self._library = ctypes.CDLL(str(library))

    def forward(self, tape: Tape, data: Doubles) -> None:
        """Computes ``data`` in place from its leaves."""
        self._library.forward(*_tape(tape), _at(data))

    def backward(self, tape: Tape, data: Doubles, grad: Doubles) -> None:
        """Writes a fresh pass into ``grad``."""
        self._library.backward(*_tape(tape), _at(data), _at(grad))

    def descend(
        self,
        tape: Tape,
        data: Doubles,
        grad: Doubles,
        parameters: NDArray[np.int32],
        rates: Doubles,
        losses: Doubles,
    ) -> None:
        """A step for each of ``rates``: update, forward, backward."""
        self._library.descend(
            *_tape(tape), _at(data), _at(grad), ctypes.c_int64(len(parameters)), _at(parameters),
            ctypes.c_int64(len(rates)), _at(rates), _at(losses),
        )  # fmt: skip


def _tape(tape: Tape) -> tuple[Any, ...]:
    arrays = (tape.codes, tape.first, tape.second, tape.takes, tape.terms)
    return ctypes.c_int64(len(tape)), *[_at(array) for array in arrays]


def _at(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
