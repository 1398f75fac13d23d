"""A program and how often to go backward."""

from app.programs.request import Passes, ProgramRequest


class BackwardRequest(Passes, ProgramRequest):
    """A program and how often to go backward."""
