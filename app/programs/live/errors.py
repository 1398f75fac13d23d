"""Why something cannot be done with a run that is followed, or was."""

from engine.errors import EngineError


class LiveError(EngineError):
    """The root of these."""

    names: tuple[str, ...] = ()


class UnknownRunError(LiveError):
    """No run has this id, or it is not kept any more."""

    default_code = "unknown-run"


class RunEndedError(LiveError):
    """A run that is over is asked to continue."""

    default_code = "run-ended"


class UnknownPassError(LiveError):
    """A pass that was not recorded, or is not kept any more. names: the nearest that is."""

    default_code = "unknown-pass"

    def __init__(self, number: int | None, nearest: int | None) -> None:
        wanted = "The run has no recorded pass" if number is None else f"Pass {number:,} is not recorded"
        hint = None if nearest is None else f"The nearest that is recorded is {nearest:,}."
        super().__init__(f"{wanted}.", hint=hint)
        self.names = () if nearest is None else (str(nearest),)
