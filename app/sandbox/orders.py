"""What the server asks a supervisor for, and hears of the child: a few numbers, and three descriptors.

A job and its answer never pass through the supervisor: the descriptors are the child's own ends of two pipes,
so that nothing of any user is ever in the memory that the next child begins with.
"""

import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

_ORDER: Final = struct.Struct("<16sIQ?")
_REPORT: Final = struct.Struct("<Bid")
KIND_CHARACTERS: Final = 16

FREEZE: Final = b"f"
"""To the supervisor, on the status of a child: it is to stand still, with no processor time at all."""
THAW: Final = b"t"


@dataclass(frozen=True, slots=True)
class Order:
    """One child. kind: what its handler is called with. guarded: False only where there is no sandbox."""

    kind: str
    cpu_seconds: int
    memory_bytes: int
    guarded: bool


class Stage(IntEnum):
    """STARTED: the child was forked. ENDED: it was reaped. REFUSED: there is no child."""

    STARTED = 1
    ENDED = 2
    REFUSED = 3


@dataclass(frozen=True, slots=True)
class Report:
    """number: the child's wait status, or the error that made one impossible. cpu_seconds: what it used."""

    stage: Stage
    number: int = 0
    cpu_seconds: float = 0.0


def send_order(control: socket.socket, order: Order, descriptors: Sequence[int]) -> None:
    """The descriptors are copied. Raises OSError, and ValueError."""
    if len(order.kind) > KIND_CHARACTERS:
        raise ValueError(f"A kind has at most {KIND_CHARACTERS} characters.")
    packed = _ORDER.pack(order.kind.encode("ascii"), order.cpu_seconds, order.memory_bytes, order.guarded)
    sent = socket.send_fds(control, [packed], descriptors)
    if rest := packed[sent:]:  # not to send nothing, which fails where the other end has done it all and gone
        control.sendall(rest)


def receive_order(control: socket.socket, count: int) -> tuple[Order, list[int]] | None:
    """The next order with so many descriptors, or fewer; None when the other end has gone. Raises OSError."""
    packed, descriptors, _, _ = socket.recv_fds(control, _ORDER.size, count)
    while 0 < len(packed) < _ORDER.size and (rest := control.recv(_ORDER.size - len(packed))):
        packed += rest
    if len(packed) < _ORDER.size:
        return None
    kind, cpu_seconds, memory_bytes, guarded = _ORDER.unpack(packed)
    return Order(kind.rstrip(b"\0").decode("ascii"), cpu_seconds, memory_bytes, guarded), descriptors


def send_report(status: socket.socket, report: Report) -> None:
    """Raises OSError when the server has stopped listening."""
    status.sendall(_REPORT.pack(report.stage, report.number, report.cpu_seconds))


def receive_report(status: socket.socket) -> Report | None:
    """The next report; None when the supervisor has gone."""
    try:
        packed = status.recv(_REPORT.size, socket.MSG_WAITALL)
    except OSError:
        return None
    if len(packed) < _REPORT.size:
        return None
    stage, number, cpu_seconds = _REPORT.unpack(packed)
    return Report(Stage(stage), number, cpu_seconds)
