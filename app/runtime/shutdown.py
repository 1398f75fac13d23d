"""Whether this process has been told to end: long answers check it, so that shutting down is quick."""


class Shutdown:
    """False when called, until ``begin`` is called."""

    def __init__(self) -> None:
        self._has_begun = False

    def __call__(self) -> bool:
        return self._has_begun

    def begin(self) -> None:
        """From a signal handler, before open connections are waited for."""
        self._has_begun = True
