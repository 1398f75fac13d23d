"""What comes of a job: a run, or the error that the program ended with."""

from app.sandbox.codec.bounds import Bounds
from app.sandbox.codec.errors import GarbledError
from app.sandbox.codec.failures import decode_error
from app.sandbox.codec.frame import unpack
from app.sandbox.codec.runs import decode_run
from engine.run import Run


def decode_answer(answer: bytes, bounds: Bounds) -> Run:
    """The run.

    Raises:
        EngineError: the program's own failure.
        GarbledError: the answer is none.
    """
    message = unpack(answer, bounds.text)
    if message.kind == "run":
        return decode_run(message, bounds)
    if message.kind == "error":
        raise decode_error(message, bounds)
    raise GarbledError("This is not the answer to a job.")
