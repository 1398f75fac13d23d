"""Whether this process has been told to end: what answers for long looks here, so that closing is quick."""


class Shutdown:
    """Not, until `begin` is called."""

    def __init__(self) -> None:
        self._has_begun = False

    def __call__(self) -> bool:
        return self._has_begun

    def begin(self) -> None:
        """From a signal handler, before open connections are waited for."""
        self._has_begun = True
