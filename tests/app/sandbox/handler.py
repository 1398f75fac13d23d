"""What children of these tests do with a job: run its text as Python and answer what it printed."""

import contextlib
import io
from collections.abc import Callable


def handle(kind: str, job: bytes, emit: Callable[[bytes], None]) -> bytes:
    """The kinds are `run` and `interpreted`; any other is echoed with its job."""
    if kind not in ("run", "interpreted"):
        return kind.encode() + b" " + job
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(job, "<program>", "exec"), {"__name__": "__main__", "emit": emit})  # noqa: S102
    return printed.getvalue().encode()
