"""A child that is forked before it is asked for, so that no run waits for it; it waits for its one order."""

import os
import signal
import socket
from collections.abc import Callable
from typing import Final, NoReturn

from app.sandbox import child_process, probe
from app.sandbox.child_process import Handle
from app.sandbox.orders import Order, receive_order, send_order
from app.sandbox.restrictions.restrict import Restrictions


class Spare:
    """One child, as its supervisor holds it. Raises OSError where none can be forked.

    Arguments:
        handle: see `child_process.live`.
        restrictions: the same.
        let_go: called in the child, to close what is the supervisor's alone.
    """

    def __init__(self, handle: Handle, restrictions: Restrictions | None, let_go: Callable[[], None]) -> None:
        self._handoff, theirs = socket.socketpair()
        supervisor = os.getpid()
        try:
            self.pid: Final = os.fork()
        except OSError:
            self._handoff.close()
            theirs.close()
            raise
        if self.pid == 0:
            try:
                let_go()
                self._handoff.close()
                _wait(theirs, handle, restrictions, supervisor)
            finally:
                os._exit(1)
        theirs.close()

    def send(self, order: Order, job: int, answer: int) -> bool:
        """Its order, and the child's ends of the pipes. False where it has gone; then it was reaped too."""
        with self._handoff:
            try:
                send_order(self._handoff, order, [job, answer])
            except OSError:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return False
        return True


def _wait(
    orders: socket.socket, handle: Handle, restrictions: Restrictions | None, supervisor: int
) -> NoReturn:
    received = receive_order(orders, 2)
    if received is None:  # the supervisor has gone
        os._exit(0)
    order, (job, answer) = received
    chosen = probe.handle if order.kind == probe.KIND else handle
    child_process.live(order, job, answer, chosen, restrictions, supervisor)
